"""Rules of action plans and minutes; callers at the same time."""

import concurrent.futures
import uuid

from opora.common.v1 import types_pb2
from opora.conference.v1 import minutes_pb2, plan_pb2

from checks.base import unknown_id
from checks.conference_base import Conf, ConferenceTest, Service, role
from opora_client import OporaError
from steps.asked import participant

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
        name = "ConferenceService.ProposeConference"
        ids = {self.ok("strnadova", name, request).conference.conference_id for _ in range(2)}
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
        without = {"CirculateMinutes": due, "CloseMinutes": {}, "AgreeMinutes": agree}
        for method, fields in without.items():
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

    def test_CONF_80_objections_are_kept_and_not_closed_before_the_day(self):
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
        # The day is not set back to close them at once.
        meeting.wrong(
            "frantiska",
            "CirculateMinutes",
            "answers_due_date",
            "ANSWERS_DUE_PAST",
            answers_due_date=self.world.today(-2),
        )
        meeting.stopped("frantiska", "CloseMinutes", "ANSWERS_NOT_DUE", "CONF-80")
        # The evaluation does not wait for the minutes.
        meeting.ok("petra", "EvaluateConference", client_view=Conf.CLIENT_VIEW_UNREACHABLE)
        self.assertEqual(meeting.now.state, Conf.CONFERENCE_STATE_EVALUATED)
        kept = meeting.get().minutes
        self.assertEqual(kept.state, minutes_pb2.MINUTES_STATE_CIRCULATED)
        self.assertEqual(kept.agreements[-1].objection, "it was not like that")

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
