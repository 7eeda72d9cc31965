#!/usr/bin/python3
"""No method answers nonsense with a failure of its own (hostile_calls.py)."""

import os
import pathlib
import subprocess
import sys
import unittest

SCRIPT = pathlib.Path(__file__).resolve().with_name("hostile_calls.py")
SECONDS = os.environ.get("OPORA_HOSTILE_SECONDS", "30")


class HostileCallsTest(unittest.TestCase):
    def test_every_method_answers_nonsense_with_a_mapped_refusal(self):
        command = [sys.executable, SCRIPT, "--seconds", SECONDS]
        done = subprocess.run(command, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        print(done.stdout)
        self.assertEqual(done.returncode, 0)


if __name__ == "__main__":
    unittest.main()
