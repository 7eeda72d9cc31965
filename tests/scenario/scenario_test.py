#!/usr/bin/python3
"""Plays the story once against a fresh system, then checks what must hold in the world it leaves.

  scenario_test.py --state DIR [--no-color] [unittest argument...]
"""

import argparse
import os
import sys
import unittest

os.environ.setdefault("GRPC_VERBOSITY", "NONE")  # refused handshakes are expected here

# pylint: disable=wrong-import-position
import steps  # noqa: E402, F401  registers them, and puts client and stubs on the path
from checks.base import WorldTest  # noqa: E402
from narrator import Silent  # noqa: E402
from world import World  # noqa: E402

SUITES = (
    "checks.told",
    "checks.protocol",
    "checks.secrecy",
    "checks.consents",
    "checks.directory",
    "checks.debts",
    "checks.disclosures",
    "checks.housing_programme",
    "checks.housing_secrecy",
    "checks.housing_tenancy",
    "checks.housing_complaints",
    "checks.conferences",
    "checks.conference_people",
    "checks.conference_room",
    "checks.conference_paper",
    "checks.plans",
    "checks.independence",
    "checks.rules",
    "checks.cases",
    "checks.crises",
    "checks.reporting",
    "checks.workforce",
    "checks.substitution",
    "checks.referrals",
    "checks.waiting_lists",
    "checks.transfers",
    "checks.appointments",
    "checks.referral_secrecy",
    "checks.work",
    "checks.notifier",
    "checks.privacy",
    "opora_client.client_test",
    "checks.client_record",
    "checks.support_network",
    "checks.names",
    "checks.matching",
    "checks.departments",
    "checks.services",
    "checks.cooperation",
    "checks.representation",
    "checks.consent_papers",
    "checks.break_glass",
    "checks.leaks",
    "checks.access_lists",
    "checks.household",
    "checks.safety",
    "checks.protection",
    "checks.work_sources",
    "checks.deaths",
    "checks.personal_ties",
    "checks.erasure_races",
    "checks.target_group",
    "checks.grantors",
    "checks.need_to_know",
    "checks.notifier_elsewhere",
    "checks.rule_settings",
)


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--state", required=True, metavar="DIR", help="state of the system, with system.json"
    )
    parser.add_argument(
        "--no-color", action="store_true", help="for likeness with demo.py; never coloured"
    )
    arguments, rest = parser.parse_known_args()
    with World(arguments.state, Silent()) as world:
        WorldTest.begin_world(world)
        program = unittest.main(
            module=None, argv=[sys.argv[0], *(rest or SUITES)], exit=False, verbosity=1
        )
    return 0 if program.result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
