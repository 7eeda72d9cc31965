"""What callers noted, compared with what the databases of the services hold."""

import dataclasses
import hashlib
import json
import time

import private
from opora.common.v1 import audit_pb2, feed_pb2


@dataclasses.dataclass(frozen=True)
class Written:
    """A kind of write and its traces in a service's schema."""

    service: str
    method: str  # full name; in audit entries and idempotency rows
    event: str  # type; one is told for each write
    # Rows of: id, request_id, the record that audit and events name ("table/key"), fields asked for.
    rows: str


WRITTEN = {
    "support": Written(
        private.REGISTRY,
        "opora.registry.v1.SupportService.RecordSupport",
        "SupportRecorded",
        "SELECT support_record_id, note, 'support_records/' || support_record_id, client_id, category_id, "
        "quantity_milli, unit, (extract(epoch FROM occurred_at) * 1000000)::bigint FROM support_records",
    ),
    "conference": Written(
        private.CONFERENCE,
        "opora.conference.v1.ConferenceService.ProposeConference",
        "ConferenceProposed",
        "SELECT conference_id, topic, 'conferences/' || conference_id, client_id, "
        "array_to_string(areas, ','), array_to_string(triggers, ',') FROM conferences",
    ),
    "topic": Written(
        private.CONFERENCE,
        "opora.conference.v1.ConferenceService.AddTopic",
        "TopicAdded",
        "SELECT topic_id, title, 'conferences/' || conference_id, conference_id, area FROM topics",
    ),
    "programme": Written(
        private.HOUSING,
        "opora.housing.v1.ProgrammeService.CreateProgramme",
        "ProgrammeCreated",
        "SELECT programme_id, name, 'programmes/' || programme_id, agency_id, variant FROM programmes",
    ),
    "application": Written(
        private.HOUSING,
        "opora.housing.v1.ApplicationService.SubmitApplication",
        "ApplicationReceived",
        "SELECT application_id, need, 'applications/' || application_id, programme_id, client_id, "
        "household_size FROM applications",
    ),
}


def digest(*fields):
    """Of what the caller asked to be stored."""
    return hashlib.sha256("|".join(map(str, fields)).encode()).hexdigest()


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


CAUGHT_UP_WITHIN = 10.0  # seconds after the last call
LOST = "acknowledged writes lost"


def compare(paths, system):
    """The ledgers against the databases.

    Lines of a ledger: ["write", kind, request_id, id or "", digest, trace] for an acknowledged write,
    ["read", service, client_id, trace] for an acknowledged read, ["left", kind, request_id] for one
    given up with its outcome unknown, ["wrong", …] for an answer that no fault excuses.
    """
    lines = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    wrong = [line for line in lines if line[0] == "wrong"]
    verdict = Verdict({}, {})
    for service in system.services:
        _compare_service(service, lines, system, verdict)
    verdict.broken["answers that no fault excuses"] = wrong
    return verdict


def compare_followed(system, verdict):
    """What reporting made of the registry's feed: each record of support counted once."""
    wanted = system.sql("SELECT count(*), sum(quantity_milli) FROM support_records")
    counted = "SELECT count(*), sum(quantity_milli) FROM support_facts"
    give_up = time.monotonic() + CAUGHT_UP_WITHIN
    while (found := system.sql(counted, schema="reporting")) != wanted and time.monotonic() < give_up:
        time.sleep(0.1)
    verdict.counts["records of support counted by reporting"] = found[0][0]
    broken = [] if found == wanted else [("counted and added up", *found, "instead of", *wanted)]
    verdict.broken["records of support that reporting did not count exactly once"] = broken


def _compare_service(service, lines, system, verdict):
    evidence = _Evidence(system, private.SERVICES[service].schema)
    verdict.counts[f"audit entries of {service}"] = len(evidence.entries)
    for name, kind in WRITTEN.items():
        if kind.service == service:
            acknowledged = [line[2:] for line in lines if line[:2] == ["write", name]]
            left = [line[2] for line in lines if line[:2] == ["left", name]]
            _compare_kind(name, kind, acknowledged, left, evidence, verdict)
    reads = [line[2:] for line in lines if line[:2] == ["read", service]]
    _count_in(verdict, f"reads of {service} acknowledged", len(reads))
    _add(verdict, "acknowledged reads without an audit entry", [
        (service, *read) for read in reads if (read[1][3:35], read[0]) not in evidence.reads])


def _compare_kind(name, kind, acknowledged, left, evidence, verdict):
    rows = evidence.sql(kind.rows)
    # request_id: (id, record, digest)
    stored = {request: (row_id, record, digest(*fields)) for row_id, request, record, *fields in rows}
    records = _count(record for _, _, record, *_ in rows)
    told = {record: evidence.events.get((kind.event, record.split("/")[1]), 0) for record in records}
    audited = {record: evidence.written.get((kind.method, record), 0) for record in records}
    known = {request for request, *_ in acknowledged}

    _count_in(verdict, f"writes of a {name} acknowledged", len(acknowledged))
    _count_in(verdict, "given up", len(left))
    _count_in(verdict, "of those stored all the same", len({*stored} - known))
    _add(verdict, LOST, [(name, *words) for words in acknowledged if words[0] not in stored])
    _add(verdict, "acknowledged writes stored otherwise than asked", [
        (name, *words) for words in acknowledged if words[0] in stored
        and (words[1] or stored[words[0]][0], words[2]) != stored[words[0]][::2]])
    _add(verdict, "requests carried out twice", [
        (name, request) for request, count in _count(row[1] for row in rows).items() if count > 1])
    _add(verdict, "records without one audit entry and one event for each write", [
        (name, record, count, audited[record], told[record]) for record, count in records.items()
        if (audited[record], told[record]) != (count, count)])
    _add(verdict, "records without exactly one idempotency row", [
        (name, request) for request in stored if evidence.kept.get((kind.method, request)) != 1])
    _add(verdict, "audit entries or events of writes that are not there", [
        (name, record) for record in evidence.records_of(kind) if record not in records])
    _add(verdict, "acknowledged writes without an audit entry", [
        (name, *words) for words in acknowledged if words[3][3:35] not in evidence.traces])


class _Evidence:
    """What a service's schema says of calls."""

    def __init__(self, system, schema):
        self.sql = lambda statement: system.sql(statement, schema=schema)
        rows = self.sql("SELECT encode(entry, 'hex') FROM audit_entries")
        self.entries = [audit_pb2.AuditEntry.FromString(bytes.fromhex(row[0])) for row in rows]
        self.traces = {entry.trace_id for entry in self.entries}
        self.reads = {
            (entry.trace_id, entry.client_id) for entry in self.entries
            if entry.effect == audit_pb2.AUDIT_EFFECT_READ
        }
        self.written = _count(
            (entry.method, record) for entry in self.entries
            if entry.effect == audit_pb2.AUDIT_EFFECT_WRITTEN for record in entry.records
        )
        self.events = _count((event.type, event.aggregate_id) for event in self._events())
        self.kept = _count(self.sql("SELECT method, request_id FROM idempotency"))

    def records_of(self, kind):
        """Every record that audit entries or events of that kind name."""
        named = {record for method, record in self.written if method == kind.method}
        keys = {key for event, key in self.events if event == kind.event}
        table = kind.rows.split(" || ")[0].rsplit("'", 2)[-2]
        return named | {table + key for key in keys}

    def _events(self):
        for row in self.sql("SELECT encode(events, 'hex') FROM outbox"):
            yield from feed_pb2.WatchResponse.FromString(bytes.fromhex(row[0])).events


def _count(values):
    counts = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return counts


def _count_in(verdict, what, count):
    verdict.counts[what] = verdict.counts.get(what, 0) + count


def _add(verdict, what, examples):
    verdict.broken.setdefault(what, []).extend(examples)
