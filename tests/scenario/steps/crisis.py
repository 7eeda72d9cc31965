"""The crisis branch: help against his will, and what is owed for it; a suspicion to be reported.

Comes after the withdrawal of step 38. Adds crisis.kopecky, override.kopecky, reflection.kopecky,
crisis_plan.kopecky and report.kopecky.
"""

from opora.common.v1 import areas_pb2, audit_pb2, types_pb2
from opora.conference.v1 import crisis_pb2, crisis_plan_pb2
from opora.registry.v1 import access_pb2, debt_pb2, one_off_pb2

from expect import expect, expect_that
from play import step

HEALTH = areas_pb2.DATA_AREA_HEALTH


@step("C1", "crisis")
def crisis_opened(world):
    world.tell("C1.found")
    request = crisis_pb2.OpenCrisisRequest(
        crisis=crisis_pb2.Crisis(
            client_id=world.ids["client.kopecky.most"],
            kind=crisis_pb2.CRISIS_KIND_HEALTH_EMERGENCY,
            description=world.text("C1.description"),
            occurred_at=world.now(minutes=-5),
            signal_source=crisis_pb2.SIGNAL_SOURCE_NEIGHBOURS,
            priority=crisis_pb2.CRISIS_PRIORITY_ACUTE,
        )
    )
    crisis = world.ok("strnadova", "CrisisService.OpenCrisis", request).crisis
    expect("areas that it betrays", list(crisis.areas), [areas_pb2.DATA_AREA_CRISIS, HEALTH])
    expect("who stays with him", crisis.key_worker_id, world.ids["worker.strnadova"])
    world.ids["crisis.kopecky"] = crisis.crisis_id
    world.tell_allowed("C1.opened")


@step("C2", "crisis")
def rescue_against_his_will(world):
    world.tell("C2.will")
    request = crisis_pb2.CallRescueAgainstWillRequest(
        override=crisis_pb2.EmergencyOverride(
            crisis_id=world.ids["crisis.kopecky"],
            client_id=world.ids["client.kopecky.most"],
            recipient_name=world.text("C2.recipient"),
            wording=world.text("C2.wording"),
            told_areas=[HEALTH, areas_pb2.DATA_AREA_ADDRESS],
            client_disagreement=world.text("C2.no"),
        )
    )
    response = world.ok("strnadova", "CrisisService.CallRescueAgainstWill", request)
    made = response.override
    expect("entered in the registry", made.disclosure_state, crisis_pb2.DISCLOSURE_STATE_RECORDED)
    expect("the warning", reasons(response), [("FACTS_MISSING", "CONF-103")])
    expect(
        "the reflection waits", response.reflection.state, crisis_pb2.REFLECTION_STATE_WAITING
    )
    world.ids["override.kopecky"] = made.override_id
    world.ids["reflection.kopecky"] = response.reflection.reflection_id
    world.tell_allowed("C2.called", statute=made.statute)
    told_once(world, made)
    world.tell("C2.later")
    complete = crisis_pb2.CompleteOverrideFactsRequest(
        override_id=made.override_id, observed_facts=world.text("C2.facts")
    )
    completed = world.ok("strnadova", "CrisisService.CompleteOverrideFacts", complete)
    expect_that("in time", not completed.warnings, completed)
    world.tell_allowed("C2.completed")


def reasons(response):
    return [(one.reason, one.rule) for one in response.warnings]


def told_once(world, made):
    """The disclosure is in the registry, on its own basis, and opens nothing to anybody."""
    listing = access_pb2.ListOneOffDisclosuresRequest(client_id=made.client_id)
    told = world.ok("strnadova", "AccessService.ListOneOffDisclosures", listing).disclosures
    found = [one for one in told if one.disclosure_id == made.disclosure_id]
    expect("entries of the registry", len(found), 1)
    expect("its basis", found[0].basis, audit_pb2.BASIS_EMERGENCY)
    expect("its key", found[0].source_ref, made.override_id)
    request = debt_pb2.ListDebtsRequest(client_id=world.ids["client.kopecky.most"])
    world.refused("pokorna", "DebtService.ListDebts", request, "NOT_FOUND", "NOT_FOUND")
    world.tell("C2.opens_nothing")


@step("C3", "crisis")
def plan_in_crisis(world):
    world.tell("C3.plan")
    request = crisis_plan_pb2.CreateCrisisPlanRequest(
        plan=crisis_plan_pb2.CrisisPlan(
            client_id=world.ids["client.kopecky.most"],
            situations=[
                crisis_plan_pb2.CrisisSituation(
                    situation=world.text("C3.situation"), reaction=world.text("C3.reaction")
                )
            ],
        )
    )
    response = world.ok("strnadova", "CrisisPlanService.CreateCrisisPlan", request)
    expect("the warning", reasons(response), [("PLAN_IN_CRISIS", "CONF-96")])
    world.ids["crisis_plan.kopecky"] = response.plan.plan_id
    world.tell_allowed("C3.warned", message=response.warnings[0].message)
    kinds = [one.kind for one in work(world)]
    expect_that(
        "the reflection is not due yet", crisis_pb2.CRISIS_WORK_KIND_REFLECTION not in kinds, kinds
    )


def work(world):
    request = crisis_pb2.ListCrisisWorkRequest(page_size=500)
    return world.ok("strnadova", "CrisisService.ListCrisisWork", request).work


@step("C4", "crisis")
def reflection(world):
    world.tell("C4.stable")
    stabilise = crisis_pb2.StabiliseCrisisRequest(crisis_id=world.ids["crisis.kopecky"])
    world.ok("strnadova", "CrisisService.StabiliseCrisis", stabilise)
    due = [one.record_id for one in work(world) if one.rpc.endswith("CloseReflection")]
    expect("reflections due", due, [world.ids["reflection.kopecky"]])
    world.tell_allowed("C4.due")
    approve = crisis_plan_pb2.ApproveCrisisPlanRequest(
        plan_id=world.ids["crisis_plan.kopecky"],
        client_approval=types_pb2.Attestation(
            person=world.text("38.person"),
            form=types_pb2.ATTESTATION_FORM_ORAL,
            occurred_at=world.now(minutes=-1),
        ),
    )
    approved = world.ok("strnadova", "CrisisPlanService.ApproveCrisisPlan", approve)
    expect("warnings after the crisis", reasons(approved), [])
    world.tell_allowed("C4.plan")
    world.tell("C4.talk")
    close = crisis_pb2.CloseReflectionRequest(
        reflection_id=world.ids["reflection.kopecky"],
        explanation=world.text("C4.explanation"),
        client_view=world.text("C4.view"),
    )
    closed = world.ok("strnadova", "CrisisService.CloseReflection", close).reflection
    expect("its state", closed.state, crisis_pb2.REFLECTION_STATE_TALKED)
    world.tell_allowed("C4.talked")


@step("C5", "crisis")
def suspicion(world):
    world.tell("C5.child")
    request = crisis_pb2.RaiseSuspicionRequest(
        report=crisis_pb2.MandatoryReport(
            client_id=world.ids["client.kopecky.most"],
            situation=one_off_pb2.REPORTABLE_SITUATION_NEGLECT,
            suspicion=world.text("C5.suspicion"),
            signal_source=crisis_pb2.SIGNAL_SOURCE_SCHOOL,
            signal_by=world.text("C5.signal_by"),
            occurred_at=world.now(minutes=-1),
            planned_with_client=True,
            planned_note=world.text("C5.planned"),
            client_disagreement=world.text("C5.no"),
        )
    )
    raised = world.ok("strnadova", "CrisisService.RaiseSuspicion", request)
    report = raised.report
    world.ids["report.kopecky"] = report.report_id
    recipients = {one.recipient for one in raised.recipients}
    police, ospod = (
        one_off_pb2.OUTSIDE_RECIPIENT_POLICE,
        one_off_pb2.OUTSIDE_RECIPIENT_CHILD_PROTECTION,
    )
    expect("who takes it", recipients, {police, ospod})
    expect("on top of the list", work(world)[0].record_id, report.report_id)
    world.tell_allowed("C5.on_top")
    file_report(world, report.report_id, police)


def file_report(world, report_id, police):
    world.tell("C5.file")
    request = crisis_pb2.FileReportRequest(
        report_id=report_id,
        recipient=police,
        recipient_name=world.text("C5.office"),
        wording=world.text("C5.wording"),
    )
    filed = world.ok("strnadova", "CrisisService.FileReport", request).report
    expect("its state", filed.state, crisis_pb2.MANDATORY_REPORT_STATE_FILED)
    expect(
        "entered in the registry",
        filed.filings[0].disclosure_state,
        crisis_pb2.DISCLOSURE_STATE_RECORDED,
    )
    expect("his disagreement, as said", filed.client_disagreement, world.text("C5.no"))
    world.tell_allowed("C5.filed", statute=filed.filings[0].statute)
    notified = crisis_pb2.RecordOspodNotifiedRequest(
        report_id=report_id, notified_on=world.today()
    )
    world.ok("strnadova", "CrisisService.RecordOspodNotified", notified)
    world.tell_allowed("C5.ospod")
