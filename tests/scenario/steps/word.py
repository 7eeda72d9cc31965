"""Steps 6 and 7: who may tell whom without a consent."""

from opora.common.v1 import areas_pb2, audit_pb2, context_pb2

from expect import expect, expect_that
from play import step

DEBTS = areas_pb2.DATA_AREA_DEBTS
INCOME = areas_pb2.DATA_AREA_INCOME_BENEFITS
LAW_ROW = "DELEGATED_SOCIAL_WORK"


def expect_denied(decision, reason, rule):
    one = decision.areas[0]
    expect("the decision", (one.allowed, one.reason, one.rule), (False, reason, rule))
    expect_that("it names a remedy", decision.remedy, decision)


@step("6", "word")
def without_consent(world):
    world.tell("6.ngo")
    decision = world.decision("strnadova", "kopecky.most", "town.housing", DEBTS)
    expect_denied(decision, "CONSENT_REQUIRED", "XC-18")
    proposal = decision.smallest_consent
    expect("areas of the smallest consent", list(proposal.areas), [DEBTS])
    expect("its purpose", proposal.purpose, context_pb2.PURPOSE_AGREED_SUPPORT)
    world.tell_denied(decision)
    world.tell("6.same_town_hall")
    decision = world.decision("dolezel", "kopecky.labour", "town.housing", DEBTS)
    expect_denied(decision, "CONSENT_REQUIRED", "XC-17")
    world.tell_denied(decision)


@step("7", "word")
def by_law(world):
    world.tell("7.law")
    decision = world.decision("dolezel", "kopecky.labour", "labour", INCOME)
    one = decision.areas[0]
    expect("the basis", (one.basis, one.law_row), (audit_pb2.BASIS_STATUTORY, LAW_ROW))
    expect_that("the necessary fields are named", "Statement.content" in one.fields, one)
    expect_that("and no others", "Client.birth_number" not in one.fields, one)
    world.tell_allowed(
        "7.allowed",
        basis=world.label(audit_pb2.Basis, one.basis),
        law_row=one.law_row,
        n=len(one.fields),
    )
    world.tell("7.other_purpose")
    decision = world.decision(
        "dolezel", "kopecky.labour", "labour", INCOME, purpose="DEBT_COLLECTION"
    )
    expect_denied(decision, "WRONG_PURPOSE", "XC-15")
    world.tell_denied(decision)
