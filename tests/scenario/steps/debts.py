"""Steps 24, 29 and what of 30 the registry answers: what he owes is repaid.

Adds schedule.energy, debt.rent, schedule.rent, debt.overpaid, schedule.overpaid and the policies
policy.town and policy.labour.
"""

from opora.common.v1 import types_pb2
from opora.registry.v1 import debt_pb2, repayment_pb2

from expect import expect, expect_that
from play import step
from steps.daily import open_debt

VISIT = types_pb2.Date(year=2023, month=11, day=7)
FIRST_DUE = types_pb2.Date(year=2023, month=12, day=15)
PAID = types_pb2.Date(year=2023, month=12, day=14)
NEW_YEAR = types_pb2.Date(year=2023, month=1, day=1)
ENERGY = 600000  # hellers, as all amounts here
RENT = 240000
OVERPAID = 240000


def czk(hellers):
    return types_pb2.Money(minor_units=hellers, currency_code="CZK")


def means():
    """What he earns and what he cannot do without."""
    return repayment_pb2.AffordabilityStatement(
        monthly_income=czk(1430000), monthly_expenses=czk(1340000)
    )


def schedule_of(debt_id, hellers, **further):
    return repayment_pb2.CreateRepaymentScheduleRequest(
        schedule=repayment_pb2.RepaymentSchedule(
            debt_id=debt_id,
            instalment=czk(hellers),
            first_due_date=FIRST_DUE,
            agreed_on=VISIT,
            **further,
        )
    )


def agree(world, debt_id, hellers, **further):
    request = schedule_of(debt_id, hellers, **further)
    return world.ok("strnadova", "RepaymentService.CreateRepaymentSchedule", request)


def warned(response):
    return [(one.reason, one.rule) for one in response.warnings]


def standing(world, who, creditor, day):
    request = repayment_pb2.GetDebtorStandingRequest(
        client_id=world.ids["client.kopecky.most"],
        creditor_agency_id=world.ids[f"agency.{creditor}"],
        as_of_date=day,
    )
    return world.ok(who, "RepaymentService.GetDebtorStanding", request)


@step("24", "debts")
def energy_is_repaid(world):
    world.tell("24.visit")
    request = debt_pb2.RecordDebtAmountRequest(
        debt_id=world.ids["debt.energy"],
        principal=czk(ENERGY),
        amount_source=world.text("24.source"),
        amount_verified_on=VISIT,
    )
    debt = world.ok("strnadova", "DebtService.RecordDebtAmount", request).debt
    expect("the amount, now that it is known", debt.principal.minor_units, ENERGY)
    world.tell_allowed("24.known", amount=world.amount(ENERGY))
    world.tell("24.without")
    bare = agree(world, debt.debt_id, 50000)
    expect("its state", bare.schedule.state, repayment_pb2.SCHEDULE_STATE_AGREED)
    expect("warnings", warned(bare), [("AFFORDABILITY_MISSING", "REG-98")])
    world.tell_allowed("24.warned", message=bare.warnings[0].message)
    world.tell("24.with")
    agreed = agree(world, debt.debt_id, 50000, affordability=means())
    expect("its state", agreed.schedule.state, repayment_pb2.SCHEDULE_STATE_AGREED)
    expect("warnings", warned(agreed), [])
    expect("instalments", len(agreed.schedule.instalments), 12)
    expect_that("the supplier has no minimum", not agreed.schedule.below_policy, agreed)
    expect_that("nor any policy", not agreed.schedule.HasField("policy_id"), agreed)
    world.ids["schedule.energy"] = agreed.schedule.schedule_id
    world.tell_allowed("24.agreed", n=12, day=world.day(agreed.schedule.end_date))


@step("29", "debts")
def each_creditor_has_its_own_minimum(world):
    world.tell("29.policies")
    put_policy(world, "tomesova", "town", 5000)
    put_policy(world, "vesela", "labour", 10000)
    repay_the_town(world)
    repay_the_office(world)


def put_policy(world, who, creditor, minimum):
    policy = repayment_pb2.CreditorPolicy(
        creditor_agency_id=world.ids[f"agency.{creditor}"],
        valid_from=NEW_YEAR,
        minimum_instalment=czk(minimum),
        waiver_ceiling=czk(2000000),
        body_above_ceiling=world.text("29.council"),
    )
    request = repayment_pb2.PutCreditorPolicyRequest(policy=policy)
    stored = world.ok(who, "RepaymentService.PutCreditorPolicy", request, role="HEAD_OF_UNIT")
    world.ids[f"policy.{creditor}"] = stored.policy.policy_id


def repay_the_town(world):
    world.tell("29.rent", amount=world.amount(RENT))
    debt = open_debt(
        world,
        kind=debt_pb2.DEBT_KIND_RENT,
        creditor_agency_id=world.ids["agency.town"],
        principal=czk(RENT),
        origin_date=types_pb2.PartialDate(year=2021),
    )
    world.ids["debt.rent"] = debt.debt_id
    world.tell("29.without")
    error = world.refused(
        "strnadova",
        "RepaymentService.CreateRepaymentSchedule",
        schedule_of(debt.debt_id, 5000),
        "FAILED_PRECONDITION",
        "AFFORDABILITY_MISSING",
        "REG-98",
    )
    world.tell_refused(error)
    world.tell("29.with")
    agreed = agree(world, debt.debt_id, 5000, affordability=means())
    expect("its state", agreed.schedule.state, repayment_pb2.SCHEDULE_STATE_AGREED)
    expect("warnings", warned(agreed), [])
    expect("the policy that was in force", agreed.schedule.policy_id, world.ids["policy.town"])
    world.ids["schedule.rent"] = agreed.schedule.schedule_id
    world.tell_allowed("29.agreed", n=len(agreed.schedule.instalments))


def repay_the_office(world):
    world.tell("29.office")
    debt = open_debt(
        world,
        kind=debt_pb2.DEBT_KIND_OTHER,
        creditor_agency_id=world.ids["agency.labour"],
        principal=czk(OVERPAID),
        origin_date=types_pb2.PartialDate(year=2022, month=6),
    )
    world.ids["debt.overpaid"] = debt.debt_id
    asked = agree(world, debt.debt_id, 5000, affordability=means())
    expect("its state", asked.schedule.state, repayment_pb2.SCHEDULE_STATE_DRAFT)
    expect_that("it is marked", asked.schedule.below_policy, asked)
    expect("warnings", warned(asked), [("BELOW_POLICY", "REG-97")])
    world.tell_allowed("29.below", message=asked.warnings[0].message)
    decision = repayment_pb2.ScheduleDecision(
        agreed=True,
        reasons=world.text("29.reasons"),
        deciding_body=world.text("29.body"),
        decided_on=VISIT,
    )
    request = repayment_pb2.DecideRepaymentScheduleRequest(
        schedule_id=asked.schedule.schedule_id, decision=decision
    )
    decided = world.ok("strnadova", "RepaymentService.DecideRepaymentSchedule", request).schedule
    expect("its state", decided.state, repayment_pb2.SCHEDULE_STATE_AGREED)
    expect_that("what it was stays visible", decided.below_policy, decided)
    world.ids["schedule.overpaid"] = decided.schedule_id
    world.tell_allowed("29.decided")


@step("30", "debts")
def kept_from_the_first_instalment_on(world):
    world.tell("30.before")
    before = standing(world, "pokorna", "town", VISIT)
    expect("how he stands", before.standing, repayment_pb2.DEBTOR_STANDING_DEBT)
    expect("free of debt", before.debt_free, False)
    told = world.label(repayment_pb2.DebtorStanding, before.standing)
    world.tell_allowed("30.debt", standing=told)
    world.tell("30.paid")
    request = repayment_pb2.RecordInstalmentPaidRequest(
        schedule_id=world.ids["schedule.rent"], amount=czk(5000), paid_on=PAID
    )
    paid = world.ok("strnadova", "RepaymentService.RecordInstalmentPaid", request).schedule
    expect("its state", paid.state, repayment_pb2.SCHEDULE_STATE_ACTIVE)
    after = standing(world, "pokorna", "town", FIRST_DUE)
    kept = repayment_pb2.DEBTOR_STANDING_DEBT_ON_KEPT_SCHEDULE
    expect("how he stands", (after.standing, after.debt_free), (kept, True))
    expect("the policy it was judged by", after.policy_id, world.ids["policy.town"])
    world.tell_allowed("30.kept", standing=world.label(repayment_pb2.DebtorStanding, kept))
