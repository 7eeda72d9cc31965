"""Tenancies, rent and leases: facts beside acts, late beside arrears."""

from opora.common.v1 import types_pb2
from opora.housing.v1 import complaint_pb2, programme_pb2, rent_pb2, tenancy_pb2
from opora.registry.v1 import consent_pb2, debt_pb2

from checks.housing_base import COMPLAINT, PROGRAMME, RENT, TENANCY, HousingTest, date
from steps.debts import czk
from steps.tenancy import stamp

EXTENDED = tenancy_pb2.EXTENSION_OUTCOME_EXTENDED
NOT_EXTENDED = tenancy_pb2.EXTENSION_OUTCOME_NOT_EXTENDED


class TenancyTest(HousingTest):
    def read(self, who, tenancy_id):
        request = tenancy_pb2.GetTenancyRequest(tenancy_id=tenancy_id)
        return self.ok(who, TENANCY + "GetTenancy", request)

    def test_HOUS_51_moving_in_needs_the_lease(self):
        tenancy = self.tenancy()
        request = tenancy_pb2.MoveInRequest(tenancy_id=tenancy.tenancy_id)
        self.refused(
            "pokorna",
            TENANCY + "MoveIn",
            request,
            "FAILED_PRECONDITION",
            "FLAT_NOT_READY",
            "HOUS-55",
        )
        self.assertEqual(len(tenancy.documents), 3)
        self.assertFalse(any(one.HasField("done_on") for one in tenancy.documents))

    def test_HOUS_55_what_happened_is_recorded_and_opens_nothing(self):
        tenancy = self.lived_in()
        self.assertEqual(tenancy.state, tenancy_pb2.TENANCY_STATE_MOVED_IN)
        request = tenancy_pb2.GetTenancyRequest(tenancy_id=tenancy.tenancy_id)
        self.refused("beranek", TENANCY + "GetTenancy", request, "NOT_FOUND", "NOT_FOUND")
        deviations = programme_pb2.ListDeviationsRequest(
            programme_id=self.ids["programme.housing"], page_size=500
        )
        listed = self.ok("vankova", PROGRAMME + "ListDeviations", deviations).deviations
        mine = [one for one in listed if one.record_id == tenancy.tenancy_id]
        self.assertIn("HOUS-55", [one.rule for one in mine])
        self.assertTrue(all(one.is_fact and one.reason for one in mine))

    def test_HOUS_52_who_went_with_him_is_recorded(self):
        tenancy = self.tenancy()
        request = tenancy_pb2.IntroduceManagerRequest(
            tenancy_id=tenancy.tenancy_id,
            manager_worker_id=self.ids["worker.kral"],
            introduced_on=date(2024, 6, 20),
        )
        met = self.ok("strnadova", TENANCY + "IntroduceManager", request).tenancy
        self.assertEqual(met.accompanied_by_worker_id, self.ids["worker.strnadova"])
        self.assertFalse(met.etag)

    def test_HOUS_105_a_kept_schedule_counts_as_debt_free(self):
        request = tenancy_pb2.ListExtensionDecisionsRequest(
            tenancy_id=self.ids["tenancy.kopecky"]
        )
        listed = self.ok("pokorna", TENANCY + "ListExtensionDecisions", request).decisions
        self.assertEqual([one.decision_id for one in listed], [self.ids["decision.kopecky"]])
        self.assertTrue(listed[0].debt_free)

    def test_XC_57_nothing_happens_in_the_future(self):
        tenancy = self.tenancy()
        request = tenancy_pb2.RecordMovedInRequest(
            tenancy_id=tenancy.tenancy_id, occurred_at=self.world.now(minutes=60), reason="soon"
        )
        self.refused(
            "pokorna",
            TENANCY + "RecordMovedIn",
            request,
            "INVALID_ARGUMENT",
            "NOT_IN_FUTURE",
            "XC-57",
        )

    def test_HOUS_98_the_support_team_reads_with_consent_and_not_after_it(self):
        client_id = self.client()
        tenancy = self.lived_in(client_id)
        request = rent_pb2.GetLedgerRequest(tenancy_id=tenancy.tenancy_id)
        self.charge(tenancy.tenancy_id, 8)
        self.assertEqual(len(self.ok("strnadova", RENT + "GetLedger", request).charges), 1)
        consents = consent_pb2.ListConsentsRequest(client_id=client_id)
        listed = self.ok("strnadova", "ConsentService.ListConsents", consents).consents
        revoke = consent_pb2.RevokeConsentRequest(consent_id=listed[0].consent_id)
        self.ok("strnadova", "ConsentService.RevokeConsent", revoke)
        self.refused("strnadova", RENT + "GetLedger", request, "NOT_FOUND", "NOT_FOUND")
        self.refused(
            "strnadova",
            TENANCY + "GetTenancy",
            tenancy_pb2.GetTenancyRequest(tenancy_id=tenancy.tenancy_id),
            "NOT_FOUND",
            "NOT_FOUND",
        )

    def test_HOUS_128_breaches_are_recorded_by_the_landlord_only(self):
        tenancy_id = self.lived_in().tenancy_id
        request = tenancy_pb2.RecordBreachRequest(
            breach=tenancy_pb2.HouseRuleBreach(
                tenancy_id=tenancy_id,
                description="bicycle in the corridor",
                occurred_on=date(2024, 9, 1),
                evidence="seen by the technician",
            )
        )
        self.refused(
            "strnadova",
            TENANCY + "RecordBreach",
            request,
            "PERMISSION_DENIED",
            "CONTROL_DUTY",
            "HOUS-128",
        )
        self.ok("pokorna", TENANCY + "RecordBreach", request)

    def extension(self, tenancy_id, outcome, **further):
        return tenancy_pb2.DecideExtensionRequest(
            tenancy_id=tenancy_id, outcome=outcome, reasons="as we see it", **further
        )

    def test_XC_33_extending_a_lease_is_control_not_support(self):
        request = self.extension(
            self.lived_in().tenancy_id, EXTENDED, lease_to=date(2026, 6, 30)
        )
        self.refused(
            "strnadova",
            TENANCY + "DecideExtension",
            request,
            "PERMISSION_DENIED",
            "CONTROL_DUTY",
            "XC-33",
        )

    def test_HOUS_87_an_unheard_complaint_stands_against_refusal_cited_or_not(self):
        tenancy_id = self.lived_in().tenancy_id
        complaint = self.complain(tenancy_id)
        name = TENANCY + "DecideExtension"
        for cited in ([], [complaint.complaint_id]):
            self.refused(
                "pokorna",
                name,
                self.extension(tenancy_id, NOT_EXTENDED, cited_complaint_ids=cited),
                "FAILED_PRECONDITION",
                "UNHEARD_COMPLAINT",
                "HOUS-87",
            )
        officer = self.ids["worker.bartosova"]
        self.about("pokorna", "ForwardComplaint", complaint.complaint_id, officer_worker_id=officer)
        self.about(
            "bartosova",
            "InformClient",
            complaint.complaint_id,
            occurred_at=stamp(2024, 9, 3),
            remedy_by_date=date(2024, 9, 17),
        )
        decided = self.ok("pokorna", name, self.extension(tenancy_id, NOT_EXTENDED)).decision
        self.assertEqual((decided.complaints, decided.unheard_complaints), (1, 0))

    def test_HOUS_87_a_decision_made_outside_is_recorded_and_marked(self):
        tenancy_id = self.lived_in().tenancy_id
        self.complain(tenancy_id)
        request = tenancy_pb2.RecordExternalDecisionRequest(
            tenancy_id=tenancy_id,
            outcome=NOT_EXTENDED,
            reasons="complaints",
            deciding_body="town council",
            occurred_at=stamp(2024, 10, 1),
        )
        decision = self.ok("pokorna", TENANCY + "RecordExternalDecision", request).decision
        self.assertTrue(decision.is_fact and decision.unheard_complaint)
        risks = tenancy_pb2.ListRisksRequest(
            programme_id=self.ids["programme.housing"], as_of_date=date(2024, 10, 2)
        )
        listed = self.ok("pokorna", TENANCY + "ListRisks", risks).risks
        mine = [one.risks for one in listed if one.tenancy.tenancy_id == tenancy_id][0]
        self.assertIn(tenancy_pb2.RISK_KIND_UNHEARD_COMPLAINT, mine)

    def test_HOUS_69_a_notice_may_not_be_cited(self):
        tenancy_id = self.lived_in().tenancy_id
        notice = self.complain(tenancy_id, type=complaint_pb2.COMPLAINT_TYPE_NOTICE)
        self.refused(
            "pokorna",
            TENANCY + "DecideExtension",
            self.extension(
                tenancy_id, NOT_EXTENDED, cited_complaint_ids=[notice.complaint_id]
            ),
            "FAILED_PRECONDITION",
            "NOTICE_CITED",
            "HOUS-69",
        )
        decided = self.ok(
            "pokorna", TENANCY + "DecideExtension", self.extension(tenancy_id, NOT_EXTENDED)
        ).decision
        self.assertEqual(decided.complaints, 0)
        listing = complaint_pb2.ListComplaintsRequest(tenancy_id=tenancy_id, for_lease=True)
        listed = self.ok("pokorna", COMPLAINT + "ListComplaints", listing).complaints
        self.assertEqual(len(listed), 0)

    def test_HOUS_106_a_decision_keeps_what_it_rested_on(self):
        tenancy_id = self.lived_in().tenancy_id
        decided = self.ok(
            "pokorna",
            TENANCY + "DecideExtension",
            self.extension(tenancy_id, EXTENDED, lease_to=date(2026, 6, 30)),
        ).decision
        self.assertTrue(decided.standing and decided.debt_free)
        self.assertEqual(decided.debt_rule_version, 2)
        self.assertEqual(decided.worker_id, self.ids["worker.pokorna"])

    def test_HOUS_124_a_death_stops_direct_payment(self):
        tenancy_id = self.lived_in().tenancy_id
        payment = self.direct_payment(tenancy_id)
        started = self.ok("strnadova", RENT + "StartDirectPayment", payment).direct_payment
        self.assertFalse(started.HasField("valid_to"))
        request = tenancy_pb2.EndTenancyRequest(
            tenancy_id=tenancy_id,
            end_kind=tenancy_pb2.TENANCY_END_KIND_DEATH,
            ended_on=date(2024, 10, 5),
            end_evidence="death certificate",
        )
        self.ok("pokorna", TENANCY + "EndTenancy", request)
        top_up = rent_pb2.GetTopUpRequest(tenancy_id=tenancy_id, month=date(2024, 11, 1))
        self.assertEqual(self.ok("pokorna", RENT + "GetTopUp", top_up).top_up.direct.minor_units, 0)

    def direct_payment(self, tenancy_id, **further):
        payment = rent_pb2.DirectPayment(
            tenancy_id=tenancy_id,
            amount=czk(50000),
            payee=rent_pb2.BENEFIT_PAYEE_LANDLORD,
            valid_from=date(2024, 8, 1),
            **further,
        )
        if not further:
            payment.agreement.CopyFrom(self.said())
        return rent_pb2.StartDirectPaymentRequest(direct_payment=payment)


class RentTest(HousingTest):
    def setUp(self):
        super().setUp()
        self.client_id = self.client()
        self.tenancy_id = self.lived_in(self.client_id).tenancy_id

    def standing(self, charge_id):
        request = rent_pb2.GetLedgerRequest(
            tenancy_id=self.tenancy_id, as_of_date=date(2024, 12, 1)
        )
        charges = self.ok("pokorna", RENT + "GetLedger", request).charges
        return next(one for one in charges if one.charge_id == charge_id)

    def test_HOUS_95_a_month_is_charged_once_and_payments_settle_the_oldest_first(self):
        first = self.charge(self.tenancy_id, 8)
        second = self.charge(self.tenancy_id, 9)
        repeated = rent_pb2.PostChargeRequest(charge=second)
        self.refused(
            "pokorna", RENT + "PostCharge", repeated, "ALREADY_EXISTS", "CHARGE_EXISTS", "HOUS-95"
        )
        payment = rent_pb2.RentPayment(
            tenancy_id=self.tenancy_id,
            amount=czk(150000),
            paid_on=date(2024, 9, 1),
            source=rent_pb2.PAYMENT_SOURCE_TENANT,
            reference="2024-1",
        )
        request = rent_pb2.RecordPaymentRequest(payment=payment)
        paid = self.ok("pokorna", RENT + "RecordPayment", request).payment
        self.assertEqual(paid.unused.minor_units, 0)
        self.assertEqual(
            self.standing(first.charge_id).charge_class, rent_pb2.CHARGE_CLASS_PAID
        )
        self.assertEqual(self.standing(second.charge_id).paid.minor_units, 50000)
        self.refused(
            "pokorna",
            RENT + "RecordPayment",
            request,
            "ALREADY_EXISTS",
            "PAYMENT_EXISTS",
            "HOUS-95",
        )

    def test_HOUS_96_late_becomes_arrears_after_the_grace_and_stays(self):
        charge = self.charge(self.tenancy_id, 8)
        self.day_comes(date(2024, 8, 16))
        late = self.standing(charge.charge_id)
        self.assertEqual(late.charge_class, rent_pb2.CHARGE_CLASS_LATE_PAYMENT)
        self.assertFalse(late.not_counted)
        self.day_comes(date(2024, 9, 15))
        arrears = self.standing(charge.charge_id)
        self.assertEqual(arrears.charge_class, rent_pb2.CHARGE_CLASS_ARREARS)
        self.day_comes(date(2024, 9, 15))
        self.assertEqual(self.standing(charge.charge_id).etag, arrears.etag)

    def test_HOUS_99_the_cause_is_enquired_by_the_support_team(self):
        charge = self.charge(self.tenancy_id, 8)
        self.day_comes(date(2024, 8, 16))
        enquiry = rent_pb2.PaymentEnquiry(
            charge_id=charge.charge_id,
            cause=rent_pb2.PAYMENT_CAUSE_NOT_CAUSED_BY_CLIENT,
            source=rent_pb2.CAUSE_SOURCE_LABOUR_OFFICE,
        )
        request = rent_pb2.RecordPaymentCauseRequest(enquiry=enquiry)
        self.ok("strnadova", RENT + "RecordPaymentCause", request)
        late = self.standing(charge.charge_id)
        self.assertTrue(late.enquired and late.not_counted)

    def arrears(self):
        charge = self.charge(self.tenancy_id, 8)
        self.day_comes(date(2024, 9, 15))
        return charge.charge_id

    def test_HOUS_95_arrears_become_a_debt_of_the_registry_once(self):
        charge_id = self.arrears()
        request = rent_pb2.OpenArrearsDebtRequest(charge_id=charge_id)
        debts = {
            self.ok("pokorna", RENT + "OpenArrearsDebt", request).charge.debt_id for _ in range(2)
        }
        self.assertEqual(len(debts), 1)
        listing = debt_pb2.ListDebtsRequest(client_id=self.client_id)
        listed = self.ok("pokorna", "DebtService.ListDebts", listing).debts
        self.assertEqual([one.debt_id for one in listed], list(debts))
        self.assertEqual(listed[0].principal.minor_units, 100000)

    def test_HOUS_95_a_late_payment_is_no_debt(self):
        charge = self.charge(self.tenancy_id, 8)
        self.day_comes(date(2024, 8, 16))
        request = rent_pb2.OpenArrearsDebtRequest(charge_id=charge.charge_id)
        self.refused(
            "pokorna",
            RENT + "OpenArrearsDebt",
            request,
            "FAILED_PRECONDITION",
            "LATE_IS_NO_DEBT",
            "HOUS-95",
        )

    def test_HOUS_102_arrears_may_be_brought_to_the_labour_office(self):
        request = rent_pb2.RequestDirectPaymentRequest(charge_id=self.arrears())
        self.ok("pokorna", RENT + "RequestDirectPayment", request)

    def test_HOUS_102_a_request_made_outside_is_recorded_as_a_fact(self):
        charge = self.charge(self.tenancy_id, 8)
        self.day_comes(date(2024, 8, 16))
        request = rent_pb2.RecordDirectPaymentRequestRequest(
            charge_id=charge.charge_id, requested_on=date(2024, 8, 17), reason="sent by a colleague"
        )
        made = self.ok("pokorna", RENT + "RecordDirectPaymentRequest", request)
        self.assertTrue(made.direct_payment_request.is_fact)

    def payment(self, **further):
        return rent_pb2.DirectPayment(
            tenancy_id=self.tenancy_id,
            amount=czk(50000),
            valid_from=date(2024, 8, 1),
            **{"payee": rent_pb2.BENEFIT_PAYEE_LANDLORD, **further},
        )

    def test_HOUS_101_the_platform_starts_no_direct_payment_without_agreement(self):
        self.refused(
            "strnadova",
            RENT + "StartDirectPayment",
            rent_pb2.StartDirectPaymentRequest(direct_payment=self.payment()),
            "FAILED_PRECONDITION",
            "AGREEMENT_REQUIRED",
            "HOUS-101",
        )

    def test_XC_25_a_decision_of_the_labour_office_is_recorded_and_an_odd_one_warned_of(self):
        name = RENT + "RecordDirectPaymentDecision"
        usual = self.payment(without_agreement_reason="the benefit was not used for rent")
        request = rent_pb2.RecordDirectPaymentDecisionRequest(direct_payment=usual)
        self.assertFalse(self.ok("pokorna", name, request).warnings)
        odd = self.payment(payee=rent_pb2.BENEFIT_PAYEE_ADMINISTRATOR)
        request = rent_pb2.RecordDirectPaymentDecisionRequest(direct_payment=odd)
        warned = self.ok("pokorna", name, request).warnings
        self.assertEqual([one.rule for one in warned], ["HOUS-101"])

    def test_HOUS_107_a_claim_is_the_support_teams_and_not_the_landlords_to_read(self):
        claim = rent_pb2.BenefitClaim(
            tenancy_id=self.tenancy_id,
            benefit="housing allowance",
            state=rent_pb2.BENEFIT_STATE_CLAIMED,
            claimed_on=date(2024, 8, 1),
        )
        request = rent_pb2.RecordBenefitClaimRequest(claim=claim)
        made = self.ok("strnadova", RENT + "RecordBenefitClaim", request).claim
        listing = rent_pb2.ListBenefitClaimsRequest(tenancy_id=self.tenancy_id)
        self.assertEqual(len(self.ok("pokorna", RENT + "ListBenefitClaims", listing).claims), 0)
        self.assertEqual(len(self.ok("strnadova", RENT + "ListBenefitClaims", listing).claims), 1)
        advance = rent_pb2.AdvanceBenefitClaimRequest(
            claim_id=made.claim_id,
            state=rent_pb2.BENEFIT_STATE_GRANTED,
            decided_on=date(2024, 8, 20),
            amount=types_pb2.Money(minor_units=300000, currency_code="CZK"),
            payment_day=25,
        )
        self.ok("strnadova", RENT + "AdvanceBenefitClaim", advance)
        self.refused(
            "strnadova",
            RENT + "AdvanceBenefitClaim",
            advance,
            "FAILED_PRECONDITION",
            "BENEFIT_STATE_REFUSES",
            "HOUS-107",
        )
