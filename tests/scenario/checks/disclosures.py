"""One-off disclosures: what a present client, an emergency, a duty to report open, and how long."""

import uuid

from opora.common.v1 import areas_pb2, audit_pb2, context_pb2, types_pb2
from opora.registry.v1 import (
    access_pb2,
    client_pb2,
    consent_pb2,
    debt_pb2,
    involvement_pb2,
    one_off_pb2,
)

from checks.base import ClientTest, unknown_id

DEBTS = areas_pb2.DATA_AREA_DEBTS
HEALTH = areas_pb2.DATA_AREA_HEALTH
SUPPORT = areas_pb2.DATA_AREA_SUPPORT_PLAN
REPORTER = areas_pb2.DATA_AREA_REPORTER
PRESENT = audit_pb2.BASIS_CLIENT_PRESENT
EMERGENCY = audit_pb2.BASIS_EMERGENCY
REPORT = audit_pb2.BASIS_MANDATORY_REPORT
RESCUE = one_off_pb2.OUTSIDE_RECIPIENT_RESCUE_SERVICE
POLICE = one_off_pb2.OUTSIDE_RECIPIENT_POLICE
OTHER = one_off_pb2.OUTSIDE_RECIPIENT_OTHER
NEGLECT = one_off_pb2.REPORTABLE_SITUATION_NEGLECT
TELL = "AccessService.DiscloseOnce"


class OneOffTest(ClientTest):
    def setUp(self):
        super().setUp()
        self.ids["client.own"] = self.client()

    def word(self, form=types_pb2.ATTESTATION_FORM_PHONE, minutes=-1):
        return types_pb2.Attestation(
            person="klientka", form=form, occurred_at=self.world.now(minutes=minutes)
        )

    def request(self, basis, area, topics=(), request_id="", to=None, **fields):
        """`to` is a unit of the platform, or fields name a body outside."""
        if to:
            unit = self.world.unit(to)
            fields["recipient_agency_id"] = unit["agency_id"]
            if "department_id" in unit:
                fields["recipient_department_id"] = unit["department_id"]
        fields = {"client_id": self.ids["client.own"], "wording": "Splátka je zaplacena.", **fields}
        return access_pb2.DiscloseOnceRequest(
            disclosure=one_off_pb2.OneOffDisclosure(basis=basis, areas=[area], **fields),
            topics=topics,
            request_id=request_id,
        )

    def present(self, area=DEBTS, to="town.housing", **fields):
        return self.request(PRESENT, area, to=to, **{"attestation": self.word(), **fields})

    def emergency(self, area=HEALTH, **fields):
        return self.request(EMERGENCY, area, **{"outside_recipient": RESCUE, **fields})

    def report(self, area=areas_pb2.DATA_AREA_CHILD_PROTECTION, **fields):
        usual = {"outside_recipient": POLICE, "reportable_situation": NEGLECT}
        return self.request(REPORT, area, **{**usual, **fields})

    def tell(self, who, request):
        return self.ok(who, TELL, request)

    def sign(self, *parties, areas=(DEBTS,), excluded=()):
        """A consent of the client that the story's own steps do not know."""
        version = consent_pb2.ConsentVersion(
            parties=[consent_pb2.ConsentParty(**self.world.unit(unit)) for unit in parties],
            areas=areas,
            excluded_topics=excluded,
            excluded_topics_asked=True,
            form=consent_pb2.CONSENT_FORM_WRITTEN,
        )
        request = consent_pb2.CreateConsentRequest(
            client_id=self.ids["client.own"], version=version
        )
        consent = self.ok("strnadova", "ConsentService.CreateConsent", request).consent.consent_id
        request = consent_pb2.SignConsentRequest(
            consent_id=consent,
            signed_time=self.world.now(minutes=-1),
            told_of_revocation_time=self.world.now(minutes=-2),
            document="X-1",
        )
        self.ok("strnadova", "ConsentService.SignConsent", request)
        return consent

    def history(self, effect=audit_pb2.AUDIT_EFFECT_DISCLOSED):
        """What the client's own view says of one-off disclosures, newest first."""
        request = access_pb2.ListDisclosuresRequest(client_id=self.ids["client.own"])
        listed = self.ok(
            "strnadova", "AccessService.ListDisclosures", request, purpose="CLIENT_REQUEST"
        ).disclosures
        return [one for one in listed if one.effect == effect and "DiscloseOnce" in one.method]

    def debts_of_own(self, who):
        return self.refused(
            who,
            "DebtService.ListDebts",
            debt_pb2.ListDebtsRequest(client_id=self.ids["client.own"]),
            "NOT_FOUND",
            "NOT_FOUND",
        )


class ClientPresentTest(OneOffTest):
    def test_XC_64_what_the_client_asks_for_is_told_and_kept_word_by_word(self):
        stored = self.tell("strnadova", self.present()).disclosure
        self.assertEqual(stored.wording, "Splátka je zaplacena.")
        self.assertEqual(
            stored.attestation.attesting_worker_id, self.ids["worker.strnadova"], stored
        )
        request = access_pb2.GetOneOffDisclosureRequest(disclosure_id=stored.disclosure_id)
        again = self.ok("strnadova", "AccessService.GetOneOffDisclosure", request).disclosure
        self.assertEqual(again, stored)
        request = access_pb2.ListOneOffDisclosuresRequest(client_id=self.ids["client.own"])
        listed = self.ok("strnadova", "AccessService.ListOneOffDisclosures", request).disclosures
        self.assertEqual(list(listed), [stored])

    def test_XC_11_the_client_sees_basis_areas_and_recipient(self):
        self.tell("strnadova", self.present())
        outside = {"outside_recipient": OTHER, "outside_recipient_name": "pan Vávra"}
        self.tell("strnadova", self.present(to=None, **outside))
        outside, housing = self.history()
        self.assertEqual((housing.basis, list(housing.areas)), (PRESENT, [DEBTS]))
        unit = self.world.unit("town.housing")
        self.assertEqual(housing.agency_id, unit["agency_id"])
        self.assertEqual(housing.department_id, unit["department_id"])
        self.assertEqual(outside.outside_recipient, OTHER)
        self.assertEqual(outside.worker_id, self.ids["worker.strnadova"])

    def test_XC_64_without_the_client_s_word_of_today_nothing_is_told(self):
        message = types_pb2.ATTESTATION_FORM_MESSAGE
        requests = [
            self.request(PRESENT, DEBTS, to="town.housing"),
            self.present(attestation=self.word(form=message)),
            self.present(attestation=self.word(minutes=-25 * 60)),
        ]
        for request in requests:
            self.refused(
                "strnadova", TELL, request, "FAILED_PRECONDITION", "CLIENT_NOT_PRESENT", "XC-64"
            )
        self.assertEqual(self.history(), [])

    def test_XC_26_the_next_read_needs_its_own_basis(self):
        self.tell("strnadova", self.present())
        self.debts_of_own("pokorna")
        self.decides("strnadova", "own", "town.housing", DEBTS, "CONSENT_REQUIRED")

    def test_XC_26_not_even_the_recipient_reads_the_record_again(self):
        stored = self.tell("strnadova", self.present()).disclosure
        request = access_pb2.GetOneOffDisclosureRequest(disclosure_id=stored.disclosure_id)
        for who in ("pokorna", "beranek"):
            self.refused(
                who, "AccessService.GetOneOffDisclosure", request, "NOT_FOUND", "NOT_FOUND"
            )

    def test_XC_02_a_present_client_does_not_lift_an_excluded_topic_by_the_way(self):
        self.sign("most", "pristav", areas=[HEALTH], excluded=[DEBTS])
        for request in (
            self.present(),
            self.request(
                PRESENT, HEALTH, topics=[DEBTS], to="town.housing", attestation=self.word()
            ),
        ):
            self.refused(
                "strnadova", TELL, request, "PERMISSION_DENIED", "EXCLUDED_TOPIC", "XC-02"
            )
        self.tell("strnadova", self.present(area=HEALTH))

    def test_XC_36_support_notes_do_not_reach_control_on_the_client_s_word(self):
        request = self.present(area=SUPPORT)
        self.refused("strnadova", TELL, request, "PERMISSION_DENIED", "STANCE_WALL", "XC-36")
        request = self.present(
            area=SUPPORT, to=None, outside_recipient=OTHER, outside_recipient_name="pan Vávra"
        )
        self.refused("strnadova", TELL, request, "PERMISSION_DENIED", "STANCE_WALL", "XC-36")
        self.tell("strnadova", self.present(area=SUPPORT, to="pristav"))

    def test_XC_58_who_is_told_does_not_attest_it(self):
        for request in (
            self.present(to="most"),
            self.present(to="pristav", recipient_worker_id=self.ids["worker.strnadova"]),
        ):
            self.refused(
                "strnadova",
                TELL,
                request,
                "PERMISSION_DENIED",
                "ATTESTATION_OF_PROFITEER",
                "XC-58",
            )

    def test_XC_30_who_does_not_work_with_the_client_learns_nothing(self):
        answers = []
        for client in (self.ids["client.own"], unknown_id()):
            request = self.present(client_id=client)
            error = self.refused("beranek", TELL, request, "NOT_FOUND", "NOT_FOUND")
            answers.append(error.answer)
        self.assertEqual(answers[0], answers[1])

    def test_XC_05_a_withdrawn_consent_stays_withdrawn(self):
        consent = self.sign("most", "town.housing")
        request = consent_pb2.RevokeConsentRequest(consent_id=consent)
        self.ok("strnadova", "ConsentService.RevokeConsent", request)
        self.tell("strnadova", self.present())
        request = consent_pb2.GetConsentRequest(consent_id=consent)
        state = self.ok("strnadova", "ConsentService.GetConsent", request).consent.state
        self.assertEqual(state, consent_pb2.CONSENT_STATE_REVOKED)
        self.debts_of_own("pokorna")

    def test_XC_64_there_is_one_named_recipient(self):
        both = self.present(outside_recipient=POLICE)
        self.violates(
            "strnadova", TELL, both, "disclosure.recipient_agency_id", "RECIPIENT_UNCLEAR"
        )
        unnamed = self.present(to=None, outside_recipient=OTHER)
        self.violates(
            "strnadova", TELL, unnamed, "disclosure.outside_recipient_name", "RECIPIENT_UNNAMED"
        )

    def test_a_dry_run_tells_nobody(self):
        request = self.present()
        request.validate_only = True
        self.tell("strnadova", request)
        self.assertEqual(self.history(), [])


class OverrideTest(OneOffTest):
    """Emergency and mandatory report stand above what the client wants, once."""

    def test_XC_23_anybody_who_helps_calls_for_help(self):
        response = self.tell("beranek", self.emergency())
        self.assertEqual([one.reason for one in response.warnings], ["FACTS_MISSING"])
        self.assertEqual(response.disclosure.statute, "§ 150 Act 40/2009")
        seen = self.history()[0]
        self.assertEqual((seen.basis, seen.outside_recipient), (EMERGENCY, RESCUE))
        self.assertEqual(seen.worker_id, self.ids["worker.beranek"])

    def test_XC_23_against_the_client_s_will_whatever_is_excluded(self):
        self.sign("most", "pristav", excluded=[HEALTH])
        said = "Nikam nevolejte!"
        stored = self.tell("strnadova", self.emergency(client_disagreement=said)).disclosure
        self.assertEqual(stored.client_disagreement, said)

    def test_XC_23_observed_facts_follow_once(self):
        stored = self.tell("beranek", self.emergency()).disclosure
        method = "AccessService.RecordObservedFacts"
        request = access_pb2.RecordObservedFactsRequest(
            disclosure_id=stored.disclosure_id, observed_facts="v bezvědomí, dýchá"
        )
        self.refused("strnadova", method, request, "NOT_FOUND", "NOT_FOUND")
        response = self.ok("beranek", method, request)
        self.assertEqual(response.disclosure.observed_facts, "v bezvědomí, dýchá")
        self.assertEqual(list(response.warnings), [])
        self.refused(
            "beranek", method, request, "FAILED_PRECONDITION", "FACTS_RECORDED", "XC-23"
        )

    def test_XC_23_an_emergency_is_told_to_those_who_help(self):
        for request in (
            self.emergency(outside_recipient=None, to="town.housing"),
            self.emergency(outside_recipient=OTHER, outside_recipient_name="soused"),
        ):
            self.refused(
                "strnadova", TELL, request, "PERMISSION_DENIED", "RECIPIENT_NOT_COMPETENT", "XC-23"
            )

    def test_XC_23_control_without_a_record_is_not_who_helps(self):
        self.refused("pokorna", TELL, self.emergency(), "NOT_FOUND", "NOT_FOUND")

    def test_XC_26_a_call_for_help_opens_nothing_to_the_caller(self):
        self.tell("beranek", self.emergency())
        request = client_pb2.GetClientRequest(client_id=self.ids["client.own"])
        self.refused("beranek", "ClientService.GetClient", request, "NOT_FOUND", "NOT_FOUND")
        request = access_pb2.ListDisclosuresRequest(client_id=self.ids["client.own"])
        self.refused("beranek", "AccessService.ListDisclosures", request, "NOT_FOUND", "NOT_FOUND")
        request = access_pb2.ListOneOffDisclosuresRequest(client_id=self.ids["client.own"])
        own = self.ok("beranek", "AccessService.ListOneOffDisclosures", request).disclosures
        self.assertEqual(len(own), 1)
        others = self.ok("strnadova", "AccessService.ListOneOffDisclosures", request).disclosures
        self.assertEqual(len(others), 0)

    def test_XC_24_a_report_minds_neither_withdrawal_nor_exclusion(self):
        area = areas_pb2.DATA_AREA_CHILD_PROTECTION
        consent = self.sign("most", "pristav", excluded=[area])
        request = consent_pb2.RevokeConsentRequest(consent_id=consent)
        self.ok("strnadova", "ConsentService.RevokeConsent", request)
        said = "S tím nesouhlasím, nechte nás být."
        stored = self.tell("strnadova", self.report(client_disagreement=said)).disclosure
        self.assertEqual(stored.client_disagreement, said)
        self.assertEqual(stored.reportable_situation, NEGLECT)
        seen = self.history()[0]
        self.assertEqual((seen.basis, list(seen.areas)), (REPORT, [area]))
        request = consent_pb2.GetConsentRequest(consent_id=consent)
        state = self.ok("strnadova", "ConsentService.GetConsent", request).consent.state
        self.assertEqual(state, consent_pb2.CONSENT_STATE_REVOKED)

    def test_XC_24_a_report_says_what_is_reported_and_to_whom(self):
        request = self.report(reportable_situation=None)
        self.refused(
            "strnadova", TELL, request, "FAILED_PRECONDITION", "SITUATION_MISSING", "XC-24"
        )
        request = self.report(outside_recipient=RESCUE)
        self.refused(
            "strnadova", TELL, request, "PERMISSION_DENIED", "RECIPIENT_NOT_COMPETENT", "XC-24"
        )

    def test_XC_27_nothing_opens_who_reported(self):
        for request in (
            self.present(area=REPORTER),
            self.emergency(area=REPORTER),
            self.report(topics=[REPORTER]),
        ):
            self.refused(
                "strnadova", TELL, request, "PERMISSION_DENIED", "REPORTER_CLOSED", "XC-27"
            )

    def test_XC_27_no_other_basis_can_be_claimed(self):
        for basis in (audit_pb2.BASIS_CONSENT, audit_pb2.BASIS_LEGAL_REQUEST):
            request = self.request(basis, HEALTH, outside_recipient=POLICE)
            self.violates("strnadova", TELL, request, "disclosure.basis")

    def test_XC_57_a_past_emergency_is_recorded_and_a_future_one_is_not(self):
        stored = self.tell("strnadova", self.emergency(occurred_at=self.world.now(-300))).disclosure
        self.assertLess(stored.occurred_at.seconds, stored.create_time.seconds)
        request = self.emergency(occurred_at=self.world.now(minutes=60))
        self.refused(
            "strnadova", TELL, request, "INVALID_ARGUMENT", "NOT_IN_FUTURE", "XC-57"
        )


class SourceRefTest(OneOffTest):
    def test_XC_26_the_same_event_is_told_once(self):
        key = f"crisis:{uuid.uuid4()}"
        first = self.tell("beranek", self.emergency(source_ref=key)).disclosure
        again = self.tell("beranek", self.emergency(source_ref=key)).disclosure
        self.assertEqual(again, first)
        self.assertEqual(len(self.history()), 1)
        other = self.report(source_ref=key)
        self.violates("beranek", TELL, other, "disclosure.source_ref", "SOURCE_REF_REUSED")

    def test_a_key_is_the_own_unit_s(self):
        key = f"crisis:{uuid.uuid4()}"
        first = self.tell("beranek", self.emergency(source_ref=key)).disclosure
        theirs = self.tell("strnadova", self.emergency(source_ref=key)).disclosure
        self.assertNotEqual(first.disclosure_id, theirs.disclosure_id)

    def test_a_replay_answers_a_stranger_who_helped_as_the_first_time(self):
        request = self.emergency(request_id=str(uuid.uuid4()))
        first = self.tell("beranek", request).disclosure
        self.assertEqual(self.tell("beranek", request).disclosure, first)


class InvolvementTest(OneOffTest):
    def kinds(self, who, client, since):
        request = involvement_pb2.GetInvolvementRequest(
            worker_id=self.ids[f"worker.{who}"],
            client_id=self.ids[f"client.{client}"],
            since_date=since,
        )
        service = self.world.service("case-conference")
        answer = self.ok(service, "AccessService.GetInvolvement", request)
        told = {field.name for field, _ in answer.ListFields()}
        self.assertLessEqual(told, {"kinds"})
        return {involvement_pb2.InvolvementKind.Name(kind)[17:] for kind in answer.kinds}

    def test_CONF_35_whoever_worked_with_the_person_is_involved(self):
        since = self.world.today(-30)
        kinds = self.kinds("strnadova", "kopecky.labour", since)
        self.assertLessEqual({"ASSIGNMENT", "SUPPORT_RECORD", "REGISTRATION", "CONSENT"}, kinds)
        kinds = self.kinds("sykorova", "kopecky.most", since)
        self.assertLessEqual({"REFERRAL", "STATEMENT_AUTHOR", "REGISTRATION"}, kinds)
        self.assertEqual(self.kinds("milan", "kopecky.most", since), set())

    def test_CONF_35_one_call_for_help_is_involvement(self):
        self.assertEqual(self.kinds("beranek", "own", self.world.today()), set())
        self.tell("beranek", self.emergency())
        self.assertEqual(self.kinds("beranek", "own", self.world.today()), {"DISCLOSURE"})
        self.assertEqual(self.kinds("beranek", "own", self.world.today(2)), set())

    def test_CONF_35_an_open_assignment_lasts(self):
        kinds = self.kinds("strnadova", "kopecky.most", self.world.today(2))
        self.assertIn("ASSIGNMENT", kinds)
        self.assertNotIn("SUPPORT_RECORD", kinds)

    def test_XC_30_no_person_is_told_of_involvement(self):
        request = involvement_pb2.GetInvolvementRequest(
            worker_id=self.ids["worker.strnadova"],
            client_id=self.ids["client.kopecky.most"],
            since_date=self.world.today(-30),
        )
        for who in ("strnadova", "milan", "admin"):
            self.refused(
                who,
                "AccessService.GetInvolvement",
                request,
                "PERMISSION_DENIED",
                "CALLER_KIND_REFUSED",
            )

    def assignments(self, **fields):
        request = involvement_pb2.GetAssignmentsRequest(**fields)
        service = self.world.service("housing-referral")
        return self.ok(service, "AccessService.GetAssignments", request).assignments

    def test_HOUS_07_assignments_tell_role_and_stance(self):
        for client in ("kopecky.most", "kopecky.labour"):
            found = self.assignments(client_id=self.ids[f"client.{client}"])
            ours = [one for one in found if one.worker_id == self.ids["worker.strnadova"]]
            self.assertEqual({one.stance for one in ours}, {context_pb2.STANCE_SUPPORT})
        of_worker = self.assignments(worker_id=self.ids["worker.strnadova"])
        self.assertIn(self.ids["client.kopecky.most"], [one.client_id for one in of_worker])

    def test_HOUS_07_a_day_before_the_first_assignment_has_none(self):
        day = types_pb2.Date(year=2022, month=1, day=1)
        self.assertEqual(
            list(self.assignments(worker_id=self.ids["worker.strnadova"], as_of_date=day)), []
        )
        request = involvement_pb2.GetAssignmentsRequest()
        self.violates(
            self.world.service("housing-referral"),
            "AccessService.GetAssignments",
            request,
            "client_id",
            "CLIENT_OR_WORKER",
        )
