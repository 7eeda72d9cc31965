"""Steps D1 to D3: a conference about a child, whose close person is there or nothing goes on.

Adds client.child and conference.child.
"""

from opora.common.v1 import areas_pb2, types_pb2
from opora.conference.v1 import conference_pb2, conference_service_pb2
from opora.registry.v1 import client_pb2

from expect import expect, expect_that
from play import step
from steps.asked import participant, word_of

Conf = conference_pb2
Service = conference_service_pb2
GIRL = ("Eliška", "Horáčková", types_pb2.PartialDate(year=2015, month=3, day=2))
NEEDS_WORD = ("milan", "dolezel", "aunt")


def call(world, who, method, **fields):
    request = getattr(Service, f"{method}Request")(
        conference_id=world.ids["conference.child"], **fields
    )
    conference = world.ok(who, f"ConferenceService.{method}", request).conference
    for one in conference.participants:
        name = world.worker_key(one.worker_id) or (
            "aunt" if Conf.CONFERENCE_ROLE_SUPPORT_PERSON in one.roles else "girl"
        )
        world.ids[f"child.{name}"] = one.participant_id
    return conference


def refuse(world, who, method, reason, **fields):
    request = getattr(Service, f"{method}Request")(
        conference_id=world.ids["conference.child"], **fields
    )
    name = f"ConferenceService.{method}"
    error = world.refused(who, name, request, "FAILED_PRECONDITION", reason, "CONF-39")
    world.tell_refused(error)


def everybody(world):
    prefix = "child."
    return [key.removeprefix(prefix) for key in world.ids if key.startswith(prefix)]


def attended(world, **how):
    """Attendance of those named, everybody when nobody is; nobody says what is None."""
    return [
        Service.ParticipantAttendance(
            participant_id=world.ids[f"child.{who}"],
            attendance=Conf.Attendance.Value(f"ATTENDANCE_{how.get(who, 'PRESENT')}"),
        )
        for who in everybody(world)
        if how.get(who, "PRESENT")
    ]


def propose(world):
    given, family, born = GIRL
    client = client_pb2.Client(
        kind=client_pb2.CLIENT_KIND_IDENTIFIED,
        given_name=given,
        family_name=family,
        birth_date=born,
    )
    registered = world.ok(
        "strnadova", "ClientService.RegisterClient", client_pb2.RegisterClientRequest(client=client)
    )
    world.ids["client.child"] = registered.client.client_id
    request = Service.ProposeConferenceRequest(
        conference=Conf.Conference(
            client_id=world.ids["client.child"],
            topic=world.text("D1.topic"),
            areas=[areas_pb2.DATA_AREA_FAMILY],
            triggers=[Conf.TRIGGER_UPCOMING_CHANGE],
            change_kind=Conf.CHANGE_KIND_RETURN_OF_CHILD,
            client_is_child=True,
        ),
        proposer=world.text("D1.school"),
    )
    made = world.ok("strnadova", "ConferenceService.ProposeConference", request).conference
    world.ids["conference.child"] = made.conference_id
    return made


def take_off_the_proposer(world, made):
    """The school proposed it and takes no part."""
    for one in made.participants:
        if Conf.CONFERENCE_ROLE_PROPOSER in one.roles:
            call(world, "petra", "RemoveParticipant", participant_id=one.participant_id)


def name_people(world):
    made = propose(world)
    call(
        world,
        "strnadova",
        "NameOrganiser",
        organiser=participant(world, "petra", Conf.CONFERENCE_ROLE_ORGANISER),
        is_administrator=True,
    )
    call(
        world,
        "petra",
        "NameFacilitator",
        facilitator=participant(world, "milan", Conf.CONFERENCE_ROLE_FACILITATOR),
    )
    call(world, "petra", "SignContract", goal=world.text("D1.goal"), topic=world.text("D1.topic"))
    take_off_the_proposer(world, made)
    for key in everybody(world):
        del world.ids[f"child.{key}"]
    people = [
        participant(world, "frantiska", Conf.CONFERENCE_ROLE_RECORDER),
        participant(world, "dolezel", Conf.CONFERENCE_ROLE_PROFESSIONAL),
        Conf.Participant(
            person=world.text("D1.aunt"), roles=[Conf.CONFERENCE_ROLE_SUPPORT_PERSON]
        ),
    ]
    call(world, "petra", "AddParticipants", participants=people)


def prepare(world):
    girl = world.text("D1.girl")
    invitations = [
        Service.Invitation(
            participant_id=world.ids[f"child.{who}"],
            client_agreement=word_of(world, girl) if who in NEEDS_WORD else None,
        )
        for who in ("frantiska", *NEEDS_WORD)
    ]
    call(world, "petra", "InviteParticipants", invitations=invitations)
    call(
        world,
        "petra",
        "ArrangeMeeting",
        place=world.text("D1.place"),
        scheduled_time=world.now(minutes=60),
        answers_due_date=world.today(7),
    )
    call(
        world,
        "petra",
        "PrepareParticipants",
        occurred_at=world.now(minutes=-30),
        briefed=True,
        silence_ground=Conf.SILENCE_GROUND_SIGNED_STATEMENT,
    )
    answers = [
        Service.ParticipantAnswer(
            participant_id=world.ids[f"child.{who}"],
            topic=Conf.ANSWER_YES,
            participants=Conf.ANSWER_YES,
            place=Conf.ANSWER_YES,
            attestation=word_of(world, who),
        )
        for who in everybody(world)
    ]
    call(world, "petra", "RecordAnswers", answers=answers)
    ready = call(world, "petra", "DeclareReady")
    expect("its state", ready.state, Conf.CONFERENCE_STATE_READY)


@step("D1", "child")
def close_person_only_invited(world):
    world.tell("D1.girl_comes")
    name_people(world)
    prepare(world)
    world.tell("D1.invited")
    refuse(
        world,
        "milan",
        "StartMeeting",
        "CLOSE_PERSON_ABSENT",
        held_on=world.today(),
        attendance=attended(world, aunt=None),
    )
    world.tell("D1.phone")
    refuse(
        world,
        "milan",
        "StartMeeting",
        "CLOSE_PERSON_ABSENT",
        held_on=world.today(),
        attendance=attended(world, aunt="REMOTE"),
    )


@step("D2", "child")
def close_person_present(world):
    world.tell("D2.comes")
    started = call(
        world, "milan", "StartMeeting", held_on=world.today(), attendance=attended(world)
    )
    expect("the phase", started.phase, Conf.PHASE_WELCOME)
    world.tell_allowed("D2.begins")


def aunt(world, how):
    one = Service.ParticipantAttendance(
        participant_id=world.ids["child.aunt"], attendance=Conf.Attendance.Value(how)
    )
    return call(world, "frantiska", "RecordAttendance", attendance=[one])


@step("D3", "child")
def close_person_leaves(world):
    world.tell("D3.leaves")
    left = aunt(world, "ATTENDANCE_LEFT")
    expect("it stands still", left.interrupted, True)
    mapping = {"phase": Conf.PHASE_MAPPING, "meeting_rules": world.text("16.rules")}
    refuse(world, "milan", "AdvancePhase", "MEETING_INTERRUPTED", **mapping)
    topic = Conf.Topic(title=world.text("D1.topic"), area=areas_pb2.DATA_AREA_FAMILY)
    refuse(world, "dolezel", "AddTopic", "MEETING_INTERRUPTED", topic=topic)
    request = Service.GetConferenceRequest(conference_id=world.ids["conference.child"])
    seen = world.ok("milan", "ConferenceService.GetConference", request).conference
    open_verbs = sorted(one.verb for one in seen.actions if one.allowed)
    expect("what is left to do", open_verbs, ["AdjournMeeting", "RecordAttendance"])
    world.tell("D3.back")
    back = aunt(world, "ATTENDANCE_PRESENT")
    expect("it goes on", back.interrupted, False)
    moved = call(world, "milan", "AdvancePhase", **mapping)
    expect_that("in phase MAPPING", moved.phase == Conf.PHASE_MAPPING, moved)
    world.tell_allowed("D3.goes_on")
