"""The world of the story: a running system, its people, what came into being, what came out."""

import collections
import dataclasses
import datetime
import importlib
import json
import pathlib
import pkgutil
import sys
import uuid

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "clients" / "python"), str(ROOT / "tools")]

# pylint: disable=wrong-import-position
import devidentity  # noqa: E402
from opora_client import Caller, Certificate, Endpoint, OporaError  # noqa: E402
from google.protobuf import timestamp_pb2  # noqa: E402
from opora.common.v1 import label_pb2, types_pb2  # noqa: E402
from opora.registry.v1 import access_pb2  # noqa: E402

import cast  # noqa: E402
import story  # noqa: E402
from expect import Unexpected, expect, show  # noqa: E402

# Package of the contract: service that has it. What every service has is asked of the registry.
PACKAGES = {
    "opora.common.v1": "client-registry",
    "opora.registry.v1": "client-registry",
    "opora.conference.v1": "case-conference",
    "opora.housing.v1": "housing-referral",
    "opora.reporting.v1": "reporting",
}


def _interfaces():
    """Interface: service that has it, generated stub; of all packages there are."""
    found = {}
    for package, service in PACKAGES.items():
        try:
            modules = list(pkgutil.iter_modules(importlib.import_module(package).__path__))
        except ModuleNotFoundError:
            continue
        for module in modules:
            if not module.name.endswith("_pb2_grpc"):
                continue
            generated = importlib.import_module(f"{package}.{module.name}")
            for name in vars(generated):
                if name.endswith("Stub"):
                    found[name.removesuffix("Stub")] = (service, getattr(generated, name))
    return found


INTERFACES = _interfaces()


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What a call of the story came to: OK, a refusal, or ALLOW and DENY of a decision."""

    step: str
    method: str
    who: str
    code: str
    reason: str = ""
    rule: str = ""


class World:
    """Steps act through it, tell through it and find in `ids` what earlier steps made.

    Ids are called "agency.town", "department.town.social", "worker.strnadova",
    "client.kopecky.most" and so on; a step documents what it adds.
    """

    def __init__(self, state, narrator, language="en"):
        self.state = pathlib.Path(state)
        system = json.loads((self.state / "system.json").read_text(encoding="utf-8"))
        self.identity = pathlib.Path(system["identity"])
        self.issuer = system["issuer"]
        self.narrator = narrator
        self.language = language
        self.ids = {}
        self.step = None
        self.outcomes = []
        authority = self.identity / "ca.pem"
        self.endpoints = {
            name: Endpoint(service["address"], authority)
            for name, service in system["services"].items()
        }
        self._certificates = {}
        self._callers = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for endpoint in self.endpoints.values():
            endpoint.close()

    # --- calling ---------------------------------------------------------------------------------

    def caller(self, who):
        """A person of the cast, in the usual role for the usual purpose."""
        if who not in self._callers:
            person = cast.ADMINISTRATOR if who == "admin" else cast.PEOPLE[who]
            self._callers[who] = Caller(
                person.name,
                devidentity.token(self.identity, cast.SUBJECTS[who]),
                person.roles[0].name,
                person.purpose,
                self.language,
                self.certificate(person.agency),
            )
        return self._callers[who]

    def machine(self, agency):
        """The agency's own system, keeping its records in step."""
        certificate = self.certificate(agency)
        token = devidentity.token(
            self.identity,
            f"{agency}-system",
            agency=self.ids[f"agency.{agency}"],
            kind="AGENCY_SYSTEM",
            bind=certificate.chain,
        )
        return Caller(
            agency, token, purpose="RECORD_SYNC", language=self.language, certificate=certificate
        )

    def service(self, name):
        """A service of the platform that calls as itself, without a person's token."""
        if name not in self._certificates:
            devidentity.service(self.identity, name)
            self._certificates[name] = Certificate(
                self.identity / f"{name}.pem", self.identity / f"{name}.key"
            )
        return Caller(name, "", language=self.language, certificate=self._certificates[name])

    def certificate(self, agency):
        """The agency's client certificate; a service's, while the operator's id is not known."""
        agency_id = self.ids.get(f"agency.{agency}")
        name = f"agency-{agency}" if agency_id else "scenario"
        if name not in self._certificates:
            if agency_id:
                devidentity.agency(self.identity, name, agency_id)
            else:
                devidentity.service(self.identity, name)
            self._certificates[name] = Certificate(
                self.identity / f"{name}.pem", self.identity / f"{name}.key"
            )
        return self._certificates[name]

    def method(self, who, name, **acting):
        """The method "ClientService.GetClient", called as a person of the cast or as a Caller.

        Of what every service has, "case-conference:MetadataService.ListRules" names the service.
        """
        caller = who if isinstance(who, Caller) else self.caller(who)
        named, _, path = name.rpartition(":")
        interface, method = path.split(".")
        service, stub = INTERFACES[interface]
        service = named or service
        return getattr(self.endpoints[service].interface(stub, caller.acting(**acting)), method)

    def ok(self, who, name, request, **acting):
        """The response of a call that must succeed."""
        try:
            response = self.method(who, name, **acting)(request)
        except OporaError as error:
            raise Unexpected(self._called(who, name, request), "OK", str(error)) from error
        self._record(name, who, "OK")
        return response

    def refused(self, who, name, request, code, reason="", rule="", **acting):
        """The refusal of a call that must be refused in this way."""
        wanted = " ".join(word for word in (code, reason, rule) if word)
        called = self._called(who, name, request)
        try:
            response = self.method(who, name, **acting)(request)
        except OporaError as error:
            if (error.code.name, error.reason, error.rule) != (code, reason, rule):
                raise Unexpected(called, wanted, str(error)) from error
            self._record(name, who, code, reason, rule)
            return error
        raise Unexpected(called, wanted, response)

    def decision(self, who, client, recipient, area, topics=(), **acting):
        """CheckDisclosure: may `who` tell the unit `recipient` about the client in this area?"""
        request = access_pb2.CheckDisclosureRequest(
            client_id=self.ids[f"client.{client}"],
            recipient=self.recipient(recipient),
            areas=[area],
            topics=topics,
        )
        decision = self.ok(who, "AccessService.CheckDisclosure", request, **acting).decision
        expect("the areas decided on", [one.area for one in decision.areas], [area])
        expect("the decision as a whole", decision.allowed, decision.areas[0].allowed)
        self.decided("CheckDisclosure", who, decision)
        return decision

    def decided(self, name, who, decision):
        """Remembers what a call decided about a disclosure."""
        for one in decision.areas:
            if one.allowed == decision.allowed:
                code = "ALLOW" if decision.allowed else "DENY"
                self._record(name, who, code, one.reason, one.rule)
                return

    def _record(self, name, who, code, reason="", rule=""):
        who = who.name if isinstance(who, Caller) else who
        number = self.step.number if self.step else ""
        self.outcomes.append(Outcome(number, name.split(".")[-1], who, code, reason, rule))

    def _called(self, who, name, request):
        return f"{name} by {who.name if isinstance(who, Caller) else who}: {show(request)}"

    # --- what a step needs -----------------------------------------------------------------------

    def recipient(self, unit):
        """A unit, "agency" or "agency.department", as the recipient of a disclosure."""
        return access_pb2.Recipient(**self.unit(unit))

    def unit(self, unit):
        """The fields agency_id and, where it has one, department_id of a unit."""
        fields = {"agency_id": self.ids[f"agency.{unit.split('.')[0]}"]}
        if "." in unit:
            fields["department_id"] = self.ids[f"department.{unit}"]
        return fields

    def unit_of(self, who):
        """The unit of a person of the cast: "agency" or "agency.department"."""
        return cast.PEOPLE[who].unit

    def unit_name(self, agency_id, department_id=""):
        """What the story calls a unit, by its ids."""
        names = {value: key for key, value in self.ids.items() if key.startswith(("agency", "dep"))}
        key = names.get(department_id) or names.get(agency_id, "")
        return self.text(f"unit.{key.split('.', 1)[1]}") if key else agency_id

    def worker_key(self, worker_id):
        """The person of the cast, None for others and for systems."""
        keys = [who for who in cast.PEOPLE if self.ids.get(f"worker.{who}") == worker_id]
        return keys[0] if keys and worker_id else None

    def short_name(self, who):
        """What the story calls the person."""
        person = cast.PEOPLE[who]
        return person.given if who in cast.BY_GIVEN_NAME else person.family

    def today(self, days=0):
        """The day in UTC, which is never ahead of the server's in Prague."""
        day = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)
        return types_pb2.Date(year=day.year, month=day.month, day=day.day)

    def now(self, minutes=0):
        stamp = timestamp_pb2.Timestamp()
        instant = datetime.datetime.now(datetime.timezone.utc)
        stamp.FromDatetime(instant + datetime.timedelta(minutes=minutes))
        return stamp

    def noon(self, date):
        """Noon of a day in UTC."""
        stamp = timestamp_pb2.Timestamp()
        stamp.FromDatetime(datetime.datetime(date.year, date.month, date.day, 12))
        return stamp

    def clock(self, stamp):
        """Hour and minute of an instant, where the reader is."""
        return f"{stamp.ToDatetime(datetime.timezone.utc).astimezone():%H:%M}"

    # --- telling ---------------------------------------------------------------------------------

    def text(self, key, **values):
        return story.text(key, self.language, **values)

    def label(self, enumeration, number):
        """What people are shown for a value of an enumeration: from the contract itself."""
        value = enumeration.DESCRIPTOR.values_by_number[number]
        label = value.GetOptions().Extensions[label_pb2.label]
        return getattr(label, self.language) or value.name

    def amount(self, hellers):
        whole = f"{hellers // 100:,}"
        return whole.replace(",", " ") if self.language == "cs" else whole

    def number(self, value):
        return f"{value:,}".replace(",", " " if self.language == "cs" else ",")

    def decimal(self, value, decimals):
        """A value without its decimal point, as people read it."""
        whole, rest = divmod(value, 10**decimals)
        point = "," if self.language == "cs" else "."
        return f"{self.number(whole)}{point}{rest:0{decimals}}"

    def text_or(self, key, otherwise):
        return story.text_or(key, self.language, otherwise)

    def verb(self, method):
        """What a method does, in words; its name where the story has none."""
        name = method.replace("/", ".").split(".")[-1]
        return story.text_or(f"verb.{name}", self.language, name)

    def law(self, row):
        """A row of the law table, in words."""
        return story.text_or(f"law.{row}", self.language, row)

    def day(self, date):
        form = (
            "{0.day}. {0.month}. {0.year}"
            if self.language == "cs"
            else "{0.year}-{0.month:02}-{0.day:02}"
        )
        return form.format(date)

    def begin(self, step):
        self.step = step
        self.narrator.step(step.number, self.text(f"step.{step.name}"))

    def tell(self, key, **values):
        self.narrator.tells(self.text(key, **values))

    def tell_allowed(self, key, **values):
        self.narrator.allowed(self.text(key, **values))

    def tell_refused(self, error):
        """A refusal as the server words it in the reader's language."""
        words = dict.fromkeys((error.code.name, error.reason, error.rule))
        head = " ".join(word for word in words if word)
        self.narrator.refused(head, error.message, self._remedy(error.remedy))

    def tell_denied(self, decision):
        """A decision that denies, with what would be needed."""
        for one in decision.areas:
            if not one.allowed:
                head = f"{self.text('denied')} {one.reason} {one.rule}"
                self.narrator.refused(head, "", self._remedy(decision.remedy))
                return

    def _remedy(self, remedy):
        return f"{self.text('remedy')} {remedy}" if remedy else ""

    def tell_opening(self):
        self.narrator.title(self.text("title"), self.text("prologue"), self.text("legend"))

    def tell_chapter(self, chapter):
        self.narrator.chapter(self.text(f"chapter.{chapter}"))

    def tell_ending(self, steps):
        counts = collections.Counter(outcome.code for outcome in self.outcomes)
        calls = sum(counts.values()) - counts["ALLOW"] - counts["DENY"]
        refused = calls - counts["OK"] + counts["DENY"]
        self.narrator.ending(self.text("ending", steps=steps, calls=calls, refused=refused))


def unknown_id():
    """An id that nobody has."""
    return str(uuid.uuid4())
