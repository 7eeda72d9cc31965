"""Steps 35, 36 and 37: a complaint is heard, and the lease goes on.

Adds complaint.noise, complaint.second and decision.kopecky.
"""

from opora.housing.v1 import complaint_pb2, tenancy_pb2

from expect import expect, expect_that
from play import step
from steps.housing_entry import KEPT, date
from steps.debts import FIRST_DUE
from steps.tenancy import stamp

COMPLAINT = "ComplaintService."
ANSWERED = complaint_pb2.ANSWER_KIND_ANSWERED
FLATS = ("10", "11", "13", "14")


def submit(world, who, topic, content, day):
    request = complaint_pb2.SubmitComplaintRequest(
        complaint=complaint_pb2.Complaint(
            tenancy_id=world.ids["tenancy.kopecky"],
            type=complaint_pb2.COMPLAINT_TYPE_COMPLAINT,
            form=complaint_pb2.COMPLAINT_FORM_ORAL,
            channel=complaint_pb2.COMPLAINT_CHANNEL_TECHNICIAN,
            topic=topic,
            content=content,
            complainant=world.text("35.complainant"),
            complainant_key="11",
            received_time=day,
        )
    )
    return world.ok(who, COMPLAINT + "SubmitComplaint", request).complaint


@step("35", "complaint")
def who_tells_him(world):
    world.tell("35.technician")
    complaint = submit(
        world,
        "kral",
        complaint_pb2.COMPLAINT_TOPIC_NOISE,
        world.text("35.content"),
        stamp(2024, 5, 13),
    )
    expect("its state", complaint.state, complaint_pb2.COMPLAINT_STATE_RECEIVED)
    world.ids["complaint.noise"] = complaint.complaint_id
    forward = complaint_pb2.ForwardComplaintRequest(
        complaint_id=complaint.complaint_id,
        officer_worker_id=world.ids["worker.bartosova"],
        occurred_at=stamp(2024, 5, 14),
    )
    world.ok("kral", COMPLAINT + "ForwardComplaint", forward)
    world.tell("35.support")
    inform = complaint_pb2.InformClientRequest(
        complaint_id=complaint.complaint_id, occurred_at=stamp(2024, 5, 14, 14)
    )
    error = world.refused(
        "strnadova",
        COMPLAINT + "InformClient",
        inform,
        "PERMISSION_DENIED",
        "SUPPORT_TELLS_NOT",
        "HOUS-74",
    )
    world.tell_refused(error)
    world.tell("35.officer")
    informed = world.ok("bartosova", COMPLAINT + "InformClient", inform).complaint
    expect("its state", informed.state, complaint_pb2.COMPLAINT_STATE_CLIENT_INFORMED)
    world.tell_allowed("35.informed", day=world.day(informed.remedy_by_date))


def interview(world, flat, round_, result="INTERVIEWED", role="NEIGHBOUR", **answers):
    request = complaint_pb2.AddInterviewRequest(
        complaint_id=world.ids["complaint.noise"],
        interview=complaint_pb2.Interview(
            round=round_,
            flat_label=flat,
            role=getattr(complaint_pb2, f"INTERVIEWEE_ROLE_{role}"),
            result=getattr(complaint_pb2, f"INTERVIEW_RESULT_{result}"),
            occurred_at=stamp(2024, 5, 15 + round_, 17),
            **answers,
        ),
    )
    return world.ok("bartosova", COMPLAINT + "AddInterview", request)


def structured(world, confirms, times):
    return {
        "time_of_day_answer": ANSWERED,
        "time_of_day": world.text("36.evening"),
        "every_day_answer": ANSWERED,
        "every_day": False,
        "times_answer": ANSWERED,
        "times_last_month": times,
        "kind_answer": ANSWERED if confirms else complaint_pb2.ANSWER_KIND_DOES_NOT_KNOW,
        "kind": world.text("36.kind") if confirms else None,
        "confirms": confirms,
    }


def conclude(world, conclusion, **further):
    return complaint_pb2.ConcludeComplaintRequest(
        complaint_id=world.ids["complaint.noise"],
        conclusion=getattr(complaint_pb2, f"COMPLAINT_CONCLUSION_{conclusion}"),
        investigation_record=world.text("36.record"),
        **further,
    )


def refuse_conclusion(world, reason, rule):
    error = world.refused(
        "bartosova",
        COMPLAINT + "ConcludeComplaint",
        conclude(world, "JUSTIFIED"),
        "FAILED_PRECONDITION",
        reason,
        rule,
    )
    world.tell_refused(error)


@step("36", "complaint")
def heard_in_the_house(world):
    world.tell("36.vague")
    request = complaint_pb2.OpenInvestigationRequest(
        complaint_id=world.ids["complaint.noise"], covered_flats=FLATS
    )
    world.ok("bartosova", COMPLAINT + "OpenInvestigation", request)
    vague = interview(
        world, "11", 1, role="COMPLAINANT", statement=world.text("36.terrible"), confirms=True
    )
    expect("what it is worth", vague.quality, complaint_pb2.INTERVIEW_QUALITY_TOO_VAGUE)
    world.tell_allowed("36.too_vague")
    refuse_conclusion(world, "TOO_VAGUE", "HOUS-82")
    world.tell("36.asked")
    exact = interview(world, "11", 1, role="COMPLAINANT", **structured(world, True, 12))
    expect("what it is worth", exact.quality, complaint_pb2.INTERVIEW_QUALITY_STRUCTURED)
    refuse_conclusion(world, "COMPLAINANT_ALONE", "HOUS-80")
    world.tell("36.rounds")
    interview(world, "10", 1, **structured(world, False, 0))
    interview(world, "13", 1, result="NOT_HOME")
    interview(world, "14", 1, result="REFUSED")
    interview(world, "13", 2, **structured(world, False, 1))
    done = world.ok("bartosova", COMPLAINT + "ConcludeComplaint", conclude(world, "UNJUSTIFIED"))
    expect("its state", done.complaint.state, complaint_pb2.COMPLAINT_STATE_CONCLUDED)
    expect_that("nothing to warn of", not done.warnings, done)
    world.tell_allowed("36.unjustified")
    close(world)


def close(world):
    complaint_id = world.ids["complaint.noise"]
    tell = complaint_pb2.TellClientResultRequest(complaint_id=complaint_id)
    world.ok("bartosova", COMPLAINT + "TellClientResult", tell)
    world.tell("36.close")
    request = complaint_pb2.CloseComplaintRequest(complaint_id=complaint_id)
    error = world.refused(
        "bartosova",
        COMPLAINT + "CloseComplaint",
        request,
        "FAILED_PRECONDITION",
        "COMPLAINANT_UNANSWERED",
        "HOUS-85",
    )
    world.tell_refused(error)
    answer = complaint_pb2.AnswerComplainantRequest(
        complaint_id=complaint_id,
        answered_on=date(2024, 5, 24),
        answer=world.text("36.answer"),
    )
    world.ok("bartosova", COMPLAINT + "AnswerComplainant", answer)
    closed = world.ok("bartosova", COMPLAINT + "CloseComplaint", request).complaint
    expect("its state", closed.state, complaint_pb2.COMPLAINT_STATE_CLOSED)
    world.tell_allowed("36.closed")


def decide(world, outcome, **further):
    return tenancy_pb2.DecideExtensionRequest(
        tenancy_id=world.ids["tenancy.kopecky"],
        outcome=getattr(tenancy_pb2, f"EXTENSION_OUTCOME_{outcome}"),
        as_of_date=FIRST_DUE,
        **further,
    )


@step("37", "complaint")
def the_lease_goes_on(world):
    world.tell("37.second")
    second = submit(
        world,
        "pokorna",
        complaint_pb2.COMPLAINT_TOPIC_DISORDER,
        world.text("37.content"),
        stamp(2025, 1, 8),
    )
    world.ids["complaint.second"] = second.complaint_id
    world.tell("37.refuse")
    request = decide(
        world,
        "NOT_EXTENDED",
        cited_complaint_ids=[second.complaint_id],
        reasons=world.text("37.complaints"),
    )
    error = world.refused(
        "pokorna",
        "TenancyService.DecideExtension",
        request,
        "FAILED_PRECONDITION",
        "UNHEARD_COMPLAINT",
        "HOUS-87",
    )
    world.tell_refused(error)
    world.tell("37.extend")
    request = decide(
        world, "EXTENDED", lease_to=date(2026, 3, 31), reasons=world.text("37.reasons")
    )
    response = world.ok("pokorna", "TenancyService.DecideExtension", request)
    decision = response.decision
    expect("his standing", (decision.standing, decision.debt_free), (KEPT, True))
    expect("late payments that do not count", decision.late_payments_left_out, 2)
    expect("the new end of the lease", response.tenancy.lease_to, date(2026, 3, 31))
    world.ids["decision.kopecky"] = decision.decision_id
    world.tell_allowed("37.extended", day=world.day(response.tenancy.lease_to))
