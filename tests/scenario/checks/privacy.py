"""Requests of data subjects, corrections and who is told, retention, the table for a breach report."""

import csv
import datetime
import io
import subprocess
import sys

from opora.common.v1 import areas_pb2, audit_pb2, retention_pb2, types_pb2, work_pb2
from opora.registry.v1 import client_pb2, consent_pb2, privacy_pb2

from checks.base import ClientTest, unknown_id
from world import ROOT

HOUSING = areas_pb2.DATA_AREA_HOUSING
DEBTS = areas_pb2.DATA_AREA_DEBTS
RECORD = "PrivacyService.RecordSubjectRequest"
DECIDE = "PrivacyService.DecideSubjectRequest"
STEP = "PrivacyService.AddSubjectRequestStep"
GRANTED = privacy_pb2.SUBJECT_REQUEST_DECISION_GRANTED
REFUSED = privacy_pb2.SUBJECT_REQUEST_DECISION_REFUSED
ACCESS = privacy_pb2.SUBJECT_REQUEST_KIND_ACCESS
ERASURE = privacy_pb2.SUBJECT_REQUEST_KIND_ERASURE
VERIFIED = privacy_pb2.SUBJECT_REQUEST_STEP_KIND_IDENTITY_VERIFIED
CORRECTED = privacy_pb2.RECIPIENT_NOTICE_KIND_CORRECTED
ERASED = privacy_pb2.RECIPIENT_NOTICE_KIND_ERASED
SERVICES = ("client-registry", "case-conference", "housing-referral", "reporting")


class PrivacyTest(ClientTest):
    def setUp(self):
        super().setUp()
        self.client_id = self.client()

    def received(self, kind=ACCESS, days=-5, **fields):
        request = privacy_pb2.RecordSubjectRequestRequest(
            subject_request=privacy_pb2.SubjectRequest(
                client_id=self.client_id,
                kind=kind,
                wording="Chci vědět, co o mně vedete.",
                received_on=self.world.today(days=days),
                attestation=types_pb2.Attestation(
                    person="klient",
                    form=types_pb2.ATTESTATION_FORM_ORAL,
                    occurred_at=self.world.now(minutes=-10),
                ),
                **fields,
            )
        )
        return self.ok("strnadova", RECORD, request).subject_request

    def verify(self, request):
        step = privacy_pb2.SubjectRequestStep(kind=VERIFIED, on_date=self.world.today(), note="OP")
        return self.ok(
            "strnadova",
            STEP,
            privacy_pb2.AddSubjectRequestStepRequest(
                subject_request_id=request.subject_request_id, step=step
            ),
        ).subject_request

    def decision(self, request, decision=GRANTED, reason=""):
        return privacy_pb2.DecideSubjectRequestRequest(
            subject_request_id=request.subject_request_id, decision=decision, reason=reason
        )

    def state(self, content, area=HOUSING, who="strnadova"):
        request = client_pb2.RecordStatementRequest(
            statement=client_pb2.Statement(
                client_id=self.client_id,
                area=area,
                kind=client_pb2.STATEMENT_KIND_VERIFIED_FACT,
                topic="bydlení",
                content=content,
            )
        )
        return self.ok(who, "ClientService.RecordStatement", request).statement

    def consent(self, *units, areas=(HOUSING,)):
        version = consent_pb2.ConsentVersion(
            parties=[consent_pb2.ConsentParty(**self.world.unit(unit)) for unit in units],
            areas=areas,
            excluded_topics_asked=True,
            form=consent_pb2.CONSENT_FORM_WRITTEN,
        )
        request = consent_pb2.CreateConsentRequest(client_id=self.client_id, version=version)
        consent = self.ok("strnadova", "ConsentService.CreateConsent", request).consent.consent_id
        request = consent_pb2.SignConsentRequest(
            consent_id=consent,
            signed_time=self.world.now(minutes=-1),
            told_of_revocation_time=self.world.now(minutes=-2),
            document="X-1",
        )
        self.ok("strnadova", "ConsentService.SignConsent", request)
        return consent

    def read(self, who):
        request = client_pb2.GetClientRequest(client_id=self.client_id)
        return self.ok(who, "ClientService.GetClient", request, purpose="AGREED_SUPPORT")

    def contents(self, who):
        return [one.content for one in self.read(who).statements]

    def work(self, who):
        request = work_pb2.ListMyWorkRequest(page_size=200)
        return {
            item.record_id: item.kind
            for item in self.ok(who, "WorkService.ListMyWork", request).items
        }


class SubjectRequestTest(PrivacyTest):
    def test_XC_67_a_request_has_its_day_and_is_on_the_list_until_it_is_decided(self):
        request = self.received()
        received = request.received_on
        due = request.due_date
        self.assertEqual((due.month - received.month) % 12, 1)
        kind = work_pb2.WORK_KIND_DATA_SUBJECT_REQUEST
        self.assertEqual(self.work("strnadova").get(request.subject_request_id), kind)
        self.refused(
            "strnadova",
            DECIDE,
            self.decision(request),
            "FAILED_PRECONDITION",
            "IDENTITY_NOT_VERIFIED",
            "XC-67",
        )
        self.verify(request)
        decided = self.ok("strnadova", DECIDE, self.decision(request)).subject_request
        self.assertEqual(decided.decision, GRANTED)
        self.assertEqual(decided.decided_by_worker_id, self.ids["worker.strnadova"])
        self.assertEqual([step.kind for step in decided.steps], [VERIFIED])
        self.assertNotIn(request.subject_request_id, self.work("strnadova"))
        self.refused(
            "strnadova",
            DECIDE,
            self.decision(request),
            "FAILED_PRECONDITION",
            "SUBJECT_REQUEST_DECIDED",
            "XC-67",
        )

    def test_XC_67_nothing_less_than_all_without_a_reason(self):
        request = self.received()
        self.violates(
            "strnadova", DECIDE, self.decision(request, REFUSED), "reason", "REASON_REQUIRED"
        )
        self.ok("strnadova", DECIDE, self.decision(request, REFUSED, "Nic nevedeme."))

    def test_XC_67_the_time_is_extended_once(self):
        request = self.received()
        extend = privacy_pb2.ExtendSubjectRequestRequest(
            subject_request_id=request.subject_request_id, reason="Mnoho záznamů."
        )
        name = "PrivacyService.ExtendSubjectRequest"
        longer = self.ok("strnadova", name, extend).subject_request.due_date
        self.assertEqual((longer.month - request.received_on.month) % 12, 3)
        self.refused(
            "strnadova", name, extend, "FAILED_PRECONDITION", "EXTENSION_REFUSED", "XC-67"
        )

    def test_XC_67_a_request_of_another_unit_is_as_none(self):
        request = self.received()
        for who in ("beranek", "dolezel"):
            for asked in (request.subject_request_id, unknown_id()):
                get = privacy_pb2.GetSubjectRequestRequest(subject_request_id=asked)
                self.refused(who, "PrivacyService.GetSubjectRequest", get, "NOT_FOUND", "NOT_FOUND")
                self.refused(
                    who,
                    DECIDE,
                    privacy_pb2.DecideSubjectRequestRequest(
                        subject_request_id=asked, decision=GRANTED
                    ),
                    "NOT_FOUND",
                    "NOT_FOUND",
                )
            listing = privacy_pb2.ListSubjectRequestsRequest(client_id=self.client_id)
            self.refused(
                who, "PrivacyService.ListSubjectRequests", listing, "NOT_FOUND", "NOT_FOUND"
            )

    def test_XC_67_actions_say_what_the_calls_answer(self):
        request = self.received()
        get = privacy_pb2.GetSubjectRequestRequest(subject_request_id=request.subject_request_id)

        def allowed(verb):
            actions = self.ok("strnadova", "PrivacyService.GetSubjectRequest", get).actions
            return {action.verb: action.allowed for action in actions}[verb]

        self.assertFalse(allowed("DecideSubjectRequest"))
        self.verify(request)
        self.assertTrue(allowed("DecideSubjectRequest"))

    def test_XC_67_an_erasure_is_told_to_who_received_it(self):
        self.state("Bydlí v podnájmu.")
        self.consent("most", "pristav")
        self.read("beranek")
        request = self.verify(self.received(ERASURE, areas=[HOUSING]))
        response = self.ok("strnadova", DECIDE, self.decision(request))
        self.assertEqual([warning.reason for warning in response.warnings], ["RETENTION_RUNS"])
        self.assertEqual(
            [(one.recipient_agency_id, one.kind) for one in response.notices],
            [(self.ids["agency.pristav"], ERASED)],
        )

    def test_XC_67_a_request_to_come_is_none(self):
        request = privacy_pb2.RecordSubjectRequestRequest(
            subject_request=privacy_pb2.SubjectRequest(
                client_id=self.client_id,
                kind=ACCESS,
                wording="Zítra.",
                received_on=self.world.today(days=2),
            )
        )
        self.refused("strnadova", RECORD, request, "INVALID_ARGUMENT", "NOT_IN_FUTURE", "XC-57")


class CorrectionTest(PrivacyTest):
    PROPOSE = "PrivacyService.ProposeCorrection"
    DECIDE = "PrivacyService.DecideCorrection"

    def propose(self, statement, content="Bydlí v azylovém domě."):
        return privacy_pb2.ProposeCorrectionRequest(
            correction=privacy_pb2.Correction(
                statement_id=statement.statement_id,
                proposed_content=content,
                reason="Klient ukázal smlouvu.",
            )
        )

    def decide(self, correction, accepted=True, reason=""):
        return privacy_pb2.DecideCorrectionRequest(
            correction_id=correction.correction_id, accepted=accepted, reason=reason
        )

    def test_XC_67_any_agency_proposes_the_source_decides_and_recipients_are_told(self):
        statement = self.state("Bydlí v podnájmu.")
        # Without a basis there is no such statement.
        self.refused(
            "beranek", self.PROPOSE, self.propose(statement), "NOT_FOUND", "NOT_FOUND"
        )
        self.consent("most", "pristav", "labour")
        self.assertIn("Bydlí v podnájmu.", self.contents("sykorova"))
        self.assertIn("Bydlí v podnájmu.", self.contents("beranek"))
        correction = self.ok("beranek", self.PROPOSE, self.propose(statement)).correction
        self.assertEqual(correction.recipient_agency_id, self.ids["agency.most"])
        self.refused(
            "beranek",
            self.PROPOSE,
            self.propose(statement, "Jinde."),
            "ALREADY_EXISTS",
            "CORRECTION_PENDING",
            "XC-67",
        )
        # Only the source decides; for third parties there is no proposal.
        decide = self.decide(correction)
        self.refused(
            "beranek", self.DECIDE, decide, "PERMISSION_DENIED", "ONLY_SOURCE_DECIDES", "XC-67"
        )
        self.refused("sykorova", self.DECIDE, decide, "NOT_FOUND", "NOT_FOUND")
        waits = work_pb2.WORK_KIND_CORRECTION_TO_DECIDE
        self.assertEqual(self.work("strnadova").get(correction.correction_id), waits)
        response = self.ok("strnadova", self.DECIDE, decide)
        told = {notice.recipient_agency_id: notice for notice in response.notices}
        self.assertEqual(
            set(told), {self.ids["agency.pristav"], self.ids["agency.labour"]}
        )
        self.assertEqual({one.kind for one in told.values()}, {CORRECTED})
        self.assertIn("Bydlí v azylovém domě.", self.contents("sykorova"))
        self.assertNotIn("Bydlí v podnájmu.", self.contents("sykorova"))
        # Told of what changed, not to what; off the list once taken over.
        notice = told[self.ids["agency.labour"]]
        self.assertNotIn("azylov", str(notice))
        take = work_pb2.WORK_KIND_CORRECTION_TO_TAKE_OVER
        self.assertEqual(self.work("sykorova").get(notice.notice_id), take)
        acknowledge = privacy_pb2.AcknowledgeNoticeRequest(notice_id=notice.notice_id)
        name = "PrivacyService.AcknowledgeNotice"
        self.refused("beranek", name, acknowledge, "NOT_FOUND", "NOT_FOUND")
        first = self.ok("sykorova", name, acknowledge).notice
        self.assertEqual(self.ok("sykorova", name, acknowledge).notice, first)
        self.assertNotIn(notice.notice_id, self.work("sykorova"))

    def test_XC_67_who_no_longer_has_a_basis_is_told_and_reads_nothing(self):
        statement = self.state("Bydlí v podnájmu.")
        consent = self.consent("most", "pristav")
        self.read("beranek")
        request = consent_pb2.RevokeConsentRequest(consent_id=consent)
        self.ok("strnadova", "ConsentService.RevokeConsent", request)
        correction = self.ok("strnadova", self.PROPOSE, self.propose(statement)).correction
        notices = self.ok("strnadova", self.DECIDE, self.decide(correction)).notices
        self.assertEqual(
            [one.recipient_agency_id for one in notices], [self.ids["agency.pristav"]]
        )
        listing = privacy_pb2.ListRecipientNoticesRequest(client_id=self.client_id)
        told = self.ok("beranek", "PrivacyService.ListRecipientNotices", listing).notices
        self.assertEqual([one.notice_id for one in told], [notices[0].notice_id])
        self.assertNotIn("azylov", str(told))
        get = client_pb2.GetClientRequest(client_id=self.client_id)
        self.refused("beranek", "ClientService.GetClient", get, "NOT_FOUND", "NOT_FOUND")
        # Who was never told anything learns nothing here.
        nothing = self.ok("dolezel", "PrivacyService.ListRecipientNotices", listing).notices
        self.assertEqual(list(nothing), [])

    def test_XC_67_a_declined_correction_changes_nothing_and_says_why(self):
        statement = self.state("Bydlí v podnájmu.")
        correction = self.ok("strnadova", self.PROPOSE, self.propose(statement)).correction
        decide = self.decide(correction, accepted=False)
        self.violates("strnadova", self.DECIDE, decide, "reason", "REASON_REQUIRED")
        decide.reason = "Smlouva je z jiného roku."
        response = self.ok("strnadova", self.DECIDE, decide)
        self.assertEqual(list(response.notices), [])
        self.assertIn("Bydlí v podnájmu.", self.contents("strnadova"))
        self.refused(
            "strnadova",
            self.DECIDE,
            self.decide(correction),
            "FAILED_PRECONDITION",
            "CORRECTION_DECIDED",
            "XC-67",
        )


class RetentionTest(PrivacyTest):
    def test_XC_68_every_class_of_every_service_has_a_retention_row(self):
        for service in SERVICES:
            if service not in self.world.endpoints:
                continue
            rows = self.ok(
                "strnadova",
                f"{service}:RetentionService.ListRetention",
                retention_pb2.ListRetentionRequest(),
            ).rows
            self.assertTrue(rows, service)
            for row in rows:
                self.assertTrue(row.basis, row)
                self.assertTrue(row.action, row)
                handed_over = retention_pb2.RETENTION_ACTION_HAND_OVER
                if row.action == handed_over:
                    self.assertRegex(row.shredding_mark, r"^[ASV]/\d+$")

    def test_XC_68_a_file_carries_number_and_mark_and_is_not_handed_over_on_hold(self):
        name = "PrivacyService.PutFileMark"
        mark = privacy_pb2.FileMark(
            client_id=self.client_id, reference_number="MOST 12/2026", shredding_mark="S/5"
        )
        for field, value in (("reference_number", ""), ("shredding_mark", "pět let")):
            wrong = privacy_pb2.FileMark()
            wrong.CopyFrom(mark)
            setattr(wrong, field, value)
            request = privacy_pb2.PutFileMarkRequest(file_mark=wrong)
            self.violates("strnadova", name, request, f"file_mark.{field}")
        get = privacy_pb2.GetFileMarkRequest(client_id=self.client_id)
        self.refused("strnadova", "PrivacyService.GetFileMark", get, "NOT_FOUND", "NOT_FOUND")
        mark.hold_reason = "Řízení u soudu."
        stored = self.ok("strnadova", name, privacy_pb2.PutFileMarkRequest(file_mark=mark))
        mark.handed_over_on.CopyFrom(self.world.today())
        self.refused(
            "strnadova",
            name,
            privacy_pb2.PutFileMarkRequest(file_mark=mark),
            "FAILED_PRECONDITION",
            "FILE_ON_HOLD",
            "XC-68",
        )
        mark.ClearField("hold_reason")
        handed = self.ok("strnadova", name, privacy_pb2.PutFileMarkRequest(file_mark=mark))
        self.assertEqual(handed.file_mark.file_mark_id, stored.file_mark.file_mark_id)
        self.assertEqual(
            self.ok("strnadova", "PrivacyService.GetFileMark", get).file_mark, handed.file_mark
        )
        self.refused("beranek", "PrivacyService.GetFileMark", get, "NOT_FOUND", "NOT_FOUND")


class IncidentTest(PrivacyTest):
    NAME = "AuditService.SummarizeAccesses"

    def request(self, minutes=-30, **filters):
        return audit_pb2.SummarizeAccessesRequest(
            from_time=self.world.now(minutes=minutes), to_time=self.world.now(minutes=1), **filters
        )

    def summed(self, who, **filters):
        """{(client, area): reads, changes} of all pages."""
        counts, request = {}, self.request(**filters)
        while True:
            page = self.ok(who, self.NAME, request)
            for one in page.summaries:
                before = counts.get((one.client_id, one.area), (0, 0))
                counts[(one.client_id, one.area)] = (
                    before[0] + one.read_count,
                    before[1] + one.written_count,
                )
            request.page_token = page.next_page_token
            if not request.page_token:
                return counts

    def test_XC_70_what_a_worker_read_and_changed_per_client_and_area(self):
        self.state("Bydlí v podnájmu.")
        self.consent("most", "pristav")
        self.read("beranek")
        self.read("beranek")
        worker = self.ids["worker.beranek"]
        counts = self.summed("admin", worker_id=worker)
        self.assertEqual(counts[(self.client_id, HOUSING)], (2, 0))
        # Page by page it comes to the same.
        self.assertEqual(
            self.summed("admin", worker_id=worker, page_size=3), counts
        )
        agency = self.summed("admin", agency_id=self.ids["agency.pristav"])
        self.assertGreaterEqual(agency[(self.client_id, HOUSING)][0], 2)
        mine = self.summed("admin", worker_id=self.ids["worker.strnadova"])
        self.assertGreaterEqual(sum(mine[key][1] for key in mine if key[0] == self.client_id), 3)

    def test_XC_70_by_client_certificate(self):
        self.state("Bydlí v podnájmu.")
        self.consent("most", "pristav")
        self.read("beranek")
        listed = self.ok(
            "admin",
            "AuditService.ListAccesses",
            audit_pb2.ListAccessesRequest(
                from_time=self.world.now(minutes=-1),
                to_time=self.world.now(minutes=1),
                worker_id=self.ids["worker.beranek"],
                client_id=self.client_id,
            ),
        ).entries
        certificate = listed[0].peer_certificate
        self.assertTrue(certificate)
        counts = self.summed("admin", peer_certificate=certificate)
        self.assertIn((self.client_id, HOUSING), counts)
        self.assertEqual(self.summed("admin", peer_certificate="A" * 43), {})

    def test_XC_70_whoever_audits_one_agency_sees_no_other(self):
        self.refused(
            "hejnova",
            self.NAME,
            self.request(agency_id=self.ids["agency.most"]),
            "PERMISSION_DENIED",
            "FOREIGN_AGENCY",
            role="AUDITOR",
        )
        for who in ("strnadova", "olsova"):
            self.refused(who, self.NAME, self.request(), "PERMISSION_DENIED", "ROLE_REFUSED")

    def test_XC_70_one_table_over_all_services(self):
        self.state("Bydlí v podnájmu.")
        self.consent("most", "pristav")
        self.read("beranek")
        now = datetime.datetime.now(datetime.timezone.utc)
        done = subprocess.run(
            [
                sys.executable,
                str(ROOT / "tools" / "incident.py"),
                f"--state={self.world.state}",
                f"--from={(now - datetime.timedelta(hours=1)).isoformat()}",
                f"--to={(now + datetime.timedelta(minutes=1)).isoformat()}",
                f"--worker={self.ids['worker.beranek']}",
                "--csv",
            ],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        rows = list(csv.DictReader(io.StringIO(done.stdout)))
        mine = [row for row in rows if row["client"] == self.client_id]
        housing = [row for row in mine if row["area"] == "HOUSING"]
        self.assertEqual(len(housing), 1, mine)
        self.assertEqual((housing[0]["read"], housing[0]["bases"]), ("1", "CONSENT"))
        self.assertEqual(housing[0]["workers"], self.ids["worker.beranek"])
        self.assertIn("GetClient", housing[0]["methods"])
        everywhere = {service for row in rows for service in row["services"].split()}
        self.assertTrue(everywhere <= set(SERVICES), everywhere)
