"""Notices for visits: what was observed, for those who go there, and not for long (XC-63)."""

import uuid

from opora.common.v1 import areas_pb2, context_pb2
from opora.registry.v1 import agency_pb2, safety_pb2

from checks.household import FamilyTest

KIND = safety_pb2.SafetyNoticeKind


class SafetyTest(FamilyTest):
    def notice(self, client_id, kind="DOG", **further):
        fields = {
            "observed_facts": "Za dveřmi pes, štěká.",
            "observed_on": self.world.today(-1),
            **further,
        }
        return safety_pb2.RecordSafetyNoticeRequest(
            notice=safety_pb2.SafetyNotice(
                client_id=client_id, kind=KIND.Value(f"SAFETY_NOTICE_KIND_{kind}"), **fields
            )
        )

    def record(self, client_id, kind="DOG", who="strnadova", **further):
        request = self.notice(client_id, kind, **further)
        return self.ok(who, "SafetyService.RecordSafetyNotice", request).notice

    def notices(self, client_id, who, for_client=False, **acting):
        request = safety_pb2.ListSafetyNoticesRequest(client_id=client_id, for_client=for_client)
        return list(self.ok(who, "SafetyService.ListSafetyNotices", request, **acting).notices)

    def assign(self, client_id, worker, role="KEY_WORKER"):
        request = agency_pb2.AssignWorkerRequest(
            client_id=client_id,
            worker_id=self.ids[f"worker.{worker}"],
            role=context_pb2.ActingRole.Value(f"ACTING_ROLE_{role}"),
            service_id=self.ids.get("service.most", ""),
            override_reason="nikdo jiný",
        )
        return self.ok("olsova", "AgencyService.AssignWorker", request).assignment

    def test_XC_63_it_is_shown_to_those_of_the_agency_who_go_there(self):
        client = self.client()
        notice = self.record(client)
        self.assertEqual(notice.area, areas_pb2.DATA_AREA_HOUSING)
        self.assertEqual(self.notices(client, "petra"), [])
        self.assertEqual(self.notices(client, "strnadova"), [])
        self.assign(client, "strnadova", "SOCIAL_WORKER")
        seen = self.notices(client, "strnadova")
        self.assertEqual([one.notice_id for one in seen], [notice.notice_id])

    def test_XC_63_others_see_it_under_a_basis_for_its_area(self):
        client = self.client()
        dog = self.record(client)
        self.record(client, "AGGRESSION")
        self.consent(client, "pristav", areas=[areas_pb2.DATA_AREA_DEBTS])
        self.assertEqual(self.notices(client, "beranek"), [])
        self.consent(client, "pristav", areas=[areas_pb2.DATA_AREA_HOUSING])
        (seen,) = self.notices(client, "beranek")
        self.assertEqual(seen.notice_id, dog.notice_id)
        self.assertEqual(seen.author_worker_id, "")

    def test_XC_63_it_is_open_to_the_client(self):
        client = self.client()
        notice = self.record(client)
        request = safety_pb2.ListSafetyNoticesRequest(client_id=client, for_client=True)
        self.violates(
            "petra", "SafetyService.ListSafetyNotices", request, "for_client", "PURPOSE_OF_CLIENT"
        )
        (seen,) = self.notices(client, "petra", for_client=True, purpose="CLIENT_REQUEST")
        self.assertEqual(seen.notice_id, notice.notice_id)

    def test_XC_63_it_is_reviewed_within_six_months_and_observed_in_the_past(self):
        client = self.client()
        for further, reason, rule in (
            ({"review_date": self.world.today(190)}, "REVIEW_TOO_FAR", "XC-63"),
            ({"review_date": self.world.today(-2)}, "REVIEW_TOO_FAR", "XC-63"),
            ({"observed_on": self.world.today(2)}, "NOT_IN_FUTURE", "XC-57"),
        ):
            self.refused(
                "strnadova",
                "SafetyService.RecordSafetyNotice",
                self.notice(client, **further),
                "INVALID_ARGUMENT",
                reason,
                rule,
            )

    def test_XC_63_one_of_a_kind_and_renewed_by_a_new_observation(self):
        client = self.client()
        notice = self.record(client, observed_on=self.world.today(-30))
        self.refused(
            "strnadova",
            "SafetyService.RecordSafetyNotice",
            self.notice(client),
            "ALREADY_EXISTS",
            "NOTICE_EXISTS",
            "XC-63",
        )
        request = safety_pb2.RenewSafetyNoticeRequest(
            notice_id=notice.notice_id, observed_on=self.world.today(-20)
        )
        self.refused(
            "strnadova",
            "SafetyService.RenewSafetyNotice",
            request,
            "INVALID_ARGUMENT",
            "OBSERVATION_MISSING",
            "XC-63",
        )
        self.refused(
            "beranek", "SafetyService.RenewSafetyNotice", request, "NOT_FOUND", "NOT_FOUND"
        )

    def test_XC_63_what_no_longer_holds_is_deleted(self):
        client = self.client()
        self.assign(client, "strnadova", "SOCIAL_WORKER")
        notice = self.record(client)
        request = safety_pb2.RemoveSafetyNoticeRequest(notice_id=notice.notice_id)
        self.refused(
            "beranek", "SafetyService.RemoveSafetyNotice", request, "NOT_FOUND", "NOT_FOUND"
        )
        self.ok("strnadova", "SafetyService.RemoveSafetyNotice", request)
        self.assertEqual(self.notices(client, "strnadova"), [])
        self.record(client)

    def test_XC_63_nobody_processes_deadlines_of_days_that_are_not_over(self):
        request = safety_pb2.ProcessSafetyDeadlinesRequest(as_of_date=self.world.today(40))
        self.refused(
            "admin",
            "SafetyService.ProcessSafetyDeadlines",
            request,
            "INVALID_ARGUMENT",
            "NOT_IN_FUTURE",
            "XC-57",
        )
        request = safety_pb2.ProcessSafetyDeadlinesRequest(request_id=str(uuid.uuid4()))
        done = self.ok("admin", "SafetyService.ProcessSafetyDeadlines", request)
        self.assertFalse(done.has_more)
