"""A municipality of one test alone, with departments and people of its own."""

import uuid

from opora.common.v1 import areas_pb2, context_pb2, types_pb2
from opora.registry.v1 import agency_pb2, unit_pb2

from checks.base import ClientTest
from opora_client import Caller
from world import devidentity

FIRST_DAY = types_pb2.Date(year=2023, month=1, day=1)


def role(name):
    return context_pb2.ActingRole.Value(f"ACTING_ROLE_{name}")


def form(name):
    return agency_pb2.ServiceForm.Value(f"SERVICE_FORM_{name}")


def date(year, month, day):
    return types_pb2.Date(year=year, month=month, day=day)


class Town:
    """An agency with its departments by key, and whoever works there."""

    def __init__(self, test, kind="MUNICIPALITY_EXTENDED", departments=("SOCIAL", "HOUSING")):
        self.test, self.world = test, test.world
        self.key = f"town-{uuid.uuid4()}"
        self.territory = f"Obec {self.key}"
        agency = agency_pb2.Agency(
            name=self.territory,
            type=agency_pb2.AgencyType.Value(f"AGENCY_TYPE_{kind}"),
            territory=self.territory,
            departments=[
                agency_pb2.Department(
                    kind=agency_pb2.DepartmentKind.Value(f"DEPARTMENT_KIND_{one}"), name=one
                )
                for one in departments
            ],
        )
        made = self.call("CreateAgency", agency_pb2.CreateAgencyRequest(agency=agency)).agency
        self.agency_id = made.agency_id
        self.world.ids[f"agency.{self.key}"] = made.agency_id
        self.departments = {one.name: one.department_id for one in made.departments}
        self.workers = {}

    def call(self, name, request, who="admin"):
        return self.test.ok(who, f"AgencyService.{name}", request)

    def unit(self, department=None):
        fields = {"agency_id": self.agency_id}
        if department:
            fields["department_id"] = self.departments[department]
        return fields

    def agency(self):
        request = agency_pb2.GetAgencyRequest(agency_id=self.agency_id)
        return self.call("GetAgency", request).agency

    def person(self, acting, department=None, purpose="AGREED_SUPPORT", fte_milli=1000):
        """A worker who holds the role; the caller's `name` is the key of the worker's id."""
        subject = f"scenario-{uuid.uuid4()}"
        worker = agency_pb2.Worker(
            given_name="Jitka",
            family_name=f"Zkušební {subject[-12:]}",
            fte_milli=fte_milli,
            issuer=self.world.issuer,
            subject=subject,
            qualified_social_worker=True,
            **self.unit(department),
        )
        made = self.call("CreateWorker", agency_pb2.CreateWorkerRequest(worker=worker)).worker
        self.workers[subject] = made.worker_id
        self.grant(made.worker_id, acting)
        return Caller(
            subject,
            devidentity.token(self.world.identity, subject),
            acting,
            purpose,
            "en",
            self.world.certificate(self.key),
        )

    def grant(self, worker_id, acting):
        given = agency_pb2.RoleAssignment(
            worker_id=worker_id, role=role(acting), valid_from=FIRST_DAY
        )
        self.call("GrantRole", agency_pb2.GrantRoleRequest(role_assignment=given))

    def id_of(self, who):
        return self.workers[who.name]

    def service(self, name=None, **fields):
        fields.setdefault("forms", [form("FIELD")])
        service = agency_pb2.Service(
            agency_id=self.agency_id,
            name=name or f"Služba {uuid.uuid4()}",
            area=areas_pb2.DATA_AREA_SUPPORT_PLAN,
            **fields,
        )
        return self.call("CreateService", agency_pb2.CreateServiceRequest(service=service)).service

    def staffing(self, service, **fields):
        fields.setdefault("as_of_date", FIRST_DAY)
        staffing = agency_pb2.Staffing(service_id=service.service_id, **fields)
        return self.call("PutStaffing", agency_pb2.PutStaffingRequest(staffing=staffing)).staffing

    def suspend(self, who, suspended=True):
        request = agency_pb2.SuspendWorkerRequest(
            worker_id=self.id_of(who), suspended=suspended
        )
        self.call("SuspendWorker", request)

    def update_worker(self, who, fields, **values):
        worker = self.call(
            "GetWorker", unit_pb2.GetWorkerRequest(worker_id=self.id_of(who))
        ).worker
        for name, value in values.items():
            setattr(worker, name, value)
        return unit_pb2.UpdateWorkerRequest(worker=worker, update_mask=fields)


class TownTest(ClientTest):
    def town(self, **how):
        return Town(self, **how)
