"""Step 26: what the plan came to, linked with what the registry knows."""

from opora.conference.v1 import conference_pb2, conference_service_pb2, plan_pb2

from expect import expect
from play import step
from steps.afterwards import INFORMED, complete
from steps.debts import VISIT
from steps.meeting import call


@step("26", "outcome")
def item_done(world):
    world.tell("26.visit")
    complete(world, "strnadova", 2, VISIT)
    item = complete(
        world,
        "strnadova",
        3,
        INFORMED,
        debt_ids=[world.ids["debt.energy"]],
        schedule_ids=[world.ids["schedule.energy"]],
    )
    expect("its state", item.state, plan_pb2.ITEM_STATE_DONE)
    expect(
        "outcomes are linked, not told",
        (list(item.milestones[2].debt_ids), list(item.milestones[2].schedule_ids)),
        ([world.ids["debt.energy"]], [world.ids["schedule.energy"]]),
    )
    world.tell_allowed("26.done")
    world.tell("26.evaluate")
    evaluated = call(
        world,
        "petra",
        "EvaluateConference",
        conference_service_pb2.EvaluateConferenceRequest,
        client_view=conference_pb2.CLIENT_VIEW_TOLD,
        client_view_text=world.text("26.his_view"),
    )
    state = evaluated.conference.state
    expect("its state", state, conference_pb2.CONFERENCE_STATE_EVALUATED)
    expect("all tasks are done and she had none", list(evaluated.warnings), [])
    world.tell_allowed("26.evaluated")
