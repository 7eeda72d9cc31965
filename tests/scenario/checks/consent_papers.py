"""Consents on paper: templates, scans, what ends soon, what would suffice, what is printed."""

import concurrent.futures
import hashlib
import uuid

from opora.common.v1 import areas_pb2, context_pb2
from opora.registry.v1 import (
    agency_pb2,
    consent_paper_pb2,
    consent_pb2,
    consent_template_pb2,
)

from checks.base import unknown_id
from checks.consent_base import ConsentTest
from opora_client import OporaError

DEBTS = areas_pb2.DATA_AREA_DEBTS
FAMILY = areas_pb2.DATA_AREA_FAMILY
HEALTH = areas_pb2.DATA_AREA_HEALTH
HOUSING = areas_pb2.DATA_AREA_HOUSING
Paper = consent_paper_pb2
Template = consent_template_pb2
ROLES = ("REALISATION_TEAM", "LANDLORD", "SUPPORT_TEAM")


class TemplateTest(ConsentTest):
    def authors(self, roles=ROLES):
        units = {
            "REALISATION_TEAM": "town.social",
            "LANDLORD": "town.housing",
            "SUPPORT_TEAM": "most",
        }
        return [
            Template.TemplateAuthor(
                role=Template.TemplateAuthorRole.Value(f"TEMPLATE_AUTHOR_ROLE_{role}"),
                **self.world.unit(units[role]),
            )
            for role in roles
        ]

    def template(self, roles=ROLES, **fields):
        version = Template.ConsentTemplateVersion(
            authors=self.authors(roles),
            wording="Souhlasím, aby spolu mluvili o mém bydlení.",
            **{"areas": [HOUSING], **fields},
        )
        request = Template.CreateConsentTemplateRequest(
            template=Template.ConsentTemplate(
                name=f"Souhlas s bydlením {uuid.uuid4()}", versions=[version]
            )
        )
        return self.ok("strnadova", "ConsentService.CreateConsentTemplate", request)

    def review(self, template_id, version, who="strnadova"):
        request = Template.RecordLegalReviewRequest(
            template_id=template_id,
            version=version,
            reviewed_by="Mgr. Jana Advokátová",
            reviewed_on=self.world.today(),
        )
        return self.ok(who, "ConsentService.RecordLegalReview", request).template

    def from_template(self, template_id, **fields):
        version = self.version("most", "town.housing", **{"areas": [], **fields})
        request = self.create(version)
        request.template_id = template_id
        return self.ok("strnadova", "ConsentService.CreateConsent", request)

    def reasons(self, response):
        return [one.reason for one in response.warnings]

    def test_XC_08_the_three_authors_are_recorded_and_versions_stay(self):
        self.assertIn("TEMPLATE_AUTHOR_MISSING", self.reasons(self.template(ROLES[:2])))
        created = self.template()
        self.assertNotIn("TEMPLATE_AUTHOR_MISSING", self.reasons(created))
        template = created.template.template_id
        request = Template.AddConsentTemplateVersionRequest(
            template_id=template,
            version=Template.ConsentTemplateVersion(
                authors=self.authors(), wording="Druhé znění souhlasu.", areas=[HOUSING, DEBTS]
            ),
        )
        self.ok("strnadova", "ConsentService.AddConsentTemplateVersion", request)
        self.refused(
            "beranek",
            "ConsentService.AddConsentTemplateVersion",
            request,
            "NOT_FOUND",
            "NOT_FOUND",
        )
        get = Template.GetConsentTemplateRequest(template_id=template)
        read = self.ok("beranek", "ConsentService.GetConsentTemplate", get).template
        self.assertEqual([one.version for one in read.versions], [1, 2])
        self.assertEqual([len(one.authors) for one in read.versions], [3, 3])
        listed = self.ok(
            "pokorna",
            "ConsentService.ListConsentTemplates",
            Template.ListConsentTemplatesRequest(page_size=500),
        ).templates
        self.assertIn(template, [one.template_id for one in listed])

    def test_XC_08_a_name_serves_one_template_of_an_agency(self):
        template = self.template().template
        request = Template.CreateConsentTemplateRequest(
            template=Template.ConsentTemplate(
                name=template.name,
                versions=[
                    Template.ConsentTemplateVersion(
                        authors=self.authors(), wording="Totéž znovu a jinak.", areas=[DEBTS]
                    )
                ],
            )
        )
        self.refused(
            "strnadova",
            "ConsentService.CreateConsentTemplate",
            request,
            "ALREADY_EXISTS",
            "TEMPLATE_EXISTS",
            "XC-08",
        )

    def test_XC_08_a_consent_is_made_from_the_newest_version(self):
        template = self.template(excluded_topics=[HEALTH]).template
        version = self.from_template(template.template_id).consent.versions[0]
        self.assertEqual(list(version.areas), [HOUSING])
        self.assertEqual(list(version.excluded_topics), [HEALTH])
        self.assertEqual(version.template_version_id, template.versions[0].template_version_id)
        request = self.create(self.version("most", "town.housing"))
        request.template_id = unknown_id()
        self.violates(
            "strnadova",
            "ConsentService.CreateConsent",
            request,
            "template_id",
            "TEMPLATE_UNKNOWN",
        )

    def test_XC_09_an_unreviewed_template_may_be_used_and_is_seen_on_the_consent(self):
        created = self.template()
        self.assertIn("TEMPLATE_NOT_REVIEWED", self.reasons(created))
        template = created.template.template_id
        drafted = self.from_template(template)
        self.assertIn("TEMPLATE_NOT_REVIEWED", self.reasons(drafted))
        signed = self.sign(drafted.consent.consent_id)
        self.assertIn("TEMPLATE_NOT_REVIEWED", self.reasons(signed))
        self.assertIs(signed.consent.versions[0].template_reviewed, False)
        seen = self.consents("pokorna")[drafted.consent.consent_id].versions[0]
        self.assertTrue(seen.HasField("template_reviewed") and not seen.template_reviewed)
        reviewed = self.review(template, 1).versions[0]
        self.assertEqual(reviewed.reviewed_by, "Mgr. Jana Advokátová")
        drafted = self.from_template(template)
        self.assertEqual(self.reasons(drafted), [])
        self.assertTrue(drafted.consent.versions[0].template_reviewed)
        request = Template.RecordLegalReviewRequest(
            template_id=template, version=1, reviewed_by="Nikdo", reviewed_on=self.world.today()
        )
        self.refused(
            "strnadova",
            "ConsentService.RecordLegalReview",
            request,
            "FAILED_PRECONDITION",
            "REVIEWED_BEFORE",
            "XC-09",
        )

    def test_XC_60_a_programmes_limit_is_in_its_template(self):
        template = self.template(longest_months=2).template.template_id
        request = self.create(
            self.version("most", "town.housing", areas=[], valid_to=self.world.today(100))
        )
        request.template_id = template
        self.refused(
            "strnadova",
            "ConsentService.CreateConsent",
            request,
            "INVALID_ARGUMENT",
            "CONSENT_TOO_LONG",
            "XC-60",
        )
        consent = self.from_template(template).consent.consent_id
        end = self.sign(consent).consent.versions[0].valid_to
        months = (end.year - self.world.today().year) * 12 + end.month - self.world.today().month
        self.assertLessEqual(months, 2)
        # Nor does the renewal run longer than the programme allows.
        add = consent_pb2.AddConsentVersionRequest(
            consent_id=consent,
            version=self.version("most", "town.housing", valid_to=self.world.today(100)),
        )
        self.refused(
            "strnadova",
            "ConsentService.AddConsentVersion",
            add,
            "INVALID_ARGUMENT",
            "CONSENT_TOO_LONG",
            "XC-60",
        )


class ScanTest(ConsentTest):
    """4.1.7: what proves a consent."""

    def scan(self, consent, content=None, minutes=0, **fields):
        content = content or uuid.uuid4().bytes
        usual = {
            "sha256": hashlib.sha256(content).hexdigest(),
            "byte_count": len(content),
            "scan_time": self.world.now(minutes=minutes),
        }
        return Paper.RecordConsentScanRequest(consent_id=consent, **{**usual, **fields})

    def not_taken(self, request, field, reason, rule=""):
        error = self.refused(
            "strnadova",
            "ConsentService.RecordConsentScan",
            request,
            "INVALID_ARGUMENT",
            reason,
            rule,
        )
        self.assertEqual([wrong.field for wrong in error.field_violations], [field])

    def overdue(self, who="strnadova"):
        found, token = [], ""
        while True:
            request = Paper.ListOverdueScansRequest(page_size=500, page_token=token)
            page = self.ok(who, "ConsentService.ListOverdueScans", request)
            found += [one.consent_id for one in page.consents]
            token = page.next_page_token
            if not token:
                return found

    def test_XC_58_a_scan_follows_within_a_fortnight_or_is_listed(self):
        fresh = self.draft("most", "town.housing")
        self.sign(fresh)
        late = self.draft("most", "town.social")
        self.sign(late, days_ago=20)
        self.assertIn(late, self.overdue())
        self.assertNotIn(fresh, self.overdue())
        self.assertNotIn(late, self.overdue("beranek"))
        scanned = self.ok("strnadova", "ConsentService.RecordConsentScan", self.scan(late)).consent
        self.assertTrue(scanned.versions[0].HasField("scan_time"))
        self.assertNotIn(late, self.overdue())
        # Others than the keeper do not see where the proof lies.
        self.assertEqual(self.consents("pokorna")[fresh].versions[0].scan_sha256, "")

    def test_XC_58_a_file_proves_one_consent_and_an_empty_one_none(self):
        first, second = (self.draft("most", unit) for unit in ("town.housing", "pristav"))
        name = "ConsentService.RecordConsentScan"
        self.refused(
            "strnadova",
            name,
            self.scan(first),
            "FAILED_PRECONDITION",
            "SCAN_MISPLACED",
            "XC-58",
        )
        self.sign(first)
        self.sign(second)
        self.not_taken(self.scan(first, byte_count=0), "sha256", "EVIDENCE_EMPTY")
        empty = hashlib.sha256(b"").hexdigest()
        self.not_taken(self.scan(first, sha256=empty), "sha256", "EVIDENCE_EMPTY")
        self.not_taken(self.scan(first, minutes=60), "scan_time", "NOT_IN_FUTURE", "XC-57")
        self.not_taken(
            self.scan(first, minutes=-600), "scan_time", "EVIDENCE_OLDER_THAN_SIGNATURE"
        )
        self.violates("strnadova", name, self.scan(first, sha256="ABC"), "sha256")
        paper = uuid.uuid4().bytes
        self.ok("strnadova", name, self.scan(first, paper))
        self.refused(
            "strnadova",
            name,
            self.scan(second, paper),
            "ALREADY_EXISTS",
            "EVIDENCE_REUSED",
            "XC-58",
        )
        # Another client's paper.
        self.ids["client.own"] = self.client()
        other = self.draft("most", "town.housing")
        self.sign(other)
        self.refused(
            "strnadova",
            name,
            self.scan(other, paper),
            "ALREADY_EXISTS",
            "EVIDENCE_REUSED",
            "XC-58",
        )
        self.refused("beranek", name, self.scan(second), "NOT_FOUND", "NOT_FOUND")


    def test_XC_57_bad_input_07_nothing_is_signed_or_scanned_after_it_is_recorded(self):
        consent = self.draft("most", "town.housing")
        for minutes in (1, 60, 1440):
            request = self.signature(consent)
            request.signed_time.CopyFrom(self.world.now(minutes=minutes + 5))
            self.refused(
                "strnadova",
                "ConsentService.SignConsent",
                request,
                "INVALID_ARGUMENT",
                "NOT_IN_FUTURE",
                "XC-57",
            )
        self.decides("strnadova", "own", "town.housing", DEBTS, "CONSENT_REQUIRED")
        self.sign(consent)
        self.not_taken(self.scan(consent, minutes=10), "scan_time", "NOT_IN_FUTURE", "XC-57")

    def test_XC_58_bad_input_07_one_paper_for_two_consents_at_once_proves_one(self):
        paper = uuid.uuid4().bytes
        consents = []
        for _ in range(4):
            self.ids["client.own"] = self.client()
            consents.append(self.draft("most", "town.housing"))
            self.sign(consents[-1])
        scan = self.world.method("strnadova", "ConsentService.RecordConsentScan")

        def prove(consent):
            try:
                scan(self.scan(consent, paper))
                return "OK"
            except OporaError as error:
                return error.reason

        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            answers = sorted(pool.map(prove, consents))
        self.assertEqual(answers, ["EVIDENCE_REUSED"] * 3 + ["OK"])


class EndingTest(ConsentTest):
    def ending(self, who, days=0):
        found, token = [], ""
        while True:
            request = Paper.ListExpiringConsentsRequest(
                within_days=days, page_size=1, page_token=token
            )
            page = self.ok(who, "ConsentService.ListExpiringConsents", request)
            found += [one.consent_id for one in page.consents]
            token = page.next_page_token
            if not token:
                return found

    def test_XC_60_an_end_is_announced_to_explainer_and_key_worker(self):
        soon, sooner, later = (
            self.draft("most", "town.housing", valid_to=self.world.today(days))
            for days in (29, 3, 60)
        )
        for consent in (soon, sooner, later):
            self.sign(consent)
        mine = [one for one in self.ending("strnadova") if one in (soon, sooner, later)]
        self.assertEqual(mine, [sooner, soon])
        self.assertIn(later, self.ending("strnadova", 61))
        self.assertNotIn(soon, self.ending("frantiska"))
        assign = agency_pb2.AssignWorkerRequest(
            client_id=self.ids["client.own"],
            worker_id=self.ids["worker.petra"],
            role=context_pb2.ACTING_ROLE_SOCIAL_WORKER,
            service_id=self.ids["service.most"],
        )
        self.assertNotIn(soon, self.ending("petra"))
        self.ok("petra", "AgencyService.AssignWorker", assign)
        self.assertIn(soon, self.ending("petra"))
        # A renewal is a new version: the old end is nobody's task any more.
        add = consent_pb2.AddConsentVersionRequest(
            consent_id=soon, version=self.version("most", "town.housing")
        )
        self.ok("strnadova", "ConsentService.AddConsentVersion", add)
        self.assertIn(soon, self.ending("strnadova"))
        self.sign(soon)
        self.assertNotIn(soon, self.ending("strnadova"))
        revoke = consent_pb2.RevokeConsentRequest(consent_id=sooner)
        self.ok("strnadova", "ConsentService.RevokeConsent", revoke)
        self.assertNotIn(sooner, self.ending("strnadova"))


class SuggestionTest(ConsentTest):
    def suggest(self, *recipients, act="DISCLOSURE", areas=(DEBTS,), who="strnadova", **acting):
        request = Paper.SuggestConsentRequest(
            client_id=self.ids["client.own"],
            act=Paper.IntendedAct.Value(f"INTENDED_ACT_{act}"),
            recipients=[self.world.recipient(unit) for unit in recipients],
            areas=areas,
        )
        return self.ok(who, "ConsentService.SuggestConsent", request, **acting)

    def give(self, suggestion):
        """One call makes the draft of what was suggested; the client is asked, then signs."""
        version = suggestion.version
        version.excluded_topics_asked = True
        consent = self.ok("strnadova", "ConsentService.CreateConsent", self.create(version)).consent
        return self.sign(consent.consent_id)

    def test_XC_66_what_is_suggested_suffices_and_nothing_can_be_left_out(self):
        answer = self.suggest("town.housing", "pristav", areas=[DEBTS, FAMILY])
        self.assertEqual(len(answer.suggestions), 2)
        for suggestion in answer.suggestions:
            self.assertEqual(len(suggestion.version.parties), 2)
            self.assertEqual(list(suggestion.version.areas), [DEBTS, FAMILY])
        self.give(answer.suggestions[0])
        self.decides("strnadova", "own", "town.housing", DEBTS, "ALLOW")
        self.decides("strnadova", "own", "town.housing", FAMILY, "ALLOW")
        self.decides("strnadova", "own", "pristav", DEBTS, "CONSENT_REQUIRED")
        left = self.suggest("town.housing", "pristav", areas=[DEBTS, FAMILY, HOUSING])
        by_recipient = {
            one.version.parties[1].agency_id: list(one.version.areas) for one in left.suggestions
        }
        self.assertEqual(by_recipient[self.ids["agency.town"]], [HOUSING])
        self.assertEqual(by_recipient[self.ids["agency.pristav"]], [DEBTS, FAMILY, HOUSING])
        for suggestion in left.suggestions:
            self.give(suggestion)
        done = self.suggest("town.housing", "pristav", areas=[DEBTS, FAMILY, HOUSING])
        self.assertEqual(list(done.suggestions), [])
        self.assertTrue(all(one.allowed for one in done.outcomes))

    def test_XC_66_an_invitation_needs_one_consent_for_all(self):
        answer = self.suggest("town.housing", "pristav", act="INVITATION")
        self.assertEqual([len(one.version.parties) for one in answer.suggestions], [3])
        paper = answer.suggestions[0].paper
        for word in ("Most", "Bytový odbor", "Přístav", "Zkušební"):
            self.assertIn(word, paper.text)
            self.assertIn(word, paper.html)
        self.give(answer.suggestions[0])
        self.decides("strnadova", "own", "pristav", DEBTS, "ALLOW")

    def test_XC_66_where_a_consent_would_not_help_none_is_suggested(self):
        self.sign(self.draft("most", "town.social", areas=[HOUSING], excluded_topics=[DEBTS]))
        answer = self.suggest(
            "town.housing", areas=[DEBTS, areas_pb2.DATA_AREA_REPORTER, areas_pb2.DATA_AREA_SUPPORT_PLAN]
        )
        self.assertEqual(list(answer.suggestions), [])
        reasons = {one.area: one.reason for one in answer.outcomes}
        self.assertEqual(
            reasons,
            {
                DEBTS: "EXCLUDED_TOPIC",
                areas_pb2.DATA_AREA_REPORTER: "REPORTER_CLOSED",
                areas_pb2.DATA_AREA_SUPPORT_PLAN: "STANCE_WALL",
            },
        )
        self.assertTrue(all(one.remedy for one in answer.outcomes))

    def test_XC_66_a_suggestion_is_for_who_works_with_the_client(self):
        request = Paper.SuggestConsentRequest(
            client_id=self.ids["client.own"],
            act=Paper.INTENDED_ACT_DISCLOSURE,
            recipients=[self.world.recipient("town.housing")],
            areas=[DEBTS],
        )
        name = "ConsentService.SuggestConsent"
        self.refused("beranek", name, request, "NOT_FOUND", "NOT_FOUND")
        request.recipients[0].CopyFrom(self.world.recipient("most"))
        self.violates(
            "strnadova", name, request, "recipients[0].agency_id", "RECIPIENT_IS_SENDER"
        )


class PrintingTest(ConsentTest):
    def paper(self, consent, who="strnadova", language="cs", **fields):
        request = Paper.RenderConsentRequest(consent_id=consent, **fields)
        return self.ok(who, "ConsentService.RenderConsent", request, language=language).paper

    def test_REG_122_a_consent_is_printed_whole_in_plain_czech(self):
        consent = self.draft(
            "most",
            "town.housing",
            areas=[DEBTS, HOUSING],
            excluded_topics=[HEALTH],
            excluded_note="o <b>bratrovi</b>",
            valid_to=self.world.today(60),
        )
        paper = self.paper(consent)
        for word in (
            "SOUHLAS SE SDÍLENÍM INFORMACÍ",
            "Zkušební",
            "Most",
            "Bytový odbor",
            "dluhy, bydlení",
            "zdraví",
            "kdykoli odvolat",
            "Podpis klienta: ____",
        ):
            self.assertIn(word, paper.text)
        self.assertIn("&lt;b&gt;bratrovi", paper.html)
        self.assertNotIn("<b>", paper.html)
        self.sign(consent)
        self.assertIn("Eva Strnadová", self.paper(consent).text)
        english = self.paper(consent, language="en").text
        self.assertIn("withdraw this consent at any time", english)
        self.assertIn("debts, housing", english)

    def test_REG_122_the_paper_is_the_keepers(self):
        consent = self.draft("most", "town.housing")
        self.sign(consent)
        request = Paper.RenderConsentRequest(consent_id=consent)
        for who in ("beranek", "dolezel"):
            self.refused(
                who, "ConsentService.RenderConsent", request, "NOT_FOUND", "NOT_FOUND"
            )
        request.version = 7
        self.refused(
            "strnadova", "ConsentService.RenderConsent", request, "NOT_FOUND", "NOT_FOUND"
        )


class ManyPartiesTest(ConsentTest):
    def test_XC_01_a_consent_of_two_hundred_parties_is_a_consent(self):
        units = []
        for number in range(198):
            request = agency_pb2.CreateAgencyRequest(
                agency=agency_pb2.Agency(
                    name=f"Organizace {number} {uuid.uuid4()}",
                    type=agency_pb2.AGENCY_TYPE_NGO,
                )
            )
            created = self.ok("admin", "AgencyService.CreateAgency", request).agency
            units.append(consent_pb2.ConsentParty(agency_id=created.agency_id))
        version = self.version("most", "town.housing")
        version.parties.extend(units)
        consent = self.ok("strnadova", "ConsentService.CreateConsent", self.create(version)).consent
        self.sign(consent.consent_id)
        self.decides("strnadova", "own", "town.housing", DEBTS, "ALLOW")
        read = self.consents()[consent.consent_id]
        self.assertEqual(len(read.versions[0].parties), 200)
        revoke = consent_pb2.RevokeConsentRequest(consent_id=consent.consent_id)
        self.ok("strnadova", "ConsentService.RevokeConsent", revoke)
        self.decides("strnadova", "own", "town.housing", DEBTS, "CONSENT_REQUIRED")
