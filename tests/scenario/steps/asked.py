"""Steps 12, 11b, 13 and 8b: he asks for a conference; its organiser and its facilitator.

Adds conference.kopecky, participant.client, participant.petra, participant.milan and category.*.
"""

from opora.common.v1 import areas_pb2, types_pb2
from opora.conference.v1 import conference_pb2, conference_service_pb2
from opora.registry.v1 import support_pb2

from expect import expect, expect_that
from play import step
from steps.daily import categories, support_of

PROPOSED = conference_pb2.CONFERENCE_STATE_PROPOSED
FACILITATOR = conference_pb2.CONFERENCE_ROLE_FACILITATOR
ORGANISER = conference_pb2.CONFERENCE_ROLE_ORGANISER


def participant(world, who, *roles):
    """A worker of the cast as a participant."""
    return conference_pb2.Participant(
        worker_id=world.ids[f"worker.{who}"], roles=roles, **world.unit(world.unit_of(who))
    )


def word_of(world, person, form="ORAL", minutes=-5):
    """What somebody without an account said, as the caller attests it."""
    return types_pb2.Attestation(
        person=person,
        form=types_pb2.AttestationForm.Value(f"ATTESTATION_FORM_{form}"),
        occurred_at=world.now(minutes=minutes),
    )


def remember_participants(world, conference):
    """Ids of the participants: workers by their name, others by their role."""
    for one in conference.participants:
        who = world.worker_key(one.worker_id)
        if who is None:
            role = conference_pb2.ConferenceRole.Name(one.roles[0])
            who = role.removeprefix("CONFERENCE_ROLE_").lower()
        world.ids[f"participant.{who}"] = one.participant_id


def conference_of(world, who="petra", conference="kopecky"):
    request = conference_service_pb2.GetConferenceRequest(
        conference_id=world.ids[f"conference.{conference}"]
    )
    return world.ok(who, "ConferenceService.GetConference", request)


@step("12", "asked")
def proposed(world):
    world.tell("12.wish")
    request = conference_service_pb2.ProposeConferenceRequest(
        conference=conference_pb2.Conference(
            client_id=world.ids["client.kopecky.most"],
            topic=world.text("12.topic"),
            areas=[areas_pb2.DATA_AREA_DEBTS],
            triggers=[conference_pb2.TRIGGER_MULTIPLE_UNCOORDINATED_PROFESSIONALS],
        ),
        proposed_by_client=True,
    )
    made = world.ok("strnadova", "ConferenceService.ProposeConference", request).conference
    expect("its state", made.state, PROPOSED)
    expect("participants: he and who wrote it down", len(made.participants), 2)
    world.ids["conference.kopecky"] = made.conference_id
    remember_participants(world, made)
    world.tell_allowed("12.proposed", state=world.label(conference_pb2.ConferenceState, made.state))


@step("11b", "asked")
def organiser(world):
    world.tell("11b.support")
    categories(world)
    october = types_pb2.Date(year=2023, month=10, day=20)
    given = support_of(
        world, "ACCOMPANIMENT", support_pb2.SUPPORT_UNIT_HOUR, 1, world.noon(october)
    )
    recorded = world.ok("petra", "SupportService.RecordSupport", given)
    warned = [(one.reason, one.rule) for one in recorded.warnings]
    expect("what is entered late is marked, not refused", warned, [("LATE_ENTRY", "XC-57")])
    world.tell("11b.organiser")
    request = conference_service_pb2.NameOrganiserRequest(
        conference_id=world.ids["conference.kopecky"],
        organiser=participant(world, "petra", ORGANISER),
        is_administrator=True,
    )
    named = world.ok("strnadova", "ConferenceService.NameOrganiser", request).conference
    expect("before the contract it stays proposed", named.state, PROPOSED)
    remember_participants(world, named)
    world.tell_allowed("11b.named")


def name_facilitator(world, who):
    return conference_service_pb2.NameFacilitatorRequest(
        conference_id=world.ids["conference.kopecky"],
        facilitator=participant(world, who, FACILITATOR),
    )


@step("13", "asked")
def facilitator(world):
    world.tell("13.petra")
    error = world.refused(
        "strnadova",
        "ConferenceService.NameFacilitator",
        name_facilitator(world, "petra"),
        "PERMISSION_DENIED",
        "FACILITATOR_NOT_INDEPENDENT",
        "CONF-35",
    )
    world.tell_refused(error)
    world.tell("13.milan")
    named = world.ok(
        "petra", "ConferenceService.NameFacilitator", name_facilitator(world, "milan")
    ).conference
    remember_participants(world, named)
    found = [one for one in named.participants if FACILITATOR in one.roles]
    expect("one facilitator", [world.worker_key(one.worker_id) for one in found], ["milan"])
    expect("found independent", found[0].independence, conference_pb2.INDEPENDENCE_INDEPENDENT)
    expect_that("named is not yet invited", not found[0].HasField("invite_time"), found[0])
    world.tell_allowed("13.named")


def invite(world, *invitations):
    return conference_service_pb2.InviteParticipantsRequest(
        conference_id=world.ids["conference.kopecky"],
        invitations=[
            conference_service_pb2.Invitation(
                participant_id=world.ids[f"participant.{who}"], client_agreement=word
            )
            for who, word in invitations
        ],
    )


@step("8b", "asked")
def invited_on_his_word(world):
    world.tell("8b.invite")
    error = world.refused(
        "petra",
        "ConferenceService.InviteParticipants",
        invite(world, ("milan", None)),
        "PERMISSION_DENIED",
        "CONSENT_REQUIRED",
        "CONF-114",
    )
    expect_that("it names the smallest consent", "\n\n" in error.remedy, error)
    remedy, paper = error.remedy.split("\n\n", 1)
    error.remedy = remedy
    world.tell_refused(error)
    world.narrator.paper(paper)
    request = conference_service_pb2.GetConferenceRequest(
        conference_id=world.ids["conference.kopecky"]
    )
    world.refused(
        "milan", "ConferenceService.GetConference", request, "NOT_FOUND", "NOT_FOUND"
    )
    world.tell("8b.agrees")
    sent = world.ok(
        "petra",
        "ConferenceService.InviteParticipants",
        invite(world, ("milan", word_of(world, world.text("8b.client"), "PHONE"))),
    ).conference
    milan = [one for one in sent.participants if FACILITATOR in one.roles][0]
    expect_that("invited, on a disclosure told once", milan.decision_id, milan)
    seen = conference_of(world, "milan").conference
    expect("what it is about, he may know", seen.topic, world.text("12.topic"))
    expect("and no content before he is bound to silence", list(seen.triggers), [])
    world.tell_allowed("8b.invited")
