"""Steps 1 to 3: agencies, people, capacity. Told briefly.

Adds agency.*, department.*, worker.* and service.pristav, service.most.
"""

from opora.common.v1 import areas_pb2, context_pb2, types_pb2
from opora.registry.v1 import agency_pb2

import cast
from expect import expect, expect_that
from play import step

FIRST_DAY = types_pb2.Date(year=2023, month=1, day=1)
AS_OF = types_pb2.Date(year=2023, month=2, day=1)


@step("1", "house")
def agencies(world):
    world.tell("1.agencies", people=len(cast.PEOPLE))
    find_operator(world)
    departments = sum(create_agency(world, key) for key in cast.AGENCIES)
    roles = sum(create_worker(world, key) for key in cast.PEOPLE)
    world.tell_allowed(
        "1.done",
        agencies=len(cast.AGENCIES),
        departments=departments,
        people=len(cast.PEOPLE),
        roles=roles,
    )


def find_operator(world):
    request = agency_pb2.ListAgenciesRequest(type=agency_pb2.AGENCY_TYPE_PLATFORM_OPERATOR)
    operators = world.ok("admin", "AgencyService.ListAgencies", request).agencies
    expect("the operators that the bootstrap made", len(operators), 1)
    world.ids["agency.operator"] = operators[0].agency_id


def create_agency(world, key):
    agency = cast.AGENCIES[key]
    request = agency_pb2.CreateAgencyRequest(
        agency=agency_pb2.Agency(
            name=agency.name,
            type=agency_pb2.AgencyType.Value(f"AGENCY_TYPE_{agency.type}"),
            territory=cast.TERRITORY,
            departments=[
                agency_pb2.Department(
                    kind=agency_pb2.DepartmentKind.Value(f"DEPARTMENT_KIND_{kind}"), name=name
                )
                for kind, name in agency.departments.values()
            ],
        )
    )
    stored = world.ok("admin", "AgencyService.CreateAgency", request).agency
    expect_that("the agency has an id and an etag", stored.agency_id and stored.etag, stored)
    world.ids[f"agency.{key}"] = stored.agency_id
    made = {department.name: department.department_id for department in stored.departments}
    for department, (_, name) in agency.departments.items():
        world.ids[f"department.{key}.{department}"] = made[name]
    return len(made)


def create_worker(world, who):
    person = cast.PEOPLE[who]
    worker = agency_pb2.Worker(
        given_name=person.given,
        family_name=person.family,
        fte_milli=person.fte_milli,
        issuer=world.issuer,
        subject=cast.SUBJECTS[who],
        qualified_social_worker=person.qualified,
        **world.unit(person.unit),
    )
    request = agency_pb2.CreateWorkerRequest(worker=worker)
    stored = world.ok("admin", "AgencyService.CreateWorker", request).worker
    world.ids[f"worker.{who}"] = stored.worker_id
    for role in person.roles:
        grant = agency_pb2.RoleAssignment(
            worker_id=stored.worker_id,
            role=context_pb2.ActingRole.Value(f"ACTING_ROLE_{role.name}"),
            delegated_social_work=role.delegated,
            valid_from=FIRST_DAY,
        )
        world.ok(
            "admin", "AgencyService.GrantRole", agency_pb2.GrantRoleRequest(role_assignment=grant)
        )
    return len(person.roles)


@step("2", "house")
def computed_capacity(world):
    world.tell("2.staffing")
    service = create_service(world, "lomova", "pristav", "Terénní program", "FIELD")
    staffing = agency_pb2.Staffing(
        service_id=service, as_of_date=AS_OF, heads=5, fte_milli=4800, caseload_per_fte=20
    )
    world.ok(
        "lomova", "AgencyService.PutStaffing", agency_pb2.PutStaffingRequest(staffing=staffing)
    )
    immediate = agency_pb2.Capacity(
        service_id=service,
        kind=agency_pb2.CAPACITY_KIND_IMMEDIATE,
        as_of_date=AS_OF,
        clients=5,
    )
    world.ok(
        "lomova", "AgencyService.PutCapacity", agency_pb2.PutCapacityRequest(capacity=immediate)
    )
    capacity = capacity_of(world, service)
    expect("4.8 posts of 20 clients", capacity.caseload_capacity, 96)
    expect("clients at one moment", capacity.immediate_capacity, 5)
    world.tell_allowed(
        "2.done", caseload=capacity.caseload_capacity, immediate=capacity.immediate_capacity
    )


@step("3", "house")
def figures_in_no_sum(world):
    world.tell("3.capacity")
    service = create_service(world, "admin", "most", "Odborné poradenství", "AMBULATORY", "FIELD")
    for form, clients in (("AMBULATORY", 3), ("FIELD", 2)):
        figure = agency_pb2.Capacity(
            service_id=service,
            form=agency_pb2.ServiceForm.Value(f"SERVICE_FORM_{form}"),
            as_of_date=AS_OF,
            clients=clients,
        )
        world.ok(
            "admin", "AgencyService.PutCapacity", agency_pb2.PutCapacityRequest(capacity=figure)
        )
    capacity = capacity_of(world, service)
    expect(
        "figures, each with its form", sorted(one.clients for one in capacity.capacities), [2, 3]
    )
    for total in ("caseload_capacity", "immediate_capacity", "utilisation_milli"):
        expect_that(f"{total} is absent, not a sum", not capacity.HasField(total), capacity)
    world.tell_allowed("3.done")


def create_service(world, who, agency, name, *forms):
    service = agency_pb2.Service(
        agency_id=world.ids[f"agency.{agency}"],
        name=name,
        area=areas_pb2.DATA_AREA_SUPPORT_PLAN,
        forms=[agency_pb2.ServiceForm.Value(f"SERVICE_FORM_{form}") for form in forms],
        territories=[cast.TERRITORY],
    )
    request = agency_pb2.CreateServiceRequest(service=service)
    stored = world.ok(who, "AgencyService.CreateService", request).service
    world.ids[f"service.{agency}"] = stored.service_id
    return stored.service_id


def capacity_of(world, service):
    request = agency_pb2.GetServiceCapacityRequest(service_id=service, as_of_date=AS_OF)
    return world.ok("strnadova", "AgencyService.GetServiceCapacity", request)
