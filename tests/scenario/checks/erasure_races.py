"""Bad input 30: an erasure that meets a consent, a merge, and people named in records of others."""

import concurrent.futures
import uuid

from opora.common.v1 import areas_pb2, types_pb2
from opora.registry.v1 import (
    client_pb2,
    consent_pb2,
    household_pb2,
    privacy_pb2,
    representation_pb2,
)

from checks.privacy import DECIDE, ERASED, ERASURE, GRANTED, HOUSING, PrivacyTest
from opora_client import OporaError

FAMILY = areas_pb2.DATA_AREA_FAMILY
LIST_NOTICES = "PrivacyService.ListRecipientNotices"
BORN = types_pb2.PartialDate(year=1971, month=3, day=4)


class ErasureRaceTest(PrivacyTest):
    def setUp(self):
        super().setUp()
        self.state("Bydlí v podnájmu.")

    def erasure(self, areas=(HOUSING,)):
        return self.verify(self.received(ERASURE, areas=areas))

    def notices(self, who, client_id=None):
        request = privacy_pb2.ListRecipientNoticesRequest(client_id=client_id or self.client_id)
        return self.ok(who, LIST_NOTICES, request).notices

    def at_once(self, *calls):
        """Answers, or refusals, of calls that begin together."""

        def tried(call):
            try:
                return call()
            except OporaError as error:
                return error

        with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
            return list(pool.map(tried, calls))

    def register(self, who, family, given="Vít"):
        request = client_pb2.RegisterClientRequest(
            client=client_pb2.Client(
                kind=client_pb2.CLIENT_KIND_IDENTIFIED,
                given_name=given,
                family_name=family,
                birth_date=BORN,
            )
        )
        return self.ok(who, "ClientService.RegisterClient", request).client.client_id

    def match(self, *clients):
        token = ""
        while True:
            request = client_pb2.ListMatchesRequest(page_size=500, page_token=token)
            page = self.ok("koudelka", "ClientService.ListMatches", request)
            for one in page.matches:
                if {one.client_id, one.other_client_id} == set(clients):
                    return one.match_id
            token = page.next_page_token
            self.assertTrue(token, "no such match")

    def test_XC_67_bad_input_30_decided_by_four_at_once_it_is_decided_once(self):
        self.consent("most", "pristav")
        self.read("beranek")
        decide = self.world.method("strnadova", DECIDE)
        request = self.erasure()
        answers = self.at_once(*[lambda: decide(self.decision(request))] * 4)
        refused = [one.reason for one in answers if isinstance(one, OporaError)]
        self.assertEqual(refused, ["SUBJECT_REQUEST_DECIDED"] * 3)
        self.assertEqual([one.kind for one in self.notices("beranek")], [ERASED])

    def test_XC_67_bad_input_30_an_erasure_while_a_consent_is_being_granted(self):
        """Whoever read before is told; the consent stands or falls by itself."""
        decide = self.world.method("strnadova", DECIDE)
        sign = self.world.method("strnadova", "ConsentService.SignConsent")
        read = self.world.method("beranek", "ClientService.GetClient", purpose="AGREED_SUPPORT")
        told = set()
        for turn in range(8):
            self.client_id = self.client()
            self.state("Bydlí v podnájmu.")
            request = self.erasure()
            version = consent_pb2.ConsentVersion(
                parties=[consent_pb2.ConsentParty(**self.world.unit(u)) for u in ("most", "pristav")],
                areas=[HOUSING],
                excluded_topics_asked=True,
                form=consent_pb2.CONSENT_FORM_WRITTEN,
            )
            create = consent_pb2.CreateConsentRequest(client_id=self.client_id, version=version)
            draft = self.ok("strnadova", "ConsentService.CreateConsent", create).consent
            signature = consent_pb2.SignConsentRequest(
                consent_id=draft.consent_id,
                signed_time=self.world.now(minutes=-1),
                told_of_revocation_time=self.world.now(minutes=-2),
                document="X-1",
            )
            get = client_pb2.GetClientRequest(client_id=self.client_id)

            def grant_and_read():
                sign(signature)
                return read(get)

            if turn == 0:  # in order: granted and read first, so told for certain
                grant_and_read()
                decided = decide(self.decision(request))
                self.assertEqual(len(decided.notices), 1)
            elif turn == 1:  # decided first: nobody had received anything
                decided = decide(self.decision(request))
                grant_and_read()
                self.assertEqual(list(decided.notices), [])
            else:
                decided, seen = self.at_once(
                    lambda: decide(self.decision(request)), grant_and_read
                )
                self.assertNotIsInstance(decided, OporaError)
                self.assertNotIsInstance(seen, OporaError)
            recipients = [one.recipient_agency_id for one in decided.notices]
            self.assertIn(recipients, ([], [self.ids["agency.pristav"]]))
            # What the decision said is what stands, for who received it as for who decided.
            listed = [one.notice_id for one in self.notices("beranek")]
            self.assertEqual(listed, [one.notice_id for one in decided.notices])
            stands = self.ok(
                "strnadova",
                "ConsentService.GetConsent",
                consent_pb2.GetConsentRequest(consent_id=draft.consent_id),
            ).consent
            self.assertEqual(stands.standing, consent_pb2.CONSENT_STANDING_IN_FORCE)
            told.add(len(recipients))
        self.assertEqual(told, {0, 1})

    def test_XC_67_bad_input_30_an_erasure_while_a_merge_runs(self):
        """The recipients of the joined record are told when the merge came first, else not at all."""
        decide = self.world.method("strnadova", DECIDE)
        merge = self.world.method("koudelka", "ClientService.MergeClients")
        outcomes = set()
        for turn in range(8):
            family = f"Spojený {uuid.uuid4()}"
            self.client_id = self.register("strnadova", family)
            other = self.register("sykorova", family)
            self.read_elsewhere(other)
            request = self.erasure()
            joining = client_pb2.MergeClientsRequest(match_id=self.match(self.client_id, other))
            if turn == 0:
                merge(joining)
                decided = decide(self.decision(request))
                self.assertEqual(len(decided.notices), 1)
            elif turn == 1:
                decided = decide(self.decision(request))
                merge(joining)
                self.assertEqual(list(decided.notices), [])
            else:
                decided, merged = self.at_once(
                    lambda: decide(self.decision(request)), lambda: merge(joining)
                )
                self.assertNotIsInstance(decided, OporaError)
                self.assertNotIsInstance(merged, OporaError)
            recipients = [one.recipient_agency_id for one in decided.notices]
            self.assertIn(recipients, ([], [self.ids["agency.pristav"]]))
            outcomes.add(len(recipients))
            # One person, one decided request, by whichever record it is asked for.
            for client in (self.client_id, other):
                listing = privacy_pb2.ListSubjectRequestsRequest(client_id=client)
                listed = self.ok("strnadova", "PrivacyService.ListSubjectRequests", listing)
                self.assertEqual(
                    [(one.subject_request_id, one.decision) for one in listed.subject_requests],
                    [(request.subject_request_id, GRANTED)],
                )
        self.assertEqual(outcomes, {0, 1})

    def read_elsewhere(self, other):
        """The other unit's record is read by Přístav, on a consent of its own."""
        statement = client_pb2.Statement(
            client_id=other,
            area=HOUSING,
            kind=client_pb2.STATEMENT_KIND_VERIFIED_FACT,
            topic="bydlení",
            content="Ubytovna.",
        )
        request = client_pb2.RecordStatementRequest(statement=statement)
        self.ok("sykorova", "ClientService.RecordStatement", request)
        version = consent_pb2.ConsentVersion(
            parties=[consent_pb2.ConsentParty(**self.world.unit(u)) for u in ("labour", "pristav")],
            areas=[HOUSING],
            excluded_topics_asked=True,
            form=consent_pb2.CONSENT_FORM_WRITTEN,
        )
        create = consent_pb2.CreateConsentRequest(client_id=other, version=version)
        consent = self.ok("sykorova", "ConsentService.CreateConsent", create).consent.consent_id
        signature = consent_pb2.SignConsentRequest(
            consent_id=consent,
            signed_time=self.world.now(minutes=-1),
            told_of_revocation_time=self.world.now(minutes=-2),
            document="X-1",
        )
        self.ok("sykorova", "ConsentService.SignConsent", signature)
        read = client_pb2.GetClientRequest(client_id=other)
        seen = self.ok("beranek", "ClientService.GetClient", read, purpose="AGREED_SUPPORT")
        self.assertIn("Ubytovna.", [one.content for one in seen.statements])

    def test_XC_67_bad_input_30_who_is_named_in_the_record_of_another_is_found_there_too(self):
        mother, child = self.client_id, self.register("strnadova", f"Dítě {uuid.uuid4()}", "Ema")
        relation = household_pb2.RecordFamilyRelationRequest(
            relation=household_pb2.FamilyRelation(
                client_id=child,
                kind=household_pb2.FAMILY_RELATION_KIND_PARENT,
                relative_client_id=mother,
                source=client_pb2.STATEMENT_KIND_CLIENT_STATEMENT,
            )
        )
        self.ok("strnadova", "ClientService.RecordFamilyRelation", relation)
        # Přístav reads the child's family; of the mother it knows nothing.
        self.client_id = child
        self.consent("most", "pristav", areas=[FAMILY])
        listing = household_pb2.ListFamilyRequest(client_id=child)
        family = self.ok("beranek", "ClientService.ListFamily", listing, purpose="AGREED_SUPPORT")
        self.assertEqual(len(family.relations), 1)
        self.client_id = mother
        decided = self.ok(
            "strnadova", DECIDE, self.decision(self.erasure(areas=[FAMILY, HOUSING]))
        )
        self.assertIn("NAMED_ELSEWHERE", [one.reason for one in decided.warnings])
        self.assertEqual(
            [(one.client_id, one.recipient_agency_id) for one in decided.notices],
            [(child, self.ids["agency.pristav"])],
        )
        # The notice names the record that the recipient knows, and not the mother's.
        (notice,) = self.notices("beranek", child)
        self.assertNotIn(mother, str(notice))
        self.assertEqual(list(notice.areas), [FAMILY])
        self.assertEqual(list(self.notices("beranek", mother)), [])
        # What does not concern the family tells nobody of it.
        narrow = self.ok("strnadova", DECIDE, self.decision(self.erasure()))
        self.assertNotIn("NAMED_ELSEWHERE", [one.reason for one in narrow.warnings])
        self.assertEqual(list(narrow.notices), [])

    def test_XC_67_bad_input_30_and_who_represents_another(self):
        guardian, ward = self.client_id, self.register("strnadova", f"Opatrovaný {uuid.uuid4()}")
        request = representation_pb2.RecordRepresentationRequest(
            representation=representation_pb2.Representation(
                client_id=ward,
                kind=representation_pb2.REPRESENTATION_KIND_COURT_GUARDIAN,
                representative_name="Vít",
                representative_client_id=guardian,
                acts=[representation_pb2.REPRESENTED_ACT_CONSENT],
                valid_from=self.world.today(-10),
                evidence="OS Sokolov 12 P 3/2026",
            )
        )
        self.ok("strnadova", "RepresentationService.RecordRepresentation", request)
        decided = self.ok("strnadova", DECIDE, self.decision(self.erasure(areas=[])))
        self.assertIn("NAMED_ELSEWHERE", [one.reason for one in decided.warnings])
        self.assertEqual(list(decided.notices), [])  # nobody has read it
