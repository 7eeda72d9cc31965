#!/usr/bin/python3
"""The client against a server of our own on loopback: headers, errors, retries. No Opora needed."""

import base64
import concurrent.futures
import os
import pathlib
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]
os.environ.setdefault("GRPC_VERBOSITY", "NONE")  # a refused handshake is expected here
sys.path[:0] = [str(ROOT / "clients" / "python"), str(ROOT / "tools")]

# pylint: disable=wrong-import-position
import devidentity  # noqa: E402
import grpc  # noqa: E402
from opora_client import Caller, Certificate, Endpoint, OporaError, with_request_id  # noqa: E402
from google.rpc import error_details_pb2, status_pb2  # noqa: E402
from opora.common.v1 import context_pb2  # noqa: E402
from opora.registry.v1 import client_pb2, client_service_pb2_grpc  # noqa: E402

AGENCY = "0d9b0a7e-5b1c-4a53-9a63-0b9d4dbf7a10"


class FakeClients(client_service_pb2_grpc.ClientServiceServicer):
    """Answers as the test's `behave(request, context)` says, and remembers what came."""

    def __init__(self):
        self.forget()

    def forget(self):
        self.behave = lambda request, context: client_pb2.RegisterClientResponse()
        self.requests = []
        self.headers = {}
        self.peer = {}

    def RegisterClient(self, request, context):
        self.requests.append(request)
        self.headers = dict(context.invocation_metadata())
        self.peer = context.auth_context()
        return self.behave(request, context)


class ClientTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        identity = pathlib.Path(folder.name) / "identity"
        devidentity.init(identity)
        devidentity.service(identity, "fake")
        devidentity.agency(identity, "most", AGENCY)
        cls.identity = identity
        cls.fake = FakeClients()
        cls.server = grpc.server(concurrent.futures.ThreadPoolExecutor(2))
        client_service_pb2_grpc.add_ClientServiceServicer_to_server(cls.fake, cls.server)
        key, chain = (identity / name for name in ("fake.key", "fake.pem"))
        credentials = grpc.ssl_server_credentials(
            [(key.read_bytes(), chain.read_bytes())],
            root_certificates=(identity / "ca.pem").read_bytes(),
            require_client_auth=True,
        )
        port = cls.server.add_secure_port("127.0.0.1:0", credentials)
        cls.server.start()
        cls.addClassCleanup(cls.server.stop, None)
        cls.endpoint = Endpoint(f"127.0.0.1:{port}", identity / "ca.pem")
        cls.addClassCleanup(cls.endpoint.close)

    def setUp(self):
        self.fake.forget()
        certificate = Certificate(self.identity / "most.pem", self.identity / "most.key")
        self.caller = Caller("Test", "a.b.c", "SOCIAL_WORKER", "AGREED_SUPPORT", "cs", certificate)
        self.clients = self.endpoint.interface(client_service_pb2_grpc.ClientServiceStub, self.caller)

    def register(self, **how):
        return self.clients.RegisterClient(client_pb2.RegisterClientRequest(), **how)

    def refusal(self, **how):
        with self.assertRaises(OporaError) as caught:
            self.register(**how)
        return caught.exception

    def test_headers_say_who_calls_in_which_role_for_which_purpose(self):
        self.register()
        encoded = self.fake.headers["opora-context"]
        self.assertNotIn("=", encoded)
        context = context_pb2.CallContext.FromString(
            base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))
        )
        self.assertEqual(context.acting_role, context_pb2.ACTING_ROLE_SOCIAL_WORKER)
        self.assertEqual(context.purpose, context_pb2.PURPOSE_AGREED_SUPPORT)
        self.assertEqual(context.language, context_pb2.LANGUAGE_CS)
        self.assertEqual(self.fake.headers["authorization"], "Bearer a.b.c")
        self.assertRegex(self.fake.headers["traceparent"], r"^00-[0-9a-f]{32}-[0-9a-f]{16}-01$")

    def test_a_token_function_is_asked_at_each_call(self):
        tokens = iter(("first", "second"))
        caller = self.caller.acting(token=lambda: next(tokens))
        clients = self.endpoint.interface(client_service_pb2_grpc.ClientServiceStub, caller)
        for expected in ("first", "second"):
            clients.RegisterClient(client_pb2.RegisterClientRequest())
            self.assertEqual(self.fake.headers["authorization"], f"Bearer {expected}")

    def test_the_channel_shows_the_agency_s_certificate(self):
        self.register()
        shown = b"".join(self.fake.peer["x509_pem_cert"]).decode()
        self.assertEqual(shown.strip(), (self.identity / "most.pem").read_text().strip())

    def test_without_a_certificate_there_is_no_connection(self):
        caller = self.caller.acting(certificate=None)
        clients = self.endpoint.interface(client_service_pb2_grpc.ClientServiceStub, caller)
        with self.assertRaises(OporaError) as caught:
            clients.RegisterClient(client_pb2.RegisterClientRequest(), attempts=1)
        self.assertEqual(caught.exception.code, grpc.StatusCode.UNAVAILABLE)
        self.assertEqual(caught.exception.reason, "")

    def test_a_refusal_carries_rule_remedy_and_fields(self):
        self.refuse_with(refused_status())
        error = self.refusal()
        self.assertEqual(error.code, grpc.StatusCode.PERMISSION_DENIED)
        self.assertEqual((error.reason, error.rule), ("CONSENT_REQUIRED", "XC-18"))
        self.assertEqual(error.message, "Výměna vyžaduje souhlas.")
        self.assertEqual(error.remedy, "Písemný souhlas.")
        self.assertEqual(error.remedy_rpc, "opora.registry.v1.ConsentService.CreateConsent")
        self.assertEqual(error.domain, "client-registry.opora")
        self.assertEqual(error.metadata, {"client_id": AGENCY})
        self.assertEqual(
            [(wrong.field, wrong.reason) for wrong in error.field_violations],
            [("referral.need", "STRING_MIN_LEN"), ("referral.area", "")],
        )
        self.assertEqual(
            str(error),
            "PERMISSION_DENIED CONSENT_REQUIRED XC-18: Výměna vyžaduje souhlas. (Písemný souhlas.)",
        )

    def test_damaged_details_are_no_details(self):
        damaged = refused_status()
        damaged.details[0].value = b"\xff\xff"
        for details in (b"\xff\xff\xff", damaged.SerializeToString()):
            with self.subTest(details=details[:8]):
                self.refuse_with(damaged, details)
                error = self.refusal()
                self.assertEqual(error.code, grpc.StatusCode.PERMISSION_DENIED)
                self.assertEqual(error.reason, "")

    def test_details_of_another_status_are_not_believed(self):
        other = refused_status()
        other.code = grpc.StatusCode.NOT_FOUND.value[0]
        self.refuse_with(refused_status(), other.SerializeToString())
        error = self.refusal()
        self.assertEqual((error.reason, error.message), ("", "consent needed"))

    def test_a_status_without_details_keeps_its_message(self):
        self.fake.behave = lambda _, context: context.abort(grpc.StatusCode.INTERNAL, "no idea")
        error = self.refusal()
        self.assertEqual((error.code, error.message), (grpc.StatusCode.INTERNAL, "no idea"))

    def test_two_refusals_are_one_answer_only_when_every_byte_is_equal(self):
        self.refuse_with(refused_status())
        first, second = self.refusal(), self.refusal()
        self.assertEqual(first.answer, second.answer)
        other = refused_status()
        other.message = "somewhat else"
        self.refuse_with(other)
        self.assertNotEqual(first.answer, self.refusal().answer)

    def test_unavailable_is_retried_with_the_same_request_id(self):
        def behave(_, context):
            if len(self.fake.requests) < 3:
                context.abort(grpc.StatusCode.UNAVAILABLE, "restarting")
            return client_pb2.RegisterClientResponse()

        self.fake.behave = behave
        self.register()
        self.assertEqual(len(self.fake.requests), 3)
        self.assertEqual(len({request.request_id for request in self.fake.requests}), 1)
        self.assertTrue(self.fake.requests[0].request_id)

    def test_retries_end_with_attempts_and_with_the_deadline(self):
        self.fake.behave = lambda _, context: context.abort(grpc.StatusCode.UNAVAILABLE, "down")
        self.refusal(attempts=2)
        self.assertEqual(len(self.fake.requests), 2)
        self.fake.requests.clear()
        self.refusal(timeout=0.15)
        self.assertEqual(len(self.fake.requests), 1)

    def test_a_refusal_is_not_retried(self):
        self.refuse_with(refused_status())
        self.refusal()
        self.assertEqual(len(self.fake.requests), 1)

    def test_a_request_id_that_is_given_is_kept(self):
        request = client_pb2.RegisterClientRequest(request_id=AGENCY)
        self.assertIs(with_request_id(request), request)
        fresh = client_pb2.RegisterClientRequest()
        self.assertTrue(with_request_id(fresh).request_id)
        self.assertFalse(fresh.request_id)
        read = client_pb2.GetClientRequest()
        self.assertIs(with_request_id(read), read)

    def test_trailers_tell_a_replay(self):
        def behave(_, context):
            context.set_trailing_metadata((("idempotent-replay", "true"),))
            return client_pb2.RegisterClientResponse()

        self.fake.behave = behave
        method = self.clients.RegisterClient
        _, trailers = method.with_trailers(client_pb2.RegisterClientRequest())
        self.assertEqual(trailers["idempotent-replay"], "true")

    def refuse_with(self, status, details=None):
        """The fake refuses from now on; `details` replaces the bytes of the trailer."""

        def behave(_, context):
            trailer = status.SerializeToString() if details is None else details
            context.set_trailing_metadata((("grpc-status-details-bin", trailer),))
            context.abort(grpc.StatusCode.PERMISSION_DENIED, "consent needed")

        self.fake.behave = behave


def refused_status():
    """As a service of Opora refuses."""
    status = status_pb2.Status(code=7, message="consent needed")
    metadata = {
        "rule": "XC-18",
        "remedy_rpc": "opora.registry.v1.ConsentService.CreateConsent",
        "client_id": AGENCY,
    }
    violation = error_details_pb2.BadRequest.FieldViolation
    for detail in (
        error_details_pb2.ErrorInfo(
            reason="CONSENT_REQUIRED", domain="client-registry.opora", metadata=metadata
        ),
        error_details_pb2.LocalizedMessage(locale="cs", message="Výměna vyžaduje souhlas."),
        error_details_pb2.Help(links=[{"description": "Písemný souhlas."}]),
        error_details_pb2.BadRequest(
            field_violations=[
                violation(field="referral.need", reason="STRING_MIN_LEN", description="too short"),
                violation(field="referral.area", description="is required"),
            ]
        ),
    ):
        status.details.add().Pack(detail)
    return status


if __name__ == "__main__":
    unittest.main()
