"""Step 38: he takes his consent back, and sees who saw what."""

from opora.common.v1 import areas_pb2, audit_pb2, context_pb2, types_pb2
from opora.registry.v1 import access_pb2, client_pb2, consent_pb2, debt_pb2, one_off_pb2

import cast
from expect import expect, expect_that
from play import step
from steps.daily import list_debts
from steps.word import DEBTS, INCOME, LAW_ROW, expect_denied

MANY_AREAS = 2


@step("38", "withdrawal")
def said_in_the_street(world):
    world.tell("38.street")
    year, month, day = cast.KOPECKY.born
    request = consent_pb2.RecordWithdrawalRequest(
        given_name=cast.KOPECKY.given,
        family_name=cast.KOPECKY.family,
        birth_date=types_pb2.PartialDate(year=year, month=month, day=day),
        attestation=types_pb2.Attestation(
            person=world.text("38.person"),
            form=types_pb2.ATTESTATION_FORM_ORAL,
            occurred_at=world.now(minutes=-2),
        ),
    )
    response = world.ok("beranek", "ConsentService.RecordWithdrawal", request)
    expect_that("from when on", response.HasField("effective_time"), response)
    world.tell_allowed("38.recorded")
    consent = world.ok(
        "strnadova",
        "ConsentService.GetConsent",
        consent_pb2.GetConsentRequest(consent_id=world.ids["consent.kopecky"]),
    ).consent
    expect("the consent", consent.state, consent_pb2.CONSENT_STATE_REVOKED)
    heard = consent.revocation.attesting_worker_id
    expect("who heard it", heard, world.ids["worker.beranek"])


@step("38", "withdrawal")
def nothing_more(world):
    world.tell("38.again")
    decision = world.decision("strnadova", "kopecky.most", "town.housing", DEBTS)
    expect_denied(decision, "CONSENT_REQUIRED", "XC-18")
    world.tell_denied(decision)
    world.tell("38.housing")
    request = debt_pb2.ListDebtsRequest(client_id=world.ids["client.kopecky.most"])
    error = world.refused("pokorna", "DebtService.ListDebts", request, "NOT_FOUND", "NOT_FOUND")
    world.tell_refused(error)
    listed = list_debts(world, "dolezel", purpose="AGREED_SUPPORT")
    expect("debts that the social department still sees", len(listed.debts), 0)
    world.tell("38.law_stays")
    decision = world.decision("dolezel", "kopecky.labour", "labour", INCOME)
    expect("the statute", decision.areas[0].basis, audit_pb2.BASIS_STATUTORY)
    world.tell_allowed("38.law_allows", law_row=decision.areas[0].law_row)


@step("38", "view")
def his_own_view(world):
    world.tell("view.machine")
    request = client_pb2.GetClientRequest(client_id=world.ids["client.kopecky.most"])
    response = world.ok(world.machine("most"), "ClientService.GetClient", request)
    expect("what the charity's own system reads", response.client.family_name, cast.KOPECKY.family)
    world.tell("view.asks")
    people = disclosures(world, machine=False)
    machines = disclosures(world, machine=True)
    check_people(world, people)
    check_machines(world, machines)
    world.tell("view.people", n=len(people))
    tell_table(world, people)
    world.tell("view.machines", n=len(machines))
    tell_table(world, machines)


def disclosures(world, machine):
    """All pages, newest first."""
    found, token = [], ""
    while True:
        request = access_pb2.ListDisclosuresRequest(
            client_id=world.ids["client.kopecky.most"],
            machine_reads=machine,
            page_size=20,
            page_token=token,
        )
        page = world.ok(
            "strnadova", "AccessService.ListDisclosures", request, purpose="CLIENT_REQUEST"
        )
        found += page.disclosures
        token = page.next_page_token
        if not token:
            break
    times = [(one.occurred_at.seconds, one.occurred_at.nanos) for one in found]
    expect_that("the list is newest first", times == sorted(times, reverse=True), times)
    ids = [one.entry_id for one in found]
    expect_that("and says nothing twice", len(ids) == len(set(ids)), ids)
    return found


def check_people(world, people):
    """The turns of the story are all in it."""

    def holds(what, agency, effect, method, **fields):
        for one in people:
            if (one.agency_id, one.effect) == (world.ids[f"agency.{agency}"], effect):
                if one.method.endswith(method) and all(
                    getattr(one, name) == value for name, value in fields.items()
                ):
                    return
        raise_missing(what, people)

    read, refused = audit_pb2.AUDIT_EFFECT_READ, audit_pb2.AUDIT_EFFECT_REFUSED
    written, disclosed = audit_pb2.AUDIT_EFFECT_WRITTEN, audit_pb2.AUDIT_EFFECT_DISCLOSED
    statute = {"basis": audit_pb2.BASIS_STATUTORY, "law_row": LAW_ROW}
    consent = {
        "basis": audit_pb2.BASIS_CONSENT,
        "consent_id": world.ids["consent.kopecky"],
        "consent_version": 1,
    }
    holds("4: registration by Most", "most", written, "RegisterClient")
    holds("4a: the refused referral to Přístav", "pristav", refused, "SendReferral", rule="XC-18")
    holds("4a: the referral to the town", "town", disclosed, "SendReferral")
    holds("4b: Přístav's attempt", "pristav", refused, "GetClient")
    holds("4b: the reading by the town", "town", read, "GetClient", **statute)
    holds("8: the signature", "most", written, "SignConsent")
    holds("9: the excluded topic", "town", refused, "CheckDisclosure", rule="XC-02")
    holds("10: the housing department's reading", "town", read, "ListDebts", **consent)
    holds("38: the withdrawal", "pristav", written, "RecordWithdrawal")
    holds("38: the housing department afterwards", "town", refused, "ListDebts")


def raise_missing(what, people):
    lines = [
        f"{audit_pb2.AuditEffect.Name(one.effect)} {one.method} basis {one.basis} {one.rule}"
        for one in people
    ]
    expect_that(f"the list holds {what}", False, "\n  ".join(lines))


def check_machines(world, machines):
    of_agencies = [one for one in machines if one.agency_id]
    expect("reads by machines of agencies", len(of_agencies), 1)
    one = of_agencies[0]
    expect("whose", (one.agency_id, one.worker_id), (world.ids["agency.most"], ""))
    expect("what for", one.purpose, context_pb2.PURPOSE_RECORD_SYNC)


def tell_table(world, found):
    """Oldest first; equal lines that follow each other are one."""
    rows = []
    for one in reversed(found):
        row = row_of(world, one)
        if rows and rows[-1][1:-1] == row[1:-1]:
            rows[-1][-1] += 1
        else:
            rows.append(row)
    for row in rows:
        row[-1] = f"{row[-1]}×" if row[-1] > 1 else ""
    headings = [world.text(f"view.{key}") for key in ("when", "who", "did", "areas", "outcome")]
    world.narrator.table(headings + [""], rows)


def row_of(world, one):
    return [
        world.clock(one.occurred_at),
        who_text(world, one),
        world.verb(one.method),
        areas_text(world, one),
        outcome_text(world, one),
        1,
    ]


def who_text(world, one):
    """The worker of the unit; and to whom, where the entry names a recipient instead."""
    unit = world.unit_name(one.agency_id, one.department_id)
    if one.outside_recipient:
        unit = world.label(one_off_pb2.OutsideRecipient, one.outside_recipient)
    who = world.worker_key(one.worker_id)
    if not who:
        return unit or world.text("view.platform")
    own = world.unit(cast.PEOPLE[who].unit)
    here = (own["agency_id"], own.get("department_id", "")) == (one.agency_id, one.department_id)
    name = world.short_name(who)
    return f"{name}, {unit}" if here else f"{name} → {unit}"


def areas_text(world, one):
    if len(one.areas) >= MANY_AREAS:
        return world.text("view.many_areas", n=len(one.areas))
    return ", ".join(world.label(areas_pb2.DataArea, area) for area in one.areas)


def outcome_text(world, one):
    """What came of it and on which basis, or by which rule it was refused."""
    effect = world.text(f"effect.{audit_pb2.AuditEffect.Name(one.effect)}")
    if one.rule:
        return f"{effect}, {one.rule}"
    if one.basis == audit_pb2.BASIS_UNSPECIFIED:
        return effect
    basis = world.label(audit_pb2.Basis, one.basis)
    if one.consent_version:
        basis = f"{basis} v{one.consent_version}"
    elif one.law_row:
        basis = world.law(one.law_row)
    return f"{effect}: {basis}"
