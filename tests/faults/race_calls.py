"""The calls of withdrawal_races.py: processes of callers, each with lanes, round after round."""

import dataclasses
import pathlib
import random
import threading
import time
import uuid

import private
from opora.registry.v1 import consent_pb2
from race_contract import TIMEOUT, bound
from race_search import first_of
from race_world import ALL_AREAS

UNDER_WAY = 6  # calls of a lane at once
BEFORE, AFTER = 6, 8  # calls begun before a withdrawal and after its acknowledgement
WINDOW = 2.0  # seconds


@dataclasses.dataclass(frozen=True)
class Assignment:
    """What a process of callers is told."""

    addresses: dict  # by service, several of the registry
    authority: pathlib.Path
    holder: private.Caller
    readers: dict  # by what they are in the reader's agency
    parties: tuple  # the agencies of holder and reader
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
    widest: str = ""  # what was answered then
    refused_as_old: int = 0
    by_method: dict = dataclasses.field(default_factory=dict)
    refusals: dict = dataclasses.field(default_factory=dict)
    late_methods: dict = dataclasses.field(default_factory=dict)

    def add(self, other):
        for field in ("calls", "told", "overtaken", "late", "refused_as_old"):
            setattr(self, field, getattr(self, field) + getattr(other, field))
        if other.window > self.window:
            self.window, self.widest = other.window, other.widest
        for name in ("by_method", "refusals", "late_methods"):
            mine = getattr(self, name)
            for key, count in getattr(other, name).items():
                mine[key] = mine.get(key, 0) + count

    @property
    def broken(self):
        return self.late > 0 or self.window > WINDOW


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
        acknowledged = []
        consent_id = grant(self._own, self._given.holder, self._given.parties, self._lane.client_id)
        calls = []
        withdraw_at = self._chance.randrange(1, BEFORE)
        withdrawal = None
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
        request = consent_pb2.RevokeConsentRequest(consent_id=consent_id, request_id=str(uuid.uuid4()))
        call = self._own.unary_unary("/opora.registry.v1.ConsentService/RevokeConsent")
        metadata = self._given.holder.metadata()
        future = call.future(
            request.SerializeToString(), timeout=TIMEOUT, metadata=metadata, wait_for_ready=True)
        future.add_done_callback(lambda _: acknowledged.append(time.monotonic()))
        return future

    def _fire(self):
        self._slots.acquire()
        probe = self._chance.choice(self._lane.probes)
        caller = self._given.readers[probe.question.caller]
        channel = self._chance.choice(self._channels[probe.question.service, caller.certificate])
        kind = StreamCall if probe.question.method.server_streaming else Call
        return kind(probe, channel, caller, self._slots.release)

    def _judge(self, calls, acknowledged):
        tally = Tally(calls=len(calls))
        for call in calls:
            name = call.probe.name
            if call.refused:
                tally.refused_as_old += call.refused.endswith("DECISION_TOO_OLD")
                count(tally.refusals, call.refused)
            if not call.disclosed:
                continue
            count(tally.by_method, name)
            if call.ended <= acknowledged:
                tally.told += 1
            elif call.begun <= acknowledged:
                tally.overtaken += 1
                if call.ended - acknowledged > tally.window:
                    tally.window, tally.widest = call.ended - acknowledged, name
            else:
                tally.late += 1
                count(tally.late_methods, name)
        with self._lock:
            self._tally.add(tally)


def count(counts, name):
    counts[name] = counts.get(name, 0) + 1


class Call:
    """A probe under way."""

    def __init__(self, probe, channel, caller, release):
        self.probe = probe
        self.disclosed = False
        self.refused = ""
        self.ended = None
        self.finished = threading.Event()
        self._release = release
        metadata = caller.metadata()
        self.begun = time.monotonic()
        self._start(bound(channel, probe.question.method), metadata)

    def _start(self, call, metadata):
        future = call.future(self.probe.request, timeout=TIMEOUT, metadata=metadata, wait_for_ready=True)
        future.add_done_callback(lambda _: self._finish(future.result))

    def _finish(self, result):
        try:
            answer = result()
            self.ended = time.monotonic()
            self.disclosed = self.probe.discloses(answer)
        except private.grpc.RpcError as error:
            self.ended = time.monotonic()
            refused = private.decode(error)
            self.refused = f"{refused.code.name} {refused.reason}"
        self._release()
        self.finished.set()


class StreamCall(Call):
    """A stream that is opened for its first message; every later one is decided like it."""

    def _start(self, call, metadata):
        stream = call(self.probe.request, timeout=TIMEOUT, metadata=metadata, wait_for_ready=True)
        threading.Thread(target=self._finish, args=(lambda: first_of(stream),), daemon=True).start()


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


def run_lanes(given, results):
    own = private.channel(given.addresses[private.REGISTRY][0], given.authority, given.holder.certificate)
    certificates = {reader.certificate for reader in given.readers.values()}
    channels = {(service, certificate): [private.channel(address, given.authority, certificate)
                                         for address in addresses]
                for service, addresses in given.addresses.items() for certificate in certificates}
    tally, lock = Tally(), threading.Lock()
    threads = [threading.Thread(target=Runner(given, lane, n, own, channels, tally, lock).run)
               for n, lane in enumerate(given.lanes)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    results.put(tally)
