"""Services of our own: cluster, database, identities, processes, people.

For suites that kill things, and for measurements. Everything is found by process ids that are
recorded here when it starts; nothing is ever looked for by name.
"""

import contextlib
import dataclasses
import json
import os
import pathlib
import secrets
import signal
import socket
import subprocess
import sys
import time
import uuid

# Services are started while channels are open; gRPC need not prepare for children of ours.
os.environ.setdefault("GRPC_ENABLE_FORK_SUPPORT", "0")

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "clients" / "python"), str(ROOT / "tools")]

# pylint: disable=wrong-import-position
import devidentity  # noqa: E402
import grpc  # noqa: E402
from cryptography.hazmat.primitives import serialization  # noqa: E402
from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: E402
from opora_client import Caller, Certificate, Endpoint, decode  # noqa: E402
from google.protobuf import timestamp_pb2  # noqa: E402
from opora.common.v1 import areas_pb2, context_pb2, types_pb2  # noqa: E402
from opora.conference.v1 import conference_pb2  # noqa: E402
from opora.housing.v1 import programme_pb2  # noqa: E402
from opora.registry.v1 import agency_pb2, agency_service_pb2_grpc, client_pb2, client_service_pb2_grpc  # noqa: E402
from opora.registry.v1 import consent_pb2, consent_service_pb2_grpc, support_pb2, support_pb2_grpc  # noqa: E402

BUILD = pathlib.Path(os.environ.get("OPORA_BUILD", ROOT / "build" / "dev"))
PSQL = "/usr/lib/postgresql/15/bin/psql"
READY = b"\n\x05ready"  # grpc.health.v1.HealthCheckRequest{service: "ready"}
SERVING = b"\x08\x01"
CHANNEL = [
    ("grpc.enable_http_proxy", 0),
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.max_reconnect_backoff_ms", 500),
]


@dataclasses.dataclass(frozen=True)
class Kind:
    """What tells one service from another: its schema and whom it calls or follows."""

    schema: str
    neighbours: tuple = ()


REGISTRY = "client-registry"
CONFERENCE = "case-conference"
HOUSING = "housing-referral"
REPORTING = "reporting"
# As in tools/system.sh: callee first.
SERVICES = {
    REGISTRY: Kind("registry"),
    HOUSING: Kind("housing", (REGISTRY,)),
    CONFERENCE: Kind("conference", (REGISTRY, HOUSING)),
    REPORTING: Kind("reporting", (REGISTRY, CONFERENCE, HOUSING)),
}


def built(build=BUILD):
    """The services that the build holds, callee first."""
    return tuple(name for name in SERVICES if os.access(binary_of(name, build), os.X_OK))


def binary_of(service, build=BUILD):
    return pathlib.Path(build) / f"opora-{service}"


class Cluster:
    """A PostgreSQL cluster by tools/cluster.sh, with fsync on."""

    def __init__(self, name):
        self._name = name
        self._data = pathlib.Path(f"/var/tmp/opora-{os.getuid()}-{name}/cluster/data")
        self.postmaster = None  # process id, while it runs

    @property
    def superuser(self):
        """Its conninfo as superuser."""
        return self._script("dsn", self._name).strip()

    def start(self):
        """Starts it, after a crash too; answers when it accepts connections."""
        self._script("start", self._name, "on")
        pid = int((self._data / "postmaster.pid").read_text(encoding="ascii").split()[0])
        if not self._ours(pid):
            raise RuntimeError(f"process {pid} is not the postmaster of {self._data}")
        self.postmaster = pid

    def follow(self, name, delay):
        """Makes this a standby of the cluster of that name, which applies its commits so much later."""
        self._script("standby", self._name, name, delay)
        self.start()

    def kill(self):
        """What the failure of the whole machine does to it: SIGKILL for all, none may tidy up."""
        os.kill(self.postmaster, signal.SIGSTOP)  # so that it starts no other
        while children := self.children():
            for child in children:
                _send(child, signal.SIGKILL)
        os.kill(self.postmaster, signal.SIGKILL)
        self._gone()

    def quit(self):
        """Immediate shutdown: as a crash, but it says so."""
        os.kill(self.postmaster, signal.SIGQUIT)
        self._gone()

    def freeze(self):
        """Alive and silent."""
        for process in [self.postmaster, *self.children()]:
            os.kill(process, signal.SIGSTOP)

    def thaw(self):
        for process in [*self.children(), self.postmaster]:
            _send(process, signal.SIGCONT)

    def destroy(self):
        """Stops it, if it runs, and removes it with its data."""
        if self.postmaster and self._ours(self.postmaster):
            self.thaw()
        self._script("destroy", self._name)
        self.postmaster = None

    def children(self):
        """Process ids of the postmaster's children that are alive."""
        found = []
        for stat in pathlib.Path("/proc").glob("[1-9]*/stat"):
            with contextlib.suppress(OSError):
                state, parent = stat.read_text(encoding="utf-8").rsplit(")", 1)[1].split()[:2]
                if int(parent) == self.postmaster and state != "Z":
                    found.append(int(stat.parent.name))
        return found

    def _gone(self):
        deadline = time.monotonic() + 30
        while self._ours(self.postmaster):
            if time.monotonic() > deadline:
                raise RuntimeError(f"postmaster {self.postmaster} does not end")
            time.sleep(0.01)
        self.postmaster = None

    def _ours(self, pid):
        try:
            return os.path.samefile(f"/proc/{pid}/cwd", self._data)
        except OSError:
            return False  # it is gone, or a zombie

    @staticmethod
    def _script(*arguments):
        return _run(["bash", ROOT / "tools" / "cluster.sh", *arguments])


def _run(command, environment=None, text=None):
    """What it printed; RuntimeError with what it complained of."""
    done = subprocess.run(
        command, input=text, env=environment, check=False, text=True, capture_output=True
    )
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stderr}{done.stdout}")
    return done.stdout


def _send(pid, number):
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


class Service:
    """A running instance of a service."""

    def __init__(self, name, binary, environment, log, authority, certificate):
        self.name = name
        self.address = environment["OPORA_LISTEN_ADDRESS"]
        self.port = int(self.address.rsplit(":", 1)[1])
        self.log = log
        with open(log, "ab") as output:
            # It must not outlive us, however we end.
            self.process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", "--", binary, "serve"],
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
        self._channel = channel(self.address, authority, certificate)

    def ready(self, timeout=1.0):
        """Whether it says that calls are welcome."""
        check = self._channel.unary_unary("/grpc.health.v1.Health/Check")
        try:
            return check(READY, timeout=timeout, wait_for_ready=True) == SERVING
        except grpc.RpcError:
            return False

    def await_ready(self, wanted=True, timeout=15.0):
        """Seconds until it says so (or, not wanted, until it no longer does)."""
        begun = time.monotonic()
        while self.ready() != wanted:
            if self.process.poll() is not None:
                raise RuntimeError(f"the service ended with {self.process.returncode}:\n{self.tail()}")
            if time.monotonic() > begun + timeout:
                raise RuntimeError(f"'ready' is not {wanted} after {timeout} s:\n{self.tail()}")
            time.sleep(0.02)
        return time.monotonic() - begun

    def kill(self):
        self.process.kill()
        self._ended()

    def terminate(self, timeout=30.0):
        """Asks it to stop; its exit status."""
        self.process.terminate()
        return self._ended(timeout)

    def tail(self):
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:])

    def _ended(self, timeout=10.0):
        self._channel.close()
        try:
            return self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise


class System:
    """The database `opora` of a cluster, and all that services and callers need besides."""

    def __init__(self, folder, superuser, build=BUILD, services=(REGISTRY,)):
        self.folder = pathlib.Path(folder)
        self.identity = self.folder / "identity"
        self.superuser = superuser
        self.services = services  # callee first
        self._build = build
        self._addresses = {}  # of the instance last started of each service
        self._instances = []

    def dsn(self, user, database="opora"):
        return f"{self.superuser} dbname={database} user={user}"

    def prepare(self):
        """Everything up to the first `serve`."""
        devidentity.init(self.identity)
        issuers = [
            {
                "issuer": devidentity.ISSUER,
                "audiences": ["opora"],
                "jwks": str(self.identity / "jwks.json"),
            }
        ]
        (self.folder / "issuers.json").write_text(json.dumps(issuers), encoding="utf-8")
        for name in ("pseudonyms", "consents"):
            (self.folder / name).write_text(secrets.token_hex(32), encoding="ascii")
        self.sql("CREATE DATABASE opora", database="postgres")
        for service in self.services:
            self._prepare(service)
        self.run(
            REGISTRY,
            "bootstrap", f"--issuer={devidentity.ISSUER}", "--subject=admin", "--name=System operator",
        )

    def _prepare(self, service):
        if not os.access(binary_of(service, self._build), os.X_OK):
            raise RuntimeError(f"{binary_of(service, self._build)} is not built")
        devidentity.service(self.identity, service)
        (self.folder / f"seal-{service}.pem").write_bytes(
            ed25519.Ed25519PrivateKey.generate().private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        roles = ROOT / "deploy" / "postgres" / "roles.sql"
        self._psql("opora", "-v", f"service={SERVICES[service].schema}", "-f", str(roles))
        self.run(service, "migrate")

    def serve(self, port=None, ready=True, service=REGISTRY, binary=None, **settings):
        """Starts an instance; settings as workers=1, drain_delay="0s"; another binary of the build
        when its name is given."""
        port = port or free_port()
        self._addresses[service] = f"127.0.0.1:{port}"
        environment = {
            **self._environment(service),
            "OPORA_LISTEN_ADDRESS": self._addresses[service],
            **{f"OPORA_{name.upper()}": str(value) for name, value in settings.items()},
        }
        log = self.folder / f"{service}-{port}.log"
        authority, certificate = self.identity / "ca.pem", self.certificate("harness")
        binary = binary_of(binary or service, self._build)
        instance = Service(service, binary, environment, log, authority, certificate)
        self._instances.append(instance)
        if ready:
            instance.await_ready()
        return instance

    def serve_all(self):
        """{name: an instance} of every service."""
        return {service: self.serve(service=service) for service in self.services}

    def close(self):
        """Ends every instance that is still running."""
        for instance in self._instances:
            if instance.process.poll() is None:
                instance.kill()

    def endpoint(self, service):
        return Endpoint(service.address, self.identity / "ca.pem")

    def certificate(self, name, agency_id=None):
        """A client certificate, an agency's or a service's."""
        if not (self.identity / f"{name}.pem").exists():
            if agency_id:
                devidentity.agency(self.identity, name, agency_id)
            else:
                devidentity.service(self.identity, name)
        return Certificate(self.identity / f"{name}.pem", self.identity / f"{name}.key")

    def caller(self, subject, role, purpose, certificate):
        token = devidentity.token(self.identity, subject)
        return Caller(subject, token, role, purpose, "en", certificate)

    def machine(self, name, agency_id):
        """An agency's own system, keeping its records in step."""
        certificate = self.certificate(name, agency_id)
        token = devidentity.token(
            self.identity, f"{name}-system", agency=agency_id, kind="AGENCY_SYSTEM", bind=certificate.chain
        )
        return Caller(name, token, purpose="RECORD_SYNC", certificate=certificate)

    def sql(self, statement, database="opora", schema="registry"):
        """Rows as tuples of text; runs as superuser, in that schema."""
        lines = self._psql(database, "-At", "-F", "\t", "-c", statement, schema=schema).splitlines()
        return [tuple(line.split("\t")) for line in lines]

    def sql_file(self, text):
        self._psql("opora", "-f", "-", text=text)

    def _psql(self, database, *arguments, text=None, schema="registry"):
        command = [PSQL, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", self.dsn("postgres", database)]
        environment = {**os.environ, "PGOPTIONS": f"-c search_path={schema}"}
        return _run([*command, *arguments], environment, text)

    def run(self, service, *arguments):
        """A subcommand of a service's binary; RuntimeError with what it said when it fails."""
        command = [binary_of(service, self._build), *arguments]
        _run(command, {**os.environ, **self._environment(service)})

    def _environment(self, service):
        kind = SERVICES[service]
        environment = {
            "OPORA_DATABASE": self.dsn(f"{kind.schema}_app"),
            "OPORA_DATABASE_MIGRATE": self.dsn(f"{kind.schema}_migrate"),
            "OPORA_DATABASE_SEALER": self.dsn(f"{kind.schema}_sealer"),
            "OPORA_TLS_CERTIFICATE": str(self.identity / f"{service}.pem"),
            "OPORA_TLS_KEY": str(self.identity / f"{service}.key"),
            "OPORA_TLS_CLIENT_CA": str(self.identity / "ca.pem"),
            "OPORA_ISSUERS_FILE": str(self.folder / "issuers.json"),
            "OPORA_JOURNAL_FILE": str(self.folder / f"journal-{service}"),
            "OPORA_AUDIT_KEY_FILE": str(self.folder / f"seal-{service}.pem"),
            "OPORA_SANDBOX": "true",
            "OPORA_DRAIN_DELAY": "0s",
        }
        if service == REGISTRY:
            environment["OPORA_CONSENT_KEYS_FILE"] = str(self.folder / "consents")
        if service == REPORTING:
            environment["OPORA_PSEUDONYM_KEY_FILE"] = str(self.folder / "pseudonyms")
        for neighbour in kind.neighbours:
            if neighbour in self._addresses:
                variable = f"OPORA_{SERVICES[neighbour].schema.upper()}_ADDRESS"
                environment[variable] = self._addresses[neighbour]
        return environment


class People:
    """Two agencies with a worker each: `holder` registers clients, `reader` has their consent; `head` is
    the holder in another role."""

    def __init__(self, system, service):
        self._system = system
        self._endpoint = system.endpoint(service)
        self.admin = system.caller("admin", "PLATFORM_ADMIN", "ADMINISTRATION", system.certificate("harness"))
        self.agencies = self._endpoint.interface(agency_service_pb2_grpc.AgencyServiceStub, self.admin)
        self.worker_ids = {}  # by subject
        self.holder, self.holder_agency = self.worker("Most")
        self.reader, self.reader_agency = self.worker("Pristav")
        self.head = dataclasses.replace(self.holder, role="HEAD_OF_UNIT")
        catalogue = self._endpoint.interface(support_pb2_grpc.SupportServiceStub, self.admin)
        category = support_pb2.SupportCategory(code="ACCOMPANIMENT", name="Accompaniment", unit=1)
        self.category_id = catalogue.CreateSupportCategory(
            support_pb2.CreateSupportCategoryRequest(category=category)
        ).category.category_id

    def steward(self):
        """A data steward of an agency of its own."""
        steward, _ = self.worker("Spravce", (context_pb2.ACTING_ROLE_DATA_STEWARD,))
        return dataclasses.replace(steward, role="DATA_STEWARD", purpose="DATA_STEWARDSHIP")

    def worker(self, name, roles=(context_pb2.ACTING_ROLE_SOCIAL_WORKER, context_pb2.ACTING_ROLE_HEAD_OF_UNIT)):
        """An agency with a worker of that name; the caller and the agency's id."""
        agency_id = self.agency(name)
        worker = agency_pb2.Worker(
            agency_id=agency_id,
            given_name=name,
            family_name="Worker",
            fte_milli=1000,
            issuer=devidentity.ISSUER,
            subject=name.lower(),
        )
        worker_id = self.agencies.CreateWorker(
            agency_pb2.CreateWorkerRequest(worker=worker)
        ).worker.worker_id
        self.worker_ids[name.lower()] = worker_id
        for role in roles:
            assignment = agency_pb2.RoleAssignment(
                worker_id=worker_id, role=role, valid_from=types_pb2.Date(year=2023, month=1, day=1)
            )
            self.agencies.GrantRole(agency_pb2.GrantRoleRequest(role_assignment=assignment))
        certificate = self._system.certificate(name.lower(), agency_id)
        caller = self._system.caller(name.lower(), "SOCIAL_WORKER", "AGREED_SUPPORT", certificate)
        return caller, agency_id

    def call(self, stub, service=None, caller=None):
        """An interface, as the holder or another; of another service than the registry when given."""
        endpoint = self._system.endpoint(service) if service else self._endpoint
        return endpoint.interface(stub, caller or self.holder)

    def withdraw(self, consent_id):
        consents = self.call(consent_service_pb2_grpc.ConsentServiceStub)
        consents.RevokeConsent(consent_pb2.RevokeConsentRequest(consent_id=consent_id))

    def client(self, family_name):
        """A client of the holder's whom the reader may see by consent; the id."""
        client_id = self.register(family_name)
        areas = [areas_pb2.DATA_AREA_IDENTITY, areas_pb2.DATA_AREA_CONTACT, areas_pb2.DATA_AREA_FAMILY]
        self.consent(client_id, areas)
        return client_id

    def register(self, family_name, year=1970):
        """A client of the holder's, born in that year, with a statement; the id."""
        clients = self._endpoint.interface(client_service_pb2_grpc.ClientServiceStub, self.holder)
        client = client_pb2.Client(
            kind=client_pb2.CLIENT_KIND_IDENTIFIED,
            given_name="Jan",
            family_name=family_name,
            birth_date=types_pb2.PartialDate(year=year, month=5, day=4),
            has_phone=True,
        )
        client_id = clients.RegisterClient(
            client_pb2.RegisterClientRequest(client=client)
        ).client.client_id
        statement = client_pb2.Statement(
            client_id=client_id,
            area=areas_pb2.DATA_AREA_FAMILY,
            kind=client_pb2.STATEMENT_KIND_VERIFIED_FACT,
            topic="household",
            content="two children",
            verified_on=types_pb2.Date(year=2023, month=10, day=1),
        )
        clients.RecordStatement(client_pb2.RecordStatementRequest(statement=statement))
        return client_id

    def agency(self, name):
        agency = agency_pb2.Agency(name=name, type=agency_pb2.AGENCY_TYPE_NGO)
        return self.agencies.CreateAgency(agency_pb2.CreateAgencyRequest(agency=agency)).agency.agency_id

    def consent(self, client_id, areas, agencies=()):
        """The client's consent that the reader, or those agencies, may see these areas, signed; its id."""
        consents = self._endpoint.interface(consent_service_pb2_grpc.ConsentServiceStub, self.holder)
        parties = [
            consent_pb2.ConsentParty(agency_id=agency)
            for agency in agencies or (self.holder_agency, self.reader_agency)
        ]
        version = consent_pb2.ConsentVersion(
            parties=parties,
            areas=areas,
            excluded_topics_asked=True,
            form=1,
        )
        draft = consents.CreateConsent(
            consent_pb2.CreateConsentRequest(client_id=client_id, version=version)
        ).consent
        consents.SignConsent(
            consent_pb2.SignConsentRequest(
                consent_id=draft.consent_id,
                signed_time=ago(60),
                document="paper/1",
                told_of_revocation_time=ago(120),
            )
        )
        return draft.consent_id

    def support(self, client_id, note):
        return support_request(client_id, self.category_id, note)


def support_request(client_id, category_id, note, quantity_milli=1000):
    """A request that records support for a client of the holder's, with a request_id."""
    return support_pb2.RecordSupportRequest(
        support_record=support_pb2.SupportRecord(
            client_id=client_id,
            category_id=category_id,
            quantity_milli=quantity_milli,
            unit=support_pb2.SUPPORT_UNIT_HOUR,
            occurred_at=ago(60),
            note=note,
        ),
        request_id=str(uuid.uuid4()),
    )


def proposal(client_id, topic):
    """A conference to be proposed for a client of the holder's."""
    return conference_pb2.Conference(
        client_id=client_id,
        topic=topic,
        areas=[areas_pb2.DATA_AREA_DEBTS],
        triggers=[conference_pb2.TRIGGER_MULTIPLE_UNCOORDINATED_PROFESSIONALS],
    )


def programme(agency_id, name):
    """A housing programme that one agency runs alone."""
    partners = [
        programme_pb2.ProgrammePartner(
            side=side, type=programme_pb2.PARTNER_TYPE_MUNICIPALITY, agency_id=agency_id, agenda="all"
        )
        for side in (programme_pb2.PARTNER_SIDE_SUPPORT, programme_pb2.PARTNER_SIDE_LANDLORD)
    ]
    return programme_pb2.Programme(
        realiser_type=programme_pb2.PARTNER_TYPE_MUNICIPALITY,
        name=name,
        kind=programme_pb2.PROGRAMME_KIND_PROJECT,
        variant=programme_pb2.PROGRAMME_VARIANT_MUNICIPALITY_ALONE,
        administration_model=programme_pb2.ADMINISTRATION_MODEL_SOCIAL_DEPT,
        partners=partners,
    )


def ago(seconds):
    stamp = timestamp_pb2.Timestamp()
    stamp.GetCurrentTime()
    stamp.seconds -= seconds
    return stamp


def channel(address, authority, certificate, options=()):
    """A channel over mutual TLS that comes back soon after the service does."""
    credentials = grpc.ssl_channel_credentials(
        pathlib.Path(authority).read_bytes(),
        pathlib.Path(certificate.key).read_bytes() if certificate else None,
        pathlib.Path(certificate.chain).read_bytes() if certificate else None,
    )
    return grpc.secure_channel(address, credentials, [*CHANNEL, *options])


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
