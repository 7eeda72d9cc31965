"""The client's record: parts with their source, statements, changes, numbers of agencies."""

import concurrent.futures
import uuid

from opora.common.v1 import areas_pb2, context_pb2, types_pb2
from opora.registry.v1 import (
    access_pb2,
    agency_pb2,
    client_change_pb2,
    client_part_pb2,
    client_pb2,
    communication_pb2,
    consent_pb2,
    eligibility_pb2,
    external_reference_pb2,
    match_pb2,
    referral_pb2,
    statement_pb2,
    support_network_pb2,
)

from checks.base import ClientTest, unknown_id
from checks.secrecy import attestation
from opora_client import OporaError

FAMILY = areas_pb2.DATA_AREA_FAMILY
HEALTH = areas_pb2.DATA_AREA_HEALTH
HOUSING = areas_pb2.DATA_AREA_HOUSING
INCOME = areas_pb2.DATA_AREA_INCOME_BENEFITS
CHILD_PROTECTION = areas_pb2.DATA_AREA_CHILD_PROTECTION
SAID = client_pb2.STATEMENT_KIND_CLIENT_STATEMENT
ASSUMED = client_pb2.STATEMENT_KIND_WORKER_ASSUMPTION
VERIFIED = client_pb2.STATEMENT_KIND_VERIFIED_FACT
DOCUMENT = statement_pb2.EVIDENCE_DOCUMENT
CORRECTED = statement_pb2.STATEMENT_CHANGE_KIND_CORRECTED
WITHDRAWN = statement_pb2.STATEMENT_CHANGE_KIND_WITHDRAWN


class RecordTest(ClientTest):
    """A client of Most of one test alone, whom others see by consent only."""

    def setUp(self):
        super().setUp()
        self.own = self.ids["client.own"] = self.client()

    def call(self, who, name, request, **acting):
        return self.ok(who, f"ClientService.{name}", request, **acting)

    def no(self, who, name, request, code, reason, rule="", **acting):
        return self.refused(who, f"ClientService.{name}", request, code, reason, rule, **acting)

    def read(self, who="strnadova", client=None, **acting):
        request = client_pb2.GetClientRequest(client_id=client or self.own)
        return self.call(who, "GetClient", request, **acting)

    def statement(self, topic="domácnost", content="bydlí sám", area=FAMILY, kind=SAID, **further):
        return client_pb2.Statement(
            client_id=self.own, area=area, kind=kind, topic=topic, content=content, **further
        )

    def record(self, who="strnadova", **fields):
        request = client_pb2.RecordStatementRequest(statement=self.statement(**fields))
        return self.call(who, "RecordStatement", request)

    def state(self, who="strnadova", **fields):
        return self.record(who, **fields).statement.statement_id

    def listed(self, who="strnadova", **fields):
        request = statement_pb2.ListStatementsRequest(client_id=self.own, **fields)
        return self.call(who, "ListStatements", request)

    def consent(self, *parties, areas=(FAMILY,)):
        """A signed consent among Most and these units."""
        named = [consent_pb2.ConsentParty(**self.world.unit(one)) for one in ("most", *parties)]
        version = consent_pb2.ConsentVersion(
            parties=named,
            areas=areas,
            excluded_topics_asked=True,
            form=consent_pb2.CONSENT_FORM_WRITTEN,
        )
        request = consent_pb2.CreateConsentRequest(client_id=self.own, version=version)
        consent = self.ok("strnadova", "ConsentService.CreateConsent", request).consent.consent_id
        request = consent_pb2.SignConsentRequest(
            consent_id=consent,
            signed_time=self.world.now(minutes=-1),
            told_of_revocation_time=self.world.now(minutes=-2),
            document="X-1",
        )
        self.ok("strnadova", "ConsentService.SignConsent", request)
        return consent

    def revoke(self, consent):
        request = consent_pb2.RevokeConsentRequest(consent_id=consent)
        self.ok("strnadova", "ConsentService.RevokeConsent", request)

    def outcomes(self, calls):
        """Reason or OK of calls made at once, sorted."""

        def outcome(one):
            try:
                one()
                return "OK"
            except OporaError as error:
                return error.reason

        with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
            return sorted(pool.map(outcome, calls))


class StatementTest(RecordTest):
    def correct(self, statement_id, kind=CORRECTED, successor=None):
        return statement_pb2.CorrectStatementRequest(
            statement_id=statement_id, kind=kind, reason="přeslech", successor=successor
        )

    def test_REG_40_what_no_longer_stands_stays_readable_beside_what_replaced_it(self):
        old = self.state(content="bydlí sám")
        successor = self.statement(content="bydlí s dcerou")
        made = self.call("strnadova", "CorrectStatement", self.correct(old, successor=successor))
        contents = [one.content for one in self.read().statements]
        self.assertEqual(contents, ["bydlí s dcerou"])
        self.assertEqual(len(self.listed().entries), 1)
        entries = self.listed(include_replaced=True).entries
        self.assertEqual(
            [(one.statement.content, one.change.kind) for one in entries],
            [("bydlí s dcerou", 0), ("bydlí sám", CORRECTED)],
        )
        self.assertEqual(entries[1].change.successor_statement_id, made.successor.statement_id)

    def test_REG_40_a_statement_is_replaced_once_however_many_try(self):
        old = self.state()
        correct = self.world.method("strnadova", "ClientService.CorrectStatement")
        calls = [
            lambda: correct(self.correct(old, successor=self.statement(content="jinak")))
            for _ in range(4)
        ]
        self.assertEqual(self.outcomes(calls), ["OK"] + ["STATEMENT_REPLACED"] * 3)
        self.assertEqual(len(self.listed().entries), 1)
        request = statement_pb2.VerifyStatementRequest(
            statement_id=old, evidence=DOCUMENT, verified_on=self.world.today()
        )
        name = "VerifyStatement"
        self.no("strnadova", name, request, "ALREADY_EXISTS", "STATEMENT_REPLACED", "REG-40")

    def test_REG_40_what_is_taken_back_has_nothing_in_its_place(self):
        old = self.state()
        name = "ClientService.CorrectStatement"
        wrong = self.correct(old, WITHDRAWN, self.statement())
        self.violates("strnadova", name, wrong, "successor", "SUCCESSOR_OF_WITHDRAWN")
        wrong = self.correct(old, CORRECTED)
        self.violates("strnadova", name, wrong, "successor", "SUCCESSOR_REQUIRED")
        self.call("strnadova", "CorrectStatement", self.correct(old, WITHDRAWN))
        self.assertEqual(list(self.read().statements), [])

    def test_REG_40_only_the_source_replaces_or_verifies(self):
        self.consent("pristav")
        old = self.state()
        verify = statement_pb2.VerifyStatementRequest(
            statement_id=old, evidence=DOCUMENT, verified_on=self.world.today()
        )
        for name, request in (
            ("CorrectStatement", self.correct(old, WITHDRAWN)),
            ("VerifyStatement", verify),
        ):
            self.no("beranek", name, request, "NOT_FOUND", "NOT_FOUND")
            request.statement_id = unknown_id()
            self.no("beranek", name, request, "NOT_FOUND", "NOT_FOUND")

    def test_REG_40_a_document_makes_a_fact_of_what_was_said(self):
        said = self.state(verified_on=self.world.today(-30))
        request = statement_pb2.VerifyStatementRequest(
            statement_id=said, evidence=DOCUMENT, verified_on=self.world.today(1)
        )
        name = "VerifyStatement"
        self.no("strnadova", name, request, "INVALID_ARGUMENT", "NOT_IN_FUTURE", "XC-57")
        request.verified_on.CopyFrom(self.world.today())
        verified = self.call("strnadova", name, request).statement
        self.assertEqual((verified.kind, verified.verified_on), (VERIFIED, self.world.today()))
        # Entered late, it makes nothing older.
        request.verified_on.CopyFrom(self.world.today(-10))
        request.evidence = statement_pb2.EVIDENCE_CLIENT
        again = self.call("strnadova", name, request).statement
        self.assertEqual((again.kind, again.verified_on), (VERIFIED, self.world.today()))

    def test_REG_40_statements_come_in_pages_by_area_and_kind(self):
        for number in range(5):
            self.state(content=f"{number}", area=FAMILY if number % 2 else HOUSING)
        found, token = [], ""
        while True:
            page = self.listed(page_size=2, page_token=token)
            found += [one.statement.content for one in page.entries]
            token = page.next_page_token
            if not token:
                break
        self.assertEqual(found, ["4", "3", "2", "1", "0"])
        self.assertEqual(
            [one.statement.content for one in self.listed(area=FAMILY).entries], ["3", "1"]
        )
        self.assertEqual(list(self.listed(kind=VERIFIED).entries), [])

    def test_XC_30_a_page_and_its_token_tell_nothing_of_what_is_hidden(self):
        self.consent("pristav")
        for number in range(3):
            self.state(content=f"{number}", area=HEALTH, topic="léčba")
        self.state(content="vidět")
        page = self.listed("beranek", page_size=1)
        self.assertEqual([one.statement.content for one in page.entries], ["vidět"])
        self.assertEqual(page.next_page_token, "")
        page = self.listed("beranek", area=HEALTH, page_size=1)
        self.assertEqual((list(page.entries), page.next_page_token), ([], ""))
        request = statement_pb2.ListStatementsRequest(client_id=self.own)
        self.no("pokorna", "ListStatements", request, "NOT_FOUND", "NOT_FOUND")

    def test_XC_41_an_assumption_leaves_its_unit_on_no_path(self):
        self.consent("pristav")
        assumed = self.state(content="asi pije", kind=ASSUMED)
        self.state(content="bydlí sám")
        self.assertEqual([one.content for one in self.read("beranek").statements], ["bydlí sám"])
        for fields in ({}, {"kind": ASSUMED}, {"include_replaced": True}, {"area": FAMILY}):
            contents = [one.statement.content for one in self.listed("beranek", **fields).entries]
            self.assertNotIn("asi pije", contents)
        own = [one.statement.content for one in self.listed(kind=ASSUMED).entries]
        self.assertEqual(own, ["asi pije"])
        # Replaced, neither it nor what was said about it is seen.
        request = self.correct(assumed, WITHDRAWN)
        self.call("strnadova", "CorrectStatement", request)
        entries = self.listed("beranek", include_replaced=True).entries
        self.assertEqual([one.statement.content for one in entries], ["bydlí sám"])

    def test_XC_42_a_label_does_not_come_in_by_the_topic(self):
        name = "RecordStatement"
        for topic in ("alkoholik", "Bezdomovec!", "HOMELESS", "nálepka", "je to feťák", "Cikánka"):
            request = client_pb2.RecordStatementRequest(statement=self.statement(topic=topic))
            self.no("strnadova", name, request, "INVALID_ARGUMENT", "LABEL_AS_TOPIC", "XC-42")
        for topic, area in (("diagnóza", FAMILY), ("Diagnosis", HOUSING)):
            request = client_pb2.RecordStatementRequest(
                statement=self.statement(topic=topic, area=area)
            )
            self.no("strnadova", name, request, "INVALID_ARGUMENT", "LABEL_AS_TOPIC", "XC-42")
        self.state(topic="diagnóza", area=HEALTH)
        # Nor in the place of another statement.
        old = self.state()
        request = self.correct(old, successor=self.statement(topic="alkoholik"))
        name = "CorrectStatement"
        self.no("strnadova", name, request, "INVALID_ARGUMENT", "LABEL_AS_TOPIC", "XC-42")


class OnceTest(RecordTest):
    """XC-28 to XC-30: what is held is not asked for again; who may not see it is not told."""

    def hints(self, who, **fields):
        request = client_pb2.RecordStatementRequest(
            statement=self.statement(**fields), validate_only=True
        )
        return [one.reason for one in self.call(who, "RecordStatement", request).warnings]

    def of_pristav(self):
        """Přístav works with the client, by a referral that it accepted."""
        consent = self.consent("pristav")
        request = referral_pb2.SendReferralRequest(
            referral=referral_pb2.Referral(
                client_id=self.own,
                recipient_agency_id=self.ids["agency.pristav"],
                area=FAMILY,
                need="s kým bydlet",
            )
        )
        sent = self.ok("strnadova", "ReferralService.SendReferral", request).referral
        request = referral_pb2.AcceptReferralRequest(referral_id=sent.referral_id)
        self.ok("beranek", "ReferralService.AcceptReferral", request)
        return consent

    def test_XC_28_what_is_held_is_served_with_source_and_day_and_hinted_at(self):
        consent = self.of_pristav()
        self.state(topic="Domácnost", verified_on=self.world.today(-3))
        found = self.read("beranek").statements
        self.assertEqual(
            [(one.agency_id, one.verified_on) for one in found],
            [(self.ids["agency.most"], self.world.today(-3))],
        )
        for topic in ("Domácnost", "domácnost", "DOMACNOST"):
            self.assertEqual(self.hints("beranek", topic=topic), ["ALREADY_HELD"], topic)
        self.assertEqual(self.hints("beranek", topic="příjem"), [])
        self.revoke(consent)
        self.assertEqual(self.hints("beranek", topic="domácnost"), [])

    def test_XC_28_what_no_longer_stands_is_not_held(self):
        old = self.state()
        self.assertEqual(self.hints("strnadova"), ["ALREADY_HELD"])
        request = statement_pb2.CorrectStatementRequest(
            statement_id=old, kind=WITHDRAWN, reason="přeslech"
        )
        self.call("strnadova", "CorrectStatement", request)
        self.assertEqual(self.hints("strnadova"), [])

    def test_XC_30_without_a_basis_the_answer_is_the_same_whether_held_or_not(self):
        self.of_pristav()
        self.state(topic="léčba", area=HEALTH)

        def answer(topic):
            request = client_pb2.RecordStatementRequest(
                statement=self.statement(topic=topic, area=HEALTH, content="x"), validate_only=True
            )
            response = self.call("beranek", "RecordStatement", request)
            return [one.name for one, _ in response.ListFields()], list(response.warnings)

        self.assertEqual(answer("léčba"), answer("operace"))

    def test_XC_29_who_controls_does_not_read_health_even_with_a_basis(self):
        self.consent("town.housing", areas=[HOUSING, HEALTH])
        self.state(topic="léčba", area=HEALTH, content="tajné")
        self.state(topic="byt", area=HOUSING, content="vlhko")
        self.assertEqual([one.content for one in self.read("pokorna").statements], ["vlhko"])
        listed = [one.statement.content for one in self.listed("pokorna").entries]
        self.assertEqual(listed, ["vlhko"])
        # Nor what colleagues of the own unit wrote.
        self.own = self.client("pokorna")
        own = self.record("pokorna", topic="léčba", area=HEALTH, content="tajné").statement
        self.assertEqual((own.area, own.content), (HEALTH, ""))
        self.assertEqual(list(self.read("pokorna").statements), [])
        self.own = self.ids["client.own"]
        self.assertEqual(
            sorted(one.content for one in self.read().statements), ["tajné", "vlhko"]
        )

    def test_XC_29_a_purpose_of_control_reads_its_matter_only(self):
        self.state(topic="byt", area=HOUSING, content="vlhko")
        self.state(topic="rodina", area=FAMILY, content="dcera")
        found = self.read(purpose="LEASE_CONTROL").statements
        self.assertEqual([one.content for one in found], ["vlhko"])


class PartTest(RecordTest):
    def part(self, kind, content, who="strnadova", **fields):
        fields.setdefault("evidence", statement_pb2.EVIDENCE_CLIENT)
        request = client_part_pb2.RecordClientPartRequest(
            client_id=self.own,
            part=client_part_pb2.ClientPart(
                kind=client_part_pb2.ClientPartKind.Value(f"CLIENT_PART_KIND_{kind}"),
                content=content,
                **fields,
            ),
        )
        return self.call(who, "RecordClientPart", request).part

    def parts(self, who="strnadova", **fields):
        request = client_part_pb2.ListClientPartsRequest(client_id=self.own, **fields)
        return [one.content for one in self.call(who, "ListClientParts", request).parts]

    def test_REG_40_each_part_has_its_source_and_day(self):
        made = self.part("HEALTH", "cukrovka", evidence=DOCUMENT, verified_on=self.world.today(-1))
        self.assertEqual(made.agency_id, self.ids["agency.most"])
        self.assertEqual(made.area, HEALTH)
        self.assertEqual((made.evidence, made.verified_on), (DOCUMENT, self.world.today(-1)))
        self.part("INCOME_SOURCE", "invalidní důchod")
        self.consent("pristav", areas=[INCOME])
        self.assertEqual(self.parts("beranek"), ["invalidní důchod"])
        self.assertEqual(len(self.parts()), 2)
        request = client_part_pb2.ListClientPartsRequest(client_id=self.own)
        self.no("pokorna", "ListClientParts", request, "NOT_FOUND", "NOT_FOUND")

    def test_REG_47_strengths_and_environment_are_recorded_not_problems_only(self):
        self.part("STRENGTH", "výborně vaří")
        self.part("ENVIRONMENT", "sousedka hlídá děti")
        strength = client_part_pb2.CLIENT_PART_KIND_STRENGTH
        self.assertEqual(self.parts(kind=strength), ["výborně vaří"])
        self.assertEqual(self.parts(), ["sousedka hlídá děti", "výborně vaří"])

    def test_REG_40_a_part_is_changed_by_who_saw_its_version(self):
        made = self.part("HOUSING_SITUATION", "ubytovna")
        request = client_part_pb2.UpdateClientPartRequest(
            part_id=made.part_id,
            etag='"9"',
            part=client_part_pb2.ClientPart(
                kind=made.kind, content="byt", evidence=DOCUMENT, ended_on=self.world.today()
            ),
            update_mask=["content", "evidence"],
        )
        name = "UpdateClientPart"
        self.no("strnadova", name, request, "ABORTED", "ETAG_MISMATCH")
        self.no("beranek", name, request, "NOT_FOUND", "NOT_FOUND")
        request.etag = made.etag
        request.update_mask.append("area")
        self.no("strnadova", name, request, "INVALID_ARGUMENT", "MASK_PATH_UNKNOWN")
        del request.update_mask[2:]
        changed = self.call("strnadova", name, request).part
        self.assertEqual((changed.content, changed.HasField("ended_on")), ("byt", False))
        request.etag = changed.etag
        request.update_mask[:] = ["ended_on"]
        self.call("strnadova", name, request)
        self.assertEqual(self.parts(), [])
        self.assertEqual(self.parts(include_ended=True), ["byt"])

    def test_XC_57_a_part_is_not_verified_tomorrow(self):
        request = client_part_pb2.RecordClientPartRequest(
            client_id=self.own,
            part=client_part_pb2.ClientPart(
                kind=client_part_pb2.CLIENT_PART_KIND_EDUCATION,
                content="kurz",
                evidence=DOCUMENT,
                verified_on=self.world.today(2),
            ),
        )
        name = "RecordClientPart"
        self.no("strnadova", name, request, "INVALID_ARGUMENT", "NOT_IN_FUTURE", "XC-57")


class ChangeTest(RecordTest):
    def update(self, mask, etag=None, client=None, **values):
        return client_change_pb2.UpdateClientRequest(
            client_id=client or self.own,
            etag=etag or self.read().client.etag,
            client=client_pb2.Client(**values),
            update_mask=mask,
        )

    def test_REG_40_an_update_names_its_fields_and_the_version_it_saw(self):
        name = "UpdateClient"
        phone = {"phone_number": "+420 601 000 111", "email": "pryc@example.test"}
        stale = self.update(["phone_number"], etag='"7"', **phone)
        self.no("strnadova", name, stale, "ABORTED", "ETAG_MISMATCH")
        for path in ("client_id", "agency_id", "kind", "etag", "*", "create_time", "nic"):
            wrong = self.update([path], **phone)
            self.no("strnadova", name, wrong, "INVALID_ARGUMENT", "MASK_PATH_UNKNOWN")
        empty = self.update([], **phone)
        self.violates("strnadova", f"ClientService.{name}", empty, "update_mask")
        changed = self.call("strnadova", name, self.update(["phone_number"], **phone)).client
        self.assertEqual(changed.phone_number, "+420 601 000 111")
        self.assertFalse(changed.HasField("email"))
        self.assertEqual(changed.given_name, "Vít")
        cleared = self.call("strnadova", name, self.update(["phone_number"])).client
        self.assertFalse(cleared.HasField("phone_number"))

    def test_REG_40_what_would_result_is_checked_as_a_whole(self):
        name = "UpdateClient"
        for values, mask in (
            ({}, ["family_name"]),
            ({"code_name": "Sova"}, ["code_name"]),
        ):
            wrong = self.update(mask, **values)
            reason = "IDENTITY_OF_CODE_NAME"
            self.no("strnadova", name, wrong, "INVALID_ARGUMENT", reason, "REG-116")
        too_long = self.update(["family_name"], family_name="x" * 256)
        self.no("strnadova", name, too_long, "INVALID_ARGUMENT", "INVALID_REQUEST")
        blank = self.update(["family_name"], family_name="   ")
        self.no("strnadova", name, blank, "INVALID_ARGUMENT", "NAME_WITHOUT_LETTERS")

    def test_REG_40_only_the_source_changes_its_record(self):
        request = self.update(["email"], email="x@example.test")
        self.no("beranek", "UpdateClient", request, "NOT_FOUND", "NOT_FOUND")
        OnceTest.of_pristav(self)
        self.no(
            "beranek",
            "UpdateClient",
            request,
            "FAILED_PRECONDITION",
            "RECORD_OF_ANOTHER_UNIT",
            "REG-40",
        )

    def test_REG_40_of_two_updates_at_once_one_is_told_of_the_other(self):
        update = self.world.method("strnadova", "ClientService.UpdateClient")
        requests = [self.update(["email"], email=f"{one}@example.test") for one in range(4)]
        calls = [lambda one=one: update(one) for one in requests]
        self.assertEqual(self.outcomes(calls), ["ETAG_MISMATCH"] * 3 + ["OK"])

    def test_REG_111_the_origin_is_entered_once(self):
        outreach = client_pb2.CONTACT_ORIGIN_OUTREACH
        request = self.update(["contact_origin"], contact_origin=outreach)
        changed = self.call("strnadova", "UpdateClient", request).client
        self.assertEqual(changed.contact_origin, outreach)
        for values in ({"contact_origin": client_pb2.CONTACT_ORIGIN_DEMAND}, {}):
            request = self.update(["contact_origin"], **values)
            self.no(
                "strnadova",
                "UpdateClient",
                request,
                "FAILED_PRECONDITION",
                "ORIGIN_KNOWN",
                "REG-111",
            )

    def coded(self, name=None):
        client = client_pb2.Client(
            kind=client_pb2.CLIENT_KIND_CODE_NAME, code_name=name or f"Sova {uuid.uuid4()}"
        )
        request = client_pb2.RegisterClientRequest(client=client)
        return self.call("strnadova", "RegisterClient", request).client

    def identify(self, client, family, **further):
        return client_change_pb2.IdentifyClientRequest(
            client_id=client.client_id,
            etag=client.etag,
            given_name="Vít",
            family_name=family,
            **further,
        )

    def matches(self):
        request = client_pb2.ListMatchesRequest(page_size=500)
        return self.call("koudelka", "ListMatches", request).matches

    def test_REG_116_an_identity_is_added_with_the_person_s_agreement_and_then_matched(self):
        family = f"Kódovaný {uuid.uuid4()}"
        elsewhere = self.client("beranek", family)
        client = self.coded()
        self.assertNotIn(client.client_id, {one.client_id for one in self.matches()})
        without = self.identify(client, family)
        self.violates("strnadova", "ClientService.IdentifyClient", without, "agreement", None)
        request = self.identify(client, family, agreement=attestation(self.world))
        answer = self.call("strnadova", "IdentifyClient", request)
        self.assertEqual(answer.client.kind, client_pb2.CLIENT_KIND_IDENTIFIED)
        self.assertFalse(answer.client.HasField("code_name"))
        self.assertEqual(
            answer.identification.agreement.attesting_worker_id, self.ids["worker.strnadova"]
        )
        pairs = [{one.client_id, one.other_client_id} for one in self.matches()]
        self.assertIn({client.client_id, elsewhere}, pairs)
        # From now on the person is told about like anybody.
        self.ids["client.coded"] = client.client_id
        self.decides(
            "strnadova", "coded", "town.housing", areas_pb2.DATA_AREA_DEBTS, "CONSENT_REQUIRED"
        )
        again = self.identify(answer.client, family, agreement=attestation(self.world))
        self.no(
            "strnadova",
            "IdentifyClient",
            again,
            "FAILED_PRECONDITION",
            "IDENTITY_KNOWN",
            "REG-116",
        )

    def test_REG_116_the_answer_does_not_tell_whether_somebody_matches(self):
        known = f"Známý {uuid.uuid4()}"
        self.client("beranek", known)
        answers = []
        for family in (known, f"Neznámý {uuid.uuid4()}"):
            request = self.identify(self.coded(), family, agreement=attestation(self.world))
            answer = self.call("strnadova", "IdentifyClient", request)
            fields = [one.name for one, _ in answer.client.ListFields()]
            answers.append((answer.outcome, fields, answer.client.etag))
        self.assertEqual(answers[0], answers[1])

    def test_REG_116_no_update_brings_an_identity_without_the_person_s_word(self):
        client = self.coded()
        for values in ({"family_name": "Tichá"}, {"given_name": "Eva"}, {"birth_number": "x"}):
            request = self.update(
                list(values), etag=client.etag, client=client.client_id, **values
            )
            self.refused_somehow("UpdateClient", request)

    def refused_somehow(self, name, request):
        try:
            self.world.method("strnadova", f"ClientService.{name}")(request)
        except OporaError as error:
            self.assertEqual(error.code.name, "INVALID_ARGUMENT")
            return
        self.fail(f"{name} was accepted")

    def test_REG_116_nobody_else_identifies(self):
        client = self.coded()
        request = self.identify(client, "Cizí", agreement=attestation(self.world))
        self.no("beranek", "IdentifyClient", request, "NOT_FOUND", "NOT_FOUND")

    def test_REG_41_a_changed_name_is_matched_anew_and_once(self):
        family = f"Provdaná {uuid.uuid4()}"
        elsewhere = self.client("beranek", family)
        for given in ("Vítek", "Vít"):
            values = {"family_name": family, "given_name": given}
            request = self.update(list(values), **values)
            self.call("strnadova", "UpdateClient", request)
        found = [
            one
            for one in self.matches()
            if {one.client_id, one.other_client_id} == {self.own, elsewhere}
        ]
        self.assertEqual(len(found), 1)

    def test_REG_41_a_steward_compares_two_identities_and_the_audit_knows(self):
        family = f"Srovnaný {uuid.uuid4()}"
        first, second = self.client("beranek", family), self.client("strnadova", family)
        match = [one for one in self.matches() if one.client_id == second][0]
        request = match_pb2.GetMatchRequest(match_id=match.match_id)
        self.no("strnadova", "GetMatch", request, "PERMISSION_DENIED", "ROLE_REFUSED")
        shown = self.call("koudelka", "GetMatch", request)
        self.assertEqual(
            [(one.client_id, one.family_name) for one in (shown.later, shown.earlier)],
            [(second, family), (first, family)],
        )
        for who, client in (("beranek", first), ("strnadova", second)):
            listing = access_pb2.ListDisclosuresRequest(client_id=client)
            listed = self.ok(
                who, "AccessService.ListDisclosures", listing, purpose="CLIENT_REQUEST"
            ).disclosures
            self.assertEqual(sum(one.method.endswith("GetMatch") for one in listed), 1)
        request.match_id = unknown_id()
        self.no("koudelka", "GetMatch", request, "NOT_FOUND", "NOT_FOUND")


class EligibilityTest(RecordTest):
    def assess(self, who="strnadova", **criteria):
        request = eligibility_pb2.AssessEligibilityRequest(
            client_id=self.own,
            assessment=eligibility_pb2.EligibilityAssessment(
                assessed_on=self.world.today(), **criteria
            ),
        )
        return self.call(who, "AssessEligibility", request)

    def plan(self, etag="", **fields):
        return eligibility_pb2.PutLongTermPlanRequest(
            client_id=self.own,
            plan=eligibility_pb2.LongTermPlan(aim="vlastní bydlení", etag=etag, **fields),
        )

    def gap(self):
        request = eligibility_pb2.GetEligibilityRequest(client_id=self.own)
        return self.call("strnadova", "GetEligibility", request).gap

    def gaps(self, who, **acting):
        request = eligibility_pb2.ListPlanGapsRequest(page_size=500)
        found = self.call(who, "ListPlanGaps", request, **acting).gaps
        return {one.assessment.client_id: one.gap for one in found}

    def test_REG_43_eligibility_has_four_criteria_and_unknown_is_not_no(self):
        request = eligibility_pb2.AssessEligibilityRequest(
            client_id=self.own,
            assessment=eligibility_pb2.EligibilityAssessment(assessed_on=self.world.today()),
        )
        name = "ClientService.AssessEligibility"
        self.violates("strnadova", name, request, "assessment", "CRITERION_REQUIRED")
        made = self.assess(long_duration=True, insufficient_support=False).assessment
        self.assertTrue(made.long_duration)
        self.assertTrue(made.HasField("insufficient_support"))
        self.assertFalse(made.HasField("worsening_situation"))
        request = eligibility_pb2.GetEligibilityRequest(client_id=self.own)
        self.no("pokorna", "GetEligibility", request, "PERMISSION_DENIED", "ROLE_REFUSED")
        self.no("beranek", "GetEligibility", request, "NOT_FOUND", "NOT_FOUND")

    def test_REG_44_a_worsening_situation_needs_a_plan_with_a_day_of_monitoring(self):
        self.assertEqual(list(self.assess(long_duration=True).warnings), [])
        self.assertEqual(self.gap(), eligibility_pb2.PLAN_GAP_UNSPECIFIED)
        warned = self.assess(worsening_situation=True).warnings
        self.assertEqual(
            [(one.reason, one.rule) for one in warned], [("LONG_TERM_PLAN_MISSING", "REG-44")]
        )
        self.assertEqual(self.gap(), eligibility_pb2.PLAN_GAP_NO_PLAN)
        made = self.call("strnadova", "PutLongTermPlan", self.plan()).plan
        self.assertEqual(self.gap(), eligibility_pb2.PLAN_GAP_NO_MONITORING)
        name = "PutLongTermPlan"
        second = self.plan(monitoring_every_days=30)
        self.no(
            "strnadova", name, second, "ALREADY_EXISTS", "LONG_TERM_PLAN_EXISTS", "REG-44"
        )
        second.plan.etag = made.etag
        kept = self.call("strnadova", name, second).plan
        self.assertEqual(kept.next_monitoring_on, self.world.today(30))
        self.assertEqual(self.gap(), eligibility_pb2.PLAN_GAP_UNSPECIFIED)
        self.assertEqual(list(self.assess(worsening_situation=True).warnings), [])
        monitored = eligibility_pb2.RecordMonitoringRequest(
            plan_id=kept.plan_id, monitored_on=self.world.today(-20)
        )
        kept = self.call("strnadova", "RecordMonitoring", monitored).plan
        self.assertEqual(kept.next_monitoring_on, self.world.today(10))
        monitored.monitored_on.CopyFrom(self.world.today(-40))
        self.call("strnadova", "RecordMonitoring", monitored)
        self.assertEqual(self.gap(), eligibility_pb2.PLAN_GAP_MONITORING_OVERDUE)

    def test_REG_44_one_plan_of_a_unit_however_many_enter_it(self):
        put = self.world.method("strnadova", "ClientService.PutLongTermPlan")
        calls = [lambda: put(self.plan()) for _ in range(4)]
        self.assertEqual(self.outcomes(calls), ["LONG_TERM_PLAN_EXISTS"] * 3 + ["OK"])

    def test_REG_44_missing_plans_are_listed_for_the_case_manager(self):
        self.own = self.client("dolezel")
        self.assess("dolezel", multiple_difficulties=True)
        self.assertNotIn(self.own, self.gaps("ruzicka"))
        managing = {"role": "CASE_MANAGER"}
        self.assertNotIn(self.own, self.gaps("dolezel", **managing))
        request = agency_pb2.AssignWorkerRequest(
            client_id=self.own,
            worker_id=self.ids["worker.dolezel"],
            role=context_pb2.ACTING_ROLE_CASE_MANAGER,
        )
        self.ok("dolezel", "AgencyService.AssignWorker", request)
        found = self.gaps("dolezel", **managing)
        self.assertEqual(found[self.own], eligibility_pb2.PLAN_GAP_NO_PLAN)
        plan = self.plan(next_monitoring_on=self.world.today(5))
        self.call("dolezel", "PutLongTermPlan", plan)
        self.assertNotIn(self.own, self.gaps("dolezel", **managing))
        self.assertNotIn(self.own, self.gaps("olsova"))

    def test_REG_44_who_leads_sees_the_unit(self):
        self.assess(multiple_difficulties=True)
        self.assertIn(self.own, self.gaps("olsova"))
        self.assertNotIn(self.own, self.gaps("strnadova"))
        # The latest assessment counts.
        self.assess(multiple_difficulties=False)
        self.assertNotIn(self.own, self.gaps("olsova"))


class ReferenceTest(RecordTest):
    """REG-120: numbers in the systems of agencies."""

    CLIENT = external_reference_pb2.REFERENCED_RECORD_CLIENT

    def setting(self, external_id, record_id=None, kind=CLIENT, system="orion"):
        return external_reference_pb2.SetExternalReferenceRequest(
            reference=external_reference_pb2.ExternalReference(
                system=system,
                record_type=kind,
                external_id=external_id,
                record_id=record_id or self.own,
            )
        )

    def resolving(self, external_id, kind=CLIENT, system="orion"):
        return external_reference_pb2.ResolveExternalReferenceRequest(
            system=system, record_type=kind, external_id=external_id
        )

    def row(self, external_id, family, **values):
        return client_change_pb2.UpsertClientRow(
            system="orion",
            external_id=external_id,
            client=client_pb2.Client(
                kind=client_pb2.CLIENT_KIND_IDENTIFIED,
                given_name="Vít",
                family_name=family,
                **values,
            ),
        )

    def upserting(self, external_id, family, **values):
        row = self.row(external_id, family, **values)
        return client_change_pb2.UpsertClientRequest(
            system=row.system, external_id=row.external_id, client=row.client
        )

    def test_REG_120_a_number_is_unique_in_its_agency_and_seen_there_only(self):
        number = f"č. {uuid.uuid4()}"
        name = "SetExternalReference"
        made = self.call("strnadova", name, self.setting(number)).reference
        self.assertEqual(made.agency_id, self.ids["agency.most"])
        again = self.call("strnadova", name, self.setting(number)).reference
        self.assertEqual(again.reference_id, made.reference_id)
        other = self.setting(number, self.client())
        self.no(
            "strnadova", name, other, "ALREADY_EXISTS", "EXTERNAL_REFERENCE_TAKEN", "REG-120"
        )
        # Another agency has the same number for somebody else, and sees its own alone.
        foreign = self.client("beranek")
        self.call("beranek", name, self.setting(number, foreign))
        found = self.call("beranek", "ResolveExternalReference", self.resolving(number)).reference
        self.assertEqual(found.record_id, foreign)
        found = self.call("strnadova", "ResolveExternalReference", self.resolving(number)).reference
        self.assertEqual(found.record_id, self.own)
        self.no("beranek", name, self.setting("x"), "NOT_FOUND", "NOT_FOUND")
        self.no("beranek", name, self.setting("x", unknown_id()), "NOT_FOUND", "NOT_FOUND")
        listing = external_reference_pb2.ListExternalReferencesRequest(
            record_type=self.CLIENT, record_id=self.own
        )
        self.no("beranek", "ListExternalReferences", listing, "NOT_FOUND", "NOT_FOUND")
        listed = self.call("strnadova", "ListExternalReferences", listing).references
        self.assertEqual([one.external_id for one in listed], [number])
        removing = external_reference_pb2.RemoveExternalReferenceRequest(
            reference_id=made.reference_id
        )
        self.no("beranek", "RemoveExternalReference", removing, "NOT_FOUND", "NOT_FOUND")
        self.call("strnadova", "RemoveExternalReference", removing)
        name = "ResolveExternalReference"
        self.no("strnadova", name, self.resolving(number), "NOT_FOUND", "NOT_FOUND")

    def test_REG_120_other_records_have_numbers_too(self):
        kind = external_reference_pb2.REFERENCED_RECORD_STATEMENT
        statement = self.state()
        setting = self.setting("v-1", statement, kind)
        setting.reference.external_id = number = f"v-{uuid.uuid4()}"
        self.call("strnadova", "SetExternalReference", setting)
        found = self.call("strnadova", "ResolveExternalReference", self.resolving(number, kind))
        self.assertEqual(found.reference.record_id, statement)
        kind = external_reference_pb2.REFERENCED_RECORD_CONSENT
        setting = self.setting(number, self.consent("pristav"), kind)
        self.call("strnadova", "SetExternalReference", setting)
        kind = external_reference_pb2.REFERENCED_RECORD_DEBT
        setting = self.setting(number, self.ids["debt.energy"], kind)
        self.no("beranek", "SetExternalReference", setting, "NOT_FOUND", "NOT_FOUND")

    def test_REG_120_an_upsert_makes_changes_and_leaves_alone(self):
        number, family = str(uuid.uuid4()), f"Vložený {uuid.uuid4()}"
        machine = self.world.machine("pristav")
        outcomes, clients = [], set()
        for values in ({}, {}, {"email": "a@example.test"}, {}):
            answer = self.call(machine, "UpsertClient", self.upserting(number, family, **values))
            outcomes.append(client_change_pb2.UpsertOutcome.Name(answer.outcome)[15:])
            clients.add(answer.client.client_id)
        self.assertEqual(outcomes, ["CREATED", "UNCHANGED", "UPDATED", "UNCHANGED"])
        self.assertEqual(len(clients), 1)
        request = client_change_pb2.GetClientByExternalReferenceRequest(
            system="orion", external_id=number
        )
        found = self.call("beranek", "GetClientByExternalReference", request).client
        self.assertEqual((found.client_id, found.email), (*clients, "a@example.test"))
        self.no(
            "strnadova", "GetClientByExternalReference", request, "NOT_FOUND", "NOT_FOUND"
        )
        stale = self.upserting(number, family, email="b@example.test", etag='"1"')
        self.no(machine, "UpsertClient", stale, "ABORTED", "ETAG_MISMATCH")

    def test_REG_120_two_upserts_of_one_number_make_one_client(self):
        number, family = str(uuid.uuid4()), f"Souběžný {uuid.uuid4()}"
        upsert = self.world.method(self.world.machine("pristav"), "ClientService.UpsertClient")
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(lambda _: upsert(self.upserting(number, family)), range(4)))
        self.assertEqual(len({one.client.client_id for one in answers}), 1)

    def test_REG_41_an_upsert_does_not_register_a_person_twice_with_one_unit(self):
        family = f"Známý {uuid.uuid4()}"
        born = types_pb2.PartialDate(year=1980, month=1, day=2)
        first = self.upserting(str(uuid.uuid4()), family, birth_date=born)
        self.call("beranek", "UpsertClient", first)
        other = self.upserting(str(uuid.uuid4()), family, birth_date=born)
        reason = "CLIENT_ALREADY_REGISTERED"
        error = self.no("beranek", "UpsertClient", other, "ALREADY_EXISTS", reason, "REG-41")
        self.assertTrue(error.metadata["client_id"])
        # Somebody without a basis registers him and is told nothing.
        answer = self.call("strnadova", "UpsertClient", other)
        self.assertEqual(answer.outcome, client_change_pb2.UPSERT_OUTCOME_CREATED)

    def test_REG_120_a_batch_is_answered_row_by_row(self):
        numbers = [str(uuid.uuid4()) for _ in range(4)]
        rows = [self.row(one, f"Dávka {uuid.uuid4()}") for one in numbers]
        rows[1].client.family_name = "12345"
        rows[2].client.birth_number = "abc"
        request = client_change_pb2.BatchUpsertClientsRequest(rows=rows)
        machine = self.world.machine("pristav")
        answers = self.call(machine, "BatchUpsertClients", request).answers
        self.assertEqual(
            [(one.status_code, one.reason) for one in answers],
            [(0, ""), (3, "NAME_WITHOUT_LETTERS"), (3, "INVALID_REQUEST"), (0, "")],
        )
        again = self.call(machine, "BatchUpsertClients", request).answers
        self.assertEqual(again[0].client.client_id, answers[0].client.client_id)
        self.assertEqual(again[0].outcome, client_change_pb2.UPSERT_OUTCOME_UNCHANGED)
        for count in (0, 101):
            request = client_change_pb2.BatchUpsertClientsRequest(rows=rows[:1] * count)
            self.no(machine, "BatchUpsertClients", request, "INVALID_ARGUMENT", "BATCH_SIZE")


class UnknownTest(RecordTest):
    """Without a basis, what exists and what does not are one answer, to the byte."""

    def answer(self, who, name, request):
        try:
            return self.world.method(who, f"ClientService.{name}")(request)
        except OporaError as error:
            return error.answer

    def of_client(self):
        """Method and request for each call that names a client."""
        said = attestation(self.world)
        needs, member, part = communication_pb2, support_network_pb2, client_part_pb2
        person = member.NetworkMember(
            relation=member.NETWORK_RELATION_FRIEND,
            person_name="Bára",
            agreements=[
                member.NetworkAgreement(
                    attestation=said,
                    channels=[member.CONTACT_CHANNEL_PHONE],
                    purposes=[member.CONTACT_PURPOSE_CRISIS],
                )
            ],
        )
        assessment = eligibility_pb2.EligibilityAssessment(
            assessed_on=self.world.today(), long_duration=True
        )
        kind = external_reference_pb2.REFERENCED_RECORD_CLIENT
        reference = {"system": "orion", "record_type": kind, "external_id": "1"}
        values = client_pb2.Client(email="x@example.test")
        return {
            "ListStatements": lambda id: statement_pb2.ListStatementsRequest(client_id=id),
            "ListClientParts": lambda id: part.ListClientPartsRequest(client_id=id),
            "RecordClientPart": lambda id: part.RecordClientPartRequest(
                client_id=id,
                part=part.ClientPart(
                    kind=part.CLIENT_PART_KIND_HEALTH, content="x", evidence=DOCUMENT
                ),
            ),
            "GetEligibility": lambda id: eligibility_pb2.GetEligibilityRequest(client_id=id),
            "AssessEligibility": lambda id: eligibility_pb2.AssessEligibilityRequest(
                client_id=id, assessment=assessment
            ),
            "PutLongTermPlan": lambda id: eligibility_pb2.PutLongTermPlanRequest(
                client_id=id, plan=eligibility_pb2.LongTermPlan(aim="x", etag='"1"')
            ),
            "ListNetworkMembers": lambda id: member.ListNetworkMembersRequest(client_id=id),
            "ListNetworkContacts": lambda id: member.ListNetworkContactsRequest(client_id=id),
            "AddNetworkMember": lambda id: member.AddNetworkMemberRequest(
                client_id=id, member=person
            ),
            "GetContactRoute": lambda id: needs.GetContactRouteRequest(client_id=id),
            "SetCommunicationNeeds": lambda id: needs.SetCommunicationNeedsRequest(
                client_id=id, needs=needs.CommunicationNeeds(language="cs", etag='"1"')
            ),
            "UpdateClient": lambda id: client_change_pb2.UpdateClientRequest(
                client_id=id, etag='"1"', client=values, update_mask=["email"]
            ),
            "IdentifyClient": lambda id: client_change_pb2.IdentifyClientRequest(
                client_id=id, etag='"1"', family_name="X", agreement=said
            ),
            "SetExternalReference": lambda id: external_reference_pb2.SetExternalReferenceRequest(
                reference=external_reference_pb2.ExternalReference(record_id=id, **reference)
            ),
            "ListExternalReferences": lambda id: (
                external_reference_pb2.ListExternalReferencesRequest(
                    record_type=kind, record_id=id
                )
            ),
        }

    def test_XC_30_who_is_unknown_and_who_is_not_yours_are_one_answer(self):
        for name, make in self.of_client().items():
            with self.subTest(name=name):
                existing = self.answer("beranek", name, make(self.own))
                self.assertEqual(existing, self.answer("beranek", name, make(unknown_id())))
                self.assertEqual(existing[0].name, "NOT_FOUND")
