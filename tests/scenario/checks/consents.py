"""Rules of consents that the story passes by."""

import uuid

from opora.common.v1 import areas_pb2
from opora.registry.v1 import consent_pb2

from checks.base import ClientTest
from checks.secrecy import attestation

DEBTS = areas_pb2.DATA_AREA_DEBTS
HOUSING = areas_pb2.DATA_AREA_HOUSING


class ConsentTest(ClientTest):
    def setUp(self):
        super().setUp()
        self.ids["client.own"] = self.client()

    def version(self, *parties, form=consent_pb2.CONSENT_FORM_WRITTEN, **further):
        fields = {"areas": [DEBTS], "excluded_topics_asked": True, **further}
        named = [consent_pb2.ConsentParty(**self.world.unit(unit)) for unit in parties]
        return consent_pb2.ConsentVersion(parties=named, form=form, **fields)

    def create(self, version):
        return consent_pb2.CreateConsentRequest(client_id=self.ids["client.own"], version=version)

    def draft(self, *parties, **further):
        request = self.create(self.version(*parties, **further))
        return self.ok("strnadova", "ConsentService.CreateConsent", request).consent.consent_id

    def sign(self, consent_id, document="X-1"):
        request = consent_pb2.SignConsentRequest(
            consent_id=consent_id,
            signed_time=self.world.now(minutes=-1),
            told_of_revocation_time=self.world.now(minutes=-2),
            document=document,
        )
        return self.ok("strnadova", "ConsentService.SignConsent", request)

    def incomplete(self, version, field):
        error = self.refused(
            "strnadova",
            "ConsentService.CreateConsent",
            self.create(version),
            "INVALID_ARGUMENT",
            "CONSENT_INCOMPLETE",
            "XC-01",
        )
        self.assertEqual([wrong.field for wrong in error.field_violations], [field])

    def test_XC_01_a_consent_names_two_parties_and_says_that_topics_were_asked_for(self):
        self.incomplete(self.version("most"), "version.parties")
        self.incomplete(
            self.version("most", "town.social", excluded_topics_asked=False),
            "version.excluded_topics_asked",
        )

    def test_XC_01_a_consent_names_an_area(self):
        version = self.version("most", "town.social", areas=[])
        self.violates(
            "strnadova", "ConsentService.CreateConsent", self.create(version), "version.areas"
        )

    def test_XC_27_no_consent_opens_who_reported(self):
        version = self.version("most", "town.social", areas=[areas_pb2.DATA_AREA_REPORTER])
        self.violates(
            "strnadova", "ConsentService.CreateConsent", self.create(version), "version.areas[0]"
        )

    def test_XC_60_a_consent_ends_within_twelve_months(self):
        version = self.version("most", "town.social", valid_to=self.world.today(400))
        self.refused(
            "strnadova",
            "ConsentService.CreateConsent",
            self.create(version),
            "INVALID_ARGUMENT",
            "CONSENT_TOO_LONG",
            "XC-60",
        )

    def test_XC_10_an_oral_consent_opens_nothing(self):
        consent = self.draft("most", "town.housing", form=consent_pb2.CONSENT_FORM_ORAL)
        warnings = self.sign(consent, document="").warnings
        self.assertIn("ORAL_CONSENT_OPENS_NOTHING", [one.reason for one in warnings])
        self.decides("strnadova", "own", "town.housing", DEBTS, "CONSENT_REQUIRED")

    def test_XC_07_whoever_explains_it_should_be_the_key_worker(self):
        warnings = self.sign(self.draft("most", "town.housing")).warnings
        self.assertIn(
            ("EXPLAINER_NOT_KEY_WORKER", "XC-07"), [(one.reason, one.rule) for one in warnings]
        )

    def test_XC_03_a_new_version_opens_after_its_own_signature(self):
        consent = self.draft("most", "town.housing")
        self.decides("strnadova", "own", "town.housing", DEBTS, "CONSENT_REQUIRED")
        self.sign(consent)
        request = consent_pb2.AddConsentVersionRequest(
            consent_id=consent, version=self.version("most", "town.housing", "town.legal")
        )
        self.ok("strnadova", "ConsentService.AddConsentVersion", request)
        self.decides("strnadova", "own", "town.legal", DEBTS, "CONSENT_REQUIRED")
        one = self.decides("strnadova", "own", "town.housing", DEBTS, "ALLOW")
        self.assertEqual(one.consent_version, 1)
        signed = self.sign(consent).consent
        self.assertEqual([one.version for one in signed.versions], [1, 2])
        self.assertTrue(signed.versions[0].HasField("end_time"))
        one = self.decides("strnadova", "own", "town.legal", DEBTS, "ALLOW")
        self.assertEqual(one.consent_version, 2)

    def test_XC_02_what_one_consent_excludes_another_does_not_open(self):
        self.sign(self.draft("most", "town.housing"))
        self.decides("strnadova", "own", "town.housing", DEBTS, "ALLOW")
        self.sign(self.draft("most", "town.social", areas=[HOUSING], excluded_topics=[DEBTS]))
        self.decides("strnadova", "own", "town.housing", DEBTS, "EXCLUDED_TOPIC")

    def test_XC_15_a_consent_serves_the_purpose_it_names(self):
        self.sign(self.draft("most", "town.housing"))
        self.decides("strnadova", "own", "town.housing", DEBTS, "ALLOW")
        self.decides(
            "strnadova", "own", "town.housing", DEBTS, "CONSENT_REQUIRED", purpose="LEASE_CONTROL"
        )
        self.decides("strnadova", "own", "town.housing", HOUSING, "CONSENT_REQUIRED")

    def test_XC_05_a_party_may_take_it_back_and_twice_is_once(self):
        consent = self.draft("most", "town.housing")
        self.sign(consent)
        request = consent_pb2.RevokeConsentRequest(consent_id=consent)
        first = self.ok("pokorna", "ConsentService.RevokeConsent", request).consent
        self.assertEqual(first.state, consent_pb2.CONSENT_STATE_REVOKED)
        self.decides("strnadova", "own", "town.housing", DEBTS, "CONSENT_REQUIRED")
        again = self.ok("strnadova", "ConsentService.RevokeConsent", request).consent
        self.assertEqual(again.revoke_time, first.revoke_time)

    def test_XC_05_a_party_may_repeat_the_very_same_request(self):
        consent = self.draft("most", "town.housing")
        self.sign(consent)
        request = consent_pb2.RevokeConsentRequest(consent_id=consent, request_id=str(uuid.uuid4()))
        self.ok("pokorna", "ConsentService.RevokeConsent", request)
        self.ok("pokorna", "ConsentService.RevokeConsent", request)

    def test_XC_05_what_was_taken_back_cannot_be_signed(self):
        consent = self.draft("most", "town.housing")
        revoke = consent_pb2.RevokeConsentRequest(consent_id=consent)
        self.ok("strnadova", "ConsentService.RevokeConsent", revoke)
        request = consent_pb2.SignConsentRequest(
            consent_id=consent,
            signed_time=self.world.now(minutes=-1),
            told_of_revocation_time=self.world.now(minutes=-1),
            document="X-1",
        )
        self.refused(
            "strnadova",
            "ConsentService.SignConsent",
            request,
            "FAILED_PRECONDITION",
            "CONSENT_STATE_REFUSES",
            "XC-05",
        )

    def test_XC_58_a_withdrawal_heard_by_a_stranger_takes_all_consents(self):
        consents = [self.draft("most", unit) for unit in ("town.housing", "town.social")]
        for consent in consents:
            self.sign(consent)
        request = consent_pb2.RecordWithdrawalRequest(
            client_id=self.ids["client.own"], attestation=attestation(self.world)
        )
        self.ok("beranek", "ConsentService.RecordWithdrawal", request)
        listing = consent_pb2.ListConsentsRequest(client_id=self.ids["client.own"])
        listed = self.ok("strnadova", "ConsentService.ListConsents", listing).consents
        states = {one.consent_id: one.state for one in listed}
        self.assertEqual(states, dict.fromkeys(consents, consent_pb2.CONSENT_STATE_REVOKED))

    def test_XC_57_a_signature_does_not_lie_in_the_future(self):
        request = consent_pb2.SignConsentRequest(
            consent_id=self.draft("most", "town.housing"),
            signed_time=self.world.now(minutes=60),
            told_of_revocation_time=self.world.now(),
            document="X-1",
        )
        self.refused(
            "strnadova",
            "ConsentService.SignConsent",
            request,
            "INVALID_ARGUMENT",
            "NOT_IN_FUTURE",
            "XC-57",
        )
