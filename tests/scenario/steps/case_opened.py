"""Step 11: a case with one coordinator, beginning with what he is good at.

Adds case.kopecky, assessment.kopecky and need.debt.
"""

from opora.common.v1 import areas_pb2, types_pb2
from opora.conference.v1 import case_pb2, support_plan_pb2

from expect import expect, expect_that
from play import step


@step("11", "case")
def case_opened(world):
    world.tell("11.open")
    request = case_pb2.OpenCaseRequest(
        case=case_pb2.Case(
            client_id=world.ids["client.kopecky.labour"],
            type=case_pb2.CASE_TYPE_INDIVIDUAL,
            manager_mode=case_pb2.MANAGER_MODE_ACTIVE_SUPPORT,
            client_agreement=types_pb2.Attestation(
                person=world.text("11.client"),
                form=types_pb2.ATTESTATION_FORM_ORAL,
                occurred_at=world.now(minutes=-3),
            ),
        )
    )
    case = getattr(world.ok("dolezel", "CaseService.OpenCase", request, **MANAGER), "case")
    expect("its state", case.state, case_pb2.CASE_STATE_ASSESSING)
    expect("its case manager", case.case_manager_worker_id, world.ids["worker.dolezel"])
    world.ids["case.kopecky"] = case.case_id
    world.tell_allowed("11.opened")
    assess(world)


MANAGER = {"role": "CASE_MANAGER"}


def assess(world):
    world.tell("11.problems_only")
    request = assessment(world)
    name = "SupportPlanService.AddAssessment"
    error = world.refused(
        "dolezel", name, request, "FAILED_PRECONDITION", "STRENGTHS_MISSING", "CONF-11", **MANAGER
    )
    world.tell_refused(error)
    world.tell("11.asks")
    request.assessment.strengths.extend(world.text(f"11.strength.{n}") for n in (1, 2))
    stored = world.ok("dolezel", name, request, **MANAGER).assessment
    expect("strengths", len(stored.strengths), 2)
    expect_that("his own view stands beside the need", stored.needs[0].client_view, stored)
    world.ids["assessment.kopecky"] = stored.assessment_id
    world.ids["need.debt"] = stored.needs[0].need_id
    world.tell_allowed("11.assessed")
    world.narrator.list(stored.strengths)


def assessment(world):
    return support_plan_pb2.AddAssessmentRequest(
        assessment=support_plan_pb2.Assessment(
            case_id=world.ids["case.kopecky"],
            needs=[
                support_plan_pb2.Need(
                    area=areas_pb2.DATA_AREA_DEBTS,
                    need=world.text("11.need"),
                    client_view=world.text("11.view"),
                )
            ],
            occurred_at=world.now(minutes=-2),
        )
    )
