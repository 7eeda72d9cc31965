"""Rules of conferences before and in the meeting: first what is refused, then what is not."""

from opora.common.v1 import areas_pb2, types_pb2
from opora.conference.v1 import minutes_pb2, plan_pb2

from checks.base import unknown_id
from checks.conference_base import HELD_ON, STAGES, Conf, ConferenceTest, Service, role
from opora_client import OporaError
from steps.asked import participant


class ProposalTest(ConferenceTest):
    def test_CONF_54_an_upcoming_change_needs_its_kind(self):
        meeting = self.meeting(triggers=[Conf.TRIGGER_UPCOMING_CHANGE])
        request = Service.ProposeConferenceRequest(
            conference=Conf.Conference(
                client_id=meeting.client_id,
                topic="x",
                areas=[areas_pb2.DATA_AREA_FAMILY],
                triggers=[Conf.TRIGGER_UPCOMING_CHANGE],
            )
        )
        name = "ConferenceService.ProposeConference"
        self.refused(
            "strnadova", name, request, "INVALID_ARGUMENT", "CHANGE_KIND_MISSING", "CONF-54"
        )
        request.conference.change_kind = Conf.CHANGE_KIND_DIVORCE_OF_PARENTS
        self.ok("strnadova", name, request)

    def test_CONF_53_a_conference_has_topic_areas_and_a_trigger(self):
        name = "ConferenceService.ProposeConference"
        whole = {
            "client_id": self.client(),
            "topic": "x",
            "areas": [areas_pb2.DATA_AREA_FAMILY],
            "triggers": [Conf.TRIGGER_START_OF_WORK],
        }
        for field in whole:
            fields = {key: value for key, value in whole.items() if key != field}
            request = Service.ProposeConferenceRequest(conference=Conf.Conference(**fields))
            with self.subTest(field=field):
                self.violates("strnadova", name, request, f"conference.{field}")
        unknown_case = Conf.Conference(case_id=unknown_id(), **whole)
        request = Service.ProposeConferenceRequest(conference=unknown_case)
        self.violates("strnadova", name, request, "conference.case_id", "CASE_UNKNOWN")

    def test_CONF_30_the_proposer_need_not_be_a_user(self):
        client = self.client()
        request = Service.ProposeConferenceRequest(
            conference=Conf.Conference(
                client_id=client,
                topic="x",
                areas=[areas_pb2.DATA_AREA_FAMILY],
                triggers=[Conf.TRIGGER_START_OF_WORK],
            ),
            proposer="the school",
        )
        made = self.ok("strnadova", "ConferenceService.ProposeConference", request).conference
        proposers = [one.person for one in made.participants if role("PROPOSER") in one.roles]
        self.assertEqual(proposers, ["the school"])

    def test_XC_30_a_conference_is_proposed_for_an_own_client_only(self):
        request = Service.ProposeConferenceRequest(
            conference=Conf.Conference(
                client_id=self.client(),
                topic="x",
                areas=[areas_pb2.DATA_AREA_FAMILY],
                triggers=[Conf.TRIGGER_START_OF_WORK],
            )
        )
        name = "ConferenceService.ProposeConference"
        self.refused("beranek", name, request, "NOT_FOUND", "NOT_FOUND")
        request.conference.client_id = unknown_id()
        self.refused("beranek", name, request, "NOT_FOUND", "NOT_FOUND")

    def test_CONF_32_the_contract_needs_an_administrator_and_comes_before_organising(self):
        meeting = self.meeting().until("propose")
        people = [participant(self.world, "frantiska", role("RECORDER"))]
        contract = {"goal": "a goal", "topic": "a topic"}
        meeting.stopped("strnadova", "SignContract", "ADMINISTRATOR_MISSING", "CONF-32", **contract)
        meeting.name()
        meeting.stopped(
            "petra", "AddParticipants", "CONTRACT_MISSING", "CONF-32", participants=people
        )
        tomorrow = {"contract_date": self.world.today(2)}
        meeting.wrong(
            "petra", "SignContract", "contract_date", "NOT_IN_FUTURE", **contract, **tomorrow
        )
        meeting.wrong(
            "petra", "SignContract", "case_id", "CASE_UNKNOWN", case_id=unknown_id(), **contract
        )
        self.assertEqual(meeting.now.state, Conf.CONFERENCE_STATE_PROPOSED)
        signed = meeting.ok("petra", "SignContract", **contract)
        self.warned(signed, "CONVENER_NOT_CASE_MANAGER")
        added = meeting.ok("petra", "AddParticipants", participants=people).conference
        self.assertEqual(added.state, Conf.CONFERENCE_STATE_ORGANISING)

    def test_CONF_31_a_convener_may_take_part_already_and_brings_nothing_but_the_name(self):
        meeting = self.meeting().until("name")
        convener = participant(self.world, "petra", role("CONVENER"))
        convener.silence_ground = Conf.SILENCE_GROUND_CONTRACT
        convener.view = "mine"
        signed = meeting.ok("petra", "SignContract", goal="g", topic="t", convener=convener)
        held = {one.participant_id: one for one in signed.conference.participants}
        petra, eva = held[meeting.of["petra"]], held[meeting.of["strnadova"]]
        self.assertIn(role("CONVENER"), petra.roles)
        self.assertEqual((petra.view, petra.silence_ground), ("", 0))
        self.assertEqual(list(eva.roles), [role("PROFESSIONAL")])

    def test_CONF_35_the_facilitator_does_not_convene(self):
        meeting = self.meeting().until("name")
        convener = participant(self.world, "milan", role("CONVENER"))
        convener.client_agreement.CopyFrom(meeting.word())
        meeting.stopped(
            "petra",
            "SignContract",
            "FACILITATOR_ALONE",
            "CONF-29",
            goal="g",
            topic="t",
            convener=convener,
        )

    def test_CONF_57_declined_and_cancelled_are_ends_with_a_reason(self):
        for method, state in (("DeclineConference", "DECLINED"), ("CancelConference", "CANCELLED")):
            meeting = self.meeting().until("propose")
            meeting.wrong("strnadova", method, "reason")
            ended = meeting.ok("strnadova", method, reason="he does not want to").conference
            self.assertEqual(Conf.ConferenceState.Name(ended.state)[17:], state)
            self.assertFalse([one.verb for one in ended.actions if one.allowed])
            meeting.stopped(
                "strnadova", method, "CONFERENCE_STATE_REFUSES", "CONF-57", reason="again"
            )

    def test_CONF_57_a_meeting_called_off_is_in_no_phase(self):
        meeting = self.meeting().until("start")
        ended = meeting.ok("petra", "CancelConference", reason="he leaves").conference
        self.assertEqual(ended.phase, Conf.PHASE_UNSPECIFIED)

    def test_CONF_29_a_role_does_what_is_its_own(self):
        meeting = self.meeting().until("invite")
        for who, method, fields in (
            ("frantiska", "CancelConference", {"reason": "no wish"}),
            ("beranek", "DeclareReady", {}),
            ("milan", "RemoveParticipant", {"participant_id": meeting.of["aunt"]}),
        ):
            error = meeting.denied(who, method, "ROLE_IN_CONFERENCE", "CONF-29", **fields)
            self.assertIn("CONFERENCE_ROLE_ORGANISER", error.metadata["roles"])


class MeetingTest(ConferenceTest):
    def start(self, meeting, reason, rule, **how):
        meeting.stopped(
            "milan",
            "StartMeeting",
            reason,
            rule,
            held_on=HELD_ON,
            attendance=meeting.attendance(**how),
        )

    def test_CONF_38_with_the_client_or_adjourned_or_of_professionals(self):
        meeting = self.meeting().until("ready")
        self.start(meeting, "FACILITATOR_ABSENT", "CONF-29", milan="ABSENT")
        self.start(meeting, "CLIENT_ABSENT", "CONF-38", client="ABSENT")
        self.start(meeting, "CLIENT_ABSENT", "CONF-38", client="")
        adjourned = meeting.ok("milan", "AdjournMeeting", reason="he is not here").conference
        self.assertEqual(adjourned.state, Conf.CONFERENCE_STATE_ORGANISING)
        meeting.ready()
        started = meeting.ok(
            "milan",
            "StartMeeting",
            held_on=HELD_ON,
            attendance=meeting.attendance(client="ABSENT"),
            as_professionals_meeting=True,
        ).conference
        self.assertEqual(started.kind, Conf.MEETING_KIND_PROFESSIONALS)
        meeting.to("PLAN")
        error = meeting.stopped(
            "strnadova", "AddActionItem", "PROFESSIONALS_ONLY", "CONF-38", item=meeting.item()
        )
        self.assertTrue(error.remedy)
        eva = [meeting.of["strnadova"]]
        meeting.add_item(participant_ids=eva)

    def test_CONF_38_by_phone_is_with_the_client(self):
        meeting = self.meeting().until("ready")
        meeting.start(client="REMOTE")

    def test_CONF_47_the_client_is_briefed_before(self):
        meeting = self.meeting().until("arrange")
        meeting.ok("petra", "PrepareParticipants", occurred_at=self.world.now(minutes=-30))
        for stage in ("answer", "ready"):
            getattr(meeting, stage)()
        self.start(meeting, "CLIENT_NOT_BRIEFED", "CONF-47")
        meeting.ok(
            "petra",
            "PrepareParticipants",
            occurred_at=self.world.now(minutes=-30),
            participant_ids=[meeting.of["client"]],
            briefed=True,
        )
        self.warned(meeting.start(), "SILENCE_MISSING", "NOT_BRIEFED", "LATE_ENTRY")

    def test_XC_57_a_meeting_lies_in_the_past(self):
        meeting = self.meeting().until("ready")
        meeting.wrong(
            "milan",
            "StartMeeting",
            "held_on",
            "NOT_IN_FUTURE",
            held_on=self.world.today(2),
            attendance=meeting.attendance(),
        )
        meeting.wrong(
            "milan",
            "StartMeeting",
            "held_on",
            held_on=types_pb2.Date(year=2025, month=2, day=29),
            attendance=meeting.attendance(),
        )
        meeting.wrong("milan", "StartMeeting", "attendance", held_on=HELD_ON)

    def test_CONF_58_phases_one_by_one_by_the_facilitator(self):
        meeting = self.meeting().until("start")
        mapping = {"phase": Conf.PHASE_MAPPING}
        for who in ("petra", "strnadova", "frantiska", "beranek"):
            meeting.denied(who, "AdvancePhase", "NOT_THE_FACILITATOR", "CONF-58", **mapping)
        for phase in (Conf.PHASE_WELCOME, Conf.PHASE_PRIORITIES, Conf.PHASE_CONCLUSION):
            meeting.stopped("milan", "AdvancePhase", "PHASE_ORDER", "CONF-58", phase=phase)
        self.warned(meeting.ok("milan", "AdvancePhase", **mapping), "RULES_MISSING")
        self.warned(meeting.advance("PRIORITIES"), "PARTICIPANT_NOT_HEARD")
        meeting.stopped("milan", "AdvancePhase", "REASON_MISSING", "CONF-58", **mapping)
        back = meeting.ok("milan", "AdvancePhase", reason="he was not heard", **mapping).conference
        self.assertEqual(back.phase, Conf.PHASE_MAPPING)
        self.assertEqual(back.phase_moves[-1].reason, "he was not heard")

    def test_CONF_43_views_in_mapping_said_or_not_wished(self):
        meeting = self.meeting().until("start")
        view = Service.ParticipantView(participant_id=meeting.of["client"], view="mine")
        meeting.stopped(
            "frantiska", "RecordViews", "NOT_IN_MAPPING_PHASE", "CONF-43", views=[view]
        )
        meeting.advance("MAPPING")
        both = Service.ParticipantView(
            participant_id=meeting.of["client"], view="mine", did_not_wish_to_speak=True
        )
        neither = Service.ParticipantView(participant_id=meeting.of["client"])
        nobody = Service.ParticipantView(participant_id=unknown_id(), view="mine")
        for one, field in ((both, "view"), (neither, "view"), (nobody, "participant_id")):
            meeting.wrong("frantiska", "RecordViews", f"views[0].{field}", views=[one])
        meeting.ok("frantiska", "RecordViews", views=[view])

    def test_CONF_61_priorities_solutions_and_items_hang_together(self):
        meeting = self.meeting().until("start").to("PRIORITIES")
        chosen, other = meeting.topic("the debt"), meeting.topic("the flat")
        meeting.stopped(
            "milan", "AdvancePhase", "NO_PRIORITY", "CONF-61", phase=Conf.PHASE_SOLUTIONS
        )
        meeting.wrong(
            "milan", "SelectPriorities", "topic_ids", "TOPIC_UNKNOWN", topic_ids=[unknown_id()]
        )
        meeting.ok("milan", "SelectPriorities", topic_ids=[chosen])
        meeting.advance("SOLUTIONS")
        meeting.stopped(
            "milan", "SelectPriorities", "NOT_IN_PRIORITIES_PHASE", "CONF-61", topic_ids=[other]
        )
        meeting.stopped(
            "strnadova",
            "AddTopic",
            "TOPIC_TOO_LATE",
            "CONF-61",
            topic=Conf.Topic(title="late", area=areas_pb2.DATA_AREA_DEBTS),
        )
        meeting.priority = other
        meeting.stopped(
            "strnadova",
            "AddSolution",
            "NOT_A_PRIORITY",
            "CONF-61",
            solution=meeting.solution_of(),
        )
        self.warned(meeting.advance("PLAN"), "SOLUTION_MISSING")
        meeting.stopped(
            "strnadova",
            "AddActionItem",
            "NOT_A_PRIORITY",
            "CONF-61",
            item=self.without_solution(meeting),
        )
        meeting.priority = chosen
        meeting.stopped(
            "strnadova",
            "AddSolution",
            "NOT_IN_SOLUTIONS_PHASE",
            "CONF-62",
            solution=meeting.solution_of(),
        )
        meeting.ok("strnadova", "AddActionItem", item=self.without_solution(meeting))

    @staticmethod
    def without_solution(meeting):
        meeting.solution = unknown_id()
        return meeting.item(solution_id=None)

    def test_CONF_63_a_meeting_ends_with_an_approved_plan_or_a_reason_why_not(self):
        meeting = self.meeting().planned()
        conclude = {"phase": Conf.PHASE_CONCLUSION}
        evaluation = {"evaluation_date": self.world.today(60)}
        meeting.stopped("milan", "AdvancePhase", "PLAN_NOT_APPROVED", "CONF-63", **conclude)
        meeting.stopped(
            "milan", "CloseMeeting", "NOT_IN_CONCLUSION_PHASE", "CONF-63", **evaluation
        )
        why = {"without_plan_reason": "he wants to think"}
        ended = meeting.ok("milan", "AdvancePhase", **conclude, **why).conference
        self.assertEqual(ended.without_plan_reason, why["without_plan_reason"])
        meeting.ok("milan", "AdvancePhase", phase=Conf.PHASE_PLAN, reason="he has thought")
        meeting.approve()
        ended = meeting.ok("milan", "AdvancePhase", **conclude).conference
        self.assertEqual(ended.without_plan_reason, "")
        meeting.wrong(
            "milan",
            "CloseMeeting",
            "evaluation_date",
            "BEFORE_MEETING",
            evaluation_date=types_pb2.Date(year=2026, month=7, day=29),
        )
        meeting.ok("milan", "CloseMeeting", **evaluation)

    def test_CONF_113_an_excluded_topic_stays_closed_unless_lifted(self):
        """The consent of the story excludes health; the person is his."""
        meeting = self.meeting()
        meeting.client_id = self.ids["client.kopecky.most"]
        meeting.until("propose")
        topic = Conf.Topic(title="back", area=areas_pb2.DATA_AREA_HEALTH)
        error = meeting.denied(
            "strnadova", "AddTopic", "EXCLUDED_TOPIC", "CONF-113", topic=topic
        )
        self.assertTrue(error.remedy)
        meeting.wrong(
            "strnadova",
            "AddTopic",
            "lift.occurred_at",
            "NOT_IN_FUTURE",
            topic=topic,
            lift=meeting.word(minutes=60),
        )
        meeting.ok("strnadova", "AddTopic", topic=topic, lift=meeting.word())
        for stage in ("name", "contract", "add", "prepare"):
            getattr(meeting, stage)()
        lifted = meeting.now
        self.assertEqual(list(lifted.lifted_areas), [areas_pb2.DATA_AREA_HEALTH])
        self.assertEqual(lifted.lift.attesting_worker_id, self.ids["worker.strnadova"])
        meeting.ok("strnadova", "AddTopic", topic=topic)

    def test_CONF_44_without_a_ground_of_silence_no_content_on_any_path(self):
        meeting = self.meeting().until("arrange")
        meeting.ok(
            "petra",
            "PrepareParticipants",
            occurred_at=self.world.now(minutes=-30),
            briefed=True,
            participant_ids=[meeting.of[one] for one in meeting.of if one != "beranek"],
            silence_ground=Conf.SILENCE_GROUND_PROFESSION,
        )
        for stage in ("answer", "ready"):
            getattr(meeting, stage)()
        self.warned(meeting.start(), "SILENCE_MISSING", "NOT_BRIEFED", "LATE_ENTRY")
        meeting.to("PLAN")
        item = meeting.add_item(plan_b_participant_id=meeting.of["beranek"])
        meeting.approve()
        seen = meeting.get("beranek")
        self.without_content(seen.conference)
        self.assertFalse(seen.HasField("plan") or seen.items or seen.HasField("minutes"))
        listed = self.ok(
            "beranek",
            "ConferenceService.ListConferences",
            Service.ListConferencesRequest(page_size=500),
        ).conferences
        mine = [one for one in listed if one.conference_id == meeting.id]
        self.assertEqual(len(mine), 1)
        self.without_content(mine[0])
        tasks = self.ok(
            "beranek", "ActionPlanService.ListMyTasks", plan_pb2.ListMyTasksRequest(page_size=500)
        ).items
        self.assertNotIn(item.item_id, [one.item_id for one in tasks])
        before = meeting.get()
        for method, fields in (
            ("CancelActionItem", {"item_id": item.item_id, "reason": "not needed"}),
            ("ApprovePlan", {"approvals": meeting.approvals("beranek")}),
            ("ReplaceActionItem", {"item_id": item.item_id, "item": meeting.item()}),
        ):
            code = "FAILED_PRECONDITION"
            meeting.refused("beranek", method, code, "SILENCE_MISSING", "CONF-44", **fields)
        self.assertEqual(meeting.get(), before)

    def without_content(self, conference):
        shown = {field.name for field, _ in conference.ListFields()}
        self.assertIn("topic", shown)
        hidden = {"topics", "solutions", "phase_moves", "triggers", "meeting_rules", "deviations"}
        self.assertEqual(shown & hidden, set())
        for one in conference.participants:
            self.assertEqual((one.view, one.did_not_wish_to_speak), ("", False))

    def test_XC_66_actions_are_what_the_rpc_then_answers(self):
        meeting = self.meeting()
        seen = set()
        for stage in STAGES:
            getattr(meeting, stage)()
            for who in ("petra", "milan", "frantiska"):
                if meeting.of.get(who) is None or stage in ("propose", "name", "contract", "add"):
                    continue
                conference = meeting.get(who).conference
                seen |= self.check_actions(meeting, who, conference)
        self.assertGreater(len(seen), 12)

    def check_actions(self, meeting, who, conference):
        """Verbs whose request can be made wrong only after role, state and phase are checked."""
        nobody = unknown_id()
        topic = {"topic_id": nobody, "text": "x", "proposer_participant_id": nobody}
        answer = Service.ParticipantAnswer(participant_id=nobody, topic=1, participants=1, place=1)
        harmless = {
            "RemoveParticipant": {"participant_id": nobody},
            "RecordAnswers": {"answers": [answer]},
            "PrepareParticipants": {
                "participant_ids": [nobody],
                "occurred_at": self.world.now(minutes=-1),
            },
            "InviteParticipants": {"invitations": [Service.Invitation(participant_id=nobody)]},
            "RecordAttendance": {
                "attendance": [
                    Service.ParticipantAttendance(participant_id=nobody, attendance=1)
                ]
            },
            "RecordViews": {
                "views": [Service.ParticipantView(participant_id=nobody, view="x")]
            },
            "SelectPriorities": {"topic_ids": [nobody]},
            "AddSolution": {"solution": Conf.Solution(**topic)},
            "AgreeMinutes": {"agreements": [minutes_pb2.MinutesAgreement(participant_id=nobody)]},
            "ApprovePlan": {"approvals": [plan_pb2.PlanApproval(participant_id=nobody)]},
            "CirculateMinutes": {"answers_due_date": self.world.today(1)},
            "CloseMinutes": {},
            "AdvancePhase": {"phase": conference.phase or Conf.PHASE_WELCOME},
            "CloseMeeting": {"evaluation_date": types_pb2.Date(year=2020, month=1, day=1)},
        }
        by_rule = set()
        for action in conference.actions:
            if action.verb not in harmless:
                continue
            error = self.world_error(who, meeting, action.verb, harmless[action.verb])
            with self.subTest(verb=action.verb, who=who, state=conference.state):
                if action.allowed:
                    self.assertNotIn(
                        error.reason,
                        ("CONFERENCE_STATE_REFUSES", "ROLE_IN_CONFERENCE", "NOT_THE_FACILITATOR"),
                    )
                else:
                    self.assertEqual(error.rule, action.rule, error)
                    self.assertEqual(error.remedy, action.remedy)
            by_rule.add((action.verb, action.allowed))
        return by_rule

    def world_error(self, who, meeting, verb, fields):
        with self.assertRaises(OporaError) as caught:
            self.world.method(who, meeting.name_of(verb))(meeting.request(verb, **fields))
        return caught.exception


class ChildTest(ConferenceTest):
    def test_CONF_39_the_story_of_the_child(self):
        outcomes = [
            (one.step, one.reason)
            for one in self.world.outcomes
            if one.rule == "CONF-39" and one.step.startswith("D")
        ]
        invited, left = ("D1", "CLOSE_PERSON_ABSENT"), ("D3", "MEETING_INTERRUPTED")
        self.assertEqual(outcomes, [invited, invited, left, left])

    def test_CONF_39_an_interrupted_meeting_waits(self):
        meeting = self.meeting(client_is_child=True).until("ready")
        for where in ("", "ABSENT", "REMOTE"):
            meeting.stopped(
                "milan",
                "StartMeeting",
                "CLOSE_PERSON_ABSENT",
                "CONF-39",
                held_on=HELD_ON,
                attendance=meeting.attendance(aunt=where),
            )
        meeting.start()
        leaves = [
            Service.ParticipantAttendance(
                participant_id=meeting.of["aunt"], attendance=Conf.ATTENDANCE_LEFT
            )
        ]
        meeting.ok("frantiska", "RecordAttendance", attendance=leaves)
        for who, method, fields in (
            ("milan", "AdvancePhase", {"phase": Conf.PHASE_MAPPING}),
            ("frantiska", "WriteMinutes", {"text": "x"}),
            (
                "strnadova",
                "AddTopic",
                {"topic": Conf.Topic(title="x", area=areas_pb2.DATA_AREA_DEBTS)},
            ),
        ):
            meeting.stopped(who, method, "MEETING_INTERRUPTED", "CONF-39", **fields)
        allowed = [one.verb for one in meeting.get("milan").conference.actions if one.allowed]
        self.assertEqual(sorted(allowed), ["AdjournMeeting", "RecordAttendance"])
        leaves[0].attendance = Conf.ATTENDANCE_PRESENT
        back = meeting.ok("frantiska", "RecordAttendance", attendance=leaves).conference
        self.assertFalse(back.interrupted)
        meeting.advance("MAPPING")
        leaves[0].attendance = Conf.ATTENDANCE_LEFT
        meeting.ok("frantiska", "RecordAttendance", attendance=leaves)
        adjourned = meeting.ok("milan", "AdjournMeeting", reason="she is gone").conference
        self.assertEqual((adjourned.interrupted, adjourned.phase), (False, 0))
