"""Which methods disclose by a consent: found by asking each with and without one, not listed.

Every reading method must be found, or be answered to services only, or concern no client and tell of
none, or stand among `OTHERWISE` with the reason why a consent opens nothing in it.
"""

import collections
import dataclasses
import string
import time

import private
from google.protobuf import text_format
from opora.common.v1 import context_pb2, policy_pb2
from race_contract import COMMON, LEADER, MACHINE, METHODS, PACKAGES, TIMEOUT, WORKER
from race_contract import bound, class_of, parts

FIGURES = 6  # bytes of numbers that are told from others
ATTEMPTS = 5
BUSY = (private.grpc.StatusCode.UNAVAILABLE, private.grpc.StatusCode.RESOURCE_EXHAUSTED)
# What a request needs besides ids.
FURTHER = {
    "CheckContact": """contact { member_id: "$first_member_id" channel: CONTACT_CHANNEL_PHONE
        purpose: CONTACT_PURPOSE_PLANNING }""",
    "CheckDisclosure": 'recipient { agency_id: "$holder_agency" } areas: DATA_AREA_DEBTS',
    "CheckDisclosures": """queries { client_id: "$client_id" holder_agency_id: "$holder_agency"
        areas: DATA_AREA_DEBTS }""",
    "FindCollisions": "start_time $minute_ago end_time $in_two_hours",
    "GetAppointmentSlip": "format: SLIP_FORMAT_TEXT",
    "GetCalendar": "with_names: true with_places: true",
    "GetClientByExternalReference": 'system: "files" external_id: "file of lane $number"',
    "GetDebtorStanding": 'creditor_name: "Creditor of $number"',
    "GetGrantors": "act: REPRESENTED_ACT_AGREEMENT areas: DATA_AREA_HOUSING",
    "GetTopUp": "month { year: 2024 month: 6 day: 1 }",
    "ListExternalReferences": 'record_type: REFERENCED_RECORD_CLIENT record_id: "$client_id"',
    "PreviewReferral": """referral { client_id: "$client_id" recipient_agency_id: "$holder_agency"
        area: DATA_AREA_DEBTS need: "a need" }""",
    "ResolveExternalReference": """system: "files" record_type: REFERENCED_RECORD_CLIENT
        external_id: "file of lane $number" """,
    "SuggestClients": 'prefix: "$family_name" search_id: "$client_id"',
    "SuggestConsent": """act: INTENDED_ACT_REFERRAL recipients { agency_id: "$holder_agency" }
        areas: DATA_AREA_DEBTS""",
}
# Tells who was told what the own unit holds: it grows with every call, and its answers cannot be compared.
GROWS = "registry.AccessService.ListDisclosures"
# Methods that tell of clients, but nothing by a consent of another unit's client.
OTHERWISE = {
    "what the own unit holds": """
        registry.AccessService.GetOneOffDisclosure registry.AccessService.ListOneOffDisclosures
        registry.AccessService.ListOverrides registry.ClientService.CheckContact
        registry.ClientService.ListPlanGaps registry.ClientService.SuggestClients
        registry.ConsentService.ListOverdueScans registry.ConsentService.RenderConsent
        registry.EnforcementService.ListClaims registry.PrivacyService.GetFileMark
        registry.PrivacyService.GetSubjectRequest registry.PrivacyService.ListSubjectRequests
        registry.ReferralService.GetAppointmentSlip registry.ReferralService.GetCalendar
        registry.ReferralService.ListWaitingEntries registry.WorkforceService.ListKeyWorkerChangeReasons
        registry.WorkforceService.ListPersonalTies registry.WorkforceService.ListSupervisionHints
        registry.WorkforceService.ListUncoveredClients
        housing.ProgrammeService.ListDeviations conference.CaseService.ListIncompleteCases
        conference.CaseWorkService.ExportCasuistic conference.CrisisService.ListCrisisWork
        conference.CrisisService.ListIncidents conference.SupportPlanService.ListDueEvaluations""",
    "what the own agency did, about records that it may see": "common.RuleService.ListDeviations",
    "the own unit's ids of its clients": """
        registry.ClientService.ListExternalReferences registry.ClientService.ResolveExternalReference""",
    "who may be told what the own unit holds": """
        registry.AccessService.ExplainAccess registry.ConsentService.SuggestConsent""",
    "its parties, whatever becomes of the consent": """
        registry.ConsentService.GetConsent registry.PrivacyService.GetCorrection
        registry.PrivacyService.ListRecipientNotices registry.WorkforceService.GetTaskRequest
        registry.WorkforceService.ListTaskRequests""",
    "whom the client wants told": """
        registry.AccessService.GetPassedFact registry.AccessService.ListPassedFacts""",
    "those who opened it in an emergency, and who review that": """
        registry.AccessService.GetBreakGlass registry.AccessService.ListBreakGlasses
        registry.AccessService.ListBreakGlassReviews""",
    "data stewards": "registry.ClientService.GetMatch registry.ClientService.ListMatches",
    "members of the case, as the client agreed": "conference.CaseService.ListMyCases",
    "participants of the conference": """
        conference.ActionPlanService.ListMyTasks conference.ConferenceService.GetConference
        conference.ConferenceService.GetSharedContent conference.ConferenceService.ListConferences""",
}


@dataclasses.dataclass(frozen=True)
class Question:
    """A reading method as somebody of the reader's agency may ask it."""

    name: str  # "registry.ClientService.GetClient"
    service: str
    caller: str

    @property
    def method(self):
        return METHODS[self.name]


@dataclasses.dataclass(frozen=True)
class Probe:
    """A question about a lane that is answered by the consent, and what only that answer holds."""

    question: Question
    request: bytes
    markers: tuple  # none when any answer discloses

    @property
    def name(self):
        return self.question.method.name

    def discloses(self, answer):
        return any(marker in answer for marker in self.markers) if self.markers else bool(answer)


def reading_methods():
    """{name: policy}"""
    policies = {name: method.GetOptions().Extensions[policy_pb2.policy] for name, method in METHODS.items()}
    return {name: policy for name, policy in policies.items() if policy.access == policy_pb2.ACCESS_READ}


def questions():
    """Every method that may disclose, for those of the reader's agency who may call it."""
    for name, policy in reading_methods().items():
        package = name.split(".", 1)[0]
        for service in PACKAGES.values() if package == COMMON else [PACKAGES[package]]:
            yield from (Question(name, service, caller) for caller in _callers(name, policy))


def _callers(name, policy):
    about_clients = policy.need != policy_pb2.NEED_NO_CLIENT or _tells_of_clients(METHODS[name].output_type)
    if name == GROWS or not about_clients:
        return
    callers = policy.callers or [policy_pb2.CALLER_PERSON]
    if policy_pb2.CALLER_PERSON in callers:
        yield WORKER if not policy.groups or context_pb2.ROLE_GROUP_SUPPORT_WORK in policy.groups else LEADER
    if policy_pb2.CALLER_AGENCY_SYSTEM in callers:
        yield MACHINE


def problems(found):
    """What is wrong with the names of the methods that were found to disclose."""
    listed = {name for names in OTHERWISE.values() for name in names.split()}
    needed = {question.name for question in questions()}
    return [
        *(f"{name} was not found to disclose" for name in sorted(needed - listed - found)),
        *(f"{name} discloses by a consent after all" for name in sorted(found & listed)),
        *(f"{name} is no reading method" for name in sorted(listed - set(reading_methods()))),
    ]


def _tells_of_clients(message):
    """Whether a record of a client is in the message, at any depth."""
    inside = [message]
    for one in inside:  # grows
        inside += {field.message_type for field in one.fields if field.message_type} - set(inside)
    return any(one.GetOptions().Extensions[policy_pb2.record].subject for one in inside)


# --- asking ------------------------------------------------------------------------------------------


def requests_for(method, ids):
    """The requests of a method with every id that it can hold: the first of a name, and the last."""
    text = string.Template(FURTHER.get(method.name, "")).substitute(ids)
    requests = []
    for known in ({name: ids.get(f"first_{name}", value) for name, value in ids.items()}, ids):
        request = text_format.Parse(text, class_of(method.input_type)())
        for field in method.input_type.fields:
            if field.name in known and field.type == field.TYPE_STRING and field.label != field.LABEL_REPEATED:
                setattr(request, field.name, known[field.name])
        if request not in requests:
            requests.append(request)
    return requests


def words(message):
    """Every string in a message that is long enough to be somebody's."""
    found = set()
    for field, value in parts(message):
        if field.type == field.TYPE_MESSAGE:
            found |= words(value)
        elif field.type == field.TYPE_STRING and len(value) >= 8:
            found.add(value.encode())
    return found


def figures(message):
    """Every run of numbers in a message, as it is on the wire."""
    found, run = set(), type(message)()
    for field, value in message.ListFields():
        if field.type not in (field.TYPE_STRING, field.TYPE_MESSAGE):
            if field.label == field.LABEL_REPEATED:
                getattr(run, field.name).extend(value)
            else:
                setattr(run, field.name, value)
            continue
        found.add(run.SerializeToString())
        run.Clear()
        if field.type == field.TYPE_MESSAGE:
            for one in value if field.label == field.LABEL_REPEATED else [value]:
                found |= figures(one)
    found.add(run.SerializeToString())
    return {one for one in found if len(one) >= FIGURES}


def compare(question, request, first, second, without):
    """The probe, when both answers by consent tell something that the one without does not: words,
    else figures, else anything at all."""
    parse = class_of(question.method.output_type).FromString
    asked = class_of(question.method.input_type).FromString(request)
    for told in (words, figures):
        markers = (told(parse(first)) & told(parse(second))) - told(parse(without or b"")) - told(asked)
        if markers:
            return Probe(question, request, tuple(sorted(markers)))
    return None if without else Probe(question, request, ())


def of_one_lane(lanes):
    """The lanes' probes without what discloses in several of them, where something else is left."""
    seen = collections.Counter(
        pair for probes in lanes
        for pair in {(probe.question.name, marker) for probe in probes for marker in probe.markers})

    def narrowed(probe):
        own = tuple(marker for marker in probe.markers if seen[probe.question.name, marker] == 1)
        return dataclasses.replace(probe, markers=own or probe.markers)

    return [tuple(narrowed(probe) for probe in probes) for probes in lanes]


class Finder:
    """Asks with a consent, without it, and with another one."""

    def __init__(self, world):
        self._world = world

    def probes(self, lane, asked):
        """Probes of a lane whose consent is in force now, and is not afterwards."""
        asked = [(question, request.SerializeToString())
                 for question in asked for request in requests_for(question.method, lane.ids)]
        first = self._ask_all(asked)
        self._world.people.withdraw(lane.consent_id)
        without = self._ask_all(asked)
        again = self._world.people.consent(lane.client_id, self._world.areas)
        second = self._ask_all(asked)
        self._world.people.withdraw(again)
        found = []
        for (question, request), *answers in zip(asked, first, second, without):
            if all(answers[:2]) and (probe := compare(question, request, *answers)):
                found.append(probe)
        return tuple(found)

    def _ask_all(self, asked):
        return [self._ask(question, request) for question, request in asked]

    def _ask(self, question, request):
        """The answer as it came, of a stream its first message; None when it was refused."""
        caller, method = self._world.readers[question.caller], question.method
        call = bound(self._world.channel(question.service, caller), method)
        for _ in range(ATTEMPTS):
            try:
                answer = call(request, timeout=TIMEOUT, metadata=caller.metadata(), wait_for_ready=True)
                return first_of(answer) if method.server_streaming else answer
            except private.grpc.RpcError as error:
                if error.code() not in BUSY:
                    break
                time.sleep(0.5)
        return None


def first_of(stream):
    """Its first message; nothing more is waited for."""
    try:
        return next(stream)
    finally:
        stream.cancel()
