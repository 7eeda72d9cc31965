#!/usr/bin/python3
"""PostgreSQL is alive and silent: it takes connections and questions and answers nothing."""

import collections
import contextlib
import json
import os
import pathlib
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

# pylint: disable=wrong-import-position
import private  # noqa: E402
import grpc  # noqa: E402
from system_case import SystemTest  # noqa: E402
from opora_client import decode  # noqa: E402
from opora.registry.v1 import client_pb2, client_service_pb2_grpc, support_pb2_grpc  # noqa: E402

OUTLIVES = 0.1  # seconds that an answer may come after its deadline
OPENS_WITHIN = 2.0  # seconds until calls are no longer tried
BACK_WITHIN = 5.0  # seconds after the thaw
HANG = 20.0  # seconds until a test gives a call up


class Asked:
    """A call under way, and when it was answered."""

    def __init__(self, call, **how):
        self._begun = time.monotonic()
        self._ended = None
        self._done = threading.Event()
        self._future = call(**how)
        self._future.add_done_callback(self._note)

    def _note(self, _):
        self._ended = time.monotonic()
        self._done.set()

    def answer(self):
        """(seconds, "OK" or "CODE REASON")"""
        if not self._done.wait(HANG):
            self._future.cancel()
            raise AssertionError(f"no answer within {HANG} s")
        seconds = self._ended - self._begun
        try:
            self._future.result()
        except grpc.RpcError as error:
            refused = decode(error)
            return seconds, f"{refused.code.name} {refused.reason}"
        return seconds, "OK"


class FrozenDatabaseTest(SystemTest):
    WORKERS = 4

    def setUp(self):
        self.service = self.start()
        for call in (self.reading(), self.writing()):
            for asked in [Asked(call, timeout=HANG) for _ in range(2 * self.WORKERS)]:
                self.assertEqual(asked.answer()[1], "OK")

    def start(self, default_deadline="1s"):
        service = self.system.serve(workers=self.WORKERS, default_deadline=default_deadline)
        self.addCleanup(service.kill)
        return service

    def reading(self):
        """A read that answers with a future."""
        return self.future(client_stub, self.people.reader, lambda: client_request(self.client_id))

    def writing(self, note="frozen"):
        make = lambda: self.people.support(self.client_id, note)  # noqa: E731
        return self.future(support_stub, self.people.holder, make)

    def future(self, method, caller, make):
        call = method(self.channel(caller))
        return lambda **how: call.future(make(), metadata=caller.metadata(), wait_for_ready=True, **how)

    @contextlib.contextmanager
    def frozen(self):
        self.addCleanup(self.cluster.thaw)
        self.cluster.freeze()
        try:
            yield time.monotonic()
        finally:
            self.cluster.thaw()

    def lines(self, method, since=0):
        """What the access log says of calls of the method."""
        with open(self.service.log, encoding="utf-8") as log:
            log.seek(since)
            found = [json.loads(line) for line in log if line.startswith("{")]
        return [line for line in found if line.get("method", "").endswith(method)]

    def log_end(self):
        return self.service.log.stat().st_size

    def alive(self):
        """Seconds that the liveness of the process takes to be told."""
        begun = time.monotonic()
        check = self.channel(self.people.reader).unary_unary("/grpc.health.v1.Health/Check")
        self.assertEqual(check(b"", timeout=HANG, wait_for_ready=True), private.SERVING)
        return time.monotonic() - begun

    def await_service(self, begun):
        """Until reads and writes succeed, one per worker and more."""
        wanted = collections.Counter()
        while wanted["OK"] < 4 * self.WORKERS:
            wanted = collections.Counter(
                Asked(call, timeout=2).answer()[1]
                for call in (self.reading(), self.writing()) for _ in range(2 * self.WORKERS))
            self.assertLess(time.monotonic() - begun, BACK_WITHIN, wanted)

    def backends(self):
        count = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'registry_app' AND pid <> pg_backend_pid()"
        return int(self.system.sql(count)[0][0])

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.service.process.pid}/fd"))

    def test_G4_a_call_without_a_deadline_ends_by_that_of_the_server(self):
        # pylint: disable=invalid-name
        since = self.log_end()
        with self.frozen():
            asked = [Asked(self.reading()), Asked(self.writing())]
            answers = [each.answer() for each in asked]
        for seconds, told in answers:
            self.assertEqual(told, "DEADLINE_EXCEEDED DEADLINE_EXCEEDED")
            self.assertGreater(seconds, 0.9)
            self.assertLess(seconds, 1.0 + OUTLIVES)
        for line in self.lines("GetClient", since) + self.lines("RecordSupport", since):
            self.assertLess(line["ms"], 1000 * (1.0 + OUTLIVES), line)
        self.await_service(time.monotonic())

    def test_G4_the_worker_of_a_call_with_a_deadline_comes_back_too(self):
        # pylint: disable=invalid-name
        since = self.log_end()
        with self.frozen():
            asked = [Asked(self.reading(), timeout=0.7) for _ in range(self.WORKERS)]
            for each in asked:
                seconds, told = each.answer()
                self.assertTrue(told.startswith("DEADLINE_EXCEEDED"), told)
                self.assertLess(seconds, 0.7 + OUTLIVES)
            time.sleep(0.2)
            lines = self.lines("GetClient", since)
            self.assertEqual(len(lines), self.WORKERS, "the server has not ended them")
            for line in lines:
                self.assertLess(line["ms"], 1000 * (0.7 + OUTLIVES), line)
                self.assertNotEqual(line["subject_hash"], "", "answered in the worker's stead")

    def test_G4_calls_that_wait_for_a_worker_end_in_time_and_later_ones_are_shed_at_once(self):
        # pylint: disable=invalid-name
        with self.frozen() as frozen:
            hanging = [Asked(self.reading(), timeout=10) for _ in range(self.WORKERS)]
            time.sleep(0.1)
            waiting = [Asked(self.writing()) for _ in range(self.WORKERS)]
            for each in waiting:
                seconds, told = each.answer()
                self.assertEqual(told, "DEADLINE_EXCEEDED DEADLINE_EXCEEDED")
                self.assertLess(seconds, 1.0 + OUTLIVES)
            read, told = self.reading(), ""
            while not told.startswith("UNAVAILABLE"):
                told = Asked(read, timeout=0.1).answer()[1]
                self.assertLess(time.monotonic() - frozen, OPENS_WITHIN, told)
            for _ in range(50):
                for call in (read, self.writing()):
                    seconds, told = Asked(call).answer()
                    self.assertEqual(told, "UNAVAILABLE DATABASE_UNAVAILABLE")
                    self.assertLess(seconds, OUTLIVES)
                self.assertLess(self.alive(), 2 * OUTLIVES)
            self.service.await_ready(False)
        thawed = time.monotonic()
        # What was patient enough is answered after all.
        self.assertEqual({each.answer()[1] for each in hanging}, {"OK"})
        self.await_service(thawed)
        self.service.await_ready(timeout=BACK_WITHIN)

    def test_G4_nothing_leaks(self):
        # pylint: disable=invalid-name
        backends, descriptors = self.backends(), self.descriptors()
        for _ in range(3):
            with self.frozen():
                begun, calls = time.monotonic(), [self.reading(), self.writing()] * self.WORKERS
                while time.monotonic() - begun < 5:
                    for asked in [Asked(call, timeout=0.3) for call in calls]:
                        asked.answer()
            self.await_service(time.monotonic())
        time.sleep(1)
        self.assertLessEqual(self.backends(), backends + 2)
        # Channels of this test count too.
        self.assertLess(self.descriptors(), descriptors + 60)

    def test_G4_no_write_is_lost_or_made_twice(self):
        # pylint: disable=invalid-name
        stop, told = threading.Event(), collections.Counter()
        kept = []

        def write(number):
            call = support_stub(self.channel(self.people.holder))
            for at in range(10**6):
                if stop.is_set():
                    return
                note = f"cycle {number}-{at}"
                request = self.people.support(self.client_id, note)
                while True:
                    try:
                        call(request, metadata=self.people.holder.metadata(), wait_for_ready=True)
                        break
                    except grpc.RpcError as error:
                        refused = decode(error)
                        told[f"{refused.code.name} {refused.reason}"] += 1
                        time.sleep(0.02)
                kept.append(note)

        threads = [threading.Thread(target=write, args=(number,)) for number in range(2 * self.WORKERS)]
        for thread in threads:
            thread.start()
        try:
            for pause in (2.5, 1.3, 4.0, 1.1):
                time.sleep(0.5)
                with self.frozen():
                    time.sleep(pause)
        finally:
            time.sleep(1)
            stop.set()
            for thread in threads:
                thread.join()
        counts = dict(self.system.sql(
            "SELECT note, count(*) FROM support_records WHERE note LIKE 'cycle %' GROUP BY note"))
        print(f"{len(kept)} writes acknowledged; meanwhile {dict(told)}")
        self.assertTrue(set(told) <= {
            "DEADLINE_EXCEEDED DEADLINE_EXCEEDED", "UNAVAILABLE DATABASE_UNAVAILABLE",
            "UNKNOWN COMMIT_IN_DOUBT", "UNAVAILABLE AUDIT_UNAVAILABLE"}, told)
        self.assertTrue(told)
        self.assertEqual(counts, {note: "1" for note in kept})

    def test_G4_a_commit_under_way_is_told_as_in_doubt_and_its_repetition_finds_it(self):
        # pylint: disable=invalid-name
        request = self.people.support(self.client_id, "in doubt")
        call = support_stub(self.channel(self.people.holder))
        metadata = self.people.holder.metadata()
        # Commits wait for a standby that does not exist.
        self.addCleanup(self.standby, "")
        self.standby("nobody")
        asked = Asked(lambda: call.future(request, metadata=metadata))
        waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND query LIKE 'COMMIT%'"
        while self.system.sql(waiting) != [("1",)]:
            time.sleep(0.02)
        with self.frozen():
            seconds, told = asked.answer()
        self.assertEqual(told, "UNKNOWN COMMIT_IN_DOUBT")
        self.assertLess(seconds, 1.0 + OUTLIVES)
        self.standby("")
        self.await_service(time.monotonic())
        _, done = call.with_call(request, metadata=metadata, timeout=HANG)
        self.assertEqual(dict(done.trailing_metadata()).get("idempotent-replay"), "true")
        count = self.system.sql("SELECT count(*) FROM support_records WHERE note = 'in doubt'")
        self.assertEqual(count, [("1",)])

    def standby(self, names):
        self.system.sql(f"ALTER SYSTEM SET synchronous_standby_names = '{names}'")
        self.system.sql("SELECT pg_reload_conf()")
        while self.system.sql("SHOW synchronous_standby_names") != [(names,)]:
            time.sleep(0.02)


def client_stub(channel):
    return client_service_pb2_grpc.ClientServiceStub(channel).GetClient


def client_request(client_id):
    return client_pb2.GetClientRequest(client_id=client_id)


def support_stub(channel):
    return support_pb2_grpc.SupportServiceStub(channel).RecordSupport


if __name__ == "__main__":
    unittest.main()
