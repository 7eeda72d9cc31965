"""Rules of clients, referrals, debts, support and audit that the story passes by."""

import uuid

from opora.common.v1 import areas_pb2, audit_pb2, context_pb2, types_pb2
from opora.registry.v1 import (
    access_pb2,
    agency_pb2,
    client_pb2,
    consent_pb2,
    debt_pb2,
    referral_pb2,
    support_pb2,
)

from checks.base import ClientTest, unknown_id
from opora_client import OporaError

DEBTS = areas_pb2.DATA_AREA_DEBTS


class PersonTest(ClientTest):
    def test_REG_41_records_are_joined_once_and_split_again(self):
        family = f"Dvojitý {uuid.uuid4()}"
        records = {self.client("strnadova", family), self.client("beranek", family)}
        listing = client_pb2.ListMatchesRequest(page_size=500)
        matches = self.ok("koudelka", "ClientService.ListMatches", listing).matches
        found = [one for one in matches if {one.client_id, one.other_client_id} == records]
        self.assertEqual(len(found), 1)
        merge = client_pb2.MergeClientsRequest(match_id=found[0].match_id)
        split = client_pb2.UnmergeClientsRequest(match_id=found[0].match_id)
        self.ok("koudelka", "ClientService.MergeClients", merge)
        again = client_pb2.MergeClientsRequest(match_id=found[0].match_id)
        self.not_possible("MergeClients", again, "MATCH_NOT_OPEN")
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
        request.client.ClearField("family_name")
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
        self.refused(
            "sykorova", name, request, "PERMISSION_DENIED", "REFERRAL_OTHER_SIDE", "REG-113"
        )
        self.refused("beranek", name, request, "NOT_FOUND", "NOT_FOUND")

    def test_XC_50_the_law_row_by_which_somebody_read_is_in_the_list(self):
        self.assertIn("DELEGATED_SOCIAL_WORK", self.rows_of_reads("town"))

    def rows_of_reads(self, agency):
        request = access_pb2.ListDisclosuresRequest(
            client_id=self.ids["client.kopecky.most"], page_size=500
        )
        listed = self.ok(
            "strnadova", "AccessService.ListDisclosures", request, purpose="CLIENT_REQUEST"
        )
        return [
            one.law_row
            for one in listed.disclosures
            if one.agency_id == self.ids[f"agency.{agency}"] and one.method.endswith("GetClient")
        ]


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
                "strnadova",
                name,
                self.debt(**fields),
                "INVALID_ARGUMENT",
                "CREDITOR_UNCLEAR",
                "REG-88",
            )
        negative = types_pb2.Money(minor_units=-1, currency_code="CZK")
        request = self.debt(creditor_name="X", principal=negative)
        self.refused("strnadova", name, request, "INVALID_ARGUMENT", "AMOUNT_NEGATIVE", "REG-88")

    def test_REG_88_opened_again_with_its_source_it_is_the_same_debt(self):
        ids = {
            self.ok("strnadova", "DebtService.OpenDebt", request).debt.debt_id
            for request in [self.debt(creditor_name="X", source_ref="spis 7")] * 2
        }
        self.assertEqual(len(ids), 1)

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

    def test_REG_80_a_unit_without_departments_holds_what_it_records(self):
        request = self.support(minutes=-5)
        request.support_record.department_id = self.ids["department.town.social"]
        stored = self.ok("frantiska", "SupportService.RecordSupport", request).support_record
        self.assertEqual(stored.agency_id, self.ids["agency.most"])
        self.assertFalse(stored.HasField("department_id"))

    def test_XC_57_support_lies_in_the_past_and_late_entry_is_flagged_not_refused(self):
        name = "SupportService.RecordSupport"
        self.refused(
            "strnadova", name, self.support(120), "INVALID_ARGUMENT", "NOT_IN_FUTURE", "XC-57"
        )
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

    def test_REG_88_a_sum_of_large_amounts_stays_positive(self):
        self.ids["client.rich"] = self.client()
        most = types_pb2.Money(minor_units=10**13, currency_code="CZK")
        beyond = types_pb2.Money(minor_units=2**62, currency_code="CZK")
        for principal in (beyond, most, most):
            request = self.debt(creditor_name="X", principal=principal)
            request.debt.client_id = self.ids["client.rich"]
            if principal is beyond:
                self.refused(
                    "strnadova", "DebtService.OpenDebt", request, "INVALID_ARGUMENT", "INVALID_REQUEST"
                )
            else:
                self.ok("strnadova", "DebtService.OpenDebt", request)
        listing = debt_pb2.ListDebtsRequest(client_id=self.ids["client.rich"])
        sums = self.ok("strnadova", "DebtService.ListDebts", listing).sums
        self.assertEqual(sums[0].known.minor_units, 2 * 10**13)

    def test_REG_88_a_source_of_another_client_is_not_the_same_debt(self):
        request = self.debt(creditor_name="X", source_ref="spis 8")
        first = self.ok("strnadova", "DebtService.OpenDebt", request).debt
        request.debt.client_id = self.ids["client.other3"]
        try:
            second = self.world.method("strnadova", "DebtService.OpenDebt")(request).debt
        except OporaError:
            return
        self.assertNotEqual(second.debt_id, first.debt_id)


class ReferenceTest(ClientTest):
    """An id of nothing is INVALID_ARGUMENT and names its field."""

    def test_a_category(self):
        record = support_pb2.SupportRecord(
            client_id=self.ids["client.other2"],
            category_id=unknown_id(),
            quantity_milli=1,
            unit=support_pb2.SUPPORT_UNIT_HOUR,
            occurred_at=self.world.now(minutes=-5),
        )
        self.violates(
            "strnadova",
            "SupportService.RecordSupport",
            support_pb2.RecordSupportRequest(support_record=record),
            "support_record.category_id",
            "SUPPORT_CATEGORY_UNKNOWN",
        )

    def test_a_creditor(self):
        debt = debt_pb2.Debt(
            client_id=self.ids["client.other2"],
            kind=debt_pb2.DEBT_KIND_LOAN,
            creditor_agency_id=unknown_id(),
        )
        request = debt_pb2.OpenDebtRequest(debt=debt)
        self.names_field("DebtService.OpenDebt", request, "debt.creditor_agency_id")

    def test_a_party_of_a_consent(self):
        version = consent_pb2.ConsentVersion(
            parties=[
                consent_pb2.ConsentParty(agency_id=self.ids["agency.most"]),
                consent_pb2.ConsentParty(agency_id=unknown_id()),
            ],
            areas=[DEBTS],
            excluded_topics_asked=True,
            form=consent_pb2.CONSENT_FORM_WRITTEN,
        )
        request = consent_pb2.CreateConsentRequest(
            client_id=self.ids["client.other2"], version=version
        )
        self.names_field("ConsentService.CreateConsent", request, "version.parties[1].agency_id")

    def test_a_recipient_of_a_referral(self):
        request = self.referral(unknown_id())
        self.names_field("ReferralService.SendReferral", request, "referral.recipient_agency_id")

    def test_a_recipient_that_is_missing_or_no_id(self):
        for recipient in ("", "xyz"):
            request = self.referral(recipient)
            self.names_field(
                "ReferralService.SendReferral", request, "referral.recipient_agency_id"
            )

    def referral(self, recipient):
        return referral_pb2.SendReferralRequest(
            referral=referral_pb2.Referral(
                client_id=self.ids["client.other2"],
                recipient_agency_id=recipient,
                area=DEBTS,
                need="somebody to help",
            )
        )

    def names_field(self, name, request, field):
        with self.assertRaises(OporaError) as caught:
            self.world.method("strnadova", name)(request)
        self.assertEqual(caught.exception.code.name, "INVALID_ARGUMENT")
        self.assertEqual([wrong.field for wrong in caught.exception.field_violations], [field])

    def test_XC_17_a_party_of_an_agency_with_departments_names_one(self):
        version = consent_pb2.ConsentVersion(
            parties=[
                consent_pb2.ConsentParty(agency_id=self.ids["agency.most"]),
                consent_pb2.ConsentParty(agency_id=self.ids["agency.town"]),
            ],
            areas=[DEBTS],
            excluded_topics_asked=True,
            form=consent_pb2.CONSENT_FORM_WRITTEN,
        )
        request = consent_pb2.CreateConsentRequest(
            client_id=self.ids["client.other2"], version=version
        )
        self.names_field(
            "ConsentService.CreateConsent", request, "version.parties[1].department_id"
        )


class AuditTest(ClientTest):
    def test_XC_70_an_auditor_lists_what_the_agency_read_and_changed(self):
        grant = agency_pb2.RoleAssignment(
            worker_id=self.ids["worker.olsova"],
            role=context_pb2.ACTING_ROLE_AUDITOR,
            valid_from=self.world.today(),
        )
        self.ok(
            "admin", "AgencyService.GrantRole", agency_pb2.GrantRoleRequest(role_assignment=grant)
        )
        request = audit_pb2.ListAccessesRequest(
            from_time=self.world.now(minutes=-60), to_time=self.world.now(minutes=1), page_size=500
        )
        how = {"role": "AUDITOR", "purpose": "SUPERVISION"}
        entries = self.ok("olsova", "AuditService.ListAccesses", request, **how).entries
        self.assertEqual({one.agency_id for one in entries}, {self.ids["agency.most"]})
        effects = {one.effect for one in entries}
        self.assertIn(audit_pb2.AUDIT_EFFECT_WRITTEN, effects)
        self.assertIn(audit_pb2.AUDIT_EFFECT_REFUSED, effects)
        self.refused(
            "strnadova", "AuditService.ListAccesses", request, "PERMISSION_DENIED", "ROLE_REFUSED"
        )

    def test_XC_50_the_chain_of_the_audit_is_intact(self):
        chain = self.ok("admin", "AuditService.VerifyChain", audit_pb2.VerifyChainRequest())
        self.assertTrue(chain.intact, chain)
        self.assertGreater(chain.sealed_count + chain.open_count, 0)
