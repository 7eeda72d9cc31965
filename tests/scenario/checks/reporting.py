"""Rules of reporting that the story passes by."""

import uuid

from google.protobuf import timestamp_pb2
from opora.common.v1 import areas_pb2, audit_pb2, audit_pb2_grpc, types_pb2
from opora.registry.v1 import agency_pb2, support_pb2
from opora.reporting.v1 import indicator_pb2, programme_pb2, projection_pb2, report_pb2

from checks.base import WorldTest, unknown_id
from steps import town_report
from steps.town_report import NO, PARTLY, RECORD, REPORT, SUPPORTED, YES

FINAL = indicator_pb2.ASSESSMENT_KIND_FINAL
PUT = "IndicatorService.PutAssessment"
LIST = "ReportService.ListContributions"


class IndicatorTest(WorldTest):
    def put(self, answers, kind=FINAL):
        return town_report.assessment_of(self.world, answers, kind)

    def answer(self, code, answer, **further):
        return indicator_pb2.AssessmentAnswer(code=code, answer=answer, **further)

    def test_REP_22_the_totals_of_sokolov(self):
        counts = town_report.summary_of(self.world).counts
        self.assertEqual((counts.yes, counts.partial, counts.no), (4, 6, 14))
        self.assertEqual((counts.met, counts.met_partly, counts.not_met), (5, 6, 13))
        self.assertEqual(counts.indicators, 24)

    def test_REP_19_the_catalogue_is_versioned(self):
        known = self.catalogue(0)
        changed = indicator_pb2.CriteriaCatalogue()
        changed.CopyFrom(known)
        changed.code = f"T{uuid.uuid4().hex[:12].upper()}"
        changed.indicators[0].text_en = "Does anybody know?"
        request = indicator_pb2.CreateCatalogueRequest(catalogue=changed)
        numbers = [
            self.ok("hejnova", "IndicatorService.CreateCatalogue", request).catalogue.number
            for _ in range(2)
        ]
        self.assertEqual(numbers, [1, 2])
        self.assertEqual(self.catalogue(1), known)

    def catalogue(self, number):
        request = indicator_pb2.GetCatalogueRequest(code="PP7", number=number)
        return self.ok("hejnova", "IndicatorService.GetCatalogue", request).catalogue

    def test_REP_25_numbers_in_the_wording_are_parameters(self):
        thresholds = {
            one.code: [(each.code, each.value) for each in one.thresholds]
            for one in self.catalogue(1).indicators
            if one.thresholds
        }
        self.assertEqual(
            thresholds,
            {
                "2.2": [("MINIMUM_GOALS", 2)],
                "2.4": [("MINIMUM_INSTALMENT", 10000)],
                "4.1": [("PLANNED_OUTPUTS", 2)],
            },
        )

    def test_REP_21_four_questions_are_worded_negatively(self):
        negative = [one.code for one in self.catalogue(1).indicators if one.negatively_worded]
        self.assertEqual(negative, ["2.3", "2.5", "3.3", "4.4"])
        for code in negative:
            request = self.put([self.answer(code, YES)])
            self.refused("hejnova", PUT, request, "INVALID_ARGUMENT", "FULFILMENT_REQUIRED", "REP-21")

    def test_REP_26_a_no_to_two_parts_names_the_one_that_fails(self):
        request = self.put([self.answer("2.4", NO)])
        self.refused("hejnova", PUT, request, "INVALID_ARGUMENT", "FAILED_PART_REQUIRED", "REP-26")

    def test_REP_23_a_final_assessment_stands_beside_the_initial_one(self):
        request = self.put([])
        request.assessment.locality_id = self.ids["locality.region"]
        self.refused("hejnova", PUT, request, "FAILED_PRECONDITION", "INITIAL_MISSING", "REP-23")
        reworded = self.answer(
            "IV.1",
            PARTLY,
            wording="Publishes what experts prepare.",
            mapped_codes=["4.2"],
            met=indicator_pb2.FULFILMENT_PARTIAL,
        )
        request = self.put(
            [
                reworded,
                self.answer("1.2", PARTLY),
                self.answer("1.3", indicator_pb2.ANSWER_NOT_EVALUATED),
                self.answer("3.5", YES),
            ]
        )
        self.ok("hejnova", PUT, request)
        summary = town_report.summary_of(self.world, FINAL)
        shifts = {one.code: indicator_pb2.Shift.Name(one.shift)[6:] for one in summary.shifts}
        self.assertEqual(len(shifts), 24)
        self.assertEqual(shifts["4.2"], "WORSENED")
        self.assertEqual(shifts["1.2"], "IMPROVED")
        self.assertEqual(shifts["3.5"], "UNCHANGED")
        for code in ("1.3", "1.1"):
            self.assertEqual(shifts[code], "NOT_COMPARABLE")
        self.assertEqual(summary.counts.not_evaluated, 1)
        self.test_REP_22_the_totals_of_sokolov()

    def test_REP_20_an_etag_of_yesterday_overwrites_nothing(self):
        self.ok("hejnova", PUT, self.put([self.answer("1.2", PARTLY)]))
        request = self.put([self.answer("1.2", YES)])
        request.assessment.etag = '"0"'
        self.refused("hejnova", PUT, request, "ABORTED", "ETAG_MISMATCH")

    def test_REP_59_nobody_assesses_another_town(self):
        request = self.put([self.answer("1.2", YES)])
        self.refused("vrbova", PUT, request, "PERMISSION_DENIED", "OTHER_TERRITORY", "REP-59")
        request = indicator_pb2.GetSummaryRequest(
            locality_id=self.ids["locality.sokolov"],
            catalogue_code="PP7",
            kind=indicator_pb2.ASSESSMENT_KIND_INITIAL,
        )
        name = "IndicatorService.GetSummary"
        self.refused("vrbova", name, request, "PERMISSION_DENIED", "OTHER_TERRITORY", "REP-59")


class LocalityTest(WorldTest):
    def locality(self):
        request = programme_pb2.GetLocalityRequest(locality_id=self.ids["locality.sokolov"])
        return self.ok("vrbova", "AdvisoryProgrammeService.GetLocality", request)

    def test_REP_45_the_share_is_computed(self):
        share = self.locality().share_in_enforcement
        self.assertEqual((share.part, share.whole), (2785, 18787))
        self.assertEqual(share.percent_hundredths, 1482)

    def test_REP_46_the_region_is_compared_in_the_same_year(self):
        (region,) = self.locality().comparisons
        self.assertEqual((region.percent_hundredths, region.other_year), (1296, False))

    def test_REP_47_a_later_value_overwrites_nothing(self):
        values = {(one.figure, one.as_of.year): one.value for one in self.locality().observations}
        share = programme_pb2.OBSERVED_FIGURE_SHARE_IN_ENFORCEMENT
        persons = programme_pb2.OBSERVED_FIGURE_PERSONS_IN_ENFORCEMENT
        self.assertEqual((values[share, 2024], values[persons, 2022]), (147, 2785))

    def test_REP_59_nobody_speaks_for_another_town(self):
        request = town_report.observation(self.world, "sokolov", "INHABITANTS_15_PLUS", 1)
        self.refused("vrbova", RECORD, request, "PERMISSION_DENIED", "OTHER_TERRITORY", "REP-59")

    def test_REP_45_a_locality_is_entered_once(self):
        locality = programme_pb2.Locality(
            name="Sokolov", level=programme_pb2.LOCALITY_LEVEL_MUNICIPALITY
        )
        request = programme_pb2.CreateLocalityRequest(locality=locality)
        name = "AdvisoryProgrammeService.CreateLocality"
        self.refused("hejnova", name, request, "ALREADY_EXISTS", "LOCALITY_EXISTS", "REP-45")


class ProgrammeTest(WorldTest):
    def call(self, verb, request):
        return self.ok("hejnova", f"AdvisoryProgrammeService.{verb}", request).programme

    def programme(self):
        """An invented programme of the seven goals' shape: 1 with 1.1 and 1.2."""
        made = programme_pb2.AdvisoryProgramme(
            locality_id=self.ids["locality.sokolov"],
            code=f"T{uuid.uuid4().hex[:12].upper()}",
            name="Zkušební program",
            period_from=types_pb2.PartialDate(year=2023, month=2),
            period_to=types_pb2.PartialDate(year=2024, month=5),
            goals=[
                programme_pb2.Goal(number="1", wording="Dluhy vůči městu"),
                programme_pb2.Goal(number="1.1", wording="Postupy se vyhodnotí"),
                programme_pb2.Goal(
                    number="1.2",
                    wording="Změny se použijí a zveřejní",
                    deadline=types_pb2.PartialDate(year=2024, month=8),
                    obligations=["APPLY", "PUBLISH"],
                ),
            ],
        )
        return self.call(
            "CreateProgramme", programme_pb2.CreateProgrammeRequest(programme=made)
        )

    def move(self, programme, state, **further):
        return programme_pb2.MoveProgrammeRequest(
            programme_id=programme.programme_id,
            state=programme_pb2.ProgrammeState.Value(f"PROGRAMME_STATE_{state}"),
            **further,
        )

    def test_REP_03_an_approved_goal_is_not_made_easier(self):
        programme = self.programme()
        easier = programme_pb2.ReplaceGoalsRequest(
            programme_id=programme.programme_id,
            goals=[programme_pb2.Goal(number="1", wording="Něco se změní")],
        )
        self.assertEqual(len(self.call("ReplaceGoals", easier).goals), 1)
        self.call("MoveProgramme", self.move(programme, "RUNNING"))
        self.refused(
            "hejnova",
            "AdvisoryProgrammeService.ReplaceGoals",
            easier,
            "FAILED_PRECONDITION",
            "BASELINE_IMMUTABLE",
            "REP-03",
        )

    def test_REP_17_an_early_end_loses_no_goal(self):
        programme = self.programme()
        self.call("MoveProgramme", self.move(programme, "RUNNING"))
        evaluation = programme_pb2.EvaluateGoalRequest(
            programme_id=programme.programme_id,
            number="1.2",
            state=programme_pb2.GOAL_STATE_PARTLY,
            fulfilled=["APPLY"],
            comment="Jen na žádost.",
        )
        self.call("EvaluateGoal", evaluation)
        end = self.move(
            programme,
            "ENDED_EARLY",
            reason="dohoda obou stran",
            ended_on=types_pb2.Date(year=2024, month=6, day=20),
        )
        ended = self.call("MoveProgramme", end)
        states = [programme_pb2.GoalState.Name(one.state)[11:] for one in ended.goals]
        self.assertEqual(states, ["NOT_EVALUATED", "NOT_EVALUATED", "PARTLY"])
        wordings = [one.wording for one in ended.goals]
        self.assertEqual(wordings, [one.wording for one in programme.goals])

    def test_REP_15_an_ended_programme_is_not_suspended(self):
        programme = self.programme()
        request = self.move(programme, "SUSPENDED", reason="nečinnost")
        self.refused(
            "hejnova",
            "AdvisoryProgrammeService.MoveProgramme",
            request,
            "FAILED_PRECONDITION",
            "PROGRAMME_STATE_REFUSES",
            "REP-15",
        )


class SupportedPersonsTest(WorldTest):
    def supported(self, who="vrbova", **further):
        return self.ok(who, SUPPORTED, town_report.supported_request(**further))

    def contributions(self, who, role=None, size=100, **further):
        """All records behind the figure, page by page."""
        acting = {"role": role} if role else {}
        request = report_pb2.ListContributionsRequest(
            project_code="TOWN_720",
            kind=report_pb2.TARGET_KIND_SUPPORTED_PERSONS,
            page_size=size,
            **further,
        )
        found = []
        while True:
            page = self.ok(who, LIST, request, **acting)
            found.extend(page.contributions)
            if not page.next_page_token:
                return found
            request.page_token = page.next_page_token

    def test_REP_66_distinct_persons_of_the_target(self):
        report = self.supported()
        self.assertEqual((report.supported.value, report.counting_rule.target_persons), (7, 720))
        self.assertEqual(report.progress_milli, 9)

    def test_REG_84_without_a_threshold_nothing_is_counted(self):
        request = town_report.supported_request(rule_number=1)
        self.refused(
            "vrbova", SUPPORTED, request, "FAILED_PRECONDITION", "THRESHOLD_UNSET", "REG-84"
        )

    def test_REP_67_units_keep_their_own_lines(self):
        extents = {one.category_code: one for one in self.supported().extents}
        self.assertEqual(extents["PROJECT_COUNSELLING"].unit, support_pb2.SUPPORT_UNIT_HOUR)
        self.assertEqual(extents["PROJECT_COUNSELLING"].quantity_milli, 30000)
        workshop = extents["PROJECT_WORKSHOP"]
        self.assertEqual(workshop.unit, support_pb2.SUPPORT_UNIT_DAY)
        self.assertFalse(workshop.HasField("quantity_milli"), "one person stands behind it")
        self.assertTrue(workshop.persons.suppressed)

    def test_REP_56_a_person_of_two_providers_is_counted_once(self):
        report = self.supported()
        served = {one.agency_id: one.served for one in report.providers}
        self.assertEqual(served[self.ids["agency.most"]].value, 7)
        self.assertTrue(served[self.ids["agency.pristav"]].suppressed)
        self.assertEqual(report.supported.value, 7)

    def test_REP_69_the_report_of_yesterday_comes_out_as_it_was(self):
        report = self.supported(as_of_date=self.world.today(-1))
        self.assertEqual((report.supported.value, list(report.providers)), (0, []))
        request = town_report.supported_request(as_of_date=self.world.today(2))
        self.refused("vrbova", SUPPORTED, request, "INVALID_ARGUMENT", "NOT_IN_FUTURE", "XC-57")

    def test_REP_12_targets_of_different_kinds_are_different_figures(self):
        request = town_report.supported_request()
        request.kind = report_pb2.TARGET_KIND_AWARENESS
        self.refused("vrbova", SUPPORTED, request, "NOT_FOUND", "NOT_FOUND")

    def test_REP_59_a_provider_sees_what_it_gave_itself(self):
        report = self.supported("olsova")
        self.assertTrue(report.own_agency_only)
        agencies = {one.agency_id for one in report.providers}
        self.assertEqual(agencies, {self.ids["agency.most"]})
        self.assertEqual(self.supported("hejnova").supported.value, 7)

    def test_REP_81_a_figure_can_be_traced_to_its_records(self):
        records = self.contributions("hejnova", "AUDITOR")
        counted = [one for one in records if not one.not_counted]
        self.assertEqual(len({one.person_pseudonym for one in counted}), 7)
        self.assertEqual(sum(one.quantity_milli for one in counted), 30000)
        paged = self.contributions("hejnova", "AUDITOR", size=3)
        self.assertEqual(paged, records)
        provenance = self.supported().provenance
        self.assertEqual(provenance.counting_rule, "SUPPORTED_PERSONS 2")
        self.assertTrue(provenance.position)
        self.assertTrue(provenance.HasField("complete_time"))

    def test_REP_81_a_leader_traces_the_records_of_the_own_agency(self):
        agencies = {one.agency_id for one in self.contributions("olsova")}
        self.assertEqual(agencies, {self.ids["agency.most"]})

    def test_XC_54_who_coordinates_sees_no_records_and_nobody_an_id(self):
        request = report_pb2.ListContributionsRequest(
            project_code="TOWN_720", kind=report_pb2.TARGET_KIND_SUPPORTED_PERSONS
        )
        self.refused("vrbova", LIST, request, "PERMISSION_DENIED", "ROLE_REFUSED")
        told = str(self.contributions("hejnova", "AUDITOR"))
        clients = [value for key, value in self.ids.items() if key.startswith("client.")]
        for client in clients:
            self.assertNotIn(client, told)
            self.assertNotIn(client.replace("-", ""), told)

    def test_XC_50_who_traced_records_is_kept(self):
        traced = len(self.contributions("hejnova", "AUDITOR"))
        caller = self.world.caller("hejnova").acting(role="AUDITOR", purpose="SUPERVISION")
        audit = self.world.endpoints["reporting"].interface(
            audit_pb2_grpc.AuditServiceStub, caller
        )
        entries = audit.ListAccesses(
            audit_pb2.ListAccessesRequest(
                from_time=self.world.now(minutes=-60), to_time=self.world.now(minutes=1)
            )
        ).entries
        found = [one for one in entries if one.method == f"opora.reporting.v1.{LIST}"]
        self.assertEqual(found[0].worker_id, self.ids["worker.hejnova"])
        self.assertEqual(found[0].record_count, traced)
        self.assertEqual(found[0].effect, audit_pb2.AUDIT_EFFECT_READ)

    def test_XC_54_social_work_reads_no_report(self):
        for who in ("strnadova", "pokorna"):
            self.refused(
                who, SUPPORTED, town_report.supported_request(), "PERMISSION_DENIED", "ROLE_REFUSED"
            )


class TownReportTest(WorldTest):
    def report(self, who="vrbova", **further):
        return self.ok(who, REPORT, report_pb2.GetTownReportRequest(**further))

    def lines(self, report):
        return {report_pb2.TownFigure.Name(one.figure)[12:]: one.persons for one in report.lines}

    def test_REP_51_small_numbers_are_not_shown(self):
        lines = self.lines(self.report())
        for figure, count in lines.items():
            self.assertNotEqual(count.suppressed, count.HasField("value"), figure)
            self.assertNotIn(count.value, range(1, 5), figure)
        self.assertGreaterEqual(lines["PERSONS"].value, 13)

    def test_REP_57_capacity_is_computed_and_kinds_are_not_added(self):
        service = agency_pb2.Service(
            agency_id=self.ids["agency.pristav"],
            name=f"Zkušební služba {uuid.uuid4()}",
            area=areas_pb2.DATA_AREA_SUPPORT_PLAN,
            forms=[agency_pb2.SERVICE_FORM_FIELD],
            territories=["Lipová Lhota"],
        )
        request = agency_pb2.CreateServiceRequest(service=service)
        made = self.ok("lomova", "AgencyService.CreateService", request).service.service_id
        self.assertTrue(self.capacity_of(made).unknown, "nobody said anything, which is no zero")
        day = self.world.today(-30)
        staffing = agency_pb2.Staffing(
            service_id=made, as_of_date=day, heads=5, fte_milli=4800, caseload_per_fte=20
        )
        request = agency_pb2.PutStaffingRequest(staffing=staffing)
        self.ok("lomova", "AgencyService.PutStaffing", request)
        capacity = agency_pb2.Capacity(
            service_id=made, kind=agency_pb2.CAPACITY_KIND_IMMEDIATE, as_of_date=day, clients=5
        )
        request = agency_pb2.PutCapacityRequest(capacity=capacity)
        self.ok("lomova", "AgencyService.PutCapacity", request)
        told = self.capacity_of(made)
        self.assertEqual((told.caseload, [one.clients for one in told.published]), (96, [5]))

    def capacity_of(self, service_id):
        town_report.settled(self.world)
        return {one.service_id: one for one in self.report().capacities}[service_id]

    def test_REP_58_duplicity_names_agencies_and_nobody_else(self):
        (pair,) = [
            one for one in self.report().duplicities if one.category_code == "PROJECT_COUNSELLING"
        ]
        self.assertEqual(
            {pair.agency_id, pair.other_agency_id},
            {self.ids["agency.most"], self.ids["agency.pristav"]},
        )
        self.assertTrue(pair.persons.suppressed)

    def test_REP_59_each_sees_its_own_territory(self):
        self.assertEqual(self.report().territory, "Lipová Lhota")
        provider = self.lines(self.report("olsova"))
        self.assertLess(provider["PERSONS"].value, self.lines(self.report())["PERSONS"].value)
        self.report("hejnova", territory="Lipová Lhota")
        request = report_pb2.GetTownReportRequest(territory="Horní Lhota")
        for who in ("vrbova", "olsova"):
            self.refused(
                who, REPORT, request, "PERMISSION_DENIED", "OTHER_TERRITORY", "REP-59"
            )

    def test_REP_76_before_anything_happened_nothing_is_reported(self):
        lines = self.lines(self.report(period_to=self.world.today(-1)))
        self.assertEqual({count.value for count in lines.values()}, {0})

    def test_REP_81_what_was_not_told_is_not_zero(self):
        report = self.report()
        followed = {one.feed for one in report.provenance}
        self.assertEqual({one.feed for one in report.lines} - followed, set())


class ProjectionTest(WorldTest):
    def status(self, feed="client-registry"):
        status = self.ok(
            "admin", "ProjectionService.GetFeedStatus", projection_pb2.GetFeedStatusRequest()
        )
        return {one.feed: one for one in status.feeds}[feed]

    def test_REP_81_the_lag_of_a_feed_is_told(self):
        town_report.settled(self.world)
        feed = self.status()
        self.assertEqual(feed.state, projection_pb2.FEED_STATE_FOLLOWING)
        self.assertLess(feed.lag_seconds, 5)

    def test_REP_81_a_rebuild_gives_equal_figures(self):
        town_report.settled(self.world)
        before = self.figures()
        request = projection_pb2.RebuildProjectionsRequest(
            feed="client-registry", request_id=str(uuid.uuid4())
        )
        rebuild = "ProjectionService.RebuildProjections"
        begun = self.ok("admin", rebuild, request).feed
        self.assertFalse(begun.HasField("complete_time"))
        town_report.settled(self.world)
        self.assertEqual(self.figures(), before)
        self.refused("vrbova", rebuild, request, "PERMISSION_DENIED", "ROLE_REFUSED")
        request = projection_pb2.RebuildProjectionsRequest(feed=unknown_id())
        self.refused("admin", rebuild, request, "NOT_FOUND", "NOT_FOUND")

    def figures(self):
        """All reports, without the instants at which they were made."""
        supported = self.ok("vrbova", SUPPORTED, town_report.supported_request())
        report = self.ok("vrbova", REPORT, report_pb2.GetTownReportRequest())
        for provenance in (supported.provenance, *report.provenance):
            provenance.complete_time.CopyFrom(timestamp_pb2.Timestamp())
            provenance.position = ""
        return [supported, report]
