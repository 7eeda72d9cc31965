"""Rules of the registry that the story passes by."""

import uuid

from opora.common.v1 import areas_pb2, context_pb2, types_pb2
from opora.registry.v1 import (
    access_pb2,
    agency_pb2,
    client_pb2,
    consent_pb2,
    debt_pb2,
    referral_pb2,
    support_pb2,
)

import cast
from checks.base import WorldTest, known_gap, unknown_id
from checks.secrecy import attestation

DEBTS = areas_pb2.DATA_AREA_DEBTS
HOUSING = areas_pb2.DATA_AREA_HOUSING


class ClientTest(WorldTest):
    """A person of one test alone, registered with Most."""

    def client(self, who="strnadova", family=None):
        request = client_pb2.RegisterClientRequest(
            client=client_pb2.Client(
                kind=client_pb2.CLIENT_KIND_IDENTIFIED,
                given_name="Vít",
                family_name=family or f"Zkušební {uuid.uuid4()}",
            )
        )
        return self.ok(who, "ClientService.RegisterClient", request).client.client_id


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
        self.violates("strnadova", "ConsentService.CreateConsent", self.create(version), "version.areas")

    def test_XC_27_no_consent_opens_who_reported(self):
        version = self.version("most", "town.social", areas=[areas_pb2.DATA_AREA_REPORTER])
        self.violates("strnadova", "ConsentService.CreateConsent", self.create(version), "version.areas[0]")

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
        self.assertIn(("EXPLAINER_NOT_KEY_WORKER", "XC-07"), [(one.reason, one.rule) for one in warnings])

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
            "strnadova", "ConsentService.SignConsent", request, "INVALID_ARGUMENT", "NOT_IN_FUTURE", "XC-57"
        )


class PersonTest(ClientTest):
    def test_REG_41_records_are_joined_once_and_split_again(self):
        family = f"Dvojitý {uuid.uuid4()}"
        records = {self.client("strnadova", family), self.client("beranek", family)}
        matches = self.ok("koudelka", "ClientService.ListMatches", client_pb2.ListMatchesRequest(page_size=500))
        found = [one for one in matches.matches if {one.client_id, one.other_client_id} == records]
        self.assertEqual(len(found), 1)
        merge = client_pb2.MergeClientsRequest(match_id=found[0].match_id)
        split = client_pb2.UnmergeClientsRequest(match_id=found[0].match_id)
        self.ok("koudelka", "ClientService.MergeClients", merge)
        self.not_possible("MergeClients", client_pb2.MergeClientsRequest(match_id=found[0].match_id), "MATCH_NOT_OPEN")
        self.ok("koudelka", "ClientService.UnmergeClients", split)
        self.not_possible("UnmergeClients", split, "MATCH_NOT_MERGED")

    def not_possible(self, method, request, reason):
        name = f"ClientService.{method}"
        self.refused("koudelka", name, request, "FAILED_PRECONDITION", reason, "REG-41")

    def test_REG_41_only_stewards_see_matches(self):
        request = client_pb2.ListMatchesRequest()
        self.refused(
            "strnadova", "ClientService.ListMatches", request, "PERMISSION_DENIED", "ROLE_REFUSED"
        )

    def test_REG_116_a_code_name_carries_no_identity_and_goes_to_nobody(self):
        client = client_pb2.Client(kind=client_pb2.CLIENT_KIND_CODE_NAME, code_name="Modrá")
        client.family_name = "Nováková"
        request = client_pb2.RegisterClientRequest(client=client)
        self.refused(
            "strnadova",
            "ClientService.RegisterClient",
            request,
            "INVALID_ARGUMENT",
            "IDENTITY_OF_CODE_NAME",
            "REG-116",
        )
        client.ClearField("family_name")
        stored = self.ok("strnadova", "ClientService.RegisterClient", request).client
        self.ids["client.own"] = stored.client_id
        self.decides("strnadova", "own", "town.housing", DEBTS, "CODE_NAME_ONLY")

    def test_XC_57_a_birth_does_not_lie_in_the_future(self):
        born = self.world.today(40)
        client = client_pb2.Client(
            kind=client_pb2.CLIENT_KIND_IDENTIFIED,
            family_name="Budoucí",
            birth_date=types_pb2.PartialDate(year=born.year, month=born.month, day=born.day),
        )
        request = client_pb2.RegisterClientRequest(client=client)
        self.refused(
            "strnadova",
            "ClientService.RegisterClient",
            request,
            "INVALID_ARGUMENT",
            "NOT_IN_FUTURE",
            "XC-57",
        )

    def test_REG_113_a_referral_is_answered_once_and_by_its_recipient(self):
        request = referral_pb2.DeclineReferralRequest(
            referral_id=self.ids["referral.kopecky"], reason=referral_pb2.DECLINE_REASON_NO_CAPACITY
        )
        name = "ReferralService.DeclineReferral"
        self.refused(
            "dolezel", name, request, "FAILED_PRECONDITION", "REFERRAL_STATE_REFUSES", "REG-113"
        )
        self.refused("sykorova", name, request, "NOT_FOUND", "NOT_FOUND")

    def test_XC_50_the_law_row_by_which_somebody_read_is_in_the_list(self):
        self.assertIn("DELEGATED_SOCIAL_WORK", self.rows_of_reads("town"))

    def rows_of_reads(self, agency):
        request = access_pb2.ListDisclosuresRequest(client_id=self.ids["client.kopecky.most"], page_size=500)
        listed = self.ok("strnadova", "AccessService.ListDisclosures", request, purpose="CLIENT_REQUEST")
        return [
            one.law_row
            for one in listed.disclosures
            if one.agency_id == self.ids[f"agency.{agency}"] and one.method.endswith("GetClient")
        ]


class DirectoryTest(ClientTest):
    def grant(self, who, role, delegated=False):
        return agency_pb2.GrantRoleRequest(
            role_assignment=agency_pb2.RoleAssignment(
                worker_id=self.ids[f"worker.{who}"],
                role=context_pb2.ActingRole.Value(f"ACTING_ROLE_{role}"),
                delegated_social_work=delegated,
                valid_from=self.world.today(),
            )
        )

    def assign(self, client_id, who, role, **further):
        return agency_pb2.AssignWorkerRequest(
            client_id=client_id,
            worker_id=self.ids[f"worker.{who}"],
            role=context_pb2.ActingRole.Value(f"ACTING_ROLE_{role}"),
            **further,
        )

    def test_XC_18_a_charity_has_no_delegated_social_work(self):
        self.refused(
            "admin",
            "AgencyService.GrantRole",
            self.grant("strnadova", "EXPERT", delegated=True),
            "PERMISSION_DENIED",
            "DELEGATED_WORK_NOT_FOR_AGENCY",
            "XC-18",
        )

    def test_REG_27_an_agency_keeps_its_own_workers_only(self):
        for name, request in (
            ("GrantRole", self.grant("strnadova", "EXPERT")),
            (
                "SuspendWorker",
                agency_pb2.SuspendWorkerRequest(worker_id=self.ids["worker.strnadova"], suspended=True),
            ),
        ):
            self.refused(
                "lomova", f"AgencyService.{name}", request, "PERMISSION_DENIED", "FOREIGN_AGENCY", "REG-27"
            )

    def test_REG_27_an_agency_does_not_make_its_own_platform_administrator(self):
        for role in ("PLATFORM_ADMIN", "DATA_STEWARD"):
            self.refused(
                "lomova",
                "AgencyService.GrantRole",
                self.grant("beranek", role),
                "PERMISSION_DENIED",
                "PLATFORM_ROLE",
                "REG-27",
            )

    def test_REG_27_a_sign_in_belongs_to_one_worker(self):
        worker = agency_pb2.Worker(
            agency_id=self.ids["agency.most"],
            given_name="Druhá",
            family_name="Strnadová",
            issuer=self.world.issuer,
            subject=cast.SUBJECTS["strnadova"],
        )
        request = agency_pb2.CreateWorkerRequest(worker=worker)
        self.refused("admin", "AgencyService.CreateWorker", request, "ALREADY_EXISTS", "WORKER_EXISTS", "REG-27")

    def test_REG_01_an_agency_is_registered_once(self):
        agency = agency_pb2.Agency(name=cast.AGENCIES["most"].name, type=agency_pb2.AGENCY_TYPE_NGO)
        request = agency_pb2.CreateAgencyRequest(agency=agency)
        self.refused("admin", "AgencyService.CreateAgency", request, "ALREADY_EXISTS", "AGENCY_EXISTS", "REG-01")

    def test_XC_62_a_suspended_worker_cannot_call(self):
        def suspend(suspended):
            request = agency_pb2.SuspendWorkerRequest(worker_id=self.ids["worker.milan"], suspended=suspended)
            self.ok("admin", "AgencyService.SuspendWorker", request)

        listing = agency_pb2.ListAgenciesRequest()
        suspend(True)
        self.refused("milan", "AgencyService.ListAgencies", listing, "PERMISSION_DENIED", "WORKER_SUSPENDED")
        suspend(False)
        self.ok("milan", "AgencyService.ListAgencies", listing)

    def test_REG_16_an_ended_assignment_frees_its_place(self):
        worker = agency_pb2.Worker(
            given_name="Desetina",
            family_name="Úvazková",
            fte_milli=50,
            issuer=self.world.issuer,
            subject=f"scenario-{uuid.uuid4()}",
            **self.world.unit("most"),
        )
        made = self.ok("admin", "AgencyService.CreateWorker", agency_pb2.CreateWorkerRequest(worker=worker))
        self.ids["worker.part"] = made.worker.worker_id
        self.ok("admin", "AgencyService.GrantRole", self.grant("part", "KEY_WORKER"))
        place = {"service_id": self.ids["service.most"]}
        name = "AgencyService.AssignWorker"
        first = self.ok("strnadova", name, self.assign(self.client(), "part", "KEY_WORKER", **place))
        second = self.assign(self.client(), "part", "KEY_WORKER", **place)
        self.refused("strnadova", name, second, "RESOURCE_EXHAUSTED", "CASELOAD_FULL", "REG-14")
        end = agency_pb2.EndAssignmentRequest(assignment_id=first.assignment.assignment_id)
        ended = self.ok("strnadova", "AgencyService.EndAssignment", end).assignment
        self.assertEqual(ended.state, agency_pb2.ASSIGNMENT_STATE_ENDED)
        self.ok("strnadova", name, second)

    def test_REG_14_only_who_leads_may_override(self):
        request = self.assign(
            self.client(),
            "frantiska",
            "KEY_WORKER",
            service_id=self.ids["service.most"],
            override_reason="because",
        )
        self.refused(
            "strnadova",
            "AgencyService.AssignWorker",
            request,
            "RESOURCE_EXHAUSTED",
            "CASELOAD_FULL",
            "REG-14",
        )

    def test_REG_27_a_role_towards_a_client_is_held(self):
        request = self.assign(self.client(), "strnadova", "DEBT_COUNSELLOR")
        self.refused(
            "strnadova",
            "AgencyService.AssignWorker",
            request,
            "FAILED_PRECONDITION",
            "ROLE_NOT_HELD",
            "REG-27",
        )

    def test_XC_32_support_and_control_are_kept_apart(self):
        self.ok("admin", "AgencyService.GrantRole", self.grant("olsova", "KEY_WORKER"))
        self.ok("admin", "AgencyService.GrantRole", self.grant("olsova", "COMPLAINT_OFFICER"))
        client = self.client()
        self.ok("strnadova", "AgencyService.AssignWorker", self.assign(client, "olsova", "KEY_WORKER"))
        self.refused(
            "strnadova",
            "AgencyService.AssignWorker",
            self.assign(client, "olsova", "COMPLAINT_OFFICER"),
            "FAILED_PRECONDITION",
            "STANCE_CONFLICT",
            "XC-32",
        )

    def test_REG_34_a_client_has_one_case_manager(self):
        self.ok("admin", "AgencyService.GrantRole", self.grant("petra", "CASE_MANAGER"))
        self.ids["client.case"] = self.client("dolezel")
        first = self.assign(self.ids["client.case"], "dolezel", "CASE_MANAGER")
        self.ok("dolezel", "AgencyService.AssignWorker", first)
        self.refused(
            "dolezel",
            "AgencyService.AssignWorker",
            self.assign(self.ids["client.case"], "petra", "CASE_MANAGER"),
            "ALREADY_EXISTS",
            "CASE_MANAGER_EXISTS",
            "REG-34",
        )

    def test_XC_52_a_case_manager_without_qualification_is_warned_of(self):
        response = self.ok("admin", "AgencyService.GrantRole", self.grant("pokorna", "CASE_MANAGER"))
        warned = [(one.reason, one.rule) for one in response.warnings]
        self.assertEqual(warned, [("QUALIFICATION_MISSING", "XC-52")])

    def test_REG_18_capacity_is_asked_for_as_of_a_day(self):
        def capacity(year):
            request = agency_pb2.GetServiceCapacityRequest(
                service_id=self.ids["service.pristav"],
                as_of_date=types_pb2.Date(year=year, month=1, day=1),
            )
            return self.ok("strnadova", "AgencyService.GetServiceCapacity", request)

        self.assertFalse(capacity(2023).HasField("caseload_capacity"))
        self.assertEqual(capacity(2024).caseload_capacity, 96)

    def test_REG_21_an_unknown_capacity_is_listed_and_not_zero(self):
        figure = agency_pb2.Capacity(
            service_id=self.ids["service.pristav"],
            kind=agency_pb2.CAPACITY_KIND_IMMEDIATE,
            as_of_date=types_pb2.Date(year=2025, month=1, day=1),
        )
        self.ok("lomova", "AgencyService.PutCapacity", agency_pb2.PutCapacityRequest(capacity=figure))
        request = agency_pb2.GetServiceCapacityRequest(service_id=self.ids["service.pristav"])
        capacity = self.ok("strnadova", "AgencyService.GetServiceCapacity", request)
        self.assertFalse(capacity.HasField("immediate_capacity"))
        self.assertEqual([one.HasField("clients") for one in capacity.capacities], [False])


class DailyWorkTest(ClientTest):
    def debt(self, **fields):
        client = self.ids["client.other2"]
        return debt_pb2.OpenDebtRequest(
            debt=debt_pb2.Debt(client_id=client, kind=debt_pb2.DEBT_KIND_LOAN, **fields)
        )

    def test_REG_88_a_debt_has_one_creditor_and_no_negative_amount(self):
        name = "DebtService.OpenDebt"
        both = {"creditor_name": "X", "creditor_agency_id": self.ids["agency.energy"]}
        for fields in ({}, both):
            self.refused(
                "strnadova", name, self.debt(**fields), "INVALID_ARGUMENT", "CREDITOR_UNCLEAR", "REG-88"
            )
        negative = types_pb2.Money(minor_units=-1, currency_code="CZK")
        request = self.debt(creditor_name="X", principal=negative)
        self.refused("strnadova", name, request, "INVALID_ARGUMENT", "AMOUNT_NEGATIVE", "REG-88")

    def test_REG_88_opened_again_with_its_source_it_is_the_same_debt(self):
        first, second = (
            self.ok("strnadova", "DebtService.OpenDebt", self.debt(creditor_name="X", source_ref="spis 7")).debt
            for _ in range(2)
        )
        self.assertEqual(first.debt_id, second.debt_id)

    def support(self, minutes):
        return support_pb2.RecordSupportRequest(
            support_record=support_pb2.SupportRecord(
                client_id=self.ids["client.other2"],
                category_id=self.ids["category.ACCOMPANIMENT"],
                quantity_milli=250,
                unit=support_pb2.SUPPORT_UNIT_HOUR,
                occurred_at=self.world.now(minutes=minutes),
            )
        )

    def test_XC_57_support_lies_in_the_past_and_late_entry_is_flagged_not_refused(self):
        name = "SupportService.RecordSupport"
        self.refused("strnadova", name, self.support(120), "INVALID_ARGUMENT", "NOT_IN_FUTURE", "XC-57")
        warnings = self.ok("strnadova", name, self.support(-60 * 24 * 14)).warnings
        self.assertEqual([(one.reason, one.rule) for one in warnings], [("LATE_ENTRY", "XC-57")])

    def test_REG_110_the_code_of_a_category_is_taken_once(self):
        category = support_pb2.SupportCategory(
            code="ACCOMPANIMENT", name="X", unit=support_pb2.SUPPORT_UNIT_HOUR
        )
        request = support_pb2.CreateSupportCategoryRequest(category=category)
        self.refused(
            "admin",
            "SupportService.CreateSupportCategory",
            request,
            "ALREADY_EXISTS",
            "SUPPORT_CATEGORY_EXISTS",
            "REG-110",
        )

    def test_what_is_named_must_exist(self):
        """An id of nothing is INVALID_ARGUMENT and names its field."""
        record = self.support(-5)
        record.support_record.category_id = unknown_id()
        self.violates(
            "strnadova",
            "SupportService.RecordSupport",
            record,
            "support_record.category_id",
            "SUPPORT_CATEGORY_UNKNOWN",
        )
