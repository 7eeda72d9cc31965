"""What is said stays in the room: sharing, every method, lists, events."""

from opora.common.v1 import feed_pb2, feed_pb2_grpc
from opora.conference.v1 import facts_pb2, minutes_pb2, plan_pb2

from checks.base import unknown_id
from checks.conference_base import HELD_ON, Conf, ConferenceTest, Service, role
from opora_client import OporaError
from steps.asked import participant

MINUTES = minutes_pb2.SHARED_PART_MINUTES


class SharingTest(ConferenceTest):
    def test_XC_22_only_by_all_and_no_consent_stands_in(self):
        meeting = self.meeting().closed()
        for left_out in meeting.of:
            some = [one for one in meeting.of if one != left_out]
            error = meeting.denied(
                "petra", "ShareContent", "UNANIMITY_MISSING", "XC-22", share=meeting.share(*some)
            )
            self.assertEqual(error.metadata["participant_ids"], meeting.of[left_out])
        everybody = list(meeting.of)
        no = meeting.share(*everybody, no=("client",))
        meeting.denied("petra", "ShareContent", "UNANIMITY_MISSING", "XC-22", share=no)
        twice = meeting.share(*everybody, "client")
        twice.agreements[-1].agreed = False
        meeting.denied("petra", "ShareContent", "UNANIMITY_MISSING", "XC-22", share=twice)
        bare = meeting.share(*everybody)
        for one in bare.agreements:
            one.ClearField("attestation")
        meeting.wrong(
            "petra",
            "ShareContent",
            "share.agreements[0].attestation",
            "ATTESTATION_REQUIRED",
            share=bare,
        )

    def test_XC_58_whose_unit_profits_attests_nothing(self):
        meeting = self.meeting().closed()
        meeting.denied(
            "beranek",
            "ShareContent",
            "ATTESTATION_OF_PROFITEER",
            "XC-58",
            share=meeting.share(*meeting.of, recipient="pristav"),
        )

    def test_XC_22_what_was_agreed_to_is_what_is_read(self):
        meeting = self.meeting().circulated()
        whole = meeting.share(*meeting.of, part=MINUTES)
        meeting.stopped(
            "petra", "ShareContent", "MINUTES_STATE_REFUSES", "CONF-78", share=whole
        )
        meeting.ok("frantiska", "AgreeMinutes", agreements=meeting.agreements(*meeting.of))
        shared = meeting.ok("petra", "ShareContent", share=whole).share
        read = Service.GetSharedContentRequest(share_id=shared.share_id)
        got = self.ok("sykorova", "ConferenceService.GetSharedContent", read)
        self.assertEqual(got.minutes.text, "what was agreed")
        self.assertEqual(list(got.items), [])
        for who in ("beranek", "ruzicka", "olsova", "strnadova"):
            name = "ConferenceService.GetSharedContent"
            self.refused(who, name, read, "NOT_FOUND", "NOT_FOUND")

    def test_XC_22_items_that_came_later_are_not_shared(self):
        meeting = self.meeting().closed()
        shared = meeting.ok("petra", "ShareContent", share=meeting.share(*meeting.of)).share
        meeting.ok(
            "strnadova",
            "ReplaceActionItem",
            item_id=meeting.made.item_id,
            item=meeting.item(what="something new"),
        )
        read = Service.GetSharedContentRequest(share_id=shared.share_id)
        got = self.ok("sykorova", "ConferenceService.GetSharedContent", read)
        self.assertEqual([one.what for one in got.items], ["go there"])
        self.assertFalse(got.HasField("minutes"))


def every_method(meeting, conference_id, item_id, milestone_id):
    """Every method that names a conference, an item or a milestone, with a valid request."""
    world, nobody = meeting.world, unknown_id()
    one = participant(world, "sykorova", role("PROFESSIONAL"))
    answer = Service.ParticipantAnswer(participant_id=nobody, topic=1, participants=1, place=1)
    attended = Service.ParticipantAttendance(participant_id=nobody, attendance=1)
    share = meeting.share("client")
    share.conference_id = conference_id
    item = plan_pb2.ActionItem(
        conference_id=conference_id,
        topic_id=nobody,
        participant_ids=[nobody],
        what="x",
        milestones=[plan_pb2.Milestone(what="x", due_days_after=1)],
        no_plan_b_reason="none needed",
    )
    facilitator = participant(world, "vesela", role("FACILITATOR"))
    fields = {
        "GetConference": {},
        "DeclineConference": {"reason": "a reason"},
        "CancelConference": {"reason": "a reason"},
        "NameOrganiser": {"organiser": one},
        "NameFacilitator": {"facilitator": facilitator},
        "SignContract": {"goal": "x", "topic": "x", "convener": one},
        "AddParticipants": {"participants": [one]},
        "RemoveParticipant": {"participant_id": nobody},
        "InviteParticipants": {},
        "ArrangeMeeting": {
            "place": "x",
            "scheduled_time": world.now(),
            "answers_due_date": world.today(),
        },
        "RecordAnswers": {"answers": [answer]},
        "PrepareParticipants": {"occurred_at": world.now(-1)},
        "DeclareReady": {},
        "AdjournMeeting": {"reason": "a reason"},
        "StartMeeting": {"held_on": HELD_ON, "attendance": [attended]},
        "RecordAttendance": {"attendance": [attended]},
        "AdvancePhase": {"phase": Conf.PHASE_MAPPING},
        "AddTopic": {"topic": Conf.Topic(title="x", area=6)},
        "RecordViews": {"views": [Service.ParticipantView(participant_id=nobody, view="x")]},
        "SelectPriorities": {"topic_ids": [nobody]},
        "AddSolution": {
            "solution": Conf.Solution(topic_id=nobody, text="x", proposer_participant_id=nobody)
        },
        "CloseMeeting": {"evaluation_date": world.today(9)},
        "WriteMinutes": {"text": "x"},
        "CirculateMinutes": {"answers_due_date": world.today()},
        "AgreeMinutes": {"agreements": [minutes_pb2.MinutesAgreement(participant_id=nobody)]},
        "CloseMinutes": {},
        "EvaluateConference": {"client_view": Conf.CLIENT_VIEW_DECLINED},
    }
    for method, given in fields.items():
        request_type = getattr(Service, f"{method}Request")
        yield f"ConferenceService.{method}", request_type(conference_id=conference_id, **given)
    yield "ConferenceService.ShareContent", Service.ShareContentRequest(share=share)
    plans = {
        "AddActionItem": plan_pb2.AddActionItemRequest(item=item),
        "ReplaceActionItem": plan_pb2.ReplaceActionItemRequest(item_id=item_id, item=item),
        "CancelActionItem": plan_pb2.CancelActionItemRequest(item_id=item_id, reason="a reason"),
        "ApprovePlan": plan_pb2.ApprovePlanRequest(
            conference_id=conference_id, approvals=[plan_pb2.PlanApproval(participant_id=nobody)]
        ),
        "CompleteMilestone": plan_pb2.CompleteMilestoneRequest(
            milestone_id=milestone_id, occurred_at=world.now(-1)
        ),
    }
    for method, request in plans.items():
        yield f"ActionPlanService.{method}", request


class RoomTest(ConferenceTest):
    """What is said stays in the room (CONF-45)."""

    def setUp(self):
        super().setUp()
        self.held = self.meeting().closed()

    def of_held(self):
        item = self.held.made
        return every_method(
            self.held, self.held.id, item.item_id, item.milestones[0].milestone_id
        )

    def answer(self, who, name, request):
        with self.assertRaises(OporaError) as caught:
            self.world.method(who, name)(request)
        return caught.exception

    def test_CONF_45_every_method_is_tried(self):
        tried = {name.split(".")[1] for name, _ in self.of_held()}
        every = {
            method
            for service in (
                Service.DESCRIPTOR.services_by_name["ConferenceService"],
                plan_pb2.DESCRIPTOR.services_by_name["ActionPlanService"],
            )
            for method in service.methods_by_name
        }
        others = {
            "ProposeConference",
            "RecordConference",
            "ListConferences",
            "GetSharedContent",
            "ListMyTasks",
            "ProcessDeadlines",
        }
        self.assertEqual(tried, every - others)

    def test_every_method_names_the_field_that_is_wrong(self):
        """An id that is none, and what each method cannot do without."""
        for name, request in every_method(self.held, "no id", "no id", "no id"):
            if name in ("ActionPlanService.AddActionItem",):
                continue
            fields = ["conference_id", "item_id", "milestone_id", "share.conference_id"]
            error = self.answer("petra", name, request)
            with self.subTest(name=name):
                self.assertEqual(error.reason, "INVALID_REQUEST", error)
                self.assertIn(error.field_violations[0].field, fields)
        needed = {
            "DeclineConference": "reason",
            "CancelConference": "reason",
            "NameOrganiser": "organiser",
            "NameFacilitator": "facilitator",
            "SignContract": "goal",
            "AddParticipants": "participants",
            "RemoveParticipant": "participant_id",
            "ArrangeMeeting": "place",
            "RecordAnswers": "answers",
            "PrepareParticipants": "occurred_at",
            "AdjournMeeting": "reason",
            "StartMeeting": "held_on",
            "RecordAttendance": "attendance",
            "AdvancePhase": "phase",
            "AddTopic": "topic",
            "RecordViews": "views",
            "SelectPriorities": "topic_ids",
            "AddSolution": "solution",
            "CloseMeeting": "evaluation_date",
            "WriteMinutes": "text",
            "CirculateMinutes": "answers_due_date",
            "AgreeMinutes": "agreements",
            "EvaluateConference": "client_view",
            "ApprovePlan": "approvals",
        }
        for name, request in self.of_held():
            method = name.split(".")[1]
            if method not in needed:
                continue
            request.ClearField(needed[method])
            error = self.answer("petra", name, request)
            with self.subTest(name=name):
                self.assertEqual(error.code.name, "INVALID_ARGUMENT", error)
                self.assertEqual(error.field_violations[0].field, needed[method])

    def test_CONF_45_a_colleague_is_told_no_and_nothing_more(self):
        before = self.held.get()
        for who in ("olsova", "ruzicka"):
            for name, request in self.of_held():
                with self.subTest(name=name, who=who):
                    error = self.answer(who, name, request)
                    self.assertEqual(
                        (error.code.name, error.reason, error.rule),
                        ("PERMISSION_DENIED", "CONTENT_OF_PARTICIPANTS", "CONF-45"),
                    )
                    self.assertEqual(error.metadata, {})
        self.assertEqual(self.held.get(), before)

    def test_CONF_45_a_stranger_cannot_tell_it_from_one_that_is_not_there(self):
        before = self.held.get()
        nothing = every_method(self.held, *(unknown_id() for _ in range(3)))
        for (name, request), (_, of_nothing) in zip(self.of_held(), nothing):
            with self.subTest(name=name):
                error = self.answer("sykorova", name, request)
                self.assertEqual(error.code.name, "NOT_FOUND", error)
                self.assertEqual(
                    error.answer, self.answer("sykorova", name, of_nothing).answer
                )
        self.assertEqual(self.held.get(), before)

    def test_XC_30_bad_input_tells_a_stranger_nothing_either(self):
        future = {"occurred_at": self.world.now(minutes=90)}
        for milestone_id in (self.held.made.milestones[0].milestone_id, unknown_id()):
            request = plan_pb2.CompleteMilestoneRequest(milestone_id=milestone_id, **future)
            error = self.answer("sykorova", "ActionPlanService.CompleteMilestone", request)
            self.assertEqual(error.reason, "NOT_IN_FUTURE")

    def test_CONF_45_lists_show_what_the_caller_takes_part_in(self):
        request = Service.ListConferencesRequest(client_id=self.held.client_id)
        name = "ConferenceService.ListConferences"
        for who in ("olsova", "ruzicka", "sykorova"):
            self.assertEqual(list(self.ok(who, name, request).conferences), [], who)
            tasks = plan_pb2.ListMyTasksRequest(page_size=500)
            items = self.ok(who, "ActionPlanService.ListMyTasks", tasks).items
            self.assertNotIn(self.held.made.item_id, [one.item_id for one in items])
        for who in ("petra", "beranek", "milan", "frantiska", "strnadova"):
            found = [one.conference_id for one in self.ok(who, name, request).conferences]
            self.assertEqual(found, [self.held.id], who)

    def test_CONF_45_lists_are_paged_newest_first(self):
        for _ in range(2):
            self.meeting().until("propose")
        found, token = [], ""
        while True:
            request = Service.ListConferencesRequest(page_size=2, page_token=token)
            page = self.ok("strnadova", "ConferenceService.ListConferences", request)
            found += page.conferences
            token = page.next_page_token
            if not token:
                break
        self.assertEqual(len({one.conference_id for one in found}), len(found))
        times = [one.create_time.ToNanoseconds() for one in found]
        self.assertEqual(times, sorted(times, reverse=True))
        self.assertGreater(len(found), 2)


class FeedTest(ConferenceTest):
    def events(self, caller):
        feed = self.world.endpoints["case-conference"].interface(
            feed_pb2_grpc.FeedServiceStub, caller.acting()
        )
        found, position = [], ""
        while True:
            request = feed_pb2.ListChangesRequest(position=position, wait_ms=1000)
            page = feed.ListChanges(request)
            if not page.events:
                return found
            found += page.events
            position = page.position

    def test_CONF_45_an_agency_s_system_gets_no_event_of_a_conference(self):
        meeting = self.meeting().closed()
        meeting.ok("frantiska", "WriteMinutes", text="what was agreed")
        meeting.ok("petra", "ShareContent", share=meeting.share(*meeting.of))
        kinds = {"Conference", "ActionPlan", "ActionItem", "Minutes"}
        for agency in ("most", "town", "pristav", "labour"):
            aggregates = [one.aggregate for one in self.events(self.world.machine(agency))]
            self.assertEqual(kinds & set(aggregates), set(), agency)

    def test_XC_54_services_get_facts_without_names_or_words(self):
        meeting = self.meeting().closed()
        ours = [
            one
            for one in self.events(self.world.service("reporting"))
            if meeting.id in (one.aggregate_id, self.conference_of(one))
        ]
        types = [one.type for one in ours]
        for wanted in ("ConferenceProposed", "MeetingStarted", "MeetingClosed", "ActionItemOpened"):
            self.assertIn(wanted, types)
        for event in ours:
            for word in ("go there", "debt", "instalments", "aunt", "a room", "Strnad"):
                self.assertNotIn(word.encode(), event.fact.value)
        fact = facts_pb2.ConferenceFact()
        last = [one for one in ours if one.type == "MeetingClosed"][0]
        last.fact.Unpack(fact)
        self.assertEqual((fact.participants, fact.agencies, fact.held_on), (7, 3, HELD_ON))

    @staticmethod
    def conference_of(event):
        fact = facts_pb2.ActionItemFact()
        if not event.fact.Is(fact.DESCRIPTOR):
            return None
        event.fact.Unpack(fact)
        return fact.conference_id
