#!/usr/bin/python3
"""Nothing is told on a consent whose withdrawal was acknowledged before (withdrawal_races.py)."""

import os
import pathlib
import subprocess
import sys
import unittest

SCRIPT = pathlib.Path(__file__).resolve().with_name("withdrawal_races.py")
CALLS = os.environ.get("OPORA_RACE_CALLS", "10000")  # 100,000 before a release
CONTROL_CALLS = "40000"  # at most; the fault ends it
KEPT, BROKEN = 0, 3  # its exit status


class WithdrawalRacesTest(unittest.TestCase):
    # pylint: disable=invalid-name

    def run_script(self, *arguments):
        command = [sys.executable, SCRIPT, *arguments]
        done = subprocess.run(
            command, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        print(done.stdout)
        return done.returncode

    def test_XC_05_nothing_is_told_after_a_withdrawal_was_acknowledged(self):
        self.assertEqual(self.run_script("--calls", CALLS), KEPT)

    def test_the_harness_sees_decisions_remembered_for_20_ms(self):
        self.assertEqual(self.run_script("--calls", CONTROL_CALLS, "--fault", "cache"), BROKEN)

    def test_the_harness_sees_answers_three_seconds_after_their_decision(self):
        self.assertEqual(self.run_script("--calls", CONTROL_CALLS, "--fault", "late"), BROKEN)

    def test_the_harness_sees_decisions_read_from_a_standby(self):
        self.assertEqual(self.run_script("--calls", CONTROL_CALLS, "--fault", "standby"), BROKEN)


if __name__ == "__main__":
    unittest.main()
