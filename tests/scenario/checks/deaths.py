"""Bad input 21: a client who died, with consents still open, an heir who asks, and a wrong day."""

import concurrent.futures

from opora.common.v1 import areas_pb2, audit_pb2, types_pb2
from opora.registry.v1 import (
    access_pb2,
    client_pb2,
    consent_pb2,
    death_pb2,
    one_off_pb2,
    privacy_pb2,
    representation_pb2,
)

from checks.base import unknown_id
from checks.representation import RepresentationTest, years_ago
from checks.secrecy import attestation
from opora_client import OporaError

DEBTS = areas_pb2.DATA_AREA_DEBTS
DIE = "ClientService.RecordDeath"
RETRACT = "ClientService.RetractDeath"


class DeathTest(RepresentationTest):
    """A person of forty with a consent between Most and the housing department."""

    def setUp(self):
        super().setUp()
        self.ids["client.own"] = self.person(years_ago(40))

    def death(self, days=-1, **fields):
        return death_pb2.RecordDeathRequest(
            death=death_pb2.Death(
                client_id=self.ids["client.own"],
                died_on=self.world.today(days),
                evidence="úmrtní list 12/2026",
                **fields,
            )
        )

    def die(self, days=-1, who="strnadova"):
        return self.ok(who, DIE, self.death(days)).death

    def retract(self, death, who="strnadova"):
        request = death_pb2.RetractDeathRequest(death_id=death.death_id, reason="Záměna osob.")
        return self.ok(who, RETRACT, request).death

    def deaths(self, who="strnadova"):
        request = death_pb2.ListDeathsRequest(client_id=self.ids["client.own"])
        return self.ok(who, "ClientService.ListDeaths", request).deaths

    def dead(self, request, name="ConsentService.SignConsent"):
        self.refused(
            "strnadova", name, request, "FAILED_PRECONDITION", "CLIENT_DIED", "XC-59"
        )

    def test_XC_57_bad_input_21_nobody_died_tomorrow_before_birth_or_twice(self):
        self.refused(
            "strnadova", DIE, self.death(2), "INVALID_ARGUMENT", "NOT_IN_FUTURE", "XC-57"
        )
        self.violates(
            "strnadova", DIE, self.death(-366 * 41), "death.died_on", "DIED_BEFORE_BIRTH"
        )
        request = self.death()
        request.death.died_on.CopyFrom(types_pb2.Date(year=2026, month=2, day=30))
        self.violates("strnadova", DIE, request, "death.died_on", "DATE_NOT_IN_CALENDAR")
        request = self.death()
        request.death.evidence = ""
        self.violates("strnadova", DIE, request, "death.evidence")
        self.refused("beranek", DIE, self.death(), "NOT_FOUND", "NOT_FOUND")
        self.assertEqual(list(self.deaths()), [])
        self.die()
        self.refused(
            "strnadova", DIE, self.death(-3), "ALREADY_EXISTS", "DEATH_KNOWN", "XC-59"
        )

    def test_XC_59_bad_input_21_an_open_consent_of_a_dead_client_opens_nothing(self):
        consent, draft = self.draft("most", "town.housing"), self.draft("most", "pristav")
        self.sign(consent)
        self.opens()
        self.assertTrue(self.sees_debts())
        self.die()
        self.opens("CONSENT_REQUIRED")
        self.assertFalse(self.sees_debts())
        read = client_pb2.GetClientRequest(client_id=self.ids["client.own"])
        self.refused("pokorna", "ClientService.GetClient", read, "NOT_FOUND", "NOT_FOUND")
        self.assertEqual(self.read(consent).standing, consent_pb2.CONSENT_STANDING_INVALID)
        # Nor is anything given any more, on whatever paper and by whomever.
        self.dead(self.signature(draft))
        self.dead(self.signature(draft, days_ago=3))
        get = consent_pb2.GetConsentRequest(consent_id=draft)
        actions = self.ok("strnadova", "ConsentService.GetConsent", get).actions
        self.assertFalse({one.verb: one.allowed for one in actions}["SignConsent"])
        self.decides("strnadova", "own", "pristav", DEBTS, "CONSENT_REQUIRED")
        told = self.ok(
            "strnadova",
            "RepresentationService.GetGrantors",
            representation_pb2.GetGrantorsRequest(
                client_id=self.ids["client.own"], act=representation_pb2.REPRESENTED_ACT_CONSENT
            ),
        )
        self.assertEqual((told.client_may, told.rule), (False, "XC-59"))
        # What the unit holds stays its own, and what others must be able to withdraw ends.
        self.ok("strnadova", "ClientService.GetClient", read)
        revoke = consent_pb2.RevokeConsentRequest(consent_id=consent)
        self.ok("pokorna", "ConsentService.RevokeConsent", revoke)

    def test_XC_59_bad_input_21_a_dead_client_is_not_present_to_ask_for_a_disclosure(self):
        self.die()
        disclosure = one_off_pb2.OneOffDisclosure(
            client_id=self.ids["client.own"],
            basis=audit_pb2.BASIS_CLIENT_PRESENT,
            areas=[DEBTS],
            wording="Řekněte to Přístavu.",
            recipient_agency_id=self.ids["agency.pristav"],
            attestation=attestation(self.world),
        )
        request = access_pb2.DiscloseOnceRequest(disclosure=disclosure)
        self.dead(request, "AccessService.DiscloseOnce")

    def test_XC_59_bad_input_21_a_day_that_is_corrected_restores_nothing(self):
        consent = self.draft("most", "town.housing")
        self.sign(consent)
        death = self.die()
        for who, code in (("beranek", "NOT_FOUND"), ("pokorna", "PERMISSION_DENIED")):
            request = death_pb2.RetractDeathRequest(death_id=death.death_id, reason="x")
            reason = "NOT_FOUND" if code == "NOT_FOUND" else "ROLE_REFUSED"
            self.refused(who, RETRACT, request, code, reason)
        self.retract(death)
        again = death_pb2.RetractDeathRequest(death_id=death.death_id, reason="x")
        self.refused(
            "strnadova", RETRACT, again, "FAILED_PRECONDITION", "DEATH_RETRACTED", "XC-59"
        )
        self.opens("CONSENT_REQUIRED")
        self.assertFalse(self.sees_debts())
        self.assertEqual(self.read(consent).standing, consent_pb2.CONSENT_STANDING_INVALID)
        # The person lives and is asked again.
        self.sign(self.draft("most", "town.housing"))
        self.opens()
        # The right day: over again.
        self.die(-5)
        self.opens("CONSENT_REQUIRED")
        self.assertEqual([one.HasField("retract_time") for one in self.deaths()], [False, True])

    def test_XC_59_bad_input_21_a_consent_signed_while_the_death_is_recorded_opens_nothing(self):
        sign = self.world.method("strnadova", "ConsentService.SignConsent")
        record = self.world.method("strnadova", DIE)

        def tried(call, request):
            try:
                call(request)
            except OporaError as error:
                self.assertEqual(error.reason, "CLIENT_DIED")

        for turn in range(8):
            self.ids["client.own"] = self.person(years_ago(40))
            signature = self.signature(self.draft("most", "town.housing"))
            calls = [(sign, signature), (record, self.death())]
            with concurrent.futures.ThreadPoolExecutor(2) as pool:
                list(pool.map(lambda one: tried(*one), calls[:: 1 if turn % 2 else -1]))
            self.opens("CONSENT_REQUIRED")

    def test_XC_67_bad_input_21_an_heir_asks_and_is_answered_by_people_not_by_a_consent(self):
        self.die()
        heir = self.request(
            "POWER_OF_ATTORNEY", representative_name="Dědic Zkušební", evidence="plná moc"
        )
        heir.representation.client_id = self.ids["client.own"]
        power = self.ok("strnadova", "RepresentationService.RecordRepresentation", heir)
        signature = self.signing(
            self.draft("most", "town.housing"), power.representation.representation_id, "AGREES"
        )
        self.dead(signature)
        asked = privacy_pb2.SubjectRequest(
            client_id=self.ids["client.own"],
            kind=privacy_pb2.SUBJECT_REQUEST_KIND_ACCESS,
            wording="Jsem dědic a žádám o výpis dluhů.",
            received_on=self.world.today(),
            attestation=types_pb2.Attestation(
                person="dědic",
                form=types_pb2.ATTESTATION_FORM_ORAL,
                occurred_at=self.world.now(minutes=-5),
            ),
        )
        request = privacy_pb2.RecordSubjectRequestRequest(subject_request=asked)
        stored = self.ok("strnadova", "PrivacyService.RecordSubjectRequest", request)
        decide = privacy_pb2.DecideSubjectRequestRequest(
            subject_request_id=stored.subject_request.subject_request_id,
            decision=privacy_pb2.SUBJECT_REQUEST_DECISION_GRANTED,
        )
        self.refused(
            "strnadova",
            "PrivacyService.DecideSubjectRequest",
            decide,
            "FAILED_PRECONDITION",
            "IDENTITY_NOT_VERIFIED",
            "XC-67",
        )
        self.opens("CONSENT_REQUIRED")

    def test_XC_30_a_death_is_told_to_nobody_without_a_basis(self):
        self.die()
        for client in (self.ids["client.own"], unknown_id()):
            request = death_pb2.ListDeathsRequest(client_id=client)
            for who in ("beranek", "dolezel"):
                self.refused(who, "ClientService.ListDeaths", request, "NOT_FOUND", "NOT_FOUND")
