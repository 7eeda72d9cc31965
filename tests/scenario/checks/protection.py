"""People who must not be found: the address has its own path, and nothing else betrays it (XC-27)."""

import concurrent.futures
import importlib
import pkgutil
import uuid

from opora.common.v1 import areas_pb2, audit_pb2, context_pb2, feed_pb2, policy_pb2
from opora.registry.v1 import (
    access_pb2,
    agency_pb2,
    client_pb2,
    consent_pb2,
    household_pb2,
    one_off_pb2,
    protection_pb2,
)

import devidentity
from checks.base import unknown_id
from checks.household import FamilyTest
from checks.secrecy import attestation
from opora_client import Caller, OporaError

ADDRESS = areas_pb2.DATA_AREA_ADDRESS
CONTACT = areas_pb2.DATA_AREA_CONTACT
SHIELDED = protection_pb2.ADDRESS_PROTECTION_LEVEL_SHIELDED
HIDDEN = protection_pb2.ADDRESS_PROTECTION_LEVEL_HIDDEN
NORMAL = protection_pb2.ADDRESS_PROTECTION_LEVEL_NORMAL
CANARY = "Kanárkova 4711/9, 431 99 Tajemnice"
EVERY_AREA = [number for number in areas_pb2.DataArea.values() if number not in (0, 14)]


class ProtectedTest(FamilyTest):
    """Acts of these checks, as Mrs Strnadová of Most unless another is named."""

    def protect(self, client_id, level=SHIELDED, who="strnadova", **further):
        fields = {"cause": protection_pb2.PROTECTION_CAUSE_DOMESTIC_VIOLENCE, **further}
        if level == HIDDEN:
            fields.setdefault("intermediary_agency_id", self.ids["agency.town"])
        request = protection_pb2.SetAddressProtectionRequest(
            client_id=client_id, level=level, **fields
        )
        return self.ok(who, "ProtectionService.SetAddressProtection", request).protection

    def get(self, client_id, who="strnadova"):
        request = protection_pb2.GetAddressProtectionRequest(client_id=client_id)
        return self.ok(who, "ProtectionService.GetAddressProtection", request)

    def level(self, client_id, who="strnadova"):
        return self.get(client_id, who).level

    def address(self, client_id, written=CANARY):
        return protection_pb2.RecordAddressRequest(
            address=protection_pb2.ClientAddress(
                client_id=client_id, kind=protection_pb2.ADDRESS_KIND_STAY, written=written
            )
        )

    def live(self, client_id, who="strnadova", written=CANARY):
        request = self.address(client_id, written)
        return self.ok(who, "ProtectionService.RecordAddress", request).address_id

    def addresses(self, client_id, who="strnadova"):
        request = protection_pb2.ListAddressesRequest(client_id=client_id)
        listed = self.ok(who, "ProtectionService.ListAddresses", request).addresses
        return [one.written for one in listed]

    def no_address(self, client_id, who):
        self.refused(
            who,
            "ProtectionService.ListAddresses",
            protection_pb2.ListAddressesRequest(client_id=client_id),
            "PERMISSION_DENIED",
            "ADDRESS_PROTECTED",
            "XC-27",
        )

    def statement(self, client_id, content=CANARY, area=ADDRESS):
        return client_pb2.RecordStatementRequest(
            statement=client_pb2.Statement(
                client_id=client_id,
                area=area,
                kind=client_pb2.STATEMENT_KIND_CLIENT_STATEMENT,
                topic="kde",
                content=content,
            )
        )

    def contents(self, client_id, who):
        request = client_pb2.GetClientRequest(client_id=client_id)
        answer = self.ok(who, "ClientService.GetClient", request)
        return [one.content for one in answer.statements if one.area == ADDRESS]

    def release(self, client_id, worker, **further):
        fields = {
            "recipient_worker_id": self.ids[f"worker.{worker}"],
            "need": "doprovod k soudu v den jednání",
            "harm_considered": "Příjemce nikoho z okolí pachatele nezná, paní souhlasí.",
            "no_harm_expected": True,
            **further,
        }
        return protection_pb2.ReleaseAddressRequest(
            release=protection_pb2.AddressRelease(client_id=client_id, **fields)
        )

    def assign(self, client_id, worker):
        request = agency_pb2.AssignWorkerRequest(
            client_id=client_id,
            worker_id=self.ids[f"worker.{worker}"],
            role=context_pb2.ACTING_ROLE_SOCIAL_WORKER,
            service_id=self.ids["service.most"],
            override_reason="nikdo jiný",
        )
        return self.ok("olsova", "AgencyService.AssignWorker", request).assignment

    def match(self, one, other):
        """The possible duplicate that waits for the steward."""
        token = ""
        while True:
            request = client_pb2.ListMatchesRequest(page_size=500, page_token=token)
            page = self.ok("koudelka", "ClientService.ListMatches", request)
            for found in page.matches:
                if {found.client_id, found.other_client_id} == {one, other}:
                    return found
            token = page.next_page_token
            self.assertTrue(token, "no such match")

    def merge(self, one, other):
        found = self.match(one, other)
        request = client_pb2.MergeClientsRequest(match_id=found.match_id)
        self.ok("koudelka", "ClientService.MergeClients", request)
        return found

    def propose(self, client_id, to_level=NORMAL):
        return protection_pb2.ProposeAddressLoweringRequest(
            lowering=protection_pb2.AddressLowering(
                client_id=client_id, to_level=to_level, reason="Pachatel je ve výkonu trestu."
            )
        )


class PathTest(ProtectedTest):
    def test_XC_27_an_ordinary_address_is_opened_by_an_ordinary_basis(self):
        client = self.client()
        self.live(client)
        self.assertEqual(self.addresses(client, "petra"), [CANARY])
        self.consent(client, "pristav", areas=[CONTACT])
        self.assertEqual(self.addresses(client, "beranek"), [])
        self.consent(client, "pristav", areas=[ADDRESS])
        self.assertEqual(self.addresses(client, "beranek"), [CANARY])

    def test_XC_27_a_shielded_address_is_for_its_author_and_the_assigned_only(self):
        client = self.client()
        self.live(client)
        self.consent(client, "pristav", areas=EVERY_AREA)
        self.assertEqual(self.addresses(client, "beranek"), [CANARY])
        self.protect(client, who="petra")
        for who in ("petra", "beranek", "olsova"):
            self.no_address(client, who)
        self.assertEqual(self.addresses(client), [CANARY])
        # Whoever is assigned afterwards needs a harm test like anybody else.
        self.assign(client, "petra")
        self.no_address(client, "petra")
        name = "ProtectionService.ReleaseAddress"
        self.ok("strnadova", name, self.release(client, "petra"))
        self.assertEqual(self.addresses(client, "petra"), [CANARY])

    def test_XC_27_who_was_assigned_before_goes_on(self):
        client = self.client()
        self.assign(client, "petra")
        self.live(client)
        self.protect(client)
        self.assertEqual(self.addresses(client, "petra"), [CANARY])

    def test_XC_27_the_refusal_is_the_same_whether_or_not_there_is_an_address(self):
        answers = []
        for written in (CANARY, None):
            client = self.client()
            if written:
                self.live(client)
            self.protect(client)
            try:
                request = protection_pb2.ListAddressesRequest(client_id=client)
                self.world.method("petra", "ProtectionService.ListAddresses")(request)
            except OporaError as error:
                answers.append((error.code, error.reason, error.rule, str(error)))
        self.assertEqual(len(answers), 2)
        self.assertEqual(answers[0], answers[1])

    def test_XC_27_a_stranger_learns_neither_person_nor_protection(self):
        client = self.client()
        self.protect(client)
        for name, make in (
            ("GetAddressProtection", protection_pb2.GetAddressProtectionRequest),
            ("ListAddresses", protection_pb2.ListAddressesRequest),
        ):
            answers = []
            for client_id in (client, unknown_id()):
                try:
                    self.world.method("beranek", f"ProtectionService.{name}")(
                        make(client_id=client_id)
                    )
                except OporaError as error:
                    answers.append(error.answer)
            self.assertEqual(answers[0], answers[1])
            self.assertEqual(answers[0][0].name, "NOT_FOUND")
        request = protection_pb2.SetAddressProtectionRequest(
            client_id=client, level=SHIELDED, cause=protection_pb2.PROTECTION_CAUSE_STALKING
        )
        self.refused(
            "beranek", "ProtectionService.SetAddressProtection", request, "NOT_FOUND", "NOT_FOUND"
        )

    def test_XC_27_setting_takes_the_address_out_of_the_ordinary_statements(self):
        client = self.client()
        self.ok("strnadova", "ClientService.RecordStatement", self.statement(client))
        self.consent(client, "pristav", areas=[ADDRESS, areas_pb2.DATA_AREA_DEBTS])
        self.assertEqual(self.contents(client, "beranek"), [CANARY])
        self.protect(client, who="petra")
        self.assertEqual(self.contents(client, "beranek"), [])
        self.assertEqual(self.contents(client, "petra"), ["[*]"])
        self.assertEqual(self.addresses(client), [CANARY])
        self.refused(
            "strnadova",
            "ClientService.RecordStatement",
            self.statement(client),
            "FAILED_PRECONDITION",
            "ADDRESS_HAS_OWN_PATH",
            "XC-27",
        )

    def test_XC_27_a_hidden_address_is_not_held_and_contact_goes_over_somebody(self):
        client = self.client()
        self.live(client)
        self.ok("strnadova", "ClientService.RecordStatement", self.statement(client))
        request = protection_pb2.SetAddressProtectionRequest(
            client_id=client, level=HIDDEN, cause=protection_pb2.PROTECTION_CAUSE_WITNESS
        )
        self.violates(
            "petra",
            "ProtectionService.SetAddressProtection",
            request,
            "intermediary_agency_id",
            "INTERMEDIARY_REQUIRED",
        )
        self.assign(client, "strnadova")
        self.protect(client, HIDDEN)
        self.no_address(client, "petra")
        self.assertEqual(self.addresses(client), [])
        self.assertEqual(self.contents(client, "strnadova"), ["[*]"])
        self.refused(
            "strnadova",
            "ProtectionService.RecordAddress",
            self.address(client),
            "FAILED_PRECONDITION",
            "ADDRESS_NOT_HELD",
            "XC-27",
        )
        self.consent(client, "pristav", areas=[CONTACT, areas_pb2.DATA_AREA_DEBTS])
        answer = self.get(client, "beranek")
        self.assertEqual(answer.level, HIDDEN)
        self.assertEqual(answer.protection.intermediary_agency_id, self.ids["agency.town"])
        self.assertEqual(answer.protection.agency_id, "")
        self.ids["client.hidden"] = client
        self.decides("strnadova", "hidden", "pristav", CONTACT, "ADDRESS_PROTECTED")
        self.decides("strnadova", "hidden", "pristav", areas_pb2.DATA_AREA_DEBTS, "ALLOW")

    def test_XC_27_neither_consent_nor_present_client_nor_emergency_opens_it(self):
        client = self.ids["client.shielded"] = self.client()
        self.consent(client, "pristav", areas=[ADDRESS])
        self.decides("strnadova", "shielded", "pristav", ADDRESS, "ALLOW")
        self.protect(client)
        self.decides("strnadova", "shielded", "pristav", ADDRESS, "ADDRESS_PROTECTED")
        for fields in (
            {
                "basis": audit_pb2.BASIS_CLIENT_PRESENT,
                "recipient_agency_id": self.ids["agency.pristav"],
                "attestation": attestation(self.world),
            },
            {
                "basis": audit_pb2.BASIS_EMERGENCY,
                "outside_recipient": one_off_pb2.OUTSIDE_RECIPIENT_RESCUE_SERVICE,
                "observed_facts": "nedýchá",
            },
            {
                "basis": audit_pb2.BASIS_MANDATORY_REPORT,
                "outside_recipient": one_off_pb2.OUTSIDE_RECIPIENT_POLICE,
                "reportable_situation": one_off_pb2.REPORTABLE_SITUATION_CRIME,
            },
        ):
            disclosure = one_off_pb2.OneOffDisclosure(
                client_id=client, areas=[ADDRESS], wording="kde je", **fields
            )
            self.refused(
                "strnadova",
                "AccessService.DiscloseOnce",
                access_pb2.DiscloseOnceRequest(disclosure=disclosure),
                "PERMISSION_DENIED",
                "ADDRESS_PROTECTED",
                "XC-27",
            )
        request = access_pb2.ExplainAccessRequest(client_id=client)
        explained = self.ok("strnadova", "AccessService.ExplainAccess", request).explanations
        self.assertTrue(explained)
        self.assertFalse([one for one in explained if ADDRESS in one.areas])

    def test_XC_27_it_is_released_to_a_named_human_after_a_harm_test(self):
        client = self.client()
        self.live(client)
        self.protect(client)
        for who, request, code, reason in (
            ("petra", self.release(client, "petra"), "PERMISSION_DENIED", "ADDRESS_PROTECTED"),
            (
                "strnadova",
                self.release(client, "beranek", no_harm_expected=False),
                "PERMISSION_DENIED",
                "HARM_EXPECTED",
            ),
        ):
            self.refused(who, "ProtectionService.ReleaseAddress", request, code, reason, "XC-27")
        self.ok(
            "strnadova", "ProtectionService.ReleaseAddress", self.release(client, "beranek")
        )
        self.assertEqual(self.addresses(client, "beranek"), [CANARY])
        self.no_address(client, "petra")
        # Who was told tells nobody.
        request = self.release(client, "lomova")
        self.refused(
            "beranek", "ProtectionService.ReleaseAddress", request, "NOT_FOUND", "NOT_FOUND"
        )
        listed = self.ok(
            "strnadova",
            "AccessService.ListDisclosures",
            access_pb2.ListDisclosuresRequest(client_id=client, page_size=500),
        ).disclosures
        self.assertTrue([one for one in listed if ADDRESS in one.areas])
        self.protect(client, HIDDEN)
        self.refused(
            "beranek",
            "ProtectionService.ListAddresses",
            protection_pb2.ListAddressesRequest(client_id=client),
            "NOT_FOUND",
            "NOT_FOUND",
        )


class SpreadTest(ProtectedTest):
    def test_XC_27_children_and_household_are_protected_with_the_person(self):
        mother, child, elsewhere = self.client(), self.minor(), self.child(2015)
        grown, friend, guest = self.child(1990), self.client(), self.client()
        household = self.add(mother).household_id
        for one in (child, friend):
            self.add(one, household)
        self.add(guest, household, lives_there=False)
        self.relate(mother, "CHILD", elsewhere)
        self.relate(mother, "CHILD", grown)
        self.live(child)
        self.consent(child, "pristav", areas=[ADDRESS, areas_pb2.DATA_AREA_DEBTS])
        self.assertEqual(self.addresses(child, "beranek"), [CANARY])
        self.protect(mother)
        self.no_address(child, "beranek")
        for one, level in (
            (child, SHIELDED),
            (elsewhere, SHIELDED),
            (friend, SHIELDED),
            (guest, NORMAL),
            (grown, NORMAL),
        ):
            self.assertEqual(self.level(one), level)

    def test_XC_27_whoever_comes_later_is_protected_as_well(self):
        mother = self.client()
        household = self.add(mother).household_id
        self.protect(mother)
        born, moved_in, adopted = self.child(2024), self.client(), self.child(2016)
        self.relate(born, "PARENT", mother)
        self.add(moved_in, household)
        self.assertEqual(self.level(adopted), NORMAL)
        self.relate(mother, "CHILD", adopted)
        for one in (born, moved_in, adopted):
            self.assertEqual(self.level(one), SHIELDED)
        # A member who is protected protects those who were there before.
        hidden, other = self.client(), self.client()
        self.protect(hidden, HIDDEN)
        household = self.add(other).household_id
        self.add(hidden, household)
        self.assertEqual(self.level(other), HIDDEN)

    def test_XC_27_twelve_children_at_once(self):
        mother = self.client()
        children = [self.child(2012 + number) for number in range(12)]
        for child in children:
            self.relate(child, "PARENT", mother)
        self.protect(mother)
        self.assertEqual({self.level(child) for child in children}, {SHIELDED})
        self.protect(mother, HIDDEN)
        self.assertEqual({self.level(child) for child in children}, {HIDDEN})

    def test_XC_27_a_former_partner_gains_nothing_by_the_household(self):
        mother, former, child = self.client(), self.client(), self.minor()
        self.relate(mother, "EX_PARTNER", former)
        household = self.add(mother).household_id
        for one in (former, child):
            self.add(one, household)
        self.protect(mother)
        self.assertEqual((self.level(former), self.level(child)), (NORMAL, SHIELDED))

    def test_XC_27_who_lives_with_whom_is_not_told_of_a_protected_person(self):
        mother, child = self.client(), self.minor()
        household = self.add(mother).household_id
        self.add(child, household)
        for one in (mother, child):
            self.consent(one, "pristav", areas=EVERY_AREA)
        self.assertEqual(len(self.members(household, "beranek").members), 2)
        self.protect(mother)
        self.assertEqual(len(self.members(household).members), 2)
        request = household_pb2.ListHouseholdMembersRequest(household_id=household)
        self.refused(
            "beranek", "ClientService.ListHouseholdMembers", request, "NOT_FOUND", "NOT_FOUND"
        )
        request = household_pb2.ListHouseholdsRequest(client_id=child)
        listed = self.ok("beranek", "ClientService.ListHouseholds", request).memberships
        self.assertEqual(len(listed), 0)

    def test_XC_27_a_merge_keeps_the_stronger_protection_and_a_split_takes_nothing(self):
        family = f"Sloučená {uuid.uuid4()}"
        one = self.child(1988, family=family)
        other = self.child(1988, who="beranek", family=family)
        self.live(other, "beranek")
        self.protect(one)
        self.assertEqual(self.level(other, "beranek"), NORMAL)
        match = self.merge(one, other)
        self.assertEqual(self.level(other, "beranek"), SHIELDED)
        self.no_address(other, "petra")
        request = client_pb2.UnmergeClientsRequest(match_id=match.match_id)
        self.ok("koudelka", "ClientService.UnmergeClients", request)
        self.assertEqual(self.level(one), SHIELDED)
        self.assertEqual(self.level(other, "beranek"), SHIELDED)


class LoweringTest(ProtectedTest):
    def test_XC_27_less_protection_takes_two_people_and_72_hours(self):
        client = self.client()
        self.protect(client, HIDDEN)
        request = protection_pb2.SetAddressProtectionRequest(
            client_id=client, level=SHIELDED, cause=protection_pb2.PROTECTION_CAUSE_STALKING
        )
        self.refused(
            "strnadova",
            "ProtectionService.SetAddressProtection",
            request,
            "FAILED_PRECONDITION",
            "ADDRESS_LOWERING_NEEDED",
            "XC-27",
        )
        propose = "ProtectionService.ProposeAddressLowering"
        lowering = self.ok("strnadova", propose, self.propose(client, SHIELDED)).lowering
        self.refused(
            "petra",
            propose,
            self.propose(client),
            "ALREADY_EXISTS",
            "LOWERING_WAITS",
            "XC-27",
        )
        confirm = protection_pb2.ConfirmAddressLoweringRequest(lowering_id=lowering.lowering_id)
        for who, code, reason, rule in (
            ("strnadova", "PERMISSION_DENIED", "SECOND_PERSON_NEEDED", "XC-27"),
            ("petra", "FAILED_PRECONDITION", "LOWERING_TOO_EARLY", "XC-27"),
            ("beranek", "NOT_FOUND", "NOT_FOUND", ""),
        ):
            self.refused(
                who, "ProtectionService.ConfirmAddressLowering", confirm, code, reason, rule
            )
        self.assertEqual(self.level(client), HIDDEN)
        self.assertEqual(self.get(client, "petra").open_lowering.lowering_id, lowering.lowering_id)

    def test_XC_27_anybody_who_works_with_the_person_takes_a_proposal_back(self):
        client = self.client()
        self.protect(client)
        propose = "ProtectionService.ProposeAddressLowering"
        lowering = self.ok("strnadova", propose, self.propose(client)).lowering
        request = protection_pb2.WithdrawAddressLoweringRequest(lowering_id=lowering.lowering_id)
        name = "ProtectionService.WithdrawAddressLowering"
        self.refused("beranek", name, request, "NOT_FOUND", "NOT_FOUND")
        self.ok("petra", name, request)
        self.refused("petra", name, request, "FAILED_PRECONDITION", "LOWERING_CLOSED", "XC-27")

    def test_XC_27_protecting_again_overtakes_a_proposal(self):
        client = self.client()
        self.protect(client)
        propose = "ProtectionService.ProposeAddressLowering"
        self.ok("strnadova", propose, self.propose(client))
        self.protect(client, who="petra")
        self.assertFalse(self.get(client).HasField("open_lowering"))
        self.ok("strnadova", propose, self.propose(client))

    def test_XC_27_whoever_follows_another_is_not_lowered_alone(self):
        mother, child = self.client(), self.minor()
        self.relate(child, "PARENT", mother)
        self.protect(mother)
        self.refused(
            "strnadova",
            "ProtectionService.ProposeAddressLowering",
            self.propose(child),
            "FAILED_PRECONDITION",
            "PROTECTION_FOLLOWS",
            "XC-27",
        )
        free = self.client()
        self.refused(
            "strnadova",
            "ProtectionService.ProposeAddressLowering",
            self.propose(free),
            "FAILED_PRECONDITION",
            "ADDRESS_NOT_PROTECTED",
            "XC-27",
        )


class SecretProviderTest(ProtectedTest):
    def set(self, who, agency, storable, written=None):
        provider = protection_pb2.ProviderAddress(
            agency_id=self.ids[f"agency.{agency}"], address_storable=storable
        )
        if written:
            provider.written = written
        return who, "ProtectionService.SetProviderAddress", (
            protection_pb2.SetProviderAddressRequest(provider=provider)
        )

    def shelter(self):
        """A shelter of this test alone with one worker; what the world calls it, and the caller."""
        key = f"shelter{uuid.uuid4().hex[:8]}"
        agency = agency_pb2.Agency(
            name=f"Útočiště {key}", type=agency_pb2.AGENCY_TYPE_NGO, territory="kraj"
        )
        request = agency_pb2.CreateAgencyRequest(agency=agency)
        agency = self.ok("admin", "AgencyService.CreateAgency", request).agency
        self.ids[f"agency.{key}"] = agency.agency_id
        worker = agency_pb2.Worker(
            agency_id=agency.agency_id,
            given_name="Tichá",
            family_name=key,
            fte_milli=1000,
            issuer=self.world.issuer,
            subject=key,
            qualified_social_worker=True,
        )
        request = agency_pb2.CreateWorkerRequest(worker=worker)
        worker_id = self.ok("admin", "AgencyService.CreateWorker", request).worker.worker_id
        for role in ("AGENCY_ADMIN", "SOCIAL_WORKER"):
            grant = agency_pb2.RoleAssignment(
                worker_id=worker_id,
                role=context_pb2.ActingRole.Value(f"ACTING_ROLE_{role}"),
                valid_from=self.world.today(-1),
            )
            request = agency_pb2.GrantRoleRequest(role_assignment=grant)
            self.ok("admin", "AgencyService.GrantRole", request)
        token = devidentity.token(self.world.identity, key)
        certificate = self.world.certificate(key)
        caller = Caller(key, token, "SOCIAL_WORKER", "AGREED_SUPPORT", "en", certificate)
        return key, caller

    def test_XC_27_the_address_of_a_secret_shelter_cannot_be_stored(self):
        self.refused(
            *self.set("lomova", "most", True), "PERMISSION_DENIED", "FOREIGN_AGENCY", "REG-27"
        )
        secret = "FAILED_PRECONDITION", "PROVIDER_ADDRESS_SECRET", "XC-27"
        self.refused(*self.set("lomova", "pristav", False, CANARY), *secret)
        key, caller = self.shelter()
        admin = caller.acting(role="AGENCY_ADMIN", purpose="ADMINISTRATION")
        self.ok(*self.set(admin, key, True, CANARY))
        client = self.client(caller)
        self.live(client, caller)
        self.ok(*self.set(admin, key, False))
        read = protection_pb2.GetProviderAddressRequest(agency_id=self.ids[f"agency.{key}"])
        provider = self.ok("petra", "ProtectionService.GetProviderAddress", read).provider
        self.assertEqual((provider.written, provider.address_storable), ("", False))
        self.refused(*self.set(admin, key, True, CANARY), *secret)
        self.assertEqual(self.addresses(client, caller), [])
        self.refused(
            caller,
            "ProtectionService.RecordAddress",
            self.address(client),
            "FAILED_PRECONDITION",
            "ADDRESS_NOT_HELD",
            "XC-27",
        )
        request = self.statement(client, "nouzově v Tajemnici, Kanárkova 4711/9", 5)
        self.refused(
            caller,
            "ClientService.RecordStatement",
            request,
            "FAILED_PRECONDITION",
            "WORDS_HOLD_ADDRESS",
            "XC-27",
        )
        # As the intermediary it would tell where to look.
        request = protection_pb2.SetAddressProtectionRequest(
            client_id=client,
            level=HIDDEN,
            cause=protection_pb2.PROTECTION_CAUSE_STALKING,
            intermediary_agency_id=self.ids[f"agency.{key}"],
        )
        self.violates(
            caller,
            "ProtectionService.SetAddressProtection",
            request,
            "intermediary_agency_id",
            "AGENCY_UNKNOWN",
        )

    def test_XC_27_that_a_shelter_helps_somebody_is_told_to_nobody(self):
        key, caller = self.shelter()
        admin = caller.acting(role="AGENCY_ADMIN", purpose="ADMINISTRATION")
        family = f"Ukrytá {uuid.uuid4()}"
        own = self.child(1988, family=family)
        sheltered = self.child(1988, who=caller, family=family)
        self.merge(own, sheltered)
        self.ok(caller, "ClientService.RecordStatement", self.statement(sheltered, "klid", 4))
        consent = consent_pb2.CreateConsentRequest(
            client_id=own,
            version=consent_pb2.ConsentVersion(
                parties=[
                    consent_pb2.ConsentParty(agency_id=self.ids[f"agency.{one}"])
                    for one in ("most", key, "pristav")
                ],
                areas=EVERY_AREA,
                excluded_topics_asked=True,
                form=consent_pb2.CONSENT_FORM_WRITTEN,
            ),
        )
        consent_id = self.ok("strnadova", "ConsentService.CreateConsent", consent).consent.consent_id
        request = consent_pb2.SignConsentRequest(
            consent_id=consent_id,
            signed_time=self.world.now(minutes=-1),
            told_of_revocation_time=self.world.now(minutes=-2),
            document="X-1",
        )
        self.ok("strnadova", "ConsentService.SignConsent", request)
        read = client_pb2.GetClientRequest(client_id=own)

        def told(who):
            answers = [
                self.ok(who, "ClientService.GetClient", read),
                self.ok(
                    who,
                    "ConsentService.ListConsents",
                    consent_pb2.ListConsentsRequest(client_id=own),
                ),
            ]
            if who == "strnadova":
                answers.append(
                    self.ok(
                        who,
                        "AccessService.ListDisclosures",
                        access_pb2.ListDisclosuresRequest(client_id=own, page_size=500),
                    )
                )
            return b"".join(one.SerializeToString() for one in answers)

        shelter = self.ids[f"agency.{key}"].encode()
        self.assertIn(shelter, told("beranek"))
        self.assertIn(shelter, told("strnadova"))
        self.ok(*self.set(admin, key, False))
        self.assertNotIn(shelter, told("beranek"))
        self.assertNotIn(shelter, told("strnadova"))


class AgainTest(ProtectedTest):
    def test_XC_27_coming_back_under_another_name_does_not_shed_the_protection(self):
        phone = f"+420 6{uuid.uuid4().int % 10**8:08}"

        def register(who, given):
            client = client_pb2.Client(
                kind=client_pb2.CLIENT_KIND_IDENTIFIED,
                given_name=given,
                family_name=f"Jiná {uuid.uuid4()}",
                phone_number=phone,
            )
            request = client_pb2.RegisterClientRequest(client=client)
            return self.ok(who, "ClientService.RegisterClient", request)

        protected = register("strnadova", "Alena").client.client_id
        self.protect(protected)
        answer = register("beranek", "Helena")
        self.assertEqual(answer.outcome, client_pb2.REGISTRATION_OUTCOME_MATCH_PENDING)
        again = answer.client.client_id
        # Who registers learns nothing of it, and goes on as with anybody else …
        self.assertEqual(self.level(again, "beranek"), NORMAL)
        self.live(again, "beranek")
        self.assertEqual(self.addresses(again, "beranek"), [CANARY])
        self.consent(again, "most", who="beranek", areas=[ADDRESS, areas_pb2.DATA_AREA_DEBTS])
        # … but what they hold of where the person is goes no further until a steward has looked.
        self.assertEqual(self.addresses(again, "strnadova"), [])
        match = self.match(protected, again)
        request = client_pb2.MergeClientsRequest(match_id=match.match_id)
        self.ok("koudelka", "ClientService.MergeClients", request)
        self.assertEqual(self.level(again, "beranek"), SHIELDED)


class CanaryTest(ProtectedTest):
    """A unique address is planted, then all that can be read is read by whoever may not know."""

    WORDS = [word.encode() for word in ("Kanárkova", "4711/9", "431 99", "Tajemnice")]
    # What cannot stand in a log or a feed by chance.
    SURE = [word for word in WORDS if word != b"431 99"]

    def events(self):
        """All that Watch tells whoever may open it, services and systems of agencies: {who: bytes}."""
        callers = [self.world.service("reporting")]
        callers += [self.world.machine(agency) for agency in ("most", "pristav", "town", "labour")]
        until = self.world.now().ToMicroseconds()

        def watch(service, caller):
            method = self.world.method(caller, f"{service}:FeedService.Watch")
            stream = method.stream(feed_pb2.WatchRequest(start_at=feed_pb2.START_AT_EARLIEST))
            told = b""
            try:
                for message in stream:
                    told += message.SerializeToString()
                    if message.as_of.ToMicroseconds() >= until:
                        return told
            finally:
                stream.cancel()
            raise AssertionError(f"the feed of {service} ended for {caller.name}")

        pairs = [(service, caller) for service in self.world.endpoints for caller in callers]
        # A stream says how far it is complete only now and then: all at once.
        with concurrent.futures.ThreadPoolExecutor(len(pairs)) as pool:
            told = pool.map(lambda pair: watch(*pair), pairs)
            return {(service, who.name): one for (service, who), one in zip(pairs, told)}

    def logs(self):
        """Every log of the system; there is one of each service at least."""
        found = sorted((self.world.state / "log").glob("*.log"))
        self.assertGreaterEqual({log.stem for log in found}, set(self.world.endpoints))
        database = self.world.state / "cluster" / "log"
        for log in [*found, *([database] if database.exists() else [])]:
            content = log.read_bytes()
            self.assertTrue(content, f"{log.name} is empty: nothing was looked at")
            yield log.name, content

    def methods(self):
        """Every method of every interface of the registry that only reads, with its descriptor."""
        for package in ("opora.registry.v1", "opora.common.v1"):
            for module in pkgutil.iter_modules(importlib.import_module(package).__path__):
                if module.name.endswith("_grpc"):
                    continue
                file = importlib.import_module(f"{package}.{module.name}").DESCRIPTOR
                for service in file.services_by_name.values():
                    for method in service.methods:
                        policy = method.GetOptions().Extensions[policy_pb2.policy]
                        streams = getattr(method, "server_streaming", False)
                        if policy.access == policy_pb2.ACCESS_READ and not streams:
                            yield f"{service.name}.{method.name}", method.input_type

    def fill(self, message, known):
        """A request that names what is known, and what every other field needs."""
        for field in message.DESCRIPTOR.fields:
            if field.name in known and field.label != field.LABEL_REPEATED:
                try:
                    setattr(message, field.name, known[field.name])
                except (TypeError, ValueError, AttributeError):
                    pass
            elif field.name == "areas":
                message.areas.extend(EVERY_AREA)
            elif field.name == "recipient":
                message.recipient.agency_id = self.ids["agency.pristav"]
            elif field.name == "queries":
                message.queries.add(client_id=known["client_id"], areas=EVERY_AREA)
        return message

    def known(self, client, household):
        return {
            "client_id": client,
            "household_id": household,
            "agency_id": self.ids["agency.most"],
            "creditor_agency_id": self.ids["agency.most"],
            "worker_id": self.ids["worker.strnadova"],
            "service_id": self.ids["service.most"],
            "search_id": str(uuid.uuid4()),
            "prefix": "tajemn",
            "page_size": 500,
        }

    def test_XC_27_no_reading_method_betrays_a_planted_address(self):
        mother, child = self.client(family=f"Plachá {uuid.uuid4()}"), self.minor()
        household = self.add(mother).household_id
        self.add(child, household)
        self.ok("strnadova", "ClientService.RecordStatement", self.statement(mother))
        for one in (mother, child):
            self.live(one)
            self.consent(one, "pristav", "town.housing", "town.social", areas=EVERY_AREA)
        self.protect(mother, who="petra")
        answered = set()
        messages = importlib.import_module("google.protobuf.message_factory")
        for client in (mother, child):
            known = self.known(client, household)
            for name, descriptor in self.methods():
                for who, acting in (
                    ("petra", {}),
                    ("olsova", {}),
                    ("beranek", {}),
                    ("pokorna", {}),
                    ("dolezel", {"purpose": "CHILD_PROTECTION"}),
                    ("sykorova", {}),
                    ("koudelka", {}),
                    ("hejnova", {"role": "AUDITOR"}),
                ):
                    make = (
                        messages.GetMessageClass(descriptor)
                        if hasattr(messages, "GetMessageClass")
                        else messages.MessageFactory().GetPrototype(descriptor)
                    )
                    request = self.fill(make(), known)
                    try:
                        reply = self.world.method(who, name, **acting)(request)
                        seen = reply.SerializeToString()
                        answered.add(name)
                    except OporaError as error:
                        seen = repr(error.answer).encode()
                    found = [word for word in self.WORDS if word in seen]
                    self.assertEqual(found, [], f"{name} by {who}")
        self.assertGreater(len(answered), 15, sorted(answered))
        events = self.events()
        for feed, told in events.items():
            self.assertEqual([word for word in self.SURE if word in told], [], feed)
        for who in ("reporting", "most"):
            self.assertIn(mother.encode(), events["client-registry", who], "it was read at all")
        for log, content in self.logs():
            self.assertEqual([word for word in self.SURE if word in content], [], log)

    def test_XC_27_no_words_take_the_address_of_a_protected_person(self):
        client = self.client()
        self.protect(client)
        request = self.statement(
            client, "bydlí v ulici Kanárkova 4711", areas_pb2.DATA_AREA_HOUSING
        )
        self.refused(
            "strnadova",
            "ClientService.RecordStatement",
            request,
            "FAILED_PRECONDITION",
            "WORDS_HOLD_ADDRESS",
            "XC-27",
        )
        for name in ("Tajemnice, 431 99 Tajemnice", "u Kanárkova 4711/9"):
            self.refused(
                "strnadova",
                "ClientService.AddHouseholdMember",
                self.member(client, person_name=name),
                "FAILED_PRECONDITION",
                "WORDS_HOLD_ADDRESS",
                "XC-27",
            )
        request = self.statement(
            client, "spisová značka 12 C 123/2026, dluh 43 199 Kč", areas_pb2.DATA_AREA_LEGAL
        )
        self.ok("strnadova", "ClientService.RecordStatement", request)
