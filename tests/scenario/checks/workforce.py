"""Workers at work: departure and suspension, who is responsible, roles kept apart."""

import threading
import time
import uuid

import grpc
from google.protobuf import timestamp_pb2
from opora.common.v1 import (
    areas_pb2,
    context_pb2,
    feed_pb2,
    feed_pb2_grpc,
    types_pb2,
    work_pb2,
)
from opora.conference.v1 import case_pb2
from opora.registry.v1 import (
    access_pb2,
    agency_pb2,
    client_pb2,
    consent_pb2,
    contact_record_pb2,
    continuity_pb2,
    employment_pb2,
    substitution_pb2,
    supervision_pb2,
    support_pb2,
    task_request_pb2,
)

from checks.base import unknown_id
from checks.workforce_base import (
    WITHIN,
    WORKFORCE,
    OporaError,
    WorkforceTest,
    reasons,
    role_number,
)

ASSIGN = "AgencyService.AssignWorker"
LIST_AGENCIES = "AgencyService.ListAgencies"
AGENCIES = agency_pb2.ListAgenciesRequest()
MY_CASES = case_pb2.ListMyCasesRequest()


class DepartureTest(WorkforceTest):
    """XC-62: who is suspended or has left is answered nowhere any more."""

    def test_XC_62_a_suspended_worker_is_answered_by_no_service(self):
        worker = self.hire(self.agency(), "SOCIAL_WORKER")
        self.ok(worker.caller, "CaseService.ListMyCases", MY_CASES)
        self.suspend(worker)
        self.soon_refused(worker.caller, LIST_AGENCIES, AGENCIES, "WORKER_SUSPENDED")
        self.soon_refused(worker.caller, "CaseService.ListMyCases", MY_CASES, "WORKER_SUSPENDED")
        self.suspend(worker, False)
        self.ok(worker.caller, "CaseService.ListMyCases", MY_CASES)

    def test_XC_62_a_suspended_agency_is_answered_by_no_service(self):
        key = self.agency()
        worker = self.hire(key, "SOCIAL_WORKER")
        machine = self.world.machine(key)
        changes = feed_pb2.ListChangesRequest()
        feeds = ("client-registry", "case-conference", "housing-referral")
        for service in feeds:
            self.ok(machine, f"{service}:FeedService.ListChanges", changes)
        self.suspend_agency(key)
        self.soon_refused(worker.caller, LIST_AGENCIES, AGENCIES, "AGENCY_SUSPENDED")
        self.soon_refused(worker.caller, "CaseService.ListMyCases", MY_CASES, "AGENCY_SUSPENDED")
        for service in feeds:
            self.soon_refused(
                machine, f"{service}:FeedService.ListChanges", changes, "AGENCY_SUSPENDED"
            )
        self.suspend_agency(key, False)
        self.ok(worker.caller, LIST_AGENCIES, AGENCIES)
        self.ok(machine, "case-conference:FeedService.ListChanges", changes)

    def test_XC_62_open_streams_of_a_suspended_agency_end(self):
        key = self.agency()
        machine = self.world.machine(key)
        ended = {}

        def watch(service):
            stub = feed_pb2_grpc.FeedServiceStub(
                self.world.endpoints[service].channel(machine.certificate)
            )
            request = feed_pb2.WatchRequest(start_at=feed_pb2.START_AT_NOW)
            try:
                for _ in stub.Watch(request, metadata=machine.metadata(), timeout=30):
                    pass
            except grpc.RpcError as error:
                ended[service] = (error.code(), time.monotonic())

        threads = [
            threading.Thread(target=watch, args=(name,))
            for name in ("client-registry", "case-conference", "housing-referral")
        ]
        for thread in threads:
            thread.start()
        time.sleep(1)
        self.assertEqual(ended, {})
        suspended_at = time.monotonic()
        self.suspend_agency(key)
        for thread in threads:
            thread.join(15)
        self.assertEqual({code for code, _ in ended.values()}, {grpc.StatusCode.PERMISSION_DENIED})
        self.assertEqual(len(ended), 3)
        # Nothing happened on the feed meanwhile: the stream was not only cut by the next event.
        self.assertLess(max(at for _, at in ended.values()) - suspended_at, 2 * WITHIN)

    def test_XC_62_nobody_suspends_the_own_agency(self):
        request = employment_pb2.SuspendAgencyRequest(
            agency_id=self.ids["agency.operator"] if "agency.operator" in self.ids else "",
            suspended=True,
        )
        if not request.agency_id:
            listed = self.ok(
                "admin",
                LIST_AGENCIES,
                agency_pb2.ListAgenciesRequest(type=agency_pb2.AGENCY_TYPE_PLATFORM_OPERATOR),
            )
            request.agency_id = listed.agencies[0].agency_id
        self.refused(
            "admin",
            f"{WORKFORCE}.SuspendAgency",
            request,
            "FAILED_PRECONDITION",
            "OWN_AGENCY",
            "XC-62",
        )

    def test_XC_62_only_the_platform_suspends_an_agency(self):
        key = self.agency()
        head = self.hire(key, "HEAD_OF_UNIT")
        request = employment_pb2.SuspendAgencyRequest(
            agency_id=self.ids[f"agency.{key}"], suspended=True
        )
        self.refused(
            head.caller, f"{WORKFORCE}.SuspendAgency", request, "PERMISSION_DENIED", "ROLE_REFUSED"
        )

    def test_XC_62_an_employment_ends_at_its_instant_whatever_the_session(self):
        """Bad input 28: the worker leaves at noon, the session of a minute before goes on."""
        worker = self.hire(self.agency(), "SOCIAL_WORKER")
        client = self.client_of(worker)
        written = self.contact(client)
        written.request_id = str(uuid.uuid4())
        self.ok(worker.caller, f"{WORKFORCE}.RecordContact", written)
        noon = timestamp_pb2.Timestamp()
        noon.FromNanoseconds(time.time_ns() + 3 * 10**9)
        end = self.end_employment(worker, end_time=noon).employment_end
        self.assertFalse(end.HasField("applied_time"))
        page = self.ok(worker.caller, LIST_AGENCIES, agency_pb2.ListAgenciesRequest(page_size=1))
        time.sleep(3.2)
        get = client_pb2.GetClientRequest(client_id=client)
        for name, request in (
            (LIST_AGENCIES, AGENCIES),
            ("ClientService.GetClient", get),
            # Neither an old page token nor an old request_id is a way in.
            (LIST_AGENCIES, agency_pb2.ListAgenciesRequest(page_token=page.next_page_token)),
            (f"{WORKFORCE}.RecordContact", written),
            ("CaseService.ListMyCases", MY_CASES),
            ("AccessService.ResolveCaller", access_pb2.ResolveCallerRequest()),
        ):
            self.refused(worker.caller, name, request, "PERMISSION_DENIED", "EMPLOYMENT_ENDED")

    def test_XC_62_an_employment_ends_with_open_cases(self):
        key = self.agency()
        worker, head = self.hire(key, "KEY_WORKER"), self.hire(key, "HEAD_OF_UNIT")
        clients = [self.client_of(worker) for _ in range(3)]
        for client in clients:
            self.assign(worker, client, worker, "KEY_WORKER")
        answer = self.end_employment(worker)
        self.assertEqual(answer.uncovered_count, 3)
        self.assertEqual(reasons(answer.warnings), [("REG-48", "FALLBACK_UNNAMED")])
        self.soon_refused(worker.caller, LIST_AGENCIES, AGENCIES, "EMPLOYMENT_ENDED")
        listed = self.uncovered(head)
        self.assertEqual({one.client_id for one in listed}, set(clients))
        left = continuity_pb2.UNCOVERED_CAUSE_WORKER_LEFT
        self.assertEqual({one.cause for one in listed}, {left})
        # Again changes nothing.
        self.assertEqual(self.end_employment(worker).uncovered_count, 0)

    def test_XC_62_who_has_left_is_not_let_in_by_lifting_a_suspension(self):
        worker = self.hire(self.agency(), "SOCIAL_WORKER")
        self.end_employment(worker)
        request = agency_pb2.SuspendWorkerRequest(worker_id=worker.worker_id, suspended=False)
        self.refused(
            "admin",
            "AgencyService.SuspendWorker",
            request,
            "FAILED_PRECONDITION",
            "EMPLOYMENT_ENDED",
            "XC-62",
        )
        name = f"{WORKFORCE}.ResumeEmployment"
        resume = employment_pb2.ResumeEmploymentRequest(worker_id=worker.worker_id)
        self.ok("admin", name, resume)
        self.ok(worker.caller, LIST_AGENCIES, AGENCIES)
        self.refused("admin", name, resume, "FAILED_PRECONDITION", "NOT_ENDED", "XC-62")

    def test_REG_27_who_has_left_may_be_employed_elsewhere(self):
        worker = self.hire(self.agency(), "SOCIAL_WORKER")
        self.end_employment(worker)
        again = self.hire(self.agency(), "SOCIAL_WORKER", subject=worker.subject)
        self.ok(again.caller, LIST_AGENCIES, AGENCIES)
        resume = employment_pb2.ResumeEmploymentRequest(worker_id=worker.worker_id)
        self.refused(
            "admin",
            f"{WORKFORCE}.ResumeEmployment",
            resume,
            "ALREADY_EXISTS",
            "WORKER_EXISTS",
            "REG-27",
        )

    def test_XC_62_nobody_works_for_a_worker_of_another_agency(self):
        worker = self.hire(self.agency(), "SOCIAL_WORKER")
        stranger = self.hire(self.agency(), "AGENCY_ADMIN", purpose="ADMINISTRATION")
        request = employment_pb2.EndEmploymentRequest(worker_id=worker.worker_id)
        self.refused(
            stranger.caller,
            f"{WORKFORCE}.EndEmployment",
            request,
            "PERMISSION_DENIED",
            "FOREIGN_AGENCY",
            "REG-27",
        )
        self.ok(worker.caller, LIST_AGENCIES, AGENCIES)

    def test_XC_62_nobody_is_assigned_who_does_not_work(self):
        key = self.agency()
        colleague, worker = self.hire(key, "KEY_WORKER"), self.hire(key, "KEY_WORKER")
        request = self.assigning(self.client_of(colleague), worker, "KEY_WORKER")
        for stop in (self.suspend, self.end_employment):
            stop(worker)
            self.refused(
                colleague.caller,
                ASSIGN,
                request,
                "FAILED_PRECONDITION",
                "WORKER_NOT_ACTIVE",
                "XC-62",
            )

    def test_REG_27_a_role_is_taken_at_once(self):
        key = self.agency()
        worker, head = self.hire(key, "SOCIAL_WORKER", "KEY_WORKER"), self.hire(key, "HEAD_OF_UNIT")
        client = self.client_of(worker)
        self.assign(worker, client, worker, "KEY_WORKER")
        profile = self.profile(worker)
        held = [one for one in profile.roles if one.role == role_number("KEY_WORKER")]
        end = employment_pb2.EndRoleRequest(role_assignment_id=held[0].role_assignment_id)
        self.assertEqual(self.ok(head.caller, f"{WORKFORCE}.EndRole", end).uncovered_count, 1)
        self.refused(
            worker.acting("KEY_WORKER"),
            LIST_AGENCIES,
            AGENCIES,
            "PERMISSION_DENIED",
            "ROLE_NOT_HELD",
        )
        self.ok(worker.caller, LIST_AGENCIES, AGENCIES)
        self.assertEqual([one.client_id for one in self.uncovered(head)], [client])
        # It can be given again the same day, and taken again.
        again = agency_pb2.GrantRoleRequest(
            role_assignment=agency_pb2.RoleAssignment(
                worker_id=worker.worker_id,
                role=role_number("KEY_WORKER"),
                valid_from=self.world.today(),
            )
        )
        granted = self.ok("admin", "AgencyService.GrantRole", again).role_assignment
        self.ok(worker.acting("KEY_WORKER"), LIST_AGENCIES, AGENCIES)
        end.role_assignment_id = granted.role_assignment_id
        self.ok(head.caller, f"{WORKFORCE}.EndRole", end)
        self.refused(
            worker.acting("KEY_WORKER"),
            LIST_AGENCIES,
            AGENCIES,
            "PERMISSION_DENIED",
            "ROLE_NOT_HELD",
        )

    def profile(self, worker):
        request = employment_pb2.GetWorkerProfileRequest(worker_id=worker.worker_id)
        return self.ok("admin", f"{WORKFORCE}.GetWorkerProfile", request)

    def test_REG_27_a_worker_has_languages_contacts_and_roles_in_time(self):
        key = self.agency()
        worker, head = self.hire(key, "SOCIAL_WORKER"), self.hire(key, "HEAD_OF_UNIT")
        put = employment_pb2.PutWorkerProfileRequest(
            profile=employment_pb2.WorkerProfile(
                worker_id=worker.worker_id, languages=["cs", "uk"], phone_number="+420 111"
            )
        )
        self.ok(head.caller, f"{WORKFORCE}.PutWorkerProfile", put)
        put.profile.languages.append("rom")
        self.ok(head.caller, f"{WORKFORCE}.PutWorkerProfile", put)
        request = employment_pb2.GetWorkerProfileRequest(worker_id=worker.worker_id)
        found = self.ok(head.caller, f"{WORKFORCE}.GetWorkerProfile", request)
        self.assertEqual(list(found.profile.languages), ["cs", "uk", "rom"])
        self.assertEqual([one.role for one in found.roles], [role_number("SOCIAL_WORKER")])
        stranger = self.hire(self.agency(), "SOCIAL_WORKER")
        for worker_id in (worker.worker_id, unknown_id()):
            request.worker_id = worker_id
            self.refused(
                stranger.caller, f"{WORKFORCE}.GetWorkerProfile", request, "NOT_FOUND", "NOT_FOUND"
            )

    def test_XC_52_a_recorded_qualification_ends_the_warning(self):
        key = self.agency()
        worker, head = self.hire(key, "CASE_MANAGER"), self.hire(key, "HEAD_OF_UNIT")
        warned = self.assign(worker, self.client_of(worker), worker, "CASE_MANAGER")
        self.assertIn(("XC-52", "QUALIFICATION_MISSING"), reasons(warned.warnings))
        self.qualify(head, worker, employment_pb2.QUALIFICATION_KIND_TRAINING)
        warned = self.assign(worker, self.client_of(worker), worker, "CASE_MANAGER")
        self.assertIn(("XC-52", "QUALIFICATION_MISSING"), reasons(warned.warnings))
        self.qualify(head, worker, employment_pb2.QUALIFICATION_KIND_SOCIAL_WORKER)
        quiet = self.assign(worker, self.client_of(worker), worker, "CASE_MANAGER")
        self.assertEqual(reasons(quiet.warnings), [])

    def qualify(self, head, worker, kind, day=-10):
        request = employment_pb2.RecordQualificationRequest(
            qualification=employment_pb2.Qualification(
                worker_id=worker.worker_id,
                kind=kind,
                title="Case management",
                completed_on=self.world.today(day),
            )
        )
        return self.ok(head.caller, f"{WORKFORCE}.RecordQualification", request).qualification

    def test_XC_53_trainings_are_kept_by_worker(self):
        key = self.agency()
        worker, head = self.hire(key, "CASE_MANAGER"), self.hire(key, "HEAD_OF_UNIT")
        training = self.qualify(head, worker, employment_pb2.QUALIFICATION_KIND_TRAINING)
        self.assertEqual(list(self.profile(worker).qualifications), [training])
        future = employment_pb2.RecordQualificationRequest(
            qualification=employment_pb2.Qualification(
                worker_id=worker.worker_id,
                kind=employment_pb2.QUALIFICATION_KIND_TRAINING,
                title="Case management",
                completed_on=self.world.today(2),
            )
        )
        self.refused(
            head.caller,
            f"{WORKFORCE}.RecordQualification",
            future,
            "INVALID_ARGUMENT",
            "NOT_IN_FUTURE",
            "XC-57",
        )


class ContinuityTest(WorkforceTest):
    """REG-48: a client is never left without a responsible person unseen."""

    def setUp(self):
        super().setUp()
        self.key = self.agency()
        self.head = self.hire(self.key, "HEAD_OF_UNIT")
        self.worker = self.hire(self.key, "KEY_WORKER", "SOCIAL_WORKER")
        self.fallback = self.hire(self.key, "SOCIAL_WORKER")

    def name_fallback(self, worker):
        request = continuity_pb2.NameFallbackRequest(worker_id=worker.worker_id)
        return self.ok(self.head.caller, f"{WORKFORCE}.NameFallback", request).fallback

    def entrusted(self):
        return [(one.client_id, one.fallback_worker_id) for one in self.uncovered(self.head)]

    def test_REG_48_an_ended_assignment_falls_to_the_fallback(self):
        self.name_fallback(self.fallback)
        client = self.client_of(self.worker)
        made = self.assign(self.worker, client, self.worker, "SOCIAL_WORKER").assignment
        self.assertEqual(self.entrusted(), [])
        self.end(self.worker, made)
        self.assertEqual(self.entrusted(), [(client, self.fallback.worker_id)])
        # Ending again does not list again; assigning takes it from the list.
        self.end(self.worker, made)
        self.assertEqual(len(self.entrusted()), 1)
        self.assign(self.worker, client, self.fallback, "SOCIAL_WORKER")
        self.assertEqual(self.entrusted(), [])

    def test_REG_48_who_has_another_worker_is_not_listed(self):
        client = self.client_of(self.worker)
        first = self.assign(self.worker, client, self.worker, "SOCIAL_WORKER").assignment
        self.assign(self.worker, client, self.fallback, "SOCIAL_WORKER")
        self.end(self.worker, first)
        self.assertEqual(self.entrusted(), [])

    def test_REG_48_two_who_end_at_once_do_not_leave_the_client_unseen(self):
        client = self.client_of(self.worker)
        both = [
            self.assign(self.worker, client, one, "SOCIAL_WORKER").assignment
            for one in (self.worker, self.fallback)
        ]
        threads = [threading.Thread(target=self.end, args=(self.worker, one)) for one in both]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([one[0] for one in self.entrusted()], [client])

    def test_REG_48_a_suspended_worker_is_nobody_s_responsible_person(self):
        self.name_fallback(self.fallback)
        client = self.client_of(self.worker)
        self.assign(self.worker, client, self.worker, "KEY_WORKER")
        self.suspend(self.worker)
        self.assertEqual(self.entrusted(), [(client, self.fallback.worker_id)])
        self.suspend(self.worker, False)
        self.assertEqual(self.entrusted(), [])

    def test_REG_48_a_fallback_named_late_takes_over_and_one_who_leaves_gives_back(self):
        client = self.client_of(self.worker)
        made = self.assign(self.worker, client, self.worker, "SOCIAL_WORKER").assignment
        self.end(self.worker, made)
        self.assertEqual(self.entrusted(), [(client, "")])
        self.name_fallback(self.fallback)
        self.assertEqual(self.entrusted(), [(client, self.fallback.worker_id)])
        self.end_employment(self.fallback)
        self.assertEqual(self.entrusted(), [(client, "")])

    def test_REG_48_the_plan_and_history_stay(self):
        client = self.client_of(self.worker)
        made = self.assign(self.worker, client, self.worker, "SOCIAL_WORKER").assignment
        self.ok(self.worker.caller, f"{WORKFORCE}.RecordContact", self.contact(client))
        self.end_employment(self.worker)
        self.assign(self.head, client, self.fallback, "SOCIAL_WORKER")
        listing = contact_record_pb2.ListContactsRequest(client_id=client)
        contacts = self.ok(self.fallback.caller, f"{WORKFORCE}.ListContacts", listing).contacts
        self.assertEqual([one.worker_id for one in contacts], [self.worker.worker_id])
        past = agency_pb2.ListAssignmentsRequest(client_id=client, as_of_date=made.valid_from)
        found = self.ok(self.head.caller, "AgencyService.ListAssignments", past).assignments
        self.assertIn(made.assignment_id, [one.assignment_id for one in found])

    def test_REG_48_a_cooperation_that_ended_is_taken_from_the_list(self):
        client = self.client_of(self.worker)
        made = self.assign(self.worker, client, self.worker, "SOCIAL_WORKER").assignment
        self.end(self.worker, made)
        request = continuity_pb2.CloseUncoveredClientRequest(
            uncovered_id=self.uncovered(self.head)[0].uncovered_id
        )
        name = f"{WORKFORCE}.CloseUncoveredClient"
        stranger = self.hire(self.agency(), "SOCIAL_WORKER")
        self.refused(stranger.caller, name, request, "NOT_FOUND", "NOT_FOUND")
        self.assertEqual(len(self.uncovered(stranger)), 0)
        self.ok(self.head.caller, name, request)
        self.assertEqual(self.entrusted(), [])
        self.refused(
            self.head.caller, name, request, "FAILED_PRECONDITION", "NOT_UNCOVERED", "REG-48"
        )

    def test_REG_36_a_client_without_a_key_worker_is_listed_and_the_history_kept(self):
        client = self.client_of(self.worker)
        self.assign(self.worker, client, self.fallback, "SOCIAL_WORKER")
        made = self.assign(self.worker, client, self.worker, "KEY_WORKER").assignment
        self.end(self.worker, made)
        listed = self.uncovered(self.head)
        self.assertEqual([one.role for one in listed], [role_number("KEY_WORKER")])
        past = agency_pb2.ListAssignmentsRequest(client_id=client, as_of_date=made.valid_from)
        found = self.ok(self.head.caller, "AgencyService.ListAssignments", past).assignments
        self.assertIn(role_number("KEY_WORKER"), [one.role for one in found])

    def test_REG_34_a_case_manager_s_end_is_seen_and_the_next_one_may_come(self):
        manager = self.hire(self.key, "CASE_MANAGER", qualified_social_worker=True)
        successor = self.hire(self.key, "CASE_MANAGER", qualified_social_worker=True)
        client = self.client_of(self.worker)
        self.assign(self.worker, client, manager, "CASE_MANAGER")
        again = self.assigning(client, successor, "CASE_MANAGER")
        self.refused(
            self.worker.caller, ASSIGN, again, "ALREADY_EXISTS", "CASE_MANAGER_EXISTS", "REG-34"
        )
        self.end_employment(manager)
        missing = [one.role for one in self.uncovered(self.head)]
        self.assertEqual(missing, [role_number("CASE_MANAGER")])
        self.ok(self.worker.caller, ASSIGN, again)
        self.assertEqual(len(self.uncovered(self.head)), 0)

    def change(self, client, worker, category):
        return continuity_pb2.ChangeKeyWorkerRequest(
            client_id=client, worker_id=worker.worker_id, category=category
        )

    def test_REG_37_why_a_key_worker_was_changed_is_for_the_supervisor(self):
        other = self.hire(self.key, "KEY_WORKER")
        supervisor = self.hire(self.key, "SUPERVISOR", "SOCIAL_WORKER")
        client = self.client_of(self.worker)
        self.assign(self.worker, client, self.worker, "KEY_WORKER")
        antipathy = continuity_pb2.KEY_WORKER_CHANGE_CATEGORY_ANTIPATHY
        request = self.change(client, other, antipathy)
        answer = self.ok(self.worker.caller, f"{WORKFORCE}.ChangeKeyWorker", request)
        self.assertEqual(answer.change.former_worker_id, self.worker.worker_id)
        self.assertEqual(answer.assignment.worker_id, other.worker_id)
        self.assertEqual(len(self.uncovered(self.head)), 0)
        listing = continuity_pb2.ListKeyWorkerChangesRequest(client_id=client)
        changes = self.ok(other.caller, f"{WORKFORCE}.ListKeyWorkerChanges", listing).changes
        self.assertEqual([one.worker_id for one in changes], [other.worker_id])
        name = f"{WORKFORCE}.ListKeyWorkerChangeReasons"
        why = continuity_pb2.ListKeyWorkerChangeReasonsRequest(client_id=client)
        for who in (self.head.caller, supervisor.acting("SOCIAL_WORKER"), self.worker.caller):
            reason = "SUPERVISOR_ONLY" if who is self.head.caller else "ROLE_REFUSED"
            rule = "REG-37" if who is self.head.caller else ""
            self.refused(who, name, why, "PERMISSION_DENIED", reason, rule)
        found = self.ok(supervisor.caller, name, why).reasons
        self.assertEqual([one.category for one in found], [antipathy])
        stranger = self.hire(self.agency(), "SUPERVISOR")
        self.refused(stranger.caller, name, why, "NOT_FOUND", "NOT_FOUND")

    def test_REG_37_the_reason_is_in_no_feed(self):
        client = self.client_of(self.worker)
        before = self.ok(
            self.world.machine(self.key), "client-registry:FeedService.GetFeedInfo",
            feed_pb2.GetFeedInfoRequest(),
        ).newest_position
        request = self.change(
            client, self.worker, continuity_pb2.KEY_WORKER_CHANGE_CATEGORY_OVER_INVOLVEMENT
        )
        self.ok(self.worker.caller, f"{WORKFORCE}.ChangeKeyWorker", request)
        changes = self.ok(
            self.world.service("reporting"), "client-registry:FeedService.ListChanges",
            feed_pb2.ListChangesRequest(position=before, wait_ms=2000),
        )
        kinds = {event.type for event in changes.events}
        self.assertIn("KeyWorkerChanged", kinds)
        self.assertNotIn("KeyWorkerChangeReason", {event.aggregate for event in changes.events})


class SeparationTest(WorkforceTest):
    """Support and control, the roles and their limits."""

    def merged(self, key):
        """A worker who holds both kinds of role, and a client with an assignment in support."""
        worker = self.hire(key, "KEY_WORKER", "HOUSING_OFFICER")
        client = self.client_of(worker)
        self.assign(worker, client, worker, "KEY_WORKER")
        return worker, client

    def waive(self, head, worker, **further):
        request = substitution_pb2.GrantRoleMergeWaiverRequest(
            waiver=substitution_pb2.RoleMergeWaiver(
                worker_id=worker.worker_id, reason="Only one worker in the whole village", **further
            )
        )
        return self.ok(head.caller, f"{WORKFORCE}.GrantRoleMergeWaiver", request).waiver

    def summary(self, who, key):
        request = contact_record_pb2.GetSeparationSummaryRequest(
            agency_id=self.ids[f"agency.{key}"],
            from_date=self.world.today(-1),
            to_date=self.world.today(1),
        )
        return self.ok(who, f"{WORKFORCE}.GetSeparationSummary", request)

    def test_XC_34_both_stances_need_a_waiver_with_a_reason(self):
        key = self.agency()
        head = self.hire(key, "HEAD_OF_UNIT")
        worker, client = self.merged(key)
        control = self.assigning(client, worker, "HOUSING_OFFICER")
        self.refused(
            worker.caller, ASSIGN, control, "FAILED_PRECONDITION", "STANCE_CONFLICT", "XC-32"
        )
        self.refused(
            worker.caller,
            f"{WORKFORCE}.GrantRoleMergeWaiver",
            substitution_pb2.GrantRoleMergeWaiverRequest(
                waiver=substitution_pb2.RoleMergeWaiver(
                    worker_id=worker.worker_id, reason="because I want to"
                )
            ),
            "PERMISSION_DENIED",
            "ROLE_REFUSED",
        )
        waiver = self.waive(head, worker)
        self.assertEqual(waiver.granted_by_worker_id, head.worker_id)
        answer = self.ok(worker.caller, ASSIGN, control)
        self.assertIn(("XC-34", "ROLES_MERGED"), reasons(answer.warnings))
        listed = self.ok(
            worker.caller,
            f"{WORKFORCE}.ListRoleMergeWaivers",
            substitution_pb2.ListRoleMergeWaiversRequest(),
        ).waivers
        self.assertEqual([one.waiver_id for one in listed], [waiver.waiver_id])
        again = substitution_pb2.GrantRoleMergeWaiverRequest(waiver=waiver)
        self.refused(
            head.caller,
            f"{WORKFORCE}.GrantRoleMergeWaiver",
            again,
            "ALREADY_EXISTS",
            "WAIVER_EXISTS",
            "XC-34",
        )
        end = substitution_pb2.EndRoleMergeWaiverRequest(waiver_id=waiver.waiver_id)
        ended = self.ok(head.caller, f"{WORKFORCE}.EndRoleMergeWaiver", end).waiver
        self.assertTrue(ended.HasField("valid_to"))

    def test_XC_35_in_merged_roles_it_is_recorded_whether_the_client_knew(self):
        key = self.agency()
        head = self.hire(key, "HEAD_OF_UNIT")
        worker, client = self.merged(key)
        name = f"{WORKFORCE}.RecordContact"
        plain = self.ok(worker.caller, name, self.contact(client))
        self.assertFalse(plain.contact.is_merged_role)
        self.assertEqual(reasons(plain.warnings), [])
        self.waive(head, worker)
        warned = [("XC-35", "ROLE_NOT_DISCLOSED")]
        for told, stored, expected in (
            (contact_record_pb2.ROLE_DISCLOSURE_UNSPECIFIED, contact_record_pb2.ROLE_DISCLOSURE_UNKNOWN, warned),
            (contact_record_pb2.ROLE_DISCLOSURE_UNKNOWN, contact_record_pb2.ROLE_DISCLOSURE_UNKNOWN, warned),
            (contact_record_pb2.ROLE_DISCLOSURE_NO, contact_record_pb2.ROLE_DISCLOSURE_NO, warned),
            (contact_record_pb2.ROLE_DISCLOSURE_YES, contact_record_pb2.ROLE_DISCLOSURE_YES, []),
        ):
            request = self.contact(client, role_disclosed_to_client=told)
            answer = self.ok(worker.acting("HOUSING_OFFICER"), name, request)
            self.assertEqual(answer.contact.role_disclosed_to_client, stored)
            self.assertEqual(answer.contact.acting_role, context_pb2.ACTING_ROLE_HOUSING_OFFICER)
            self.assertEqual(reasons(answer.warnings), expected)
        counted = self.summary(head.caller, key)
        self.assertEqual(counted.waiver_count, 1)
        self.assertEqual(counted.role_not_disclosed_count, 1)
        self.assertEqual(counted.role_disclosure_unknown_count, 2)

    def test_XC_36_who_acts_in_control_sees_no_contact_in_support(self):
        key = self.agency()
        worker, client = self.merged(key)
        self.waive(self.hire(key, "HEAD_OF_UNIT"), worker)
        name = f"{WORKFORCE}.RecordContact"
        self.ok(worker.caller, name, self.contact(client, summary="He owes more than he says."))
        self.ok(worker.acting("HOUSING_OFFICER"), name, self.contact(client))
        listing = contact_record_pb2.ListContactsRequest(client_id=client)

        def stances(who):
            contacts = self.ok(who, f"{WORKFORCE}.ListContacts", listing).contacts
            return sorted(one.stance for one in contacts)

        both = [context_pb2.STANCE_SUPPORT, context_pb2.STANCE_CONTROL]
        self.assertEqual(stances(worker.caller), both)
        self.assertEqual(stances(worker.acting("HOUSING_OFFICER")), [context_pb2.STANCE_CONTROL])

    def test_REG_79_REG_109_a_contact_has_channel_length_role_and_technique(self):
        worker = self.hire(self.agency(), "FIRST_CONTACT")
        client = self.client_of(worker)
        first = contact_record_pb2.CONTACT_STAGE_SOCIAL_RECORD
        request = self.contact(client, duration_minutes=25, stage=first)
        answer = self.ok(worker.caller, f"{WORKFORCE}.RecordContact", request)
        self.assertEqual(answer.contact.duration_minutes, 25)
        self.assertEqual(answer.contact.technique, contact_record_pb2.CONTACT_TECHNIQUE_ACCOMPANYING)
        self.assertEqual(reasons(answer.warnings), [])

    def test_REG_28_another_form_is_warned_of_and_recorded(self):
        worker = self.hire(self.agency(), "FIRST_CONTACT")
        request = self.contact(
            self.client_of(worker),
            form=contact_record_pb2.CONTACT_FORM_FIELD,
            stage=contact_record_pb2.CONTACT_STAGE_DIAGNOSTIC,
        )
        answer = self.ok(worker.caller, f"{WORKFORCE}.RecordContact", request)
        self.assertEqual(
            reasons(answer.warnings), [("REG-28", "FORM_UNUSUAL"), ("REG-28", "STAGE_UNUSUAL")]
        )

    def support(self, client, **further):
        return support_pb2.RecordSupportRequest(
            support_record=support_pb2.SupportRecord(
                client_id=client,
                category_id=self.ids["category.ACCOMPANIMENT"],
                quantity_milli=1000,
                unit=support_pb2.SUPPORT_UNIT_HOUR,
                occurred_at=self.world.now(-5),
                **further,
            )
        )

    def test_REG_33_an_expert_gives_no_group_session(self):
        key = self.agency()
        expert, colleague = self.hire(key, "EXPERT"), self.hire(key, "SOCIAL_WORKER")
        client = self.client_of(expert)
        group = self.contact(client, is_group=True)
        name = f"{WORKFORCE}.RecordContact"
        refused = ("PERMISSION_DENIED", "GROUP_BY_EXPERT", "REG-33")
        self.refused(expert.caller, name, group, *refused)
        group.contact.deviation.CopyFrom(
            types_pb2.Deviation(rule="REG-33", reason="Two brothers came together")
        )
        self.assertTrue(self.ok(expert.caller, name, group).contact.HasField("deviation"))
        # Nor as a support record, entered by the expert or for the expert.
        name = "SupportService.RecordSupport"
        self.refused(expert.caller, name, self.support(client, is_group=True), *refused)
        for_expert = self.support(client, is_group=True, worker_id=expert.worker_id)
        self.refused(colleague.caller, name, for_expert, *refused)
        self.ok(expert.caller, name, self.support(client))
        self.ok(colleague.caller, name, self.support(client, is_group=True))

    def test_REG_32_an_online_editor_has_no_client_file(self):
        self.without_clients("ONLINE_EDITOR")

    def test_REG_35_a_support_coordinator_has_no_client_record(self):
        self.without_clients("SUPPORT_COORDINATOR")

    def without_clients(self, role):
        key = self.agency()
        worker = self.hire(key, "SOCIAL_WORKER", role)
        client = self.client_of(worker)
        bare = worker.acting(role)
        for name, request in (
            ("ClientService.GetClient", client_pb2.GetClientRequest(client_id=client)),
            (
                "ClientService.SuggestClients",
                client_pb2.SuggestClientsRequest(prefix="Zku", search_id=unknown_id()),
            ),
            ("SupportService.ListSupport", support_pb2.ListSupportRequest(client_id=client)),
            (
                f"{WORKFORCE}.ListContacts",
                contact_record_pb2.ListContactsRequest(client_id=client),
            ),
            (
                "AgencyService.ListAssignments",
                agency_pb2.ListAssignmentsRequest(client_id=client),
            ),
            ("ConsentService.ListConsents", consent_pb2.ListConsentsRequest(client_id=client)),
            ("CaseService.ListMyCases", MY_CASES),
        ):
            self.refused(bare, name, request, "PERMISSION_DENIED", "ROLE_REFUSED")
        # Nor in the list of what waits for this very person.
        head, leaver = self.hire(key, "HEAD_OF_UNIT"), self.hire(key, "SOCIAL_WORKER")
        name = continuity_pb2.NameFallbackRequest(worker_id=worker.worker_id)
        self.ok(head.caller, f"{WORKFORCE}.NameFallback", name)
        self.assign(leaver, client, leaver, "SOCIAL_WORKER")
        self.end_employment(leaver)
        listing = work_pb2.ListMyWorkRequest(scope=work_pb2.WORK_SCOPE_OWN)

        def waiting(who):
            items = self.ok(who, "client-registry:WorkService.ListMyWork", listing).items
            return [one.client_id for one in items]

        self.assertEqual(waiting(worker.caller), [client])
        self.assertEqual(waiting(bare), [])
        # With another role the same person has.
        self.ok(
            worker.caller, "ClientService.GetClient", client_pb2.GetClientRequest(client_id=client)
        )


class TaskRequestTest(WorkforceTest):
    """What one unit may ask of a worker of another (XC-37 to XC-39)."""

    def setUp(self):
        super().setUp()
        self.town = self.agency("MUNICIPALITY_II", ("social", "housing"))
        self.officer = self.hire(f"{self.town}.housing", "HOUSING_OFFICER")
        self.helper = self.hire(f"{self.town}.social", "SOCIAL_WORKER")
        self.client_id = self.client_of(self.officer)

    def asking(self, of, wish=0, **further):
        fields = {
            "client_id": self.client_id,
            "recipient_worker_id": of.worker_id,
            "kind": task_request_pb2.TASK_KIND_OFFER_SUPPORT,
            "area": areas_pb2.DATA_AREA_HOUSING,
            **{f"recipient_{key}": value for key, value in self.world.unit(of.unit).items()},
            **further,
        }
        return task_request_pb2.RequestTaskRequest(
            task_request=task_request_pb2.TaskRequest(**fields), control_wish=wish
        )

    def attempts(self):
        request = contact_record_pb2.GetSeparationSummaryRequest(
            agency_id=self.ids[f"agency.{self.town}"],
            from_date=self.world.today(-1),
            to_date=self.world.today(1),
        )
        summary = self.ok("admin", f"{WORKFORCE}.GetSeparationSummary", request)
        return {one.rule: one.count for one in summary.refused_attempts}

    NAME = f"{WORKFORCE}.RequestTask"

    def test_XC_37_a_landlord_asks_no_support_worker_to_control(self):
        charity = self.hire(self.agency(), "KEY_WORKER")
        for wish in (
            task_request_pb2.CONTROL_WISH_INSPECTION,
            task_request_pb2.CONTROL_WISH_DISCIPLINE,
            task_request_pb2.CONTROL_WISH_REPORT_ON_CLIENT,
        ):
            self.refused(
                self.officer.caller,
                self.NAME,
                self.asking(charity, wish),
                "PERMISSION_DENIED",
                "CONTROL_TASK",
                "XC-37",
            )
        self.assertEqual(self.attempts(), {"XC-37": 3})

    def test_XC_37_the_purpose_betrays_the_wish(self):
        charity = self.hire(self.agency(), "KEY_WORKER")
        for purpose in ("LEASE_CONTROL", "DEBT_COLLECTION"):
            self.refused(
                self.officer.caller.acting(purpose=purpose),
                self.NAME,
                self.asking(charity),
                "PERMISSION_DENIED",
                "CONTROL_TASK",
                "XC-37",
            )
        self.assertEqual(self.attempts(), {"XC-37": 2})

    def test_XC_38_nor_inside_one_municipality(self):
        self.refused(
            self.officer.caller,
            self.NAME,
            self.asking(self.helper, task_request_pb2.CONTROL_WISH_INSPECTION),
            "PERMISSION_DENIED",
            "CONTROL_TASK",
            "XC-38",
        )
        self.assertEqual(self.attempts(), {"XC-38": 1})
        # Nor in words.
        self.refused(
            self.officer.caller,
            self.NAME,
            self.asking(self.helper, note="Look whether he keeps the flat clean"),
            "INVALID_ARGUMENT",
            "NOTE_OF_CONTROL",
            "XC-38",
        )

    def test_XC_39_nor_to_correct_the_client(self):
        self.refused(
            self.officer.caller,
            self.NAME,
            self.asking(self.helper, task_request_pb2.CONTROL_WISH_CORRECTION),
            "PERMISSION_DENIED",
            "CONTROL_TASK",
            "XC-39",
        )
        self.assertEqual(self.attempts(), {"XC-39": 1})

    def test_XC_38_a_kind_that_is_not_in_the_contract_does_not_pass(self):
        error = self.refused(
            self.officer.caller,
            self.NAME,
            self.asking(self.helper, kind=99),
            "INVALID_ARGUMENT",
            "INVALID_REQUEST",
        )
        self.assertEqual([one.field for one in error.field_violations], ["task_request.kind"])

    def test_XC_17_a_request_needs_a_basis(self):
        self.refused(
            self.officer.caller,
            self.NAME,
            self.asking(self.helper),
            "PERMISSION_DENIED",
            "CONSENT_REQUIRED",
            "XC-17",
        )

    def consent(self):
        """The client lets both departments talk about housing."""
        asker = self.hire(f"{self.town}.housing", "SOCIAL_WORKER")
        version = consent_pb2.ConsentVersion(
            parties=[
                consent_pb2.ConsentParty(**self.world.unit(f"{self.town}.{name}"))
                for name in ("social", "housing")
            ],
            areas=[areas_pb2.DATA_AREA_HOUSING],
            purposes=[context_pb2.PURPOSE_AGREED_SUPPORT],
            excluded_topics_asked=True,
            form=consent_pb2.CONSENT_FORM_WRITTEN,
            valid_to=self.world.today(100),
        )
        made = self.ok(
            asker.caller,
            "ConsentService.CreateConsent",
            consent_pb2.CreateConsentRequest(client_id=self.client_id, version=version),
        ).consent
        sign = consent_pb2.SignConsentRequest(
            consent_id=made.consent_id,
            signed_time=self.world.now(-1),
            told_of_revocation_time=self.world.now(-2),
            document="doc-1",
        )
        self.ok(asker.caller, "ConsentService.SignConsent", sign)

    def test_XC_37_help_may_be_asked_for_and_is_answered(self):
        self.consent()
        made = self.ok(self.officer.caller, self.NAME, self.asking(self.helper)).task_request
        listing = task_request_pb2.ListTaskRequestsRequest()
        received = self.ok(self.helper.caller, f"{WORKFORCE}.ListTaskRequests", listing)
        self.assertEqual(
            [one.task_request_id for one in received.task_requests], [made.task_request_id]
        )
        get = task_request_pb2.GetTaskRequestRequest(task_request_id=made.task_request_id)
        found = self.ok(self.helper.caller, f"{WORKFORCE}.GetTaskRequest", get).task_request
        self.assertEqual([one.allowed for one in found.actions], [True])
        self.assertEqual(found.kind, task_request_pb2.TASK_KIND_OFFER_SUPPORT)
        answer = task_request_pb2.AnswerTaskRequestRequest(
            task_request_id=made.task_request_id,
            answer=task_request_pb2.TASK_REQUEST_STATE_ACCEPTED,
        )
        name = f"{WORKFORCE}.AnswerTaskRequest"
        colleague = self.hire(f"{self.town}.social", "SOCIAL_WORKER")
        for who in (colleague.caller, self.officer.caller):
            self.refused(who, name, answer, "NOT_FOUND", "NOT_FOUND")
        self.ok(self.helper.caller, name, answer)
        self.refused(
            self.helper.caller, name, answer, "FAILED_PRECONDITION", "TASK_STATE_REFUSES", "XC-37"
        )
        stranger = self.hire(self.agency(), "SOCIAL_WORKER")
        self.refused(
            stranger.caller, f"{WORKFORCE}.GetTaskRequest", get, "NOT_FOUND", "NOT_FOUND"
        )
        self.assertEqual(self.attempts(), {})

    def test_XC_61_a_deputy_answers_for_the_worker_who_is_asked(self):
        self.consent()
        made = self.ok(self.officer.caller, self.NAME, self.asking(self.helper)).task_request
        deputy = self.hire(f"{self.town}.social", "KEY_WORKER")
        answer = task_request_pb2.AnswerTaskRequestRequest(
            task_request_id=made.task_request_id,
            answer=task_request_pb2.TASK_REQUEST_STATE_ACCEPTED,
        )
        name = f"{WORKFORCE}.AnswerTaskRequest"
        self.refused(deputy.caller, name, answer, "NOT_FOUND", "NOT_FOUND")
        _, standing_in = self.substitute(self.helper, deputy, "SOCIAL_WORKER")
        self.ok(standing_in, name, answer)


class SupervisionTest(WorkforceTest):
    """What is for a worker and the supervisor alone."""

    def setUp(self):
        super().setUp()
        self.key = self.agency()
        self.worker = self.hire(self.key, "SOCIAL_WORKER")
        self.supervisor = self.hire(self.key, "SUPERVISOR", "SOCIAL_WORKER")
        self.head = self.hire(self.key, "HEAD_OF_UNIT", "TEAM_LEAD")

    def notes(self, who):
        request = supervision_pb2.ListReflectionsRequest()
        notes = self.ok(who, f"{WORKFORCE}.ListReflections", request).notes
        return [one.content for one in notes]

    def write(self, content, **further):
        request = supervision_pb2.WriteReflectionRequest(
            note=supervision_pb2.ReflectionNote(content=content, **further)
        )
        return self.ok(self.worker.caller, f"{WORKFORCE}.WriteReflection", request).note

    def test_XC_43_a_reflection_is_for_its_author_and_the_supervisor_only(self):
        self.write("He reminds me of my brother.", supervisor_worker_id=self.supervisor.worker_id)
        self.write("Nobody's business.")
        self.assertEqual(
            self.notes(self.worker.caller), ["Nobody's business.", "He reminds me of my brother."]
        )
        self.assertEqual(self.notes(self.supervisor.caller), ["He reminds me of my brother."])
        # Not in another role, not as head, not as somebody else's supervisor, not as administrator.
        another = self.hire(self.key, "SUPERVISOR")
        for who in (
            self.supervisor.acting("SOCIAL_WORKER"),
            self.head.caller,
            another.caller,
            "admin",
        ):
            self.assertEqual(self.notes(who), [])

    def test_XC_43_a_deputy_does_not_read_them(self):
        self.write("I do not like going there.")
        deputy = self.hire(self.key, "KEY_WORKER")
        _, standing_in = self.substitute(self.worker, deputy, "SOCIAL_WORKER")
        self.assertEqual(self.notes(standing_in), [])

    def test_XC_43_only_a_supervisor_is_named(self):
        request = supervision_pb2.WriteReflectionRequest(
            note=supervision_pb2.ReflectionNote(
                content="X", supervisor_worker_id=self.head.worker_id
            )
        )
        self.violates(
            self.worker.caller,
            f"{WORKFORCE}.WriteReflection",
            request,
            "note.supervisor_worker_id",
            "NO_SUPERVISOR",
        )

    def test_XC_43_they_are_in_no_feed(self):
        service = self.world.service("reporting")
        before = self.ok(
            service, "client-registry:FeedService.GetFeedInfo", feed_pb2.GetFeedInfoRequest()
        ).newest_position
        self.write("Nobody's business.")
        self.client_of(self.worker)
        changes = self.ok(
            service,
            "client-registry:FeedService.ListChanges",
            feed_pb2.ListChangesRequest(position=before, wait_ms=2000),
        )
        aggregates = {event.aggregate for event in changes.events}
        self.assertIn("Client", aggregates)
        self.assertNotIn("ReflectionNote", aggregates)

    def settings(self, **on):
        request = supervision_pb2.PutSupervisionSettingsRequest(
            settings=supervision_pb2.SupervisionSettings(**on)
        )
        self.ok(self.head.caller, f"{WORKFORCE}.PutSupervisionSettings", request)

    def hints(self, who, **asked):
        request = supervision_pb2.ListSupervisionHintsRequest(**asked)
        return self.ok(who, f"{WORKFORCE}.ListSupervisionHints", request).hints

    def hints_refused(self, who):
        request = supervision_pb2.ListSupervisionHintsRequest(worker_id=self.worker.worker_id)
        self.refused(
            who,
            f"{WORKFORCE}.ListSupervisionHints",
            request,
            "PERMISSION_DENIED",
            "SUPERVISOR_ONLY",
            "REG-37",
        )

    def test_REG_38_material_help_without_a_need_is_shown_to_worker_and_supervisor(self):
        client = self.client_of(self.worker)
        request = support_pb2.RecordSupportRequest(
            support_record=support_pb2.SupportRecord(
                client_id=client,
                category_id=self.ids["category.ACCOMPANIMENT"],
                quantity_milli=1000,
                unit=support_pb2.SUPPORT_UNIT_HOUR,
                occurred_at=self.world.now(-5),
            )
        )
        made = self.ok(self.worker.caller, "SupportService.RecordSupport", request).support_record
        self.assertEqual(len(self.hints(self.worker.caller)), 0)  # off by default
        self.settings(unlinked_support=True, material_category_codes=["ACCOMPANIMENT"])
        for who in (self.worker.caller, self.supervisor.caller):
            found = self.hints(who, worker_id=self.worker.worker_id)
            self.assertEqual([one.support_record_id for one in found], [made.support_record_id])
        colleague = self.hire(self.key, "SOCIAL_WORKER")
        stranger = self.hire(self.agency(), "SUPERVISOR")
        for who in (
            self.head.caller,
            colleague.caller,
            self.supervisor.acting("SOCIAL_WORKER"),
            stranger.caller,
        ):
            self.hints_refused(who)
        link = supervision_pb2.LinkSupportToNeedRequest(
            link=supervision_pb2.SupportNeedLink(
                support_record_id=made.support_record_id,
                need_ref=f"conference/assessments/{unknown_id()}",
            )
        )
        name = f"{WORKFORCE}.LinkSupportToNeed"
        other = self.hire(self.agency(), "SOCIAL_WORKER")
        self.refused(other.caller, name, link, "NOT_FOUND", "NOT_FOUND")
        self.ok(self.worker.caller, name, link)
        self.refused(
            self.worker.caller, name, link, "ALREADY_EXISTS", "NEED_LINKED", "REG-38"
        )
        self.assertEqual(len(self.hints(self.worker.caller)), 0)

    def test_REG_39_contact_time_that_stands_out_is_shown_to_worker_and_supervisor(self):
        clients = [self.client_of(self.worker) for _ in range(4)]
        for client, minutes in zip(clients, (30, 30, 60, 600)):
            self.ok(
                self.worker.caller,
                f"{WORKFORCE}.RecordContact",
                self.contact(client, duration_minutes=minutes),
            )
        self.assertEqual(len(self.hints(self.worker.caller)), 0)  # off by default
        self.settings(contact_outliers=True)
        for who in (self.worker.caller, self.supervisor.caller):
            found = self.hints(who, worker_id=self.worker.worker_id)
            self.assertEqual(
                [(one.client_id, one.minutes, one.usual_minutes) for one in found],
                [(clients[3], 600, 30)],
            )
        for who in (self.head.caller, self.hire(self.key, "SOCIAL_WORKER").caller):
            self.hints_refused(who)
        self.settings()
        self.assertEqual(len(self.hints(self.worker.caller)), 0)

    def test_XC_53_time_from_first_contact_to_first_support_is_measured(self):
        helped = self.client_of(self.worker)
        self.client_of(self.worker)  # and somebody who waits
        early = self.contact(helped)
        early.contact.occurred_at.CopyFrom(self.world.now(-60 * 30))
        self.ok(self.worker.caller, f"{WORKFORCE}.RecordContact", early)
        request = support_pb2.RecordSupportRequest(
            support_record=support_pb2.SupportRecord(
                client_id=helped,
                category_id=self.ids["category.ACCOMPANIMENT"],
                quantity_milli=1000,
                unit=support_pb2.SUPPORT_UNIT_HOUR,
                occurred_at=self.world.now(-60),
            )
        )
        self.ok(self.worker.caller, "SupportService.RecordSupport", request)
        asked = supervision_pb2.GetTimelinessRequest(
            from_date=self.world.today(-3), to_date=self.world.today(1)
        )
        found = self.ok(self.head.caller, f"{WORKFORCE}.GetTimeliness", asked)
        self.assertEqual((found.first_contact_count, found.supported_count), (2, 1))
        self.assertIn(found.median_hours, (28, 29))
        asked.to_date.CopyFrom(self.world.today(-5))
        self.violates(
            self.head.caller, f"{WORKFORCE}.GetTimeliness", asked, "to_date", "PERIOD_REVERSED"
        )


class UnknownTest(WorkforceTest):
    """Without a basis, what exists and what does not are one answer (XC-30)."""

    def answer(self, who, name, request):
        try:
            return self.world.method(who, name)(request)
        except OporaError as error:
            return error.answer

    def test_XC_30_calls_that_name_a_client(self):
        existing = self.client_of(self.hire(self.agency(), "SOCIAL_WORKER"))
        stranger = self.hire(self.agency(), "SOCIAL_WORKER", "SUPERVISOR")
        of_client = {
            "RecordContact": self.contact,
            "ListContacts": lambda id: contact_record_pb2.ListContactsRequest(client_id=id),
            "ChangeKeyWorker": lambda id: continuity_pb2.ChangeKeyWorkerRequest(
                client_id=id,
                worker_id=stranger.worker_id,
                category=continuity_pb2.KEY_WORKER_CHANGE_CATEGORY_CLIENT_WISH,
            ),
            "ListKeyWorkerChanges": lambda id: continuity_pb2.ListKeyWorkerChangesRequest(
                client_id=id
            ),
            "RequestTask": lambda id: task_request_pb2.RequestTaskRequest(
                task_request=task_request_pb2.TaskRequest(
                    client_id=id,
                    recipient_agency_id=unknown_id(),
                    recipient_worker_id=unknown_id(),
                    area=areas_pb2.DATA_AREA_HOUSING,
                )
            ),
        }
        for name, make in of_client.items():
            with self.subTest(name=name):
                answers = [
                    self.answer(stranger.caller, f"{WORKFORCE}.{name}", make(id))
                    for id in (existing, unknown_id())
                ]
                self.assertEqual(answers[0], answers[1])
                self.assertEqual(answers[0][0].name, "NOT_FOUND")
