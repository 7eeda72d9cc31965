#!/usr/bin/python3
"""Withdrawals of consent against calls that disclose by it.

In every lane one client of one agency consents that another may see everything, that other calls
whatever discloses, and the consent is withdrawn in between, again and again. A call that began
after the withdrawal was acknowledged must not disclose; one that was under way may be answered
within two seconds of it. What discloses is found, not listed: every reading method of the contract
whose request can be made of ids is asked with and without the consent, and what only the first
answer holds is what must not be told. Services are also stopped for three seconds in mid-call.

Exit status: 0 kept, 3 broken. --fault plants what must be noticed: cache, late, standby.
"""

import argparse
import contextlib
import dataclasses
import functools
import importlib
import multiprocessing
import pathlib
import pkgutil
import random
import shutil
import signal
import sys
import tempfile
import threading
import time
import uuid

import private
from google.protobuf import descriptor_pool, message_factory
from opora.common.v1 import areas_pb2, feed_pb2, feed_pb2_grpc, policy_pb2, types_pb2
from opora.conference.v1 import case_pb2, case_pb2_grpc
from opora.registry.v1 import access_pb2, consent_pb2, debt_pb2, debt_pb2_grpc, support_pb2_grpc

KEPT, BROKEN = 0, 3
PROCESSES, LANES = 2, 5
UNDER_WAY = 6  # calls of a lane at once
BEFORE, AFTER = 6, 8  # calls begun before a withdrawal and after its acknowledgement
WINDOW = 2.0  # seconds
STOP = 3.0  # seconds
LAG = "100ms"  # of the standby
TIMEOUT = 20
PACKAGES = {"opora.registry.v1": private.REGISTRY, "opora.conference.v1": private.CONFERENCE}
# Without these the search for what discloses has gone blind.
MUST_DISCLOSE = {
    "GetClient", "ListSupport", "ListDebts", "GetDebt", "GetCase", "ListCases",
}


@dataclasses.dataclass(frozen=True)
class Probe:
    """A call that discloses by the consent: path, request, and what only that answer holds."""

    service: str
    path: str
    request: bytes
    markers: tuple

    @property
    def name(self):
        return self.path.rsplit("/", 1)[1]


@dataclasses.dataclass(frozen=True)
class Lane:
    client_id: str
    ids: dict  # name of a field: an id that it may hold
    probes: tuple = ()


@dataclasses.dataclass(frozen=True)
class Assignment:
    """What a process of callers is told."""

    addresses: dict  # by service, several of the registry
    authority: pathlib.Path
    people: tuple  # holder and reader
    parties: tuple  # their agencies
    lanes: tuple
    calls: int
    seed: str
    faulty: bool  # ends as soon as the fault was noticed


@dataclasses.dataclass
class Tally:
    calls: int = 0
    told: int = 0  # before the withdrawal
    overtaken: int = 0  # answered although the withdrawal was acknowledged meanwhile
    late: int = 0  # begun after the acknowledgement and answered
    window: float = 0.0  # between acknowledgement and the last answer
    refused_as_old: int = 0
    by_method: dict = dataclasses.field(default_factory=dict)
    refusals: dict = dataclasses.field(default_factory=dict)

    def add(self, other):
        for field in ("calls", "told", "overtaken", "late", "refused_as_old"):
            setattr(self, field, getattr(self, field) + getattr(other, field))
        self.window = max(self.window, other.window)
        for mine, others in ((self.by_method, other.by_method), (self.refusals, other.refusals)):
            for name, count in others.items():
                mine[name] = mine.get(name, 0) + count

    @property
    def broken(self):
        return self.late > 0 or self.window > WINDOW


# --- what discloses ---------------------------------------------------------------------------------


def reading_methods():
    """(service, method descriptor) of every unary method that reads."""
    for package, service in PACKAGES.items():
        for module in pkgutil.iter_modules(importlib.import_module(package).__path__):
            if module.name.endswith("_pb2"):
                generated = importlib.import_module(f"{package}.{module.name}")
                for interface in generated.DESCRIPTOR.services_by_name.values():
                    for method in interface.methods:
                        policy = method.GetOptions().Extensions[policy_pb2.policy]
                        if policy.access == policy_pb2.ACCESS_READ:
                            yield service, method


def request_for(method, ids):
    """The request of a method with every id that it can hold; None when it needs others."""
    request = message_factory.MessageFactory(descriptor_pool.Default()).GetPrototype(method.input_type)()
    if isinstance(request, access_pb2.CheckDisclosuresRequest):
        return None  # asks for others
    for field in method.input_type.fields:
        if field.name in ids and field.type == field.TYPE_STRING and field.label != field.LABEL_REPEATED:
            setattr(request, field.name, ids[field.name])
    return request


def leaves(message):
    """Every string in a message that is long enough to be somebody's."""
    found = set()
    for field, value in message.ListFields():
        values = value if field.label == field.LABEL_REPEATED else [value]
        for one in values:
            if field.type == field.TYPE_MESSAGE:
                found |= leaves(one)
            elif field.type == field.TYPE_STRING and len(one) >= 8:
                found.add(one)
    return found


class Finder:
    """Asks every reading method with and without a lane's consent."""

    def __init__(self, system, people, instances):
        self._people = people
        self._channels = {
            service: private.channel(instance.address, system.identity / "ca.pem", people.reader.certificate)
            for service, instance in instances.items()
        }

    def probes(self, lane):
        """Probes of a lane whose consent is in force now and is withdrawn here."""
        asked = [(service, method, request) for service, method in reading_methods()
                 if (request := request_for(method, lane.ids)) is not None]
        first, second = self._ask_all(asked), self._ask_all(asked)
        self._people.withdraw(lane.ids["consent_id"])
        without = self._ask_all(asked)
        found = []
        for n, (service, method, request) in enumerate(asked):
            markers = (first[n] & second[n]) - without[n] - leaves(request)
            if markers:
                path = f"/{method.containing_service.full_name}/{method.name}"
                found.append(Probe(service, path, request.SerializeToString(), tuple(marker.encode() for marker in sorted(markers))))
        return tuple(found)

    def _ask_all(self, asked):
        return [self._ask(*one) for one in asked]

    def _ask(self, service, method, request):
        call = self._channels[service].unary_unary(
            f"/{method.containing_service.full_name}/{method.name}",
            request_serializer=type(request).SerializeToString,
            response_deserializer=message_factory.MessageFactory(
                descriptor_pool.Default()).GetPrototype(method.output_type).FromString,
        )
        with contextlib.suppress(private.grpc.RpcError):
            return leaves(call(request, timeout=TIMEOUT, metadata=self._people.reader.metadata()))
        return set()


# --- the races --------------------------------------------------------------------------------------


class Runner:
    """One lane, round after round."""

    def __init__(self, given, lane, number, own, channels, tally, lock):
        self._own = own  # the holder's channel to the registry
        self._given = given
        self._lane = lane
        self._chance = random.Random(f"{given.seed}/{number}")
        self._channels = channels
        self._tally = tally
        self._lock = lock
        self._slots = threading.Semaphore(UNDER_WAY)

    def run(self):
        while self._tally.calls < self._given.calls and not (self._given.faulty and self._tally.broken):
            self.round()

    def round(self):
        holder, _ = self._given.people
        consent_id = grant(self._own, holder, self._given.parties, self._lane.client_id)
        calls = []
        withdraw_at = self._chance.randrange(1, BEFORE)
        withdrawal = None
        acknowledged = []
        after = 0
        while after < AFTER:
            if len(calls) == withdraw_at:
                withdrawal = self._withdraw(consent_id, acknowledged)
            if acknowledged:
                after += 1
            calls.append(self._fire())
        withdrawal.result()
        for call in calls:
            call.finished.wait(TIMEOUT + 5)
        self._judge(calls, acknowledged[0])

    def _withdraw(self, consent_id, acknowledged):
        holder, _ = self._given.people
        request = consent_pb2.RevokeConsentRequest(consent_id=consent_id, request_id=str(uuid.uuid4()))
        call = self._own.unary_unary("/opora.registry.v1.ConsentService/RevokeConsent")
        future = call.future(request.SerializeToString(), timeout=TIMEOUT, metadata=holder.metadata(),
                             wait_for_ready=True)
        future.add_done_callback(lambda _: acknowledged.append(time.monotonic()))
        return future

    def _fire(self):
        self._slots.acquire()
        probe = self._chance.choice(self._lane.probes)
        _, reader = self._given.people
        channel = self._chance.choice(self._channels[probe.service])
        return Call(probe, channel, reader, self._slots.release)

    def _judge(self, calls, acknowledged):
        tally = Tally(calls=len(calls))
        for call in calls:
            name = call.probe.name
            if call.refused:
                tally.refused_as_old += call.refused.endswith("DECISION_TOO_OLD")
                refusal = f"{name} {call.refused}"
                tally.refusals[refusal] = tally.refusals.get(refusal, 0) + 1
            if not call.disclosed:
                continue
            tally.by_method[name] = tally.by_method.get(name, 0) + 1
            if call.ended <= acknowledged:
                tally.told += 1
            elif call.begun <= acknowledged:
                tally.overtaken += 1
                tally.window = max(tally.window, call.ended - acknowledged)
            else:
                tally.late += 1
        with self._lock:
            self._tally.add(tally)


class Call:
    """A probe under way."""

    def __init__(self, probe, channel, caller, release):
        self.probe = probe
        self.disclosed = False
        self.refused = ""
        self.ended = None
        self.finished = threading.Event()
        self._release = release
        call = channel.unary_unary(probe.path)
        metadata = caller.metadata()
        self.begun = time.monotonic()
        future = call.future(probe.request, timeout=TIMEOUT, metadata=metadata, wait_for_ready=True)
        future.add_done_callback(self._done)

    def _done(self, future):
        self.ended = time.monotonic()
        error = future.exception()
        if error is None:
            answer = future.result()
            self.disclosed = any(marker in answer for marker in self.probe.markers)
        else:
            refused = private.decode(error)
            self.refused = f"{refused.code.name} {refused.reason}"
        self._release()
        self.finished.set()


def grant(channel, holder, parties, client_id):
    """A new consent to everything, signed; its id."""
    version = consent_pb2.ConsentVersion(
        parties=[consent_pb2.ConsentParty(agency_id=agency) for agency in parties],
        areas=ALL_AREAS, excluded_topics_asked=True, form=1,
    )
    create = consent_pb2.CreateConsentRequest(client_id=client_id, version=version)
    draft = consent_pb2.CreateConsentResponse.FromString(_call(channel, holder, "CreateConsent", create))
    _call(channel, holder, "SignConsent", consent_pb2.SignConsentRequest(
        consent_id=draft.consent.consent_id, signed_time=private.ago(60), document="paper/1",
        told_of_revocation_time=private.ago(120),
    ))
    return draft.consent.consent_id


def _call(channel, caller, name, request):
    method = channel.unary_unary(f"/opora.registry.v1.ConsentService/{name}")
    return method(request.SerializeToString(), timeout=TIMEOUT, metadata=caller.metadata(),
                  wait_for_ready=True)


ALL_AREAS = [number for number in areas_pb2.DataArea.values()
             if number not in (areas_pb2.DATA_AREA_UNSPECIFIED, areas_pb2.DATA_AREA_REPORTER)]


def run_lanes(given, results):
    holder, reader = given.people
    own = private.channel(given.addresses[private.REGISTRY][0], given.authority, holder.certificate)
    channels = {service: [private.channel(address, given.authority, reader.certificate)
                          for address in addresses]
                for service, addresses in given.addresses.items()}
    tally, lock = Tally(), threading.Lock()
    threads = [threading.Thread(target=Runner(given, lane, n, own, channels, tally, lock).run)
               for n, lane in enumerate(given.lanes)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    results.put(tally)


# --- the world --------------------------------------------------------------------------------------


class World:
    """The services, two agencies and the lanes."""

    def __init__(self, system, fault, standby):
        settings = {}
        if fault:
            settings = {"binary": "faulty-registry", "fault": fault, "fault_database": standby or "none"}
        self.system = system
        self._faulty = bool(fault)
        sound = system.serve()  # makes the world and finds what discloses
        conference = system.serve(service=private.CONFERENCE)
        self.first = system.serve(**settings)
        self.second = system.serve(**settings)
        self.instances = {private.REGISTRY: sound, private.CONFERENCE: conference}
        self.people = private.People(system, sound)

    def lane(self, number):
        people = self.people
        client_id = people.register(f"Lane{number}")
        ids = {"client_id": client_id}
        support = people.call(support_pb2_grpc.SupportServiceStub).RecordSupport(
            people.support(client_id, f"note of lane {number}")).support_record
        debt = people.call(debt_pb2_grpc.DebtServiceStub).OpenDebt(debt_pb2.OpenDebtRequest(debt=debt_pb2.Debt(
            client_id=client_id, creditor_name=f"Creditor of {number}", kind=debt_pb2.DEBT_KIND_ENERGY,
            principal=types_pb2.Money(minor_units=120000, currency_code="CZK"),
        ))).debt
        case = people.call(case_pb2_grpc.CaseServiceStub, self.instances[private.CONFERENCE]).OpenCase(
            case_pb2.OpenCaseRequest(case=case_pb2.Case(
                client_id=client_id, type=case_pb2.CASE_TYPE_INDIVIDUAL,
                manager_mode=case_pb2.MANAGER_MODE_ACTIVE_SUPPORT,
                client_agreement=types_pb2.Attestation(
                    person="the client", form=types_pb2.ATTESTATION_FORM_ORAL, occurred_at=private.ago(60)),
            ))).case
        for record in (support, debt, case):
            ids.update({field.name: value for field, value in record.ListFields()
                        if field.name.endswith("_id") and field.type == field.TYPE_STRING
                        and field.name not in ("agency_id", "department_id")})
        ids["consent_id"] = people.consent(client_id, ALL_AREAS)
        return Lane(client_id, ids)

    def lanes(self, count):
        finder = Finder(self.system, self.people, self.instances)
        lanes = [self.lane(number) for number in range(count)]
        return [dataclasses.replace(lane, probes=finder.probes(lane)) for lane in lanes]

    def assignments(self, lanes, calls, seed):
        people = self.people
        addresses = {
            private.REGISTRY: (self.first.address, self.second.address),
            private.CONFERENCE: (self.instances[private.CONFERENCE].address,),
        }
        return [
            Assignment(addresses, self.system.identity / "ca.pem", (people.holder, people.reader),
                       (people.holder_agency, people.reader_agency), tuple(lanes[n::PROCESSES]),
                       calls // PROCESSES, f"{seed}/{n}", self._faulty)
            for n in range(PROCESSES)
        ]


def told_by_feeds(world, lanes):
    """Events of the lanes that the reader's agency gets: a consent opens no feed (XC-71)."""
    machine = world.system.machine("pristav", world.people.reader_agency)
    clients = {lane.client_id for lane in lanes}
    told = 0
    for instance in world.instances.values():
        feed = world.people.call(feed_pb2_grpc.FeedServiceStub, instance, machine)
        position = ""
        while True:
            answer = feed.ListChanges(feed_pb2.ListChangesRequest(position=position))
            told += sum(event.client_id in clients for event in answer.events)
            if answer.position == position:
                break
            position = answer.position
    return told


def race(world, lanes, calls, seed, stops):
    """The tally of all processes; meanwhile services are stopped so many times."""
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    processes = [context.Process(target=run_lanes, args=(given, results), daemon=True)
                 for given in world.assignments(lanes, calls, seed)]
    for process in processes:
        process.start()
    for number in range(stops):
        time.sleep(2)
        instance = (world.second, world.instances[private.CONFERENCE])[number % 2]
        instance.process.send_signal(signal.SIGSTOP)
        time.sleep(STOP)
        instance.process.send_signal(signal.SIGCONT)
    tally = Tally()
    for _ in processes:
        tally.add(results.get(timeout=3600))
    for process in processes:
        process.join(30)
    return tally


def report(tally, seconds):
    methods = ", ".join(f"{name} {count}" for name, count in sorted(tally.by_method.items()))
    print(f"{tally.calls} calls against withdrawals in {seconds:.0f} s: {tally.told} told before, "
          f"{tally.overtaken} overtaken (window {tally.window * 1000:.0f} ms), "
          f"{tally.refused_as_old} refused as decided too long ago, "
          f"{tally.late} answered after the acknowledgement")
    print(f"answers by method: {methods}")
    print("refusals: " + ", ".join(f"{name} {count}" for name, count in sorted(tally.refusals.items())))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=100_000)
    parser.add_argument("--stops", type=int, default=4, help="of a service for three seconds")
    parser.add_argument("--fault", choices=("cache", "late", "standby"))
    parser.add_argument("--seed", default="1")
    return parser.parse_args()


def main():
    given = arguments()
    with contextlib.ExitStack() as stack:
        name = f"races{time.time_ns() % 10**8}"
        cluster = private.Cluster(name)
        stack.callback(cluster.destroy)
        cluster.start()
        folder = tempfile.mkdtemp(prefix="opora-races-")
        stack.callback(functools.partial(shutil.rmtree, folder, ignore_errors=True))
        services = (private.REGISTRY, private.CONFERENCE)
        system = private.System(folder, cluster.superuser, services=services)
        system.prepare()
        stack.callback(system.close)
        standby = None
        if given.fault == "standby":
            other = private.Cluster(f"{name}s")
            stack.callback(other.destroy)
            other.follow(name, LAG)
            standby = f"{other.superuser} dbname=opora user=registry_app"
        world = World(system, given.fault, standby)
        # With few lanes calls are fast, and what is remembered for 20 ms is asked for within them.
        lanes = world.lanes(PROCESSES * (1 if given.fault else LANES))
        found = {probe.name for probe in lanes[0].probes}
        print(f"{len(found)} methods disclose by the consent: {', '.join(sorted(found))}")
        if not given.fault and not MUST_DISCLOSE <= found:
            sys.exit(f"not found to disclose: {MUST_DISCLOSE - found}")
        begun = time.monotonic()
        tally = race(world, lanes, given.calls, given.seed, 0 if given.fault else given.stops)
        report(tally, time.monotonic() - begun)
        feeds = told_by_feeds(world, lanes)
        print(f"{feeds} events told to the other agency by feeds")
    if not given.fault and tally.told < tally.calls / 20:
        sys.exit("hardly a call was answered before its consent was withdrawn")
    sys.exit(BROKEN if tally.broken or feeds else KEPT)


if __name__ == "__main__":
    main()
