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
        self.attack()

    def test_C12_every_method_answers_while_the_database_fails(self):
        self.attack("--storm")

    def attack(self, *arguments):
        command = [sys.executable, SCRIPT, "--seconds", SECONDS, *arguments]
        done = subprocess.run(command, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        print(done.stdout)
        self.assertEqual(done.returncode, 0)


if __name__ == "__main__":
    unittest.main()
