#!/usr/bin/python3
"""Plays the scenario against a running system with an empty database and tells it as a story.

  demo.py --state DIR [--lang en|cs] [--no-color] [--until STEP]

Ends with status 1 when a step comes out otherwise than told.
"""

import argparse
import sys

import play
import steps  # noqa: F401  registers them
from expect import Unexpected
from narrator import Narrator
from world import World


def main():
    arguments = parse()
    narrator = Narrator(colours=not arguments.no_color)
    try:
        chosen = play.until(arguments.until)
    except ValueError as error:
        sys.exit(f"demo: {error}")
    try:
        world = World(arguments.state, narrator, arguments.lang)
    except OSError as error:
        sys.exit(f"demo: no system there: {error}")
    with world:
        try:
            play.play(world, chosen)
        except Unexpected as problem:
            title = world.text(f"step.{world.step.name}")
            narrator.unexpected(
                world.text("unexpected", number=world.step.number, title=title), problem
            )
            if "AGENCY_EXISTS" in problem.got:
                narrator.tells(world.text("fresh"))
            return 1
    return 0


def parse():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--state", required=True, metavar="DIR", help="state of the system, with system.json"
    )
    parser.add_argument("--lang", choices=("en", "cs"), default="en")
    parser.add_argument("--no-color", action="store_true")
    parser.add_argument("--until", metavar="STEP", help="stop after the last step of this number")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
