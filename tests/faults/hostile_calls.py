#!/usr/bin/python3
"""Every method of every service is called with what nobody should send.

Requests are made at random from the contract: values at and beyond their limits, ids of other
things that exist, of nothing, in other letters; some are then damaged as bytes. Whoever sends them
holds every role there is, so that they come far. Each call must be answered, with a status of the
contract and a reason; INTERNAL, UNKNOWN, an unanswered call or a service that ended are found
faults. The same seed makes the same calls.

--storm lets the database fail as well: one write in twenty meets a serialization failure, a
deadlock, a violated constraint, a full disk, and sessions are cancelled and ended from outside.
Then UNAVAILABLE and a commit in doubt are answers too, and all is well again when the storm is over.

Exit status: 0 nothing was found, 3 something was.
"""

import argparse
import collections
import contextlib
import functools
import importlib
import pkgutil
import random
import re
import shutil
import sys
import tempfile
import threading
import time
import uuid

import private
from opora_client import OporaError
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from opora.common.v1 import context_pb2, policy_pb2, types_pb2
from opora.registry.v1 import agency_pb2

FOUND = 3
THREADS = 6
TIMEOUT = 20
PACKAGES = {
    "opora.registry.v1": (private.REGISTRY,),
    "opora.conference.v1": (private.CONFERENCE,),
    "opora.housing.v1": (private.HOUSING,),
    "opora.reporting.v1": (private.REPORTING,),
    "opora.common.v1": tuple(private.SERVICES),
}
# Interfaces of the platform that not every service has.
HOSTS = {"opora.common.v1.RuleService": (private.REGISTRY, private.CONFERENCE)}
# They would end the attack itself.
SPARED = re.compile("Suspend|EndEmployment|Deactivate|CloseDepartment|EndRole")
# What a service may answer to nonsense. UNAVAILABLE is not among them: nothing is stopped here.
ANSWERS = {
    "OK", "INVALID_ARGUMENT", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "FAILED_PRECONDITION",
    "OUT_OF_RANGE", "ABORTED", "RESOURCE_EXHAUSTED", "UNAUTHENTICATED", "UNIMPLEMENTED",
}
IN_A_STORM = {"UNAVAILABLE", "UNKNOWN COMMIT_IN_DOUBT", "DEADLINE_EXCEEDED"}
STORM = """
CREATE FUNCTION public.storm() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF random() < 0.05 THEN
    RAISE EXCEPTION 'storm' USING ERRCODE =
      (ARRAY['40001', '40P01', '23505', '23503', '57014', '53100', '53200', '55P03'])[1 + floor(random() * 8)::int];
  END IF;
  RETURN NULL;
END $$;
DO $$
DECLARE name regclass;
BEGIN
  FOR name IN SELECT c.oid::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname IN ('registry', 'conference', 'housing', 'reporting')
        AND c.relkind IN ('r', 'p') AND NOT c.relispartition LOOP
    EXECUTE format('CREATE TRIGGER storm BEFORE INSERT OR UPDATE OR DELETE ON %s EXECUTE FUNCTION public.storm()',
                   name);
  END LOOP;
END $$;
"""
CALM = "DROP FUNCTION public.storm() CASCADE;"
STRIKE = """
SELECT CASE WHEN random() < 0.5 THEN pg_cancel_backend(pid) ELSE pg_terminate_backend(pid) END FROM
  (SELECT pid FROM pg_stat_activity WHERE usename LIKE '%\\_app' ORDER BY random() LIMIT 1) AS one
"""
TEXTS = (
    "", " ", "a", "Příliš žluťoučký kůň", "Prˇi´lisˇ", "O'Connor", "'; DROP TABLE clients; --", "NULL", "%", "_%",
    "\x00", "a\x00b", "\u202eabc", "\u200b\u200b", "\ufeff", "😀" * 20, "x" * 255, "x" * 10_000, "\r\n", "../../etc",
    "{}", "[]", "\\", "2026-02-30", "9999-12-31", "-1", "1e400", "tel:+420600000000", "ch", "CH", "İ", "ß",
)
PLAUSIBLE = ("the client said so", "Jan Kopecký", "flat in Dlouhá 5", "phone", "2026/117", "see the file")
INTEGERS = (0, 1, -1, 2, 7, 15, 29, 31, 99, 100, 1000, 2026, 9999, 10_000, 2**31 - 1, -(2**31))
LONG = (2**63 - 1, -(2**63), 10**15)


def methods():
    """(service, path, request type, response type) of every unary method."""
    factory = message_factory.MessageFactory(descriptor_pool.Default())
    for package, services in PACKAGES.items():
        for module in pkgutil.iter_modules(importlib.import_module(package).__path__):
            if not module.name.endswith("_pb2"):
                continue
            generated = importlib.import_module(f"{package}.{module.name}")
            for interface in generated.DESCRIPTOR.services_by_name.values():
                streaming = _streaming(interface)
                for method in interface.methods:
                    hosts = HOSTS.get(interface.full_name, services)
                    for service in () if method.name in streaming else hosts:
                        yield (service, f"/{interface.full_name}/{method.name}",
                               factory.GetPrototype(method.input_type), factory.GetPrototype(method.output_type),
                               method.GetOptions().Extensions[policy_pb2.policy])


def _streaming(interface):
    proto = descriptor_pb2.ServiceDescriptorProto()
    interface.CopyToProto(proto)
    return {method.name for method in proto.method if method.server_streaming}


class Maker:
    """Random requests; ids are drawn from those that answers held."""

    def __init__(self, chance, ids):
        self._chance = chance
        self._ids = ids
        self._careless = 0.0

    def fill(self, message, depth=0):
        """Each request is as careless as chance makes it: some ask for something that is possible."""
        if depth == 0:
            self._careless = self._chance.choice((0, 0, 0.05, 0.2, 0.6))
        if self._plausible(message):
            return message
        for field in message.DESCRIPTOR.fields:
            if self._chance.random() < (0.35 if depth else 0.15):
                continue
            if field.label == field.LABEL_REPEATED:
                self._fill_repeated(message, field, depth)
            elif field.type == field.TYPE_MESSAGE:
                if depth < 5:
                    self.fill(getattr(message, field.name), depth + 1)
                    getattr(message, field.name).SetInParent()
            else:
                with contextlib.suppress(ValueError):  # enumerations that proto2 would close
                    setattr(message, field.name, self._value(field))
        return message

    def _wild(self):
        return self._chance.random() < self._careless

    def _plausible(self, message):
        """Days and instants that can be, mostly."""
        name = message.DESCRIPTOR.full_name
        if self._wild():
            return False
        if name in ("opora.common.v1.Date", "opora.common.v1.PartialDate"):
            message.year, message.month, message.day = self._chance.choice((1985, 2024, 2026, 2027)), 11, 22
        elif name == "google.protobuf.Timestamp":
            message.seconds = int(time.time()) + self._chance.choice((-86_400 * 30, -3600, -5, 3600, 86_400))
        elif name == "opora.common.v1.Money":
            message.minor_units, message.currency_code = self._chance.choice((1, 50_000, 1_234_500)), "CZK"
        else:
            return False
        return True

    def _fill_repeated(self, message, field, depth):
        count = self._chance.choice((0, 1, 1, 2, 3, 3, 40))
        target = getattr(message, field.name)
        for _ in range(count if depth < 3 else min(count, 2)):
            if field.message_type is None:
                target.append(self._value(field))
            elif depth < 5 and not field.message_type.GetOptions().map_entry:
                self.fill(target.add(), depth + 1)

    def _value(self, field):
        chance = self._chance
        if field.type == field.TYPE_STRING:
            return self._text(field.name)
        if field.type == field.TYPE_ENUM and not self._wild():
            return chance.choice([value.number for value in field.enum_type.values if value.number] or [0])
        if field.type in (field.TYPE_INT32, field.TYPE_INT64) and not self._wild():
            return chance.choice((0, 1, 2, 5, 30, 100, 1000))
        if field.type == field.TYPE_BYTES:
            return bytes(chance.randrange(256) for _ in range(chance.choice((0, 1, 16, 300))))
        if field.type == field.TYPE_BOOL:
            return chance.random() < 0.5
        if field.type == field.TYPE_ENUM:
            known = [value.number for value in field.enum_type.values]
            return chance.choice(known * 3 + [99, -1])
        wide = field.type in (field.TYPE_INT64, field.TYPE_SINT64, field.TYPE_SFIXED64)
        value = chance.choice(INTEGERS + (LONG if wide else ()))
        unsigned = field.type in (field.TYPE_UINT32, field.TYPE_UINT64, field.TYPE_FIXED32, field.TYPE_FIXED64)
        return abs(value) if unsigned else value

    def _text(self, name):
        chance = self._chance
        if name == "request_id" and not self._wild():
            return str(uuid.UUID(int=chance.getrandbits(128), version=4))
        if name == "request_id":
            return chance.choice((str(uuid.UUID(int=chance.getrandbits(128), version=4)), "", "one", "x" * 40))
        if name.endswith("_id"):
            known = self._ids.get(name) or ()
            if known and not self._wild():
                return chance.choice(tuple(known))
            others = self._ids.get(chance.choice(tuple(self._ids))) if self._ids else ()
            nothing = str(uuid.UUID(int=chance.getrandbits(128), version=4))
            return chance.choice((nothing, nothing.upper(), nothing[:-1] + "а", *tuple(others)[:3], chance.choice(TEXTS)))
        if name == "etag" and chance.random() < 0.7:
            return chance.choice(("", '"1"', '"2"', '"x"', "1", '"99999999999999999999"'))
        if name in ("page_token", "update_mask") and not self._wild():
            return ""
        return chance.choice(TEXTS if self._wild() else PLAUSIBLE)


def damage(chance, body):
    """The bytes, with something wrong."""
    if chance.random() < 0.85:
        return body
    way = chance.randrange(6)
    if way == 0:
        return body[: chance.randrange(len(body) + 1)]
    if way == 1:
        return body + bytes(chance.randrange(256) for _ in range(chance.randrange(1, 40)))
    if way == 2:
        return b"\x0a\x02\x0a\x00" * 5_000 + body  # nested or repeated, as the method takes it
    if way == 3:
        return body + b"\xfa\x07" + b"\x80\x80\x04" + b"u" * 65_536  # an unknown field of 64 KB
    if way == 4:
        return b"\x0b" * 200  # groups that do not end
    flipped = bytearray(body or b"\x00")
    for _ in range(chance.randrange(1, 8)):
        flipped[chance.randrange(len(flipped))] = chance.randrange(256)
    return bytes(flipped)


def harvest(message, ids):
    """Keeps the ids of an answer by the names of their fields."""
    for field, value in message.ListFields():
        values = value if field.label == field.LABEL_REPEATED else [value]
        for one in values:
            if field.type == field.TYPE_MESSAGE:
                harvest(one, ids)
            elif field.type == field.TYPE_STRING and field.name.endswith("_id") and one:
                known = ids.setdefault(field.name, collections.deque(maxlen=40))
                if one not in known:
                    known.append(one)


class Attack:
    """Threads that call until the end has come."""

    def __init__(self, system, people, instances, seed, storm):
        self._storm = storm
        self._people = people
        self._instances = instances
        self._seed = seed
        self._ids = {"agency_id": collections.deque([people.holder_agency, people.reader_agency])}
        self._methods = [method for method in methods() if not SPARED.search(method[1])]
        self._lock = threading.Lock()
        authority = system.identity / "ca.pem"
        self._channels = {
            service: private.channel(instance.address, authority, people.holder.certificate)
            for service, instance in instances.items()
        }
        self.answers = collections.Counter()
        self.reasons = collections.Counter()
        self.reached = collections.Counter()  # calls that were answered OK, by method
        self.faults = collections.Counter()
        self.examples = {}

    @property
    def size(self):
        return len({path for _, path, *_ in self._methods})

    def run(self, seconds):
        until = time.monotonic() + seconds
        threads = [threading.Thread(target=self._call_until, args=(n, until)) for n in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for service, instance in self._instances.items():
            if instance.process.poll() is not None or not instance.ready():
                self.faults[f"{service} ended or is not ready\n{instance.tail()}"] += 1

    def _call_until(self, number, until):
        chance = random.Random(f"{self._seed}/{number}")
        while time.monotonic() < until:
            self._call(chance)

    def _call(self, chance):
        service, path, request_type, response_type, policy = chance.choice(self._methods)
        request = Maker(chance, self._ids).fill(request_type())
        body = damage(chance, request.SerializeToString())
        caller = self._caller(chance, policy)
        call = self._channels[service].unary_unary(path)
        try:
            answer = call(body, timeout=TIMEOUT, metadata=caller.metadata(), wait_for_ready=True)
            with self._lock:
                self.answers["OK"] += 1
                self.reached[path] += 1
                harvest(response_type.FromString(answer), self._ids)
        except private.grpc.RpcError as error:
            self._judge(path, body, private.decode(error))

    def _caller(self, chance, policy):
        """Somebody in a role that the method is for, mostly."""
        roles = [context_pb2.ActingRole.Name(number) for number in ROLES]
        if policy.groups and chance.random() < 0.85:
            wanted = set(policy.groups)
            roles = [name for name in roles if _groups(name) & wanted] or roles
        role = chance.choice(roles).removeprefix("ACTING_ROLE_")
        purpose = chance.choice([name for name in context_pb2.Purpose.keys() if "UNSPECIFIED" not in name])
        return self._people.holder.acting(role=role, purpose=purpose.removeprefix("PURPOSE_"))

    def _judge(self, path, body, refused):
        code = refused.code.name
        fault = None
        if self._storm and (code in IN_A_STORM or f"{code} {refused.reason}" in IN_A_STORM):
            pass
        elif code not in ANSWERS:
            fault = f"{path}: {code} {refused.reason} {refused.message[:80]}"
        elif not refused.reason and "larger than max" not in refused.message:  # which gRPC says itself
            fault = f"{path}: {code} without a reason: {refused.message[:80]}"
        with self._lock:
            self.answers[code] += 1
            self.reasons[f"{code} {refused.reason}"] += 1
            if fault:
                self.faults[fault] += 1
                self.examples.setdefault(fault, body[:400].hex())


ROLES = [number for number in context_pb2.ActingRole.values() if number]


@functools.lru_cache(maxsize=None)
def _groups(name):
    value = context_pb2.ActingRole.DESCRIPTOR.values_by_name[name]
    return frozenset(value.GetOptions().Extensions[context_pb2.role_meaning].groups)


def hold_every_role(people):
    for role in ROLES:
        assignment = agency_pb2.RoleAssignment(worker_id=people.worker_ids["most"], role=role,
                                               valid_from=types_pb2.Date(year=2023, month=1, day=1))
        with contextlib.suppress(OporaError):  # of the platform, or held already
            people.agencies.GrantRole(agency_pb2.GrantRoleRequest(role_assignment=assignment))


@contextlib.contextmanager
def storm(system):
    """The database fails now and then, until the end of the block."""
    over = threading.Event()

    def strike():
        while not over.wait(0.2):
            system.sql(STRIKE)

    system.sql_file(STORM)
    thread = threading.Thread(target=strike)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        system.sql_file(CALM)


def print_errors(instances):
    for instance in instances:
        lines = instance.log.read_text(encoding="utf-8", errors="replace").splitlines()
        for line in [line for line in lines if '"level":"ERROR"' in line][:5]:
            print(f"LOG {instance.name} {line}")


def report(attack, seconds):
    calls = sum(attack.answers.values())
    print(f"{calls} hostile calls in {seconds:.0f} s: "
          + ", ".join(f"{code} {count}" for code, count in attack.answers.most_common()))
    print("mostly: " + ", ".join(f"{reason} {count}" for reason, count in attack.reasons.most_common(12)))
    print(f"{len(attack.reached)} of {attack.size} methods were reached with something that they took")
    for fault, count in attack.faults.most_common():
        print(f"FOUND {count}x {fault}\n      request {attack.examples.get(fault, '')}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--storm", action="store_true")
    parser.add_argument("--seed", default=None, help="another for each run when not given")
    given = parser.parse_args()
    seed = given.seed or uuid.uuid4().hex[:8]
    print(f"seed {seed}")
    with contextlib.ExitStack() as stack:
        cluster = private.Cluster(f"hostile{time.time_ns() % 10**8}")
        stack.callback(cluster.destroy)
        cluster.start()
        folder = tempfile.mkdtemp(prefix="opora-hostile-")
        stack.callback(functools.partial(shutil.rmtree, folder, ignore_errors=True))
        system = private.System(folder, cluster.superuser, services=private.built())
        system.prepare()
        stack.callback(system.close)
        instances = system.serve_all()
        people = private.People(system, instances[private.REGISTRY])
        hold_every_role(people)
        for number in range(3):
            people.client(f"Client{number}")
        attack = Attack(system, people, instances, seed, given.storm)
        begun = time.monotonic()
        with storm(system) if given.storm else contextlib.nullcontext():
            attack.run(given.seconds)
        report(attack, time.monotonic() - begun)
        if attack.faults:
            print_errors(instances.values())
        if given.storm:
            time.sleep(1)
            people.client("After the storm")
    sys.exit(FOUND if attack.faults else 0)


if __name__ == "__main__":
    main()
