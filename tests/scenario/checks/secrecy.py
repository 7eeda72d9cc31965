"""What nobody may learn: that a person is known, on what, and what stays with a unit."""

import uuid

from opora.common.v1 import areas_pb2, audit_pb2, context_pb2, types_pb2
from opora.registry.v1 import (
    access_pb2,
    agency_pb2,
    client_pb2,
    consent_pb2,
    debt_pb2,
    one_off_pb2,
    referral_pb2,
    repayment_pb2,
    support_pb2,
)

import cast
from checks.base import WorldTest, unknown_id
from opora_client import OporaError

DEBTS = areas_pb2.DATA_AREA_DEBTS


def of_client(world):
    """Method and request for every call that names a client, by the client's id."""
    most = world.ids["agency.most"]
    money = types_pb2.Money(minor_units=1, currency_code="CZK")
    return {
        "ClientService.GetClient": lambda id: client_pb2.GetClientRequest(client_id=id),
        "ClientService.RecordStatement": lambda id: client_pb2.RecordStatementRequest(
            statement=client_pb2.Statement(
                client_id=id,
                area=areas_pb2.DATA_AREA_FAMILY,
                kind=client_pb2.STATEMENT_KIND_CLIENT_STATEMENT,
                topic="household",
                content="alone",
            )
        ),
        "AccessService.CheckDisclosure": lambda id: access_pb2.CheckDisclosureRequest(
            client_id=id, recipient=access_pb2.Recipient(agency_id=most), areas=[DEBTS]
        ),
        "AccessService.ExplainAccess": lambda id: access_pb2.ExplainAccessRequest(client_id=id),
        "AccessService.ListDisclosures": lambda id: access_pb2.ListDisclosuresRequest(client_id=id),
        "AgencyService.AssignWorker": lambda id: agency_pb2.AssignWorkerRequest(
            client_id=id,
            worker_id=world.ids["worker.beranek"],
            role=context_pb2.ACTING_ROLE_SOCIAL_WORKER,
        ),
        "AgencyService.ListAssignments": lambda id: agency_pb2.ListAssignmentsRequest(client_id=id),
        "ConsentService.CreateConsent": lambda id: consent_pb2.CreateConsentRequest(
            client_id=id,
            version=consent_pb2.ConsentVersion(
                parties=[
                    consent_pb2.ConsentParty(agency_id=most),
                    consent_pb2.ConsentParty(agency_id=world.ids["agency.pristav"]),
                ],
                areas=[DEBTS],
                excluded_topics_asked=True,
                form=consent_pb2.CONSENT_FORM_WRITTEN,
            ),
        ),
        "ConsentService.ListConsents": lambda id: consent_pb2.ListConsentsRequest(client_id=id),
        "ReferralService.SendReferral": lambda id: referral_pb2.SendReferralRequest(
            referral=referral_pb2.Referral(
                client_id=id, recipient_agency_id=most, area=DEBTS, need="somebody to help"
            )
        ),
        "SupportService.RecordSupport": lambda id: support_pb2.RecordSupportRequest(
            support_record=support_pb2.SupportRecord(
                client_id=id,
                category_id=world.ids["category.ACCOMPANIMENT"],
                quantity_milli=1000,
                unit=support_pb2.SUPPORT_UNIT_HOUR,
                occurred_at=world.now(minutes=-5),
            )
        ),
        "SupportService.ListSupport": lambda id: support_pb2.ListSupportRequest(client_id=id),
        "DebtService.OpenDebt": lambda id: debt_pb2.OpenDebtRequest(
            debt=debt_pb2.Debt(
                client_id=id, kind=debt_pb2.DEBT_KIND_LOAN, creditor_name="X", principal=money
            )
        ),
        "DebtService.ListDebts": lambda id: debt_pb2.ListDebtsRequest(client_id=id),
        "RepaymentService.ListRepaymentSchedules": lambda id: (
            repayment_pb2.ListRepaymentSchedulesRequest(client_id=id)
        ),
        "RepaymentService.GetDebtorStanding": lambda id: repayment_pb2.GetDebtorStandingRequest(
            client_id=id, creditor_agency_id=most
        ),
        "RepaymentService.RecordDebtRelief": lambda id: repayment_pb2.RecordDebtReliefRequest(
            relief=repayment_pb2.DebtRelief(
                client_id=id,
                reference="X",
                phase=repayment_pb2.RELIEF_PHASE_PETITION,
                phase_since=world.today(-1),
            )
        ),
        "AccessService.DiscloseOnce": lambda id: access_pb2.DiscloseOnceRequest(
            disclosure=one_off_pb2.OneOffDisclosure(
                client_id=id,
                basis=audit_pb2.BASIS_CLIENT_PRESENT,
                areas=[DEBTS],
                wording="X",
                recipient_agency_id=most,
                attestation=attestation(world),
            )
        ),
    }


def of_record(world):
    """Method, request and an id that exists, for every call that names a record about a client."""
    money = types_pb2.Money(minor_units=1, currency_code="CZK")
    consent, debt = world.ids["consent.kopecky"], world.ids["debt.energy"]
    referral, assignment = world.ids["referral.kopecky"], world.ids["assignment.kopecky"]
    schedule = world.ids["schedule.rent"]
    return {
        "ConsentService.GetConsent": (
            consent,
            lambda id: consent_pb2.GetConsentRequest(consent_id=id),
        ),
        "ConsentService.SignConsent": (
            consent,
            lambda id: consent_pb2.SignConsentRequest(consent_id=id, signed_time=world.now(-1)),
        ),
        "ConsentService.RevokeConsent": (
            consent,
            lambda id: consent_pb2.RevokeConsentRequest(consent_id=id),
        ),
        "ReferralService.GetReferral": (
            referral,
            lambda id: referral_pb2.GetReferralRequest(referral_id=id),
        ),
        "ReferralService.AcceptReferral": (
            referral,
            lambda id: referral_pb2.AcceptReferralRequest(referral_id=id),
        ),
        "ReferralService.DeclineReferral": (
            referral,
            lambda id: referral_pb2.DeclineReferralRequest(
                referral_id=id, reason=referral_pb2.DECLINE_REASON_NO_CAPACITY
            ),
        ),
        "AgencyService.EndAssignment": (
            assignment,
            lambda id: agency_pb2.EndAssignmentRequest(assignment_id=id),
        ),
        "DebtService.GetDebt": (debt, lambda id: debt_pb2.GetDebtRequest(debt_id=id)),
        "DebtService.RecordDebtAmount": (
            debt,
            lambda id: debt_pb2.RecordDebtAmountRequest(
                debt_id=id, principal=money, amount_source="X", amount_verified_on=world.today()
            ),
        ),
        "RepaymentService.CreateRepaymentSchedule": (
            debt,
            lambda id: repayment_pb2.CreateRepaymentScheduleRequest(
                schedule=repayment_pb2.RepaymentSchedule(
                    debt_id=id, instalment=money, first_due_date=world.today()
                )
            ),
        ),
        "RepaymentService.RequestWaiver": (
            debt,
            lambda id: repayment_pb2.RequestWaiverRequest(
                waiver=repayment_pb2.WaiverRequest(
                    debt_id=id,
                    scope=repayment_pb2.WAIVER_SCOPE_PRINCIPAL,
                    amount=money,
                    applicant="X",
                    reason="nedobytné",
                    applied_on=world.today(-1),
                )
            ),
        ),
        "RepaymentService.GetRepaymentSchedule": (
            schedule,
            lambda id: repayment_pb2.GetRepaymentScheduleRequest(schedule_id=id),
        ),
        "RepaymentService.CancelRepaymentSchedule": (
            schedule,
            lambda id: repayment_pb2.CancelRepaymentScheduleRequest(schedule_id=id, reason="nic"),
        ),
        "RepaymentService.RecordInstalmentPaid": (
            schedule,
            lambda id: repayment_pb2.RecordInstalmentPaidRequest(
                schedule_id=id, amount=money, paid_on=world.today(-1)
            ),
        ),
        "RepaymentService.DecideRepaymentSchedule": (
            schedule,
            lambda id: repayment_pb2.DecideRepaymentScheduleRequest(
                schedule_id=id,
                decision=repayment_pb2.ScheduleDecision(
                    reasons="nic", deciding_body="X", decided_on=world.today(-1)
                ),
            ),
        ),
    }


class UnknownTest(WorldTest):
    """Without a basis, what exists and what does not are one answer."""

    def answer(self, who, name, request):
        try:
            return self.world.method(who, name)(request)
        except OporaError as error:
            return error.answer

    def same(self, who, name, make, existing):
        with self.subTest(name=name):
            of_existing = self.answer(who, name, make(existing))
            self.assertEqual(of_existing, self.answer(who, name, make(unknown_id())))
            self.assertEqual(of_existing[0].name, "NOT_FOUND")

    def test_XC_30_calls_that_name_a_client(self):
        for client in ("kopecky.most", "kopecky.labour", "other1"):
            for name, make in of_client(self.world).items():
                self.same("beranek", name, make, self.ids[f"client.{client}"])

    def test_XC_30_calls_that_name_a_record(self):
        for name, (existing, make) in of_record(self.world).items():
            self.same("beranek", name, make, existing)

    def test_XC_17_the_housing_department_learns_no_more_than_a_stranger(self):
        for name in (
            "ClientService.GetClient",
            "DebtService.ListDebts",
            "ReferralService.SendReferral",
        ):
            self.same(
                "pokorna", name, of_client(self.world)[name], self.ids["client.kopecky.labour"]
            )

    def test_XC_30_a_batch_of_questions_leaves_out_what_is_not_there(self):
        holder = self.world.ids["agency.most"]
        queries = [
            access_pb2.DisclosureQuery(client_id=id, areas=[DEBTS], holder_agency_id=holder)
            for id in (self.ids["client.kopecky.most"], unknown_id())
        ]
        request = access_pb2.CheckDisclosuresRequest(queries=queries)
        decisions = self.ok("beranek", "AccessService.CheckDisclosures", request).decisions
        self.assertEqual(list(decisions), [])

    def test_REG_41_registration_does_not_tell_whether_somebody_matches(self):
        outcomes = []
        for family, born in (
            (cast.KOPECKY.family, cast.KOPECKY.born),
            ("Nikdyneviděný", (1990, 1, 1)),
        ):
            year, month, day = born
            client = client_pb2.Client(
                kind=client_pb2.CLIENT_KIND_IDENTIFIED,
                given_name=cast.KOPECKY.given,
                family_name=family,
                birth_date=types_pb2.PartialDate(year=year, month=month, day=day),
            )
            request = client_pb2.RegisterClientRequest(client=client)
            response = self.ok("beranek", "ClientService.RegisterClient", request)
            fields = sorted(field.name for field, _ in response.client.ListFields())
            outcomes.append((response.outcome, fields, response.client.etag))
        self.assertEqual(outcomes[0], outcomes[1])

    def test_XC_58_withdrawal_answers_the_same_for_a_person_nobody_knows(self):
        answers = []
        for family in (cast.KOPECKY.family, "Nikdyneviděný"):
            year, month, day = cast.KOPECKY.born
            request = consent_pb2.RecordWithdrawalRequest(
                given_name=cast.KOPECKY.given,
                family_name=family,
                birth_date=types_pb2.PartialDate(year=year, month=month, day=day),
                attestation=attestation(self.world),
            )
            response = self.ok("beranek", "ConsentService.RecordWithdrawal", request)
            answers.append([field.name for field, _ in response.ListFields()])
        self.assertEqual(answers, [["effective_time"]] * 2)

    def test_a_search_box_knows_the_own_unit_only(self):
        def found(who):
            request = client_pb2.SuggestClientsRequest(prefix="kop", search_id=str(uuid.uuid4()))
            clients = self.ok(who, "ClientService.SuggestClients", request).clients
            return {one.client_id for one in clients}

        self.assertIn(self.ids["client.kopecky.most"], found("strnadova"))
        self.assertEqual(found("pokorna"), set())
        self.assertNotIn(self.ids["client.kopecky.most"], found("sykorova"))


class StayingTest(WorldTest):
    """What stays with the unit that made it, whatever basis others have."""

    def read(self, who, client):
        request = client_pb2.GetClientRequest(client_id=self.ids[f"client.{client}"])
        return self.ok(who, "ClientService.GetClient", request)

    def test_XC_41_an_assumption_stays_with_its_unit(self):
        kinds = {one.kind for one in self.read("sykorova", "kopecky.labour").statements}
        self.assertIn(client_pb2.STATEMENT_KIND_WORKER_ASSUMPTION, kinds)
        kinds = {one.kind for one in self.read("dolezel", "kopecky.labour").statements}
        self.assertNotIn(client_pb2.STATEMENT_KIND_WORKER_ASSUMPTION, kinds)

    def hints(self, area, topic):
        """Reasons of the warnings when Mr Doležel begins to write on the topic."""
        statement = client_pb2.Statement(
            client_id=self.ids["client.kopecky.labour"],
            area=area,
            kind=client_pb2.STATEMENT_KIND_CLIENT_STATEMENT,
            topic=self.world.text(f"topic.{topic}"),
            content="x",
        )
        request = client_pb2.RecordStatementRequest(statement=statement, validate_only=True)
        warnings = self.ok("dolezel", "ClientService.RecordStatement", request).warnings
        return [one.reason for one in warnings]

    def test_XC_30_a_hint_tells_only_what_can_be_read_anyway(self):
        self.assertEqual(
            self.hints(areas_pb2.DATA_AREA_INCOME_BENEFITS, "income"), ["ALREADY_HELD"]
        )
        self.assertEqual(self.hints(areas_pb2.DATA_AREA_HEALTH, "health"), [])

    def test_XC_41_a_hint_does_not_tell_of_another_unit_s_assumption(self):
        self.assertEqual(self.hints(areas_pb2.DATA_AREA_FAMILY, "assumption"), [])

    def test_XC_16_the_statute_opens_the_fields_it_names(self):
        client = self.read("dolezel", "kopecky.labour").client
        self.assertEqual(client.phone_number, "+420 600 000 001")
        for name in ("email", "birth_number", "department_id", "registered_by_worker_id"):
            self.assertFalse(client.HasField(name), name)
        own = self.read("sykorova", "kopecky.labour").client
        self.assertEqual(own.email, "kopecky@example.test")
        self.assertTrue(own.etag)

    def test_XC_13_the_answer_names_the_basis_it_rests_on(self):
        self.assertEqual(self.read("dolezel", "kopecky.labour").basis, audit_pb2.BASIS_STATUTORY)

    def test_XC_15_another_purpose_opens_nothing(self):
        request = client_pb2.GetClientRequest(client_id=self.ids["client.kopecky.labour"])
        for purpose in ("DEBT_COLLECTION", "LEASE_CONTROL"):
            with self.subTest(purpose=purpose):
                response = self.answer_of_town(request, purpose)
                self.assertFalse(response and response.statements, response)

    def answer_of_town(self, request, purpose):
        try:
            return self.world.method("dolezel", "ClientService.GetClient", purpose=purpose)(request)
        except OporaError as error:
            self.assertEqual(error.code.name, "NOT_FOUND")
            return None

    def test_XC_36_a_note_of_support_stays_with_its_unit(self):
        record = support_pb2.SupportRecord(
            client_id=self.ids["client.kopecky.labour"],
            category_id=self.ids["category.ACCOMPANIMENT"],
            quantity_milli=500,
            unit=support_pb2.SUPPORT_UNIT_HOUR,
            occurred_at=self.world.now(minutes=-5),
            note="he cried",
        )
        request = support_pb2.RecordSupportRequest(support_record=record)
        self.ok("sykorova", "SupportService.RecordSupport", request)
        listing = support_pb2.ListSupportRequest(client_id=self.ids["client.kopecky.labour"])
        own = self.ok("sykorova", "SupportService.ListSupport", listing).support_records
        self.assertIn("he cried", [one.note for one in own])
        others = self.ok("dolezel", "SupportService.ListSupport", listing).support_records
        self.assertNotIn("he cried", [one.note for one in others])


def attestation(world):
    return types_pb2.Attestation(
        person="the client", form=types_pb2.ATTESTATION_FORM_ORAL, occurred_at=world.now(minutes=-1)
    )
