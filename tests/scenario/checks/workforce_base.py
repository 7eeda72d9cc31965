"""Agencies and workers of one test alone."""

import dataclasses
import time
import uuid

from opora.common.v1 import audit_pb2, context_pb2
from opora.registry.v1 import (
    agency_pb2,
    client_pb2,
    contact_record_pb2,
    continuity_pb2,
    employment_pb2,
    substitution_pb2,
)

import devidentity
from checks.base import WorldTest
from opora_client import Caller, OporaError

WORKFORCE = "WorkforceService"
WITHIN = 5.0  # seconds in which a suspension takes effect


def role_number(name):
    return context_pb2.ActingRole.Value(f"ACTING_ROLE_{name}")


@dataclasses.dataclass(frozen=True)
class Employee:
    """A worker and how he or she calls, in the first role granted."""

    worker_id: str
    unit: str
    subject: str
    caller: Caller

    def acting(self, role, **further):
        return self.caller.acting(role=role, **further)


class WorkforceTest(WorldTest):
    """Every test makes its own agencies, so that no caseload of the story is in the way."""

    def agency(self, kind="NGO", departments=()):
        """Key of a new agency: units are "key" or "key.social"."""
        key = f"own-{uuid.uuid4().hex[:12]}"
        request = agency_pb2.CreateAgencyRequest(
            agency=agency_pb2.Agency(
                name=f"Zkušební {key}",
                type=agency_pb2.AgencyType.Value(f"AGENCY_TYPE_{kind}"),
                departments=[
                    agency_pb2.Department(
                        kind=agency_pb2.DepartmentKind.Value(f"DEPARTMENT_KIND_{name.upper()}"),
                        name=name,
                    )
                    for name in departments
                ],
            )
        )
        agency = self.ok("admin", "AgencyService.CreateAgency", request).agency
        self.ids[f"agency.{key}"] = agency.agency_id
        for name, department in zip(departments, agency.departments):
            self.ids[f"department.{key}.{name}"] = department.department_id
        return key

    def hire(self, unit, *roles, purpose="AGREED_SUPPORT", subject=None, **further):
        """A new worker with roles: names, or pairs of name and delegated."""
        subject = subject or f"scenario-{uuid.uuid4()}"
        worker = agency_pb2.Worker(
            given_name="Jan",
            family_name="Zkušební",
            fte_milli=1000,
            issuer=self.world.issuer,
            subject=subject,
            **self.world.unit(unit),
            **further,
        )
        request = agency_pb2.CreateWorkerRequest(worker=worker)
        made = self.ok("admin", "AgencyService.CreateWorker", request).worker
        for role in roles:
            self.grant(made.worker_id, *([role] if isinstance(role, str) else role))
        first = (roles[0] if isinstance(roles[0], str) else roles[0][0]) if roles else "UNSPECIFIED"
        caller = Caller(
            "Jan Zkušební",
            devidentity.token(self.world.identity, subject),
            first,
            purpose,
            self.world.language,
            self.world.certificate(unit.split(".")[0]),
        )
        return Employee(made.worker_id, unit, subject, caller)

    def grant(self, worker_id, role, delegated=False):
        request = agency_pb2.GrantRoleRequest(
            role_assignment=agency_pb2.RoleAssignment(
                worker_id=worker_id,
                role=role_number(role),
                delegated_social_work=delegated,
                valid_from=self.world.today(-1),
            )
        )
        return self.ok("admin", "AgencyService.GrantRole", request).role_assignment

    def client_of(self, worker, family=None):
        request = client_pb2.RegisterClientRequest(
            client=client_pb2.Client(
                kind=client_pb2.CLIENT_KIND_IDENTIFIED,
                given_name="Vít",
                family_name=family or f"Zkušební {uuid.uuid4()}",
            )
        )
        return self.ok(worker.caller, "ClientService.RegisterClient", request).client.client_id

    def assigning(self, client_id, worker, role):
        return agency_pb2.AssignWorkerRequest(
            client_id=client_id, worker_id=worker.worker_id, role=role_number(role)
        )

    def assign(self, by, client_id, worker, role):
        request = self.assigning(client_id, worker, role)
        return self.ok(by.caller, "AgencyService.AssignWorker", request)

    def end(self, by, assignment):
        request = agency_pb2.EndAssignmentRequest(assignment_id=assignment.assignment_id)
        return self.ok(by.caller, "AgencyService.EndAssignment", request).assignment

    def end_employment(self, worker, **when):
        request = employment_pb2.EndEmploymentRequest(worker_id=worker.worker_id, **when)
        return self.ok("admin", f"{WORKFORCE}.EndEmployment", request)

    def suspend(self, worker, suspended=True):
        request = agency_pb2.SuspendWorkerRequest(worker_id=worker.worker_id, suspended=suspended)
        return self.ok("admin", "AgencyService.SuspendWorker", request)

    def suspend_agency(self, key, suspended=True):
        request = employment_pb2.SuspendAgencyRequest(
            agency_id=self.ids[f"agency.{key}"], suspended=suspended
        )
        return self.ok("admin", f"{WORKFORCE}.SuspendAgency", request).agency

    def substitution(self, absent, deputy, *roles, begin=-60, end=3600):
        """What is asked for; times in seconds from now."""
        return substitution_pb2.CreateSubstitutionRequest(
            substitution=substitution_pb2.Substitution(
                absent_worker_id=absent.worker_id,
                deputy_worker_id=deputy.worker_id,
                roles=[role_number(role) for role in roles],
                begin_time=self.world.now(begin / 60),
                end_time=self.world.now(end / 60),
            )
        )

    def substitute(self, absent, deputy, *roles, **times):
        """The substitution, and the deputy acting under it in the first role lent."""
        request = self.substitution(absent, deputy, *roles, **times)
        made = self.ok(absent.caller, f"{WORKFORCE}.CreateSubstitution", request).substitution
        role = context_pb2.ActingRole.Name(made.roles[0]).removeprefix("ACTING_ROLE_")
        return made, deputy.acting(role, substitution=made.substitution_id)

    def uncovered(self, who):
        request = continuity_pb2.ListUncoveredClientsRequest()
        return self.ok(who.caller, f"{WORKFORCE}.ListUncoveredClients", request).uncovered_clients

    def contact(self, client_id, **further):
        fields = {
            "client_id": client_id,
            "form": contact_record_pb2.CONTACT_FORM_PHONE,
            "occurred_at": self.world.now(-5),
            **further,
        }
        return contact_record_pb2.RecordContactRequest(contact=contact_record_pb2.ContactRecord(**fields))

    def soon_refused(self, who, name, request, reason, **acting):
        """Refused within the time that a suspension has."""
        until = time.monotonic() + WITHIN
        while True:
            try:
                self.world.method(who, name, **acting)(request)
            except OporaError as error:
                self.assertEqual((error.code.name, error.reason), ("PERMISSION_DENIED", reason))
                return error
            if time.monotonic() > until:
                self.fail(f"{name} is still answered")
            time.sleep(0.2)

    def accesses(self, client_id, **filters):
        """Entries of the registry's audit log about a client, newest first."""
        request = audit_pb2.ListAccessesRequest(
            client_id=client_id,
            from_time=self.world.now(-60),
            to_time=self.world.now(5),
            page_size=500,
            **filters,
        )
        return self.ok("admin", "AuditService.ListAccesses", request).entries


def reasons(warnings):
    return [(one.rule, one.reason) for one in warnings]


__all__ = ["WORKFORCE", "Employee", "OporaError", "WorkforceTest", "reasons", "role_number"]
