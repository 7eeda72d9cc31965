"""What holds for every call: replays, identity, bad input, size."""

import concurrent.futures
import pathlib
import subprocess
import sys
import tempfile
import uuid

import jwt
from cryptography.hazmat.primitives import serialization
from opora.common.v1 import context_pb2, metadata_pb2, types_pb2
from opora.registry.v1 import agency_pb2, client_pb2, debt_pb2, support_pb2

import cast
import devidentity
from checks.base import WorldTest, unknown_id
from opora_client import OporaError
from world import ROOT

REGISTER = "ClientService.RegisterClient"
GET = "ClientService.GetClient"
LIST_AGENCIES = "AgencyService.ListAgencies"


def registration(family, **further):
    return client_pb2.RegisterClientRequest(
        client=client_pb2.Client(
            kind=client_pb2.CLIENT_KIND_IDENTIFIED, given_name="Bohdan", family_name=family
        ),
        **further,
    )


class ReplayTest(WorldTest):
    """A write that is repeated with its request_id is made once."""

    def call(self, who, name, request):
        return self.world.method(who, name).with_trailers(request)

    def test_replay_of_a_write_gives_the_same_record_and_says_so(self):
        request = registration("Opakovaný", request_id=str(uuid.uuid4()))
        first, fresh = self.call("strnadova", REGISTER, request)
        again, replayed = self.call("strnadova", REGISTER, request)
        self.assertEqual(again, first)
        self.assertNotIn("idempotent-replay", fresh)
        self.assertEqual(replayed["idempotent-replay"], "true")

    def test_the_same_request_from_many_threads_is_made_once(self):
        request = registration("Souběžný", request_id=str(uuid.uuid4()))
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _: self.call("strnadova", REGISTER, request), range(8)))
        self.assertEqual(len({response.client.client_id for response, _ in answers}), 1)
        fresh = [trailers for _, trailers in answers if "idempotent-replay" not in trailers]
        self.assertEqual(len(fresh), 1)

    def test_replay_shows_the_record_as_it_is_now(self):
        debt = debt_pb2.Debt(
            client_id=self.ids["client.other1"], kind=debt_pb2.DEBT_KIND_FINE, creditor_name="Dráha"
        )
        request = debt_pb2.OpenDebtRequest(debt=debt, request_id=str(uuid.uuid4()))
        first, _ = self.call("strnadova", "DebtService.OpenDebt", request)
        amount = debt_pb2.RecordDebtAmountRequest(
            debt_id=first.debt.debt_id,
            principal=types_pb2.Money(minor_units=100, currency_code="CZK"),
            amount_source="Dráha",
            amount_verified_on=self.world.today(),
            etag=first.debt.etag,
        )
        self.ok("strnadova", "DebtService.RecordDebtAmount", amount)
        again, replayed = self.call("strnadova", "DebtService.OpenDebt", request)
        self.assertEqual(again.debt.principal.minor_units, 100)
        self.assertIn("idempotent-replay", replayed)

    def test_a_request_id_serves_one_request_only(self):
        request_id = str(uuid.uuid4())
        self.ok("strnadova", REGISTER, registration("První", request_id=request_id))
        other = registration("Druhý", request_id=request_id)
        self.refused("strnadova", REGISTER, other, "INVALID_ARGUMENT", "REQUEST_ID_REUSED")

    def test_request_ids_of_two_callers_do_not_meet(self):
        request = registration("Společný", request_id=str(uuid.uuid4()))
        ours, _ = self.call("strnadova", REGISTER, request)
        theirs, trailers = self.call("beranek", REGISTER, request)
        self.assertNotEqual(ours.client.client_id, theirs.client.client_id)
        self.assertNotIn("idempotent-replay", trailers)

    def test_a_refused_write_may_be_repeated_and_corrected(self):
        request = registration("", request_id=str(uuid.uuid4()))
        self.refused("strnadova", REGISTER, request, "INVALID_ARGUMENT", "INVALID_REQUEST")
        self.ok("strnadova", REGISTER, registration("Opravený", request_id=request.request_id))

    def test_validate_only_changes_nothing(self):
        request = registration("Zkušební", validate_only=True)
        tried = self.ok("strnadova", REGISTER, request).client.client_id
        if tried:
            read = client_pb2.GetClientRequest(client_id=tried)
            self.refused("strnadova", GET, read, "NOT_FOUND", "NOT_FOUND")

    def test_a_lost_update_is_refused(self):
        debt = debt_pb2.Debt(
            client_id=self.ids["client.other1"],
            kind=debt_pb2.DEBT_KIND_LOAN,
            creditor_name="Půjčka",
        )
        stored = self.ok(
            "strnadova", "DebtService.OpenDebt", debt_pb2.OpenDebtRequest(debt=debt)
        ).debt
        amount = debt_pb2.RecordDebtAmountRequest(
            debt_id=stored.debt_id,
            principal=types_pb2.Money(minor_units=1, currency_code="CZK"),
            amount_source="Půjčka",
            amount_verified_on=self.world.today(),
            etag=stored.etag,
        )
        self.ok("strnadova", "DebtService.RecordDebtAmount", amount)
        with self.assertRaisesRegex(OporaError, "^ABORTED"):
            self.world.method("strnadova", "DebtService.RecordDebtAmount")(amount)


class IdentityTest(WorldTest):
    """Who calls is proved by token and certificate together."""

    def list_as(self, code, reason, **changes):
        caller = self.world.caller("strnadova").acting(**changes)
        self.refused(caller, LIST_AGENCIES, agency_pb2.ListAgenciesRequest(), code, reason)

    def token(self, **how):
        subject = how.pop("subject", cast.SUBJECTS["strnadova"])
        return devidentity.token(self.world.identity, subject, **how)

    def test_without_a_token(self):
        self.list_as("UNAUTHENTICATED", "TOKEN_MISSING", token="")

    def test_with_something_that_is_no_token(self):
        self.list_as("UNAUTHENTICATED", "TOKEN_MALFORMED", token="not.a.token")

    def test_with_an_expired_token(self):
        self.list_as("UNAUTHENTICATED", "TOKEN_EXPIRED", token=self.token(ttl=-120))

    def test_with_a_token_for_somebody_else(self):
        self.list_as("UNAUTHENTICATED", "AUDIENCE_WRONG", token=self.token(audience="other"))

    def test_with_a_token_of_a_foreign_key(self):
        with tempfile.TemporaryDirectory() as folder:
            devidentity.init(folder)
            foreign = devidentity.token(folder, cast.SUBJECTS["strnadova"])
        self.list_as("UNAUTHENTICATED", "KEY_UNKNOWN", token=foreign)

    def test_with_a_foreign_key_under_the_name_of_the_true_one(self):
        true = self.token()
        with tempfile.TemporaryDirectory() as folder:
            devidentity.init(folder)
            pem = (pathlib.Path(folder) / "issuer.key").read_bytes()
        forged = jwt.encode(
            jwt.decode(true, options={"verify_signature": False}),
            serialization.load_pem_private_key(pem, None),
            algorithm="RS256",
            headers=jwt.get_unverified_header(true),
        )
        self.list_as("UNAUTHENTICATED", "SIGNATURE_WRONG", token=forged)

    def test_with_a_token_signed_by_nobody_or_with_what_everybody_knows(self):
        true = self.token()
        claims = jwt.decode(true, options={"verify_signature": False})
        unsigned = jwt.encode(claims, None, algorithm="none")
        self.list_as("UNAUTHENTICATED", "TOKEN_MALFORMED", token=unsigned)
        kid = {"kid": jwt.get_unverified_header(true)["kid"]}
        known = jwt.encode(claims, "the public key", algorithm="HS256", headers=kid)
        self.list_as("UNAUTHENTICATED", "ALGORITHM_REFUSED", token=known)

    def test_with_a_token_bound_to_another_certificate(self):
        bound = self.token(bind=self.world.certificate("pristav").chain)
        self.list_as("UNAUTHENTICATED", "CERTIFICATE_NOT_BOUND", token=bound)

    def test_with_the_certificate_of_another_agency(self):
        other = self.world.certificate("pristav")
        self.list_as("PERMISSION_DENIED", "CERTIFICATE_FOREIGN", certificate=other)

    def test_with_a_token_that_claims_another_agency(self):
        claiming = self.token(agency=self.ids["agency.pristav"])
        self.list_as("PERMISSION_DENIED", "AGENCY_MISMATCH", token=claiming)

    def test_as_somebody_whom_nobody_entered(self):
        self.list_as("PERMISSION_DENIED", "WORKER_UNKNOWN", token=self.token(subject="nobody"))

    def test_in_a_role_that_is_not_held(self):
        self.list_as("PERMISSION_DENIED", "ROLE_NOT_HELD", role="PLATFORM_ADMIN")

    def test_in_a_role_that_the_method_is_not_for(self):
        request = agency_pb2.CreateAgencyRequest(
            agency=agency_pb2.Agency(name="X", type=agency_pb2.AGENCY_TYPE_NGO)
        )
        self.refused(
            "strnadova", "AgencyService.CreateAgency", request, "PERMISSION_DENIED", "ROLE_REFUSED"
        )

    def test_without_a_purpose_where_clients_are_touched(self):
        request = client_pb2.GetClientRequest(client_id=self.ids["client.kopecky.most"])
        self.violates(
            "strnadova",
            GET,
            request,
            "opora-context.purpose",
            "PURPOSE_REQUIRED",
            purpose="UNSPECIFIED",
        )

    def test_XC_71_a_machine_reads_records_of_its_own_agency_only(self):
        request = client_pb2.GetClientRequest(client_id=self.ids["client.kopecky.most"])
        self.ok(self.world.machine("most"), GET, request)
        self.refused(self.world.machine("pristav"), GET, request, "NOT_FOUND", "NOT_FOUND")
        stolen = self.world.machine("most").acting(certificate=self.world.certificate("pristav"))
        self.refused(stolen, GET, request, "UNAUTHENTICATED", "CERTIFICATE_NOT_BOUND")

    def test_XC_71_a_machine_does_not_do_what_is_for_people(self):
        request = client_pb2.ListMatchesRequest()
        self.refused(
            self.world.machine("most"),
            "ClientService.ListMatches",
            request,
            "PERMISSION_DENIED",
            "CALLER_KIND_REFUSED",
        )


class BadInputTest(WorldTest):
    """INVALID_ARGUMENT names the field that is wrong."""

    def test_a_page_size_below_zero(self):
        for name, request in (
            (LIST_AGENCIES, agency_pb2.ListAgenciesRequest(page_size=-1)),
            (
                "SupportService.ListSupportCategories",
                support_pb2.ListSupportCategoriesRequest(page_size=501),
            ),
        ):
            with self.subTest(name=name):
                self.violates("strnadova", name, request, "page_size")

    def test_a_page_token_of_another_list(self):
        first = self.ok("strnadova", LIST_AGENCIES, agency_pb2.ListAgenciesRequest(page_size=1))
        self.assertTrue(first.next_page_token)
        for token, who in ((first.next_page_token, "beranek"), ("bm9uc2Vuc2U", "strnadova")):
            request = agency_pb2.ListAgenciesRequest(page_size=1, page_token=token)
            self.violates(who, LIST_AGENCIES, request, "page_token", "PAGE_TOKEN_MISMATCH")

    def test_pages_hold_every_agency_once(self):
        names, token = [], ""
        while True:
            request = agency_pb2.ListAgenciesRequest(page_size=2, page_token=token)
            page = self.ok("strnadova", LIST_AGENCIES, request)
            names += [agency.name for agency in page.agencies]
            token = page.next_page_token
            if not token:
                break
        self.assertEqual(len(names), len(set(names)))
        self.assertEqual(len(names), len(cast.AGENCIES) + 1)

    def test_a_nul_in_a_string(self):
        self.violates("strnadova", REGISTER, registration("No\0vák"), "client.family_name")

    def test_a_string_too_long(self):
        self.violates("strnadova", REGISTER, registration("x" * 256), "client.family_name")

    def test_an_unknown_value_of_an_enumeration(self):
        request = registration("Neznámý")
        request.client.kind = 99
        self.violates("strnadova", REGISTER, request, "client.kind")
        listing = agency_pb2.ListAgenciesRequest(type=99)
        self.violates("strnadova", LIST_AGENCIES, listing, "type")

    def test_an_id_that_is_no_uuid(self):
        for bad in ("", "1", "not-a-uuid", unknown_id() + "0", unknown_id().upper() + " "):
            with self.subTest(bad=bad):
                self.violates(
                    "strnadova", GET, client_pb2.GetClientRequest(client_id=bad), "client_id"
                )

    def test_a_request_id_that_is_no_uuid(self):
        self.violates("strnadova", REGISTER, registration("Klíč", request_id="1"), "request_id")

    def test_a_message_that_is_missing(self):
        self.violates("strnadova", REGISTER, client_pb2.RegisterClientRequest(), "client")

    def test_a_day_that_is_not_in_the_calendar(self):
        request = registration("Únorový")
        request.client.birth_date.CopyFrom(types_pb2.PartialDate(year=2001, month=2, day=30))
        with self.assertRaisesRegex(OporaError, "^INVALID_ARGUMENT") as caught:
            self.world.method("strnadova", REGISTER)(request)
        self.assertEqual(
            [wrong.field for wrong in caught.exception.field_violations], ["client.birth_date"]
        )

    def test_several_faults_are_named_at_once(self):
        worker = agency_pb2.Worker(
            agency_id="x", given_name="", family_name="Y", issuer="i", subject="s"
        )
        error = self.refused(
            "admin",
            "AgencyService.CreateWorker",
            agency_pb2.CreateWorkerRequest(worker=worker),
            "INVALID_ARGUMENT",
            "INVALID_REQUEST",
        )
        fields = {wrong.field for wrong in error.field_violations}
        self.assertEqual(fields, {"worker.agency_id", "worker.given_name"})

    def test_ids_of_nothing_are_named_as_fields(self):
        grant = agency_pb2.RoleAssignment(
            worker_id=unknown_id(),
            role=context_pb2.ACTING_ROLE_EXPERT,
            valid_from=self.world.today(),
        )
        self.violates(
            "admin",
            "AgencyService.GrantRole",
            agency_pb2.GrantRoleRequest(role_assignment=grant),
            "role_assignment.worker_id",
            "WORKER_UNKNOWN",
        )

    def test_a_context_that_cannot_be_read(self):
        for context in ("!!!", "////", "CGM"):  # no base64url; no message; role 99
            with self.subTest(context=context):
                self.call_with_context(context)

    def call_with_context(self, context):
        caller = self.world.caller("strnadova")

        class Forged(type(caller)):
            def context(self):
                return context

        fields = {name: getattr(caller, name) for name in caller.__dataclass_fields__}
        with self.assertRaisesRegex(OporaError, "^INVALID_ARGUMENT CONTEXT_") as caught:
            self.world.method(Forged(**fields), LIST_AGENCIES)(agency_pb2.ListAgenciesRequest())
        self.assertEqual(
            [one.field for one in caught.exception.field_violations], ["opora-context"]
        )

    def test_a_message_of_two_megabytes(self):
        request = registration("x" * (2 << 20))
        self.refused("strnadova", REGISTER, request, "RESOURCE_EXHAUSTED")


class LanguageTest(WorldTest):
    """Refusals speak the caller's language."""

    def message(self, language, request, name=GET):
        with self.assertRaises(OporaError) as caught:
            self.world.method("beranek", name, language=language)(request)
        return caught.exception.message

    def test_XC_66_a_rule_refuses_in_the_caller_s_language(self):
        request = registration("Jazykový")
        request.client.code_name = "A"
        texts = {language: self.message(language, request, REGISTER) for language in ("en", "cs")}
        self.assertEqual(texts["en"], "A client is known either by name or by a code name.")
        self.assertEqual(texts["cs"], "Klient je veden buď jménem, nebo kódem.")

    def test_what_is_no_rule_is_said_in_the_caller_s_language_too(self):
        request = client_pb2.GetClientRequest(client_id=unknown_id())
        self.assertNotEqual(self.message("en", request), self.message("cs", request))


class MetadataTest(WorldTest):
    """What a client program may learn before anybody signs in."""

    def nobody(self, certificate):
        return self.world.caller("strnadova").acting(
            name="nobody",
            token="",
            role="UNSPECIFIED",
            purpose="UNSPECIFIED",
            certificate=certificate,
        )

    def test_rules_are_listed_with_both_languages(self):
        nobody = self.nobody(self.world.certificate("nobody"))
        rules = []
        for service in self.world.endpoints:
            name = f"{service}:MetadataService.ListRules"
            rules += self.ok(nobody, name, metadata_pb2.ListRulesRequest()).rules
        listed = {(rule.rule, rule.reason) for rule in rules}
        for outcome in self.world.outcomes:
            if outcome.rule:
                self.assertIn((outcome.rule, outcome.reason), listed)
        for rule in rules:
            self.assertTrue(
                rule.message.en and rule.message.cs and rule.remedy.en and rule.remedy.cs, rule
            )

    def test_the_server_says_that_it_is_a_sandbox(self):
        nobody = self.nobody(self.world.certificate("nobody"))
        request = metadata_pb2.GetServerInfoRequest()
        info = self.ok(nobody, "MetadataService.GetServerInfo", request)
        self.assertEqual((info.service, info.sandbox), ("client-registry", True))

    def test_codes_come_with_their_labels(self):
        nobody = self.nobody(self.world.certificate("nobody"))
        request = metadata_pb2.ListCodesRequest(enumeration="opora.common.v1.DataArea")
        codes = self.ok(nobody, "MetadataService.ListCodes", request).codes
        labels = {code.value: code.label.cs for code in codes}
        self.assertEqual(labels["DATA_AREA_DEBTS"], "dluhy")

    def test_an_agency_s_certificate_is_no_obstacle(self):
        request = metadata_pb2.GetServerInfoRequest()
        self.ok("strnadova", "MetadataService.GetServerInfo", request)


class ExampleTest(WorldTest):
    """The integrators' example runs."""

    def test_the_example_of_the_python_client(self):
        ran = subprocess.run(
            [
                sys.executable,
                ROOT / "clients/python/opora_client/example.py",
                "--state",
                self.world.state,
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertIn("client-registry", ran.stdout)
        self.assertIn(cast.AGENCIES["most"].name, ran.stdout)
        self.assertIn("INVALID_ARGUMENT INVALID_REQUEST", ran.stdout)
        self.assertIn("worker.given_name", ran.stdout)
