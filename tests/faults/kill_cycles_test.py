#!/usr/bin/python3
"""No acknowledged write and no audit entry is lost when everything is killed (kill_cycles.py)."""

import os
import pathlib
import subprocess
import sys
import unittest

SCRIPT = pathlib.Path(__file__).resolve().with_name("kill_cycles.py")
CYCLES = os.environ.get("OPORA_KILL_CYCLES", "20")
CONTROL_CYCLES = "5"
KEPT, BROKEN = 0, 3  # its exit status


class KillCyclesTest(unittest.TestCase):
    def run_script(self, *arguments):
        command = [sys.executable, SCRIPT, *arguments]
        done = subprocess.run(
            command, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        print(done.stdout)
        return done

    def test_nothing_acknowledged_is_lost(self):
        self.assertEqual(self.run_script("--cycles", CYCLES).returncode, KEPT)

    def test_the_harness_sees_the_loss_of_asynchronous_commits(self):
        done = self.run_script("--control", "--cycles", CONTROL_CYCLES)
        self.assertEqual(done.returncode, BROKEN)
        self.assertRegex(done.stdout, r"control: [1-9]\d* acknowledged writes lost")


if __name__ == "__main__":
    unittest.main()
