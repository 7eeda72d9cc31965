"""Who acts for an absent worker (XC-61), on every path and no longer than it is in force."""

import time

from opora.common.v1 import audit_pb2, context_pb2
from opora.conference.v1 import case_pb2
from opora.registry.v1 import (
    access_pb2,
    agency_pb2,
    client_pb2,
    contact_record_pb2,
    involvement_pb2,
    substitution_pb2,
)

from checks.workforce_base import WORKFORCE, WorkforceTest, role_number

CREATE = f"{WORKFORCE}.CreateSubstitution"
RESOLVE = "AccessService.ResolveCaller"
LIST_AGENCIES = agency_pb2.ListAgenciesRequest()
NOT_YOURS = ("PERMISSION_DENIED", "NOT_YOURS_TO_SUBSTITUTE", "XC-61")


class SubstitutionTest(WorkforceTest):
    def setUp(self):
        super().setUp()
        self.most = self.agency()
        self.absent = self.hire(self.most, "KEY_WORKER")
        self.deputy = self.hire(self.most, "SOCIAL_WORKER")

    def resolve(self, who):
        return self.ok(who, RESOLVE, access_pb2.ResolveCallerRequest())

    def denied(self, who, reason):
        """On a call of the registry, and on one of each other service."""
        self.refused(who, "AgencyService.ListAgencies", LIST_AGENCIES, "PERMISSION_DENIED", reason)
        cases = case_pb2.ListMyCasesRequest()
        self.refused(who, "CaseService.ListMyCases", cases, "PERMISSION_DENIED", reason)

    def test_XC_61_the_deputy_acts_in_the_absent_worker_s_role(self):
        in_that_role = self.deputy.acting("KEY_WORKER")
        self.denied(in_that_role, "ROLE_NOT_HELD")
        made, standing_in = self.substitute(self.absent, self.deputy, "KEY_WORKER")
        self.assertEqual(list(made.roles), [role_number("KEY_WORKER")])
        caller = self.resolve(standing_in)
        self.assertEqual(caller.worker_id, self.deputy.worker_id)
        self.assertEqual(caller.substituted_worker_id, self.absent.worker_id)
        self.assertEqual(caller.acting_role, role_number("KEY_WORKER"))
        # Other services ask the registry, call by call.
        self.ok(standing_in, "CaseService.ListMyCases", case_pb2.ListMyCasesRequest())
        # Without naming the substitution the role is not the deputy's.
        self.denied(in_that_role, "ROLE_NOT_HELD")

    def test_XC_61_the_scope_is_what_was_lent(self):
        self.grant(self.absent.worker_id, "DEBT_COUNSELLOR")
        _, standing_in = self.substitute(self.absent, self.deputy, "KEY_WORKER")
        self.denied(standing_in.acting(role="DEBT_COUNSELLOR"), "ROLE_NOT_LENT")
        self.denied(standing_in.acting(role="SOCIAL_WORKER"), "ROLE_NOT_LENT")
        self.denied(standing_in.acting(role="UNSPECIFIED"), "ROLE_NOT_LENT")
        self.resolve(standing_in)

    def test_XC_61_nobody_else_names_it(self):
        _, standing_in = self.substitute(self.absent, self.deputy, "KEY_WORKER")
        for other in (self.hire(self.most, "KEY_WORKER"), self.absent):
            self.denied(
                other.caller.acting(substitution=standing_in.substitution), "SUBSTITUTION_UNKNOWN"
            )
        self.denied(self.deputy.caller.acting(substitution="x"), "SUBSTITUTION_UNKNOWN")

    def test_XC_61_it_ends_by_itself(self):
        _, standing_in = self.substitute(self.absent, self.deputy, "KEY_WORKER", end=3)
        self.resolve(standing_in)
        time.sleep(3.2)
        self.denied(standing_in, "SUBSTITUTION_OVER")

    def test_XC_61_it_begins_when_it_begins(self):
        later = {"begin": 3600, "end": 7200}
        _, standing_in = self.substitute(self.absent, self.deputy, "KEY_WORKER", **later)
        self.denied(standing_in, "SUBSTITUTION_OVER")

    def test_XC_61_it_is_ended_before_its_time_at_once(self):
        made, standing_in = self.substitute(self.absent, self.deputy, "KEY_WORKER")
        end = substitution_pb2.EndSubstitutionRequest(substitution_id=made.substitution_id)
        stranger = self.hire(self.most, "KEY_WORKER")
        self.refused(stranger.caller, f"{WORKFORCE}.EndSubstitution", end, *NOT_YOURS)
        self.ok(self.deputy.caller, f"{WORKFORCE}.EndSubstitution", end)
        self.denied(standing_in, "SUBSTITUTION_OVER")

    def test_XC_61_it_is_over_when_the_role_or_a_worker_is_gone(self):
        _, standing_in = self.substitute(self.absent, self.deputy, "KEY_WORKER")
        self.suspend(self.deputy)
        self.denied(standing_in, "WORKER_SUSPENDED")
        self.suspend(self.deputy, False)
        self.resolve(standing_in)
        self.end_employment(self.absent)
        self.denied(standing_in, "SUBSTITUTION_OVER")

    def test_XC_61_only_the_worker_and_the_head_enter_one(self):
        request = self.substitution(self.absent, self.deputy, "KEY_WORKER")
        self.refused(self.deputy.caller, CREATE, request, *NOT_YOURS)
        head = self.hire(self.most, "HEAD_OF_UNIT")
        self.ok(head.caller, CREATE, request)
        self.refused(
            self.absent.caller, CREATE, request, "ALREADY_EXISTS", "SUBSTITUTION_EXISTS", "XC-61"
        )

    def test_XC_61_a_deputy_passes_nothing_on(self):
        _, standing_in = self.substitute(self.absent, self.deputy, "KEY_WORKER")
        third = self.hire(self.most, "SOCIAL_WORKER")
        for absent in (self.absent, self.deputy):
            request = self.substitution(absent, third)
            self.refused(standing_in, CREATE, request, *NOT_YOURS)

    def test_XC_61_leadership_and_the_facilitator_s_seat_are_not_lent(self):
        for role in ("HEAD_OF_UNIT", "SUPERVISOR", "FACILITATOR", "COMPLAINT_OFFICER"):
            self.grant(self.absent.worker_id, role)
            request = self.substitution(self.absent, self.deputy, role)
            self.refused(
                self.absent.caller, CREATE, request, "FAILED_PRECONDITION", "ROLE_NOT_LENT", "XC-61"
            )
        made, _ = self.substitute(self.absent, self.deputy)
        self.assertEqual(list(made.roles), [role_number("KEY_WORKER")])

    def test_XC_17_a_deputy_is_of_the_same_department(self):
        town = self.agency("MUNICIPALITY_II", ("social", "housing"))
        absent = self.hire(f"{town}.social", "SOCIAL_WORKER")
        other = self.hire(f"{town}.housing", "HOUSING_OFFICER")
        self.refused(
            absent.caller,
            CREATE,
            self.substitution(absent, other),
            "PERMISSION_DENIED",
            "DEPUTY_OF_OTHER_UNIT",
            "XC-17",
        )

    def test_XC_14_delegated_work_is_not_lent_to_who_is_not_designated(self):
        town = self.agency("MUNICIPALITY_II", ("social",))
        absent = self.hire(f"{town}.social", ("SOCIAL_WORKER", True))
        plain = self.hire(f"{town}.social", "KEY_WORKER")
        _, standing_in = self.substitute(absent, plain, "SOCIAL_WORKER")
        self.assertFalse(self.resolve(standing_in).delegated_social_work)
        designated = self.hire(f"{town}.social", ("CASE_MANAGER", True))
        _, standing_in = self.substitute(absent, designated, "SOCIAL_WORKER")
        self.assertTrue(self.resolve(standing_in).delegated_social_work)

    def test_XC_32_the_deputy_does_not_come_to_both_stances(self):
        self.grant(self.deputy.worker_id, "HOUSING_OFFICER")
        client = self.client_of(self.absent)
        self.assign(self.absent, client, self.absent, "KEY_WORKER")
        self.assign(self.absent, client, self.deputy, "HOUSING_OFFICER")
        request = self.substitution(self.absent, self.deputy, "KEY_WORKER")
        self.refused(
            self.absent.caller, CREATE, request, "FAILED_PRECONDITION", "STANCE_CONFLICT", "XC-32"
        )

    def test_XC_32_nor_by_an_assignment_made_later(self):
        self.grant(self.deputy.worker_id, "HOUSING_OFFICER")
        client = self.client_of(self.absent)
        self.assign(self.absent, client, self.absent, "KEY_WORKER")
        self.substitute(self.absent, self.deputy, "KEY_WORKER")
        name = "AgencyService.AssignWorker"
        to_deputy = self.assigning(client, self.deputy, "HOUSING_OFFICER")
        self.refused(
            self.absent.caller, name, to_deputy, "FAILED_PRECONDITION", "STANCE_CONFLICT", "XC-32"
        )
        other = self.client_of(self.absent)
        self.assign(self.absent, other, self.deputy, "HOUSING_OFFICER")
        to_absent = self.assigning(other, self.absent, "KEY_WORKER")
        self.refused(
            self.absent.caller, name, to_absent, "FAILED_PRECONDITION", "STANCE_CONFLICT", "XC-32"
        )

    def test_HOUS_07_the_landlord_s_contact_is_no_deputy_of_a_key_worker(self):
        self.grant(self.deputy.worker_id, "LANDLORD_LIAISON")
        request = self.substitution(self.absent, self.deputy, "KEY_WORKER")
        refused = ("FAILED_PRECONDITION", "DEPUTY_IS_LIAISON", "HOUS-07")
        self.refused(self.absent.caller, CREATE, request, *refused)

    def test_HOUS_07_who_deputises_for_a_key_worker_counts_as_one(self):
        client = self.client_of(self.absent)
        self.assign(self.absent, client, self.absent, "KEY_WORKER")
        asked = involvement_pb2.GetAssignmentsRequest(worker_id=self.deputy.worker_id)
        housing = self.world.service("housing-referral")
        found = self.ok(housing, "AccessService.GetAssignments", asked).assignments
        self.assertEqual([one.client_id for one in found], [])
        self.substitute(self.absent, self.deputy, "KEY_WORKER")
        found = self.ok(housing, "AccessService.GetAssignments", asked).assignments
        self.assertEqual([one.client_id for one in found], [client])

    def test_CONF_35_a_deputy_is_involved_like_the_absent_worker(self):
        client = self.client_of(self.absent)
        self.assign(self.absent, client, self.absent, "KEY_WORKER")
        asked = involvement_pb2.GetInvolvementRequest(
            worker_id=self.deputy.worker_id, client_id=client, since_date=self.world.today(-30)
        )
        conference = self.world.service("case-conference")
        name = "AccessService.GetInvolvement"
        self.assertEqual(list(self.ok(conference, name, asked).kinds), [])
        self.substitute(self.absent, self.deputy, "KEY_WORKER")
        self.assertEqual(
            list(self.ok(conference, name, asked).kinds),
            [involvement_pb2.INVOLVEMENT_KIND_ASSIGNMENT],
        )

    def test_XC_61_the_audit_shows_both_persons(self):
        client = self.client_of(self.absent)
        _, standing_in = self.substitute(self.absent, self.deputy, "KEY_WORKER")
        get = client_pb2.GetClientRequest(client_id=client)
        self.ok(standing_in, "ClientService.GetClient", get)
        entries = self.accesses(client)
        self.assertEqual(entries[0].worker_id, self.deputy.worker_id)
        self.assertEqual(entries[0].substituted_worker_id, self.absent.worker_id)
        self.assertEqual(entries[0].effect, audit_pb2.AUDIT_EFFECT_READ)
        of_absent = self.accesses(client, worker_id=self.absent.worker_id)
        self.assertIn(entries[0].entry_id, [one.entry_id for one in of_absent])

    def test_XC_61_a_contact_names_both_persons(self):
        client = self.client_of(self.absent)
        _, standing_in = self.substitute(self.absent, self.deputy, "KEY_WORKER")
        contact = self.ok(standing_in, f"{WORKFORCE}.RecordContact", self.contact(client)).contact
        self.assertEqual(contact.worker_id, self.deputy.worker_id)
        self.assertEqual(contact.substituted_worker_id, self.absent.worker_id)
        self.assertEqual(contact.acting_role, context_pb2.ACTING_ROLE_KEY_WORKER)
        self.assertEqual(contact.form, contact_record_pb2.CONTACT_FORM_PHONE)

    def test_XC_61_the_unit_sees_who_stands_in_for_whom(self):
        made, _ = self.substitute(self.absent, self.deputy, "KEY_WORKER")
        name = f"{WORKFORCE}.ListSubstitutions"
        listing = substitution_pb2.ListSubstitutionsRequest(worker_id=self.absent.worker_id)
        listed = self.ok(self.deputy.caller, name, listing).substitutions
        self.assertEqual([one.substitution_id for one in listed], [made.substitution_id])
        stranger = self.hire(self.agency(), "SOCIAL_WORKER")
        self.assertEqual(len(self.ok(stranger.caller, name, listing).substitutions), 0)
        end = substitution_pb2.EndSubstitutionRequest(substitution_id=made.substitution_id)
        self.ok(self.absent.caller, f"{WORKFORCE}.EndSubstitution", end)
        self.assertEqual(len(self.ok(self.deputy.caller, name, listing).substitutions), 0)
        listing.include_past = True
        self.assertEqual(len(self.ok(self.deputy.caller, name, listing).substitutions), 1)
