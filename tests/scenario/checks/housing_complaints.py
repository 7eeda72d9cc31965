"""Complaints and notices: who tells, who asks, what is answered (HOUS-61, HOUS-68 to HOUS-90)."""

from opora.housing.v1 import complaint_pb2, flat_pb2
from opora.common.v1 import types_pb2

from checks.housing_base import COMPLAINT, HousingTest, date
from steps.tenancy import stamp

NOTICE = complaint_pb2.COMPLAINT_TYPE_NOTICE


class ComplaintTest(HousingTest):
    """About one tenant who consented."""

    tenancy_id = None

    def setUp(self):
        super().setUp()
        if ComplaintTest.tenancy_id is None:
            ComplaintTest.tenancy_id = self.lived_in().tenancy_id

    def open_case(self, **further):
        complaint_id = self.forwarded(self.tenancy_id, **further)
        self.about("bartosova", "OpenInvestigation", complaint_id, covered_flats=["1"])
        return complaint_id

    def test_XC_19_without_consent_a_complaint_is_not_there(self):
        friday = self.ids["tenancy.friday"]
        complaint = self.complain(friday)
        for who in ("strnadova", "beranek"):
            self.not_about(who, "GetComplaint", complaint.complaint_id, "NOT_FOUND", "NOT_FOUND")

    def test_HOUS_77_a_partner_records_what_it_hears_without_seeing_the_tenancy(self):
        complaint = self.complain(
            self.ids["tenancy.friday"],
            "strnadova",
            channel=complaint_pb2.COMPLAINT_CHANNEL_SUPPORT_TEAM,
        )
        self.not_about(
            "strnadova", "GetComplaint", complaint.complaint_id, "NOT_FOUND", "NOT_FOUND"
        )
        self.about("pokorna", "GetComplaint", complaint.complaint_id)

    def test_HOUS_78_what_was_said_to_a_politician_takes_the_same_way(self):
        complaint = self.complain(
            self.tenancy_id, channel=complaint_pb2.COMPLAINT_CHANNEL_POLITICIAN
        )
        self.assertEqual(complaint.state, complaint_pb2.COMPLAINT_STATE_RECEIVED)

    def test_HOUS_69_a_notice_starts_no_investigation(self):
        complaint_id = self.forwarded(self.tenancy_id, type=NOTICE)
        self.not_about(
            "bartosova",
            "OpenInvestigation",
            complaint_id,
            "FAILED_PRECONDITION",
            "NOTICE_NOT_INVESTIGATED",
            "HOUS-69",
            covered_flats=["1"],
        )

    def test_HOUS_70_the_support_team_says_what_it_is(self):
        complaint_id = self.forwarded(self.tenancy_id)
        notice = self.about(
            "strnadova", "ReclassifyComplaint", complaint_id, type=NOTICE
        ).complaint
        self.assertEqual(notice.state, complaint_pb2.COMPLAINT_STATE_RECLASSIFIED_NOTICE)
        self.assertTrue(notice.HasField("verify_time"))
        kept = self.about("pokorna", "GetComplaint", complaint_id).complaint
        self.assertEqual(kept.reclassified_by_worker_id, self.ids["worker.strnadova"])
        back = self.about(
            "strnadova",
            "ReclassifyComplaint",
            complaint_id,
            type=complaint_pb2.COMPLAINT_TYPE_COMPLAINT,
        ).complaint
        self.assertEqual(back.state, complaint_pb2.COMPLAINT_STATE_RECEIVED)

    def test_HOUS_71_the_support_team_hands_over_the_contact_and_does_not_ask(self):
        complaint_id = self.forwarded(self.tenancy_id)
        self.not_about(
            "strnadova",
            "OpenInvestigation",
            complaint_id,
            "PERMISSION_DENIED",
            "SUPPORT_INVESTIGATES_NOT",
            "HOUS-71",
            covered_flats=["1"],
        )
        request = complaint_pb2.HandOverContactRequest(programme_id=self.ids["programme.housing"])
        handed = self.ok("strnadova", COMPLAINT + "HandOverContact", request)
        self.assertEqual(list(handed.officer_worker_ids), [self.ids["worker.bartosova"]])

    def test_HOUS_72_the_officer_is_impartial_and_it_is_the_officer_who_asks(self):
        complaint = self.complain(self.tenancy_id)
        self.not_about(
            "pokorna",
            "ForwardComplaint",
            complaint.complaint_id,
            "FAILED_PRECONDITION",
            "OFFICER_NOT_IMPARTIAL",
            "HOUS-72",
            officer_worker_id=self.ids["worker.strnadova"],
        )
        complaint_id = self.forwarded(self.tenancy_id)
        self.not_about(
            "pokorna",
            "OpenInvestigation",
            complaint_id,
            "PERMISSION_DENIED",
            "NOT_THE_OFFICER",
            "HOUS-72",
            covered_flats=["1"],
        )

    def test_HOUS_74_that_he_learned_of_it_is_a_fact_that_support_may_record(self):
        complaint_id = self.forwarded(self.tenancy_id)
        self.not_about(
            "strnadova",
            "InformClient",
            complaint_id,
            "PERMISSION_DENIED",
            "SUPPORT_TELLS_NOT",
            "HOUS-74",
        )
        self.not_about(
            "strnadova",
            "RecordTalk",
            complaint_id,
            "FAILED_PRECONDITION",
            "CLIENT_NOT_INFORMED",
            "HOUS-75",
            outcome=complaint_pb2.CLIENT_TALK_HELD,
            talked_on=date(2024, 9, 4),
        )
        learned = self.about(
            "strnadova",
            "RecordClientLearned",
            complaint_id,
            occurred_at=stamp(2024, 9, 4),
            learned_from="a neighbour",
        ).complaint
        self.assertTrue(learned.client_learned_otherwise)
        self.assertEqual(learned.state, complaint_pb2.COMPLAINT_STATE_CLIENT_INFORMED)

    def test_HOUS_75_after_that_the_key_worker_talks_with_him_and_control_does_not_read_it(self):
        complaint_id = self.forwarded(self.tenancy_id)
        self.about("bartosova", "InformClient", complaint_id)
        talked = self.about(
            "strnadova",
            "RecordTalk",
            complaint_id,
            outcome=complaint_pb2.CLIENT_TALK_HELD,
            talked_on=date(2024, 9, 4),
        ).complaint
        self.assertEqual(len(talked.talks), 1)
        kept = self.about("bartosova", "GetComplaint", complaint_id).complaint
        self.assertEqual(len(kept.talks), 0)

    def test_HOUS_76_a_complaint_that_the_landlord_keeps_is_found(self):
        kept = self.complain(self.tenancy_id)
        found = self.day_comes(date(2024, 9, 20))
        self.assertGreaterEqual(found.unforwarded_complaints, 1)
        complaint = self.about("pokorna", "GetComplaint", kept.complaint_id).complaint
        self.assertEqual(complaint.unforwarded_on, date(2024, 9, 20))

    def test_HOUS_73_a_client_who_was_not_told_in_time_is_found(self):
        kept = self.complain(self.tenancy_id)
        self.day_comes(date(2024, 9, 4))
        complaint = self.about("pokorna", "GetComplaint", kept.complaint_id).complaint
        self.assertFalse(complaint.HasField("overdue_on"))
        self.day_comes(date(2024, 9, 5))
        complaint = self.about("pokorna", "GetComplaint", kept.complaint_id).complaint
        self.assertEqual(complaint.overdue_on, date(2024, 9, 5))

    def test_HOUS_61_a_technical_problem_becomes_a_defect(self):
        complaint = self.complain(
            self.tenancy_id, topic=complaint_pb2.COMPLAINT_TOPIC_TECHNICAL
        )
        rerouted = self.about(
            "pokorna", "RerouteToDefect", complaint.complaint_id, description="the pipe hums"
        )
        self.assertEqual(
            rerouted.complaint.state, complaint_pb2.COMPLAINT_STATE_REROUTED_DEFECT
        )
        self.assertEqual(rerouted.defect.state, flat_pb2.DEFECT_STATE_REPORTED)
        self.assertEqual(rerouted.defect.reporter, flat_pb2.DEFECT_REPORTER_COMPLAINT)

    def test_HOUS_68_a_problem_older_than_the_tenancy_is_linked(self):
        problem = flat_pb2.HouseProblem(
            description="noise from the boiler room", since=types_pb2.PartialDate(year=2015)
        )
        request = flat_pb2.RecordHouseProblemRequest(
            house_id=self.ids["house.lipova"], problem=problem
        )
        house = self.ok("strnadova", "FlatService.RecordHouseProblem", request).house
        complaint_id = self.forwarded(self.tenancy_id)
        linked = self.about(
            "bartosova",
            "LinkHouseProblem",
            complaint_id,
            house_problem_id=house.problems[-1].house_problem_id,
        ).complaint
        self.assertTrue(linked.house_problem_id)

    def test_HOUS_79_an_investigation_names_the_methodology(self):
        complaint = self.about("bartosova", "GetComplaint", self.open_case()).complaint
        self.assertEqual(complaint.methodology, "2023/1")

    def test_HOUS_81_one_round_with_flats_unreached_is_warned_of(self):
        complaint_id = self.open_case()
        concluded = self.about(
            "bartosova",
            "ConcludeComplaint",
            complaint_id,
            conclusion=complaint_pb2.COMPLAINT_CONCLUSION_NOT_PROVEN,
            investigation_record="nobody was at home",
            motive=complaint_pb2.COMPLAINT_MOTIVE_ENVY,
        )
        self.assertEqual([one.rule for one in concluded.warnings], ["HOUS-81"])
        self.assertEqual(concluded.complaint.motive, complaint_pb2.COMPLAINT_MOTIVE_ENVY)
        seen = self.about("pokorna", "GetComplaint", complaint_id).complaint
        self.assertFalse(seen.HasField("motive"))

    def test_HOUS_84_the_client_hears_the_result_before_it_is_closed(self):
        complaint_id = self.open_case()
        self.about(
            "bartosova",
            "ConcludeComplaint",
            complaint_id,
            conclusion=complaint_pb2.COMPLAINT_CONCLUSION_UNJUSTIFIED,
            investigation_record="nobody confirms it",
        )
        self.not_about(
            "bartosova",
            "CloseComplaint",
            complaint_id,
            "FAILED_PRECONDITION",
            "CLIENT_UNTOLD",
            "HOUS-84",
            complainant_unreachable=True,
        )
        self.about("bartosova", "TellClientResult", complaint_id)
        self.not_about(
            "bartosova",
            "AnswerComplainant",
            complaint_id,
            "INVALID_ARGUMENT",
            "ANSWER_REVEALS",
            "HOUS-85",
            answered_on=date(2024, 9, 20),
            answer="He is supported by a social worker because of his debts.",
        )
        closed = self.about(
            "bartosova", "CloseComplaint", complaint_id, complainant_unreachable=True
        ).complaint
        self.assertEqual(closed.state, complaint_pb2.COMPLAINT_STATE_CLOSED)

    def test_HOUS_86_a_closed_complaint_goes_nowhere(self):
        self.not_about(
            "bartosova",
            "ConcludeComplaint",
            self.ids["complaint.noise"],
            "FAILED_PRECONDITION",
            "COMPLAINT_STATE_REFUSES",
            "HOUS-86",
            conclusion=complaint_pb2.COMPLAINT_CONCLUSION_JUSTIFIED,
            investigation_record="after all",
        )

    def test_HOUS_88_who_complains_again_and_again_is_seen_by_the_officer_only(self):
        for _ in range(2):
            self.complain(self.tenancy_id, complainant="neighbour", complainant_key="again")
        request = complaint_pb2.ListRepeatedComplainantsRequest(
            programme_id=self.ids["programme.housing"]
        )
        name = COMPLAINT + "ListRepeatedComplainants"
        listed = self.ok("bartosova", name, request).complainants
        self.assertIn("again", [one.complainant_key for one in listed])
        self.refused(
            "pokorna", name, request, "PERMISSION_DENIED", "NOT_THE_OFFICER", "HOUS-72"
        )

    def test_HOUS_88_the_support_team_does_not_read_who_complained(self):
        complaint_id = self.forwarded(self.tenancy_id, complainant="neighbour from 3")
        seen = self.about("strnadova", "GetComplaint", complaint_id).complaint
        self.assertFalse(seen.complainant)
        self.assertTrue(self.about("bartosova", "GetComplaint", complaint_id).complaint.complainant)

    def test_HOUS_90_small_remarks_are_counted(self):
        tenancy_id = self.lived_in().tenancy_id
        for _ in range(3):
            self.complain(tenancy_id, type=complaint_pb2.COMPLAINT_TYPE_REMARK)
        request = complaint_pb2.GetComplaintTrendRequest(tenancy_id=tenancy_id)
        months = self.ok("strnadova", COMPLAINT + "GetComplaintTrend", request).months
        self.assertEqual([(one.remarks, one.complaints) for one in months], [(3, 0)])

    def test_CONF_35_involvement_in_housing_is_told_to_services(self):
        request = complaint_pb2.ListInvolvementRequest(
            worker_id=self.ids["worker.bartosova"], client_id=self.ids["client.kopecky.most"]
        )
        service = self.world.service("case-conference")
        told = self.ok(service, COMPLAINT + "ListInvolvement", request)
        self.assertEqual(list(told.record_types), ["Complaint"])
        self.refused(
            "strnadova",
            COMPLAINT + "ListInvolvement",
            request,
            "PERMISSION_DENIED",
            "CALLER_KIND_REFUSED",
        )
