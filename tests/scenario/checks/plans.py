"""Rules of action plans, minutes and sharing; what stays in the room; callers at the same time."""

import concurrent.futures
import uuid

from opora.common.v1 import feed_pb2, feed_pb2_grpc, types_pb2
from opora.conference.v1 import facts_pb2, minutes_pb2, plan_pb2

from checks.base import unknown_id
from checks.conference_base import HELD_ON, Conf, ConferenceTest, Service, role
from opora_client import OporaError
from steps.asked import participant
from steps.paper import paper

MINUTES = minutes_pb2.SHARED_PART_MINUTES
OPEN = plan_pb2.ITEM_STATE_OPEN
PROPOSED = plan_pb2.ITEM_STATE_PROPOSED


def day(year, month, number):
    return types_pb2.Date(year=year, month=month, day=number)


class ItemTest(ConferenceTest):
    def test_CONF_65_an_item_says_who_what_and_by_when(self):
        meeting = self.meeting().until("start").to("PLAN")

        def step(**fields):
            return {"milestones": [plan_pb2.Milestone(**fields)], "plan_b_trigger_position": 1}

        for field, further in (
            ("item.participant_ids", {"participant_ids": []}),
            ("item.what", {"what": ""}),
            ("item.milestones", {"milestones": []}),
            ("item.milestones[0].what", step(due_days_after=1)),
            ("item.milestones[0].due_date", step(what="x")),
            ("item.milestones[0].due_date", step(what="x", due_days_after=1, due_weeks_after=1)),
            ("item.milestones[0].due_date", step(what="x", due_date=day(2026, 2, 29))),
            ("item.participant_ids", {"participant_ids": [unknown_id()]}),
            ("item.solution_id", {"solution_id": unknown_id()}),
            ("item.plan_b_what", {"plan_b_what": None}),
            ("item.plan_b_trigger_position", {"plan_b_trigger_position": 3}),
            ("item.no_plan_b_reason", {"no_plan_b_reason": "none needed"}),
        ):
            with self.subTest(field=field):
                item = meeting.item(**further)
                meeting.wrong("strnadova", "AddActionItem", field, item=item)
        self.assertEqual(len(meeting.get().items), 0)
        item = meeting.add_item()
        self.assertEqual(
            [one.due_date for one in item.milestones], [day(2026, 7, 31), day(2026, 8, 14)]
        )
        self.assertEqual((item.plan_b_from, item.plan_b_to), (day(2026, 8, 3), day(2026, 8, 7)))
        self.assertEqual(item.milestones[0].due_wording, "tomorrow")

    def test_CONF_67_who_does_not_take_part_is_to_be_asked(self):
        meeting = self.meeting().until("start").to("PLAN")
        self.assertEqual(meeting.add_item(to_be_asked="the landlord").to_be_asked, "the landlord")

    def test_CONF_36_no_task_for_the_facilitator(self):
        meeting = self.meeting().until("start").to("PLAN")
        milan = meeting.of["milan"]
        steps = [plan_pb2.Milestone(what="x", due_days_after=1, participant_ids=[milan])]
        for further in (
            {"participant_ids": [milan]},
            {"plan_b_participant_id": milan},
            {"milestones": steps},
        ):
            meeting.denied(
                "strnadova",
                "AddActionItem",
                "FACILITATOR_HAS_NO_TASK",
                "CONF-36",
                item=meeting.item(**further),
            )

    def test_CONF_68_CONF_74_XC_44_what_only_warns(self):
        meeting = self.meeting().until("start")
        meeting.advance("MAPPING")
        meeting.advance("PRIORITIES")
        meeting.prioritise()
        meeting.advance("SOLUTIONS")
        meeting.solve()
        meeting.advance("PLAN")
        steps = [
            plan_pb2.Milestone(what="a", due_date=day(2026, 8, 6)),
            plan_pb2.Milestone(what="b", due_date=day(2026, 8, 5)),
        ]
        added = meeting.ok("strnadova", "AddActionItem", item=meeting.item(milestones=steps))
        self.warned(added, "MILESTONES_OUT_OF_ORDER", "PLAN_B_TOO_LATE", "CLIENT_NOT_HEARD")

    def test_CONF_49_validate_only_checks_and_changes_nothing(self):
        meeting = self.meeting().until("start").to("PLAN")
        before = meeting.get()
        meeting.ok("strnadova", "AddActionItem", item=meeting.item(), validate_only=True)
        self.assertEqual(meeting.get(), before)

    def test_CONF_75_who_is_there_approves_with_attestation(self):
        meeting = self.meeting().until("start").to("PLAN")
        one = meeting.approvals("client")
        meeting.stopped("frantiska", "ApprovePlan", "NO_ITEMS", "CONF-63", approvals=one)
        item = meeting.add_item()
        other = meeting.add_item(what="another")
        one[0].ClearField("attestation")
        for who, field in (("client", "attestation"), ("strnadova", "attestation")):
            one[0].participant_id = meeting.of[who]
            meeting.wrong(
                "frantiska",
                "ApprovePlan",
                f"approvals[0].{field}",
                "ATTESTATION_REQUIRED",
                approvals=one,
            )
        meeting.wrong(
            "frantiska",
            "ApprovePlan",
            "approvals[0].refused_item_ids",
            "ITEM_UNKNOWN",
            approvals=meeting.approvals("client", refused=[unknown_id()]),
        )
        self.assertEqual(len(meeting.get().plan.approvals), 0)
        everybody = [one for one in meeting.of if one != "client"]
        first = meeting.approve(*everybody)
        self.assertEqual(list(first.missing_participant_ids), [meeting.of["client"]])
        no = meeting.ok(
            "frantiska", "ApprovePlan", approvals=meeting.approvals("client", approved=False)
        )
        self.assertEqual(no.plan.state, plan_pb2.PLAN_STATE_DRAFT)
        refused = meeting.approvals("client", refused=[other.item_id])
        done = meeting.ok("frantiska", "ApprovePlan", approvals=refused)
        states = {one.item_id: one.state for one in done.items}
        self.assertEqual(states, {item.item_id: OPEN, other.item_id: PROPOSED})
        self.assertEqual(done.plan.state, plan_pb2.PLAN_STATE_APPROVED)

    def test_CONF_75_a_change_is_a_new_version_that_waits(self):
        meeting = self.meeting().planned()
        meeting.approve()
        replaced = meeting.ok(
            "strnadova",
            "ReplaceActionItem",
            item_id=meeting.made.item_id,
            item=meeting.item(what="otherwise"),
        )
        self.assertEqual(
            (replaced.plan.plan_version, replaced.plan.state, replaced.item.replaces_item_id),
            (2, plan_pb2.PLAN_STATE_CHANGED, meeting.made.item_id),
        )
        meeting.stopped(
            "milan",
            "AdvancePhase",
            "PLAN_NOT_APPROVED",
            "CONF-63",
            phase=Conf.PHASE_CONCLUSION,
        )
        meeting.stopped(
            "strnadova",
            "ReplaceActionItem",
            "ITEM_STATE_REFUSES",
            "CONF-75",
            item_id=meeting.made.item_id,
            item=meeting.item(),
        )
        self.assertEqual(meeting.approve().plan.state, plan_pb2.PLAN_STATE_APPROVED)
        meeting.add_item(what="one more")
        self.assertEqual(meeting.get().plan.plan_version, 3)

    def test_CONF_75_an_item_that_changed_in_between_is_not_replaced(self):
        meeting = self.meeting().planned()
        item_id, seen = meeting.made.item_id, meeting.made.etag
        meeting.approve()  # opens it, which changes its etag
        replace = {"item_id": item_id, "item": meeting.item(what="otherwise")}
        with self.assertRaises(OporaError) as caught:
            request = meeting.request("ReplaceActionItem", etag=seen, **replace)
            self.world.method("strnadova", "ActionPlanService.ReplaceActionItem")(request)
        self.assertEqual(caught.exception.code.name, "ABORTED", caught.exception)
        self.assertEqual(meeting.get().plan.plan_version, 1)
        now = meeting.get().items[0].etag
        meeting.ok("strnadova", "ReplaceActionItem", etag=now, **replace)

    def test_CONF_46_against_the_client_s_choice_stays_proposed(self):
        meeting = self.meeting().until("start").to("SOLUTIONS")
        no = meeting.solution_of(Conf.CLIENT_CHOICE_NOT_WANTED)
        solved = meeting.ok("beranek", "AddSolution", solution=no).conference
        meeting.solution = solved.solutions[-1].solution_id
        meeting.advance("PLAN")
        meeting.add_item()
        done = meeting.approve()
        self.warned(done, "AGAINST_CLIENTS_CHOICE")
        self.assertEqual([one.state for one in done.items], [PROPOSED])

    def test_CONF_73_an_item_called_off_is_no_failure(self):
        meeting = self.meeting().planned()
        meeting.approve()
        gone = {"item_id": meeting.made.item_id}
        meeting.wrong("beranek", "CancelActionItem", "reason", **gone)
        item = meeting.ok("beranek", "CancelActionItem", reason="paid already", **gone).item
        self.assertEqual(item.state, plan_pb2.ITEM_STATE_CANCELLED)
        meeting.stopped(
            "beranek",
            "CancelActionItem",
            "ITEM_STATE_REFUSES",
            "CONF-75",
            reason="again",
            **gone,
        )

    def test_CONF_72_a_milestone_is_done_once_by_a_participant(self):
        meeting = self.meeting().closed()
        first = meeting.made.milestones[0].milestone_id
        done = {"milestone_id": first, "occurred_at": self.world.now(minutes=-5)}
        meeting.wrong(
            "strnadova",
            "CompleteMilestone",
            "occurred_at",
            "NOT_IN_FUTURE",
            milestone_id=first,
            occurred_at=self.world.now(minutes=60),
        )
        meeting.wrong(
            "strnadova", "CompleteMilestone", "participant_id", participant_id=unknown_id(), **done
        )
        item = meeting.ok(
            "strnadova", "CompleteMilestone", participant_id=meeting.of["client"], **done
        ).item
        self.assertEqual(item.milestones[0].done_by_participant_id, meeting.of["client"])
        meeting.stopped("strnadova", "CompleteMilestone", "ITEM_STATE_REFUSES", "CONF-75", **done)

    def test_CONF_77_who_does_a_step_or_plan_b_has_it_on_the_list(self):
        meeting = self.meeting().until("start").to("PLAN")
        steps = [
            plan_pb2.Milestone(
                what="x", due_days_after=1, participant_ids=[meeting.of["frantiska"]]
            )
        ]
        item = meeting.add_item(
            milestones=steps,
            plan_b_participant_id=meeting.of["petra"],
            participant_ids=[meeting.of["beranek"]],
        )
        meeting.approve()
        for who in ("frantiska", "petra", "beranek"):
            self.assertIn(item.item_id, self.tasks(who), who)
        for who in ("strnadova", "milan", "ruzicka"):
            self.assertNotIn(item.item_id, self.tasks(who), who)
        self.assertIn(item.item_id, self.tasks("petra", overdue_only=True))

    def tasks(self, who, **asked):
        found, token = [], ""
        while True:
            request = plan_pb2.ListMyTasksRequest(page_size=2, page_token=token, **asked)
            page = self.ok(who, "ActionPlanService.ListMyTasks", request)
            found += [one.item_id for one in page.items]
            token = page.next_page_token
            if not token:
                self.assertEqual(len(found), len(set(found)))
                return found

    def test_CONF_72_two_callers_mark_each_deadline_once(self):
        meetings = [self.meeting().closed() for _ in range(3)]
        process = self.world.method("admin", "ActionPlanService.ProcessDeadlines")
        request = plan_pb2.ProcessDeadlinesRequest(as_of=day(2026, 8, 1))
        before = process(plan_pb2.ProcessDeadlinesRequest(as_of=day(2026, 7, 31)))
        self.assertFalse(before.has_more)
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(lambda _: process(request), range(4)))
        started = sum(one.plans_b_started for one in answers)
        self.assertGreaterEqual(started, len(meetings))
        for meeting in meetings:
            item = meeting.get().items[0]
            self.assertEqual(item.state, plan_pb2.ITEM_STATE_PLAN_B_ACTIVE)
            self.assertTrue(item.milestones[0].HasField("miss_time"))
            self.assertFalse(item.milestones[1].HasField("miss_time"))
        again = process(request)
        self.assertEqual((again.missed, again.plans_b_started), (0, 0))
        future = plan_pb2.ProcessDeadlinesRequest(as_of=self.world.today(2))
        self.violates_future(future)

    def violates_future(self, request):
        name = "ActionPlanService.ProcessDeadlines"
        self.refused("admin", name, request, "INVALID_ARGUMENT", "NOT_IN_FUTURE", "XC-57")
        self.refused("petra", name, request, "PERMISSION_DENIED", "ROLE_REFUSED")


class TogetherTest(ConferenceTest):
    """Callers at the same time, and the same call twice."""

    def at_once(self, calls):
        with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
            return list(pool.map(lambda call: call(), calls))

    def test_CONF_75_no_approval_is_lost_when_all_speak_at_once(self):
        meeting = self.meeting().planned()
        approve = self.world.method("frantiska", "ActionPlanService.ApprovePlan")
        requests = [
            meeting.request("ApprovePlan", approvals=meeting.approvals(who)) for who in meeting.of
        ]
        answers = self.at_once([lambda request=one: approve(request) for one in requests])
        states = [one.plan.state for one in answers]
        self.assertEqual(states.count(plan_pb2.PLAN_STATE_APPROVED), 1)
        now = meeting.get()
        self.assertEqual(len(now.plan.approvals), len(meeting.of))
        self.assertEqual(now.plan.state, plan_pb2.PLAN_STATE_APPROVED)

    def test_CONF_78_no_agreement_is_lost_when_all_speak_at_once(self):
        meeting = self.meeting().circulated()
        agree = self.world.method("frantiska", "ConferenceService.AgreeMinutes")
        requests = [
            meeting.request("AgreeMinutes", agreements=meeting.agreements(who))
            for who in meeting.of
        ]
        self.at_once([lambda request=one: agree(request) for one in requests])
        now = meeting.get()
        self.assertEqual(len(now.minutes.agreements), len(meeting.of))
        self.assertEqual(now.minutes.state, minutes_pb2.MINUTES_STATE_APPROVED)
        self.assertEqual(now.conference.state, Conf.CONFERENCE_STATE_MINUTES_APPROVED)

    def test_CONF_35_one_facilitator_however_many_are_named_at_once(self):
        meeting = self.meeting().until("propose")
        name = self.world.method("strnadova", "ConferenceService.NameFacilitator")

        def named(who):
            one = participant(self.world, who, role("FACILITATOR"))
            try:
                name(meeting.request("NameFacilitator", facilitator=one))
                return "OK"
            except OporaError as error:
                return error.reason

        people = ("milan", "ruzicka", "sykorova", "vesela")
        outcomes = self.at_once([lambda who=one: named(who) for one in people])
        self.assertEqual(sorted(outcomes), ["FACILITATOR_EXISTS"] * 3 + ["OK"])

    def test_the_same_request_twice_is_one_change(self):
        meeting = self.meeting().until("start").to("PLAN")
        key = str(uuid.uuid4())
        request = plan_pb2.AddActionItemRequest(item=meeting.item(), request_id=key)
        first = self.ok("strnadova", "ActionPlanService.AddActionItem", request).item
        again = self.ok("strnadova", "ActionPlanService.AddActionItem", request).item
        self.assertEqual(first.item_id, again.item_id)
        self.assertEqual(len(meeting.get().items), 1)
        key, said = str(uuid.uuid4()), meeting.approvals("client")
        for _ in range(2):
            meeting.ok("frantiska", "ApprovePlan", approvals=said, request_id=key)
        self.assertEqual(len(meeting.get().plan.approvals), 1)
        request.item.what = "something else"
        name = "ActionPlanService.AddActionItem"
        self.refused("strnadova", name, request, "INVALID_ARGUMENT", "REQUEST_ID_REUSED")
        self.assertEqual(len(meeting.get().items), 1)

    def test_a_replayed_proposal_is_one_conference(self):
        client, key = self.client(), str(uuid.uuid4())
        request = Service.ProposeConferenceRequest(
            conference=Conf.Conference(
                client_id=client, topic="x", areas=[4], triggers=[Conf.TRIGGER_START_OF_WORK]
            ),
            request_id=key,
        )
        ids = {
            self.ok("strnadova", "ConferenceService.ProposeConference", request).conference.conference_id
            for _ in range(2)
        }
        listed = self.ok(
            "strnadova",
            "ConferenceService.ListConferences",
            Service.ListConferencesRequest(client_id=client),
        ).conferences
        self.assertEqual({one.conference_id for one in listed}, ids)
        self.assertEqual(len(ids), 1)


class MinutesTest(ConferenceTest):
    def test_CONF_78_written_circulated_agreed(self):
        meeting = self.meeting().closed()
        due = {"answers_due_date": self.world.today(7)}
        agree = {"agreements": meeting.agreements(*meeting.of)}
        for method, fields in (("CirculateMinutes", due), ("CloseMinutes", {}), ("AgreeMinutes", agree)):
            meeting.stopped("frantiska", method, "MINUTES_MISSING", "CONF-78", **fields)
        meeting.wrong("frantiska", "WriteMinutes", "text", text="")
        long = meeting.ok("frantiska", "WriteMinutes", text="ž" * 6001)
        self.warned(long, "MINUTES_LONG")
        self.warned(meeting.ok("frantiska", "WriteMinutes", text="ž" * 6000))
        meeting.stopped("frantiska", "AgreeMinutes", "MINUTES_STATE_REFUSES", "CONF-78", **agree)
        meeting.stopped("frantiska", "CloseMinutes", "MINUTES_STATE_REFUSES", "CONF-78")
        meeting.ok("frantiska", "CirculateMinutes", **due)
        bare = meeting.agreements("client")
        bare[0].ClearField("attestation")
        meeting.wrong(
            "frantiska",
            "AgreeMinutes",
            "agreements[0].attestation",
            "ATTESTATION_REQUIRED",
            agreements=bare,
        )
        done = meeting.ok("frantiska", "AgreeMinutes", **agree)
        self.assertEqual(done.minutes.state, minutes_pb2.MINUTES_STATE_APPROVED)
        meeting.stopped(
            "frantiska", "WriteMinutes", "CONFERENCE_STATE_REFUSES", "CONF-57", text="other"
        )

    def test_CONF_80_objections_are_kept_and_closed_after_the_day(self):
        meeting = self.meeting().circulated(due=0)
        no = meeting.agreements("beranek", agreed=False)
        meeting.wrong(
            "frantiska",
            "AgreeMinutes",
            "agreements[0].objection",
            "OBJECTION_MISSING",
            agreements=no,
        )
        no[0].objection = "it was not like that"
        meeting.ok("frantiska", "AgreeMinutes", agreements=no)
        meeting.stopped("frantiska", "CloseMinutes", "ANSWERS_NOT_DUE", "CONF-80")
        yesterday = {"answers_due_date": self.world.today(-2)}
        meeting.ok("frantiska", "CirculateMinutes", **yesterday)
        no[0].is_incomprehensible = True
        meeting.ok("frantiska", "AgreeMinutes", agreements=no)
        meeting.stopped("frantiska", "CloseMinutes", "INCOMPREHENSIBLE", "CONF-48")
        meeting.ok("frantiska", "WriteMinutes", text="in plain words")
        no[0].is_incomprehensible = False
        meeting.ok("frantiska", "AgreeMinutes", agreements=no)
        meeting.ok("petra", "EvaluateConference", client_view=Conf.CLIENT_VIEW_UNREACHABLE)
        closed = meeting.ok("frantiska", "CloseMinutes").minutes
        self.assertEqual(closed.state, minutes_pb2.MINUTES_STATE_APPROVED_WITH_OBJECTIONS)
        self.assertEqual(closed.agreements[-1].objection, "it was not like that")
        self.assertEqual(meeting.now.state, Conf.CONFERENCE_STATE_EVALUATED)

    def test_CONF_64_the_evaluation_tells_the_client_s_view(self):
        meeting = self.meeting().closed()
        meeting.wrong("petra", "EvaluateConference", "client_view")
        meeting.wrong(
            "petra",
            "EvaluateConference",
            "client_view_text",
            "VIEW_MISSING",
            client_view=Conf.CLIENT_VIEW_TOLD,
        )
        meeting.denied(
            "beranek",
            "EvaluateConference",
            "ROLE_IN_CONFERENCE",
            "CONF-29",
            client_view=Conf.CLIENT_VIEW_DECLINED,
        )
        done = meeting.ok(
            "strnadova", "EvaluateConference", client_view=Conf.CLIENT_VIEW_DECLINED
        )
        self.warned(done, "TASKS_OPEN", "EVALUATOR_HAS_TASKS")


class SharingTest(ConferenceTest):
    def everybody(self, meeting):
        return [one for one in meeting.of if one != "petra"]

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
    """Every method that names a conference, an item or a milestone, with a request that is valid."""
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
            for word in ("go there", "debt", "instalments", "aunt", "a room", "Strnad", "client\x12"):
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
