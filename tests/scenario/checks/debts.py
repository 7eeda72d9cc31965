"""Rules of debts, repayment, waivers and relief that the story passes by."""

import concurrent.futures
import uuid

from opora.common.v1 import areas_pb2, feed_pb2, types_pb2
from opora.registry.v1 import (
    client_pb2,
    consent_pb2,
    debt_pb2,
    enforcement_pb2,
    facts_pb2,
    referral_pb2,
    repayment_pb2,
    support_pb2,
)

from checks.base import ClientTest
from opora_client import OporaError
from steps.debts import FIRST_DUE, PAID, VISIT, czk, means, warned

RENT, ENERGY = debt_pb2.DEBT_KIND_RENT, debt_pb2.DEBT_KIND_ENERGY
AGREED = repayment_pb2.SCHEDULE_STATE_AGREED
ACTIVE = repayment_pb2.SCHEDULE_STATE_ACTIVE
DRAFT = repayment_pb2.SCHEDULE_STATE_DRAFT
BROKEN = repayment_pb2.SCHEDULE_STATE_BROKEN
FULFILLED = repayment_pb2.SCHEDULE_STATE_FULFILLED
CANCELLED = repayment_pb2.SCHEDULE_STATE_CANCELLED
KEPT = repayment_pb2.DEBTOR_STANDING_DEBT_ON_KEPT_SCHEDULE
CREATE = "RepaymentService.CreateRepaymentSchedule"
FACTS = (
    facts_pb2.AgencyFact,
    facts_pb2.ServiceFact,
    facts_pb2.StaffingFact,
    facts_pb2.CapacityFact,
    facts_pb2.ClientRegisteredFact,
    facts_pb2.ClusterFact,
    facts_pb2.SupportFact,
    facts_pb2.ConsentFact,
    facts_pb2.AssignmentStatFact,
    facts_pb2.ReferralFact,
    facts_pb2.DebtFact,
    facts_pb2.ScheduleFact,
    facts_pb2.EnforcementFact,
    facts_pb2.OneOffFact,
)


def day(year, month, number):
    return types_pb2.Date(year=year, month=month, day=number)


class DebtTest(ClientTest):
    def setUp(self):
        super().setUp()
        self.ids["client.own"] = self.client()

    def open(self, hellers=240000, kind=RENT, creditor="town", who="strnadova", **further):
        fields = {"client_id": self.ids["client.own"], "kind": kind, **further}
        if creditor and "creditor_name" not in fields:
            fields["creditor_agency_id"] = self.ids[f"agency.{creditor}"]
        if hellers is not None:
            fields["principal"] = czk(hellers)
        fields.setdefault("origin_date", types_pb2.PartialDate(year=2021))
        request = debt_pb2.OpenDebtRequest(debt=debt_pb2.Debt(**fields))
        return self.ok(who, "DebtService.OpenDebt", request).debt

    def request(self, debt, hellers=5000, **further):
        fields = {"first_due_date": FIRST_DUE, "agreed_on": VISIT, "affordability": means()}
        fields.update(further)
        return repayment_pb2.CreateRepaymentScheduleRequest(
            schedule=repayment_pb2.RepaymentSchedule(
                debt_id=debt.debt_id, instalment=czk(hellers), **fields
            )
        )

    def agree(self, debt, hellers=5000, who="strnadova", **further):
        return self.ok(who, CREATE, self.request(debt, hellers, **further)).schedule

    def pay(self, schedule, hellers, paid_on=PAID, who="strnadova", source_ref=""):
        request = repayment_pb2.RecordInstalmentPaidRequest(
            schedule_id=schedule.schedule_id,
            amount=czk(hellers),
            paid_on=paid_on,
            source_ref=source_ref,
        )
        return self.ok(who, "RepaymentService.RecordInstalmentPaid", request)

    def get(self, schedule, who="strnadova"):
        request = repayment_pb2.GetRepaymentScheduleRequest(schedule_id=schedule.schedule_id)
        return self.ok(who, "RepaymentService.GetRepaymentSchedule", request).schedule

    def debt(self, debt, who="strnadova"):
        request = debt_pb2.GetDebtRequest(debt_id=debt.debt_id)
        return self.ok(who, "DebtService.GetDebt", request).debt

    def standing(self, on, who="strnadova", creditor="town"):
        request = repayment_pb2.GetDebtorStandingRequest(
            client_id=self.ids["client.own"],
            creditor_agency_id=self.ids[f"agency.{creditor}"],
            as_of_date=on,
        )
        return self.ok(who, "RepaymentService.GetDebtorStanding", request)

    def stands(self, on, name, **how):
        found = repayment_pb2.DebtorStanding.Name(self.standing(on, **how).standing)
        self.assertEqual(found, f"DEBTOR_STANDING_{name}")

    def missed(self, schedule):
        """Numbers of the instalments that are marked."""
        instalments = self.get(schedule).instalments
        return [one.number for one in instalments if one.HasField("missed_on")]

    def process(self, as_of):
        request = repayment_pb2.ProcessDeadlinesRequest(as_of_date=as_of)
        return self.ok("admin", "RepaymentService.ProcessDeadlines", request)

    def listed(self, who="strnadova"):
        request = debt_pb2.ListDebtsRequest(client_id=self.ids["client.own"])
        return [one.debt_id for one in self.ok(who, "DebtService.ListDebts", request).debts]


class ScheduleTest(DebtTest):
    def test_REG_96_the_last_instalment_is_what_is_left(self):
        schedule = self.agree(self.open(12000))
        amounts = [one.amount.minor_units for one in schedule.instalments]
        self.assertEqual(amounts, [5000, 5000, 2000])
        self.assertEqual(schedule.end_date, day(2024, 2, 15))

    def test_REG_96_a_running_schedule_is_not_replaced(self):
        debt = self.open()
        first = self.agree(debt)
        second = self.agree(debt, 10000)
        self.assertEqual(self.get(first).state, CANCELLED)
        self.pay(second, 10000)
        self.refused(
            "strnadova",
            CREATE,
            self.request(debt),
            "ALREADY_EXISTS",
            "SCHEDULE_EXISTS",
            "REG-96",
        )

    def test_REG_96_of_schedules_entered_at_once_one_stays(self):
        debt = self.open()

        def enter(_):
            try:
                return self.world.method("strnadova", CREATE)(self.request(debt)).schedule.state
            except OporaError as error:
                return error.reason

        with concurrent.futures.ThreadPoolExecutor(6) as pool:
            self.assertEqual(set(pool.map(enter, range(6))), {AGREED})
        request = repayment_pb2.ListRepaymentSchedulesRequest(
            client_id=self.ids["client.own"], debt_id=debt.debt_id
        )
        listed = self.ok("strnadova", "RepaymentService.ListRepaymentSchedules", request).schedules
        states = sorted(one.state for one in listed)
        self.assertEqual(states, [AGREED] + [CANCELLED] * 5)

    def test_REG_96_paid_in_full_it_is_fulfilled_and_the_debt_paid(self):
        debt = self.open(10000)
        schedule = self.agree(debt)
        self.assertEqual(self.pay(schedule, 5000).schedule.state, ACTIVE)
        self.assertEqual(self.pay(schedule, 5000).schedule.state, FULFILLED)
        paid = self.debt(debt)
        self.assertEqual((paid.state, paid.settled_on), (debt_pb2.DEBT_STATE_PAID, PAID))
        response = self.pay(schedule, 100)
        self.assertEqual(warned(response), [("OVERPAID", "REG-96")])

    def test_XC_56_a_payment_is_recorded_whatever_the_state(self):
        schedule = self.agree(self.open())
        request = repayment_pb2.CancelRepaymentScheduleRequest(
            schedule_id=schedule.schedule_id, reason="dohodli se jinak"
        )
        self.ok("strnadova", "RepaymentService.CancelRepaymentSchedule", request)
        paid = self.pay(schedule, 5000).schedule
        self.assertEqual((paid.state, len(paid.payments)), (CANCELLED, 1))
        self.refused(
            "strnadova",
            "RepaymentService.CancelRepaymentSchedule",
            request,
            "FAILED_PRECONDITION",
            "SCHEDULE_STATE_REFUSES",
            "REG-96",
        )

    def test_XC_57_nothing_is_paid_in_the_future(self):
        request = repayment_pb2.RecordInstalmentPaidRequest(
            schedule_id=self.agree(self.open()).schedule_id,
            amount=czk(100),
            paid_on=self.world.today(2),
        )
        self.refused(
            "strnadova",
            "RepaymentService.RecordInstalmentPaid",
            request,
            "INVALID_ARGUMENT",
            "NOT_IN_FUTURE",
            "XC-57",
        )

    def test_REG_88_what_is_unknown_is_not_divided(self):
        debt = self.open(None, ENERGY, "energy")
        self.refused(
            "strnadova",
            CREATE,
            self.request(debt),
            "FAILED_PRECONDITION",
            "AMOUNT_UNKNOWN",
            "REG-88",
        )

    def test_REG_98_a_schedule_of_a_court_is_recorded_as_it_is(self):
        request = self.request(self.open(), origin=repayment_pb2.SCHEDULE_ORIGIN_COURT)
        request.schedule.ClearField("affordability")
        response = self.ok("strnadova", CREATE, request)
        self.assertEqual((response.schedule.state, warned(response)), (AGREED, []))

    def test_REG_98_the_client_s_own_word_is_enough(self):
        word = types_pb2.Attestation(
            person="klient",
            form=types_pb2.ATTESTATION_FORM_ORAL,
            occurred_at=self.world.now(minutes=-5),
            attesting_worker_id=self.ids["worker.pokorna"],
        )
        statement = repayment_pb2.AffordabilityStatement(client_confirmation=word)
        schedule = self.agree(self.open(), affordability=statement)
        heard = schedule.affordability.client_confirmation.attesting_worker_id
        self.assertEqual(heard, self.ids["worker.strnadova"])

    def test_REG_98_an_instalment_above_the_means_is_seen(self):
        response = self.ok("strnadova", CREATE, self.request(self.open(), 100000))
        self.assertEqual(warned(response), [("INSTALMENT_ABOVE_MEANS", "REG-98")])

    def test_REG_97_a_policy_holds_from_its_day_on(self):
        debt = self.open(kind=debt_pb2.DEBT_KIND_OTHER, creditor="labour")
        before = self.agree(debt, agreed_on=day(2022, 12, 31))
        self.assertEqual((before.state, before.below_policy), (AGREED, False))
        after = self.agree(debt, agreed_on=day(2023, 1, 1))
        self.assertEqual((after.state, after.below_policy), (DRAFT, True))
        self.assertEqual(after.policy_id, self.ids["policy.labour"])

    def put_policy(self, who, creditor, **fields):
        return repayment_pb2.PutCreditorPolicyRequest(
            policy=repayment_pb2.CreditorPolicy(
                creditor_agency_id=self.ids[f"agency.{creditor}"], **fields
            )
        )

    def test_REG_97_an_earlier_policy_never_changes(self):
        method = "RepaymentService.PutCreditorPolicy"
        request = self.put_policy("vesela", "labour", valid_from=day(2023, 1, 1))
        self.refused(
            "vesela", method, request, "ALREADY_EXISTS", "CREDITOR_POLICY_EXISTS", "REG-97"
        )
        request = repayment_pb2.ListCreditorPoliciesRequest(
            creditor_agency_id=self.ids["agency.labour"], as_of_date=VISIT
        )
        listed = self.ok("strnadova", "RepaymentService.ListCreditorPolicies", request).policies
        self.assertEqual([one.policy_id for one in listed], [self.ids["policy.labour"]])

    def test_REG_97_nobody_lays_down_another_creditor_s_policy(self):
        method = "RepaymentService.PutCreditorPolicy"
        request = self.put_policy("olsova", "town", valid_from=day(2024, 1, 1))
        for who in ("olsova", "admin"):
            self.refused(
                who, method, request, "PERMISSION_DENIED", "FOREIGN_AGENCY", "REG-27"
            )

    def test_REG_100_a_declined_application_keeps_its_reasons(self):
        debt = self.open(kind=debt_pb2.DEBT_KIND_OTHER, creditor="labour")
        asked = self.agree(debt)
        method = "RepaymentService.DecideRepaymentSchedule"
        decision = repayment_pb2.ScheduleDecision(
            reasons="dosud nic nezaplaceno", deciding_body="vedoucí", decided_on=VISIT
        )
        request = repayment_pb2.DecideRepaymentScheduleRequest(
            schedule_id=asked.schedule_id, decision=decision
        )
        decided = self.ok("strnadova", method, request).schedule
        self.assertEqual((decided.state, decided.decision), (CANCELLED, decision))
        self.refused(
            "strnadova",
            method,
            request,
            "FAILED_PRECONDITION",
            "SCHEDULE_STATE_REFUSES",
            "REG-96",
        )

    def test_XC_30_another_unit_cannot_tell_a_schedule_from_none(self):
        schedule = self.agree(self.open())
        request = repayment_pb2.GetRepaymentScheduleRequest(schedule_id=schedule.schedule_id)
        for who in ("beranek", "pokorna", "tomesova"):
            self.refused(
                who, "RepaymentService.GetRepaymentSchedule", request, "NOT_FOUND", "NOT_FOUND"
            )
            request = self.request(debt_pb2.Debt(debt_id=schedule.debt_id))
            self.refused(who, CREATE, request, "NOT_FOUND", "NOT_FOUND")
            request = repayment_pb2.GetRepaymentScheduleRequest(schedule_id=schedule.schedule_id)


class PartialViewTest(DebtTest):
    """What another party sees of a schedule on a consent about debts."""

    def setUp(self):
        super().setUp()
        version = consent_pb2.ConsentVersion(
            parties=[
                consent_pb2.ConsentParty(**self.world.unit(unit))
                for unit in ("most", "town.housing")
            ],
            areas=[areas_pb2.DATA_AREA_DEBTS],
            excluded_topics_asked=True,
            form=consent_pb2.CONSENT_FORM_WRITTEN,
        )
        request = consent_pb2.CreateConsentRequest(
            client_id=self.ids["client.own"], version=version
        )
        consent = self.ok("strnadova", "ConsentService.CreateConsent", request).consent
        request = consent_pb2.SignConsentRequest(
            consent_id=consent.consent_id,
            signed_time=self.world.now(minutes=-1),
            told_of_revocation_time=self.world.now(minutes=-2),
            document="X-1",
        )
        self.ok("strnadova", "ConsentService.SignConsent", request)

    def test_XC_16_means_are_not_debts(self):
        schedule = self.agree(self.open(), source_ref=f"x:{uuid.uuid4()}")
        seen = self.get(schedule, who="pokorna")
        self.assertEqual(len(seen.instalments), 48)
        self.assertEqual(seen.instalments[0].amount, czk(5000))
        self.assertFalse(seen.HasField("affordability"))
        self.assertFalse(seen.HasField("source_ref"))
        self.assertEqual(seen.etag, "")

    def test_REG_100_the_creditor_decides_with_a_basis(self):
        debt = self.open()
        asked = self.agree(debt, 4000)
        self.assertEqual(asked.state, DRAFT)
        decision = repayment_pb2.ScheduleDecision(
            agreed=True, reasons="jinde dodržuje", deciding_body="město", decided_on=VISIT
        )
        request = repayment_pb2.DecideRepaymentScheduleRequest(
            schedule_id=asked.schedule_id, decision=decision
        )
        method = "RepaymentService.DecideRepaymentSchedule"
        self.refused("tomesova", method, request, "NOT_FOUND", "NOT_FOUND")
        self.assertEqual(self.ok("pokorna", method, request).schedule.state, AGREED)
        self.assertEqual(self.pay(asked, 4000, who="pokorna").schedule.state, ACTIVE)
        self.stands(FIRST_DUE, "DEBT_ON_KEPT_SCHEDULE", who="pokorna")

    def test_REG_100_who_is_not_the_creditor_decides_nothing(self):
        asked = self.agree(self.open(kind=debt_pb2.DEBT_KIND_OTHER, creditor="labour"))
        request = repayment_pb2.DecideRepaymentScheduleRequest(
            schedule_id=asked.schedule_id,
            decision=repayment_pb2.ScheduleDecision(
                agreed=True, reasons="nic", deciding_body="město", decided_on=VISIT
            ),
        )
        method = "RepaymentService.DecideRepaymentSchedule"
        self.refused("pokorna", method, request, "NOT_FOUND", "NOT_FOUND")


class StandingTest(DebtTest):
    def test_REG_99_kept_means_started_and_nothing_overdue(self):
        self.stands(VISIT, "NO_DEBT")
        schedule = self.agree(self.open())
        self.stands(VISIT, "DEBT")
        self.pay(schedule, 5000, PAID)
        self.stands(day(2023, 12, 13), "DEBT")
        self.stands(FIRST_DUE, "DEBT_ON_KEPT_SCHEDULE")
        self.stands(day(2024, 1, 15), "DEBT_ON_KEPT_SCHEDULE")
        self.stands(day(2024, 1, 16), "DEBT")
        self.pay(schedule, 5000, day(2024, 1, 20))
        self.stands(day(2024, 1, 20), "DEBT_ON_KEPT_SCHEDULE")

    def test_REG_96_the_same_payment_counts_once(self):
        schedule = self.agree(self.open())
        for _ in range(2):
            paid = self.pay(schedule, 5000, source_ref="bank-2023-117").schedule
        self.assertEqual(len(paid.payments), 1)
        self.assertEqual(len(self.pay(schedule, 5000, source_ref="bank-118").schedule.payments), 2)

    def test_REG_99_standing_is_per_creditor(self):
        self.open()
        self.stands(VISIT, "DEBT", creditor="town")
        self.stands(VISIT, "NO_DEBT", creditor="energy")

    def test_REG_99_every_debt_towards_the_creditor_counts(self):
        schedule = self.agree(self.open())
        self.pay(schedule, 5000)
        self.stands(FIRST_DUE, "DEBT_ON_KEPT_SCHEDULE")
        self.open(kind=debt_pb2.DEBT_KIND_FINE)
        self.stands(FIRST_DUE, "DEBT")

    def test_REG_99_a_draft_keeps_nothing(self):
        debt = self.open(kind=debt_pb2.DEBT_KIND_OTHER, creditor="labour")
        self.pay(self.agree(debt), 5000)
        self.stands(FIRST_DUE, "DEBT", creditor="labour")

    def test_XC_30_who_has_no_basis_is_told_of_no_standing(self):
        self.open()
        request = repayment_pb2.GetDebtorStandingRequest(
            client_id=self.ids["client.own"], creditor_agency_id=self.ids["agency.town"]
        )
        for who in ("pokorna", "beranek", "tomesova"):
            self.refused(
                who, "RepaymentService.GetDebtorStanding", request, "NOT_FOUND", "NOT_FOUND"
            )

    def test_REG_99_missed_instalments_break_a_schedule(self):
        schedule = self.agree(self.open())
        self.pay(schedule, 5000)
        self.process(day(2024, 1, 15))
        self.assertEqual(self.missed(schedule), [])
        self.process(day(2024, 1, 16))
        self.assertEqual(self.missed(schedule), [2])
        self.assertEqual(self.get(schedule).state, ACTIVE)
        before = self.get(schedule).etag
        self.process(day(2024, 1, 16))
        self.assertEqual(self.get(schedule).etag, before)
        self.process(day(2024, 2, 16))
        broken = self.get(schedule)
        self.assertEqual((broken.state, broken.ended_on), (BROKEN, day(2024, 2, 16)))
        self.pay(schedule, 10000, day(2024, 2, 20))
        self.stands(day(2024, 2, 20), "DEBT")

    def test_REG_99_deadlines_of_tomorrow_are_not_processed(self):
        request = repayment_pb2.ProcessDeadlinesRequest(as_of_date=self.world.today(2))
        self.refused(
            "admin",
            "RepaymentService.ProcessDeadlines",
            request,
            "INVALID_ARGUMENT",
            "NOT_IN_FUTURE",
            "XC-57",
        )


class ReliefTest(DebtTest):
    def relief(self, *debts, phase="DISCHARGED", since=VISIT, relief_id="", who="strnadova"):
        request = repayment_pb2.RecordDebtReliefRequest(
            relief=repayment_pb2.DebtRelief(
                relief_id=relief_id,
                client_id=self.ids["client.own"],
                reference="KSUL 12 INS 34/2020",
                covered_debt_ids=[debt.debt_id for debt in debts],
                phase=repayment_pb2.ReliefPhase.Value(f"RELIEF_PHASE_{phase}"),
                phase_since=since,
            )
        )
        return self.ok(who, "RepaymentService.RecordDebtRelief", request).relief

    def test_REG_101_discharged_debts_vanish_and_the_others_stay(self):
        covered = self.open()
        outside = self.open(kind=debt_pb2.DEBT_KIND_ALIMONY, creditor="energy")
        schedule = self.agree(covered)
        relief = self.relief(covered, phase="PETITION", since=day(2021, 5, 1))
        self.stands(VISIT, "DEBT")
        self.relief(covered, relief_id=relief.relief_id)
        self.stands(day(2023, 11, 6), "DEBT")
        self.stands(VISIT, "DISCHARGED")
        self.assertEqual(self.listed(), [outside.debt_id])
        self.assertEqual(self.debt(covered).state, debt_pb2.DEBT_STATE_DISCHARGED)
        self.assertEqual(self.get(schedule).state, CANCELLED)
        self.stands(VISIT, "DEBT", creditor="energy")
        new = self.open(origin_date=types_pb2.PartialDate(year=2023, month=11, day=7))
        self.stands(VISIT, "DEBT")
        self.assertIn(new.debt_id, self.listed())

    def test_REG_101_nobody_discharges_what_another_person_owes(self):
        foreign = debt_pb2.Debt(debt_id=self.ids["debt.energy"])
        request = repayment_pb2.RecordDebtReliefRequest(
            relief=repayment_pb2.DebtRelief(
                client_id=self.ids["client.own"],
                reference="X",
                covered_debt_ids=[foreign.debt_id],
                phase=repayment_pb2.RELIEF_PHASE_DISCHARGED,
                phase_since=VISIT,
            )
        )
        self.violates(
            "strnadova",
            "RepaymentService.RecordDebtRelief",
            request,
            "relief.covered_debt_ids",
            "DEBT_FOREIGN",
        )

    def waiver(self, debt, hellers, scope="PRINCIPAL"):
        request = repayment_pb2.RequestWaiverRequest(
            waiver=repayment_pb2.WaiverRequest(
                debt_id=debt.debt_id,
                scope=repayment_pb2.WaiverScope.Value(f"WAIVER_SCOPE_{scope}"),
                amount=czk(hellers),
                applicant="klient",
                assisting_agency_id=self.ids["agency.most"],
                reason="nedobytné",
                applied_on=VISIT,
            )
        )
        return self.ok("strnadova", "RepaymentService.RequestWaiver", request).waiver

    def decide(self, waiver, body, **further):
        return repayment_pb2.DecideWaiverRequest(
            waiver_id=waiver.waiver_id,
            granted=True,
            deciding_body=body,
            decision_reference="R 12/2023",
            decided_on=VISIT,
            **further,
        )

    def test_REG_93_above_the_ceiling_the_named_body_decides(self):
        debt = self.open(3000000)
        waiver = self.waiver(debt, 2000100)
        council = self.world.text("29.council")
        method = "RepaymentService.DecideWaiver"
        response = self.ok("strnadova", method, self.decide(waiver, "rada"))
        self.assertEqual(response.waiver.state, repayment_pb2.WAIVER_STATE_PROPOSED)
        self.assertEqual(warned(response), [("ABOVE_CEILING", "REG-93")])
        self.assertEqual(self.debt(debt).principal.minor_units, 3000000)
        response = self.ok("strnadova", method, self.decide(waiver, council))
        self.assertEqual(response.waiver.state, repayment_pb2.WAIVER_STATE_GRANTED)
        self.assertEqual(self.debt(debt).principal.minor_units, 999900)

    def test_REG_93_a_waiver_in_two_halves_passes_no_ceiling(self):
        debt = self.open(3000000)
        method = "RepaymentService.DecideWaiver"
        first = self.ok("strnadova", method, self.decide(self.waiver(debt, 1500000), "rada"))
        self.assertEqual(first.waiver.state, repayment_pb2.WAIVER_STATE_GRANTED)
        second = self.ok("strnadova", method, self.decide(self.waiver(debt, 1500000), "rada"))
        self.assertEqual(second.waiver.state, repayment_pb2.WAIVER_STATE_PROPOSED)

    def test_REG_95_a_waiver_names_who_applies_and_who_helps(self):
        waiver = self.waiver(self.open(), 100)
        self.assertEqual(waiver.applicant, "klient")
        self.assertEqual(waiver.assisting_agency_id, self.ids["agency.most"])

    def test_REG_94_a_penalty_is_forgiven_once_the_principal_is_paid(self):
        debt = self.open(100000, accessories=czk(20000))
        waiver = self.waiver(debt, 20000, "PENALTY")
        self.refused(
            "strnadova",
            "RepaymentService.DecideWaiver",
            self.decide(waiver, "rada"),
            "FAILED_PRECONDITION",
            "PRINCIPAL_NOT_PAID",
            "REG-94",
        )
        request = self.decide(waiver, "rada", principal_paid_on=VISIT)
        self.ok("strnadova", "RepaymentService.DecideWaiver", request)
        self.assertEqual(self.debt(debt).state, debt_pb2.DEBT_STATE_WAIVED)

    def test_REG_93_what_is_waived_is_owed_no_more(self):
        debt = self.open(50000)
        self.ok(
            "strnadova",
            "RepaymentService.DecideWaiver",
            self.decide(self.waiver(debt, 50000), "rada"),
        )
        self.stands(VISIT, "NO_DEBT")
        self.refused(
            "strnadova", CREATE, self.request(debt), "FAILED_PRECONDITION", "DEBT_SETTLED", "REG-96"
        )


class EnforcementTest(DebtTest):
    def enforce(self, debt, kind="TAX_ENFORCEMENT", who="strnadova", opened_on=VISIT):
        request = enforcement_pb2.RecordEnforcementRequest(
            enforcement=enforcement_pb2.Enforcement(
                debt_id=debt.debt_id,
                kind=enforcement_pb2.EnforcementKind.Value(f"ENFORCEMENT_KIND_{kind}"),
                reference="EX 1/2023",
                opened_on=opened_on,
            )
        )
        return self.ok(who, "EnforcementService.RecordEnforcement", request)

    def stop(self, enforcement, reason="UNSPECIFIED"):
        return enforcement_pb2.StopEnforcementRequest(
            enforcement_id=enforcement.enforcement_id,
            reason=enforcement_pb2.StopReason.Value(f"STOP_REASON_{reason}"),
            on_date=VISIT,
        )

    def test_REG_89_a_person_can_have_many_enforcements(self):
        debt = self.open()
        made = {self.enforce(debt).enforcement.enforcement_id for _ in range(3)}
        request = enforcement_pb2.ListEnforcementsRequest(client_id=self.ids["client.own"])
        listed = self.ok("strnadova", "EnforcementService.ListEnforcements", request).enforcements
        self.assertEqual({one.enforcement_id for one in listed}, made)
        self.refused(
            "pokorna", "EnforcementService.ListEnforcements", request, "NOT_FOUND", "NOT_FOUND"
        )

    def test_REG_90_a_municipal_claim_at_a_bailiff_is_seen(self):
        debt = self.open(kind=debt_pb2.DEBT_KIND_MUNICIPAL_CLAIM)
        self.assertEqual(
            warned(self.enforce(debt, "BAILIFF")), [("BAILIFF_FOR_MUNICIPAL_CLAIM", "REG-90")]
        )
        self.assertEqual(warned(self.enforce(debt)), [])

    def test_REG_91_a_bagatelle_is_judged_by_the_policy_in_force(self):
        policy = repayment_pb2.CreditorPolicy(
            creditor_agency_id=self.ids["agency.town"],
            valid_from=day(2019, 1, 1),
            bagatelle_limit=czk(50000),
        )
        request = repayment_pb2.PutCreditorPolicyRequest(policy=policy)
        self.ok("tomesova", "RepaymentService.PutCreditorPolicy", request, role="HEAD_OF_UNIT")
        small = self.open(49900, debt_pb2.DEBT_KIND_MUNICIPAL_CLAIM)
        found = warned(self.enforce(small, opened_on=day(2019, 6, 1)))
        self.assertEqual(found, [("BAGATELLE_ENFORCED", "REG-91")])
        self.assertEqual(warned(self.enforce(small, opened_on=day(2018, 6, 1))), [])
        fine = self.open(49900, debt_pb2.DEBT_KIND_FINE)
        self.assertEqual(warned(self.enforce(fine, opened_on=day(2019, 6, 1))), [])

    def test_REG_92_a_futile_enforcement_is_flagged_and_stopped(self):
        enforcement = self.enforce(self.open()).enforcement
        method = "EnforcementService.StopEnforcement"
        flagged = self.ok("strnadova", method, self.stop(enforcement)).enforcement
        self.assertEqual((flagged.is_futile, flagged.HasField("stopped_on")), (True, False))
        stopped = self.ok("strnadova", method, self.stop(enforcement, "FUTILE")).enforcement
        self.assertEqual(stopped.stopped_on, VISIT)
        self.refused(
            "strnadova",
            method,
            self.stop(enforcement, "OTHER"),
            "FAILED_PRECONDITION",
            "ENFORCEMENT_STOPPED",
            "REG-92",
        )
        self.refused("pokorna", method, self.stop(enforcement), "NOT_FOUND", "NOT_FOUND")

    def claim_of_town(self, **further):
        """A claim that the town's legal department holds, with a client of its own."""
        request = client_pb2.RegisterClientRequest(
            client=client_pb2.Client(
                kind=client_pb2.CLIENT_KIND_IDENTIFIED,
                given_name="Vít",
                family_name=f"Zkušební {uuid.uuid4()}",
            )
        )
        client = self.ok("tomesova", "ClientService.RegisterClient", request).client.client_id
        kind = debt_pb2.DEBT_KIND_MUNICIPAL_CLAIM
        return self.open(90000, kind, who="tomesova", client_id=client, **further)

    def claims(self, who, child_debts_only):
        request = enforcement_pb2.ListClaimsRequest(
            child_debts_only=child_debts_only, page_size=500
        )
        claims = self.ok(who, "EnforcementService.ListClaims", request).claims
        return [one.debt_id for one in claims]

    def test_REG_102_children_s_debts_are_listed_per_creditor_and_stopped(self):
        child = self.claim_of_town(is_child_debt=True)
        adult = self.claim_of_town()
        self.assertIn(child.debt_id, self.claims("tomesova", True))
        self.assertNotIn(adult.debt_id, self.claims("tomesova", True))
        self.assertIn(adult.debt_id, self.claims("tomesova", False))
        self.assertEqual(self.claims("pokorna", False), [])
        response = self.enforce(child, who="tomesova")
        self.assertEqual(warned(response), [("CHILD_DEBT_ENFORCED", "REG-102")])
        stopped = self.ok(
            "tomesova",
            "EnforcementService.StopEnforcement",
            self.stop(response.enforcement, "CHILD_DEBT"),
        ).enforcement
        self.assertEqual(stopped.stop_reason, enforcement_pb2.STOP_REASON_CHILD_DEBT)

    def test_REG_103_a_loan_on_a_loan_is_a_trap(self):
        loan = {"kind": debt_pb2.DEBT_KIND_LOAN, "creditor": "", "creditor_name": "Půjčka hned"}
        first = self.open(**loan)
        second = self.open(pays_debt_ids=[first.debt_id], **loan)
        debt = debt_pb2.Debt(
            client_id=self.ids["client.own"],
            kind=debt_pb2.DEBT_KIND_LOAN,
            creditor_name="Půjčka ještě dřív",
            pays_debt_ids=[second.debt_id],
        )
        response = self.ok("strnadova", "DebtService.OpenDebt", debt_pb2.OpenDebtRequest(debt=debt))
        self.assertEqual(warned(response), [("DEBT_TRAP", "REG-103")])
        debt.pays_debt_ids[:] = [self.ids["debt.energy"]]
        self.violates(
            "strnadova",
            "DebtService.OpenDebt",
            debt_pb2.OpenDebtRequest(debt=debt),
            "debt.pays_debt_ids",
            "DEBT_FOREIGN",
        )

    def test_REG_106_the_life_of_a_claim_is_traceable(self):
        claim = self.claim_of_town()
        steps = (("ORIGIN", 2021), ("MAINTENANCE", 2022), ("ENFORCEMENT", 2023))
        for kind, year in reversed(steps):
            step = enforcement_pb2.ClaimStep(
                debt_id=claim.debt_id,
                kind=enforcement_pb2.ClaimStepKind.Value(f"CLAIM_STEP_KIND_{kind}"),
                on_date=day(year, 3, 1),
            )
            request = enforcement_pb2.RecordClaimStepRequest(step=step)
            self.ok("tomesova", "EnforcementService.RecordClaimStep", request)
            self.refused(
                "pokorna", "EnforcementService.RecordClaimStep", request, "NOT_FOUND", "NOT_FOUND"
            )
        request = enforcement_pb2.ListClaimStepsRequest(debt_id=claim.debt_id)
        told = self.ok("tomesova", "EnforcementService.ListClaimSteps", request).steps
        legal = self.world.unit("town.legal")["department_id"]
        self.assertEqual(
            [(one.kind, one.on_date.year, one.department_id) for one in told],
            [(number + 1, year, legal) for number, (_, year) in enumerate(steps)],
        )
        self.refused(
            "pokorna", "EnforcementService.ListClaimSteps", request, "NOT_FOUND", "NOT_FOUND"
        )

    def test_XC_58_who_collects_does_not_attest_that_the_client_can_pay(self):
        claim = self.claim_of_town()
        word = types_pb2.Attestation(
            person="klient",
            form=types_pb2.ATTESTATION_FORM_ORAL,
            occurred_at=self.world.now(minutes=-5),
        )
        statement = repayment_pb2.AffordabilityStatement(client_confirmation=word)
        self.refused(
            "tomesova",
            CREATE,
            self.request(claim, affordability=statement),
            "PERMISSION_DENIED",
            "ATTESTATION_OF_PROFITEER",
            "XC-58",
        )
        self.agree(claim, who="tomesova")

    def special_recipient(self, reason, **further):
        return enforcement_pb2.RecordSpecialRecipientRequest(
            special_recipient=enforcement_pb2.SpecialRecipient(
                **{
                    "client_id": self.ids["client.own"],
                    "recipient": "pronajímatel",
                    "benefit": "příspěvek na bydlení",
                    "valid_from": VISIT,
                    "reason": enforcement_pb2.SpecialRecipientReason.Value(
                        f"SPECIAL_RECIPIENT_REASON_{reason}"
                    ),
                    "deciding_agency_id": self.ids["agency.labour"],
                    "decision_reference": "ÚP-17/2023",
                    **further,
                }
            )
        )

    def test_XC_25_a_benefit_is_redirected_against_the_client_s_will_for_misuse_only(self):
        method = "EnforcementService.RecordSpecialRecipient"
        self.refused(
            "strnadova",
            method,
            self.special_recipient("PREVENTION"),
            "FAILED_PRECONDITION",
            "AGREEMENT_MISSING",
            "XC-25",
        )
        stored = self.ok("strnadova", method, self.special_recipient("MISUSE")).special_recipient
        self.assertEqual(stored.deciding_agency_id, self.ids["agency.labour"])
        self.violates(
            "strnadova",
            method,
            self.special_recipient("MISUSE", deciding_agency_id=self.ids["agency.town"]),
            "special_recipient.deciding_agency_id",
            "NOT_LABOUR_OFFICE",
        )

    def test_REG_104_with_the_client_s_agreement_it_is_prevention(self):
        word = types_pb2.Attestation(
            person="klient",
            form=types_pb2.ATTESTATION_FORM_ORAL,
            occurred_at=self.world.now(minutes=-5),
        )
        stored = self.ok(
            "strnadova",
            "EnforcementService.RecordSpecialRecipient",
            self.special_recipient("PREVENTION", agreement=word),
        ).special_recipient
        heard = stored.agreement.attesting_worker_id
        self.assertEqual(heard, self.ids["worker.strnadova"])

    def test_REG_111_how_the_contact_began_is_kept(self):
        request = client_pb2.RegisterClientRequest(
            client=client_pb2.Client(
                kind=client_pb2.CLIENT_KIND_IDENTIFIED,
                given_name="Vít",
                family_name=f"Zkušební {uuid.uuid4()}",
                contact_origin=client_pb2.CONTACT_ORIGIN_OUTREACH,
            )
        )
        client = self.ok("strnadova", "ClientService.RegisterClient", request).client
        request = client_pb2.GetClientRequest(client_id=client.client_id)
        kept = self.ok("strnadova", "ClientService.GetClient", request).client
        self.assertEqual(kept.contact_origin, client_pb2.CONTACT_ORIGIN_OUTREACH)

    def test_REG_107_debts_may_wait_and_nothing_else_does(self):
        refusal = enforcement_pb2.DebtRefusal(
            client_id=self.ids["client.own"],
            problem=enforcement_pb2.PRESSING_PROBLEM_HOUSING,
            words="Nejdřív potřebuju mít kde bydlet.",
            said_on=VISIT,
        )
        request = enforcement_pb2.RecordDebtRefusalRequest(refusal=refusal)
        stored = self.ok("strnadova", "EnforcementService.RecordDebtRefusal", request).refusal
        self.assertEqual(stored.words, refusal.words)
        record = support_pb2.SupportRecord(
            client_id=self.ids["client.own"],
            category_id=self.ids["category.ACCOMPANIMENT"],
            quantity_milli=1000,
            unit=support_pb2.SUPPORT_UNIT_HOUR,
            occurred_at=self.world.now(minutes=-5),
        )
        request = support_pb2.RecordSupportRequest(support_record=record)
        self.ok("strnadova", "SupportService.RecordSupport", request)
        self.agree(self.open())

    def test_REG_112_collections_offer_counselling_but_pass_nothing_without_consent(self):
        claim = self.claim_of_town()
        request = referral_pb2.SendReferralRequest(
            referral=referral_pb2.Referral(
                client_id=claim.client_id,
                recipient_agency_id=self.ids["agency.most"],
                area=areas_pb2.DATA_AREA_DEBTS,
                need="dluhové poradenství",
            )
        )
        error = self.refused(
            "tomesova",
            "ReferralService.SendReferral",
            request,
            "PERMISSION_DENIED",
            "CONSENT_REQUIRED",
            "XC-18",
        )
        self.assertTrue(error.remedy)


class DuplicateTest(DebtTest):
    def support(self, who, client):
        record = support_pb2.SupportRecord(
            client_id=client,
            category_id=self.ids["category.ACCOMPANIMENT"],
            quantity_milli=1000,
            unit=support_pb2.SUPPORT_UNIT_HOUR,
            occurred_at=self.world.now(minutes=-5),
        )
        request = support_pb2.RecordSupportRequest(support_record=record)
        self.ok(who, "SupportService.RecordSupport", request)

    def test_REG_87_what_the_caller_may_not_see_is_no_duplication(self):
        self.support("strnadova", self.ids["client.kopecky.most"])
        self.support("sykorova", self.ids["client.kopecky.labour"])
        request = support_pb2.ListDuplicateSupportRequest(
            client_id=self.ids["client.kopecky.most"]
        )
        found = self.ok("strnadova", "SupportService.ListDuplicateSupport", request).duplicates
        self.assertEqual(list(found), [])
        self.refused(
            "beranek", "SupportService.ListDuplicateSupport", request, "NOT_FOUND", "NOT_FOUND"
        )


class ServiceTest(DebtTest):
    """What housing does in the name of nobody: rent arrears become a debt exactly once."""

    def arrears(self, key, service="housing-referral", client=None):
        unit = self.world.unit("town.housing")
        debt = debt_pb2.Debt(
            client_id=client or self.ids["client.own"],
            creditor_agency_id=unit["agency_id"],
            kind=RENT,
            principal=czk(240000),
            origin_date=types_pb2.PartialDate(year=2023, month=9),
            source_ref=key,
            **unit,
        )
        return self.world.service(service), debt_pb2.OpenDebtRequest(debt=debt)

    def test_REG_88_arrears_become_a_debt_once(self):
        service, request = self.arrears(f"arrears:{uuid.uuid4()}")
        first = self.ok(service, "DebtService.OpenDebt", request).debt
        again = self.ok(service, "DebtService.OpenDebt", request).debt
        self.assertEqual(again.debt_id, first.debt_id)
        self.assertEqual(first.agency_id, self.ids["agency.town"])

    def test_REG_88_arrears_sent_many_times_at_once_become_one_debt(self):
        service, request = self.arrears(f"arrears:{uuid.uuid4()}")

        def send(_):
            keyed = debt_pb2.OpenDebtRequest()
            keyed.CopyFrom(request)
            keyed.request_id = str(uuid.uuid4())
            return self.world.method(service, "DebtService.OpenDebt")(keyed).debt.debt_id

        with concurrent.futures.ThreadPoolExecutor(6) as pool:
            self.assertEqual(len(set(pool.map(send, range(6)))), 1)

    def test_REG_88_a_service_names_a_unit_and_a_key(self):
        service, request = self.arrears("")
        request.debt.ClearField("source_ref")
        self.violates(
            service, "DebtService.OpenDebt", request, "debt.source_ref", "SOURCE_REF_REQUIRED"
        )
        service, request = self.arrears(f"arrears:{uuid.uuid4()}")
        request.debt.ClearField("department_id")
        self.violates(
            service, "DebtService.OpenDebt", request, "debt.department_id", "DEPARTMENT_REQUIRED"
        )

    def test_REG_99_a_service_is_answered_from_the_creditor_s_own_claims(self):
        self.open()
        service = self.world.service("housing-referral")
        self.stands(VISIT, "NO_DEBT", who=service)
        caller, request = self.arrears(f"arrears:{uuid.uuid4()}")
        debt = self.ok(caller, "DebtService.OpenDebt", request).debt
        self.stands(VISIT, "DEBT", who=service)
        schedule = self.agree(debt, who=service)
        self.pay(schedule, 5000, who=service, source_ref="payment-1")
        paid = self.pay(schedule, 5000, who=service, source_ref="payment-1").schedule
        self.assertEqual((paid.state, len(paid.payments)), (ACTIVE, 1))
        self.stands(FIRST_DUE, "DEBT_ON_KEPT_SCHEDULE", who=service)

    def test_XC_13_a_service_carries_on_what_it_opened_only(self):
        foreign = self.open()
        caller, request = self.arrears(f"arrears:{uuid.uuid4()}")
        own = self.ok(caller, "DebtService.OpenDebt", request).debt
        for service, debt in (("housing-referral", foreign), ("case-conference", own)):
            request = debt_pb2.RecordDebtAmountRequest(
                debt_id=debt.debt_id,
                principal=czk(1),
                amount_source="X",
                amount_verified_on=VISIT,
            )
            self.refused(
                self.world.service(service),
                "DebtService.RecordDebtAmount",
                request,
                "NOT_FOUND",
                "NOT_FOUND",
            )
            request = debt_pb2.GetDebtRequest(debt_id=debt.debt_id)
            caller = self.world.service(service)
            self.refused(caller, "DebtService.GetDebt", request, "NOT_FOUND", "NOT_FOUND")


class FactTest(DebtTest):
    """What the feed tells for statistics."""

    def events(self):
        found, position = [], ""
        while True:
            request = feed_pb2.ListChangesRequest(position=position, wait_ms=1000)
            page = self.ok(
                self.world.service("reporting"), "FeedService.ListChanges", request
            )
            if not page.events:
                return found
            found += page.events
            position = page.position

    def fact(self, event):
        for kind in FACTS:
            if event.fact.Is(kind.DESCRIPTOR):
                fact = kind()
                event.fact.Unpack(fact)
                return fact
        return None

    def test_XC_54_events_carry_facts_and_no_names(self):
        events = self.events()
        types = {one.type for one in events if self.fact(one) is not None}
        wanted = {
            "AgencyCreated",
            "StaffingPut",
            "CapacityPut",
            "ClientRegistered",
            "ClientsMerged",
            "SupportRecorded",
            "ConsentSigned",
            "ConsentRevoked",
            "AssignmentStarted",
            "ReferralSent",
            "DebtOpened",
            "DebtAmountAscertained",
            "ScheduleProposed",
            "ScheduleAgreed",
            "ScheduleActivated",
        }
        self.assertLessEqual(wanted, types)
        for event in events:
            for secret in ("Kopeck", "Strnadov", "Mluvka", "+420", "Antonín"):
                self.assertNotIn(secret.encode(), event.SerializeToString())

    def test_REG_41_a_merge_tells_every_record_with_its_survivor(self):
        merged = [one for one in self.events() if one.type == "ClientsMerged"][0]
        members = self.fact(merged).members
        records = {self.ids["client.kopecky.most"], self.ids["client.kopecky.labour"]}
        self.assertEqual({one.client_id for one in members}, records)
        self.assertEqual(len({one.survivor_id for one in members}), 1)

    def test_REG_99_what_became_of_a_schedule_is_told(self):
        schedule = self.agree(self.open(20000))
        self.pay(schedule, 5000)
        self.process(day(2024, 2, 16))
        self.pay(schedule, 15000, day(2024, 3, 1))
        ours = [one for one in self.events() if one.aggregate_id == schedule.schedule_id]
        self.assertEqual(
            [one.type for one in ours],
            [
                "ScheduleAgreed",
                "InstalmentPaid",
                "ScheduleActivated",
                "InstalmentMissed",
                "InstalmentMissed",
                "ScheduleBroken",
                "InstalmentPaid",
                "ScheduleFulfilled",
            ],
        )
        last = self.fact(ours[-1])
        self.assertEqual((last.paid_count, last.missed_count, last.instalment_count), (4, 2, 4))
