"""The steps of the story, in the order in which they are told."""

import dataclasses
from typing import Callable

STEPS = []


@dataclasses.dataclass(frozen=True)
class Step:
    number: str  # of the scenario, requirements.md section 4
    chapter: str
    play: Callable

    @property
    def name(self):
        return self.play.__name__


def step(number, chapter):
    """Registers a function of the world as the next step of the story.

    Its title is the text "step.<name of the function>".
    """

    def register(function):
        STEPS.append(Step(number, chapter, function))
        return function

    return register


def arrange(chapters):
    """Puts the steps in the order of their chapters; within one they stay as written."""
    order = list(chapters)
    STEPS.sort(key=lambda one: order.index(one.chapter))


def until(number):
    """The steps up to the last one of that number; all without one."""
    if number is None:
        return list(STEPS)
    ends = [i for i, known in enumerate(STEPS) if known.number == number]
    if not ends:
        numbers = ", ".join(dict.fromkeys(known.number for known in STEPS))
        raise ValueError(f"there is no step {number}; the steps are {numbers}")
    return STEPS[: ends[-1] + 1]


def play(world, steps):
    """Plays and tells them; what a step did not expect flies out as an exception."""
    world.tell_opening()
    chapter = None
    for one in steps:
        if one.chapter != chapter:
            chapter = one.chapter
            world.tell_chapter(chapter)
        world.begin(one)
        one.play(world)
    world.tell_ending(len(steps))
