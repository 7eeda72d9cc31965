"""Steps 10 and 25: what he owes and what was done for him.

Adds debt.energy and debt.operator.
"""

from opora.common.v1 import types_pb2
from opora.registry.v1 import debt_pb2, support_pb2

from expect import expect, expect_that
from play import step

KNOWN = 124000  # hellers
UNITS = {
    "ACCOMPANIMENT": support_pb2.SUPPORT_UNIT_HOUR,
    "EXPERT_CONSULTATION": support_pb2.SUPPORT_UNIT_DAY,
}


@step("10", "daily")
def debts(world):
    world.tell("10.energy")
    unknown = open_debt(
        world,
        kind=debt_pb2.DEBT_KIND_ENERGY,
        creditor_agency_id=world.ids["agency.energy"],
        origin_date=types_pb2.PartialDate(year=2023),
    )
    expect_that("an unknown amount is absent, not zero", not unknown.HasField("principal"), unknown)
    world.ids["debt.energy"] = unknown.debt_id
    world.tell_allowed("10.unknown")
    world.tell("10.operator")
    known = open_debt(
        world,
        kind=debt_pb2.DEBT_KIND_OTHER,
        creditor_name="Mluvka, telefonní operátor",
        principal=types_pb2.Money(minor_units=KNOWN, currency_code="CZK"),
    )
    world.ids["debt.operator"] = known.debt_id
    listed = list_debts(world, "strnadova")
    expect(
        "debts, newest first",
        [one.debt_id for one in listed.debts],
        [known.debt_id, unknown.debt_id],
    )
    expect_sums(listed)
    world.tell_allowed("10.sum", known=world.amount(KNOWN))
    read_by_parties(world)


def open_debt(world, **debt):
    request = debt_pb2.OpenDebtRequest(
        debt=debt_pb2.Debt(client_id=world.ids["client.kopecky.most"], **debt)
    )
    stored = world.ok("strnadova", "DebtService.OpenDebt", request).debt
    expect("its state", stored.state, debt_pb2.DEBT_STATE_OPEN)
    return stored


def list_debts(world, who, **acting):
    request = debt_pb2.ListDebtsRequest(client_id=world.ids["client.kopecky.most"])
    return world.ok(who, "DebtService.ListDebts", request, **acting)


def expect_sums(listed):
    known = sum(one.known.minor_units for one in listed.sums)
    unknown = sum(one.unknown_count for one in listed.sums)
    expect("sum of the known and number of the unknown", (known, unknown), (KNOWN, 1))


def read_by_parties(world):
    """What the consent of step 8 is for."""
    world.tell("10.parties")
    for who in ("dolezel", "pokorna"):
        listed = list_debts(world, who, purpose="AGREED_SUPPORT")
        expect(f"debts that {who} reads on the consent", len(listed.debts), 2)
        expect_sums(listed)
    world.tell_allowed("10.read")


@step("25", "daily")
def support(world):
    world.tell("25.support")
    given = (("ACCOMPANIMENT", 3), ("EXPERT_CONSULTATION", 1))
    for code, quantity in given:
        response = world.ok("strnadova", RECORD, support_of(world, code, UNITS[code], quantity))
        expect_that("nothing to warn of", not response.warnings, response)
    world.tell_allowed("25.recorded")
    wrong_unit(world)
    check_list(world)


RECORD = "SupportService.RecordSupport"


def categories(world):
    """The catalogue of support, made once."""
    for code, unit in UNITS.items():
        category = support_pb2.SupportCategory(
            code=code, name=world.text(f"category.{code}"), unit=unit
        )
        request = support_pb2.CreateSupportCategoryRequest(category=category)
        stored = world.ok("admin", "SupportService.CreateSupportCategory", request).category
        world.ids[f"category.{code}"] = stored.category_id


def support_of(world, code, unit, quantity, occurred_at=None):
    return support_pb2.RecordSupportRequest(
        support_record=support_pb2.SupportRecord(
            client_id=world.ids["client.kopecky.most"],
            category_id=world.ids[f"category.{code}"],
            quantity_milli=quantity * 1000,
            unit=unit,
            occurred_at=occurred_at or world.now(minutes=-90),
        )
    )


def wrong_unit(world):
    world.tell("25.wrong")
    request = support_of(world, "ACCOMPANIMENT", support_pb2.SUPPORT_UNIT_DAY, 1)
    error = world.refused(
        "strnadova", RECORD, request, "INVALID_ARGUMENT", "UNIT_OF_CATEGORY", "REG-81"
    )
    wrong = [one.field for one in error.field_violations]
    expect("the field that is wrong", wrong, ["support_record.unit"])
    world.tell_refused(error)


def check_list(world):
    request = support_pb2.ListSupportRequest(client_id=world.ids["client.kopecky.most"])
    listed = world.ok("strnadova", "SupportService.ListSupport", request).support_records
    expect(
        "support, newest first, each in its unit",
        [(one.quantity_milli, one.unit) for one in listed],
        [
            (1000, support_pb2.SUPPORT_UNIT_DAY),
            (3000, support_pb2.SUPPORT_UNIT_HOUR),
            (1000, support_pb2.SUPPORT_UNIT_HOUR),
        ],
    )
    givers = ["strnadova", "strnadova", "petra"]
    expect("who gave it", [world.worker_key(one.worker_id) for one in listed], givers)
