"""Workers of one test alone."""

import uuid

from opora.common.v1 import context_pb2, types_pb2
from opora.registry.v1 import agency_pb2
from opora_client import Caller

import devidentity

FIRST_DAY = types_pb2.Date(year=2024, month=1, day=1)


def newcomer(world, unit, *roles, delegated=False, purpose="AGREED_SUPPORT"):
    """A new worker of a unit as a Caller in the first of the roles; its id in `world.ids`."""
    subject = f"newcomer-{uuid.uuid4()}"
    worker = agency_pb2.Worker(
        given_name="Nová",
        family_name="Posila",
        fte_milli=1000,
        issuer=world.issuer,
        subject=subject,
        qualified_social_worker=True,
        **world.unit(unit),
    )
    request = agency_pb2.CreateWorkerRequest(worker=worker)
    worker_id = world.ok("admin", "AgencyService.CreateWorker", request).worker.worker_id
    for role in roles:
        grant = agency_pb2.RoleAssignment(
            worker_id=worker_id,
            role=context_pb2.ActingRole.Value(f"ACTING_ROLE_{role}"),
            delegated_social_work=delegated,
            valid_from=FIRST_DAY,
        )
        request = agency_pb2.GrantRoleRequest(role_assignment=grant)
        world.ok("admin", "AgencyService.GrantRole", request)
    world.ids[f"worker.{subject}"] = worker_id
    token = devidentity.token(world.identity, subject)
    certificate = world.certificate(unit.split(".")[0])
    return Caller(subject, token, roles[0], purpose, world.language, certificate)
