"""Steps 22 and 23: a deadline passes, and Plan B."""

from opora.common.v1 import types_pb2
from opora.conference.v1 import plan_pb2

from expect import expect, expect_that
from play import step
from steps.asked import conference_of

MISSED = types_pb2.Date(year=2023, month=10, day=28)
CONTACTED = types_pb2.Date(year=2023, month=10, day=31)
INFORMED = types_pb2.Date(year=2023, month=11, day=10)


def item_now(world):
    items = conference_of(world).items
    return [one for one in items if one.item_id == world.ids["item.energy"]][0]


def complete(world, who, position, day, **further):
    request = plan_pb2.CompleteMilestoneRequest(
        milestone_id=world.ids[f"milestone.{position}"], occurred_at=world.noon(day), **further
    )
    return world.ok(who, "ActionPlanService.CompleteMilestone", request).item


@step("22", "afterwards")
def plan_b(world):
    world.tell("22.passes", day=world.day(MISSED))
    request = plan_pb2.ProcessDeadlinesRequest(as_of=MISSED)
    passed = world.ok("admin", "ActionPlanService.ProcessDeadlines", request)
    expect("missed and begun", (passed.missed, passed.plans_b_started), (1, 1))
    again = world.ok("admin", "ActionPlanService.ProcessDeadlines", request)
    expect("once only", (again.missed, again.plans_b_started), (0, 0))
    item = item_now(world)
    expect("its state", item.state, plan_pb2.ITEM_STATE_PLAN_B_ACTIVE)
    names = [field.name for field in plan_pb2.ActionItem.DESCRIPTOR.fields]
    bad = [name for name in names if "fail" in name or "sanction" in name or "complian" in name]
    expect("no field marks the client", bad, [])
    tasks = world.ok(
        "strnadova", "ActionPlanService.ListMyTasks", plan_pb2.ListMyTasksRequest()
    ).items
    expect("it is on her list", [one.item_id for one in tasks], [world.ids["item.energy"]])
    world.tell_allowed("22.begins")


@step("23", "afterwards")
def back_on_track(world):
    world.tell("23.contacts")
    item = complete(world, "strnadova", 1, CONTACTED)
    expect("back on track", item.state, plan_pb2.ITEM_STATE_OPEN)
    expect_that("that it was late is kept", item.milestones[0].HasField("miss_time"), item)
    world.tell_allowed("23.track")


