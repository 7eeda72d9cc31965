"""Rules of consents that the story passes by."""

import uuid

from opora.common.v1 import areas_pb2, types_pb2
from opora.registry.v1 import access_pb2, client_pb2, consent_pb2

from checks.base import unknown_id
from checks.consent_base import ConsentTest
from checks.secrecy import attestation

DEBTS = areas_pb2.DATA_AREA_DEBTS
HOUSING = areas_pb2.DATA_AREA_HOUSING


class ConsentRulesTest(ConsentTest):
    def test_XC_01_a_consent_names_two_parties_and_says_that_topics_were_asked_for(self):
        self.incomplete(self.version("most"), "version.parties")
        self.incomplete(
            self.version("most", "town.social", excluded_topics_asked=False),
            "version.excluded_topics_asked",
        )

    def test_XC_01_a_consent_names_an_area(self):
        self.incomplete(self.version("most", "town.social", areas=[]), "version.areas")

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


class BadInputTest(ConsentTest):
    """4.1 of the catalogue of bad inputs: what must store nothing and open nothing."""

    def stores_nothing(self):
        self.assertEqual(self.consents(), {})
        self.decides("strnadova", "own", "town.housing", DEBTS, "CONSENT_REQUIRED")

    def test_XC_60_ends_before_after_and_beyond_the_calendar(self):
        """4.1.1"""
        create = "ConsentService.CreateConsent"
        for end in (self.world.today(-1), self.world.today(367)):
            request = self.create(self.version("most", "town.housing", valid_to=end))
            self.refused(
                "strnadova", create, request, "INVALID_ARGUMENT", "CONSENT_TOO_LONG", "XC-60"
            )
        far = types_pb2.Date(year=9999, month=12, day=31)
        request = self.create(self.version("most", "town.housing", valid_to=far))
        self.violates("strnadova", create, request, "version.valid_to.year")
        request.version.valid_to.CopyFrom(types_pb2.Date(year=2027, month=2, day=30))
        self.violates("strnadova", create, request, "version.valid_to", "DATE_NOT_IN_CALENDAR")
        self.stores_nothing()
        # Of one day, and without an end: twelve months.
        self.sign(self.draft("most", "town.housing", valid_to=self.world.today()))
        self.decides("strnadova", "own", "town.housing", DEBTS, "ALLOW")
        signed = self.sign(self.draft("most", "town.social")).consent.versions[0]
        self.assertEqual(signed.valid_to.year, self.world.today().year + 1)

    def test_XC_05_a_withdrawal_takes_every_version_and_asks_for_no_etag(self):
        """4.1.3"""
        consent = self.draft("most", "town.housing")
        stale = self.sign(consent).consent.etag
        version = self.version("most", "town.housing", "pristav")
        add = consent_pb2.AddConsentVersionRequest(consent_id=consent, version=version)
        self.ok("strnadova", "ConsentService.AddConsentVersion", add)
        add.etag = stale
        self.refused(
            "strnadova", "ConsentService.AddConsentVersion", add, "ABORTED", "ETAG_MISMATCH"
        )
        self.sign(consent)
        # The party of the superseded version withdraws: the consent as a whole ends.
        revoke = consent_pb2.RevokeConsentRequest(consent_id=consent)
        revoked = self.ok("pokorna", "ConsentService.RevokeConsent", revoke).consent
        self.assertTrue(all(one.HasField("end_time") for one in revoked.versions))
        self.assertEqual(revoked.standing, consent_pb2.CONSENT_STANDING_WITHDRAWN)
        for unit in ("town.housing", "pristav"):
            self.decides("strnadova", "own", unit, DEBTS, "CONSENT_REQUIRED")
        self.refused(
            "strnadova",
            "ConsentService.AddConsentVersion",
            consent_pb2.AddConsentVersionRequest(consent_id=consent, version=version),
            "FAILED_PRECONDITION",
            "CONSENT_STATE_REFUSES",
            "XC-05",
        )

    def test_XC_01_scopes_that_are_all_none_or_nothing_yet(self):
        """4.1.6"""
        create = "ConsentService.CreateConsent"
        wrong = {
            "version.areas[0]": {"areas": [99]},
            "version.areas": {"areas": [DEBTS, DEBTS]},
            "version.excluded_topics[0]": {"excluded_topics": [99]},
            "version.purposes[0]": {"purposes": [99]},
        }
        for field, fields in wrong.items():
            request = self.create(self.version("most", "town.housing", **fields))
            self.violates("strnadova", create, request, field)
        self.violates("strnadova", create, self.create(self.version()), "version.parties")
        self.incomplete(self.version("most", "town.housing", areas=[]), "version.areas")
        nobody = self.version("most", "town.housing")
        nobody.parties[1].agency_id = unknown_id()
        self.violates(
            "strnadova",
            create,
            self.create(nobody),
            "version.parties[1].agency_id",
            "AGENCY_UNKNOWN",
        )
        whole = self.version("most", "town.housing")
        whole.parties[1].ClearField("department_id")
        self.violates(
            "strnadova",
            create,
            self.create(whole),
            "version.parties[1].department_id",
            "DEPARTMENT_REQUIRED",
        )
        twice = self.version("most", "town.housing", "most")
        self.violates(
            "strnadova", create, self.create(twice), "version.parties[2].agency_id", "PARTY_TWICE"
        )
        self.stores_nothing()

    def test_XC_16_a_consent_for_housing_opens_no_health(self):
        """4.1.8"""
        self.sign(self.draft("most", "town.housing", areas=[HOUSING]))
        health = areas_pb2.DATA_AREA_HEALTH
        self.decides("strnadova", "own", "town.housing", HOUSING, "ALLOW")
        self.decides("strnadova", "own", "town.housing", health, "CONSENT_REQUIRED")
        statement = client_pb2.Statement(
            client_id=self.ids["client.own"],
            area=health,
            kind=client_pb2.STATEMENT_KIND_CLIENT_STATEMENT,
            topic="diagnosis",
            content="kanárek",
        )
        request = client_pb2.RecordStatementRequest(statement=statement)
        self.ok("strnadova", "ClientService.RecordStatement", request)
        read = self.ok(
            "pokorna",
            "ClientService.GetClient",
            client_pb2.GetClientRequest(client_id=self.ids["client.own"]),
        )
        self.assertEqual(list(read.statements), [])
        self.assertIn(health, read.withheld.areas)

    def test_XC_04_no_service_depends_on_a_consent(self):
        """4.1.9"""
        request = self.create(self.version("most", "town.housing"))
        request.condition_of_service = True
        self.refused(
            "strnadova",
            "ConsentService.CreateConsent",
            request,
            "INVALID_ARGUMENT",
            "CONSENT_NOT_FREE",
            "XC-04",
        )
        self.stores_nothing()
        consent = self.draft("most", "town.housing")
        add = consent_pb2.AddConsentVersionRequest(
            consent_id=consent,
            version=self.version("most", "town.housing"),
            condition_of_service=True,
        )
        self.refused(
            "strnadova",
            "ConsentService.AddConsentVersion",
            add,
            "INVALID_ARGUMENT",
            "CONSENT_NOT_FREE",
            "XC-04",
        )

    def test_XC_13_who_was_told_by_consent_tells_nobody_further(self):
        """4.1.10"""
        self.sign(self.draft("most", "town.housing"))
        self.decides("strnadova", "own", "town.housing", DEBTS, "ALLOW")
        onward = access_pb2.CheckDisclosureRequest(
            client_id=self.ids["client.own"],
            recipient=self.world.recipient("pristav"),
            areas=[DEBTS],
            reference="the client's consent",
        )
        self.refused("pokorna", "AccessService.CheckDisclosure", onward, "NOT_FOUND", "NOT_FOUND")
        read = client_pb2.GetClientRequest(client_id=self.ids["client.own"])
        self.refused("beranek", "ClientService.GetClient", read, "NOT_FOUND", "NOT_FOUND")

    def test_XC_03_a_draft_is_nothing_to_those_whom_it_names(self):
        consent = self.draft("most", "town.housing")
        get = consent_pb2.GetConsentRequest(consent_id=consent)
        self.refused("pokorna", "ConsentService.GetConsent", get, "NOT_FOUND", "NOT_FOUND")
        self.sign(consent)
        version = self.version("most", "town.housing", "pristav")
        add = consent_pb2.AddConsentVersionRequest(consent_id=consent, version=version)
        self.ok("strnadova", "ConsentService.AddConsentVersion", add)
        self.refused("beranek", "ConsentService.GetConsent", get, "NOT_FOUND", "NOT_FOUND")
        seen = self.ok("pokorna", "ConsentService.GetConsent", get).consent
        self.assertEqual([one.version for one in seen.versions], [1])
        listed = self.consents("pokorna")[consent]
        self.assertEqual([one.version for one in listed.versions], [1])
        mine = self.ok("strnadova", "ConsentService.GetConsent", get).consent
        self.assertEqual([one.version for one in mine.versions], [1, 2])

    def test_XC_03_each_version_stays_readable_by_its_number(self):
        consent = self.draft("most", "town.housing")
        self.sign(consent)
        version = self.version("most", "town.housing", "pristav")
        add = consent_pb2.AddConsentVersionRequest(consent_id=consent, version=version)
        self.ok("strnadova", "ConsentService.AddConsentVersion", add)
        self.sign(consent)
        for number, parties in ((1, 2), (2, 3)):
            get = consent_pb2.GetConsentRequest(consent_id=consent, version=number)
            read = self.ok("strnadova", "ConsentService.GetConsent", get).consent
            self.assertEqual([one.version for one in read.versions], [number])
            self.assertEqual(len(read.versions[0].parties), parties)
        get.version = 3
        self.violates(
            "strnadova", "ConsentService.GetConsent", get, "version", "VERSION_UNKNOWN"
        )

    def test_XC_19_details_of_complaints_pass_by_signed_consent_only(self):
        for purpose in (
            "AGREED_SUPPORT",
            "ADVERSE_SOCIAL_SITUATION",
            "MATERIAL_NEED",
            "HOUSING_SUPPORT",
            "LEASE_CONTROL",
        ):
            request = access_pb2.CheckDisclosureRequest(
                client_id=self.ids["client.own"],
                recipient=self.world.recipient("town.housing"),
                areas=[HOUSING],
                reference="complaint 7/2026",
            )
            told = self.ok(
                "strnadova", "AccessService.CheckDisclosure", request, purpose=purpose
            ).decision
            self.assertFalse(told.allowed, purpose)
        consent = self.draft("most", "town.housing", areas=[HOUSING])
        self.decides("strnadova", "own", "town.housing", HOUSING, "CONSENT_REQUIRED")
        self.sign(consent)
        self.decides("strnadova", "own", "town.housing", HOUSING, "ALLOW")

    def test_XC_11_only_what_opens_something_is_explained(self):
        consent = self.draft("most", "town.housing")

        def explained():
            request = access_pb2.ExplainAccessRequest(client_id=self.ids["client.own"])
            told = self.ok("strnadova", "AccessService.ExplainAccess", request).explanations
            return [one.consent_id for one in told if one.consent_id]

        self.assertEqual(explained(), [])
        self.sign(consent)
        self.assertEqual(explained(), [consent])
        revoke = consent_pb2.RevokeConsentRequest(consent_id=consent)
        self.ok("strnadova", "ConsentService.RevokeConsent", revoke)
        self.assertEqual(explained(), [])
