"""Conferences held on paper, and what is kept though no rule refuses without it."""

import uuid

from opora.conference.v1 import minutes_pb2, plan_pb2

from checks.base import unknown_id
from checks.conference_base import Conf, ConferenceTest, Service, role
from opora_client import OporaError
from steps.asked import participant
from steps.paper import paper

OPEN = plan_pb2.ITEM_STATE_OPEN
PAPER = "ConferenceService.RecordConference"
PEOPLE = {
    "client": "CLIENT",
    "strnadova": "CONVENER",
    "petra": "RECORDER",
    "frantiska": "FACILITATOR",
    "beranek": "PROFESSIONAL",
}


class PaperTest(ConferenceTest):
    """A conference that was held on paper (CONF-115)."""

    def request(self, **people):
        return paper(self.world, self.client(), {**PEOPLE, **people})

    def deviations(self, request, who="petra"):
        conference = self.ok(who, PAPER, request).conference
        self.assertEqual(conference.state, Conf.CONFERENCE_STATE_CLOSED)
        return [one.rule for one in conference.deviations]

    def test_CONF_115_what_is_missing_is_a_deviation_with_its_reason(self):
        request = self.request()
        recorded = self.ok("petra", PAPER, request)
        self.warned(recorded, "LATE_ENTRY")
        found = recorded.conference.deviations
        self.assertEqual(
            [one.rule for one in found],
            ["CONF-66", "CONF-114", "CONF-32", "CONF-51", "CONF-34", "CONF-47"],
        )
        self.assertEqual({one.reason for one in found}, {request.deviation_reason})
        self.assertEqual(recorded.plan.state, plan_pb2.PLAN_STATE_APPROVED)
        self.assertEqual([one.state for one in recorded.items], [OPEN])
        self.assertEqual(recorded.minutes.state, minutes_pb2.MINUTES_STATE_DRAFT)
        read = Service.GetConferenceRequest(conference_id=recorded.conference.conference_id)
        stored = self.ok("petra", "ConferenceService.GetConference", read)
        self.assertEqual(list(stored.items), list(recorded.items))
        self.assertEqual(stored.conference, recorded.conference)

    def test_XC_56_what_was_held_against_the_rules_was_held(self):
        request = self.request()
        people = request.conference.participants
        people[0].attendance = Conf.ATTENDANCE_ABSENT
        request.conference.client_is_child = True
        facilitator = people[3]
        facilitator.roles.append(role("PROFESSIONAL"))
        del request.phases[1:3]
        request.items[0].participant_ids.append(facilitator.participant_id)
        request.conference.topics[0].is_priority = False
        del request.approvals[:]
        found = self.deviations(request)
        for rule in ("CONF-29", "CONF-36", "CONF-38", "CONF-39", "CONF-58", "CONF-61", "CONF-63"):
            self.assertIn(rule, found)

    def test_XC_56_it_opens_nothing_to_anybody(self):
        request = self.request()
        conference = self.ok("petra", PAPER, request).conference
        read = Service.GetConferenceRequest(conference_id=conference.conference_id)
        name = "ConferenceService.GetConference"
        for who in ("strnadova", "frantiska", "petra"):
            self.assertTrue(self.ok(who, name, read).minutes.text, who)
        for who in ("beranek", "sykorova", "ruzicka"):
            self.refused(who, name, read, "NOT_FOUND", "NOT_FOUND")
        self.refused(
            "olsova", name, read, "PERMISSION_DENIED", "CONTENT_OF_PARTICIPANTS", "CONF-45"
        )
        for one in request.conference.participants:
            if one.worker_id == self.ids["worker.beranek"]:
                one.agency_id = self.ids["agency.most"]
        self.violates(
            "petra", PAPER, request, "conference.participants[4].worker_id", "UNIT_UNKNOWN"
        )

    def test_CONF_115_who_enters_it_took_part_and_keeps_the_record(self):
        request = self.request()
        for who, code, reason, rule in (
            ("olsova", "INVALID_ARGUMENT", "NOT_A_PARTICIPANT", "CONF-67"),
            ("beranek", "NOT_FOUND", "NOT_FOUND", ""),
        ):
            self.refused(who, PAPER, request, code, reason, rule)
        listed = Service.ListConferencesRequest(client_id=request.conference.client_id)
        found = self.ok("petra", "ConferenceService.ListConferences", listed).conferences
        self.assertEqual(list(found), [])

    def test_CONF_115_the_plan_goes_on_as_any_plan(self):
        recorded = self.ok("petra", PAPER, self.request())
        done = plan_pb2.CompleteMilestoneRequest(
            milestone_id=recorded.items[0].milestones[0].milestone_id,
            occurred_at=self.world.now(minutes=-5),
        )
        item = self.ok("petra", "ActionPlanService.CompleteMilestone", done).item
        self.assertEqual(item.state, plan_pb2.ITEM_STATE_DONE)

    def test_XC_58_a_paper_attests_what_was_said(self):
        request = self.request()
        request.approvals[0].ClearField("attestation")
        self.refused(
            "petra", PAPER, request, "INVALID_ARGUMENT", "ATTESTATION_REQUIRED", "XC-58"
        )

    def test_CONF_115_what_a_paper_cannot_say(self):
        def changed(change):
            request = self.request()
            change(request)
            return request

        def late(request):
            request.conference.held_on.CopyFrom(self.world.today(2))

        def nobody(request):
            request.items[0].participant_ids[:] = [unknown_id()]

        def no_topic(request):
            request.items[0].topic_id = unknown_id()

        def no_deadline(request):
            request.items[0].milestones[0].ClearField("due_weeks_after")

        def same_id(request):
            request.conference.topics.add().CopyFrom(request.conference.topics[0])

        def no_reason(request):
            request.deviation_reason = ""

        def twice(request):
            request.approvals.add().CopyFrom(request.approvals[0])

        for change, reason in (
            (late, "NOT_IN_FUTURE"),
            (nobody, "NOT_A_PARTICIPANT"),
            (no_topic, "TOPIC_UNKNOWN"),
            (no_deadline, "DEADLINE_MISSING"),
            (same_id, "ID_TWICE"),
            (no_reason, "INVALID_REQUEST"),
            (twice, "ID_TWICE"),
        ):
            with self.subTest(change=change.__name__), self.assertRaises(OporaError) as caught:
                self.world.method("petra", PAPER)(changed(change))
            self.assertEqual(caught.exception.code.name, "INVALID_ARGUMENT")
            self.assertEqual(caught.exception.reason, reason)
            self.assertEqual(len(caught.exception.field_violations), 1)

    def test_CONF_115_entered_twice_with_one_request_id_it_is_one(self):
        request = self.request()
        request.request_id = str(uuid.uuid4())
        ids = {self.ok("petra", PAPER, request).conference.conference_id for _ in range(2)}
        self.assertEqual(len(ids), 1)


class RecordedTest(ConferenceTest):
    """What is kept of a conference though no rule refuses without it."""

    def test_CONF_33_CONF_42_roles_and_the_basis_of_taking_part_are_kept(self):
        meeting = self.meeting().until("contract")
        one = participant(self.world, "frantiska", role("PROFESSIONAL"))
        one.participation_basis = "visits him at home"
        meeting.ok("petra", "AddParticipants", participants=[one])
        held = {p.participant_id: p for p in meeting.now.participants}
        self.assertEqual(
            held[meeting.of["frantiska"]].participation_basis, "visits him at home"
        )
        both = [role("ORGANISER"), role("ADMINISTRATOR")]
        self.assertEqual(list(held[meeting.of["petra"]].roles), both)

    def test_CONF_59_CONF_60_attendance_at_the_welcome_views_in_mapping(self):
        meeting = self.meeting().until("ready")
        started = meeting.start(beranek="REMOTE", aunt="ABSENT").conference
        self.assertEqual(started.phase, Conf.PHASE_WELCOME)
        came = {one.participant_id: one.attendance for one in started.participants}
        self.assertEqual(came[meeting.of["beranek"]], Conf.ATTENDANCE_REMOTE)
        self.assertEqual(came[meeting.of["aunt"]], Conf.ATTENDANCE_ABSENT)
        meeting.advance("MAPPING")
        view = Service.ParticipantView(participant_id=meeting.of["client"], view="I want to pay")
        meeting.ok("beranek", "RecordViews", views=[view])
        views = [one.view for one in meeting.now.participants if one.view]
        self.assertEqual(views, ["I want to pay"])

    def test_CONF_70_CONF_71_steps_have_their_own_people_and_somebody_is_told(self):
        meeting = self.meeting().until("start").to("PLAN")
        client, eva = meeting.of["client"], meeting.of["strnadova"]
        steps = [
            plan_pb2.Milestone(what="he calls", due_days_after=1, participant_ids=[client]),
            plan_pb2.Milestone(what="both go", due_weeks_after=1),
        ]
        item = meeting.add_item(milestones=steps, inform_participant_id=meeting.of["petra"])
        self.assertEqual(
            [list(one.participant_ids) for one in item.milestones], [[client], [client, eva]]
        )
        self.assertEqual(item.inform_participant_id, meeting.of["petra"])

    def test_CONF_76_what_came_of_a_step_is_linked(self):
        meeting = self.meeting().closed()
        debt = unknown_id()
        done = {"occurred_at": self.world.now(minutes=-5), "debt_ids": [debt]}
        item = meeting.ok(
            "strnadova",
            "CompleteMilestone",
            milestone_id=meeting.made.milestones[0].milestone_id,
            **done,
        ).item
        self.assertEqual(list(item.milestones[0].debt_ids), [debt])

    def test_CONF_37_the_recorder_gives_minutes_that_all_agree_with(self):
        meeting = self.meeting().circulated()
        meeting.denied(
            "strnadova", "WriteMinutes", "ROLE_IN_CONFERENCE", "CONF-29", text="mine"
        )
        agree = meeting.agreements(*meeting.of)
        done = meeting.ok("frantiska", "AgreeMinutes", agreements=agree)
        self.assertEqual(list(done.missing_participant_ids), [])
