"""Rules of agencies, workers, assignments and capacity that the story passes by."""

import concurrent.futures
import uuid

from opora.common.v1 import context_pb2, types_pb2
from opora.registry.v1 import agency_pb2

import cast
from checks.base import ClientTest
from opora_client import OporaError


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
                agency_pb2.SuspendWorkerRequest(
                    worker_id=self.ids["worker.strnadova"], suspended=True
                ),
            ),
        ):
            self.refused(
                "lomova",
                f"AgencyService.{name}",
                request,
                "PERMISSION_DENIED",
                "FOREIGN_AGENCY",
                "REG-27",
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
        name = "AgencyService.CreateWorker"
        self.refused("admin", name, request, "ALREADY_EXISTS", "WORKER_EXISTS", "REG-27")

    def test_REG_01_an_agency_is_registered_once(self):
        agency = agency_pb2.Agency(name=cast.AGENCIES["most"].name, type=agency_pb2.AGENCY_TYPE_NGO)
        request = agency_pb2.CreateAgencyRequest(agency=agency)
        name = "AgencyService.CreateAgency"
        self.refused("admin", name, request, "ALREADY_EXISTS", "AGENCY_EXISTS", "REG-01")

    def test_XC_62_a_suspended_worker_cannot_call(self):
        def suspend(suspended):
            request = agency_pb2.SuspendWorkerRequest(
                worker_id=self.ids["worker.milan"], suspended=suspended
            )
            self.ok("admin", "AgencyService.SuspendWorker", request)

        listing = agency_pb2.ListAgenciesRequest()
        suspend(True)
        self.refused(
            "milan", "AgencyService.ListAgencies", listing, "PERMISSION_DENIED", "WORKER_SUSPENDED"
        )
        suspend(False)
        self.ok("milan", "AgencyService.ListAgencies", listing)

    def part_time_worker(self):
        """A twentieth of a post, which is one place; adds worker.part."""
        worker = agency_pb2.Worker(
            given_name="Desetina",
            family_name="Úvazková",
            fte_milli=50,
            issuer=self.world.issuer,
            subject=f"scenario-{uuid.uuid4()}",
            **self.world.unit("most"),
        )
        made = self.ok(
            "admin", "AgencyService.CreateWorker", agency_pb2.CreateWorkerRequest(worker=worker)
        )
        self.ids["worker.part"] = made.worker.worker_id
        self.ok("admin", "AgencyService.GrantRole", self.grant("part", "KEY_WORKER"))

    def place(self, client_id):
        return self.assign(client_id, "part", "KEY_WORKER", service_id=self.ids["service.most"])

    def test_REG_16_an_ended_assignment_frees_its_place(self):
        self.part_time_worker()
        name = "AgencyService.AssignWorker"
        first = self.ok("strnadova", name, self.place(self.client()))
        second = self.place(self.client())
        self.refused("strnadova", name, second, "RESOURCE_EXHAUSTED", "CASELOAD_FULL", "REG-14")
        end = agency_pb2.EndAssignmentRequest(assignment_id=first.assignment.assignment_id)
        ended = self.ok("strnadova", "AgencyService.EndAssignment", end).assignment
        self.assertEqual(ended.state, agency_pb2.ASSIGNMENT_STATE_ENDED)
        self.ok("strnadova", name, second)

    def test_REG_14_the_last_place_is_given_once_however_many_ask(self):
        self.part_time_worker()
        requests = [self.place(self.client()) for _ in range(6)]
        assign = self.world.method("strnadova", "AgencyService.AssignWorker")

        def outcome(request):
            try:
                assign(request)
                return "OK"
            except OporaError as error:
                return error.reason

        with concurrent.futures.ThreadPoolExecutor(len(requests)) as pool:
            outcomes = sorted(pool.map(outcome, requests))
        self.assertEqual(outcomes, ["CASELOAD_FULL"] * 5 + ["OK"])

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
        key_worker = self.assign(client, "olsova", "KEY_WORKER")
        key_worker.service_id = self.ids["service.most"]
        self.ok("strnadova", "AgencyService.AssignWorker", key_worker)
        self.refused(
            "strnadova",
            "AgencyService.AssignWorker",
            self.assign(client, "olsova", "COMPLAINT_OFFICER"),
            "FAILED_PRECONDITION",
            "STANCE_CONFLICT",
            "XC-32",
        )

    def test_REG_14_the_limit_is_not_passed_by_leaving_the_service_out(self):
        client = self.client()
        request = self.assign(client, "strnadova", "SOCIAL_WORKER")
        self.violates(
            "strnadova", "AgencyService.AssignWorker", request, "service_id", "SERVICE_REQUIRED"
        )

    def test_XC_17_no_department_assigns_another_s_worker(self):
        client = self.client("dolezel")
        self.refused(
            "dolezel",
            "AgencyService.AssignWorker",
            self.assign(client, "pokorna", "HOUSING_OFFICER"),
            "PERMISSION_DENIED",
            "FOREIGN_DEPARTMENT",
            "XC-17",
        )

    def test_REG_34_a_client_has_one_case_manager(self):
        self.ok("admin", "AgencyService.GrantRole", self.grant("ruzicka", "CASE_MANAGER"))
        self.ids["client.case"] = self.client("dolezel")
        first = self.assign(self.ids["client.case"], "dolezel", "CASE_MANAGER")
        self.ok("dolezel", "AgencyService.AssignWorker", first)
        self.refused(
            "dolezel",
            "AgencyService.AssignWorker",
            self.assign(self.ids["client.case"], "ruzicka", "CASE_MANAGER"),
            "ALREADY_EXISTS",
            "CASE_MANAGER_EXISTS",
            "REG-34",
        )

    def test_XC_52_a_case_manager_without_qualification_is_warned_of(self):
        response = self.ok(
            "admin", "AgencyService.GrantRole", self.grant("pokorna", "CASE_MANAGER")
        )
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
        self.ok(
            "lomova", "AgencyService.PutCapacity", agency_pb2.PutCapacityRequest(capacity=figure)
        )
        request = agency_pb2.GetServiceCapacityRequest(service_id=self.ids["service.pristav"])
        capacity = self.ok("strnadova", "AgencyService.GetServiceCapacity", request)
        self.assertFalse(capacity.HasField("immediate_capacity"))
        self.assertEqual([one.HasField("clients") for one in capacity.capacities], [False])
