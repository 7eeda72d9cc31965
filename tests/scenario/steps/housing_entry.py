"""Steps 27, 28, 30 and 31: from the programme to the good news.

Adds programme.housing, house.lipova, flat.kopecky, flat.friday and application.kopecky.
"""

from opora.common.v1 import types_pb2
from opora.housing.v1 import application_pb2, flat_pb2, programme_pb2
from opora.registry.v1 import repayment_pb2

from expect import expect, expect_that
from play import step
from steps.debts import FIRST_DUE, VISIT

APPLY = "ApplicationService."
PROGRAMME = "ProgrammeService."
KEPT = repayment_pb2.DEBTOR_STANDING_DEBT_ON_KEPT_SCHEDULE


def date(year, month, day):
    return types_pb2.Date(year=year, month=month, day=day)


@step("27", "programme")
def programme_begins(world):
    world.tell("27.create")
    request = programme_pb2.CreateProgrammeRequest(programme=draft(world))
    made = world.ok("vankova", PROGRAMME + "CreateProgramme", request).programme
    expect("its state", made.state, programme_pb2.PROGRAMME_STATE_DRAFT)
    world.ids["programme.housing"] = made.programme_id
    activate = programme_pb2.ActivateProgrammeRequest(programme_id=made.programme_id)
    error = world.refused(
        "vankova",
        PROGRAMME + "ActivateProgramme",
        activate,
        "FAILED_PRECONDITION",
        "COORDINATOR_MISSING",
        "HOUS-04",
    )
    world.tell_refused(error)
    world.tell("27.coordinator")
    name_roles(world)
    rules(world)
    response = world.ok("vankova", PROGRAMME + "ActivateProgramme", activate)
    expect("its state", response.programme.state, programme_pb2.PROGRAMME_STATE_ACTIVE)
    warned = [one.reason for one in response.warnings]
    expect("what it warns of", warned, ["WORKING_GROUP_MISSING"])
    world.tell_allowed("27.active", message=response.warnings[0].message)
    flats(world)


def draft(world):
    def partner(side, kind, unit, **further):
        return programme_pb2.ProgrammePartner(
            side=getattr(programme_pb2, f"PARTNER_SIDE_{side}"),
            type=getattr(programme_pb2, f"PARTNER_TYPE_{kind}"),
            **world.unit(unit),
            **further,
        )

    return programme_pb2.Programme(
        realiser_type=programme_pb2.PARTNER_TYPE_MUNICIPALITY,
        name=world.text("27.name"),
        kind=programme_pb2.PROGRAMME_KIND_PROJECT,
        variant=programme_pb2.PROGRAMME_VARIANT_PROVIDER_AND_MUNICIPAL_FLATS,
        administration_model=programme_pb2.ADMINISTRATION_MODEL_SOCIAL_DEPT,
        valid_from=date(2023, 1, 1),
        partners=[
            partner("SUPPORT", "NGO", "most", agenda=world.text("27.agenda_support")),
            partner(
                "LANDLORD",
                "MUNICIPALITY",
                "town.housing",
                agenda=world.text("27.agenda_landlord"),
                briefed_on=date(2023, 2, 1),
            ),
        ],
        application_rules=world.text("27.rules"),
        left_belongings_agreement="SOC-2023-17",
        complaint_methodology="2023/1",
    )


def name_role(world, by, who, function, unit):
    role = programme_pb2.ProgrammeRole(
        programme_id=world.ids["programme.housing"],
        function=getattr(programme_pb2, f"PROGRAMME_FUNCTION_{function}"),
        worker_id=world.ids[f"worker.{who}"],
        valid_from=date(2023, 1, 1),
        **world.unit(unit),
    )
    return world.ok(by, PROGRAMME + "NameRole", programme_pb2.NameRoleRequest(role=role)).role


def name_roles(world):
    name_role(world, "vankova", "vankova", "COORDINATOR", "town.social")
    name_role(world, "vankova", "horak", "APPLICATION_OFFICER", "town.social")
    name_role(world, "vankova", "strnadova", "SUPPORT_WORKER", "most")
    name_role(world, "pokorna", "bartosova", "COMPLAINT_OFFICER", "town.housing")
    name_role(world, "pokorna", "kral", "PROPERTY_MANAGER", "town.housing")


def rules(world):
    programme_id = world.ids["programme.housing"]
    criteria = programme_pb2.SelectionCriteria(
        criteria=[
            programme_pb2.Criterion(
                code="HOUSING_NEED", name=world.text("27.need"), weight=10, largest_value=5
            ),
            programme_pb2.Criterion(
                code="CHILDREN", name=world.text("27.children"), weight=3, largest_value=4
            ),
        ]
    )
    request = programme_pb2.PutSelectionCriteriaRequest(
        programme_id=programme_id, criteria=criteria
    )
    world.ok("vankova", PROGRAMME + "PutSelectionCriteria", request)
    agree_conditions(world)
    for since, tolerance in ((2022, "MUST_OWE_NOTHING"), (2023, "KEPT_SCHEDULE")):
        rule = programme_pb2.DebtRule(
            programme_id=programme_id,
            tolerance=getattr(programme_pb2, f"DEBT_TOLERANCE_{tolerance}"),
            valid_from=date(since, 6, 1),
            **world.unit("town.housing"),
        )
        request = programme_pb2.PutDebtRuleRequest(debt_rule=rule)
        world.ok("pokorna", PROGRAMME + "PutDebtRule", request)


def agree_conditions(world):
    conditions = programme_pb2.LandlordConditions(
        programme_id=world.ids["programme.housing"],
        conditions=[programme_pb2.LandlordCondition(wording=world.text("27.decent"))],
        approval_bodies=[world.text("27.commission"), world.text("27.council")],
        **world.unit("town.housing"),
    )
    request = programme_pb2.PutLandlordConditionsRequest(conditions=conditions)
    put = world.ok("pokorna", PROGRAMME + "PutLandlordConditions", request)
    expect("an unclear word", [one.rule for one in put.warnings], ["HOUS-14"])
    clarify = programme_pb2.ClarifyConditionRequest(
        conditions_id=put.conditions.conditions_id,
        condition_id=put.conditions.conditions[0].condition_id,
        observable_criterion=world.text("27.observable"),
    )
    world.ok("pokorna", PROGRAMME + "ClarifyCondition", clarify)
    agree = programme_pb2.AgreeLandlordConditionsRequest(
        conditions_id=put.conditions.conditions_id
    )
    world.ok("pokorna", PROGRAMME + "AgreeLandlordConditions", agree)


def flats(world):
    house = flat_pb2.House(
        programme_id=world.ids["programme.housing"], address=world.text("27.address")
    )
    request = flat_pb2.CreateHouseRequest(house=house)
    made = world.ok("pokorna", "FlatService.CreateHouse", request).house
    world.ids["house.lipova"] = made.house_id
    sheet = flat_pb2.PublishContactsRequest(
        house_id=made.house_id,
        published_contacts=world.text("27.sheet"),
        published_on=date(2023, 3, 1),
    )
    world.ok("pokorna", "FlatService.PublishContacts", sheet)
    for key, label in (("kopecky", "12"), ("friday", "7")):
        flat = flat_pb2.Flat(
            house_id=made.house_id,
            label=label,
            rooms=2,
            largest_household=3,
            energy_state=flat_pb2.ENERGY_STATE_NO_CONTRACT,
        )
        request = flat_pb2.CreateFlatRequest(flat=flat)
        stored = world.ok("pokorna", "FlatService.CreateFlat", request).flat
        world.ids[f"flat.{key}"] = stored.flat_id


@step("28", "programme")
def investigated_by_whom(world):
    world.tell("28.submit")
    application = application_pb2.Application(
        client_id=world.ids["client.kopecky.most"],
        programme_id=world.ids["programme.housing"],
        household_size=2,
        need=world.text("28.need"),
    )
    request = application_pb2.SubmitApplicationRequest(application=application)
    received = world.ok("strnadova", APPLY + "SubmitApplication", request).application
    expect("its state", received.state, application_pb2.APPLICATION_STATE_RECEIVED)
    world.ids["application.kopecky"] = received.application_id
    world.tell_allowed("28.received")
    application_id = received.application_id
    register = application_pb2.RegisterApplicationRequest(application_id=application_id)
    world.ok("horak", APPLY + "RegisterApplication", register)
    world.tell("28.support")
    start = application_pb2.StartInvestigationRequest(application_id=application_id)
    error = world.refused(
        "strnadova",
        APPLY + "StartInvestigation",
        start,
        "PERMISSION_DENIED",
        "SUPPORT_TEAM_KEEPS_OUT",
        "HOUS-24",
    )
    world.tell_refused(error)
    world.tell("28.officer")
    world.ok("horak", APPLY + "StartInvestigation", start)
    findings = application_pb2.RecordFindingsRequest(
        application_id=application_id,
        facts=[
            application_pb2.InvestigationFact(
                topic=world.text("28.topic"),
                content=world.text("28.content"),
                verification=application_pb2.FACT_VERIFICATION_VERIFIED,
                verified_how=world.text("28.how"),
                found_on=date(2023, 11, 20),
            )
        ],
    )
    world.ok("horak", APPLY + "RecordFindings", findings)
    complete = application_pb2.CompleteInvestigationRequest(application_id=application_id)
    done = world.ok("horak", APPLY + "CompleteInvestigation", complete).application
    expect("its state", done.state, application_pb2.APPLICATION_STATE_INVESTIGATED)
    world.tell_allowed("28.investigated")


def select(world, day):
    to = world.unit("town.housing")
    return application_pb2.SelectApplicationRequest(
        application_id=world.ids["application.kopecky"],
        landlord_agency_id=to["agency_id"],
        landlord_department_id=to["department_id"],
        score_items=[
            application_pb2.ScoreItem(code="HOUSING_NEED", value=4),
            application_pb2.ScoreItem(code="CHILDREN", value=1),
        ],
        as_of_date=day,
    )


@step("30", "programme")
def selected_on_a_kept_schedule(world):
    world.tell("30.select_before", day=world.day(VISIT))
    error = world.refused(
        "horak",
        APPLY + "SelectApplication",
        select(world, VISIT),
        "FAILED_PRECONDITION",
        "DEBT_RULE_REFUSES",
        "HOUS-39",
    )
    expect("the version that refuses", error.metadata["debt_rule_version"], "2")
    world.tell_refused(error)
    world.tell("30.select_after", day=world.day(FIRST_DUE))
    chosen = world.ok("horak", APPLY + "SelectApplication", select(world, FIRST_DUE)).application
    expect("its state", chosen.state, application_pb2.APPLICATION_STATE_SELECTED)
    expect("his standing", chosen.standing, KEPT)
    expect("points, none taken off", chosen.score, 43)
    expect("the rule that was used", chosen.debt_rule_version, 2)
    world.tell_allowed("30.selected", score=chosen.score, version=chosen.debt_rule_version)


def seen_by(world, who, **acting):
    request = application_pb2.GetApplicationRequest(
        application_id=world.ids["application.kopecky"]
    )
    return world.ok(who, APPLY + "GetApplication", request, **acting).application


def expect_discreet(world, who):
    """What somebody sees to whom the selection is none of their business yet."""
    seen = seen_by(world, who)
    expect("what is seen", seen.state, application_pb2.APPLICATION_STATE_INVESTIGATED)
    expect_that("and nothing that came after", not seen.approvals and not seen.flat_id, seen)
    expect_that("no etag tells of a change", not seen.etag, seen)


@step("31", "programme")
def approved_is_not_notified(world):
    application_id = world.ids["application.kopecky"]
    world.tell("31.bodies")
    submit = application_pb2.SubmitForApprovalRequest(application_id=application_id)
    world.ok("horak", APPLY + "SubmitForApproval", submit)
    for body, day in (("27.commission", date(2024, 1, 10)), ("27.council", date(2024, 2, 5))):
        request = application_pb2.ApproveApplicationRequest(
            application_id=application_id, body=world.text(body), decided_on=day
        )
        approved = world.ok("pokorna", APPLY + "ApproveApplication", request).application
    expect("its state", approved.state, application_pb2.APPLICATION_STATE_APPROVED)
    world.tell_allowed("31.approved")
    world.tell("31.secret")
    expect_discreet(world, "strnadova")
    expect_discreet(world, "dolezel")
    world.tell_allowed("31.unseen")
    world.tell("31.too_early")
    notify = application_pb2.NotifyAcceptanceRequest(application_id=application_id)
    error = world.refused(
        "strnadova",
        APPLY + "NotifyAcceptance",
        notify,
        "FAILED_PRECONDITION",
        "FLAT_NOT_CONFIRMED",
        "HOUS-43",
    )
    world.tell_refused(error)
    world.tell("31.flat")
    confirm = application_pb2.ConfirmFlatRequest(
        application_id=application_id,
        flat_id=world.ids["flat.kopecky"],
        move_in_from=date(2024, 3, 1),
        move_in_to=date(2024, 4, 15),
    )
    confirmed = world.ok("pokorna", APPLY + "ConfirmFlat", confirm).application
    expect("its state", confirmed.state, application_pb2.APPLICATION_STATE_FLAT_CONFIRMED)
    world.tell("31.housing")
    error = world.refused(
        "pokorna",
        APPLY + "NotifyAcceptance",
        notify,
        "PERMISSION_DENIED",
        "NOT_SUPPORT_TEAM",
        "HOUS-42",
    )
    world.tell_refused(error)
    world.tell("31.tell")
    told = world.ok("strnadova", APPLY + "NotifyAcceptance", notify)
    expect("its state", told.application.state, application_pb2.APPLICATION_STATE_NOTIFIED)
    expect_that("he has a key worker", not told.warnings, told)
    world.tell_allowed("31.told")
