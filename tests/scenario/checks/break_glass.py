"""Access in an emergency: narrow, short, alerted, reviewed by somebody else."""

import concurrent.futures
import datetime
import time
import uuid

from google.protobuf import timestamp_pb2
from opora.common.v1 import areas_pb2, audit_pb2, context_pb2, work_pb2
from opora.registry.v1 import (
    access_pb2,
    agency_pb2,
    break_glass_pb2,
    client_pb2,
    consent_pb2,
    support_pb2,
)

from checks.base import ClientTest, unknown_id
from checks.newcomers import newcomer
from opora_client import OporaError

import devidentity

HEALTH = areas_pb2.DATA_AREA_HEALTH
CONTACT = areas_pb2.DATA_AREA_CONTACT
DANGER = break_glass_pb2.BREAK_GLASS_REASON_IMMINENT_DANGER
CHILD = break_glass_pb2.BREAK_GLASS_REASON_CHILD_AT_RISK
OPEN = "AccessService.OpenBreakGlass"
WORDS = "Klient leží v bezvědomí v čekárně a nereaguje."


class GlassTest(ClientTest):
    """A worker and a person of each test alone, so that the limits of a day do not add up."""

    def setUp(self):
        super().setUp()
        self.who = self.newcomer("pristav", "SOCIAL_WORKER")
        self.ids["client.glass"] = self.client_id = self.client()
        self.state_health()

    def newcomer(self, unit, role):
        """A worker of one test alone."""
        return newcomer(self.world, unit, role)

    def state_health(self):
        for area, topic in ((HEALTH, "léky"), (areas_pb2.DATA_AREA_ADDICTION, "závislost")):
            request = client_pb2.RecordStatementRequest(
                statement=client_pb2.Statement(
                    client_id=self.client_id,
                    area=area,
                    kind=client_pb2.STATEMENT_KIND_CLIENT_STATEMENT,
                    topic=topic,
                    content="insulin",
                )
            )
            self.ok("strnadova", "ClientService.RecordStatement", request)

    def request(self, client_id=None, areas=(HEALTH,), reason=DANGER, words=WORDS, **fields):
        return break_glass_pb2.OpenBreakGlassRequest(
            break_glass=break_glass_pb2.BreakGlass(
                client_id=client_id or self.client_id,
                reason=reason,
                description=words,
                areas=areas,
                **fields,
            )
        )

    def open(self, who=None, request=None, purpose="HEALTH_EMERGENCY"):
        request = request or self.request()
        return self.ok(who or self.who, OPEN, request, purpose=purpose).break_glass

    def refuses(self, request, code, reason, rule, who=None, purpose="HEALTH_EMERGENCY"):
        return self.refused(who or self.who, OPEN, request, code, reason, rule, purpose=purpose)

    def seen(self, who=None, client_id=None, purpose="HEALTH_EMERGENCY", **acting):
        """Areas of the statements that the caller reads; None when told NOT_FOUND."""
        request = client_pb2.GetClientRequest(client_id=client_id or self.client_id)
        try:
            response = self.world.method(
                who or self.who, "ClientService.GetClient", purpose=purpose, **acting
            )(request)
        except OporaError as error:
            self.assertEqual(error.code.name, "NOT_FOUND")
            return None
        return {one.area for one in response.statements}

    def close(self, glass, who=None):
        request = break_glass_pb2.CloseBreakGlassRequest(break_glass_id=glass.break_glass_id)
        return self.ok(who or self.who, "AccessService.CloseBreakGlass", request).break_glass

    def get(self, who, glass, **acting):
        request = break_glass_pb2.GetBreakGlassRequest(break_glass_id=glass.break_glass_id)
        return self.ok(who, "AccessService.GetBreakGlass", request, **acting)

    def alerts(self, who, glass, with_seen=False):
        request = break_glass_pb2.ListAccessAlertsRequest(with_seen=with_seen, page_size=500)
        listed = self.ok(who, "AccessService.ListAccessAlerts", request).alerts
        return [one for one in listed if one.break_glass_id == glass.break_glass_id]


class OpeningTest(GlassTest):
    def test_XC_26_it_opens_the_named_area_to_one_worker_for_reading(self):
        self.assertIsNone(self.seen())
        glass = self.open()
        self.assertEqual(self.seen(), {HEALTH})
        self.assertIsNone(self.seen(who="beranek"))
        self.assertIsNone(self.seen(purpose="AGREED_SUPPORT"))
        self.refused(
            self.who,
            "SupportService.RecordSupport",
            support_pb2.RecordSupportRequest(
                support_record=support_pb2.SupportRecord(
                    client_id=self.client_id,
                    category_id=self.ids["category.ACCOMPANIMENT"],
                    quantity_milli=1000,
                    unit=support_pb2.SUPPORT_UNIT_HOUR,
                    occurred_at=self.world.now(minutes=-5),
                )
            ),
            "NOT_FOUND",
            "NOT_FOUND",
            purpose="HEALTH_EMERGENCY",
        )
        self.close(glass)
        self.assertIsNone(self.seen())

    def test_XC_26_it_ends_by_itself(self):
        soon = timestamp_pb2.Timestamp()
        soon.FromNanoseconds(time.time_ns() + 2_500_000_000)
        self.open(request=self.request(expire_time=soon))
        self.assertEqual(self.seen(), {HEALTH})
        time.sleep(2.7)
        self.assertIsNone(self.seen())

    def test_XC_26_it_lasts_an_hour_at_most(self):
        self.refuses(
            self.request(expire_time=self.world.now(minutes=61)),
            "INVALID_ARGUMENT",
            "LONGER_THAN_AN_HOUR",
            "XC-26",
        )
        self.refuses(
            self.request(expire_time=self.world.now(minutes=-1)),
            "INVALID_ARGUMENT",
            "TIME_NOT_AHEAD",
            "",
        )
        glass = self.open()
        lasts = glass.expire_time.ToNanoseconds() - glass.open_time.ToNanoseconds()
        self.assertEqual(lasts, 3600 * 10**9)

    def test_XC_27_reporter_and_address_are_never_opened(self):
        for area in (areas_pb2.DATA_AREA_REPORTER, areas_pb2.DATA_AREA_ADDRESS):
            request = self.request(areas=(HEALTH, area))
            self.refuses(
                request, "PERMISSION_DENIED", "NEVER_OPENED_IN_EMERGENCY", "XC-27"
            )
            request.break_glass.client_id = unknown_id()
            self.refuses(
                request, "PERMISSION_DENIED", "NEVER_OPENED_IN_EMERGENCY", "XC-27"
            )

    def test_XC_23_the_description_says_something(self):
        for words in ("x", "aaaaaaaaaaaaaaaaaaaaaaaaaaaa", "xx xx xx xx xx xx xx xx xx", "nutné"):
            self.refuses(
                self.request(words=words),
                "INVALID_ARGUMENT",
                "DESCRIPTION_SAYS_NOTHING",
                "XC-23",
            )

    def test_XC_29_the_reason_belongs_to_the_purpose(self):
        for reason, purpose in (
            (DANGER, "CHILD_PROTECTION"),
            (CHILD, "HEALTH_EMERGENCY"),
            (DANGER, "AGREED_SUPPORT"),
        ):
            self.refuses(
                self.request(reason=reason),
                "PERMISSION_DENIED",
                "REASON_OF_OTHER_PURPOSE",
                "XC-29",
                purpose=purpose,
            )
        self.open(request=self.request(reason=CHILD), purpose="CHILD_PROTECTION")
        self.assertEqual(self.seen(purpose="CHILD_PROTECTION"), {HEALTH})

    def test_XC_30_a_person_nobody_knows_is_not_found(self):
        request = self.request(client_id=unknown_id())
        self.refuses(request, "NOT_FOUND", "NOT_FOUND", "")

    def test_REG_116_a_person_known_by_a_code_name_stays_so(self):
        request = client_pb2.RegisterClientRequest(
            client=client_pb2.Client(kind=client_pb2.CLIENT_KIND_CODE_NAME, code_name="Sova")
        )
        client = self.ok("strnadova", "ClientService.RegisterClient", request).client.client_id
        self.refuses(self.request(client_id=client), "NOT_FOUND", "NOT_FOUND", "")
        self.assertIsNone(self.seen(client_id=client))

    def test_XC_27_it_stands_above_an_excluded_topic_which_stays_excluded_for_others(self):
        version = consent_pb2.ConsentVersion(
            parties=[
                consent_pb2.ConsentParty(**self.world.unit(unit)) for unit in ("most", "pristav")
            ],
            areas=[CONTACT],
            excluded_topics=[HEALTH],
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
        self.decides("strnadova", "glass", "pristav", HEALTH, "EXCLUDED_TOPIC")
        self.open()
        self.assertEqual(self.seen(), {HEALTH})
        self.decides("strnadova", "glass", "pristav", HEALTH, "EXCLUDED_TOPIC")


class LoopTest(GlassTest):
    def test_XC_26_bad_input_29_one_person_at_a_time_and_five_a_day(self):
        glass = self.open()
        other = self.client()
        self.refuses(
            self.request(client_id=other), "FAILED_PRECONDITION", "ONE_PERSON_AT_A_TIME", "XC-26"
        )
        self.close(glass)
        for _ in range(4):
            self.close(self.open(request=self.request(client_id=self.client())))
        self.refuses(
            self.request(client_id=other), "RESOURCE_EXHAUSTED", "TOO_MANY_PERSONS", "XC-26"
        )

    def test_XC_26_fifty_at_once_open_one(self):
        clients = [self.client() for _ in range(10)]
        call = self.world.method(self.who, OPEN, purpose="HEALTH_EMERGENCY")

        def attempt(client):
            try:
                call(self.request(client_id=client))
                return "OK"
            except OporaError as error:
                return error.reason

        with concurrent.futures.ThreadPoolExecutor(10) as pool:
            outcomes = list(pool.map(attempt, clients * 5))
        self.assertEqual(outcomes.count("OK"), 1, outcomes)
        self.assertLessEqual(
            set(outcomes), {"OK", "ONE_PERSON_AT_A_TIME", "SECOND_PERSON_NEEDED"}, outcomes
        )

    def test_XC_26_the_worker_does_not_renew_alone_whichever_record_is_named(self):
        glass = self.open()
        self.refuses(self.request(), "PERMISSION_DENIED", "SECOND_PERSON_NEEDED", "XC-26")
        self.close(glass)
        self.refuses(self.request(), "PERMISSION_DENIED", "SECOND_PERSON_NEEDED", "XC-26")
        renew = break_glass_pb2.RenewBreakGlassRequest(
            break_glass_id=glass.break_glass_id, description=WORDS
        )
        self.refused(
            self.who,
            "AccessService.RenewBreakGlass",
            renew,
            "PERMISSION_DENIED",
            "SELF_REVIEW",
            "XC-58",
        )

    def test_XC_26_a_second_person_renews_it_for_the_same_worker(self):
        glass = self.open()
        second = self.newcomer("pristav", "SOCIAL_WORKER")
        renew = break_glass_pb2.RenewBreakGlassRequest(
            break_glass_id=glass.break_glass_id, description="x"
        )
        name = "AccessService.RenewBreakGlass"
        self.refused("strnadova", name, renew, "NOT_FOUND", "NOT_FOUND")
        self.refused(
            second, name, renew, "INVALID_ARGUMENT", "DESCRIPTION_SAYS_NOTHING", "XC-23"
        )
        renew.description = "Sanitka ještě nepřijela, klient nereaguje."
        renewed = self.ok(second, name, renew, purpose="HEALTH_EMERGENCY").break_glass
        self.assertEqual(renewed.worker_id, glass.worker_id)
        self.assertEqual(renewed.renewal_of_id, glass.break_glass_id)
        self.assertNotEqual(renewed.confirmed_by_worker_id, renewed.worker_id)
        self.assertEqual(self.seen(), {HEALTH})
        self.assertIsNone(self.seen(who=second))
        self.assertTrue(self.get(self.who, glass).break_glass.HasField("close_time"))
        self.refused(
            second, name, renew, "FAILED_PRECONDITION", "BREAK_GLASS_STATE_REFUSES", "XC-26"
        )
        review = break_glass_pb2.ReviewBreakGlassRequest(
            break_glass_id=renewed.break_glass_id,
            outcome=break_glass_pb2.BREAK_GLASS_OUTCOME_JUSTIFIED,
            note="v pořádku",
        )
        head = self.newcomer("pristav", "HEAD_OF_UNIT")
        self.refused(
            head,
            "AccessService.ReviewBreakGlass",
            review,
            "FAILED_PRECONDITION",
            "BREAK_GLASS_STATE_REFUSES",
            "XC-26",
        )
        self.close(renewed)
        self.ok(head, "AccessService.ReviewBreakGlass", review)


class SignInTest(GlassTest):
    """Who opens or renews it signed in just now: an open desk in an empty office does not suffice."""

    QUARTER = 15 * 60

    def signed_in(self, who, seconds_ago):
        """The same worker with a sign-in that long ago; the token itself is new."""
        token = devidentity.token(self.world.identity, who.name, sign_in_age=seconds_ago)
        return who.acting(token=token)

    def too_old(self, who, name, request):
        error = self.refused(
            who,
            name,
            request,
            "UNAUTHENTICATED",
            "SIGN_IN_TOO_OLD",
            "XC-26",
            purpose="HEALTH_EMERGENCY",
        )
        self.assertEqual(error.metadata["max_age_seconds"], str(self.QUARTER))
        self.assertIn("Sign in again", error.remedy)

    def glasses(self):
        """All that were ever opened to the client's records."""
        request = break_glass_pb2.ListBreakGlassesRequest(client_id=self.client_id)
        return self.ok("strnadova", "AccessService.ListBreakGlasses", request).break_glasses

    def test_XC_26_an_old_sign_in_opens_nothing_until_it_is_repeated(self):
        request = self.request()
        request.request_id = str(uuid.uuid4())
        for age in (self.QUARTER + 60, 20 * 3600):
            self.too_old(self.signed_in(self.who, age), OPEN, request)
        self.assertIsNone(self.seen())
        self.assertEqual(list(self.glasses()), [])
        # The same for a person nobody knows.
        self.too_old(self.signed_in(self.who, 20 * 3600), OPEN, self.request(unknown_id()))
        recent = self.signed_in(self.who, self.QUARTER - 120)
        glass = self.open(who=recent, request=request)
        # What was accepted is answered again, and what is open is read, without another sign-in.
        old = self.signed_in(self.who, 20 * 3600)
        self.assertEqual(self.open(who=old, request=request).break_glass_id, glass.break_glass_id)
        self.assertEqual(self.seen(who=old), {HEALTH})
        self.assertEqual(len(self.glasses()), 1)
        self.close(glass, who=old)

    def test_XC_26_who_renews_it_for_another_signs_in_anew(self):
        glass = self.open()
        second = self.newcomer("pristav", "SOCIAL_WORKER")
        renew = break_glass_pb2.RenewBreakGlassRequest(
            break_glass_id=glass.break_glass_id, description=WORDS
        )
        name = "AccessService.RenewBreakGlass"
        self.too_old(self.signed_in(second, self.QUARTER + 60), name, renew)
        self.assertEqual(len(self.glasses()), 1)
        self.assertFalse(self.get(self.who, glass).break_glass.HasField("close_time"))
        renewed = self.ok(second, name, renew, purpose="HEALTH_EMERGENCY").break_glass
        self.assertEqual(renewed.renewal_of_id, glass.break_glass_id)

    def test_XC_26_a_sign_in_of_tomorrow_is_none(self):
        ahead = self.signed_in(self.who, -600)
        self.refused(
            ahead,
            OPEN,
            self.request(),
            "UNAUTHENTICATED",
            "TOKEN_NOT_YET_VALID",
            purpose="HEALTH_EMERGENCY",
        )


class TellingTest(GlassTest):
    def work(self, who, glass):
        """Clients that the caller's list of work names with this access."""
        request = work_pb2.ListMyWorkRequest(scope=work_pb2.WORK_SCOPE_OWN, page_size=100)
        items = self.ok(who, "client-registry:WorkService.ListMyWork", request).items
        return [one.client_id for one in items if one.record_id == glass.break_glass_id]

    def test_XC_11_the_client_s_list_tells_who_opened_and_who_read(self):
        glass = self.open()
        self.seen()
        request = access_pb2.ListDisclosuresRequest(client_id=self.client_id)
        listed = self.ok(
            "strnadova", "AccessService.ListDisclosures", request, purpose="CLIENT_REQUEST"
        ).disclosures
        told = [one for one in listed if one.law_row == "BREAK_GLASS"]
        self.assertEqual(
            [(one.method.split(".")[-1], list(one.areas), one.basis) for one in told],
            [
                ("GetClient", [HEALTH], audit_pb2.BASIS_EMERGENCY),
                ("OpenBreakGlass", [HEALTH], audit_pb2.BASIS_EMERGENCY),
            ],
        )
        self.assertEqual({one.worker_id for one in told}, {glass.worker_id})

    def test_XC_26_those_in_charge_are_alerted_without_content(self):
        key_worker = self.newcomer("most", "KEY_WORKER")
        request = agency_pb2.AssignWorkerRequest(
            client_id=self.client_id,
            worker_id=self.ids[f"worker.{key_worker.name}"],
            service_id=self.ids["service.most"],
            role=context_pb2.ACTING_ROLE_KEY_WORKER,
        )
        self.ok("strnadova", "AgencyService.AssignWorker", request)
        glass = self.open()
        (alert,) = self.alerts(key_worker, glass)
        self.assertEqual(
            sorted(field.name for field, _ in alert.ListFields()),
            ["agency_id", "alert_id", "break_glass_id", "create_time", "etag", "kind", "worker_id"],
        )
        self.assertEqual(self.alerts("strnadova", glass), [])
        self.assertEqual(self.alerts("olsova", glass), [alert])
        self.assertEqual(self.work(key_worker, glass), [""])
        acknowledge = break_glass_pb2.AcknowledgeAccessAlertRequest(alert_id=alert.alert_id)
        name = "AccessService.AcknowledgeAccessAlert"
        self.refused("strnadova", name, acknowledge, "NOT_FOUND", "NOT_FOUND")
        self.ok(key_worker, name, acknowledge)
        self.assertEqual(self.alerts(key_worker, glass), [])
        self.assertEqual(self.work(key_worker, glass), [])
        self.assertEqual(len(self.alerts(key_worker, glass, with_seen=True)), 1)

    def test_XC_26_the_holder_sees_who_when_and_why_but_not_the_words(self):
        glass = self.open()
        outline = self.get("strnadova", glass).break_glass
        self.assertEqual((outline.worker_id, outline.reason), (glass.worker_id, DANGER))
        self.assertEqual(outline.description, "")
        self.assertEqual(self.get(self.who, glass).break_glass.description, WORDS)
        request = break_glass_pb2.ListBreakGlassesRequest(client_id=self.client_id)
        listed = self.ok("strnadova", "AccessService.ListBreakGlasses", request).break_glasses
        self.assertEqual(list(listed), [outline])
        self.refused(self.who, "AccessService.ListBreakGlasses", request, "NOT_FOUND", "NOT_FOUND")
        get = break_glass_pb2.GetBreakGlassRequest(break_glass_id=glass.break_glass_id)
        self.refused("pokorna", "AccessService.GetBreakGlass", get, "NOT_FOUND", "NOT_FOUND")


class ReviewTest(GlassTest):
    def reviews(self, who, **fields):
        request = break_glass_pb2.ListBreakGlassReviewsRequest(page_size=500, **fields)
        listed = self.ok(who, "AccessService.ListBreakGlassReviews", request).break_glasses
        return {one.break_glass_id: one for one in listed}

    def review(self, glass, outcome="JUSTIFIED"):
        return break_glass_pb2.ReviewBreakGlassRequest(
            break_glass_id=glass.break_glass_id,
            outcome=break_glass_pb2.BreakGlassOutcome.Value(f"BREAK_GLASS_OUTCOME_{outcome}"),
            note="ověřeno u sanitky",
        )

    def test_XC_58_nobody_reviews_an_access_of_their_own(self):
        head = self.newcomer("pristav", "HEAD_OF_UNIT")
        glass = self.open(who=head)
        self.close(glass, who=head)
        name = "AccessService.ReviewBreakGlass"
        self.refused(
            head, name, self.review(glass), "PERMISSION_DENIED", "SELF_REVIEW", "XC-58"
        )
        other = self.newcomer("pristav", "HEAD_OF_UNIT")
        self.assertIn(glass.break_glass_id, self.reviews(other))
        for outsider in ("olsova", "vesela"):
            self.refused(outsider, name, self.review(glass), "NOT_FOUND", "NOT_FOUND")
            self.assertNotIn(glass.break_glass_id, self.reviews(outsider))
        done = self.ok(other, name, self.review(glass, "TRAINING")).break_glass
        self.assertEqual(done.outcome, break_glass_pb2.BREAK_GLASS_OUTCOME_TRAINING)
        self.assertNotIn(glass.break_glass_id, self.reviews(other))
        self.refused(
            other,
            name,
            self.review(glass),
            "FAILED_PRECONDITION",
            "BREAK_GLASS_STATE_REFUSES",
            "XC-26",
        )

    def test_XC_26_actions_say_what_the_calls_answer(self):
        head = self.newcomer("pristav", "HEAD_OF_UNIT")
        glass = self.open()

        def allowed(who):
            return {one.verb for one in self.get(who, glass).actions if one.allowed}

        self.assertEqual(allowed(self.who), {"CloseBreakGlass"})
        self.assertEqual(allowed(head), {"RenewBreakGlass"})
        self.assertEqual(allowed("strnadova"), set())
        self.close(glass)
        self.assertEqual(allowed(self.who), set())
        self.assertEqual(allowed(head), {"ReviewBreakGlass"})
        self.ok(head, "AccessService.ReviewBreakGlass", self.review(glass))
        self.assertEqual(allowed(head), set())

    def test_XC_26_reviews_are_due_within_two_working_days(self):
        glass = self.open()
        opened = glass.open_time.ToDatetime().date()
        due = datetime.date(
            glass.review_due.year, glass.review_due.month, glass.review_due.day
        )
        self.assertGreaterEqual((due - opened).days, 2)
        self.assertLess(due.weekday(), 5)

    def test_XC_57_deadlines_of_the_future_are_not_processed(self):
        request = break_glass_pb2.ProcessAccessDeadlinesRequest(as_of_date=self.world.today(2))
        name = "AccessService.ProcessAccessDeadlines"
        self.refused("admin", name, request, "INVALID_ARGUMENT", "NOT_IN_FUTURE", "XC-57")
        self.refused(
            "strnadova",
            name,
            break_glass_pb2.ProcessAccessDeadlinesRequest(),
            "PERMISSION_DENIED",
            "ROLE_REFUSED",
        )
        self.ok("admin", name, break_glass_pb2.ProcessAccessDeadlinesRequest())
