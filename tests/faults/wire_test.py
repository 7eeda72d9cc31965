#!/usr/bin/python3
"""What lies below a call: certificates, TLS, HTTP/2 frames, headers, as an enemy would send them.

Nothing of it may be answered, take a worker for long, end the service or show who else is there.
"""

import contextlib
import datetime
import gzip
import pathlib
import socket
import ssl
import struct
import sys
import time
import unittest
import warnings

import h2.config
import h2.connection
import h2.events
import h2.exceptions
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

# pylint: disable=wrong-import-position
import private  # noqa: E402
from system_case import DEADLINE, GET_CLIENT, SystemTest  # noqa: E402
from opora.registry.v1 import client_pb2  # noqa: E402

FRAME = struct.Struct(">BI")  # of gRPC: compressed, length
NOW = datetime.datetime.utcnow()
DAY = datetime.timedelta(days=1)


def frame(body, compressed=0, length=None):
    return FRAME.pack(compressed, len(body) if length is None else length) + body


class Wire:
    """One HTTP/2 connection on which anything can be sent."""

    def __init__(self, address, context, validate=False):
        host, port = address.rsplit(":", 1)
        plain = socket.create_connection((host, int(port)), timeout=DEADLINE)
        self._socket = context.wrap_socket(plain, server_hostname="localhost") if context else plain
        config = h2.config.H2Configuration(
            client_side=True, header_encoding=None, validate_outbound_headers=validate,
            normalize_outbound_headers=validate,
        )
        self.connection = h2.connection.H2Connection(config)
        self.connection.initiate_connection()
        self.flush()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._socket.close()

    def flush(self):
        self._socket.sendall(self.connection.data_to_send())

    def open(self, headers, end=False):
        stream = self.connection.get_next_available_stream_id()
        self.connection.send_headers(stream, headers, end_stream=end)
        self.flush()
        return stream

    def send(self, stream, data, end=True):
        largest = self.connection.max_outbound_frame_size
        for begin in range(0, max(1, len(data)), largest):
            part = data[begin:begin + largest]
            self.connection.send_data(stream, part, end_stream=end and begin + largest >= len(data))
            self.flush()

    def answer(self, stream, within=DEADLINE):
        """Trailers and headers of the stream, b"" for what is absent; None when it was reset or the
        connection closed."""
        until = time.monotonic() + within
        said = {}
        while time.monotonic() < until:
            self._socket.settimeout(max(0.01, until - time.monotonic()))
            data = self._socket.recv(65536)
            if not data:
                return None
            for event in self.connection.receive_data(data):
                if getattr(event, "stream_id", stream) != stream:
                    continue
                if isinstance(event, (h2.events.ResponseReceived, h2.events.TrailersReceived)):
                    said.update(event.headers)
                if isinstance(event, (h2.events.StreamReset, h2.events.ConnectionTerminated)):
                    return None
                if isinstance(event, h2.events.StreamEnded):
                    return said
            self.flush()
        raise AssertionError(f"no answer within {within} s")


class WireTest(SystemTest):
    # pylint: disable=invalid-name
    """Every test ends with an ordinary call that is served."""

    def tearDown(self):
        self.assertIsNone(self.service.process.poll(), self.service.tail())
        self.assert_serves()

    def context(self, chain=None, key=None, authority=True):
        """TLS as a client with this certificate, the reader's when none is given."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(self.system.identity / "ca.pem")
        context.set_alpn_protocols(["h2"])
        certificate = self.people.reader.certificate
        if authority:
            context.load_cert_chain(chain or certificate.chain, key or certificate.key)
        return context

    def wire(self, **how):
        return Wire(self.service.address, self.context(**how))

    def headers(self, path=GET_CLIENT, **more):
        named = {"te": "trailers", "content-type": "application/grpc", **dict(self.people.reader.metadata()), **more}
        pseudo = [(":method", "POST"), (":scheme", "https"), (":path", path), (":authority", "localhost")]
        return [*pseudo, *((name.replace("_", "-"), value) for name, value in named.items())]

    def get_client(self):
        return client_pb2.GetClientRequest(client_id=self.client_id).SerializeToString()

    def status(self, headers, body):
        """The gRPC status of a call sent by hand; None when its stream was reset."""
        with self.wire() as wire:
            stream = wire.open(headers)
            wire.send(stream, body)
            said = wire.answer(stream)
            return said if said is None else int(said.get(b"grpc-status", b"-1"))

    def memory(self):
        """Resident, in MB."""
        status = pathlib.Path(f"/proc/{self.service.process.pid}/status").read_text(encoding="ascii")
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    def test_the_wire_of_these_tests_works(self):
        self.assertEqual(self.status(self.headers(), frame(self.get_client())), 0)

    # --- certificates ---------------------------------------------------------------------------

    def issue(self, name, key_of=None, issuer="ca", begin=-DAY, end=DAY, usage=ExtendedKeyUsageOID.CLIENT_AUTH):
        """A certificate of the reader's agency with one thing changed; its two files."""
        folder = self.system.identity
        real = x509.load_pem_x509_certificate(self.people.reader.certificate.chain.read_bytes())
        key = ec.generate_private_key(ec.SECP256R1())
        if issuer == "ca":
            signer = serialization.load_pem_private_key((folder / "ca.key").read_bytes(), None)
            authority = x509.load_pem_x509_certificate((folder / "ca.pem").read_bytes()).subject
        else:
            signer = key if issuer == "self" else ec.generate_private_key(ec.SECP256R1())
            authority = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Opora development CA")])
        names = real.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        built = (
            x509.CertificateBuilder()
            .subject_name(real.subject).issuer_name(authority)
            .public_key((key_of or key).public_key()).serial_number(x509.random_serial_number())
            .not_valid_before(NOW + begin).not_valid_after(NOW + end)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
            .add_extension(names, critical=False)
            .sign(signer, hashes.SHA256())
        )
        chain, secret = folder / f"zoo-{name}.pem", folder / f"zoo-{name}.key"
        chain.write_bytes(built.public_bytes(serialization.Encoding.PEM))
        secret.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                             serialization.NoEncryption()))
        return chain, secret

    def served_with(self, chain, key):
        try:
            with self.wire(chain=chain, key=key) as wire:
                stream = wire.open(self.headers())
                wire.send(stream, frame(self.get_client()))
                said = wire.answer(stream)
                return said is not None and said.get(b"grpc-status") == b"0"
        except (OSError, h2.exceptions.ProtocolError):
            return False

    def test_C1_certificates_that_are_not_what_they_should_be(self):
        zoo = {
            "of another authority of the same name": {"issuer": "other"},
            "signed by itself": {"issuer": "self"},
            "expired": {"begin": -2 * DAY, "end": -DAY / 24},
            "not yet valid": {"begin": DAY / 2},
            "for servers": {"usage": ExtendedKeyUsageOID.SERVER_AUTH},
            "for mail": {"usage": ExtendedKeyUsageOID.EMAIL_PROTECTION},
        }
        for number, (name, changed) in enumerate(zoo.items()):
            with self.subTest(name):
                self.assertFalse(self.served_with(*self.issue(number, **changed)))
        with self.subTest("sound, so that the zoo is refused for its faults"):
            self.assertTrue(self.served_with(*self.issue("sound")))

    def test_C1_old_versions_of_TLS(self):
        for version in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1):
            with self.subTest(version.name), warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                context = self.context()
                context.set_ciphers("ALL:@SECLEVEL=0")
                context.minimum_version = context.maximum_version = version
                with self.assertRaises(OSError):
                    Wire(self.service.address, context)

    def test_C1_plaintext_and_another_protocol(self):
        with self.assertRaises((OSError, AssertionError, h2.exceptions.ProtocolError)):
            with Wire(self.service.address, None) as wire:
                stream = wire.open(self.headers())
                wire.send(stream, frame(self.get_client()))
                if wire.answer(stream) is None:
                    raise OSError("closed")
        context = self.context()
        context.set_alpn_protocols(["http/1.1"])
        host, port = self.service.address.rsplit(":", 1)
        with self.assertRaises(OSError):
            with context.wrap_socket(socket.create_connection((host, int(port)), timeout=DEADLINE),
                                     server_hostname="localhost") as tls:
                tls.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
                answer = tls.recv(4096)
                if not answer or b"200 OK" not in answer:
                    raise OSError("nothing was served")

    # --- headers --------------------------------------------------------------------------------

    def test_C3_a_header_that_claims_another_agency_changes_nothing(self):
        claimed = self.headers(x_agency=self.people.holder_agency, x_agency_id=self.people.holder_agency,
                               x_forwarded_client_cert="By=spiffe://opora/edge")
        self.assertEqual(self.status(claimed, frame(self.get_client())), 0)
        entry = self.system.sql("SELECT agency_id FROM audit_entries ORDER BY seq DESC LIMIT 1")
        self.assertEqual(entry, [(self.people.reader_agency,)])

    def test_C3_headers_that_cannot_be(self):
        odd = {
            "binary without base64": {"x_odd_bin": "%%%not base64"},
            "line breaks": {"x_odd": "a\r\nauthorization: Bearer forged"},
            "not ASCII": {"x_odd": "žluťoučký"},
            "far too many": {f"x_odd_{n}": "y" * 4000 for n in range(50)},
        }
        for name, more in odd.items():
            with self.subTest(name):
                try:
                    status = self.status(self.headers(**more), frame(self.get_client()))
                except (OSError, h2.exceptions.ProtocolError):
                    continue  # the connection was closed
                # gRPC may pass over a header that nobody asks for; what it says is not believed.
                self.assertIn(status, (None, 0, 3, 8, 13, 14, 16), name)

    def test_C4_paths_that_name_no_method(self):
        for path in ("opora.registry.v1.ClientService/GetClient", "/" + GET_CLIENT, GET_CLIENT + "/", GET_CLIENT + "?x",
                     "/opora.registry.v1.ClientService%2FGetClient", "/opora.registry.v1.clientservice/GetClient",
                     "/opora.registry.v1.ClientService/../ClientService/GetClient", "*", ""):
            with self.subTest(path):
                try:
                    status = self.status(self.headers(path), frame(self.get_client()))
                except (OSError, h2.exceptions.ProtocolError):
                    continue
                self.assertIn(status, (None, 12, 13))

    # --- frames ---------------------------------------------------------------------------------

    def test_C5_frames_that_lie(self):
        body = self.get_client()
        lies = {
            "length 0 before a body": frame(body, length=0),
            "length of 4 GB": frame(body, length=2**32 - 1),
            "longer than what comes": frame(body, length=len(body) + 10),
            "shorter than what comes": frame(body, length=5),
            "a flag that does not exist": frame(body, compressed=7),
            "no frame": b"",
            "half a header": b"\x00\x00",
        }
        for name, sent in lies.items():
            with self.subTest(name):
                self.assertNotEqual(self.status(self.headers(), sent), 0)

    def test_C5_a_bomb_of_gzip(self):
        before = self.memory()
        bomb = gzip.compress(b"\x00" * (60 << 20), 9)  # as much as the window of a stream takes
        status = self.status(self.headers(grpc_encoding="gzip"), frame(bomb, compressed=1))
        self.assertNotEqual(status, 0)
        self.assertLess(self.memory() - before, 30)

    # --- floods ---------------------------------------------------------------------------------

    def test_C7_ten_thousand_streams_opened_and_reset(self):
        before = self.memory()
        begun = time.monotonic()
        for _ in range(10):
            with contextlib.suppress(OSError, h2.exceptions.ProtocolError), self.wire() as wire:
                for _ in range(1000):
                    stream = wire.open(self.headers())
                    wire.connection.reset_stream(stream)
                    wire.flush()
        self.assert_serves()
        self.assertLess(time.monotonic() - begun, 60)
        self.assertLess(self.memory() - before, 100)

    def test_C7_bodies_that_never_end_take_no_worker(self):
        with contextlib.ExitStack() as stack:
            for _ in range(5):
                wire = stack.enter_context(self.wire())
                for _ in range(20):
                    wire.send(wire.open(self.headers()), frame(self.get_client())[:3], end=False)
            begun = time.monotonic()
            for _ in range(5):
                self.assert_serves()
            self.assertLess(time.monotonic() - begun, 10)

    def test_C7_idle_connections(self):
        with contextlib.ExitStack() as stack:
            for _ in range(300):
                stack.enter_context(self.wire())
            self.assert_serves()

    def test_C8_deadlines_that_cannot_be(self):
        for timeout in ("1n", "99999999H", "-1S", "0m", "soon", "123456789S"):
            with self.subTest(timeout):
                try:
                    status = self.status(self.headers(grpc_timeout=timeout), frame(self.get_client()))
                except (OSError, h2.exceptions.ProtocolError):
                    continue
                self.assertIn(status, (None, 0, 3, 4, 13, 14))


if __name__ == "__main__":
    unittest.main()
