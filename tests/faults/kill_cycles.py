#!/usr/bin/python3
"""Kills PostgreSQL and the service under load and proves that nothing that was promised is gone.

    kill_cycles.py [--cycles 20] [--control] [--seed N]

Callers record support and read clients, and note in a ledger outside what was acknowledged. Each
cycle kills PostgreSQL as a failing machine would (SIGKILL for the postmaster and all its children),
or the service (SIGKILL), or both, and starts them again; callers repeat what they do not know the
outcome of with the same request_id, or give it up. In the end the ledger is compared with the
database: no acknowledged write may be missing or changed, no request may have been carried out
twice or by halves, and no answer may have been given without its audit entry.

--control makes commits asynchronous behind the service's back. Then acknowledged writes must get
lost; a run that does not see that proves nothing.

Exit status: 0 nothing lost; 3 promises broken (what --control must end with); 1 the harness itself
failed, or is blind: a control without loss.
"""

import argparse
import contextlib
import dataclasses
import hashlib
import json
import multiprocessing
import os
import pathlib
import random
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

# pylint: disable=wrong-import-position
import private  # noqa: E402
import grpc  # noqa: E402
from opora_client import Caller, decode, new_trace  # noqa: E402
from opora.common.v1 import audit_pb2, feed_pb2  # noqa: E402
from opora.registry.v1 import client_pb2, client_pb2_grpc, support_pb2, support_pb2_grpc  # noqa: E402

KEPT, BLIND, BROKEN = 0, 1, 3  # exit status
PROCESSES = 2
THREADS = 8  # callers of a process
CLIENTS = 20
WRITES = 0.6  # of all calls
GIVES_UP = 0.2  # of the callers who do not know the outcome
# After these the caller cannot know whether the call took effect.
UNKNOWN_OUTCOME = ("UNAVAILABLE", "UNKNOWN", "DEADLINE_EXCEEDED", "CANCELLED")
LOADED = 60  # acknowledged calls between two kills, at least
KILLS = ("postgres", "service", "postgres", "service", "both")


@dataclasses.dataclass(frozen=True)
class Assignment:
    """What a process of callers is told."""

    address: str
    authority: pathlib.Path
    holder: Caller
    reader: Caller
    clients: tuple
    category_id: str
    ledger: pathlib.Path
    seed: int


# --- the callers' side -------------------------------------------------------------------------------


class Callers:
    """Threads that call until told to stop. Lines of the ledger:

    write  an acknowledged write: request_id, support_record_id, digest, trace
    read   an acknowledged read: client_id, trace
    left   given up with the outcome unknown: request_id
    wrong  an answer that no fault excuses
    """

    def __init__(self, assignment, stop, answers):
        self._assignment = assignment
        self._stop = stop
        self._answers = answers
        self._ledger = open(assignment.ledger, "a", encoding="utf-8", buffering=1)
        self._lock = threading.Lock()

    def run(self):
        threads = [threading.Thread(target=self._call, args=(n,)) for n in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self._ledger.close()

    def _call(self, number):
        given = self._assignment
        chance = random.Random(f"{given.seed}/{number}")
        holder, reader = (
            private.channel(given.address, given.authority, caller.certificate)
            for caller in (given.holder, given.reader)
        )
        supports = support_pb2_grpc.SupportServiceStub(holder)
        clients = client_pb2_grpc.ClientServiceStub(reader)
        while not self._stop.is_set():
            client_id = chance.choice(given.clients)
            if chance.random() < WRITES:
                self._write(supports, client_id, chance)
            else:
                self._read(clients, client_id)

    def _write(self, stub, client_id, chance):
        given = self._assignment
        quantity = chance.randrange(1, 100000)
        request = private.support_request(client_id, given.category_id, "", quantity)
        request.support_record.note = request.request_id
        while True:
            trace = new_trace()
            record = self._answer(stub.RecordSupport, request, given.holder, trace)
            if isinstance(record, support_pb2.RecordSupportResponse):
                stored = record.support_record
                self._note("write", request.request_id, stored.support_record_id,
                           digest_of(request.support_record), trace)
                return
            # When the end has come, what is open stays open.
            if record is None or chance.random() < GIVES_UP or self._stop.is_set():
                self._note("left", request.request_id)
                return
            time.sleep(0.05)

    def _read(self, stub, client_id):
        trace = new_trace()
        request = client_pb2.GetClientRequest(client_id=client_id)
        answer = self._answer(stub.GetClient, request, self._assignment.reader, trace)
        if isinstance(answer, client_pb2.GetClientResponse):
            self._note("read", answer.client.client_id, trace)
        else:
            time.sleep(0.05)

    def _answer(self, call, request, caller, trace):
        """The response; the error when the outcome is unknown; None when it is wrong."""
        try:
            # Without it a call fails at once while the connection is being made, and between such
            # calls nobody in a Python process attends to the connection: it may take 20 s.
            metadata = caller.metadata(trace)
            response = call(request, timeout=5, metadata=metadata, wait_for_ready=True)
        except grpc.RpcError as error:
            refused = decode(error)
            if refused.code.name in UNKNOWN_OUTCOME:
                return refused
            self._note("wrong", type(request).__name__, str(refused))
            return None
        with self._answers.get_lock():
            self._answers.value += 1
        return response

    def _note(self, *words):
        with self._lock:
            self._ledger.write(json.dumps(words) + "\n")


def run_callers(assignment, stop, answers):
    Callers(assignment, stop, answers).run()


def digest_of(record):
    """Of all that the caller asked to be stored."""
    instant = record.occurred_at.ToMicroseconds()
    unit = support_pb2.SupportUnit.Name(record.unit).removeprefix("SUPPORT_UNIT_")
    return _digest(record.client_id, record.category_id, record.quantity_milli, unit, instant, record.note)


def _digest(*fields):
    return hashlib.sha256("|".join(map(str, fields)).encode()).hexdigest()


# --- the killer's side -------------------------------------------------------------------------------


class Load:
    """The processes of callers."""

    def __init__(self, system, people, address, clients, seed):
        context = multiprocessing.get_context("spawn")
        self._stop = context.Event()
        self._answers = context.Value("q", 0)
        self.ledgers = [system.folder / f"ledger-{n}" for n in range(PROCESSES)]
        self._processes = []
        for number, ledger in enumerate(self.ledgers):
            assignment = Assignment(
                address, system.identity / "ca.pem", people.holder, people.reader,
                tuple(clients), people.category_id, ledger, seed * 1000 + number,
            )
            process = context.Process(
                target=run_callers, args=(assignment, self._stop, self._answers), daemon=True
            )
            process.start()
            self._processes.append(process)

    def until_answered(self, more):
        """Waits for so many more acknowledged calls; the seconds it took."""
        begun, start = time.monotonic(), self._answers.value
        while self._answers.value < start + more:
            if time.monotonic() > begun + 30:
                raise RuntimeError(f"only {self._answers.value - start} calls were answered in 30 s")
            time.sleep(0.005)
        return time.monotonic() - begun

    def stop(self):
        self._stop.set()
        for process in self._processes:
            process.join(30)
            if process.exitcode != 0:
                raise RuntimeError(f"a process of callers ended with {process.exitcode}")


class Killer:
    def __init__(self, cluster, system, service, chance):
        self._cluster = cluster
        self._system = system
        self._service = service
        self._chance = chance
        self.kills = dict.fromkeys(KILLS, 0)

    def cycle(self, load, kind):
        load.until_answered(LOADED)
        time.sleep(self._chance.uniform(0, 0.3))
        if self._chance.random() < 0.5:
            self._begin_checkpoint()
        if kind != "service":
            self._cluster.kill()
        if kind != "postgres":
            self._service.kill()
        self.kills[kind] += 1
        time.sleep(self._chance.uniform(0, 0.2))
        if kind != "service":
            self._cluster.start()
        if kind != "postgres":
            self._service = self._system.serve(self._service.port)
        return load.until_answered(1)

    def _begin_checkpoint(self):
        def checkpoint():
            with contextlib.suppress(Exception):  # it is to be killed in the middle
                self._system.sql("CHECKPOINT")

        threading.Thread(target=checkpoint, daemon=True).start()
        time.sleep(self._chance.uniform(0, 0.03))


def make_asynchronous(system):
    """The service asks for synchronous_commit when it starts, so it is taken away afterwards."""
    for role in ("registry_app", "registry_sealer"):
        system.sql(f"ALTER ROLE {role} SET synchronous_commit = off")
    system.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename LIKE 'registry%'")


# --- the comparison ----------------------------------------------------------------------------------


@dataclasses.dataclass
class Verdict:
    counts: dict
    broken: dict  # what must not be: examples

    def tell(self):
        print("; ".join(f"{count} {what}" for what, count in self.counts.items()))
        for what, examples in self.broken.items():
            print(f"{'FAIL' if examples else 'ok  '}  {len(examples):6} {what}")
            for example in examples[:3]:
                print(f"              {example}")


def compare(ledgers, system):
    """The ledger against the database."""
    ledger = {"write": [], "read": [], "left": [], "wrong": []}
    for path in ledgers:
        for line in path.read_text(encoding="utf-8").splitlines():
            kind, *words = json.loads(line)
            ledger[kind].append(words)
    stored = _stored(system)
    requests = [request_id for request_id, _ in stored.values()]
    entries = _audit(system)
    traces = {(entry.trace_id, entry.client_id) for entry in entries}
    by_trace = {entry.trace_id for entry in entries}
    written = _count(record for entry in entries if entry.effect == audit_pb2.AUDIT_EFFECT_WRITTEN
                     for record in entry.records if record.startswith("support_records/"))
    events = _count(event.aggregate_id for event in _events(system) if event.type == "SupportRecorded")
    kept = _count(row[0] for row in system.sql("SELECT request_id FROM idempotency"))
    acknowledged = {words[0] for words in ledger["write"]}

    broken = {
        "acknowledged writes lost": [
            words for words in ledger["write"] if words[1] not in stored],
        "acknowledged writes stored otherwise than asked": [
            words for words in ledger["write"]
            if words[1] in stored and stored[words[1]] != (words[0], words[2])],
        "requests carried out twice": [
            request for request, count in _count(requests).items() if count > 1],
        "records without exactly one audit entry, event and idempotency row": [
            (record, request) for record, (request, _) in stored.items()
            if (written.get(f"support_records/{record}"), events.get(record), kept.get(request)) != (1, 1, 1)],
        "audit entries or events of writes that are not there": [
            record for record in {*events, *(key.split("/")[1] for key in written)} if record not in stored],
        "acknowledged reads without an audit entry": [
            words for words in ledger["read"] if (words[1][3:35], words[0]) not in traces],
        "acknowledged writes without an audit entry": [
            words for words in ledger["write"] if words[3][3:35] not in by_trace],
        "answers that no fault excuses": ledger["wrong"],
    }
    counts = {
        "writes acknowledged": len(ledger["write"]),
        "reads acknowledged": len(ledger["read"]),
        "given up": len(ledger["left"]),
        "of those stored all the same": len({*requests} - acknowledged),
        "audit entries": len(entries),
    }
    return Verdict(counts, broken)


def _stored(system):
    """{support_record_id: (request_id, digest)}"""
    rows = system.sql(
        "SELECT support_record_id, client_id, category_id, quantity_milli, unit, "
        "(extract(epoch FROM occurred_at) * 1000000)::bigint, note FROM support_records"
    )
    return {row[0]: (row[6], _digest(*row[1:])) for row in rows}


def _audit(system):
    rows = system.sql("SELECT encode(entry, 'hex') FROM audit_entries")
    return [audit_pb2.AuditEntry.FromString(bytes.fromhex(row[0])) for row in rows]


def _events(system):
    for row in system.sql("SELECT encode(events, 'hex') FROM outbox"):
        yield from feed_pb2.WatchResponse.FromString(bytes.fromhex(row[0])).events


def _count(values):
    counts = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return counts


# --- a run -------------------------------------------------------------------------------------------


def run(cluster, folder, options):
    cluster.start()
    system = private.System(folder, cluster.superuser)
    try:
        system.prepare()
        service = system.serve()
        people = private.People(system, service)
        clients = [people.client(f"Klient{n}") for n in range(CLIENTS)]
        if options.control:
            make_asynchronous(system)
        load = Load(system, people, service.address, clients, options.seed)
        killer = Killer(cluster, system, service, random.Random(options.seed))
        recoveries = []
        for number in range(options.cycles):
            kind = "postgres" if options.control else KILLS[number % len(KILLS)]
            recoveries.append(killer.cycle(load, kind))
        load.until_answered(LOADED)
        load.stop()
        verdict = compare(load.ledgers, system)
    except Exception:
        print(service.tail(), file=sys.stderr)
        raise
    finally:
        system.close()
    kills = ", ".join(f"{count} {kind}" for kind, count in killer.kills.items() if count)
    print(f"killed: {kills}; first answer after the restart within {max(recoveries):.2f} s; seed {options.seed}")
    verdict.tell()
    return verdict


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cycles", type=int, default=20)
    parser.add_argument("--control", action="store_true")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    begun = time.monotonic()
    # The name that ./opora cleans up after when we are killed ourselves.
    cluster = private.Cluster(f"test-{os.getpid()}")
    try:
        with tempfile.TemporaryDirectory(prefix="opora-faults-") as folder:
            verdict = run(cluster, folder, options)
    finally:
        cluster.destroy()
    print(f"{options.cycles} cycles in {time.monotonic() - begun:.0f} s")
    broken = any(verdict.broken.values())
    if options.control:
        lost = len(verdict.broken["acknowledged writes lost"])
        print(f"control: {lost} acknowledged writes lost, "
              + ("so the harness sees loss" if lost else "so the harness is BLIND"))
        return BROKEN if lost else BLIND
    return BROKEN if broken else KEPT


if __name__ == "__main__":
    sys.exit(main())
