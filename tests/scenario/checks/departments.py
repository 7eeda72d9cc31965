"""Agencies, departments and workers change: boundaries of consent stay where they are."""

import concurrent.futures

from opora.common.v1 import areas_pb2
from opora.registry.v1 import agency_pb2, client_pb2, referral_pb2, unit_pb2

from checks.base import unknown_id
from checks.town import TownTest, role
from opora_client import OporaError


class DepartmentTest(TownTest):
    def create(self, town, kind, name):
        return unit_pb2.CreateDepartmentRequest(
            agency_id=town.agency_id,
            kind=agency_pb2.DepartmentKind.Value(f"DEPARTMENT_KIND_{kind}"),
            name=name,
        )

    def close(self, town, department):
        return unit_pb2.CloseDepartmentRequest(
            agency_id=town.agency_id, department_id=town.departments[department]
        )

    def test_REG_02_a_department_is_created_and_renamed_by_its_own_agency_only(self):
        town = self.town()
        admin = town.person("AGENCY_ADMIN", "SOCIAL")
        name = "AgencyService.CreateDepartment"
        request = self.create(town, "EDUCATION", "Odbor školství")
        self.refused("lomova", name, request, "PERMISSION_DENIED", "FOREIGN_AGENCY", "REG-27")
        made = self.ok(admin, name, request).department
        self.assertEqual(made.kind, agency_pb2.DEPARTMENT_KIND_EDUCATION)
        again = self.create(town, "OTHER", "ODBOR ŠKOLSTVÍ")
        self.refused(admin, name, again, "ALREADY_EXISTS", "DEPARTMENT_EXISTS", "REG-02")
        rename = unit_pb2.RenameDepartmentRequest(
            agency_id=town.agency_id, department_id=made.department_id, name="Školství a kultura"
        )
        agency = self.ok(admin, "AgencyService.RenameDepartment", rename).agency
        self.assertIn("Školství a kultura", [one.name for one in agency.departments])
        rename.etag = '"1"'
        self.refused(admin, "AgencyService.RenameDepartment", rename, "ABORTED", "ETAG_MISMATCH")

    def test_REG_02_two_departments_of_one_name_are_not_made_at_once(self):
        town = self.town()
        requests = [self.create(town, "LEGAL", "Právní odbor") for _ in range(4)]
        create = self.world.method("admin", "AgencyService.CreateDepartment")

        def outcome(request):
            try:
                create(request)
                return "OK"
            except OporaError as error:
                return error.reason

        with concurrent.futures.ThreadPoolExecutor(len(requests)) as pool:
            outcomes = sorted(pool.map(outcome, requests))
        self.assertEqual(outcomes, ["DEPARTMENT_EXISTS"] * 3 + ["OK"])

    def test_REG_02_an_agency_that_worked_as_one_unit_is_not_divided(self):
        town = self.town(kind="NGO", departments=())
        request = self.create(town, "SOCIAL", "Sociální úsek")
        worker = town.person("SOCIAL_WORKER")
        self.client(worker)
        self.refused(
            "admin",
            "AgencyService.CreateDepartment",
            request,
            "FAILED_PRECONDITION",
            "AGENCY_WORKS_UNDIVIDED",
            "REG-02",
        )
        fresh = self.town(kind="NGO", departments=())
        self.ok("admin", "AgencyService.CreateDepartment", self.create(fresh, "SOCIAL", "Úsek"))

    def test_REG_02_a_department_in_use_is_not_closed_and_a_closed_one_is_in_nothing_new(self):
        town = self.town()
        worker = town.person("SOCIAL_WORKER", "SOCIAL")
        client = self.client(worker)
        name = "AgencyService.CloseDepartment"
        request = self.close(town, "SOCIAL")
        self.refused(
            "admin", name, request, "FAILED_PRECONDITION", "DEPARTMENT_IN_USE", "REG-02"
        )
        town.suspend(worker)
        closed = self.ok("admin", name, request).agency
        self.assertEqual(
            [one.HasField("closed_on") for one in closed.departments if one.name == "SOCIAL"],
            [True],
        )
        self.refused(
            "admin", name, request, "FAILED_PRECONDITION", "DEPARTMENT_CLOSED", "REG-02"
        )
        # Nobody calls from it, even when the suspension is lifted.
        town.suspend(worker, False)
        read = client_pb2.GetClientRequest(client_id=client)
        self.refused(
            worker, "ClientService.GetClient", read, "PERMISSION_DENIED", "DEPARTMENT_CLOSED"
        )
        # Its records are nobody else's.
        other = town.person("SOCIAL_WORKER", "HOUSING")
        self.refused(other, "ClientService.GetClient", read, "NOT_FOUND", "NOT_FOUND")
        # No worker, no consent and no referral names it.
        entry = agency_pb2.Worker(
            given_name="Nová",
            family_name="Síla",
            issuer=self.world.issuer,
            subject=town.key,
            **town.unit("SOCIAL"),
        )
        self.refused(
            "admin",
            "AgencyService.CreateWorker",
            agency_pb2.CreateWorkerRequest(worker=entry),
            "FAILED_PRECONDITION",
            "DEPARTMENT_CLOSED",
            "REG-02",
        )
        referral = referral_pb2.Referral(
            client_id=self.client(),
            recipient_agency_id=town.agency_id,
            recipient_department_id=town.departments["SOCIAL"],
            area=areas_pb2.DATA_AREA_SUPPORT_PLAN,
            need="Poradenství",
        )
        self.refused(
            "strnadova",
            "ReferralService.SendReferral",
            referral_pb2.SendReferralRequest(referral=referral),
            "FAILED_PRECONDITION",
            "DEPARTMENT_CLOSED",
            "REG-02",
        )

    def test_REG_02_a_worker_with_clients_does_not_take_them_to_another_department(self):
        town = self.town()
        worker = town.person("SOCIAL_WORKER", "SOCIAL")
        client = self.client(worker)
        assign = agency_pb2.AssignWorkerRequest(
            client_id=client, worker_id=town.id_of(worker), role=role("SOCIAL_WORKER")
        )
        assigned = self.ok(worker, "AgencyService.AssignWorker", assign).assignment
        name = "AgencyService.UpdateWorker"
        move = town.update_worker(
            worker, ["department_id"], department_id=town.departments["HOUSING"]
        )
        self.refused("admin", name, move, "FAILED_PRECONDITION", "WORKER_HAS_CLIENTS", "REG-02")
        end = agency_pb2.EndAssignmentRequest(assignment_id=assigned.assignment_id)
        self.ok(worker, "AgencyService.EndAssignment", end)
        moved = self.ok("admin", name, move).worker
        self.assertEqual(moved.department_id, town.departments["HOUSING"])
        # What the social department holds about the client stays there.
        read = client_pb2.GetClientRequest(client_id=client)
        self.refused(worker, "ClientService.GetClient", read, "NOT_FOUND", "NOT_FOUND")

    def test_REG_27_changing_a_worker_names_fields_and_version(self):
        town = self.town()
        worker = town.person("SOCIAL_WORKER", "SOCIAL")
        name = "AgencyService.UpdateWorker"
        self.violates(
            "admin", name, town.update_worker(worker, ["subject"]), "update_mask",
            "FIELD_NOT_CHANGEABLE",
        )
        change = town.update_worker(worker, ["fte_milli"], fte_milli=500)
        self.refused("lomova", name, change, "PERMISSION_DENIED", "FOREIGN_AGENCY", "REG-27")
        self.assertEqual(self.ok("admin", name, change).worker.fte_milli, 500)
        self.refused("admin", name, change, "ABORTED", "ETAG_MISMATCH")

    def test_REG_27_workers_are_listed_without_their_sign_in(self):
        town = self.town()
        worker = town.person("SOCIAL_WORKER", "SOCIAL")
        manager = town.person("CASE_MANAGER", "SOCIAL")
        town.suspend(manager)
        request = unit_pb2.ListWorkersRequest(agency_id=town.agency_id, page_size=1)
        listed = self.ok("strnadova", "AgencyService.ListWorkers", request)
        self.assertEqual([one.worker_id for one in listed.workers], [town.id_of(worker)])
        self.assertEqual(listed.workers[0].roles, [role("SOCIAL_WORKER")])
        self.assertNotIn("subject", listed.workers[0].DESCRIPTOR.fields_by_name)
        request.include_suspended = True
        first = self.ok("strnadova", "AgencyService.ListWorkers", request)
        request.page_token = first.next_page_token
        second = self.ok("strnadova", "AgencyService.ListWorkers", request)
        both = {one.worker_id for page in (first, second) for one in page.workers}
        self.assertEqual(both, {town.id_of(worker), town.id_of(manager)})
        get = unit_pb2.GetWorkerRequest(worker_id=town.id_of(worker))
        self.refused(
            "lomova", "AgencyService.GetWorker", get, "PERMISSION_DENIED", "FOREIGN_AGENCY",
            "REG-27",
        )

    def test_REG_01_an_agency_changes_by_named_fields(self):
        town = self.town()
        agency = town.agency()
        name = "AgencyService.UpdateAgency"
        request = unit_pb2.UpdateAgencyRequest(agency=agency, update_mask=["type"])
        self.violates("admin", name, request, "update_mask", "FIELD_NOT_CHANGEABLE")
        request = unit_pb2.UpdateAgencyRequest(agency=agency, update_mask=["territory"])
        request.agency.territory = "Horní Lhota"
        request.agency.name = "is not named and stays"
        self.refused("lomova", name, request, "PERMISSION_DENIED", "FOREIGN_AGENCY", "REG-27")
        stored = self.ok("admin", name, request).agency
        self.assertEqual((stored.territory, stored.name), ("Horní Lhota", agency.name))
        self.assertEqual(len(stored.departments), 2)
        self.refused("admin", name, request, "ABORTED", "ETAG_MISMATCH")

    def test_REG_02_a_change_of_nothing_finds_nothing(self):
        town = self.town()
        for agency_id in ("", "abc", unknown_id()):
            agency = town.agency()
            agency.agency_id = agency_id
            agency.ClearField("etag")
            request = unit_pb2.UpdateAgencyRequest(agency=agency, update_mask=["name"])
            self.refused(
                "admin", "AgencyService.UpdateAgency", request, "NOT_FOUND", "NOT_FOUND"
            )
        worker = agency_pb2.Worker(
            worker_id="abc",
            given_name="Nikdo",
            family_name="Nikdo",
            issuer="x",
            subject="x",
            **town.unit(),
        )
        request = unit_pb2.UpdateWorkerRequest(worker=worker, update_mask=["fte_milli"])
        self.refused("admin", "AgencyService.UpdateWorker", request, "NOT_FOUND", "NOT_FOUND")
