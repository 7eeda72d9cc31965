#!/usr/bin/python3
"""A call of the rescue service while the registry is away: recorded at once, entered there later."""

import os
import pathlib
import signal
import subprocess
import sys
import time
import unittest
import uuid

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "scenario"))
os.environ.setdefault("GRPC_VERBOSITY", "NONE")

# pylint: disable=wrong-import-position
import steps  # noqa: E402, F401  registers them, and puts client and stubs on the path
import play  # noqa: E402
from expect import Unexpected  # noqa: E402
from narrator import Silent  # noqa: E402
from world import World  # noqa: E402
from opora.common.v1 import areas_pb2, audit_pb2  # noqa: E402
from opora.conference.v1 import crisis_pb2  # noqa: E402
from opora.registry.v1 import access_pb2  # noqa: E402

NAME = f"test-{os.getpid()}-system"
STATE = pathlib.Path(f"/var/tmp/opora-{os.getuid()}-{NAME}")
AT_ONCE = 6.0  # seconds: two for who calls, two for the disclosure, and the rest
PENDING = crisis_pb2.DISCLOSURE_STATE_PENDING
RECORDED = crisis_pb2.DISCLOSURE_STATE_RECORDED


def shell(command):
    script = f"set -euo pipefail; ROOT={ROOT}; . tools/cluster.sh; . tools/system.sh; {command}"
    subprocess.run(["bash", "-c", script], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


class RegistryAwayTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.addClassCleanup(shell, f"system_destroy {NAME}")
        shell(f'system_up {NAME} dev "$(system_free_base)"')
        cls.world = World(STATE, Silent())
        cls.addClassCleanup(cls.world.__exit__)
        play.play(cls.world, play.until("4"))
        cls.world.step = None
        cls.client_id = cls.world.ids["client.kopecky.most"]

    def work(self):
        return self.world.ok(
            "strnadova", "CrisisService.ListCrisisWork", crisis_pb2.ListCrisisWorkRequest()
        )

    def call(self):
        request = crisis_pb2.CallRescueAgainstWillRequest(
            override=crisis_pb2.EmergencyOverride(
                client_id=self.client_id,
                wording="Muž v bezvědomí.",
                told_areas=[areas_pb2.DATA_AREA_HEALTH],
            ),
            request_id=str(uuid.uuid4()),
        )
        begun = time.monotonic()
        made = self.world.ok("strnadova", "CrisisService.CallRescueAgainstWill", request).override
        self.assertLess(time.monotonic() - begun, AT_ONCE)
        self.assertEqual(made.disclosure_state, PENDING)
        return made

    def await_entry(self, made):
        request = crisis_pb2.GetCrisisRequest(crisis_id=made.crisis_id)
        give_up = time.monotonic() + 30
        while time.monotonic() < give_up:
            try:
                found = self.world.ok("strnadova", "CrisisService.GetCrisis", request).overrides
            except Unexpected:
                found = []
            if found and found[0].disclosure_state == RECORDED:
                return found[0]
            time.sleep(0.2)
        self.fail("the disclosure was not entered within 30 s")

    def told(self, made):
        request = access_pb2.ListOneOffDisclosuresRequest(client_id=self.client_id)
        listed = self.world.ok("strnadova", "AccessService.ListOneOffDisclosures", request)
        return [one for one in listed.disclosures if one.source_ref == made.override_id]

    def registry_pid(self):
        return int((STATE / "run" / "client-registry.pid").read_text().split()[0])

    def away(self, leave, come_back):
        self.work()  # the service knows her
        leave()
        try:
            made = self.call()
            with self.assertRaises(Unexpected, msg="everything else fails closed"):
                self.work()
        finally:
            come_back()
        self.await_entry(made)
        told = self.told(made)
        self.assertEqual(len(told), 1)
        self.assertEqual(told[0].basis, audit_pb2.BASIS_EMERGENCY)
        self.assertEqual(told[0].worker_id, self.world.ids["worker.strnadova"])
        return made

    def test_CONF_103_a_stopped_registry_delays_nothing(self):
        made = self.away(
            lambda: shell(f"system_stop_service {STATE} client-registry"),
            lambda: shell(
                f'system_serve {STATE} client-registry "$ROOT/build/dev/opora-client-registry"'
            ),
        )
        self.facts_follow(made)

    def facts_follow(self, made):
        request = crisis_pb2.CompleteOverrideFactsRequest(
            override_id=made.override_id, observed_facts="Bledý, dýchá."
        )
        self.world.ok("strnadova", "CrisisService.CompleteOverrideFacts", request)
        give_up = time.monotonic() + 10
        while not self.told(made)[0].observed_facts and time.monotonic() < give_up:
            time.sleep(0.2)
        self.assertEqual(self.told(made)[0].observed_facts, "Bledý, dýchá.")

    def test_CONF_103_a_frozen_registry_delays_nothing(self):
        pid = self.registry_pid()
        self.away(lambda: os.kill(pid, signal.SIGSTOP), lambda: os.kill(pid, signal.SIGCONT))

    def test_XC_11_the_client_finds_it_in_the_list_as_the_workers(self):
        pid = self.registry_pid()
        self.away(lambda: os.kill(pid, signal.SIGSTOP), lambda: os.kill(pid, signal.SIGCONT))
        request = access_pb2.ListDisclosuresRequest(client_id=self.client_id, page_size=50)
        listed = self.world.ok(
            "strnadova", "AccessService.ListDisclosures", request, purpose="CLIENT_REQUEST"
        ).disclosures
        found = [one for one in listed if one.method.endswith("RecordDisclosureMade")]
        self.assertTrue(found)
        for one in found:
            self.assertEqual(one.basis, audit_pb2.BASIS_EMERGENCY)
            self.assertEqual(one.worker_id, self.world.ids["worker.strnadova"])


if __name__ == "__main__":
    unittest.main()
