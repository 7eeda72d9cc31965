"""What else waits: for deputies, for heads, after an emergency, about a visit."""

from opora.common.v1 import areas_pb2, work_pb2
from opora.registry.v1 import break_glass_pb2, consent_pb2, substitution_pb2

from checks.break_glass import GlassTest
from checks.safety import SafetyTest
from checks.workforce_base import WORKFORCE, WorkforceTest

UNIT = work_pb2.WORK_SCOPE_UNIT
OWN = work_pb2.WORK_SCOPE_OWN
LIST = "WorkService.ListMyWork"


def listed(test, who, scope=OWN, **acting):
    """All of a list, page by page."""
    items, request = [], work_pb2.ListMyWorkRequest(scope=scope, page_size=200)
    while True:
        page = test.ok(who, LIST, request, **acting)
        items += page.items
        request.page_token = page.next_page_token
        if not request.page_token:
            return items


def find(test, who, record_id, scope=OWN, **acting):
    found = [one for one in listed(test, who, scope, **acting) if one.record_id == record_id]
    return found[0] if found else None


class DeputyTest(WorkforceTest):
    def setUp(self):
        super().setUp()
        self.most = self.agency()
        self.absent = self.hire(self.most, "KEY_WORKER")
        self.deputy = self.hire(self.most, "SOCIAL_WORKER")

    def expiring(self, worker):
        """A consent that the worker explained and that ends in twenty days."""
        client_id = self.client_of(worker)
        version = consent_pb2.ConsentVersion(
            parties=[
                consent_pb2.ConsentParty(**self.world.unit(self.most)),
                consent_pb2.ConsentParty(**self.world.unit("pristav")),
            ],
            areas=[areas_pb2.DATA_AREA_DEBTS],
            excluded_topics_asked=True,
            form=consent_pb2.CONSENT_FORM_WRITTEN,
            valid_to=self.world.today(days=20),
        )
        request = consent_pb2.CreateConsentRequest(client_id=client_id, version=version)
        made = self.ok(worker.caller, "ConsentService.CreateConsent", request).consent
        request = consent_pb2.SignConsentRequest(
            consent_id=made.consent_id,
            signed_time=self.world.now(minutes=-1),
            told_of_revocation_time=self.world.now(minutes=-2),
            document="X-1",
        )
        self.ok(worker.caller, "ConsentService.SignConsent", request)
        return made.consent_id

    def test_XC_61_the_absent_worker_s_work_is_on_the_deputy_s_list_while_it_lasts(self):
        consent = self.expiring(self.absent)
        self.assertFalse(find(self, self.absent.caller, consent).as_deputy)
        self.assertIsNone(find(self, self.deputy.caller, consent))
        made, standing_in = self.substitute(self.absent, self.deputy, "KEY_WORKER")
        item = find(self, standing_in, consent)
        self.assertTrue(item.as_deputy)
        self.assertEqual(item.worker_id, self.absent.worker_id)
        # Under the own name it stays the own list.
        self.assertIsNone(find(self, self.deputy.caller, consent))
        end = substitution_pb2.EndSubstitutionRequest(substitution_id=made.substitution_id)
        self.ok(self.deputy.caller, f"{WORKFORCE}.EndSubstitution", end)
        self.refused(
            standing_in,
            LIST,
            work_pb2.ListMyWorkRequest(),
            "PERMISSION_DENIED",
            "SUBSTITUTION_OVER",
        )

    def test_REG_48_who_is_left_without_anybody_is_on_the_head_s_list(self):
        head = self.hire(self.most, "HEAD_OF_UNIT")
        client_id = self.client_of(self.absent)
        self.assign(self.absent, client_id, self.absent, "KEY_WORKER")
        kind = work_pb2.WORK_KIND_CLIENT_WITHOUT_RESPONSIBLE

        def missing():
            return [
                one.client_id for one in listed(self, head.caller, UNIT) if one.kind == kind
            ]

        self.assertNotIn(client_id, missing())
        self.end_employment(self.absent)
        self.assertIn(client_id, missing())


class ReviewTest(GlassTest):
    def test_REG_118_access_in_an_emergency_waits_on_the_head_s_list_for_its_review(self):
        glass = self.open()
        head = self.newcomer("pristav", "HEAD_OF_UNIT")
        item = find(self, head, glass.break_glass_id, UNIT)
        self.assertEqual(item.kind, work_pb2.WORK_KIND_BREAK_GLASS_REVIEW)
        self.assertTrue(item.HasField("due_date"))
        # Not on that of a head whose unit has nothing to do with it.
        stranger = self.newcomer("labour", "HEAD_OF_UNIT")
        self.assertIsNone(find(self, stranger, glass.break_glass_id, UNIT))
        self.close(glass)
        review = break_glass_pb2.ReviewBreakGlassRequest(
            break_glass_id=glass.break_glass_id,
            outcome=break_glass_pb2.BREAK_GLASS_OUTCOME_JUSTIFIED,
            note="v pořádku",
        )
        self.ok(head, "AccessService.ReviewBreakGlass", review)
        self.assertIsNone(find(self, head, glass.break_glass_id, UNIT))


class NoticeTest(SafetyTest):
    def test_XC_63_whoever_wrote_a_notice_is_told_before_it_is_deleted(self):
        client = self.client()
        soon = self.record(client, review_date=self.world.today(days=10))
        later = self.record(client, "INFECTION", review_date=self.world.today(days=90))
        item = find(self, "strnadova", soon.notice_id)
        self.assertEqual(item.kind, work_pb2.WORK_KIND_SAFETY_NOTICE_REVIEW)
        self.assertEqual(item.due_date, self.world.today(days=10))
        self.assertIsNone(find(self, "strnadova", later.notice_id))
        self.assertIsNone(find(self, "beranek", soon.notice_id))


del GlassTest, SafetyTest, WorkforceTest  # so that their own tests run once
