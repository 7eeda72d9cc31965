#!/usr/bin/python3
"""What callers see while PostgreSQL or a neighbour is away, an instance stops, or too much or nonsense
comes in."""

import concurrent.futures
import contextlib
import datetime
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import uuid
from unittest import mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

# pylint: disable=wrong-import-position
import private  # noqa: E402
import devidentity  # noqa: E402
import grpc  # noqa: E402
from system_case import DEADLINE, GET_CLIENT, SystemTest  # noqa: E402
from opora_client import Interface, OporaError, decode  # noqa: E402
from opora.common.v1 import areas_pb2  # noqa: E402
from opora.conference.v1 import conference_pb2, conference_service_pb2, conference_service_pb2_grpc  # noqa: E402
from opora.registry.v1 import agency_pb2, client_pb2, client_service_pb2_grpc, support_pb2, support_pb2_grpc  # noqa: E402

BACK_WITHIN = 5.0  # seconds, after PostgreSQL is back
ROUND_ROBIN = {"loadBalancingConfig": [{"round_robin": {}}]}


class Traffic:
    """Threads that call one after the other; `answers` holds (seconds, None or OporaError)."""

    def __init__(self, calls):
        self._stop = threading.Event()
        self.answers = []
        self._threads = [threading.Thread(target=self._run, args=(call,)) for call in calls]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        self.flow()
        return self

    def __exit__(self, *_):
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def flow(self, timeout=BACK_WITHIN):
        """Waits for calls to succeed; the seconds it took."""
        begun, seen = time.monotonic(), len(self.answers)
        while sum(error is None for _, error in self.answers[seen:]) < 20:
            if time.monotonic() > begun + timeout:
                raise AssertionError(f"no calls succeed within {timeout} s: {self.answers[-1:]}")
            time.sleep(0.01)
        return time.monotonic() - begun

    def failed(self):
        return [(seconds, error) for seconds, error in self.answers if error is not None]

    def _run(self, call):
        while not self._stop.is_set():
            begun, refused = time.monotonic(), None
            try:
                call()
            except grpc.RpcError as error:
                refused = decode(error)
            except OporaError as error:
                refused = error
            self.answers.append((time.monotonic() - begun, refused))
            if refused:
                time.sleep(0.02)


class DatabaseInterruptionTest(SystemTest):
    def calls(self):
        made = [make() for make in (self.read, self.write) for _ in range(4)]
        return [lambda call=call: call(timeout=DEADLINE, wait_for_ready=True) for call in made]

    def assert_told_in_time(self, failed, unknown_writes, told="^UNAVAILABLE [A-Z_]+$"):
        """Every failure is UNAVAILABLE with a reason (or as told), within the deadline. Of a write whose commit
        was under way nobody can know: at most one per worker."""
        self.assertTrue(failed)
        reasons = {}
        for seconds, error in failed:
            key = f"{error.code.name} {error.reason}"
            count, slowest = reasons.get(key, (0, 0.0))
            reasons[key] = (count + 1, max(slowest, seconds))
        doubtful = reasons.pop("UNKNOWN COMMIT_IN_DOUBT", (0, 0.0))[0]
        self.assertLessEqual(doubtful, unknown_writes)
        for key, (_, slowest) in reasons.items():
            self.assertRegex(key, told, reasons)
            self.assertLess(slowest, DEADLINE + 0.5, reasons)

    def interrupt(self, stop, start, **told):
        with Traffic(self.calls()) as traffic:
            stop()
            self.service.await_ready(False)
            start()
            back = self.service.await_ready(True) + traffic.flow()
        self.assertLess(back, BACK_WITHIN)
        self.assertIsNone(self.service.process.poll())
        self.assert_told_in_time(traffic.failed(), unknown_writes=8, **told)

    def test_immediate_shutdown(self):
        self.interrupt(self.cluster.quit, self.cluster.start)

    def test_crash(self):
        self.interrupt(self.cluster.kill, self.cluster.start)

    def test_frozen_database(self):
        self.addCleanup(self.cluster.thaw)
        # What hung in it before that was noticed ends by its deadline.
        told = "^(UNAVAILABLE [A-Z_]+|DEADLINE_EXCEEDED [A-Z_]*)$"
        self.interrupt(self.cluster.freeze, self.cluster.thaw, told=told)

    def test_service_stops_while_the_database_is_frozen(self):
        other = self.system.serve()
        self.cluster.freeze()
        self.addCleanup(self.cluster.thaw)
        other.terminate(timeout=25)


class NeighbourTest(SystemTest):
    """The conference asks the registry who calls and what they may see. Without an answer nothing is
    shown and nothing is done; nothing of it is remembered either."""

    services = (private.REGISTRY, private.CONFERENCE)
    GONE = ("UNAVAILABLE", "NEIGHBOUR_UNAVAILABLE")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.conference = cls.instances[private.CONFERENCE]

    def setUp(self):
        channel = self.channel(self.people.holder, self.conference.address)
        self.stub = conference_service_pb2_grpc.ConferenceServiceStub(channel)
        # A registry that another test has just restarted is found again after a pause.
        proposed = self.assert_answers("ProposeConference", self.propose(), time.monotonic())
        self.conference_id = proposed.conference.conference_id

    def call(self, method, make):
        """A call of the holder's, a new request at each."""
        def made(request=None):
            return method(make() if request is None else request, timeout=DEADLINE,
                          metadata=self.people.holder.metadata(), wait_for_ready=True)
        return made

    def propose(self):
        return self.call(self.stub.ProposeConference, lambda: conference_service_pb2.ProposeConferenceRequest(
            conference=private.proposal(self.client_id, "debts"), request_id=str(uuid.uuid4())))

    def add_topic(self):
        topic = conference_pb2.Topic(title="rent", area=areas_pb2.DATA_AREA_DEBTS)
        return self.call(self.stub.AddTopic, lambda: conference_service_pb2.AddTopicRequest(
            conference_id=self.conference_id, topic=topic, request_id=str(uuid.uuid4())))

    def get(self):
        return self.call(self.stub.GetConference, lambda: conference_service_pb2.GetConferenceRequest(
            conference_id=self.conference_id))

    def calls(self):
        return {"ProposeConference": self.propose(), "AddTopic": self.add_topic(), "GetConference": self.get()}

    def kept(self):
        """What the conference has stored, told and promised to know again."""
        tables = ("conferences", "topics", "outbox", "idempotency")
        counts = ", ".join(f"(SELECT count(*) FROM {table})" for table in tables)
        return self.system.sql(f"SELECT {counts}", schema="conference")

    def refusal(self, call, *request):
        with self.assertRaises(grpc.RpcError) as caught:
            call(*request)
        return decode(caught.exception)

    def start_registry(self):
        type(self).service = self.system.serve(self.service.port)

    def assert_closed(self, told, within):
        """Each call is refused in time and leaves nothing."""
        before = self.kept()
        for name, call in self.calls().items():
            with self.subTest(name):
                begun = time.monotonic()
                error = self.refusal(call)
                self.assertEqual((error.code.name, error.reason), told, str(error))
                self.assertLess(time.monotonic() - begun, within)
        self.assertEqual(self.kept(), before)
        self.assertTrue(self.conference.ready(), "its own readiness does not depend on neighbours")

    def assert_back(self):
        """Within seconds, without a restart of the conference."""
        begun = time.monotonic()
        for name, call in self.calls().items():
            self.assert_answers(name, call, begun)
        self.assertIsNone(self.conference.process.poll())

    def assert_answers(self, name, call, begun):
        """Whoever lost the registry asks it again after a pause."""
        while True:
            try:
                return call()
            except grpc.RpcError as error:
                self.assertLess(time.monotonic(), begun + BACK_WITHIN, f"{name}: {decode(error)}")
                time.sleep(0.05)

    def test_killed_registry(self):
        self.service.kill()
        try:
            self.assert_closed(self.GONE, within=1.5)
        finally:
            self.start_registry()
        self.assert_back()

    def test_stopped_registry(self):
        self.assertEqual(self.service.terminate(), 0)
        try:
            self.assert_closed(self.GONE, within=1.5)
        finally:
            self.start_registry()
        self.assert_back()

    def test_silent_registry(self):
        before = self.kept()
        self.service.process.send_signal(signal.SIGSTOP)
        try:
            # The caller's own deadline ends it.
            self.assert_closed(("DEADLINE_EXCEEDED", ""), within=DEADLINE + 0.5)
        finally:
            self.service.process.send_signal(signal.SIGCONT)
        time.sleep(0.5)
        self.assertEqual(self.kept(), before, "nothing is done after the caller was told that it was not")
        self.assert_back()

    def test_what_was_refused_may_be_repeated_with_its_request_id(self):
        request = conference_service_pb2.ProposeConferenceRequest(
            conference=private.proposal(self.client_id, "again"), request_id=str(uuid.uuid4()))
        propose = self.propose()
        self.service.kill()
        try:
            self.refusal(propose, request)
        finally:
            self.start_registry()
        self.assert_back()
        first, second = propose(request), propose(request)
        self.assertEqual(first.conference.conference_id, second.conference.conference_id)
        count = self.system.sql("SELECT count(*) FROM conferences WHERE topic = 'again'", schema="conference")
        self.assertEqual(count, [("1",)])

    def test_replays_ask_the_registry_too(self):
        request = conference_service_pb2.ProposeConferenceRequest(
            conference=private.proposal(self.client_id, "known"), request_id=str(uuid.uuid4()))
        propose = self.propose()
        propose(request)
        self.service.kill()
        try:
            error = self.refusal(propose, request)
        finally:
            self.start_registry()
        self.assertEqual((error.code.name, error.reason), self.GONE)
        self.assert_back()

    def test_calls_under_way_while_the_registry_restarts(self):
        calls = [*self.calls().values()] * 2
        with Traffic(calls) as traffic:
            for stop in ("kill", "terminate") * 3:
                getattr(self.service, stop)()
                time.sleep(0.2)
                self.start_registry()
                traffic.flow()
        self.assertTrue(traffic.failed())
        # Also told when the registry itself refuses, since it stops.
        self.assertEqual({error.code.name for _, error in traffic.failed()}, {"UNAVAILABLE"},
                         {str(error) for _, error in traffic.failed()})

    def test_a_renewed_certificate_is_presented_without_a_restart(self):
        lifetime = 15  # seconds; files are looked at every ten
        with mock.patch.object(devidentity, "LIFETIME", datetime.timedelta(seconds=lifetime)):
            devidentity.service(self.system.identity, private.CONFERENCE)
        expiry = time.monotonic() + lifetime
        short = self.system.serve(service=private.CONFERENCE)
        self.addCleanup(short.kill)
        devidentity.service(self.system.identity, private.CONFERENCE)
        channel = self.channel(self.people.holder, short.address)
        stub = conference_service_pb2_grpc.ConferenceServiceStub(channel)
        request = conference_service_pb2.GetConferenceRequest(conference_id=self.conference_id)
        metadata = self.people.holder.metadata()
        stub.GetConference(request, timeout=DEADLINE, metadata=metadata, wait_for_ready=True)
        time.sleep(max(0, expiry - time.monotonic()) + 1)
        # So that it must connect anew.
        self.assertEqual(self.service.terminate(), 0)
        self.start_registry()

        def ask():
            stub.GetConference(request, timeout=DEADLINE, metadata=metadata, wait_for_ready=True)

        self.assert_answers("with the renewed certificate", ask, time.monotonic())
        self.assert_back()

    def test_XC_62_suspended_at_the_registry_is_refused_at_the_conference_at_once(self):
        # pylint: disable=invalid-name
        def suspend(suspended):
            self.people.agencies.SuspendWorker(agency_pb2.SuspendWorkerRequest(
                worker_id=self.people.worker_ids["most"], suspended=suspended))

        calls = self.calls()
        for _ in range(20):  # so that every thread of the service has met the worker
            self.get()()
        suspend(True)
        try:
            before = self.kept()
            for name in [*calls] * 10:
                with self.subTest(name):
                    error = self.refusal(calls[name])
                    self.assertEqual((error.code.name, error.reason), ("PERMISSION_DENIED", "WORKER_SUSPENDED"))
            self.assertEqual(self.kept(), before)
        finally:
            suspend(False)
        for call in calls.values():
            call()


class DrainTest(SystemTest):
    """Two instances behind a round_robin client that retries UNAVAILABLE (opora_client does)."""

    def stop_each_under_load(self, service_config):
        """Stops and starts one instance after the other; the errors that callers saw."""
        instances = [self.system.serve(drain_delay="1s") for _ in range(2)]
        addresses = ",".join(instance.address for instance in instances)
        options = [
            ("grpc.service_config", json.dumps(service_config)),
            ("grpc.ssl_target_name_override", "localhost"),
        ]
        reader, holder = (
            self.channel(caller, f"ipv4:{addresses}", options)
            for caller in (self.people.reader, self.people.holder)
        )
        clients = Interface(client_service_pb2_grpc.ClientServiceStub(reader), self.people.reader)
        supports = Interface(support_pb2_grpc.SupportServiceStub(holder), self.people.holder)
        request = client_pb2.GetClientRequest(client_id=self.client_id)
        calls = [lambda: clients.GetClient(request)] * 4
        calls += [lambda: supports.RecordSupport(self.people.support(self.client_id, "drain"))] * 4
        with Traffic(calls) as traffic:
            for turn in (0, 1, 0, 1):
                self.await_calls(instances[turn])
                self.assertEqual(instances[turn].terminate(), 0)
                traffic.flow()
                instances[turn] = self.system.serve(instances[turn].port, drain_delay="1s")
                self.await_calls(instances[turn])
        for instance in instances:
            instance.kill()
        return [str(error) for _, error in traffic.failed()], len(traffic.answers)

    def test_no_call_fails_while_an_instance_stops(self):
        watching = {**ROUND_ROBIN, "healthCheckConfig": {"serviceName": "ready"}}
        failed, _ = self.stop_each_under_load(watching)
        self.assertEqual(failed, [])

    def test_who_does_not_watch_health_loses_hardly_a_call(self):
        # A call that reaches the transport in the instant between gRPC's shutdown and its GOAWAY is
        # cancelled by the library (1.51), which no server can answer in its stead.
        failed, answers = self.stop_each_under_load(ROUND_ROBIN)
        self.assertEqual([error for error in failed if not error.startswith("CANCELLED")], [])
        self.assertLess(len(failed), answers / 100)

    def await_calls(self, instance):
        """Until clients have found it."""
        served = instance.log.read_text(encoding="utf-8").count("RecordSupport")
        deadline = time.monotonic() + BACK_WITHIN
        while instance.log.read_text(encoding="utf-8").count("RecordSupport") < served + 5:
            self.assertLess(time.monotonic(), deadline, "no client came to " + instance.address)
            time.sleep(0.02)


class FullPoolTest(SystemTest):
    @contextlib.contextmanager
    def support_locked(self):
        """While it lasts, every RecordSupport waits."""
        command = [private.PSQL, "-X", "-q", "-At", "-d", self.system.dsn("postgres")]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as psql:
            psql.stdin.write("BEGIN; LOCK TABLE registry.support_records IN EXCLUSIVE MODE; SELECT 1;\n")
            psql.stdin.flush()
            self.assertEqual(psql.stdout.readline(), "1\n")
            yield
            psql.stdin.close()

    def test_surplus_is_refused_at_once_and_the_rest_is_served(self):
        service = self.system.serve(workers=1, queue_limit=2)
        holder = self.people.holder
        stub = support_pb2_grpc.SupportServiceStub(self.channel(holder, service.address))
        call = lambda: stub.RecordSupport.future(  # noqa: E731
            self.people.support(self.client_id, "crowd"), timeout=10, metadata=holder.metadata(),
            wait_for_ready=True)
        call().result()
        with self.support_locked():
            begun = time.monotonic()
            futures = [call() for _ in range(200)]
            refused = []
            with contextlib.suppress(concurrent.futures.TimeoutError):
                for future in concurrent.futures.as_completed(map(_finished, futures), 1.5):
                    refused.append(future.result())
            took = time.monotonic() - begun
        answers = [_error(future) for future in futures]
        served = answers.count(None)
        errors = {f"{error.code.name} {error.reason}" for error in answers if error}
        self.assertEqual(errors, {"RESOURCE_EXHAUSTED OVERLOADED"})
        # One runs and two wait; the worker may not yet have taken the first when the fourth comes.
        self.assertIn(served, (2, 3))
        self.assertEqual(len(refused), 200 - served, f"refused within {took:.1f} s")
        self.assertIn("retry-after-ms", next(error for error in answers if error).trailers)


def _finished(call):
    """A future of the standard library that is done when the call is."""
    future = concurrent.futures.Future()
    call.add_done_callback(lambda _: future.set_result(call))
    return future


def _error(call):
    try:
        call.result()
        return None
    except grpc.RpcError as error:
        return decode(error)


class HostileInputTest(SystemTest):
    """Nonsense gets a mapped refusal, changes nothing and leaves the service as it was."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.before = cls.system.sql("SELECT count(*) FROM support_records")

    def tearDown(self):
        self.assertEqual(self.system.sql("SELECT count(*) FROM support_records"), self.before)
        self.read()(timeout=DEADLINE, wait_for_ready=True)

    def send(self, body, path=GET_CLIENT, caller=None, metadata=None, **how):
        """The OporaError that bytes lead to."""
        caller = caller or self.people.reader
        call = self.channel(caller).unary_unary(path)
        how = {"timeout": DEADLINE, "wait_for_ready": True, **how}
        with self.assertRaises(grpc.RpcError) as caught:
            call(body, metadata=caller.metadata() if metadata is None else metadata, **how)
        return decode(caught.exception)

    def assert_refused(self, error, code, reason=None):
        self.assertEqual(error.code.name, code, str(error))
        if reason is not None:
            self.assertEqual(error.reason, reason, str(error))

    def get_client(self):
        return client_pb2.GetClientRequest(client_id=self.client_id).SerializeToString()

    def headers(self, **changed):
        """The usual ones; a value None leaves one out."""
        headers = dict(self.people.reader.metadata())
        headers.update({name.replace("_", "-"): value for name, value in changed.items()})
        return [(name, value) for name, value in headers.items() if value is not None]

    def test_oversized_request(self):
        self.assert_refused(self.send(b"x" * (2 << 20)), "RESOURCE_EXHAUSTED")

    def test_malformed_protobuf(self):
        bodies = {
            "truncated": self.get_client()[:-5],
            "length beyond the end": b"\x0a\xff\xff\xff\x0f",
            "varint of 11 bytes": b"\x08" + b"\xff" * 11,
            "group that does not end": b"\x0b\x0b\x0b",
            "groups 10,000 deep": b"\x0b" * 10_000 + b"\x0c" * 10_000,
            "end of a group that did not begin": b"\x0c",
            "invalid UTF-8": b"\x0a\x02\xff\xfe",
            "field number 0": b"\x02\x00",
        }
        for name, body in bodies.items():
            with self.subTest(name):
                self.assert_refused(self.send(body), "INVALID_ARGUMENT", "REQUEST_MALFORMED")

    def test_C6_protobuf_that_is_legal_and_odd(self):
        """What may be said twice, over-long or to nobody is read as the standard says, and opens nothing."""
        own, other = self.get_client(), client_pb2.GetClientRequest(client_id=str(uuid.uuid4()))
        unknown = b"\xfa\x7f" + b"\x80\x80\x40" + b"u" * (1 << 20)  # field 2047, a megabyte
        length = b"\xa4\x80\x80\x80\x00"  # 36, in five bytes
        stub = self.channel(self.people.reader).unary_unary(GET_CLIENT)
        sound = {
            "a field twice, the last one counts": other.SerializeToString() + own,
            "packed numbers nobody asked for": own + b"\xfa\x7f\x03\x01\x02\x03",
            "a length in five bytes": own[:1] + length + own[2:],
        }
        self.assertEqual(own[1], 36)
        for name, body in sound.items():
            with self.subTest(name):
                answer = stub(body, metadata=self.people.reader.metadata(), timeout=DEADLINE, wait_for_ready=True)
                self.assertIn(self.client_id.encode(), answer)
        self.assert_refused(self.send(own + other.SerializeToString()), "NOT_FOUND", "NOT_FOUND")
        self.assert_refused(self.send(own + unknown), "RESOURCE_EXHAUSTED")

    def test_wrong_wire_type_leaves_the_field_empty(self):
        self.assert_refused(self.send(b"\x08\x01"), "INVALID_ARGUMENT")

    def test_bad_context(self):
        contexts = {
            "no base64": "%%%",
            "no CallContext": "_____w",
            "unknown role": "CP8P",  # acting_role: 2047
            "unknown purpose": "EP8P",
            "absent": None,
        }
        for name, context in contexts.items():
            with self.subTest(name):
                error = self.send(self.get_client(), metadata=self.headers(opora_context=context))
                if name == "absent":  # an empty context names no role
                    self.assertIn(error.code.name, ("INVALID_ARGUMENT", "PERMISSION_DENIED"))
                else:
                    self.assert_refused(error, "INVALID_ARGUMENT")
                    self.assertTrue(error.reason.startswith("CONTEXT_"), str(error))

    def test_a_header_given_twice_does_not_count(self):
        headers = self.headers()
        twice = headers + [("authorization", "Bearer forged")]
        self.assert_refused(self.send(self.get_client(), metadata=twice), "UNAUTHENTICATED")

    def test_no_token_and_a_forged_one(self):
        for token in (None, "Bearer", "Bearer x.y.z", "Basic eDp5"):
            with self.subTest(token):
                error = self.send(self.get_client(), metadata=self.headers(authorization=token))
                self.assert_refused(error, "UNAUTHENTICATED")

    def test_too_many_headers(self):
        headers = self.headers(x_long="y" * 40000)
        self.assert_refused(self.send(self.get_client(), metadata=headers), "RESOURCE_EXHAUSTED")

    def test_unknown_method_and_service(self):
        for path in ("/opora.registry.v1.ClientService/DropClients", "/opora.Nothing/Get", "/", "//"):
            with self.subTest(path):
                self.assert_refused(self.send(b"", path), "UNIMPLEMENTED")

    def test_ids_that_are_none(self):
        for client_id in ("", "x", "' OR 1=1", self.client_id.upper() + "0", "a\0b", "é" * 36):
            with self.subTest(client_id):
                body = client_pb2.GetClientRequest(client_id=client_id).SerializeToString()
                self.assert_refused(self.send(body), "INVALID_ARGUMENT")

    def test_nul_in_a_text(self):
        body = self.people.support(self.client_id, "a\0b").SerializeToString()
        error = self.send(body, "/opora.registry.v1.SupportService/RecordSupport", self.people.holder)
        self.assert_refused(error, "INVALID_ARGUMENT")

    def test_request_id_that_is_none(self):
        request = self.people.support(self.client_id, "odd id")
        request.request_id = "one"
        error = self.send(request.SerializeToString(),
                          "/opora.registry.v1.SupportService/RecordSupport", self.people.holder)
        self.assert_refused(error, "INVALID_ARGUMENT")

    def test_page_sizes_and_tokens(self):
        path = "/opora.registry.v1.SupportService/ListSupport"
        for how in ({"page_size": -1}, {"page_size": 2**31 - 1}, {"page_token": "AAAA"}):
            with self.subTest(how):
                request = support_pb2.ListSupportRequest(client_id=self.client_id, **how)
                error = self.send(request.SerializeToString(), path, self.people.holder)
                self.assert_refused(error, "INVALID_ARGUMENT")

    def test_a_deadline_that_has_passed(self):
        error = self.send(self.get_client(), timeout=0.0005, wait_for_ready=False)
        self.assertIn(error.code.name, ("DEADLINE_EXCEEDED", "UNAVAILABLE"))

    def test_without_a_certificate_nobody_gets_in(self):
        bare = private.channel(self.service.address, self.system.identity / "ca.pem", None)
        plain = grpc.insecure_channel(self.service.address, private.CHANNEL)
        for name, channel in (("no certificate", bare), ("plaintext", plain)):
            with self.subTest(name), contextlib.closing(channel):
                with self.assertRaises(grpc.RpcError) as caught:
                    metadata = [] if name == "plaintext" else self.headers()
                    channel.unary_unary(GET_CLIENT)(self.get_client(), timeout=DEADLINE, metadata=metadata)
                self.assert_refused(decode(caught.exception), "UNAVAILABLE")


if __name__ == "__main__":
    unittest.main()
