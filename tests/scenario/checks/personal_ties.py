"""Bad input 5: a consent for oneself, for the own household, in the own agency's favour."""

import uuid

from opora.common.v1 import areas_pb2, audit_pb2, types_pb2
from opora.conference.v1 import case_pb2
from opora.registry.v1 import (
    access_pb2,
    agency_pb2,
    break_glass_pb2,
    client_pb2,
    consent_pb2,
    household_pb2,
    one_off_pb2,
    personal_tie_pb2,
)

from checks.consent_base import DEBTS, ConsentTest
from checks.newcomers import newcomer
from checks.secrecy import attestation

RECORD = "WorkforceService.RecordPersonalTie"
END = "WorkforceService.EndPersonalTie"
LIST = "WorkforceService.ListPersonalTies"
Tie = personal_tie_pb2


class TieTest(ConsentTest):
    """A worker of Most who is also a client of Most."""

    def setUp(self):
        super().setUp()
        self.eva = newcomer(self.world, "most", "SOCIAL_WORKER", "HEAD_OF_UNIT")
        self.eva_id = self.ids[f"worker.{self.eva.name}"]

    def tie(self, kind="SELF", client=None, worker=None):
        return Tie.RecordPersonalTieRequest(
            tie=Tie.PersonalTie(
                client_id=client or self.ids["client.own"],
                kind=Tie.PersonalTieKind.Value(f"PERSONAL_TIE_KIND_{kind}"),
                **({"worker_id": worker} if worker else {}),
            )
        )

    def ties(self, who="olsova"):
        request = Tie.ListPersonalTiesRequest(client_id=self.ids["client.own"])
        return self.ok(who, LIST, request).ties

    def live_together(self, *clients):
        household = ""
        for client in clients:
            request = household_pb2.AddHouseholdMemberRequest(
                member=household_pb2.HouseholdMember(
                    client_id=client,
                    household_id=household,
                    lives_there=True,
                    source=client_pb2.STATEMENT_KIND_CLIENT_STATEMENT,
                )
            )
            member = self.ok("strnadova", "ClientService.AddHouseholdMember", request).member
            household = member.household_id
        return member

    def nobody(self, name, request, **acting):
        """For the worker there is no such client."""
        self.refused(self.eva.acting(**acting), name, request, "NOT_FOUND", "NOT_FOUND")

    def closed(self, client):
        """On every path that this half has: reading, writing, giving, telling, opening by force."""
        self.nobody("ClientService.GetClient", client_pb2.GetClientRequest(client_id=client))
        self.nobody(
            "ConsentService.ListConsents", consent_pb2.ListConsentsRequest(client_id=client)
        )
        version = self.version("most", "town.housing")
        self.nobody(
            "ConsentService.CreateConsent",
            consent_pb2.CreateConsentRequest(client_id=client, version=version),
        )
        disclosure = one_off_pb2.OneOffDisclosure(
            client_id=client,
            basis=audit_pb2.BASIS_CLIENT_PRESENT,
            areas=[DEBTS],
            wording="Chci, aby to věděli.",
            recipient_agency_id=self.ids["agency.pristav"],
            attestation=attestation(self.world),
        )
        self.nobody(
            "AccessService.DiscloseOnce", access_pb2.DiscloseOnceRequest(disclosure=disclosure)
        )
        glass = break_glass_pb2.BreakGlass(
            client_id=client,
            reason=break_glass_pb2.BREAK_GLASS_REASON_IMMINENT_DANGER,
            description="Nezvedá telefon, v bytě se svítí a nikdo neotvírá.",
            areas=[areas_pb2.DATA_AREA_HEALTH],
        )
        request = break_glass_pb2.OpenBreakGlassRequest(break_glass=glass)
        self.nobody("AccessService.OpenBreakGlass", request, purpose="HEALTH_EMERGENCY")

    def test_XC_58_bad_input_05_a_worker_does_not_handle_her_own_record(self):
        own = self.ids["client.own"]
        consent = self.draft("most", "town.housing")
        read = client_pb2.GetClientRequest(client_id=own)
        self.ok(self.eva, "ClientService.GetClient", read)
        self.ok(self.eva, RECORD, self.tie())
        self.closed(own)
        # Neither by herself nor as the one who explains or told when somebody else records it.
        self.nobody("ConsentService.SignConsent", self.signature(consent))
        for field in ("explainer_worker_id", "told_by_worker_id"):
            request = self.signature(consent)
            setattr(request, field, self.eva_id)
            self.refused(
                "strnadova",
                "ConsentService.SignConsent",
                request,
                "PERMISSION_DENIED",
                "ATTESTATION_OF_PROFITEER",
                "XC-58",
            )
        self.decides("strnadova", "own", "town.housing", DEBTS, "CONSENT_REQUIRED")
        listing = agency_pb2.ListAssignmentsRequest(client_id=own)
        self.nobody("AgencyService.ListAssignments", listing)
        # A search does not find her; a colleague goes on.
        suggest = client_pb2.SuggestClientsRequest(prefix="zku", search_id=str(uuid.uuid4()))
        found = self.ok(self.eva, "ClientService.SuggestClients", suggest).clients
        self.assertNotIn(own, [one.client_id for one in found])
        self.sign(consent)
        self.decides("strnadova", "own", "town.housing", DEBTS, "ALLOW")

    def test_XC_58_bad_input_05_other_services_show_her_nothing_of_herself(self):
        case = case_pb2.Case(
            client_id=self.ids["client.own"],
            type=case_pb2.CASE_TYPE_INDIVIDUAL,
            client_agreement=types_pb2.Attestation(
                person="klient",
                form=types_pb2.ATTESTATION_FORM_ORAL,
                occurred_at=self.world.now(minutes=-1),
            ),
        )
        opened = self.ok("strnadova", "CaseService.OpenCase", case_pb2.OpenCaseRequest(case=case))
        case = getattr(opened, "case")
        read = case_pb2.GetCaseRequest(case_id=case.case_id)
        self.ok(self.eva, "CaseService.GetCase", read)
        self.ok(self.eva, RECORD, self.tie())
        self.nobody("CaseService.GetCase", read)
        close = case_pb2.CloseCaseRequest(case_id=case.case_id, result=case_pb2.CASE_RESULT_CLIENT_LEFT)
        self.nobody("CaseService.CloseCase", close)
        self.ok("strnadova", "CaseService.GetCase", read)
        # Whose ids they are, she is not told either.
        answer = self.ok(self.eva, "AccessService.ResolveCaller", access_pb2.ResolveCallerRequest())
        self.assertEqual(list(answer.tied_client_ids), [])

    def test_XC_58_bad_input_05_nor_that_of_somebody_she_lives_with(self):
        own, child, other = self.ids["client.own"], self.client(), self.client()
        member = self.live_together(own, child)
        self.ok(self.eva, "ClientService.GetClient", client_pb2.GetClientRequest(client_id=child))
        self.ok(self.eva, RECORD, self.tie())
        self.closed(child)
        # She does not move out on paper in order to get in.
        request = household_pb2.EndHouseholdMembershipRequest(member_id=member.member_id)
        request.valid_to.CopyFrom(self.world.today(-1))
        self.nobody("ClientService.EndHouseholdMembership", request)
        # Whoever is only close is tied to the one person.
        self.ok(self.eva, "ClientService.GetClient", client_pb2.GetClientRequest(client_id=other))
        self.ok(self.eva, RECORD, self.tie("CLOSE", other))
        self.closed(other)

    def test_XC_58_bad_input_05_a_tie_is_not_shaken_off(self):
        own = self.ids["client.own"]
        self.ok(self.eva, RECORD, self.tie())
        (tie,) = self.ties()
        self.assertEqual((tie.worker_id, tie.kind), (self.eva_id, Tie.PERSONAL_TIE_KIND_SELF))
        end = Tie.EndPersonalTieRequest(personal_tie_id=tie.personal_tie_id, reason="omyl")
        self.nobody(END, end, role="HEAD_OF_UNIT")
        self.refused("strnadova", END, end, "PERMISSION_DENIED", "ROLE_REFUSED")
        self.nobody(LIST, Tie.ListPersonalTiesRequest(client_id=own), role="HEAD_OF_UNIT")
        # Told twice it stays one; ended by who leads, it is over.
        self.ok("olsova", RECORD, self.tie(worker=self.eva_id))
        self.assertEqual(len(self.ties()), 1)
        ended = self.ok("olsova", END, end).tie
        self.assertTrue(ended.HasField("end_time"))
        self.refused("olsova", END, end, "FAILED_PRECONDITION", "TIE_ENDED", "XC-58")
        self.ok(self.eva, "ClientService.GetClient", client_pb2.GetClientRequest(client_id=own))

    def test_XC_58_workers_speak_of_their_own_ties_and_heads_of_those_of_their_agency(self):
        self.refused(
            "strnadova",
            RECORD,
            self.tie(worker=self.eva_id),
            "PERMISSION_DENIED",
            "TIE_OF_ANOTHER",
            "XC-58",
        )
        self.violates(
            "olsova",
            RECORD,
            self.tie(worker=self.ids["worker.beranek"]),
            "tie.worker_id",
            "WORKER_UNKNOWN",
        )
        self.refused("beranek", RECORD, self.tie(), "NOT_FOUND", "NOT_FOUND")
        self.ok("olsova", RECORD, self.tie(worker=self.eva_id))
        self.closed(self.ids["client.own"])

    def test_XC_58_a_tie_counts_for_every_record_of_the_person(self):
        """Another unit's record of her, opened to her unit by consent, after a steward's merge."""
        family = f"Dvojí {uuid.uuid4()}"
        clients = {}
        for who in ("strnadova", "beranek"):
            request = client_pb2.RegisterClientRequest(
                client=client_pb2.Client(
                    kind=client_pb2.CLIENT_KIND_IDENTIFIED,
                    given_name="Eva",
                    family_name=family,
                    birth_date={"year": 1980, "month": 5, "day": 6},
                )
            )
            clients[who] = self.ok(who, "ClientService.RegisterClient", request).client.client_id
        self.ok(self.eva, RECORD, self.tie(client=clients["strnadova"]))
        token, match = "", None
        while match is None:
            request = client_pb2.ListMatchesRequest(page_size=500, page_token=token)
            page = self.ok("koudelka", "ClientService.ListMatches", request)
            for one in page.matches:
                if {one.client_id, one.other_client_id} == set(clients.values()):
                    match = one
            token = page.next_page_token
            self.assertTrue(match or token, "no such match")
        merge = client_pb2.MergeClientsRequest(match_id=match.match_id)
        self.ok("koudelka", "ClientService.MergeClients", merge)
        for client in clients.values():
            self.closed(client)
        read = client_pb2.GetClientRequest(client_id=clients["strnadova"])
        self.ok("strnadova", "ClientService.GetClient", read)

    def test_XC_30_a_refusal_by_a_tie_reads_like_that_of_nobody(self):
        request = client_pb2.GetClientRequest(client_id=self.ids["client.own"])
        self.ok(self.eva, RECORD, self.tie())
        answers = []
        for client in (self.ids["client.own"], str(uuid.uuid4())):
            request.client_id = client
            error = self.refused(
                self.eva, "ClientService.GetClient", request, "NOT_FOUND", "NOT_FOUND"
            )
            answers.append(error.answer[:2])
        self.assertEqual(answers[0], answers[1])

    def test_XC_07_bad_input_05_who_profits_and_is_not_the_key_worker_is_warned_of(self):
        """The recipient's own unit may bring the signed paper, never give for the client."""
        self.ids["client.own"] = self.client("beranek")
        version = self.version("pristav", "most")
        request = consent_pb2.CreateConsentRequest(
            client_id=self.ids["client.own"], version=version
        )
        consent = self.ok("beranek", "ConsentService.CreateConsent", request).consent.consent_id
        signed = self.ok(
            "beranek", "ConsentService.SignConsent", self.signature(consent)
        )
        self.assertIn("EXPLAINER_NOT_KEY_WORKER", [one.reason for one in signed.warnings])
        self.assertTrue(signed.consent.versions[0].HasField("scan_due"))
        unsigned = self.ok("beranek", "ConsentService.CreateConsent", request).consent.consent_id
        self.refused(
            "beranek",
            "ConsentService.SignConsent",
            self.signature(unsigned, document=""),
            "FAILED_PRECONDITION",
            "ORAL_CONSENT_OPENS_NOTHING",
            "XC-10",
        )
