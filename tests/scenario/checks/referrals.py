"""Referrals between agencies in all their states (REG-113)."""

import uuid

from opora.common.v1 import areas_pb2, audit_pb2
from opora.registry.v1 import access_pb2, client_pb2, referral_pb2

from checks.referral_base import ADDICTION, DEBTS, HOUSING, SUPPORT_PLAN, ReferralTest


class StateTest(ReferralTest):
    def get(self, who, referral_id):
        return self.call(who, "GetReferral", referral_id=referral_id)

    def state(self, who, referral_id):
        return self.get(who, referral_id).referral.state

    def allowed(self, who, referral_id):
        return {one.verb for one in self.get(who, referral_id).actions if one.allowed}

    def test_REG_113_a_draft_needs_no_basis_and_nobody_else_knows_of_it(self):
        client = self.client()
        draft = self.call(
            "strnadova", "DraftReferral", referral=self.referral(client)
        ).referral
        self.assertEqual(draft.state, referral_pb2.REFERRAL_STATE_DRAFT)
        for method in ("GetReferral", "AcceptReferral", "MarkReferralSeen"):
            self.hidden("beranek", method, referral_id=draft.referral_id)
        listed = self.call("beranek", "ListReferrals", states=[draft.state], page_size=500)
        self.assertNotIn(draft.referral_id, [one.referral_id for one in listed.referrals])
        self.no(
            "strnadova",
            "SendDraft",
            "PERMISSION_DENIED",
            "CONSENT_REQUIRED",
            "XC-18",
            referral_id=draft.referral_id,
        )
        changed = self.referral(client, referral_id=draft.referral_id, etag=draft.etag)
        changed.need = "něco jiného"
        again = self.call("strnadova", "DraftReferral", referral=changed).referral
        self.assertEqual(again.need, "něco jiného")
        self.consent(client, [SUPPORT_PLAN], "most", "pristav")
        sent = self.call("strnadova", "SendDraft", referral_id=draft.referral_id).referral
        self.assertEqual(sent.state, referral_pb2.REFERRAL_STATE_SENT)
        self.assertEqual(self.get("beranek", draft.referral_id).referral.need, "něco jiného")
        self.no(
            "strnadova",
            "SendDraft",
            "FAILED_PRECONDITION",
            "REFERRAL_STATE_REFUSES",
            "REG-113",
            referral_id=draft.referral_id,
        )

    def test_REG_113_a_discarded_draft_is_not_shown_to_who_would_have_got_it(self):
        draft = self.call(
            "strnadova", "DraftReferral", referral=self.referral(self.client())
        ).referral
        self.call("strnadova", "WithdrawReferral", referral_id=draft.referral_id)
        self.hidden("beranek", "GetReferral", referral_id=draft.referral_id)

    def test_REG_113_a_referral_is_seen_accepted_started_and_its_outcome_told_back(self):
        referral = self.sent().referral_id
        close = {
            "result": referral_pb2.REFERRAL_RESULT_HELPED,
            "outcome": "Klient má splátkový kalendář.",
        }
        refused = ("FAILED_PRECONDITION", "REFERRAL_STATE_REFUSES", "REG-113")
        self.no("beranek", "StartReferral", *refused, referral_id=referral)
        self.no("beranek", "CloseReferral", *refused, referral_id=referral, **close)
        self.call("beranek", "MarkReferralSeen", referral_id=referral)
        seen = self.get("strnadova", referral).referral
        self.assertEqual(seen.state, referral_pb2.REFERRAL_STATE_SEEN)
        again = self.call("beranek", "MarkReferralSeen", referral_id=referral).seen_time
        self.assertEqual(again, seen.seen_time)
        self.call("beranek", "AcceptReferral", referral_id=referral)
        self.call("beranek", "StartReferral", referral_id=referral)
        self.call("beranek", "CloseReferral", referral_id=referral, **close)
        told = self.get("strnadova", referral).referral
        self.assertEqual(told.outcome, close["outcome"])
        self.assertEqual(told.result, close["result"])
        self.no("beranek", "StartReferral", *refused, referral_id=referral)

    def test_REG_113_each_side_does_its_own_steps(self):
        referral = self.sent().referral_id
        other = ("PERMISSION_DENIED", "REFERRAL_OTHER_SIDE", "REG-113")
        for method in ("AcceptReferral", "MarkReferralSeen"):
            self.no("strnadova", method, *other, referral_id=referral)
        self.no("beranek", "WithdrawReferral", *other, referral_id=referral)
        self.hidden("dolezel", "AcceptReferral", referral_id=referral)
        self.assertEqual(
            self.allowed("strnadova", referral), {"WithdrawReferral", "RecordReferralAnswer"}
        )
        self.assertEqual(
            self.allowed("beranek", referral),
            {
                "AcceptReferral",
                "DeclineReferral",
                "MarkReferralSeen",
                "RecordReferralAnswer",
                "WaitlistReferral",
            },
        )
        self.call("strnadova", "WithdrawReferral", referral_id=referral)
        self.assertEqual(self.allowed("beranek", referral), set())
        self.no(
            "beranek",
            "AcceptReferral",
            "FAILED_PRECONDITION",
            "REFERRAL_STATE_REFUSES",
            "REG-113",
            referral_id=referral,
        )

    def test_XC_56_an_answer_by_telephone_is_recorded_and_opens_nothing(self):
        referral = self.sent()
        told = {
            "referral_id": referral.referral_id,
            "answer": referral_pb2.REFERRAL_STATE_ACCEPTED,
            "deviation": self.deviation("REG-113"),
        }
        self.no(
            "strnadova",
            "RecordReferralAnswer",
            "INVALID_ARGUMENT",
            "NOT_IN_FUTURE",
            "XC-57",
            occurred_at=self.world.now(60),
            **told,
        )
        self.no(
            "strnadova",
            "RecordReferralAnswer",
            "INVALID_ARGUMENT",
            "DECLINE_REASON_MISSING",
            "REG-113",
            occurred_at=self.world.now(-60),
            reason=referral_pb2.DECLINE_REASON_NO_CAPACITY,
            **told,
        )
        late = self.call(
            "strnadova", "RecordReferralAnswer", occurred_at=self.world.now(-60 * 24 * 14), **told
        )
        self.assertEqual([one.reason for one in late.warnings], ["LATE_ENTRY"])
        self.assertEqual(late.referral.state, referral_pb2.REFERRAL_STATE_ACCEPTED)
        read = client_pb2.RecordStatementRequest(
            statement=client_pb2.Statement(
                client_id=referral.client_id,
                area=areas_pb2.DATA_AREA_FAMILY,
                kind=client_pb2.STATEMENT_KIND_CLIENT_STATEMENT,
                topic="household",
                content="sám",
            )
        )
        name = "ClientService.RecordStatement"
        self.refused("beranek", name, read, "NOT_FOUND", "NOT_FOUND")
        self.call("beranek", "StartReferral", referral_id=referral.referral_id)
        self.ok("beranek", name, read)


class BasisTest(ReferralTest):
    def preview(self, client, area, **fields):
        return self.call(
            "strnadova", "PreviewReferral", referral=self.referral(client, area, **fields)
        ).preview

    def test_REG_113_the_sender_sees_exactly_what_would_pass_and_on_which_basis(self):
        client = self.client()
        for area, content in ((DEBTS, "dluží za plyn"), (HOUSING, "hrozí výpověď")):
            statement = client_pb2.Statement(
                client_id=client,
                area=area,
                kind=client_pb2.STATEMENT_KIND_CLIENT_STATEMENT,
                topic="situace",
                content=content,
            )
            request = client_pb2.RecordStatementRequest(statement=statement)
            self.ok("strnadova", "ClientService.RecordStatement", request)
        denied = self.preview(client, DEBTS)
        self.assertFalse(denied.decision.allowed)
        self.assertTrue(denied.decision.smallest_consent.printable)
        self.assertEqual((len(denied.statements), denied.HasField("referral")), (0, False))
        self.consent(client, [DEBTS, SUPPORT_PLAN], "most", "pristav")
        shown = self.preview(client, DEBTS)
        self.assertEqual({one.basis for one in shown.decision.areas}, {audit_pb2.BASIS_CONSENT})
        self.assertEqual([one.content for one in shown.statements], ["dluží za plyn"])
        self.assertIn("Statement.content", shown.fields)
        refused = self.referral(client, DEBTS)
        refused.passed_areas.append(HOUSING)
        self.no(
            "strnadova",
            "SendReferral",
            "PERMISSION_DENIED",
            "CONSENT_REQUIRED",
            "XC-18",
            referral=refused,
        )

    def test_REG_113_a_preview_tells_nobody_anything(self):
        client = self.client()
        self.consent(client, [DEBTS, SUPPORT_PLAN], "most", "pristav")
        self.preview(client, DEBTS)
        request = access_pb2.ListDisclosuresRequest(client_id=client, page_size=500)
        listed = self.ok(
            "strnadova", "AccessService.ListDisclosures", request, purpose="CLIENT_REQUEST"
        )
        disclosed = [
            one
            for one in listed.disclosures
            if one.effect == audit_pb2.AUDIT_EFFECT_DISCLOSED and "Preview" in one.method
        ]
        self.assertEqual(disclosed, [])

    def test_XC_05_a_consent_withdrawn_closes_a_referral_that_waits(self):
        client = self.client()
        consent = self.consent(client, [SUPPORT_PLAN], "most", "pristav")
        referral = self.call(
            "strnadova", "SendReferral", referral=self.referral(client)
        ).referral.referral_id
        self.call("beranek", "GetReferral", referral_id=referral)
        seen = {"referral_id": referral, "request_id": str(uuid.uuid4())}
        self.call("beranek", "MarkReferralSeen", **seen)
        self.withdraw(consent)
        again = self.call("beranek", "MarkReferralSeen", **seen)
        self.assertEqual([field.name for field in again.DESCRIPTOR.fields], ["seen_time"])
        self.hidden("beranek", "GetReferral", referral_id=referral)
        self.hidden("beranek", "AcceptReferral", referral_id=referral)
        listed = self.call("beranek", "ListReferrals", client_id=client).referrals
        self.assertEqual(len(listed), 0)
        self.call("strnadova", "GetReferral", referral_id=referral)


class AreaTest(ReferralTest):
    """Referral reason and recipient inherit their data area."""

    def setUp(self):
        super().setUp()
        self.clinic = self.service(ADDICTION)

    def test_REG_113_a_referral_to_an_addiction_clinic_is_addiction_whatever_the_need(self):
        client = self.client()
        self.consent(client, [DEBTS, SUPPORT_PLAN], "most", "pristav")
        request = self.referral(client, DEBTS, service_id=self.clinic)
        error = self.no(
            "strnadova",
            "SendReferral",
            "PERMISSION_DENIED",
            "CONSENT_REQUIRED",
            "XC-18",
            referral=request,
        )
        self.assertNotIn("clinic", str(error).lower())
        self.consent(client, [ADDICTION, DEBTS], "most", "pristav")
        sent = self.call("strnadova", "SendReferral", referral=request).referral
        self.assertEqual(sent.area, ADDICTION)
        self.assertEqual(sorted(sent.betrayed_areas), [DEBTS, ADDICTION])

    def test_REG_113_who_has_no_basis_for_addiction_learns_nothing_of_the_referral(self):
        referral = self.sent(DEBTS, areas=[ADDICTION], service_id=self.clinic)
        client = referral.client_id
        self.hidden("dolezel", "GetReferral", referral_id=referral.referral_id)
        self.consent(client, [DEBTS, SUPPORT_PLAN], "most", "town.social")
        self.hidden(
            "dolezel", "GetReferral", referral_id=referral.referral_id
        )
        listed = self.call("dolezel", "ListReferrals", client_id=client).referrals
        self.assertEqual(len(listed), 0)
        self.consent(client, [DEBTS, ADDICTION, SUPPORT_PLAN], "most", "town.social")
        name = "ReferralService.GetReferral"
        request = self.request("GetReferral", referral_id=referral.referral_id)
        shown = self.ok("dolezel", name, request, purpose="AGREED_SUPPORT")
        self.assertEqual(shown.referral.area, ADDICTION)
        self.assertEqual(len(shown.actions), 0)

    def test_REG_113_a_service_named_by_the_recipient_alone_is_not_told_to_the_sender(self):
        referral = self.sent(DEBTS).referral_id
        self.call(
            "beranek", "AcceptReferral", referral_id=referral, service_id=self.clinic
        )
        told = self.call("strnadova", "GetReferral", referral_id=referral).referral
        self.assertFalse(told.HasField("service_id"))

    def test_REG_113_a_service_of_somebody_else_is_none(self):
        request = self.request(
            "SendReferral",
            referral=self.referral(self.client(), service_id=self.ids["service.most"]),
        )
        self.violates(
            "strnadova",
            "ReferralService.SendReferral",
            request,
            "referral.service_id",
            "SERVICE_UNKNOWN",
        )


class EscalationTest(ReferralTest):
    def process(self, **fields):
        more = True
        while more:
            more = self.call("admin", "ProcessReferralDeadlines", **fields).has_more

    def test_REG_113_what_stays_unanswered_is_reminded_of_then_escalates_for_both_to_see(self):
        day = self.world.today()
        normal = self.sent(answer_by_date=day).referral_id
        acute = self.sent(
            answer_by_date=day, urgency=referral_pb2.URGENCY_ACUTE
        ).referral_id
        later = self.sent(answer_by_date=self.world.today(5)).referral_id
        answered = self.sent(answer_by_date=day).referral_id
        self.call(
            "beranek",
            "DeclineReferral",
            referral_id=answered,
            reason=referral_pb2.DECLINE_REASON_NO_CAPACITY,
        )
        self.no(
            "admin",
            "ProcessReferralDeadlines",
            "INVALID_ARGUMENT",
            "NOT_IN_FUTURE",
            "XC-57",
            as_of_date=self.world.today(3),
        )
        self.process()
        for who in ("strnadova", "beranek"):
            chased = {
                name: self.call(who, "GetReferral", referral_id=one).referral
                for name, one in (
                    ("normal", normal),
                    ("acute", acute),
                    ("later", later),
                    ("answered", answered),
                )
            }
            reminded = {key for key, one in chased.items() if one.HasField("remind_time")}
            escalated = {key for key, one in chased.items() if one.HasField("escalate_time")}
            self.assertEqual((reminded, escalated), ({"normal", "acute"}, {"acute"}))
        before = self.call("beranek", "GetReferral", referral_id=acute).referral.etag
        self.process()
        self.assertEqual(
            self.call("beranek", "GetReferral", referral_id=acute).referral.etag, before
        )
        listed = self.call(
            "beranek", "ListReferrals", escalated_only=True, page_size=500
        ).referrals
        ids = [one.referral_id for one in listed]
        self.assertIn(acute, ids)
        self.assertNotIn(normal, ids)


class PlaceTest(ReferralTest):
    def test_REG_113_the_last_place_is_given_once_however_many_accept(self):
        service = self.service(places=1)
        form = {"service_id": service, "form": 1}
        referrals = [self.sent(**form).referral_id for _ in range(8)]
        outcomes = self.race(
            [("beranek", "AcceptReferral", {"referral_id": one}) for one in referrals]
        )
        self.assertEqual(outcomes, ["OK"] + ["SERVICE_FULL"] * 7)
        states = [
            self.call("beranek", "GetReferral", referral_id=one).referral.state
            for one in referrals
        ]
        self.assertEqual(states.count(referral_pb2.REFERRAL_STATE_ACCEPTED), 1)

    def test_REG_114_a_closed_referral_gives_its_place_back(self):
        service = self.service(places=1)
        first, second = (self.sent(service_id=service, form=1).referral_id for _ in range(2))
        self.call("beranek", "AcceptReferral", referral_id=first)
        full = ("RESOURCE_EXHAUSTED", "SERVICE_FULL", "REG-114")
        self.no("beranek", "AcceptReferral", *full, referral_id=second)
        self.no(
            "beranek", "AcceptReferral", *full, referral_id=second, override_reason="protože"
        )
        self.call(
            "beranek",
            "CloseReferral",
            referral_id=first,
            result=referral_pb2.REFERRAL_RESULT_CLIENT_LEFT,
            outcome="odešel",
        )
        self.call("beranek", "AcceptReferral", referral_id=second)

    def test_REG_114_one_person_takes_one_place(self):
        service = self.service(places=1)
        client = self.client()
        for _ in range(2):
            referral = self.sent(service_id=service, form=1, client=client).referral_id
            self.call("beranek", "AcceptReferral", referral_id=referral)

    def test_REG_21_an_unknown_capacity_is_no_limit_and_is_warned_of(self):
        referral = self.sent(service_id=self.service(), form=1).referral_id
        answer = self.call("beranek", "AcceptReferral", referral_id=referral)
        self.assertEqual([one.reason for one in answer.warnings], ["CAPACITY_UNKNOWN"])

    def test_REG_114_only_who_leads_accepts_above_the_capacity(self):
        service = self.service(places=0)
        referral = self.sent(service_id=service, form=1).referral_id
        self.no(
            "beranek",
            "AcceptReferral",
            "RESOURCE_EXHAUSTED",
            "SERVICE_FULL",
            "REG-114",
            referral_id=referral,
            override_reason="urgent",
        )

