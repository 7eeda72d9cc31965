#!/usr/bin/python3
"""Certificates and tokens for demos and tests. FOR DEVELOPMENT ONLY.

A certificate authority and a token issuer whose private keys lie in one folder, without any
protection but file modes: whoever can read the folder is everybody. Never trust its ca.pem or
jwks.json in an installation with real clients.

  devidentity.py init DIR                     ca.pem, ca.key, issuer.key, jwks.json
  devidentity.py service DIR NAME [--host HOST]…
                                              NAME.pem, NAME.key: server on localhost (and HOSTs),
                                              client
  devidentity.py agency DIR NAME AGENCY_UUID  NAME.pem, NAME.key: client
  devidentity.py edge DIR                     edge.pem, edge.key: the proxy in front of services
  devidentity.py token DIR --subject S [--agency UUID] [--kind PERSON|AGENCY_SYSTEM|SERVICE]
                           [--audience opora] [--ttl 3600] [--bind CERT.pem]
                           [--sign-in-age 0]

Keys stay when a command is repeated, certificates are renewed; all are valid for thirty days. As a
module it has functions of the same names.
"""

import argparse
import base64
import datetime
import hashlib
import ipaddress
import json
import os
import pathlib
import re
import sys
import time
import uuid

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

ISSUER = "https://issuer.opora.test"
KINDS = ("PERSON", "AGENCY_SYSTEM", "SERVICE")
LIFETIME = datetime.timedelta(days=30)
RENEWAL = datetime.timedelta(days=1)  # a certificate authority with less left is renewed
CLOCK_SKEW = datetime.timedelta(minutes=5)


def init(directory):
    """Makes the certificate authority and the token issuer, or leaves them as they are."""
    directory = pathlib.Path(directory)
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    _renew_authority(directory)
    issuer_key = _key(
        directory / "issuer.key",
        lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048),
    )
    keys = {"keys": [_jwk(issuer_key.public_key())]}
    _write(directory / "jwks.json", (json.dumps(keys, indent=2) + "\n").encode(), 0o644)


def service(directory, name, host=()):
    """A certificate with which a service serves on this machine, and under the host names or
    addresses given, and calls others."""
    _issue(
        directory,
        name,
        f"spiffe://opora/service/{name}",
        [
            x509.DNSName("localhost"),
            x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
            *map(_host, host),
        ],
        [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH],
    )


def agency(directory, name, agency_id):
    """A certificate with which an agency's system calls."""
    _issue(
        directory,
        name,
        f"spiffe://opora/agency/{uuid.UUID(agency_id)}",
        [],
        [ExtendedKeyUsageOID.CLIENT_AUTH],
    )


def edge(directory):
    """The certificate of the proxy whose word on others' certificates services take."""
    _issue(
        directory,
        "edge",
        "spiffe://opora/edge",
        [
            x509.DNSName("localhost"),
            x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
        ],
        [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH],
    )


def token(
    directory,
    subject,
    agency=None,
    kind="PERSON",
    audience="opora",
    ttl=3600,
    bind=None,
    sign_in_age=0,
):
    """A signed access token; `bind` is the certificate (PEM file) that may present it. A person
    signed in `sign_in_age` seconds ago."""
    if kind not in KINDS:
        raise ValueError(f"kind is one of {', '.join(KINDS)}")
    now = int(time.time())
    claims = {
        "iss": ISSUER,
        "sub": subject,
        "aud": audience,
        "azp": "devidentity",
        "iat": now,
        "nbf": now,
        "exp": now + int(ttl),
        "jti": str(uuid.uuid4()),
        "caller_kind": kind,
    }
    if kind == "PERSON":
        claims["auth_time"] = now - int(sign_in_age)
    if agency is not None:
        claims["agency_id"] = str(uuid.UUID(agency))
    if bind is not None:
        claims["cnf"] = {"x5t#S256": _fingerprint(bind)}
    key = _load_key(pathlib.Path(directory) / "issuer.key")
    header = {"kid": _jwk(key.public_key())["kid"], "typ": "at+jwt"}
    return jwt.encode(claims, key, algorithm="RS256", headers=header)


def _host(name):
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _renew_authority(directory):
    path = directory / "ca.pem"
    if path.exists():
        left = _load_certificate(path).not_valid_after - datetime.datetime.utcnow()
        if left > RENEWAL:
            return
    key = _key(directory / "ca.key", _elliptic_key)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Opora development CA")])
    # The same key and name again, so that certificates issued before still lead to it.
    builder = (
        _builder(name, name, key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
        )
    )
    _write_certificate(path, builder.sign(key, hashes.SHA256()))


def _issue(directory, name, uri, names, usages):
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", name) or name in ("ca", "issuer"):
        raise ValueError(f"not a name for a certificate: {name!r}")
    directory = pathlib.Path(directory)
    authority_key = _load_key(directory / "ca.key")
    authority = _load_certificate(directory / "ca.pem")
    key = _key(directory / f"{name}.key", _elliptic_key)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    identifier = authority.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    builder = (
        _builder(subject, authority.subject, key.public_key())
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage(usages), critical=False)
        .add_extension(
            x509.SubjectAlternativeName([x509.UniformResourceIdentifier(uri)] + names),
            critical=False,
        )
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier),
            critical=False,
        )
    )
    _write_certificate(directory / f"{name}.pem", builder.sign(authority_key, hashes.SHA256()))


def _builder(subject, issuer, public_key):
    now = datetime.datetime.utcnow()
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - CLOCK_SKEW)
        .not_valid_after(now + LIFETIME)
    )


def _usage(**given):
    usages = dict.fromkeys(
        (
            "digital_signature",
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "key_cert_sign",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    return x509.KeyUsage(**{**usages, **given})


def _jwk(public_key):
    numbers = public_key.public_numbers()
    required = {"e": _base64url_number(numbers.e), "kty": "RSA", "n": _base64url_number(numbers.n)}
    # RFC 7638: the kid is the key's thumbprint.
    canonical = json.dumps(required, sort_keys=True, separators=(",", ":")).encode()
    kid = _base64url(hashlib.sha256(canonical).digest())
    return {**required, "use": "sig", "alg": "RS256", "kid": kid}


def _fingerprint(path):
    der = _load_certificate(path).public_bytes(serialization.Encoding.DER)
    return _base64url(hashlib.sha256(der).digest())


def _base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _base64url_number(number):
    return _base64url(number.to_bytes((number.bit_length() + 7) // 8, "big"))


def _elliptic_key():
    return ec.generate_private_key(ec.SECP256R1())


def _key(path, make):
    if path.exists():
        return _load_key(path)
    key = make()
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    _write(path, pem, 0o600)
    return key


def _load_key(path):
    return serialization.load_pem_private_key(pathlib.Path(path).read_bytes(), password=None)


def _load_certificate(path):
    return x509.load_pem_x509_certificate(pathlib.Path(path).read_bytes())


def _write_certificate(path, certificate):
    _write(path, certificate.public_bytes(serialization.Encoding.PEM), 0o644)


def _write(path, data, mode):
    """Replaces the file in one step: services watch certificates and key sets."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(data)
    os.replace(fresh, path)


def _arguments():
    summary, _, rest = __doc__.partition("\n")
    parser = argparse.ArgumentParser(
        description=summary, epilog=rest, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("init", "service", "agency", "edge", "token"):
        command = commands.add_parser(name)
        command.add_argument("directory", metavar="DIR")
        if name in ("service", "agency"):
            command.add_argument("name", metavar="NAME")
        if name == "service":
            command.add_argument("--host", action="append", default=[])
        if name == "agency":
            command.add_argument("agency_id", metavar="AGENCY_UUID")
        if name == "token":
            command.add_argument("--subject", required=True)
            command.add_argument("--agency", metavar="UUID")
            command.add_argument("--kind", choices=KINDS, default="PERSON")
            command.add_argument("--audience", default="opora")
            command.add_argument("--ttl", type=int, default=3600, metavar="SECONDS")
            command.add_argument("--bind", metavar="CERT.pem")
            command.add_argument("--sign-in-age", type=int, default=0, metavar="SECONDS")
    return vars(parser.parse_args())


def main():
    arguments = _arguments()
    command = globals()[arguments.pop("command")]
    try:
        result = command(**arguments)
    except (OSError, ValueError) as error:
        sys.exit(f"devidentity: {error}")
    if result is not None:
        print(result)


if __name__ == "__main__":
    main()
