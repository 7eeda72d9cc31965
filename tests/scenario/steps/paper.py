"""Step 20b: a conference that was held on paper is entered afterwards.

Adds conference.paper.
"""

import uuid

from opora.common.v1 import areas_pb2, types_pb2
from opora.conference.v1 import conference_pb2, conference_service_pb2, plan_pb2

from expect import expect, expect_that
from play import step
from steps.asked import participant, word_of

Conf = conference_pb2
HELD_ON = types_pb2.Date(year=2023, month=9, day=14)
PHASES = ("WELCOME", "MAPPING", "PRIORITIES", "SOLUTIONS", "PLAN", "CONCLUSION")


def taking_part(world, who, name, ids):
    """Somebody as the paper has them: they were there and are bound to silence."""
    if who == "client":
        one = Conf.Participant(person=world.text("8b.client"), roles=[Conf.CONFERENCE_ROLE_CLIENT])
    else:
        one = participant(world, who, Conf.ConferenceRole.Value(f"CONFERENCE_ROLE_{name}"))
    one.participant_id = ids[who]
    one.attendance = Conf.ATTENDANCE_PRESENT
    one.silence_ground = Conf.SILENCE_GROUND_PROFESSION
    return one


def paper(world, client_id, people):
    """The request; `people` says who took part in which role."""
    ids = {who: str(uuid.uuid4()) for who in people}
    topic = str(uuid.uuid4())
    everybody = list(ids.values())
    conference = Conf.Conference(
        client_id=client_id,
        topic=world.text("20b.topic"),
        areas=[areas_pb2.DATA_AREA_HOUSING],
        triggers=[Conf.TRIGGER_START_OF_WORK],
        place=world.text("14.place"),
        scheduled_time=world.noon(HELD_ON),
        held_on=HELD_ON,
        participants=[taking_part(world, who, name, ids) for who, name in people.items()],
        topics=[
            Conf.Topic(
                topic_id=topic,
                title=world.text("20b.topic"),
                area=areas_pb2.DATA_AREA_HOUSING,
                proposer_participant_id=everybody[0],
                is_priority=True,
            )
        ],
    )
    item = plan_pb2.ActionItem(
        topic_id=topic,
        participant_ids=everybody[:1],
        what=world.text("20b.what"),
        milestones=[plan_pb2.Milestone(what=world.text("20b.what"), due_weeks_after=1)],
    )
    said = [
        plan_pb2.PlanApproval(
            participant_id=one,
            approved=True,
            attestation=word_of(world, who) if who != "petra" else None,
        )
        for who, one in ids.items()
    ]
    return conference_service_pb2.RecordConferenceRequest(
        conference=conference,
        phases=[Conf.Phase.Value(f"PHASE_{name}") for name in PHASES],
        items=[item],
        approvals=said,
        minutes_text=world.text("20b.minutes"),
        deviation_reason=world.text("20b.reason"),
    )


@step("20b", "afterwards")
def held_on_paper(world):
    world.tell("20b.paper")
    people = {
        "client": "CLIENT",
        "strnadova": "CONVENER",
        "petra": "RECORDER",
        "milan": "FACILITATOR",
        "sykorova": "PROFESSIONAL",
    }
    request = paper(world, world.ids["client.other2"], people)
    recorded = world.ok("petra", "ConferenceService.RecordConference", request)
    conference = recorded.conference
    world.ids["conference.paper"] = conference.conference_id
    expect("the state follows the fact", conference.state, Conf.CONFERENCE_STATE_CLOSED)
    expect("all approved the plan", recorded.plan.state, plan_pb2.PLAN_STATE_APPROVED)
    expect(
        "what was missing is told, not refused",
        [one.rule for one in conference.deviations],
        ["CONF-66", "CONF-114", "CONF-32", "CONF-51", "CONF-34", "CONF-47"],
    )
    world.narrator.table(
        [world.text("20b.head_rule"), world.text("20b.head_what")],
        [[one.rule, world.text(f"20b.{one.rule}")] for one in conference.deviations],
    )
    world.tell_allowed("20b.recorded")
    world.tell("20b.reads")
    read = conference_service_pb2.GetConferenceRequest(conference_id=conference.conference_id)
    error = world.refused(
        "sykorova", "ConferenceService.GetConference", read, "NOT_FOUND", "NOT_FOUND"
    )
    world.tell_refused(error)
    seen = world.ok("petra", "ConferenceService.GetConference", read)
    expect_that("she reads the minutes", seen.minutes.text, seen)
