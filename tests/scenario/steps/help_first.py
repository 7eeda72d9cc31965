"""Steps 4, 4a, 4b: he is met, referred and not asked again.

Adds client.kopecky.most and client.kopecky.labour, two records of one person, match.kopecky that
joined them, and referral.kopecky.
"""

from opora.common.v1 import areas_pb2, audit_pb2, types_pb2
from opora.registry.v1 import client_pb2, referral_pb2

import cast
from expect import expect, expect_that
from play import step
from world import unknown_id

LAW_ROW = "DELEGATED_SOCIAL_WORK"
FACT = client_pb2.STATEMENT_KIND_VERIFIED_FACT

# Area, kind, topic: what the Labour Office writes down. The last two are nobody else's.
ANSWERS = (
    (areas_pb2.DATA_AREA_FAMILY, FACT, "household"),
    (areas_pb2.DATA_AREA_INCOME_BENEFITS, FACT, "income"),
    (areas_pb2.DATA_AREA_INCOME_BENEFITS, FACT, "benefits"),
    (areas_pb2.DATA_AREA_HEALTH, FACT, "health"),
    (areas_pb2.DATA_AREA_FAMILY, client_pb2.STATEMENT_KIND_WORKER_ASSUMPTION, "assumption"),
)
SHARED = ("household", "income", "benefits")


@step("4", "help")
def two_counters(world):
    world.tell("4.most")
    world.ids["client.kopecky.most"] = register(world, "strnadova", cast.KOPECKY, has_phone=True)
    world.tell_allowed("4.registered")
    world.tell("4.labour")
    world.ids["client.kopecky.labour"] = register(
        world,
        "sykorova",
        cast.KOPECKY_AS_MISSPELT,
        phone_number="+420 600 000 001",
        email="kopecky@example.test",
    )
    expect_that("two records", len(set(records_of_kopecky(world))) == 2, records_of_kopecky(world))
    world.tell_allowed("4.registered_again")
    merge(world)
    for area, kind, topic in ANSWERS:
        record_statement(world, area, kind, topic)
    world.tell("4.answers", answers=len(ANSWERS), day=world.day(world.today(-20)))


def register(world, who, client, **further):
    year, month, day = client.born
    request = client_pb2.RegisterClientRequest(
        client=client_pb2.Client(
            kind=client_pb2.CLIENT_KIND_IDENTIFIED,
            given_name=client.given,
            family_name=client.family,
            birth_date=types_pb2.PartialDate(year=year, month=month, day=day),
            **further,
        )
    )
    response = world.ok(who, "ClientService.RegisterClient", request)
    expect(
        "the outcome, whether or not somebody matches",
        response.outcome,
        client_pb2.REGISTRATION_OUTCOME_MATCH_PENDING,
    )
    return response.client.client_id


def records_of_kopecky(world):
    return [world.ids["client.kopecky.most"], world.ids["client.kopecky.labour"]]


def merge(world):
    world.tell("4.steward")
    matches = world.ok(
        "koudelka", "ClientService.ListMatches", client_pb2.ListMatchesRequest()
    ).matches
    expect("open matches", len(matches), 1)
    pair = {matches[0].client_id, matches[0].other_client_id}
    expect("the records that match", pair, set(records_of_kopecky(world)))
    world.ids["match.kopecky"] = matches[0].match_id
    request = client_pb2.MergeClientsRequest(match_id=matches[0].match_id)
    match = world.ok("koudelka", "ClientService.MergeClients", request).match
    expect("state of the match", match.state, client_pb2.MATCH_STATE_MERGED)
    world.tell_allowed("4.merged", score=matches[0].score)


def record_statement(world, area, kind, topic):
    statement = client_pb2.Statement(
        client_id=world.ids["client.kopecky.labour"],
        area=area,
        kind=kind,
        topic=world.text(f"topic.{topic}"),
        content=world.text(f"content.{topic}"),
        occurred_at=world.now(minutes=-5),
    )
    if kind == FACT:
        statement.verified_on.CopyFrom(world.today(-20))
    request = client_pb2.RecordStatementRequest(statement=statement)
    world.ok("sykorova", "ClientService.RecordStatement", request)


@step("4a", "help")
def referral(world):
    refer_to_charity(world)
    refer_to_town(world)
    world.tell("4a.accept")
    waiting = world.ok(
        "dolezel", "ReferralService.ListReferrals", referral_pb2.ListReferralsRequest()
    )
    listed = [one.referral_id for one in waiting.referrals]
    expect("referrals that wait for the department", listed, [world.ids["referral.kopecky"]])
    request = referral_pb2.AcceptReferralRequest(referral_id=listed[0])
    accepted = world.ok("dolezel", "ReferralService.AcceptReferral", request).referral
    expect("its state", accepted.state, referral_pb2.REFERRAL_STATE_ACCEPTED)
    world.tell_allowed("4a.accepted")
    read_answer(world)


def refer_to_charity(world):
    world.tell("4a.charity")
    request = referral_to(world, "pristav", validate_only=True)
    response = world.ok("sykorova", "ReferralService.SendReferral", request)
    expect_that("a preview stores nothing", not response.HasField("referral"), response)
    decision = response.preview.decision
    expect("the preview's decision", decision.allowed, False)
    world.decided("SendReferral", "sykorova", decision)
    for one in decision.areas:
        expect("why not", (one.allowed, one.reason, one.rule), (False, "CONSENT_REQUIRED", "XC-18"))
    expect_that("a remedy is named", decision.remedy, decision)
    proposal = decision.smallest_consent
    parties = [(party.agency_id, party.department_id) for party in proposal.parties]
    expect(
        "parties of the smallest consent", sorted(parties), sorted_units(world, "labour", "pristav")
    )
    expect("its areas", sorted(proposal.areas), sorted(asked_areas(request)))
    expect_that("it is ready to print", proposal.printable.strip(), proposal)
    world.tell_denied(decision)
    world.tell("4a.printable")
    world.narrator.paper(proposal.printable)
    world.tell("4a.send_anyway")
    error = world.refused(
        "sykorova",
        "ReferralService.SendReferral",
        referral_to(world, "pristav"),
        "PERMISSION_DENIED",
        "CONSENT_REQUIRED",
        "XC-18",
    )
    expect_that("the refusal names a remedy", error.remedy, error)
    world.tell_refused(error)


def sorted_units(world, *units):
    fields = [world.unit(unit) for unit in units]
    return sorted((field["agency_id"], field.get("department_id", "")) for field in fields)


def asked_areas(request):
    return {request.referral.area, *request.referral.passed_areas}


def refer_to_town(world):
    world.tell("4a.town")
    request = referral_to(world, "town.social", validate_only=True)
    preview = world.ok("sykorova", "ReferralService.SendReferral", request).preview
    expect("the preview's decision", preview.decision.allowed, True)
    world.decided("SendReferral", "sykorova", preview.decision)
    for one in preview.decision.areas:
        expect("its basis", (one.basis, one.law_row), (audit_pb2.BASIS_STATUTORY, LAW_ROW))
    fields = list(preview.fields)
    expect_that("the fields that would pass are named", "Statement.content" in fields, fields)
    for unneeded in ("Client.birth_number", "Client.email"):
        expect_that(f"{unneeded} is not among them", unneeded not in fields, fields)
    world.tell_allowed("4a.preview", law_row=LAW_ROW, fields=", ".join(fields))
    response = world.ok(
        "sykorova", "ReferralService.SendReferral", referral_to(world, "town.social")
    )
    sent = response.referral
    expect("its state", sent.state, referral_pb2.REFERRAL_STATE_SENT)
    expect("its basis", (sent.basis, sent.basis_reference), (audit_pb2.BASIS_STATUTORY, LAW_ROW))
    world.ids["referral.kopecky"] = sent.referral_id
    world.tell_allowed("4a.sent", day=world.day(sent.answer_by_date))


def referral_to(world, unit, validate_only=False):
    to = world.unit(unit)
    return referral_pb2.SendReferralRequest(
        referral=referral_pb2.Referral(
            client_id=world.ids["client.kopecky.labour"],
            recipient_agency_id=to["agency_id"],
            recipient_department_id=to.get("department_id"),
            area=areas_pb2.DATA_AREA_DEBTS,
            passed_areas=[areas_pb2.DATA_AREA_FAMILY, areas_pb2.DATA_AREA_INCOME_BENEFITS],
            need=world.text("need"),
            urgency=referral_pb2.URGENCY_SOON,
        ),
        validate_only=validate_only,
    )


def read_answer(world):
    world.tell("4a.answer")
    request = referral_pb2.GetReferralRequest(referral_id=world.ids["referral.kopecky"])
    answered = world.ok("sykorova", "ReferralService.GetReferral", request).referral
    expect("what the sender reads", answered.state, referral_pb2.REFERRAL_STATE_ACCEPTED)
    expect_that("the time of the answer is there", answered.HasField("answer_time"), answered)
    expect_that("and nothing else of the recipient's", not answered.HasField("outcome"), answered)
    world.tell_allowed("4a.answered")


@step("4", "help")
def with_a_basis(world):
    world.tell("4.third")
    year, month, day = cast.KOPECKY.born
    person = client_pb2.Client(
        kind=client_pb2.CLIENT_KIND_IDENTIFIED,
        given_name=cast.KOPECKY.given,
        family_name=cast.KOPECKY.family,
        birth_date=types_pb2.PartialDate(year=year, month=month, day=day),
    )
    error = world.refused(
        "dolezel",
        "ClientService.RegisterClient",
        client_pb2.RegisterClientRequest(client=person),
        "ALREADY_EXISTS",
        "CLIENT_ALREADY_REGISTERED",
        "REG-41",
    )
    known = error.metadata.get("client_id")
    expect_that("the record is named", known in records_of_kopecky(world), error.metadata)
    world.tell_allowed("4.known", message=error.message)


@step("4b", "help")
def not_asked_again(world):
    world.tell("4b.without")
    without = world.refused(
        "beranek", "ClientService.GetClient", get_client(world), "NOT_FOUND", "NOT_FOUND"
    )
    world.tell_refused(without)
    nobody = client_pb2.GetClientRequest(client_id=unknown_id())
    unknown = world.refused("beranek", "ClientService.GetClient", nobody, "NOT_FOUND", "NOT_FOUND")
    expect(
        "the answer without a basis, against that for an unknown id", without.answer, unknown.answer
    )
    world.tell("4b.same")
    world.tell("4b.with")
    response = world.ok("dolezel", "ClientService.GetClient", get_client(world))
    served = check_answers(world, response)
    world.tell_allowed(
        "4b.read",
        basis=world.label(audit_pb2.Basis, response.basis),
        law_row=LAW_ROW,
        n=len(served),
    )
    world.narrator.list(told(world, one) for one in served)
    world.tell("4b.withheld")
    hint(world)


def get_client(world):
    return client_pb2.GetClientRequest(client_id=world.ids["client.kopecky.labour"])


def check_answers(world, response):
    """The statements that are served with source and day, so that nobody asks him again."""
    client = response.client
    expect("his name", client.family_name, cast.KOPECKY_AS_MISSPELT.family)
    expect_that("what the law row does not name is left out", not client.HasField("email"), client)
    expect_that("and no basis brings an etag", not client.etag, client)
    served = [one for one in response.statements if one.HasField("verified_on")]
    expect(
        "what is served",
        sorted(one.topic for one in response.statements),
        sorted(world.text(f"topic.{topic}") for topic in SHARED),
    )
    for one in served:
        expect("source", one.agency_id, world.ids["agency.labour"])
        expect("day of verification", one.verified_on, world.today(-20))
    expect("questions not asked again", len(served), len(SHARED))
    withheld = list(response.withheld.areas)
    expect_that(
        "health is among the areas left out", areas_pb2.DATA_AREA_HEALTH in withheld, withheld
    )
    bases = (audit_pb2.BASIS_OWN_RECORD, audit_pb2.BASIS_STATUTORY)
    expect_that("the basis is named", response.basis in bases, response.basis)
    return served


def told(world, statement):
    return world.text(
        "4b.statement",
        topic=statement.topic,
        content=statement.content,
        source=world.unit_name(statement.agency_id),
        day=world.day(statement.verified_on),
    )


def hint(world):
    world.tell("4b.again")
    statement = client_pb2.Statement(
        client_id=world.ids["client.kopecky.labour"],
        area=areas_pb2.DATA_AREA_FAMILY,
        kind=client_pb2.STATEMENT_KIND_CLIENT_STATEMENT,
        topic=world.text("topic.household"),
        content=world.text("content.household"),
    )
    request = client_pb2.RecordStatementRequest(statement=statement, validate_only=True)
    warnings = world.ok("dolezel", "ClientService.RecordStatement", request).warnings
    expect("hints", [(one.reason, one.rule) for one in warnings], [("ALREADY_HELD", "XC-28")])
    world.tell_allowed("4b.hint", message=warnings[0].message)
