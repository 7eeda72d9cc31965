"""The world of withdrawal_races.py: services, agencies, and lanes of which everything is recorded."""

import dataclasses
import datetime
import functools
import string
import uuid

import private
from google.protobuf import text_format
from opora.common.v1 import areas_pb2
from race_contract import LEADER, MACHINE, METHODS, PACKAGES, TIMEOUT, WORKER, bound, class_of, parts
from race_records import ADMIN, BEFORE, COLLEAGUE, HEAD, HOLDER, JOINED, LANDLORD, READER, RECORDS, SHARED, STEWARD

ALL_AREAS = [number for number in areas_pb2.DataArea.values()
             if number not in (areas_pb2.DATA_AREA_UNSPECIFIED, areas_pb2.DATA_AREA_REPORTER)]


def ids_in(message):
    """(name, id) of every record named in a message."""
    for field, value in parts(message):
        if field.type == field.TYPE_MESSAGE:
            yield from ids_in(value)
        elif field.type == field.TYPE_STRING and field.name.endswith("_id"):
            yield field.name, value


def day(offset):
    date = datetime.date.today() + datetime.timedelta(days=offset)
    return f"{{ year: {date.year} month: {date.month} day: {date.day} }}"


def instant(minutes):
    return f"{{ seconds: {private.ago(-60 * minutes).seconds} }}"


@dataclasses.dataclass(frozen=True)
class Lane:
    client_id: str
    consent_id: str  # between holder and reader
    ids: dict  # name of a field: an id that it may hold
    probes: tuple = ()


class World:
    """The services, the agencies of holder and reader and a third one, and the lanes."""

    areas = ALL_AREAS

    def __init__(self, system, fault, standby):
        settings = {}
        if fault:
            settings = {"binary": "faulty-registry", "fault": fault, "fault_database": standby or "none"}
        self.system = system
        self.faulty = bool(fault)
        sound = system.serve()  # makes the world and finds what discloses
        self.instances = {private.REGISTRY: sound}
        for service in (private.HOUSING, private.CONFERENCE):
            self.instances[service] = system.serve(service=service)
        self.first = system.serve(**settings)
        self.second = system.serve(**settings)
        self.people = people = private.People(system, sound)
        self.readers = {
            WORKER: people.reader,
            LEADER: dataclasses.replace(people.reader, role="HEAD_OF_UNIT"),
            MACHINE: system.machine("pristav", people.reader_agency),
        }
        third, self._third_agency = people.worker("Svetlo")
        landlord = system.caller("landlord", "HOUSING_OFFICER", "LEASE_CONTROL", people.holder.certificate)
        steward = dataclasses.replace(third, role="DATA_STEWARD", purpose="DATA_STEWARDSHIP")
        self._callers = {HOLDER: people.holder, HEAD: people.head, LANDLORD: landlord,
                         READER: people.reader, ADMIN: people.admin, STEWARD: steward}
        self._known = self._constants()
        self._record(SHARED, self._known)

    def lane(self, number):
        """A new client with a consent that the reader may see everything."""
        family_name, year = uuid.uuid4().hex, 1906 + number % 100  # adults, none taken for another
        ids = {**self._known, "number": str(number), "family_name": family_name, "year": str(year),
               "client_id": self.people.register(family_name, year)}
        colleague = number % 2  # whether the reader works with the person too
        self._record(BEFORE + JOINED * colleague, ids)
        consent_id = self.people.consent(ids["client_id"], self.areas)
        self._record(RECORDS + COLLEAGUE * colleague, ids)
        return Lane(ids["client_id"], consent_id, ids)

    def _record(self, rows, ids):
        """Makes the records; what their answers name is known to the next."""
        fixed = set(ids)
        for who, name, text in rows:
            answer = self._call(self._callers[who], name, string.Template(text).substitute(ids))
            for name, value in ids_in(answer):
                ids[f"{who}_{name}"] = value
                if name not in fixed:
                    ids.setdefault(f"first_{name}", value)
                    ids[name] = value

    def _call(self, caller, name, text):
        method = METHODS[name]
        request = text_format.Parse(text, class_of(method.input_type)())
        if "request_id" in request.DESCRIPTOR.fields_by_name:
            request.request_id = str(uuid.uuid4())
        try:
            answer = bound(self.channel(PACKAGES[name.split(".", 1)[0]], caller), method)(
                request.SerializeToString(), timeout=TIMEOUT, metadata=caller.metadata(), wait_for_ready=True)
        except private.grpc.RpcError as error:
            raise RuntimeError(f"{name}: {private.decode(error)}") from error
        return class_of(method.output_type).FromString(answer)

    @functools.cache
    def channel(self, service, caller):
        """To the sound instance of a service."""
        authority = self.system.identity / "ca.pem"
        return private.channel(self.instances[service].address, authority, caller.certificate)

    def _constants(self):
        people = self.people
        said = instant(-1)
        return {
            "holder_agency": people.holder_agency, "reader_agency": people.reader_agency,
            "third_agency": self._third_agency, "third_worker": people.worker_ids["svetlo"],
            "worker_id": people.worker_ids["most"], "reader_worker": people.worker_ids["pristav"],
            "issuer": private.devidentity.ISSUER, "category_id": people.category_id,
            "all_areas": ", ".join(map(str, ALL_AREAS)),
            "past_day": day(-30), "next_month": day(30),
            "hour_ago": instant(-60), "minute_ago": said,
            "in_an_hour": instant(60), "in_two_hours": instant(120),
            "word": f'{{ person: "the client" form: ATTESTATION_FORM_ORAL occurred_at {said} }}',
            "crowns": '{ minor_units: 120000 currency_code: "CZK" }',
        }
