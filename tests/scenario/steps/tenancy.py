"""Steps 32, 32b, 33 and 34: moving in, rent, and what remains to be paid.

Adds tenancy.kopecky, client.friday, tenancy.friday, charge.april and direct_payment.kopecky.
"""

from google.protobuf import timestamp_pb2
from opora.common.v1 import types_pb2
from opora.housing.v1 import (
    application_pb2,
    flat_pb2,
    programme_pb2,
    rent_pb2,
    tenancy_pb2,
)

import cast
from expect import expect, expect_that
from play import step
from steps.debts import czk
from steps.help_first import register
from steps.housing_entry import date, seen_by

TENANCY = "TenancyService."
RENT = "RentService."
RENT_AMOUNT = 820000  # hellers a month
SERVICES_AMOUNT = 260000
BENEFIT_AMOUNT = 690000
APRIL = date(2024, 4, 1)
DUE = date(2024, 4, 15)


@step("32", "flat")
def moving_in(world):
    world.tell("32.prepare")
    prepare = tenancy_pb2.PrepareTenancyRequest(
        application_id=world.ids["application.kopecky"],
        lease_from=date(2024, 4, 1),
        lease_to=date(2025, 3, 31),
        deciding_body=world.text("27.council"),
    )
    tenancy = world.ok("pokorna", TENANCY + "PrepareTenancy", prepare).tenancy
    world.ids["tenancy.kopecky"] = tenancy.tenancy_id
    move_in = tenancy_pb2.MoveInRequest(
        tenancy_id=tenancy.tenancy_id, occurred_at=stamp(2024, 4, 2)
    )
    error = world.refused(
        "pokorna",
        TENANCY + "MoveIn",
        move_in,
        "FAILED_PRECONDITION",
        "FLAT_NOT_READY",
        "HOUS-55",
    )
    world.tell_refused(error)
    world.tell("32.ready")
    get_ready(world, tenancy.tenancy_id)
    response = world.ok("pokorna", TENANCY + "MoveIn", move_in)
    expect("its state", response.tenancy.state, tenancy_pb2.TENANCY_STATE_MOVED_IN)
    expect_that("nothing to warn of", not response.warnings, response)
    application = seen_by(world, "strnadova")
    expect("and the application", application.state, application_pb2.APPLICATION_STATE_MOVED_IN)
    world.tell_allowed("32.moved_in")


def stamp(year, month, day, hour=10):
    """An hour of a day of the past, in UTC."""
    made = timestamp_pb2.Timestamp()
    made.FromJsonString(f"{year:04}-{month:02}-{day:02}T{hour:02}:00:00Z")
    return made


def get_ready(world, tenancy_id):
    introduce = tenancy_pb2.IntroduceManagerRequest(
        tenancy_id=tenancy_id,
        manager_worker_id=world.ids["worker.kral"],
        introduced_on=date(2024, 3, 20),
    )
    world.ok("strnadova", TENANCY + "IntroduceManager", introduce)
    check = flat_pb2.ReadinessCheck(
        flat_id=world.ids["flat.kopecky"],
        result=flat_pb2.READINESS_RESULT_READY,
        checked_on=date(2024, 3, 25),
        property_manager_worker_id=world.ids["worker.kral"],
        team_worker_id=world.ids["worker.strnadova"],
    )
    request = flat_pb2.RecordReadinessRequest(readiness=check)
    world.ok("kral", "FlatService.RecordReadiness", request)
    for document in ("LEASE", "REGISTRATION_SHEET", "ENERGY_CONNECTION"):
        request = tenancy_pb2.RecordDocumentRequest(
            tenancy_id=tenancy_id,
            document=getattr(tenancy_pb2, f"MOVE_IN_DOCUMENT_{document}"),
            done_on=date(2024, 3, 28),
            present=world.text("32.present"),
        )
        world.ok("kral", TENANCY + "RecordDocument", request)


@step("32b", "flat")
def friday_night(world):
    world.tell("32b.friday")
    client_id = register(world, "pokorna", cast.FRIDAY)
    world.ids["client.friday"] = client_id
    request = tenancy_pb2.RecordMovedInRequest(
        client_id=client_id,
        flat_id=world.ids["flat.friday"],
        occurred_at=stamp(2024, 4, 5, 20),
        reason=world.text("32b.reason"),
    )
    response = world.ok("pokorna", TENANCY + "RecordMovedIn", request)
    expect("a fact is stored", response.tenancy.state, tenancy_pb2.TENANCY_STATE_MOVED_IN)
    world.ids["tenancy.friday"] = response.tenancy.tenancy_id
    rules = [one.rule for one in response.deviations]
    expect_that("what it did not follow", "HOUS-55" in rules, rules)
    request = programme_pb2.ListDeviationsRequest(programme_id=world.ids["programme.housing"])
    listed = world.ok("vankova", "ProgrammeService.ListDeviations", request).deviations
    found = [(one.rule, one.is_fact) for one in listed if one.client_id == client_id]
    expect_that("the coordinator finds it", ("HOUS-55", True) in found, found)
    world.tell_allowed("32b.recorded", rules=", ".join(rules))


def charge(world, kind, hellers):
    request = rent_pb2.PostChargeRequest(
        charge=rent_pb2.RentCharge(
            tenancy_id=world.ids["tenancy.kopecky"],
            kind=kind,
            month=APRIL,
            amount=czk(hellers),
            due_date=DUE,
        )
    )
    return world.ok("pokorna", RENT + "PostCharge", request).charge


@step("33", "flat")
def late_is_not_arrears(world):
    world.tell("33.rent", amount=world.amount(RENT_AMOUNT + SERVICES_AMOUNT))
    posted = charge(world, rent_pb2.CHARGE_KIND_RENT, RENT_AMOUNT)
    charge(world, rent_pb2.CHARGE_KIND_SERVICES, SERVICES_AMOUNT)
    world.ids["charge.april"] = posted.charge_id
    claim = rent_pb2.BenefitClaim(
        tenancy_id=world.ids["tenancy.kopecky"],
        benefit=world.text("33.benefit"),
        state=rent_pb2.BENEFIT_STATE_CLAIMED,
        claimed_on=date(2024, 4, 3),
    )
    request = rent_pb2.RecordBenefitClaimRequest(claim=claim)
    made = world.ok("strnadova", RENT + "RecordBenefitClaim", request).claim
    world.ids["claim.kopecky"] = made.claim_id
    world.tell("33.passes")
    request = programme_pb2.ProcessDeadlinesRequest(
        programme_id=world.ids["programme.housing"], as_of_date=date(2024, 4, 16)
    )
    moved = world.ok("vankova", "ProgrammeService.ProcessDeadlines", request)
    expect("late payments", moved.late_payments, 2)
    expect("arrears", moved.arrears, 0)
    late = ledger_charge(world, "strnadova", posted.charge_id)
    expect("how it stands", late.charge_class, rent_pb2.CHARGE_CLASS_LATE_PAYMENT)
    expect("it does not count against him", late.not_counted, True)
    world.tell_allowed("33.late")
    world.tell("33.landlord")
    request = rent_pb2.RequestDirectPaymentRequest(charge_id=posted.charge_id)
    error = world.refused(
        "pokorna",
        RENT + "RequestDirectPayment",
        request,
        "FAILED_PRECONDITION",
        "NOT_ARREARS",
        "HOUS-102",
    )
    world.tell_refused(error)


def ledger_charge(world, who, charge_id):
    request = rent_pb2.GetLedgerRequest(
        tenancy_id=world.ids["tenancy.kopecky"], as_of_date=date(2024, 4, 16)
    )
    ledger = world.ok(who, RENT + "GetLedger", request)
    return next(one for one in ledger.charges if one.charge_id == charge_id)


@step("34", "flat")
def exactly_what_remains(world):
    world.tell("34.agrees", amount=world.amount(BENEFIT_AMOUNT))
    payment = rent_pb2.DirectPayment(
        tenancy_id=world.ids["tenancy.kopecky"],
        amount=czk(BENEFIT_AMOUNT),
        payee=rent_pb2.BENEFIT_PAYEE_LANDLORD,
        agreement=types_pb2.Attestation(
            person=world.text("34.person"),
            form=types_pb2.ATTESTATION_FORM_SIGNED,
            occurred_at=stamp(2024, 4, 18),
            document="MOST-2024-0031",
        ),
        valid_from=APRIL,
    )
    request = rent_pb2.StartDirectPaymentRequest(direct_payment=payment)
    error = world.refused(
        "pokorna",
        RENT + "StartDirectPayment",
        request,
        "PERMISSION_DENIED",
        "ATTESTATION_OF_PROFITEER",
        "XC-58",
    )
    world.tell_refused(error)
    world.tell("34.key_worker")
    started = world.ok("strnadova", RENT + "StartDirectPayment", request).direct_payment
    world.ids["direct_payment.kopecky"] = started.direct_payment_id
    request = rent_pb2.GetTopUpRequest(tenancy_id=world.ids["tenancy.kopecky"], month=APRIL)
    top_up = world.ok("strnadova", RENT + "GetTopUp", request).top_up
    remains = RENT_AMOUNT + SERVICES_AMOUNT - BENEFIT_AMOUNT
    expect("what he has to pay", top_up.to_pay.minor_units, remains)
    world.tell_allowed(
        "34.top_up",
        charged=world.amount(top_up.charged.minor_units),
        direct=world.amount(top_up.direct.minor_units),
        remains=world.amount(remains),
    )
