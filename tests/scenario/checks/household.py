"""Households and families: who lives with whom, and what of one is not told with another."""

import uuid

from opora.common.v1 import areas_pb2, types_pb2
from opora.registry.v1 import client_pb2, consent_pb2, household_pb2

from checks.base import ClientTest, unknown_id

FAMILY = areas_pb2.DATA_AREA_FAMILY
IDENTITY = areas_pb2.DATA_AREA_IDENTITY
SAID = client_pb2.STATEMENT_KIND_CLIENT_STATEMENT
KIND = household_pb2.FamilyRelationKind


class FamilyTest(ClientTest):
    """Acts of these checks, as Mrs Strnadová of Most unless another is named."""

    def child(self, year, who="strnadova", family=None):
        request = client_pb2.RegisterClientRequest(
            client=client_pb2.Client(
                kind=client_pb2.CLIENT_KIND_IDENTIFIED,
                given_name="Ema",
                family_name=family or f"Zkušební {uuid.uuid4()}",
                birth_date=types_pb2.PartialDate(year=year, month=1, day=1),
            )
        )
        return self.ok(who, "ClientService.RegisterClient", request).client.client_id

    def minor(self):
        """A child who consents alone already (XC-59)."""
        return self.child(self.world.today().year - 16)

    def member(self, client_id, household_id="", **further):
        fields = {"lives_there": True, "source": SAID, **further}
        return household_pb2.AddHouseholdMemberRequest(
            member=household_pb2.HouseholdMember(
                client_id=client_id, household_id=household_id, **fields
            )
        )

    def add(self, client_id, household_id="", who="strnadova", **further):
        request = self.member(client_id, household_id, **further)
        return self.ok(who, "ClientService.AddHouseholdMember", request).member

    def members(self, household_id, who="strnadova", **paging):
        request = household_pb2.ListHouseholdMembersRequest(household_id=household_id, **paging)
        return self.ok(who, "ClientService.ListHouseholdMembers", request)

    def relation(self, client_id, kind, relative=None, name=None, **further):
        fields = {"relative_client_id": relative} if relative else {"relative_name": name}
        return household_pb2.RecordFamilyRelationRequest(
            relation=household_pb2.FamilyRelation(
                client_id=client_id,
                kind=KIND.Value(f"FAMILY_RELATION_KIND_{kind}"),
                source=SAID,
                **fields,
                **further,
            )
        )

    def relate(self, client_id, kind, relative=None, name=None, who="strnadova", **further):
        request = self.relation(client_id, kind, relative, name, **further)
        return self.ok(who, "ClientService.RecordFamilyRelation", request).relation

    def family(self, client_id, who="strnadova"):
        request = household_pb2.ListFamilyRequest(client_id=client_id)
        return self.ok(who, "ClientService.ListFamily", request).relations

    def not_related(self, request, reason):
        self.refused(
            "strnadova",
            "ClientService.RecordFamilyRelation",
            request,
            "FAILED_PRECONDITION",
            reason,
            "REG-42",
        )

    def consent(self, client_id, *units, areas=(FAMILY,), who="strnadova"):
        """A written consent between the unit of `who` and the others, in force."""
        own = self.world.unit_of(who)
        parties = [consent_pb2.ConsentParty(**self.world.unit(one)) for one in (own, *units)]
        request = consent_pb2.CreateConsentRequest(
            client_id=client_id,
            version=consent_pb2.ConsentVersion(
                parties=parties,
                areas=areas,
                excluded_topics_asked=True,
                form=consent_pb2.CONSENT_FORM_WRITTEN,
            ),
        )
        consent_id = self.ok(who, "ConsentService.CreateConsent", request).consent.consent_id
        request = consent_pb2.SignConsentRequest(
            consent_id=consent_id,
            signed_time=self.world.now(minutes=-1),
            told_of_revocation_time=self.world.now(minutes=-2),
            document="X-1",
        )
        self.ok(who, "ConsentService.SignConsent", request)
        return consent_id


class HouseholdTest(FamilyTest):
    def test_REG_40_a_household_has_children_with_ages_source_and_verification(self):
        mother, child = self.client(), self.child(self.world.today().year - 8)
        first = self.add(mother)
        self.add(child, first.household_id, verified_on=self.world.today(-1))
        born = types_pb2.PartialDate(year=self.world.today().year - 3, month=1, day=1)
        self.add(mother, first.household_id, person_name="Tonda", birth_date=born)
        members = self.members(first.household_id).members
        found = {one.member.person_name or one.member.client_id: one for one in members}
        self.assertEqual(len(found), 3)
        self.assertEqual(found[child].age_years, 8)
        self.assertEqual(found[child].member.source, SAID)
        self.assertTrue(found[child].member.HasField("verified_on"))
        self.assertEqual(found["Tonda"].age_years, 3)
        self.assertFalse(found[mother].HasField("age_years"))

    def test_REG_40_of_the_others_only_those_are_shown_for_whom_there_is_a_basis(self):
        mother, child = self.client(), self.minor()
        household = self.add(mother).household_id
        self.add(child, household)
        self.add(child, household, person_name="Tonda")
        self.refused(
            "beranek",
            "ClientService.ListHouseholdMembers",
            household_pb2.ListHouseholdMembersRequest(household_id=household),
            "NOT_FOUND",
            "NOT_FOUND",
        )
        self.consent(mother, "pristav")
        seen = self.members(household, "beranek").members
        self.assertEqual([one.member.client_id for one in seen], [mother])
        self.consent(child, "pristav", areas=[FAMILY, IDENTITY])
        seen = self.members(household, "beranek").members
        self.assertEqual(len(seen), 3)
        self.assertTrue(all(one.HasField("age_years") for one in seen if
                            one.member.client_id == child and not one.member.person_name))

    def test_REG_40_an_age_is_not_told_without_a_basis_for_the_date_of_birth(self):
        child = self.minor()
        household = self.add(child).household_id
        self.consent(child, "pristav")
        seen = self.members(household, "beranek").members
        self.assertEqual([one.HasField("age_years") for one in seen], [False])

    def test_REG_40_a_child_may_belong_to_two_households_but_to_each_once(self):
        child = self.minor()
        mothers, fathers = (self.add(self.client()).household_id for _ in range(2))
        self.add(child, mothers)
        self.refused(
            "strnadova",
            "ClientService.AddHouseholdMember",
            self.member(child, mothers),
            "ALREADY_EXISTS",
            "ALREADY_IN_HOUSEHOLD",
            "REG-40",
        )
        self.add(child, fathers)
        request = household_pb2.ListHouseholdsRequest(client_id=child)
        listed = self.ok("strnadova", "ClientService.ListHouseholds", request).memberships
        self.assertEqual({one.household_id for one in listed}, {mothers, fathers})

    def test_REG_40_nobody_is_added_to_what_one_does_not_know(self):
        own, household = self.client("beranek"), self.add(self.client()).household_id
        for request in (
            self.member(own, household),  # the household of others
            self.member(own, str(uuid.uuid4())),  # none
            self.member(self.client()),  # a person of others
            self.member(unknown_id()),
        ):
            self.refused(
                "beranek", "ClientService.AddHouseholdMember", request, "NOT_FOUND", "NOT_FOUND"
            )

    def test_REG_40_a_membership_ends_and_is_another_s_to_end_by_nobody_else(self):
        member = self.add(self.client())
        request = household_pb2.EndHouseholdMembershipRequest(member_id=member.member_id)
        self.refused(
            "beranek", "ClientService.EndHouseholdMembership", request, "NOT_FOUND", "NOT_FOUND"
        )
        ended = self.ok("strnadova", "ClientService.EndHouseholdMembership", request).member
        self.assertTrue(ended.HasField("valid_to"))
        member = self.add(self.client(), valid_from=self.world.today(-3))
        request = household_pb2.EndHouseholdMembershipRequest(
            member_id=member.member_id, valid_to=self.world.today(-5)
        )
        self.violates(
            "strnadova",
            "ClientService.EndHouseholdMembership",
            request,
            "valid_to",
            "PERIOD_REVERSED",
        )

    def test_REG_40_a_household_of_many_is_listed_by_pages(self):
        client = self.client()
        household = self.add(client).household_id
        for number in range(60):
            self.add(client, household, person_name=f"Osoba {number:03}")
        seen, token = [], ""
        while True:
            page = self.members(household, page_size=25, page_token=token)
            seen += [one.member.member_id for one in page.members]
            self.assertLessEqual(len(page.members), 25)
            token = page.next_page_token
            if not token:
                break
        self.assertEqual((len(seen), len(set(seen))), (61, 61))


    def test_XC_45_who_lives_where_is_not_told_to_house_and_neighbours(self):
        family = f"Nájemná {uuid.uuid4()}"
        tenant = self.client(family=family)
        household = self.add(tenant).household_id
        requests = {
            "ListHouseholds": household_pb2.ListHouseholdsRequest(client_id=tenant),
            "ListHouseholdMembers": household_pb2.ListHouseholdMembersRequest(
                household_id=household
            ),
            "GetClient": client_pb2.GetClientRequest(client_id=tenant),
        }
        for who in ("pokorna", "kral", "bartosova"):
            for name, request in requests.items():
                self.refused(who, f"ClientService.{name}", request, "NOT_FOUND", "NOT_FOUND")
        request = client_pb2.SuggestClientsRequest(prefix=family[:20], search_id=str(uuid.uuid4()))
        found = self.ok("pokorna", "ClientService.SuggestClients", request).clients
        self.assertEqual(len(found), 0)


class RelationTest(FamilyTest):
    def test_REG_42_the_child_is_the_client_and_its_parents_are_family(self):
        child = self.minor()
        self.relate(child, "PARENT", name="Karla Zkušební")
        grown = self.child(1990)
        self.not_related(self.relation(child, "CHILD", grown), "PARENT_YOUNGER_THAN_CHILD")
        self.relate(child, "PARENT", grown)
        kinds = [one.relation.kind for one in self.family(child)]
        self.assertEqual(kinds, [KIND.Value("FAMILY_RELATION_KIND_PARENT")] * 2)
        self.assertEqual(len(self.family(grown)), 0)

    def test_REG_42_nobody_is_an_own_parent_by_whatever_way_round(self):
        old, middle, young = self.client(), self.client(), self.client()
        self.not_related(self.relation(old, "PARENT", old), "CIRCULAR_RELATION")
        self.relate(middle, "PARENT", old)
        self.not_related(self.relation(old, "PARENT", middle), "CIRCULAR_RELATION")
        self.not_related(self.relation(middle, "CHILD", old), "CIRCULAR_RELATION")
        self.relate(middle, "CHILD", young)
        self.not_related(self.relation(old, "PARENT", young), "CIRCULAR_RELATION")
        self.relate(old, "SIBLING", young)

    def test_REG_42_a_former_partner_does_not_come_back_by_another_word(self):
        client, former = self.client(), self.client()
        first = self.relate(client, "EX_PARTNER", former, valid_from=self.world.today(-9))
        for kind in ("OTHER_RELATIVE", "PARTNER", "SPOUSE"):
            self.not_related(self.relation(client, kind, former), "FORMER_PARTNER_AS_RELATIVE")
            self.not_related(self.relation(former, kind, client), "FORMER_PARTNER_AS_RELATIVE")
        named = self.client()
        self.relate(named, "EX_PARTNER", name="Zdeněk Hrubý")
        again = self.relation(named, "OTHER_RELATIVE", name="zdenek HRUBY")
        self.not_related(again, "FORMER_PARTNER_AS_RELATIVE")
        request = household_pb2.EndFamilyRelationRequest(
            relation_id=first.relation_id, valid_to=self.world.today(-1)
        )
        self.ok("strnadova", "ClientService.EndFamilyRelation", request)
        self.relate(client, "PARTNER", former)

    def test_REG_42_the_same_relation_is_recorded_once(self):
        child = self.minor()
        self.relate(child, "PARENT", name="Karla")
        self.refused(
            "strnadova",
            "ClientService.RecordFamilyRelation",
            self.relation(child, "PARENT", name="Karla"),
            "ALREADY_EXISTS",
            "RELATION_EXISTS",
            "REG-42",
        )

    def test_REG_42_which_client_a_relative_is_needs_a_basis_for_the_relative(self):
        child, mother = self.minor(), self.client()
        self.relate(child, "PARENT", mother)
        self.consent(child, "pristav")
        (seen,) = self.family(child, "beranek")
        self.assertEqual(seen.relation.kind, KIND.Value("FAMILY_RELATION_KIND_PARENT"))
        self.assertFalse(seen.relation.HasField("relative_client_id"))
        self.consent(mother, "pristav", areas=[areas_pb2.DATA_AREA_DEBTS])
        (seen,) = self.family(child, "beranek")
        self.assertEqual(seen.relation.relative_client_id, mother)

    def test_REG_42_a_relative_whom_one_does_not_know_is_no_client(self):
        own, foreign = self.client("beranek"), self.client()
        for relative in (foreign, unknown_id()):
            self.refused(
                "beranek",
                "ClientService.RecordFamilyRelation",
                self.relation(own, "SIBLING", relative),
                "NOT_FOUND",
                "NOT_FOUND",
            )
