"""Who stands for a client who cannot consent, from which day to which, and what a quarrel closes."""

import datetime

from opora.common.v1 import areas_pb2, feed_pb2, types_pb2
from opora.registry.v1 import (
    access_pb2,
    client_pb2,
    consent_paper_pb2,
    consent_pb2,
    referral_pb2,
    representation_pb2,
)

from checks.base import unknown_id
from checks.consent_base import ConsentTest
from checks.secrecy import attestation

DEBTS = areas_pb2.DATA_AREA_DEBTS
HEALTH = areas_pb2.DATA_AREA_HEALTH
RECORD = "RepresentationService.RecordRepresentation"
END = "RepresentationService.EndRepresentation"
Rep = representation_pb2


def years_ago(years, days=0):
    """The day so many years back, and some days on."""
    today = datetime.datetime.now(datetime.timezone.utc).date()
    try:
        day = today.replace(year=today.year - years)
    except ValueError:
        day = today.replace(year=today.year - years, day=28)
    day += datetime.timedelta(days=days)
    return types_pb2.PartialDate(year=day.year, month=day.month, day=day.day)


class RepresentationTest(ConsentTest):
    def setUp(self):
        super().setUp()
        self.ids["client.own"] = self.person(years_ago(8))

    def person(self, born, who="strnadova", family="Zkušební"):
        client = client_pb2.Client(
            kind=client_pb2.CLIENT_KIND_IDENTIFIED,
            given_name="Ema",
            family_name=f"{family} {unknown_id()}",
            birth_date=born,
        )
        request = client_pb2.RegisterClientRequest(client=client)
        return self.ok(who, "ClientService.RegisterClient", request).client.client_id

    def request(self, kind="PARENT", **fields):
        usual = {
            "client_id": self.ids["client.own"],
            "kind": Rep.RepresentationKind.Value(f"REPRESENTATION_KIND_{kind}"),
            "representative_name": "Jana Zkušební",
            "acts": [Rep.REPRESENTED_ACT_CONSENT],
            "valid_from": self.world.today(-100),
            "evidence": "OS Sokolov 12 P 3/2026",
        }
        return Rep.RecordRepresentationRequest(
            representation=Rep.Representation(**{**usual, **fields})
        )

    def represent(self, kind="PARENT", who="strnadova", **fields):
        stored = self.ok(who, RECORD, self.request(kind, **fields))
        return stored.representation.representation_id

    def end(self, representation, days, who="strnadova", reason="COURT_DECISION"):
        request = Rep.EndRepresentationRequest(
            representation_id=representation,
            valid_to=self.world.today(days),
            reason=Rep.RepresentationEnd.Value(f"REPRESENTATION_END_{reason}"),
            evidence="OS Sokolov 12 P 3/2026",
        )
        return self.ok(who, END, request).representation

    def signing(self, consent_id, representation=None, view="COULD_NOT_SAY"):
        request = consent_pb2.SignConsentRequest(
            consent_id=consent_id,
            signed_time=self.world.now(minutes=-1),
            told_of_revocation_time=self.world.now(minutes=-2),
            document="X-1",
        )
        if representation:
            request.representation_id = representation
        if view:
            request.client_view = consent_pb2.ClientView.Value(f"CLIENT_VIEW_{view}")
        return request

    def given(self, representation, *parties, **further):
        """A consent that the representative signed."""
        consent = self.draft(*(parties or ("most", "town.housing")), **further)
        request = self.signing(consent, representation)
        return self.ok("strnadova", "ConsentService.SignConsent", request).consent

    def not_signed(self, request, code, reason, rule="XC-59"):
        self.refused("strnadova", "ConsentService.SignConsent", request, code, reason, rule)

    def object(self, consent, representation, who="strnadova"):
        request = consent_paper_pb2.ObjectToConsentRequest(
            consent_id=consent,
            representation_id=representation,
            attestation=attestation(self.world),
        )
        return self.ok(who, "ConsentService.ObjectToConsent", request).consent

    def read(self, consent, who="strnadova"):
        request = consent_pb2.GetConsentRequest(consent_id=consent)
        return self.ok(who, "ConsentService.GetConsent", request).consent

    def opens(self, expected="ALLOW"):
        return self.decides("strnadova", "own", "town.housing", DEBTS, expected)

    def sees_debts(self, who="pokorna"):
        """Whether the party sees the client at all, by reading and not by asking."""
        request = access_pb2.CheckDisclosuresRequest(
            queries=[access_pb2.DisclosureQuery(client_id=self.ids["client.own"], areas=[DEBTS])]
        )
        return bool(self.ok(who, "AccessService.CheckDisclosures", request).decisions)


class GivingTest(RepresentationTest):
    def test_XC_59_a_child_does_not_consent_alone_and_a_parent_does_with_the_childs_view_beside(self):
        mother = self.represent()
        consent = self.draft("most", "town.housing")
        self.not_signed(self.signing(consent, view=None), "FAILED_PRECONDITION", "CLIENT_CANNOT_GIVE")
        self.not_signed(
            self.signing(consent, mother, view=None), "FAILED_PRECONDITION", "CLIENT_VIEW_MISSING"
        )
        self.opens("CONSENT_REQUIRED")
        signed = self.ok(
            "strnadova", "ConsentService.SignConsent", self.signing(consent, mother)
        ).consent
        self.assertEqual(signed.standing, consent_pb2.CONSENT_STANDING_IN_FORCE)
        self.assertEqual(signed.versions[0].grantor, consent_pb2.CONSENT_GRANTOR_REPRESENTATIVE)
        self.assertEqual(signed.versions[0].representation_id, mother)
        self.opens()
        self.assertTrue(self.sees_debts())

    def test_XC_59_from_fifteen_on_the_client_consents_and_nothing_is_given_against_the_client(self):
        self.ids["client.own"] = self.person(years_ago(15))
        mother = self.represent()
        consent = self.draft("most", "town.housing")
        request = self.signing(consent, mother, "DISAGREES")
        self.not_signed(request, "FAILED_PRECONDITION", "CLIENT_OBJECTS")
        self.ok("strnadova", "ConsentService.SignConsent", self.signing(consent, view=None))
        self.opens()
        self.ids["client.own"] = self.person(years_ago(15, days=2))
        consent = self.draft("most", "town.housing")
        self.not_signed(self.signing(consent, view=None), "FAILED_PRECONDITION", "CLIENT_CANNOT_GIVE")

    def test_XC_59_a_parent_gives_until_the_eighteenth_birthday(self):
        self.ids["client.own"] = self.person(years_ago(18))
        self.refused(
            "strnadova", RECORD, self.request(), "FAILED_PRECONDITION", "REPRESENTATION_UNFIT", "XC-59"
        )
        self.ids["client.own"] = self.person(years_ago(17, days=-1))
        stored = self.ok("strnadova", RECORD, self.request()).representation
        self.assertTrue(stored.in_force)
        birthday = years_ago(-1, days=-1)
        eve = datetime.date(birthday.year, birthday.month, birthday.day) - datetime.timedelta(days=1)
        last = stored.last_day
        self.assertEqual((last.year, last.month, last.day), (eve.year, eve.month, eve.day))

    def test_XC_59_who_stands_for_nobody_in_this_gives_nothing(self):
        consent = self.draft("most", "town.housing")
        for wrong in (
            unknown_id(),
            self.represent(acts=[Rep.REPRESENTED_ACT_APPROVAL]),
            self.represent(areas=[HEALTH]),
            self.represent(valid_to=self.world.today(-10)),
            self.represent(valid_from=self.world.today(10)),
        ):
            self.not_signed(
                self.signing(consent, wrong), "PERMISSION_DENIED", "GRANTOR_NOT_ENTITLED"
            )
        self.opens("CONSENT_REQUIRED")
        self.ok(
            "strnadova",
            "ConsentService.SignConsent",
            self.signing(consent, self.represent(areas=[DEBTS])),
        )
        self.opens()

    def test_XC_59_another_childs_mother_gives_nothing(self):
        mother = self.represent()
        self.ids["client.own"] = self.person(years_ago(9))
        consent = self.draft("most", "town.housing")
        self.not_signed(self.signing(consent, mother), "PERMISSION_DENIED", "GRANTOR_NOT_ENTITLED")

    def test_XC_59_a_guardian_of_a_court_consents_for_an_adult_whose_capacity_is_limited(self):
        self.ids["client.own"] = self.person(years_ago(40))
        consent = self.draft("most", "town.housing")
        guardian = self.represent("COURT_GUARDIAN", excludes_client=True)
        self.not_signed(self.signing(consent, view=None), "FAILED_PRECONDITION", "CLIENT_CANNOT_GIVE")
        self.ok("strnadova", "ConsentService.SignConsent", self.signing(consent, guardian))
        self.opens()

    def test_XC_59_a_supporter_never_decides_but_may_object(self):
        self.ids["client.own"] = self.person(years_ago(40))
        friend = self.represent("SUPPORTER")
        consent = self.draft("most", "town.housing")
        self.not_signed(self.signing(consent, friend), "PERMISSION_DENIED", "GRANTOR_NOT_ENTITLED")
        self.ok("strnadova", "ConsentService.SignConsent", self.signing(consent, view=None))
        self.opens()
        self.object(consent, friend)
        self.opens("CONSENT_REQUIRED")

    def test_XC_59_who_can_give_is_told_before_anybody_is_asked(self):
        mother = self.represent()
        self.represent(representative_name="Otec", valid_to=self.world.today(-1))
        request = Rep.GetGrantorsRequest(
            client_id=self.ids["client.own"], act=Rep.REPRESENTED_ACT_CONSENT, areas=[DEBTS]
        )
        told = self.ok("strnadova", "RepresentationService.GetGrantors", request)
        self.assertFalse(told.client_may)
        self.assertEqual(told.rule, "XC-59")
        self.assertEqual([one.representation_id for one in told.representations], [mother])
        request.act = Rep.REPRESENTED_ACT_APPROVAL
        told = self.ok("strnadova", "RepresentationService.GetGrantors", request)
        self.assertEqual(list(told.representations), [])

    def test_XC_58_a_public_guardian_does_not_consent_in_the_own_agencys_favour(self):
        self.ids["client.own"] = self.person(years_ago(40))
        town = self.represent(
            "COURT_GUARDIAN",
            excludes_client=True,
            representative_worker_id=self.ids["worker.dolezel"],
        )
        consent = self.draft("most", "town.housing")
        self.not_signed(
            self.signing(consent, town), "PERMISSION_DENIED", "ATTESTATION_OF_PROFITEER", "XC-58"
        )
        self.given(town, "most", "pristav")
        self.decides("strnadova", "own", "pristav", DEBTS, "ALLOW")

    def test_XC_58_a_worker_records_no_power_of_her_own(self):
        self.ids["client.own"] = self.person(years_ago(40))
        request = self.request(
            "COURT_GUARDIAN", representative_worker_id=self.ids["worker.strnadova"]
        )
        self.refused(
            "strnadova", RECORD, request, "PERMISSION_DENIED", "ATTESTATION_OF_PROFITEER", "XC-58"
        )
        request.representation.representative_worker_id = self.ids["worker.strnadova"].upper()
        self.violates("strnadova", RECORD, request, "representation.representative_worker_id")
        other = self.represent(
            "COURT_GUARDIAN", representative_worker_id=self.ids["worker.strnadova"], who="petra"
        )
        consent = self.draft("town.social", "pristav")
        self.not_signed(
            self.signing(consent, other), "PERMISSION_DENIED", "ATTESTATION_OF_PROFITEER", "XC-58"
        )


class QuarrelTest(RepresentationTest):
    """4.1.4: two guardians, one deprived of custody yesterday."""

    def test_XC_59_a_quarrel_closes_on_every_path_until_a_court_decides(self):
        mother, father = self.represent(), self.represent(representative_name="Otec")
        consent = self.given(mother).consent_id
        self.opens()
        disputed = self.object(consent, father)
        self.assertEqual(disputed.standing, consent_pb2.CONSENT_STANDING_DISPUTED)
        self.opens("CONSENT_REQUIRED")
        self.assertFalse(self.sees_debts())
        request = client_pb2.GetClientRequest(client_id=self.ids["client.own"])
        self.refused("pokorna", "ClientService.GetClient", request, "NOT_FOUND", "NOT_FOUND")
        explain = access_pb2.ExplainAccessRequest(client_id=self.ids["client.own"])
        told = self.ok("strnadova", "AccessService.ExplainAccess", explain).explanations
        self.assertEqual([one.consent_id for one in told if one.consent_id], [])
        self.assertEqual(self.read(consent).standing, consent_pb2.CONSENT_STANDING_DISPUTED)
        # A court deprived the father yesterday: his objection is nobody's.
        self.assertFalse(self.end(father, -1).in_force)
        self.opens()
        self.assertEqual(self.read(consent).standing, consent_pb2.CONSENT_STANDING_IN_FORCE)

    def test_XC_59_what_a_deprived_parent_signed_today_opens_nothing(self):
        mother, father = self.represent(), self.represent(representative_name="Otec")
        consent = self.given(father).consent_id
        self.opens()
        self.end(father, -1)
        self.opens("CONSENT_REQUIRED")
        self.assertFalse(self.sees_debts())
        self.assertEqual(self.read(consent).standing, consent_pb2.CONSENT_STANDING_INVALID)
        second = self.draft("most", "town.housing")
        self.not_signed(self.signing(second, father), "PERMISSION_DENIED", "GRANTOR_NOT_ENTITLED")
        request = consent_paper_pb2.ObjectToConsentRequest(
            consent_id=self.given(mother).consent_id,
            representation_id=father,
            attestation=attestation(self.world),
        )
        self.refused(
            "strnadova",
            "ConsentService.ObjectToConsent",
            request,
            "PERMISSION_DENIED",
            "GRANTOR_NOT_ENTITLED",
            "XC-59",
        )
        self.opens()

    def test_XC_59_it_is_lifted_in_writing_only(self):
        mother, father = self.represent(), self.represent(representative_name="Otec")
        consent = self.given(mother).consent_id
        objection = self.object(consent, father).objections[0]
        again = self.object(consent, father)
        self.assertEqual([one.objection_id for one in again.objections], [objection.objection_id])
        spoken = attestation(self.world)
        spoken.form = types_pb2.ATTESTATION_FORM_ORAL
        request = consent_paper_pb2.LiftObjectionRequest(
            consent_id=consent, objection_id=objection.objection_id, attestation=spoken
        )
        name = "ConsentService.LiftObjection"
        self.refused(
            "strnadova", name, request, "FAILED_PRECONDITION", "ORAL_CONSENT_OPENS_NOTHING", "XC-10"
        )
        self.opens("CONSENT_REQUIRED")
        request.attestation.form = types_pb2.ATTESTATION_FORM_SIGNED
        request.attestation.document = "Sp 8/2026"
        self.refused("pokorna", name, request, "PERMISSION_DENIED", "ROLE_REFUSED")
        self.refused("beranek", name, request, "NOT_FOUND", "NOT_FOUND")
        lifted = self.ok("strnadova", name, request).consent
        self.assertEqual(lifted.standing, consent_pb2.CONSENT_STANDING_IN_FORCE)
        self.opens()

    def test_XC_59_who_is_no_party_hears_no_objection(self):
        mother, father = self.represent(), self.represent(representative_name="Otec")
        request = consent_paper_pb2.ObjectToConsentRequest(
            consent_id=self.given(mother).consent_id,
            representation_id=father,
            attestation=attestation(self.world),
        )
        self.refused(
            "beranek", "ConsentService.ObjectToConsent", request, "NOT_FOUND", "NOT_FOUND"
        )
        self.ok("pokorna", "ConsentService.ObjectToConsent", request)
        self.opens("CONSENT_REQUIRED")

    def test_XC_59_a_version_of_nobody_entitled_lifts_no_exclusion(self):
        mother, father = self.represent(), self.represent(representative_name="Otec")
        consent = self.given(mother, excluded_topics=[HEALTH]).consent_id
        version = self.version("most", "town.housing", areas=[DEBTS, HEALTH])
        request = consent_pb2.AddConsentVersionRequest(consent_id=consent, version=version)
        self.ok("strnadova", "ConsentService.AddConsentVersion", request)
        self.ok("strnadova", "ConsentService.SignConsent", self.signing(consent, father))
        self.decides("strnadova", "own", "town.housing", HEALTH, "ALLOW")
        self.end(father, -1)
        self.decides("strnadova", "own", "town.housing", HEALTH, "EXCLUDED_TOPIC")

    def test_XC_59_a_withdrawal_is_given_by_who_stands_for_the_client(self):
        mother, father = self.represent(), self.represent(valid_to=self.world.today(-1))
        self.given(mother)
        request = consent_pb2.RecordWithdrawalRequest(
            client_id=self.ids["client.own"],
            representation_id=father,
            attestation=attestation(self.world),
        )
        name = "ConsentService.RecordWithdrawal"
        self.refused(
            "strnadova", name, request, "PERMISSION_DENIED", "GRANTOR_NOT_ENTITLED", "XC-59"
        )
        self.opens()
        # Whether there is such a representation is told to nobody else.
        self.refused("beranek", name, request, "NOT_FOUND", "NOT_FOUND")
        request.representation_id = mother
        self.ok("strnadova", name, request)
        self.opens("CONSENT_REQUIRED")


class RecordTest(RepresentationTest):
    def test_XC_59_what_a_court_decides_is_proven(self):
        name = RECORD
        request = self.request("GUARDIAN")
        request.representation.ClearField("evidence")
        self.refused(
            "strnadova", name, request, "FAILED_PRECONDITION", "REPRESENTATION_UNPROVEN", "XC-59"
        )
        guardian = self.represent("GUARDIAN")
        end = Rep.EndRepresentationRequest(
            representation_id=guardian,
            valid_to=self.world.today(-1),
            reason=Rep.REPRESENTATION_END_COURT_DECISION,
        )
        self.refused(
            "strnadova", END, end, "FAILED_PRECONDITION", "REPRESENTATION_UNPROVEN", "XC-59"
        )

    def test_XC_59_an_end_is_not_moved_later(self):
        mother = self.represent()
        self.end(mother, -3)
        request = Rep.EndRepresentationRequest(
            representation_id=mother,
            valid_to=self.world.today(30),
            reason=Rep.REPRESENTATION_END_MISTAKE,
        )
        self.refused(
            "strnadova", END, request, "FAILED_PRECONDITION", "REPRESENTATION_ENDED", "XC-59"
        )

    def test_XC_59_whoever_works_with_the_client_and_sees_the_family_records_an_end(self):
        family = areas_pb2.DATA_AREA_FAMILY
        mother, father = self.represent(), self.represent(representative_name="Otec")
        self.given(mother, "most", "pristav", areas=[DEBTS, family])
        request = Rep.EndRepresentationRequest(
            representation_id=father,
            valid_to=self.world.today(-1),
            reason=Rep.REPRESENTATION_END_DIED,
        )
        # Seeing is not working with the client.
        get = Rep.GetRepresentationRequest(representation_id=father)
        self.ok("beranek", "RepresentationService.GetRepresentation", get)
        self.refused("beranek", END, request, "NOT_FOUND", "NOT_FOUND")
        referral = referral_pb2.SendReferralRequest(
            referral=referral_pb2.Referral(
                client_id=self.ids["client.own"],
                recipient_agency_id=self.ids["agency.pristav"],
                area=DEBTS,
                need="Poradna",
            )
        )
        sent = self.ok("strnadova", "ReferralService.SendReferral", referral).referral
        accept = referral_pb2.AcceptReferralRequest(referral_id=sent.referral_id)
        self.ok("beranek", "ReferralService.AcceptReferral", accept)
        ended = self.ok("beranek", END, request).representation
        self.assertFalse(ended.in_force)
        self.assertEqual(ended.etag, "")

    def test_XC_59_a_representation_is_family_and_of_who_works_with_the_client(self):
        mother = self.represent()
        get = Rep.GetRepresentationRequest(representation_id=mother)
        listing = Rep.ListRepresentationsRequest(client_id=self.ids["client.own"])
        for who in ("beranek", "pokorna"):
            for name, request in (
                ("GetRepresentation", get),
                ("ListRepresentations", listing),
            ):
                self.refused(
                    who, f"RepresentationService.{name}", request, "NOT_FOUND", "NOT_FOUND"
                )
        self.given(mother)
        # A consent about debts opens no family.
        self.refused(
            "pokorna", "RepresentationService.GetRepresentation", get, "NOT_FOUND", "NOT_FOUND"
        )
        listed = self.ok("pokorna", "RepresentationService.ListRepresentations", listing)
        self.assertEqual(list(listed.representations), [])
        mine = self.ok("strnadova", "RepresentationService.ListRepresentations", listing)
        self.assertEqual([one.representation_id for one in mine.representations], [mother])
        read = self.ok("strnadova", "RepresentationService.GetRepresentation", get)
        self.assertEqual(
            [(one.verb, one.allowed) for one in read.actions], [("EndRepresentation", True)]
        )

    def test_XC_59_the_feed_tells_of_representation_and_dispute_without_names(self):
        mother, father = self.represent(), self.represent(representative_name="Otec")
        consent = self.given(mother).consent_id
        self.object(consent, father)
        self.end(father, -1)
        revoke = consent_pb2.RevokeConsentRequest(consent_id=consent)
        self.ok("strnadova", "ConsentService.RevokeConsent", revoke)
        events = [one for one in self.events() if one.client_id == self.ids["client.own"]]
        self.assertEqual(
            [one.type for one in events],
            [
                "ClientRegistered",
                "RepresentationRecorded",
                "RepresentationRecorded",
                "ConsentDrafted",
                "ConsentSigned",
                "ConsentDisputed",
                "RepresentationEnded",
                "ConsentRevoked",
            ],
        )
        of_consent = [one for one in events if one.aggregate_id == consent]
        self.assertEqual([one.version for one in of_consent], [1, 2, 3, 4])
        for event in events:
            self.assertNotIn("Zkušební".encode(), event.SerializeToString())
            self.assertNotIn(b"Otec", event.SerializeToString())

    def events(self):
        """All events of the registry, as a service reads them."""
        events, position = [], ""
        while True:
            request = feed_pb2.ListChangesRequest(position=position, wait_ms=1000)
            changes = self.ok(
                self.world.service("reporting"), "FeedService.ListChanges", request
            )
            if not changes.events:
                return events
            events += changes.events
            position = changes.position
