"""Step 5: a place with a worker.

Adds client.other1 … client.other3 and assignment.kopecky, Mrs Strnadová as his key worker.
"""

from opora.common.v1 import audit_pb2, context_pb2, types_pb2
from opora.registry.v1 import access_pb2, agency_pb2, client_pb2

import cast
from expect import expect, expect_that
from play import step
from steps.help_first import register

ASSIGN = "AgencyService.AssignWorker"


@step("5", "room")
def caseload(world):
    staff_counselling(world)
    for number, client in enumerate(cast.OTHERS, 1):
        world.ids[f"client.other{number}"] = register(world, "strnadova", client)
    world.tell("5.part_time")
    for number in (1, 2):
        request = assignment_of(world, "frantiska", f"other{number}")
        assignment = world.ok("strnadova", ASSIGN, request).assignment
        expect("its state", assignment.state, agency_pb2.ASSIGNMENT_STATE_ACTIVE)
    world.tell_allowed("5.two")
    third(world)
    check_audit(world)
    assign_key_worker(world)


def staff_counselling(world):
    staffing = agency_pb2.Staffing(
        service_id=world.ids["service.most"],
        as_of_date=types_pb2.Date(year=2023, month=1, day=1),
        heads=2,
        fte_milli=1100,
        caseload_per_fte=20,
    )
    world.ok("admin", "AgencyService.PutStaffing", agency_pb2.PutStaffingRequest(staffing=staffing))


def assignment_of(world, who, client, **further):
    return agency_pb2.AssignWorkerRequest(
        client_id=world.ids[f"client.{client}"],
        worker_id=world.ids[f"worker.{who}"],
        role=context_pb2.ACTING_ROLE_KEY_WORKER,
        service_id=world.ids["service.most"],
        **further,
    )


def third(world):
    request = assignment_of(world, "frantiska", "other3")
    error = world.refused(
        "strnadova", ASSIGN, request, "RESOURCE_EXHAUSTED", "CASELOAD_FULL", "REG-14"
    )
    expect_that("the refusal names a remedy", error.remedy, error)
    world.tell_refused(error)
    world.tell("5.override")
    reason = world.text("5.reason")
    request = assignment_of(world, "frantiska", "other3", override_reason=reason)
    response = world.ok("olsova", ASSIGN, request)
    expect("the reason is kept", response.assignment.override_reason, reason)
    warned = [(one.reason, one.rule) for one in response.warnings]
    expect("it is warned of", warned, [("CASELOAD_OVERRIDDEN", "REG-14")])
    world.tell_allowed("5.overridden", message=response.warnings[0].message)


def check_audit(world):
    request = access_pb2.ListDisclosuresRequest(client_id=world.ids["client.other3"])
    entries = world.ok(
        "strnadova", "AccessService.ListDisclosures", request, purpose="SUPERVISION"
    ).disclosures
    found = [
        (audit_pb2.AuditEffect.Name(one.effect), one.rule, world.worker_key(one.worker_id))
        for one in entries
        if one.method.endswith("AssignWorker")
    ]
    expected = [
        ("AUDIT_EFFECT_WRITTEN", "", "olsova"),
        ("AUDIT_EFFECT_REFUSED", "REG-14", "strnadova"),
    ]
    expect("what the audit knows of it, newest first", found, expected)
    world.tell_allowed("5.audited")


def assign_key_worker(world):
    world.tell("5.key_worker")
    request = assignment_of(world, "strnadova", "kopecky.most")
    response = world.ok("strnadova", ASSIGN, request)
    expect("the stance", response.assignment.stance, context_pb2.STANCE_SUPPORT)
    world.ids["assignment.kopecky"] = response.assignment.assignment_id
    expect_that("no warning", not response.warnings, response)
    listed = world.ok(
        "strnadova",
        "AgencyService.ListAssignments",
        agency_pb2.ListAssignmentsRequest(client_id=world.ids["client.kopecky.most"]),
    ).assignments
    workers = [one.worker_id for one in listed]
    expect("who works with him", workers, [world.ids["worker.strnadova"]])
    suggested = world.ok(
        "strnadova",
        "ClientService.SuggestClients",
        client_pb2.SuggestClientsRequest(prefix="kope", search_id=world.ids["client.kopecky.most"]),
    ).clients
    expect(
        "a search by the beginning of the name", [one.family_name for one in suggested], ["Kopecký"]
    )
    world.tell_allowed("5.assigned")
