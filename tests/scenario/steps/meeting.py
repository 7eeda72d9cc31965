"""Steps 12 and 14 to 21: from the contract to the minutes.

Adds participant.* of all who take part, topic.energy, solution.energy, item.energy and milestone.1
to milestone.3.
"""

from opora.common.v1 import areas_pb2, types_pb2
from opora.conference.v1 import conference_pb2, conference_service_pb2, minutes_pb2, plan_pb2

from expect import expect, expect_that
from play import step
from steps.asked import (
    conference_of,
    invite,
    participant,
    remember_participants,
    word_of,
)

Conf = conference_pb2
Service = conference_service_pb2
HELD_ON = types_pb2.Date(year=2023, month=10, day=26)
EVALUATION = types_pb2.Date(year=2023, month=12, day=1)
PRESENT = ("client", "dolezel", "strnadova", "petra", "milan", "frantiska", "support_person")
WITHOUT_ACCOUNT = ("client", "support_person")


def call(world, who, method, request_type, **fields):
    request = request_type(conference_id=world.ids["conference.kopecky"], **fields)
    return world.ok(who, f"ConferenceService.{method}", request)


def refuse(world, who, method, request_type, code, reason, rule, **fields):
    request = request_type(conference_id=world.ids["conference.kopecky"], **fields)
    error = world.refused(who, f"ConferenceService.{method}", request, code, reason, rule)
    world.tell_refused(error)
    return error


def phase(world, who, name, **further):
    """The fields of AdvancePhase."""
    return {"phase": Conf.Phase.Value(f"PHASE_{name}"), **further}


@step("12", "meeting")
def contracted(world):
    world.tell("12.contract")
    response = call(
        world,
        "petra",
        "SignContract",
        Service.SignContractRequest,
        goal=world.text("12.goal"),
        topic=world.text("12.topic"),
        case_id=world.ids.get("case.kopecky", ""),
        convener=participant(world, "dolezel", Conf.CONFERENCE_ROLE_CONVENER),
    )
    expect("its state", response.conference.state, Conf.CONFERENCE_STATE_CONTRACTED)
    warned = [one.reason for one in response.warnings]
    usual = [] if "case.kopecky" in world.ids else ["CONVENER_NOT_CASE_MANAGER"]
    expect("the case manager convenes, so nothing to warn of", warned, usual)
    remember_participants(world, response.conference)
    world.tell_allowed("12.contracted")


@step("14", "meeting")
def organised(world):
    world.tell("14.who")
    added = call(
        world,
        "petra",
        "AddParticipants",
        Service.AddParticipantsRequest,
        participants=[
            participant(world, "strnadova", Conf.CONFERENCE_ROLE_PROFESSIONAL),
            participant(world, "frantiska", Conf.CONFERENCE_ROLE_RECORDER),
            Conf.Participant(
                person=world.text("14.sister"), roles=[Conf.CONFERENCE_ROLE_SUPPORT_PERSON]
            ),
        ],
    ).conference
    remember_participants(world, added)
    not_confirmed = world.refused(
        "petra",
        "ConferenceService.InviteParticipants",
        invite(world, ("support_person", None)),
        "PERMISSION_DENIED",
        "SUPPORT_PERSON_NOT_CONFIRMED",
        "CONF-40",
    )
    world.tell_refused(not_confirmed)
    world.ok(
        "petra",
        "ConferenceService.InviteParticipants",
        invite(
            world,
            ("support_person", word_of(world, world.text("8b.client"))),
            ("frantiska", None),
        ),
    )
    arrange(world)
    answer(world)


def arrange(world):
    call(
        world,
        "petra",
        "ArrangeMeeting",
        Service.ArrangeMeetingRequest,
        place=world.text("14.place"),
        scheduled_time=world.now(minutes=60),
        answers_due_date=world.today(7),
    )
    world.tell("14.prepare")
    call(
        world,
        "petra",
        "PrepareParticipants",
        Service.PrepareParticipantsRequest,
        occurred_at=world.now(minutes=-30),
        briefed=True,
    )


def answers(world, *who):
    given = []
    for one in who:
        attested = word_of(world, one) if one != "petra" else None
        given.append(
            Service.ParticipantAnswer(
                participant_id=world.ids[f"participant.{one}"],
                topic=Conf.ANSWER_YES,
                participants=Conf.ANSWER_YES,
                place=Conf.ANSWER_YES,
                attestation=attested,
            )
        )
    return given


def answer(world):
    world.tell("14.answers")
    some = answers(world, *[one for one in PRESENT if one != "client"])
    call(world, "petra", "RecordAnswers", Service.RecordAnswersRequest, answers=some)
    refuse(
        world,
        "petra",
        "DeclareReady",
        Service.DeclareReadyRequest,
        "FAILED_PRECONDITION",
        "ANSWERS_MISSING",
        "CONF-51",
    )
    last = answers(world, "client")
    call(world, "petra", "RecordAnswers", Service.RecordAnswersRequest, answers=last)
    ready = call(world, "petra", "DeclareReady", Service.DeclareReadyRequest)
    expect("its state", ready.conference.state, Conf.CONFERENCE_STATE_READY)
    expect_that("nothing to warn of", not ready.warnings, ready)
    world.tell_allowed("14.ready")


def attendance(world, **how):
    everybody = []
    for who in PRESENT:
        everybody.append(
            Service.ParticipantAttendance(
                participant_id=world.ids[f"participant.{who}"],
                attendance=Conf.Attendance.Value(f"ATTENDANCE_{how.get(who, 'PRESENT')}"),
                silence_ground=Conf.SILENCE_GROUND_AGREED_AT_MEETING
                if who in WITHOUT_ACCOUNT
                else Conf.SILENCE_GROUND_PROFESSION,
            )
        )
    return everybody


@step("15", "meeting")
def begins(world):
    world.tell("15.without")
    refuse(
        world,
        "milan",
        "StartMeeting",
        Service.StartMeetingRequest,
        "FAILED_PRECONDITION",
        "CLIENT_ABSENT",
        "CONF-38",
        held_on=HELD_ON,
        attendance=attendance(world, client="ABSENT"),
    )
    world.tell("15.with")
    started = call(
        world,
        "milan",
        "StartMeeting",
        Service.StartMeetingRequest,
        held_on=HELD_ON,
        attendance=attendance(world),
    )
    expect(
        "state and phase",
        (started.conference.state, started.conference.phase),
        (Conf.CONFERENCE_STATE_IN_SESSION, Conf.PHASE_WELCOME),
    )
    warned = [one.reason for one in started.warnings]
    expect("entered late, which is marked", warned, ["LATE_ENTRY"])
    world.tell_allowed("15.welcome", day=world.day(HELD_ON))


@step("16", "meeting")
def mapping(world):
    world.tell("16.dolezel")
    advance = Service.AdvancePhaseRequest
    refuse(
        world,
        "dolezel",
        "AdvancePhase",
        advance,
        "PERMISSION_DENIED",
        "NOT_THE_FACILITATOR",
        "CONF-58",
        phase=Conf.PHASE_MAPPING,
    )
    world.tell("16.jump")
    refuse(
        world,
        "milan",
        "AdvancePhase",
        advance,
        "FAILED_PRECONDITION",
        "PHASE_ORDER",
        "CONF-58",
        phase=Conf.PHASE_PLAN,
    )
    world.tell("16.mapping")
    moved = call(
        world,
        "milan",
        "AdvancePhase",
        advance,
        phase=Conf.PHASE_MAPPING,
        meeting_rules=world.text("16.rules"),
    )
    expect_that("rules are agreed, so nothing to warn of", not moved.warnings, moved)
    views(world)
    world.tell("16.early")
    error = world.refused(
        "strnadova",
        "ActionPlanService.AddActionItem",
        plan_pb2.AddActionItemRequest(item=item_of(world, ("strnadova",), "")),
        "FAILED_PRECONDITION",
        "NOT_IN_PLAN_PHASE",
        "CONF-49",
    )
    world.tell_refused(error)


def views(world):
    told = [
        Service.ParticipantView(
            participant_id=world.ids["participant.client"], view=world.text("16.his_view")
        )
    ]
    for who in PRESENT:
        if who not in ("client", "milan"):
            silent = Service.ParticipantView(
                participant_id=world.ids[f"participant.{who}"], did_not_wish_to_speak=True
            )
            told.append(silent)
    call(world, "frantiska", "RecordViews", Service.RecordViewsRequest, views=told)
    world.tell_allowed("16.heard")


@step("17", "meeting")
def priorities(world):
    world.tell("17.priority")
    topic = Conf.Topic(
        title=world.text("17.topic"),
        area=areas_pb2.DATA_AREA_DEBTS,
        proposer_participant_id=world.ids["participant.client"],
    )
    added = call(world, "strnadova", "AddTopic", Service.AddTopicRequest, topic=topic).conference
    world.ids["topic.energy"] = added.topics[0].topic_id
    health = Conf.Topic(title=world.text("17.back"), area=areas_pb2.DATA_AREA_HEALTH)
    refuse(
        world,
        "strnadova",
        "AddTopic",
        Service.AddTopicRequest,
        "PERMISSION_DENIED",
        "EXCLUDED_TOPIC",
        "CONF-113",
        topic=health,
    )
    advance = Service.AdvancePhaseRequest
    call(world, "milan", "AdvancePhase", advance, phase=Conf.PHASE_PRIORITIES)
    selected = [world.ids["topic.energy"]]
    call(world, "milan", "SelectPriorities", Service.SelectPrioritiesRequest, topic_ids=selected)
    call(world, "milan", "AdvancePhase", advance, phase=Conf.PHASE_SOLUTIONS)
    solution = Conf.Solution(
        topic_id=world.ids["topic.energy"],
        text=world.text("17.solution"),
        proposer_participant_id=world.ids["participant.client"],
        client_choice=Conf.CLIENT_CHOICE_WANTED,
    )
    solved = call(
        world, "strnadova", "AddSolution", Service.AddSolutionRequest, solution=solution
    ).conference
    world.ids["solution.energy"] = solved.solutions[0].solution_id
    moved = call(world, "milan", "AdvancePhase", advance, phase=Conf.PHASE_PLAN)
    expect("the phase", moved.conference.phase, Conf.PHASE_PLAN)
    expect_that("every priority has a solution", not moved.warnings, moved)
    world.tell_allowed("17.plan")


def item_of(world, who, solution="solution.energy", **further):
    """An item of the plan as step 18 tells it, done by these people."""
    people = [world.ids[f"participant.{one}"] for one in who]
    first = people[:1]
    fields = {
        "conference_id": world.ids["conference.kopecky"],
        "topic_id": world.ids.get("topic.energy", world.ids["conference.kopecky"]),
        "participant_ids": people,
        "what": world.text("18.what"),
        "milestones": [
            plan_pb2.Milestone(
                what=world.text("18.arrange"),
                participant_ids=first,
                due_wording=world.text("18.tomorrow"),
                due_days_after=1,
            ),
            plan_pb2.Milestone(
                what=world.text("18.visit"),
                due_date=types_pb2.Date(year=2023, month=11, day=7),
            ),
            plan_pb2.Milestone(
                what=world.text("18.inform"),
                due_date=types_pb2.Date(year=2023, month=11, day=10),
            ),
        ],
        "inform_participant_id": world.ids["participant.dolezel"],
        "plan_b_trigger_position": 1,
        "plan_b_participant_id": world.ids["participant.strnadova"],
        "plan_b_what": world.text("18.plan_b"),
        "plan_b_wording": world.text("18.next_week"),
        "plan_b_weeks_after": 1,
        **further,
    }
    if solution:
        fields["solution_id"] = world.ids[solution]
    return plan_pb2.ActionItem(**fields)


@step("18", "meeting")
def plan(world):
    world.tell("18.item")
    request = plan_pb2.AddActionItemRequest(item=item_of(world, ("client", "strnadova")))
    response = world.ok("frantiska", "ActionPlanService.AddActionItem", request)
    expect_that("the window ends before the next milestone", not response.warnings, response)
    item = response.item
    world.ids["item.energy"] = item.item_id
    for milestone in item.milestones:
        world.ids[f"milestone.{milestone.position}"] = milestone.milestone_id
    due = [world.day(one.due_date) for one in item.milestones]
    expect(
        "wording and dates are kept",
        (item.milestones[0].due_wording, due[0], world.day(item.plan_b_from)),
        (
            world.text("18.tomorrow"),
            world.day(types_pb2.Date(year=2023, month=10, day=27)),
            world.day(types_pb2.Date(year=2023, month=10, day=30)),
        ),
    )
    expect("the window ends on Friday", item.plan_b_to.day, 3)
    world.narrator.table(
        [world.text(f"18.head_{name}") for name in ("who", "what", "when")],
        [
            *(
                [world.text(f"18.who_{one.position}"), one.what, world.day(one.due_date)]
                for one in item.milestones
            ),
            [
                world.text("18.who_b"),
                item.plan_b_what,
                f"{world.day(item.plan_b_from)} – {world.day(item.plan_b_to)}",
            ],
        ],
    )
    world.tell_allowed("18.added")


@step("19", "meeting")
def no_task_for_the_facilitator(world):
    world.tell("19.milan")
    error = world.refused(
        "strnadova",
        "ActionPlanService.AddActionItem",
        plan_pb2.AddActionItemRequest(item=item_of(world, ("milan",))),
        "PERMISSION_DENIED",
        "FACILITATOR_HAS_NO_TASK",
        "CONF-36",
    )
    world.tell_refused(error)


def approvals(world, *who):
    return plan_pb2.ApprovePlanRequest(
        conference_id=world.ids["conference.kopecky"],
        approvals=[
            plan_pb2.PlanApproval(
                participant_id=world.ids[f"participant.{one}"],
                approved=True,
                attestation=word_of(world, one) if one != "frantiska" else None,
            )
            for one in who
        ],
    )


@step("20", "meeting")
def approved(world):
    world.tell("20.approve")
    others = [one for one in PRESENT if one != "client"]
    first = world.ok("frantiska", "ActionPlanService.ApprovePlan", approvals(world, *others))
    expect(
        "only his word is missing",
        list(first.missing_participant_ids),
        [world.ids["participant.client"]],
    )
    refuse(
        world,
        "milan",
        "AdvancePhase",
        Service.AdvancePhaseRequest,
        "FAILED_PRECONDITION",
        "PLAN_NOT_APPROVED",
        "CONF-63",
        phase=Conf.PHASE_CONCLUSION,
    )
    done = world.ok("frantiska", "ActionPlanService.ApprovePlan", approvals(world, "client"))
    expect(
        "version and state",
        (done.plan.plan_version, done.plan.state, done.items[0].state),
        (1, plan_pb2.PLAN_STATE_APPROVED, plan_pb2.ITEM_STATE_OPEN),
    )
    world.tell_allowed("20.approved")
    call(
        world,
        "milan",
        "AdvancePhase",
        Service.AdvancePhaseRequest,
        phase=Conf.PHASE_CONCLUSION,
    )
    closed = call(
        world, "milan", "CloseMeeting", Service.CloseMeetingRequest, evaluation_date=EVALUATION
    ).conference
    expect("its state", closed.state, Conf.CONFERENCE_STATE_CLOSED)
    world.tell_allowed("20.closed", day=world.day(EVALUATION))
    write_minutes(world)


def agreements(world, who):
    return [
        minutes_pb2.MinutesAgreement(
            participant_id=world.ids[f"participant.{one}"],
            agreed=True,
            attestation=word_of(world, one) if one != "frantiska" else None,
        )
        for one in who
    ]


def write_minutes(world):
    world.tell("20.minutes")
    write = Service.WriteMinutesRequest
    call(world, "frantiska", "WriteMinutes", write, text=world.text("20.text"))
    circulate = {"answers_due_date": world.today(7)}
    call(world, "frantiska", "CirculateMinutes", Service.CirculateMinutesRequest, **circulate)
    agree = Service.AgreeMinutesRequest
    some = agreements(world, [one for one in PRESENT if one != "dolezel"])
    first = call(world, "frantiska", "AgreeMinutes", agree, agreements=some)
    expect(
        "one agreement is missing",
        list(first.missing_participant_ids),
        [world.ids["participant.dolezel"]],
    )
    world.tell("20.edit")
    edited = call(world, "frantiska", "WriteMinutes", write, text=world.text("20.text_2")).minutes
    expect("a new edition", edited.edition, 2)
    again = call(
        world, "frantiska", "AgreeMinutes", agree, agreements=agreements(world, ("dolezel",))
    )
    expect("nobody has agreed to it but he", len(again.missing_participant_ids), len(PRESENT) - 1)
    rest = agreements(world, [one for one in PRESENT if one != "dolezel"])
    last = call(world, "frantiska", "AgreeMinutes", agree, agreements=rest).minutes
    expect("their state", last.state, minutes_pb2.MINUTES_STATE_APPROVED)
    expect(
        "the conference goes on",
        conference_of(world).conference.state,
        Conf.CONFERENCE_STATE_MINUTES_APPROVED,
    )
    world.tell_allowed("20.agreed")


def share(world, *who):
    return Service.ShareContentRequest(
        share=minutes_pb2.ContentShare(
            conference_id=world.ids["conference.kopecky"],
            parts=[minutes_pb2.SHARED_PART_MINUTES],
            recipient_agency_id=world.ids["agency.town"],
            recipient_department_id=world.ids["department.town.housing"],
            agreements=[
                minutes_pb2.ShareAgreement(
                    participant_id=world.ids[f"participant.{one}"],
                    agreed=True,
                    attestation=word_of(world, one) if one != "petra" else None,
                )
                for one in who
            ],
        )
    )


@step("21", "meeting")
def stays_in_the_room(world):
    world.tell("21.share")
    most = [one for one in PRESENT if one != "frantiska"]
    error = world.refused(
        "petra",
        "ConferenceService.ShareContent",
        share(world, *most),
        "PERMISSION_DENIED",
        "UNANIMITY_MISSING",
        "XC-22",
    )
    world.tell_refused(error)
