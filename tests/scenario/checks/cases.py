"""Rules of case management that the story passes by."""

from opora.common.v1 import areas_pb2, types_pb2
from opora.conference.v1 import case_pb2, case_work_pb2, support_plan_pb2

from checks.base import ClientTest, unknown_id

HOUSING = areas_pb2.DATA_AREA_HOUSING
HEALTH = areas_pb2.DATA_AREA_HEALTH
PLAN = "SupportPlanService."
WORK = "CaseWorkService."


class CaseTest(ClientTest):
    """Cases of a person of one test alone, led by Most."""

    def agreement(self, minutes=-1):
        return types_pb2.Attestation(
            person="klient",
            form=types_pb2.ATTESTATION_FORM_ORAL,
            occurred_at=self.world.now(minutes=minutes),
        )

    def case_of(self, **fields):
        fields.setdefault("type", case_pb2.CASE_TYPE_INDIVIDUAL)
        return case_pb2.OpenCaseRequest(case=case_pb2.Case(client_id=self.client(), **fields))

    def opened(self, agreed=True, **fields):
        if agreed:
            fields["client_agreement"] = self.agreement()
        response = self.ok("strnadova", "CaseService.OpenCase", self.case_of(**fields))
        return getattr(response, "case")

    def get(self, case_id, who="strnadova"):
        request = case_pb2.GetCaseRequest(case_id=case_id)
        return self.ok(who, "CaseService.GetCase", request)

    def member(self, unit="town.social", discipline=case_pb2.DISCIPLINE_DEBTS, **fields):
        return case_pb2.CaseMember(discipline=discipline, **self.world.unit(unit), **fields)

    def attach(self, case_id, unit="town.social", **fields):
        fields.setdefault("client_agreement", self.agreement())
        request = case_pb2.AttachMemberRequest(case_id=case_id, member=self.member(unit, **fields))
        return self.ok("strnadova", "CaseService.AttachMember", request)

    def assessment(self, case_id, strengths=("vytrvalost",), view="Chci bydlet.", **fields):
        need = support_plan_pb2.Need(area=HOUSING, need="Hrozí ztráta bytu.")
        if view:
            need.client_view = view
        return support_plan_pb2.AddAssessmentRequest(
            assessment=support_plan_pb2.Assessment(
                case_id=case_id,
                strengths=strengths,
                needs=[need],
                occurred_at=self.world.now(minutes=-1),
                **fields,
            )
        )

    def assessed(self, case_id, **fields):
        return self.ok(
            "strnadova", PLAN + "AddAssessment", self.assessment(case_id, **fields)
        ).assessment

    def item(self, need_id, unit="most", **fields):
        to = self.world.unit(unit)
        fields.setdefault("kind", support_plan_pb2.SUPPORT_KIND_HOUSING_SUPPORT)
        return support_plan_pb2.PlanItem(
            need_id=need_id,
            what="Podpora při jednání o nájmu",
            owner_agency_id=to["agency_id"],
            owner_department_id=to.get("department_id"),
            from_date=self.world.today(),
            **fields,
        )

    def plan(self, case_id, items):
        return support_plan_pb2.CreateSupportPlanRequest(
            plan=support_plan_pb2.SupportPlan(case_id=case_id, goal="Udržet bydlení", items=items)
        )

    def planned(self, case_id):
        need = self.assessed(case_id).needs[0].need_id
        request = self.plan(case_id, [self.item(need)])
        return self.ok("strnadova", PLAN + "CreateSupportPlan", request).plan

    def approve(self, plan_id, **fields):
        fields.setdefault("client_approval", self.agreement())
        request = support_plan_pb2.ApproveSupportPlanRequest(plan_id=plan_id, **fields)
        return self.ok("strnadova", PLAN + "ApproveSupportPlan", request)

    def started(self):
        """A case in progress and its plan."""
        case_id = self.opened().case_id
        plan = self.planned(case_id)
        self.approve(
            plan.plan_id,
            first_evaluation_date=self.world.today(28),
            evaluation_interval_weeks=4,
        )
        request = support_plan_pb2.StartCaseRequest(case_id=case_id)
        self.ok("strnadova", PLAN + "StartCase", request)
        return case_id, plan

    def evaluate(self, case_id, **fields):
        request = support_plan_pb2.RecordEvaluationRequest(
            evaluation=support_plan_pb2.Evaluation(
                case_id=case_id,
                findings="Nájem se platí.",
                occurred_at=self.world.now(minutes=-1),
                **fields,
            )
        )
        return self.ok("strnadova", PLAN + "RecordEvaluation", request)

    def monitor(self, plan, state, who="strnadova"):
        return support_plan_pb2.AddMonitoringRequest(
            monitoring=support_plan_pb2.Monitoring(
                plan_id=plan.plan_id,
                item_id=plan.items[0].item_id,
                item_state=state,
                note="Smlouva prodloužena.",
                occurred_at=self.world.now(minutes=-1),
            )
        )

    def close(self, case_id, result):
        return case_pb2.CloseCaseRequest(case_id=case_id, result=result)

    def plans(self, case_id):
        request = support_plan_pb2.ListSupportPlansRequest(case_id=case_id)
        return self.ok("strnadova", PLAN + "ListSupportPlans", request).plans

    def precondition(self, name, request, reason, rule):
        self.refused("strnadova", name, request, "FAILED_PRECONDITION", reason, rule)

    def warned(self, response):
        return [(one.reason, one.rule) for one in response.warnings]


class OpeningTest(CaseTest):
    def test_XC_51_without_agreement_a_case_is_proposed_and_agreed_later(self):
        case = self.opened(agreed=False)
        self.assertEqual(case.state, case_pb2.CASE_STATE_PROPOSED)
        self.precondition(
            PLAN + "AddAssessment", self.assessment(case.case_id), "CASE_STATE_REFUSES", "CONF-10"
        )
        request = case_pb2.AgreeCaseRequest(
            case_id=case.case_id, client_agreement=self.agreement()
        )
        agreed = getattr(self.ok("strnadova", "CaseService.AgreeCase", request), "case")
        self.assertEqual(agreed.state, case_pb2.CASE_STATE_ASSESSING)
        attested = agreed.client_agreement.attesting_worker_id
        self.assertEqual(attested, self.ids["worker.strnadova"])

    def test_XC_51_child_protection_is_no_way_around_the_agreement(self):
        request = self.case_of(
            type=case_pb2.CASE_TYPE_CHILD_PROTECTION, basis_row="CHILD_PROTECTION_BODIES"
        )
        self.refused(
            "strnadova",
            "CaseService.OpenCase",
            request,
            "PERMISSION_DENIED",
            "CHILD_PROTECTION_ROLE",
            "XC-51",
        )

    def test_XC_51_the_client_leaves_at_any_time_without_a_reason(self):
        case_id, _ = self.started()
        request = self.close(case_id, case_pb2.CASE_RESULT_CLIENT_LEFT)
        closed = getattr(self.ok("strnadova", "CaseService.CloseCase", request), "case")
        self.assertFalse(closed.HasField("close_reason"))

    def test_XC_57_an_agreement_is_not_of_the_future(self):
        request = self.case_of(client_agreement=self.agreement(minutes=60))
        self.refused(
            "strnadova",
            "CaseService.OpenCase",
            request,
            "INVALID_ARGUMENT",
            "NOT_IN_FUTURE",
            "XC-57",
        )

    def test_CONF_09_a_support_coordinator_leads_no_case(self):
        request = case_pb2.ListMyCasesRequest()
        self.refused(
            "milan", "CaseService.ListMyCases", request, "PERMISSION_DENIED", "ROLE_REFUSED"
        )

    def test_CONF_23_CONF_26_mode_and_organisation_are_recorded(self):
        case = self.opened(
            manager_mode=case_pb2.MANAGER_MODE_COORDINATION_ONLY,
            organisation=case_pb2.CASE_ORGANISATION_CONFERENCES,
        )
        read = getattr(self.get(case.case_id), "case")
        self.assertEqual(read.manager_mode, case_pb2.MANAGER_MODE_COORDINATION_ONLY)
        self.assertEqual(read.organisation, case_pb2.CASE_ORGANISATION_CONFERENCES)

    def test_CONF_25_a_team_has_two_disciplines(self):
        one = [self.member("most", case_pb2.DISCIPLINE_SOCIAL_WORK)]
        team = {
            "type": case_pb2.CASE_TYPE_TEAM,
            "organisation": case_pb2.CASE_ORGANISATION_COMMUNITY_TEAM,
        }
        request = self.case_of(members=one, client_agreement=self.agreement(), **team)
        self.precondition("CaseService.OpenCase", request, "TEAM_OF_ONE_DISCIPLINE", "CONF-25")
        two = one + [self.member("most", case_pb2.DISCIPLINE_NURSING)]
        case = self.opened(members=two, **team)
        self.assertEqual(case.organisation, case_pb2.CASE_ORGANISATION_COMMUNITY_TEAM)

    def test_CONF_24_an_external_service_beside_a_team_warns(self):
        members = [
            self.member("most", case_pb2.DISCIPLINE_SOCIAL_WORK),
            self.member("most", case_pb2.DISCIPLINE_NURSING),
        ]
        case = self.opened(members=members, type=case_pb2.CASE_TYPE_TEAM)
        self.assertIn(("ATTACHED_TO_TEAM", "CONF-24"), self.warned(self.attach(case.case_id)))


class MemberTest(CaseTest):
    def test_CONF_22_nobody_is_attached_without_the_client(self):
        case = self.opened()
        request = case_pb2.AttachMemberRequest(case_id=case.case_id, member=self.member())
        self.precondition(
            "CaseService.AttachMember", request, "ATTACH_NEEDS_AGREEMENT", "CONF-22"
        )

    def test_CONF_22_a_member_reads_the_case_until_it_leaves(self):
        case = self.opened()
        request = case_pb2.GetCaseRequest(case_id=case.case_id)
        self.refused("dolezel", "CaseService.GetCase", request, "NOT_FOUND", "NOT_FOUND")
        member = getattr(self.attach(case.case_id), "case").members[0]
        read = self.ok("dolezel", "CaseService.GetCase", request)
        self.assertEqual(getattr(read, "case").type, case_pb2.CASE_TYPE_INDIVIDUAL)
        allowed = {one.verb for one in read.actions if one.allowed}
        self.assertEqual(allowed, {"RecordDemand"})
        leave = case_pb2.DetachMemberRequest(
            case_id=case.case_id, member_id=member.member_id, reason="klient si přál"
        )
        close = self.close(case.case_id, case_pb2.CASE_RESULT_MOVED)
        self.refused("dolezel", "CaseService.CloseCase", close, "NOT_FOUND", "NOT_FOUND")
        self.refused("dolezel", "CaseService.DetachMember", leave, "NOT_FOUND", "NOT_FOUND")
        self.ok("strnadova", "CaseService.DetachMember", leave)
        self.refused("dolezel", "CaseService.GetCase", request, "NOT_FOUND", "NOT_FOUND")

    def test_XC_02_a_member_reads_no_assessment_without_a_basis(self):
        case = self.opened()
        self.attach(case.case_id)
        self.assessed(case.case_id)
        request = support_plan_pb2.ListAssessmentsRequest(case_id=case.case_id)
        listed = self.ok("dolezel", PLAN + "ListAssessments", request, purpose="AGREED_SUPPORT")
        self.assertEqual(len(listed.assessments), 0)
        self.refused("beranek", PLAN + "ListAssessments", request, "NOT_FOUND", "NOT_FOUND")

    def test_CONF_22_a_member_is_attached_once(self):
        case = self.opened()
        self.attach(case.case_id)
        request = case_pb2.AttachMemberRequest(
            case_id=case.case_id, member=self.member(client_agreement=self.agreement())
        )
        self.refused(
            "strnadova",
            "CaseService.AttachMember",
            request,
            "ALREADY_EXISTS",
            "MEMBER_EXISTS",
            "CONF-22",
        )

    def test_CONF_08_a_missing_agreement_is_a_task_without_a_client(self):
        case = self.opened()
        response = self.attach(case.case_id, "pristav", has_cooperation_agreement=False)
        self.assertIn(("NO_COOPERATION_AGREEMENT", "CONF-08"), self.warned(response))
        tasks = self.ok(
            "milan", "CaseService.ListCoordinatorTasks", case_pb2.ListCoordinatorTasksRequest()
        ).tasks
        found = [one for one in tasks if one.actor_agency_id == self.ids["agency.pristav"]]
        self.assertEqual(len(found), 1)
        request = case_pb2.CloseCoordinatorTaskRequest(
            task_id=found[0].task_id, outcome="dohoda podepsána"
        )
        self.ok("milan", "CaseService.CloseCoordinatorTask", request)

    def test_CONF_01_CONF_02_work_at_system_level_knows_no_client(self):
        for message in (case_pb2.CoordinatorTask, case_pb2.CloseCoordinatorTaskRequest):
            fields = {field.name for field in message.DESCRIPTOR.fields}
            self.assertFalse(fields & {"client_id", "case_id"})

    def test_CONF_27_services_without_a_look_at_needs_are_incomplete(self):
        case_id = self.opened().case_id
        self.attach(case_id)
        self.assertEqual(self.incomplete(case_id), (True, True))
        self.planned(case_id)
        self.assertIsNone(self.incomplete(case_id))

    def incomplete(self, case_id):
        request = case_pb2.ListIncompleteCasesRequest(page_size=500)
        listed = self.ok("strnadova", "CaseService.ListIncompleteCases", request)
        for one in listed.incomplete_cases:
            if getattr(one, "case").case_id == case_id:
                return one.assessment_missing, one.plan_missing
        return None


class CycleTest(CaseTest):
    def test_CONF_11_not_yet_known_is_accepted_once(self):
        case_id = self.opened().case_id
        later = {"strengths": (), "strengths_not_yet_known": "Klient zatím nemluví."}
        self.assessed(case_id, **later)
        self.precondition(
            PLAN + "AddAssessment",
            self.assessment(case_id, **later),
            "STRENGTHS_MISSING",
            "CONF-11",
        )

    def test_CONF_12_a_plan_stands_on_an_assessment(self):
        case_id = self.opened().case_id
        request = self.plan(case_id, [self.item(unknown_id())])
        self.precondition(PLAN + "CreateSupportPlan", request, "ASSESSMENT_MISSING", "CONF-12")
        self.assessed(case_id)
        self.refused(
            "strnadova",
            PLAN + "CreateSupportPlan",
            request,
            "INVALID_ARGUMENT",
            "NEED_NOT_ASSESSED",
            "CONF-12",
        )

    def test_XC_44_a_solution_before_the_clients_view_warns(self):
        case_id = self.opened().case_id
        need = self.assessed(case_id, view="").needs[0].need_id
        request = self.plan(case_id, [self.item(need)])
        response = self.ok("strnadova", PLAN + "CreateSupportPlan", request)
        self.assertIn(("SOLUTION_BEFORE_CLIENT_VIEW", "XC-44"), self.warned(response))

    def test_CONF_19_two_agencies_need_a_case_manager(self):
        members = [
            self.member("most", case_pb2.DISCIPLINE_SOCIAL_WORK),
            self.member("town.social", case_pb2.DISCIPLINE_DEBTS),
        ]
        case_id = self.opened(members=members, type=case_pb2.CASE_TYPE_TEAM).case_id
        need = self.assessed(case_id).needs[0].need_id
        request = self.plan(case_id, [self.item(need)])
        self.precondition(PLAN + "CreateSupportPlan", request, "CASE_MANAGER_MISSING", "CONF-19")
        name = case_pb2.NameCaseManagerRequest(
            case_id=case_id,
            worker_id=self.ids["worker.strnadova"],
            manager_mode=case_pb2.MANAGER_MODE_COORDINATION_ONLY,
        )
        named = getattr(self.ok("strnadova", "CaseService.NameCaseManager", name), "case")
        self.assertEqual(named.manager_mode, case_pb2.MANAGER_MODE_COORDINATION_ONLY)
        self.ok("strnadova", PLAN + "CreateSupportPlan", request)

    def test_CONF_22_items_belong_to_units_of_the_case(self):
        case_id = self.opened().case_id
        need = self.assessed(case_id).needs[0].need_id
        request = self.plan(case_id, [self.item(need, "pristav")])
        self.refused(
            "strnadova",
            PLAN + "CreateSupportPlan",
            request,
            "INVALID_ARGUMENT",
            "OWNER_NOT_MEMBER",
            "CONF-22",
        )

    def test_CONF_20_the_same_support_twice_is_decided(self):
        case_id = self.opened().case_id
        self.attach(case_id)
        need = self.assessed(case_id).needs[0].need_id
        request = self.plan(case_id, [self.item(need), self.item(need, "town.social")])
        response = self.ok("strnadova", PLAN + "CreateSupportPlan", request)
        self.assertIn(("DUPLICATE_SUPPORT", "CONF-20"), self.warned(response))
        duplicate = response.plan.duplicates[0]
        decide = support_plan_pb2.DecideDuplicateRequest(
            plan_id=response.plan.plan_id,
            duplicate_id=duplicate.duplicate_id,
            keep_item_id=duplicate.item_id,
            reason="stačí jedna",
        )
        plan = self.ok("strnadova", PLAN + "DecideDuplicate", decide).plan
        states = {one.item_id: one.state for one in plan.items}
        cancelled = support_plan_pb2.PLAN_ITEM_STATE_CANCELLED
        self.assertEqual(states[duplicate.other_item_id], cancelled)
        self.precondition(PLAN + "DecideDuplicate", decide, "DUPLICATE_DECIDED", "CONF-20")

    def test_XC_40_a_plan_without_the_client_is_accepted_and_listed(self):
        case_id = self.opened().case_id
        plan = self.planned(case_id)
        request = support_plan_pb2.ApproveSupportPlanRequest(
            plan_id=plan.plan_id, unapproved_reason="Klient je v ohrožení."
        )
        response = self.ok("strnadova", PLAN + "ApproveSupportPlan", request)
        self.assertEqual(self.warned(response), [("DECIDED_WITHOUT_CLIENT", "XC-40")])
        listing = support_plan_pb2.ListUnapprovedPlansRequest(page_size=500)
        listed = self.ok("olsova", PLAN + "ListUnapprovedPlans", listing).plans
        self.assertIn(plan.plan_id, [one.plan_id for one in listed])
        listing.client_id = plan.client_id
        listed = self.ok("strnadova", PLAN + "ListUnapprovedPlans", listing).plans
        self.assertEqual([one.plan_id for one in listed], [plan.plan_id])

    def test_XC_40_approval_or_reason_and_not_both(self):
        plan = self.planned(self.opened().case_id)
        request = support_plan_pb2.ApproveSupportPlanRequest(plan_id=plan.plan_id)
        self.refused(
            "strnadova",
            PLAN + "ApproveSupportPlan",
            request,
            "INVALID_ARGUMENT",
            "APPROVAL_UNCLEAR",
            "XC-40",
        )

    def test_CONF_14_no_start_before_it_is_known_when_it_is_evaluated(self):
        case_id = self.opened().case_id
        plan = self.planned(case_id)
        start = support_plan_pb2.StartCaseRequest(case_id=case_id)
        self.precondition(PLAN + "StartCase", start, "PLAN_NOT_APPROVED", "XC-40")
        self.approve(plan.plan_id)
        self.precondition(PLAN + "StartCase", start, "EVALUATION_DATE_MISSING", "CONF-14")
        dates = support_plan_pb2.SetEvaluationDatesRequest(
            plan_id=plan.plan_id, next_evaluation_date=self.world.today(-3)
        )
        name = PLAN + "SetEvaluationDates"
        self.refused(
            "strnadova", name, dates, "INVALID_ARGUMENT", "EVALUATION_DATE_PAST", "CONF-14"
        )
        dates.next_evaluation_date.CopyFrom(self.world.today(14))
        self.ok("strnadova", name, dates)
        started = getattr(self.ok("strnadova", PLAN + "StartCase", start), "case")
        self.assertEqual(started.state, case_pb2.CASE_STATE_IN_PROGRESS)

    def test_CONF_14_due_evaluations_are_listed_and_move_on(self):
        case_id, _ = self.started()
        self.assertIsNone(self.due(case_id, 7))
        self.assertEqual(self.due(case_id, 30).due_date, self.world.today(28))
        self.evaluate(case_id)
        moved = self.plans(case_id)[0].next_evaluation_date
        self.assertEqual(moved, self.world.today(56))

    def due(self, case_id, days):
        request = support_plan_pb2.ListDueEvaluationsRequest(within_days=days, page_size=500)
        listed = self.ok("strnadova", PLAN + "ListDueEvaluations", request).due_evaluations
        found = [one for one in listed if getattr(one, "case").case_id == case_id]
        return found[0] if found else None

    def test_CONF_13_monitoring_carries_author_and_item(self):
        case_id, plan = self.started()
        request = self.monitor(plan, support_plan_pb2.PLAN_ITEM_STATE_DONE)
        entry = self.ok("strnadova", PLAN + "AddMonitoring", request).monitoring
        self.assertEqual(entry.worker_id, self.ids["worker.strnadova"])
        done = support_plan_pb2.PLAN_ITEM_STATE_DONE
        self.assertEqual(self.plans(case_id)[0].items[0].state, done)
        listing = support_plan_pb2.ListMonitoringRequest(case_id=case_id)
        listed = self.ok("strnadova", PLAN + "ListMonitoring", listing).monitorings
        self.assertEqual([one.monitoring_id for one in listed], [entry.monitoring_id])

    def test_CONF_15_fulfilled_is_evaluated_and_has_nothing_open(self):
        case_id, plan = self.started()
        request = self.close(case_id, case_pb2.CASE_RESULT_FULFILLED)
        name = "CaseService.CloseCase"
        self.precondition(name, request, "EVALUATION_MISSING", "CONF-15")
        start = support_plan_pb2.StartEvaluationRequest(case_id=case_id)
        self.ok("strnadova", PLAN + "StartEvaluation", start)
        self.evaluate(case_id, plan_fulfilled=True)
        self.precondition(name, request, "ITEMS_OPEN", "CONF-15")
        done = self.monitor(plan, support_plan_pb2.PLAN_ITEM_STATE_DONE)
        self.ok("strnadova", PLAN + "AddMonitoring", done)
        closed = getattr(self.ok("strnadova", name, request), "case")
        self.assertFalse(closed.evaluation_owed)
        self.precondition(name, request, "CASE_STATE_REFUSES", "CONF-10")

    def test_CONF_15_any_other_result_cancels_and_owes_the_evaluation(self):
        case_id, _ = self.started()
        request = self.close(case_id, case_pb2.CASE_RESULT_MOVED)
        response = self.ok("strnadova", "CaseService.CloseCase", request)
        self.assertEqual(response.cancelled_items, 1)
        item = self.plans(case_id)[0].items[0]
        self.assertEqual(item.state, support_plan_pb2.PLAN_ITEM_STATE_CANCELLED)
        self.assertIsNotNone(self.due(case_id, 0))
        self.evaluate(case_id)
        self.assertIsNone(self.due(case_id, 0))

    def test_CONF_16_new_needs_make_a_new_cycle(self):
        case_id, _ = self.started()
        start = support_plan_pb2.StartEvaluationRequest(case_id=case_id)
        again = support_plan_pb2.StartNewCycleRequest(case_id=case_id, reason="nové potřeby")
        self.precondition(PLAN + "StartNewCycle", again, "CASE_STATE_REFUSES", "CONF-10")
        self.ok("strnadova", PLAN + "StartEvaluation", start)
        self.evaluate(case_id)
        case = getattr(self.ok("strnadova", PLAN + "StartNewCycle", again), "case")
        self.assertEqual((case.cycle, case.state), (2, case_pb2.CASE_STATE_ASSESSING))
        self.planned(case_id)
        cycles = [one.cycle for one in self.plans(case_id)]
        self.assertEqual(cycles, [2, 1])

    def test_CONF_18_an_evaluation_names_the_conference_it_was_made_at(self):
        case_id, _ = self.started()
        conference = unknown_id()
        stored = self.evaluate(case_id, conference_id=conference).evaluation
        self.assertEqual(stored.conference_id, conference)

    def test_CONF_04_intensity_is_stated_and_compared_from_cycle_to_cycle(self):
        case_id = self.opened().case_id
        for hours in (8000, 3000):
            need = self.assessed(case_id).needs[0].need_id
            item = self.item(
                need,
                intensity_hours_milli=hours,
                intensity_period=support_plan_pb2.INTENSITY_PERIOD_MONTH,
            )
            plan = self.ok(
                "strnadova", PLAN + "CreateSupportPlan", self.plan(case_id, [item])
            ).plan
            self.approve(plan.plan_id, first_evaluation_date=self.world.today(7))
            for method, request in (
                ("StartCase", support_plan_pb2.StartCaseRequest(case_id=case_id)),
                ("StartEvaluation", support_plan_pb2.StartEvaluationRequest(case_id=case_id)),
            ):
                self.ok("strnadova", PLAN + method, request)
            self.evaluate(case_id)
            again = support_plan_pb2.StartNewCycleRequest(case_id=case_id, reason="jiné potřeby")
            self.ok("strnadova", PLAN + "StartNewCycle", again)
        hours = [one.items[0].intensity_hours_milli for one in self.plans(case_id)]
        self.assertEqual(hours, [3000, 8000])

    def test_CONF_17_an_evaluator_with_own_items_warns(self):
        case_id = self.opened().case_id
        need = self.assessed(case_id).needs[0].need_id
        item = self.item(need, owner_worker_id=self.ids["worker.strnadova"])
        plan = self.ok(
            "strnadova", PLAN + "CreateSupportPlan", self.plan(case_id, [item])
        ).plan
        self.approve(plan.plan_id, first_evaluation_date=self.world.today(7))
        start = support_plan_pb2.StartCaseRequest(case_id=case_id)
        self.ok("strnadova", PLAN + "StartCase", start)
        partial = ("EVALUATOR_NOT_IMPARTIAL", "CONF-17")
        self.assertIn(partial, self.warned(self.evaluate(case_id)))
        other = self.evaluate(case_id, evaluator_worker_id=self.ids["worker.olsova"])
        self.assertNotIn(partial, self.warned(other))

    def test_XC_13_a_stranger_moves_no_case(self):
        case_id = self.opened().case_id
        request = self.close(case_id, case_pb2.CASE_RESULT_MOVED)
        stranger = self.refused(
            "beranek", "CaseService.CloseCase", request, "NOT_FOUND", "NOT_FOUND"
        )
        request.case_id = unknown_id()
        nobody = self.refused(
            "beranek", "CaseService.CloseCase", request, "NOT_FOUND", "NOT_FOUND"
        )
        self.assertEqual(stranger.answer, nobody.answer)


class DemandTest(CaseTest):
    def demand(self, case_id, institution, minutes=None, who="strnadova"):
        demand = case_work_pb2.Demand(
            case_id=case_id, institution=institution, demand="Dostavit se osobně"
        )
        if minutes is not None:
            demand.start_time.CopyFrom(self.world.now(minutes=minutes))
        request = case_work_pb2.RecordDemandRequest(demand=demand)
        return self.ok(who, WORK + "RecordDemand", request)

    def conflicts(self, case_id):
        request = case_work_pb2.ListConflictsRequest(case_id=case_id)
        return self.ok("strnadova", WORK + "ListConflicts", request).conflicts

    def test_CONF_21_two_appointments_at_one_time_are_flagged(self):
        case_id = self.opened().case_id
        self.attach(case_id)
        self.demand(case_id, "Úřad práce", 600)
        second = self.demand(case_id, "Soud", 630, who="dolezel")
        self.assertEqual(self.warned(second), [("DEMANDS_CONFLICT", "CONF-21")])
        self.assertEqual(self.warned(self.demand(case_id, "Škola", 800)), [])
        found = self.conflicts(case_id)
        self.assertEqual([one.found_by_time for one in found], [True])
        resolve = case_work_pb2.ResolveConflictRequest(
            conflict_id=found[0].conflict_id, resolution="Soud termín posunul."
        )
        self.ok("strnadova", WORK + "ResolveConflict", resolve)
        self.assertEqual(len(self.conflicts(case_id)), 0)

    def test_CONF_21_incompatible_conditions_are_flagged_once(self):
        case_id = self.opened().case_id
        one = self.demand(case_id, "Úřad práce").demand
        other = self.demand(case_id, "Ubytovna").demand
        request = case_work_pb2.FlagConflictRequest(
            conflict=case_work_pb2.DemandConflict(
                demand_id=one.demand_id,
                other_demand_id=other.demand_id,
                reason="Rekvalifikace vyžaduje přespání jinde.",
            )
        )
        self.ok("strnadova", WORK + "FlagConflict", request)
        pair = request.conflict
        pair.demand_id, pair.other_demand_id = pair.other_demand_id, pair.demand_id
        self.refused(
            "strnadova",
            WORK + "FlagConflict",
            request,
            "ALREADY_EXISTS",
            "CONFLICT_FLAGGED",
            "CONF-21",
        )

    def test_CONF_28_a_casuistic_names_nobody(self):
        case_id = self.opened().case_id
        for wording in (None, "Včasná dohoda s pronajímatelem ušetřila vystěhování."):
            note = case_work_pb2.CaseNote(
                case_id=case_id,
                kind=case_work_pb2.CASE_NOTE_KIND_GOOD_PRACTICE,
                note="Pan Zkušební se dohodl s panem domácím.",
                anonymous_wording=wording,
            )
            request = case_work_pb2.AddCaseNoteRequest(note=note)
            self.ok("strnadova", WORK + "AddCaseNote", request)
        request = case_work_pb2.ExportCasuisticRequest(case_id=case_id)
        casuistic = self.ok("strnadova", WORK + "ExportCasuistic", request).casuistic
        self.assertEqual(len(casuistic.notes), 1)
        self.assertNotIn("Zkušební", str(casuistic))
        self.assertNotIn(case_id, str(casuistic))
        self.refused("beranek", WORK + "ExportCasuistic", request, "NOT_FOUND", "NOT_FOUND")
