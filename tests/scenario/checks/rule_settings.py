"""How recommendations bind is set by each agency, in the registry and for conferences."""

import uuid

from opora.common.v1 import areas_pb2, audit_pb2, rule_settings_pb2
from opora.registry.v1 import (
    agency_pb2,
    client_pb2,
    personal_tie_pb2,
    protection_pb2,
    statement_pb2,
)

from checks.base import unknown_id
from checks.conference_base import HELD_ON, Conf, ConferenceTest
from checks.workforce_base import WorkforceTest, reasons

ASSIGN = "AgencyService.AssignWorker"
STATE = "ClientService.RecordStatement"
ENFORCE = rule_settings_pb2.RULE_MODE_ENFORCE
WARN = rule_settings_pb2.RULE_MODE_WARN
OFF = rule_settings_pb2.RULE_MODE_OFF
UNQUALIFIED = ("XC-52", "QUALIFICATION_MISSING")
STANCES = ("XC-32", "STANCE_CONFLICT")
LABEL = ("XC-42", "LABEL_AS_TOPIC")
UNPREPARED = ("CONF-34", "CLIENT_NOT_PREPARED")
SOMEBODY_UNPREPARED = ("CONF-34", "PARTICIPANT_NOT_PREPARED")


def put(*modes, reason="decided by the team", **further):
    return rule_settings_pb2.PutRuleSettingsRequest(
        settings=[
            rule_settings_pb2.AgencyRuleSetting(rule=rule, reason=name, mode=mode)
            for (rule, name), mode in modes
        ],
        reason=reason,
        **further,
    )


class Settings:
    """The settings of one agency in one service."""

    def __init__(self, test, who, service="client-registry"):
        self.test, self.who, self.service = test, who, service

    def name(self, method):
        return f"{self.service}:RuleService.{method}"

    def set(self, *modes, **further):
        return self.test.ok(self.who, self.name("PutRuleSettings"), put(*modes, **further)).settings

    def get(self, version=0, who=None):
        request = rule_settings_pb2.GetRuleSettingsRequest(version=version)
        return self.test.ok(who or self.who, self.name("GetRuleSettings"), request)

    def modes(self, **how):
        return {(one.rule, one.reason): one.mode for one in self.get(**how).rules}

    def refused(self, who, code, reason, rule, *modes):
        name = self.name("PutRuleSettings")
        return self.test.refused(who, name, put(*modes), code, reason, rule)

    def deviations(self, who=None, **fields):
        request = rule_settings_pb2.ListDeviationsRequest(page_size=500, **fields)
        return self.test.ok(who or self.who, self.name("ListDeviations"), request).deviations

    def explain(self, deviation, words):
        return rule_settings_pb2.ExplainDeviationRequest(
            deviation_id=deviation.deviation_id, words=words
        )


class RegistryTest(WorkforceTest):
    """An agency with a head and two workers who support clients."""

    def setUp(self):
        super().setUp()
        self.key = self.agency()
        self.head = self.hire(self.key, "HEAD_OF_UNIT")
        self.worker = self.hire(self.key, "KEY_WORKER", "CASE_MANAGER")
        self.colleague = self.hire(self.key, "KEY_WORKER", "CASE_MANAGER")
        self.rules = Settings(self, self.head.caller)

    def warned(self, response, *expected):
        self.assertEqual(reasons(response.warnings), list(expected))

    def take(self, client, role="CASE_MANAGER", **fields):
        """The worker, who is not qualified, is to be the client's case manager."""
        request = self.assigning(client, self.worker, role)
        request.MergeFrom(agency_pb2.AssignWorkerRequest(**fields))
        return request

    def assigned(self, client):
        request = agency_pb2.ListAssignmentsRequest(client_id=client)
        return self.ok(self.worker.caller, "AgencyService.ListAssignments", request).assignments

    def statement(self, client, topic="alkoholik"):
        return client_pb2.RecordStatementRequest(
            statement=client_pb2.Statement(
                client_id=client,
                area=areas_pb2.DATA_AREA_FAMILY,
                topic=topic,
                content="what was said",
                kind=client_pb2.STATEMENT_KIND_CLIENT_STATEMENT,
            )
        )


class SettingTest(RegistryTest):
    def test_XC_46_only_who_leads_or_administers_the_agency_sets(self):
        for who in (self.worker.caller, "beranek", "hejnova"):
            self.rules.refused(
                who, "PERMISSION_DENIED", "ROLE_REFUSED", "", (UNQUALIFIED, ENFORCE)
            )
        self.assertFalse(self.rules.get().HasField("settings"))

    def test_XC_47_laws_hard_rules_and_what_protects_clients_cannot_be_set(self):
        before = self.rules.get()
        fixed = [one for one in before.rules if not one.configurable]
        self.assertGreater(len(fixed), 100)
        classes = {one.rule_class for one in fixed}
        self.assertGreaterEqual(len(classes), 3)
        # Of each class and service some, and the one that keeps editors away from clients.
        chosen = {one.rule_class: (one.rule, one.reason) for one in fixed}
        for rule in {*chosen.values(), ("REG-32", "ROLE_WITHOUT_CLIENTS")}:
            for mode in (ENFORCE, WARN, OFF):
                self.rules.refused(
                    self.head.caller,
                    "FAILED_PRECONDITION",
                    "RULE_NOT_CONFIGURABLE",
                    "XC-47",
                    (UNQUALIFIED, OFF),
                    (rule, mode),
                )
        self.assertEqual(self.rules.get(), before)

    def test_XC_46_only_known_recommendations_are_set_each_once(self):
        refused = self.rules.refused
        nobody = ("XC-52", "NO_SUCH_RULE")
        wrong = "INVALID_ARGUMENT"
        refused(self.head.caller, wrong, "RULE_UNKNOWN", "XC-46", (nobody, OFF))
        # A rule of another service is none here.
        refused(self.head.caller, wrong, "RULE_UNKNOWN", "XC-46", (UNPREPARED, OFF))
        twice = ((UNQUALIFIED, OFF), (UNQUALIFIED, WARN))
        refused(self.head.caller, wrong, "RULE_TWICE", "", *twice)
        # Contacts happened; what is unusual about them is told, not refused.
        contact = ("REG-30", "FORM_UNUSUAL")
        refused(self.head.caller, wrong, "RULE_NEVER_REFUSES", "XC-46", (contact, ENFORCE))
        self.assertFalse(self.rules.get().HasField("settings"))

    def test_XC_46_each_change_is_a_version_of_its_own_that_is_kept(self):
        first = self.rules.set((UNQUALIFIED, ENFORCE), (LABEL, WARN), reason="first")
        second = self.rules.set((LABEL, OFF), reason="second")
        self.assertEqual((first.version, second.version), (1, 2))
        self.assertEqual(first.worker_id, self.head.worker_id)
        old = self.rules.get(version=1)
        self.assertEqual(old.settings, first)
        self.assertEqual((old.settings.reason, len(old.settings.settings)), ("first", 2))
        modes = {(one.rule, one.reason): one.mode for one in old.rules}
        self.assertEqual((modes[UNQUALIFIED], modes[LABEL]), (ENFORCE, WARN))
        # What is left out binds by its default again.
        now = self.rules.modes()
        self.assertEqual((now[UNQUALIFIED], now[LABEL]), (WARN, OFF))
        request = rule_settings_pb2.GetRuleSettingsRequest(version=3)
        name = self.rules.name("GetRuleSettings")
        self.refused(self.head.caller, name, request, "NOT_FOUND", "NOT_FOUND")

    def test_XC_46_asked_again_with_its_request_id_it_is_the_same_version(self):
        key = str(uuid.uuid4())
        first = self.rules.set((LABEL, WARN), request_id=key)
        self.assertEqual(self.rules.set((LABEL, WARN), request_id=key), first)
        self.assertEqual(self.rules.get().settings.version, 1)

    def test_XC_46_the_audit_says_who_changed_it(self):
        self.grant(self.colleague.worker_id, "AUDITOR")
        self.rules.set((LABEL, WARN))
        request = audit_pb2.ListAccessesRequest(
            from_time=self.world.now(-60), to_time=self.world.now(5), page_size=500
        )
        auditor = self.colleague.acting("AUDITOR", purpose="SUPERVISION")
        entries = self.ok(auditor, "AuditService.ListAccesses", request).entries
        found = [one for one in entries if one.method.endswith("RuleService.PutRuleSettings")]
        self.assertEqual(len(found), 1)
        self.assertEqual(found[0].worker_id, self.head.worker_id)
        self.assertEqual(found[0].effect, audit_pb2.AUDIT_EFFECT_WRITTEN)
        self.assertTrue(any("agency_rule_settings/" in one for one in found[0].records))


class BindingTest(RegistryTest):
    def test_XC_46_enforced_a_warning_becomes_a_refusal_and_nothing_happens(self):
        client = self.client_of(self.worker)
        self.rules.set((UNQUALIFIED, ENFORCE))
        before = self.assigned(client)
        error = self.refused(
            self.worker.caller, ASSIGN, self.take(client), "FAILED_PRECONDITION", *reversed(UNQUALIFIED)
        )
        self.assertTrue(error.remedy)
        self.assertEqual(self.assigned(client), before)
        self.assertEqual(list(self.rules.deviations()), [])
        # Another agency is not concerned.
        other = self.agency()
        worker = self.hire(other, "KEY_WORKER", "CASE_MANAGER")
        theirs = self.client_of(worker)
        self.warned(self.assign(worker, theirs, worker, "CASE_MANAGER"), UNQUALIFIED)
        # Nor is this one any longer once it is set back.
        self.rules.set()
        self.warned(self.ok(self.worker.caller, ASSIGN, self.take(client)), UNQUALIFIED)

    def test_XC_46_what_was_done_before_stays_done_and_is_told_as_it_was(self):
        client = self.client_of(self.worker)
        key = str(uuid.uuid4())
        request = self.take(client, request_id=key)
        done = self.ok(self.worker.caller, ASSIGN, request)
        self.rules.set((UNQUALIFIED, ENFORCE))
        self.assertEqual(self.ok(self.worker.caller, ASSIGN, request), done)
        self.assertEqual(len(self.rules.deviations(of_request_id=key)), 1)

    def test_XC_46_switched_off_nothing_is_warned_of_and_nothing_kept(self):
        client = self.client_of(self.worker)
        self.rules.set((UNQUALIFIED, OFF), (LABEL, OFF))
        self.warned(self.ok(self.worker.caller, ASSIGN, self.take(client)))
        stored = self.ok(self.worker.caller, STATE, self.statement(client))
        self.assertEqual((stored.statement.topic, list(stored.warnings)), ("alkoholik", []))
        self.assertEqual(list(self.rules.deviations()), [])

    def test_XC_46_a_refusal_becomes_a_warning_that_is_kept(self):
        client = self.client_of(self.worker)
        request = self.statement(client)
        refused = ("INVALID_ARGUMENT", *reversed(LABEL))
        self.refused(self.worker.caller, STATE, request, *refused)
        self.rules.set((LABEL, WARN))
        request.request_id = str(uuid.uuid4())
        self.warned(self.ok(self.worker.caller, STATE, request), LABEL)
        found = self.rules.deviations(of_request_id=request.request_id)
        self.assertEqual(
            [(one.rule, one.rule_reason, one.client_id, one.worker_id) for one in found],
            [(*LABEL, client, self.worker.worker_id)],
        )
        self.assertEqual(found[0].settings_version, 1)
        self.assertFalse(found[0].HasField("words"))
        self.assertTrue(found[0].method.endswith(STATE))
        # On the other way to the same table too.
        old = self.ok(self.worker.caller, STATE, self.statement(client, "family")).statement
        request = statement_pb2.CorrectStatementRequest(
            statement_id=old.statement_id,
            kind=statement_pb2.STATEMENT_CHANGE_KIND_CORRECTED,
            reason="heard wrongly",
            successor=self.statement(client).statement,
        )
        self.warned(self.ok(self.worker.caller, "ClientService.CorrectStatement", request), LABEL)

    def test_XC_46_checked_only_it_is_told_as_it_would_be_and_kept_nowhere(self):
        client = self.client_of(self.worker)
        request = self.statement(client)
        request.validate_only = True
        self.rules.set((LABEL, WARN))
        self.warned(self.ok(self.worker.caller, STATE, request), LABEL)
        self.assertEqual(list(self.rules.deviations()), [])

    def test_XC_47_letting_one_rule_go_lets_no_hard_rule_go_with_it(self):
        client = self.client_of(self.worker)
        self.grant(self.worker.worker_id, "HOUSING_OFFICER")
        self.assign(self.colleague, client, self.colleague, "CASE_MANAGER")
        self.assign(self.worker, client, self.worker, "HOUSING_OFFICER")
        self.rules.set((STANCES, OFF))
        # In the way of the worker's own stance stood a second case manager too.
        self.refused(
            self.worker.caller,
            ASSIGN,
            self.take(client, "CASE_MANAGER"),
            "ALREADY_EXISTS",
            "CASE_MANAGER_EXISTS",
            "REG-34",
        )
        self.warned(self.ok(self.worker.caller, ASSIGN, self.take(client, "KEY_WORKER")))

    def test_XC_32_both_stances_are_let_pass_with_a_warning(self):
        client = self.client_of(self.worker)
        self.grant(self.worker.worker_id, "HOUSING_OFFICER")
        self.assign(self.worker, client, self.worker, "KEY_WORKER")
        control = self.take(client, "HOUSING_OFFICER")
        refused = ("FAILED_PRECONDITION", *reversed(STANCES))
        self.refused(self.worker.caller, ASSIGN, control, *refused)
        self.rules.set((STANCES, WARN))
        self.warned(self.ok(self.worker.caller, ASSIGN, control), STANCES)
        self.assertEqual([one.rule_reason for one in self.rules.deviations()], [STANCES[1]])


class DeviationTest(RegistryTest):
    def setUp(self):
        super().setUp()
        self.client_id = self.client_of(self.worker)
        self.ok(self.worker.caller, ASSIGN, self.take(self.client_id))
        (self.deviation,) = self.rules.deviations()

    def test_XC_46_a_deviation_is_listed_to_whoever_acted_and_to_who_leads(self):
        self.assertEqual(list(self.rules.deviations(self.worker.caller)), [self.deviation])
        self.assertEqual(list(self.rules.deviations(self.colleague.caller)), [])
        self.assertNotIn(self.deviation, self.rules.deviations("olsova"))

    def test_XC_46_the_reason_follows_once_and_from_one_s_own(self):
        explain = self.rules.explain(self.deviation, "she learns for the exam")
        name = self.rules.name("ExplainDeviation")
        for who in (self.colleague.caller, "olsova"):
            self.refused(who, name, explain, "NOT_FOUND", "NOT_FOUND")
        nowhere = rule_settings_pb2.ExplainDeviationRequest(
            deviation_id=unknown_id(), words="whatever"
        )
        self.refused(self.worker.caller, name, nowhere, "NOT_FOUND", "NOT_FOUND")
        self.assertEqual(list(self.rules.deviations(open_only=True)), [self.deviation])
        told = self.ok(self.worker.caller, name, explain).deviation
        self.assertEqual(told.words, "she learns for the exam")
        self.assertEqual(told.explaining_worker_id, self.worker.worker_id)
        self.assertEqual(list(self.rules.deviations(open_only=True)), [])
        self.assertEqual(list(self.rules.deviations()), [told])
        self.refused(
            self.head.caller, name, explain, "FAILED_PRECONDITION", "DEVIATION_EXPLAINED", "XC-46"
        )

    def test_XC_27_the_reason_holds_no_address_of_somebody_who_must_not_be_found(self):
        protect = protection_pb2.SetAddressProtectionRequest(
            client_id=self.client_id,
            level=protection_pb2.ADDRESS_PROTECTION_LEVEL_SHIELDED,
            cause=protection_pb2.PROTECTION_CAUSE_DOMESTIC_VIOLENCE,
        )
        self.ok(self.worker.caller, "ProtectionService.SetAddressProtection", protect)
        self.refused(
            self.worker.caller,
            self.rules.name("ExplainDeviation"),
            self.rules.explain(self.deviation, "she stays at Lipová 12/3, 400 01 Lhota"),
            "FAILED_PRECONDITION",
            "WORDS_HOLD_ADDRESS",
            "XC-27",
        )
        self.assertEqual(list(self.rules.deviations(open_only=True)), [self.deviation])

    def test_XC_58_to_whoever_is_tied_to_the_client_there_is_no_deviation(self):
        request = personal_tie_pb2.RecordPersonalTieRequest(
            tie=personal_tie_pb2.PersonalTie(
                client_id=self.client_id, kind=personal_tie_pb2.PERSONAL_TIE_KIND_CLOSE
            )
        )
        self.ok(self.head.caller, "WorkforceService.RecordPersonalTie", request)
        self.assertEqual(list(self.rules.deviations()), [])
        self.assertEqual(len(self.rules.deviations(self.worker.caller)), 1)
        self.refused(
            self.head.caller,
            self.rules.name("ExplainDeviation"),
            self.rules.explain(self.deviation, "because"),
            "NOT_FOUND",
            "NOT_FOUND",
        )


class DepartmentTest(RegistryTest):
    def test_XC_46_settings_are_the_agency_s_and_deviations_the_department_s(self):
        town = self.agency("MUNICIPALITY_EXTENDED", ("social", "legal"))
        worker = self.hire(f"{town}.social", "KEY_WORKER", "CASE_MANAGER")
        heads = {
            name: self.hire(f"{town}.{name}", "HEAD_OF_UNIT").caller for name in ("social", "legal")
        }
        elsewhere, here = Settings(self, heads["legal"]), Settings(self, heads["social"])
        client = self.client_of(worker)
        self.warned(self.assign(worker, client, worker, "CASE_MANAGER"), UNQUALIFIED)
        self.assertEqual([one.client_id for one in here.deviations()], [client])
        self.assertEqual(list(elsewhere.deviations()), [])
        elsewhere.set((UNQUALIFIED, ENFORCE))
        self.refused(
            worker.caller,
            ASSIGN,
            self.assigning(self.client_of(worker), worker, "CASE_MANAGER"),
            "FAILED_PRECONDITION",
            *reversed(UNQUALIFIED),
        )


class ConferenceRulesTest(ConferenceTest):
    """Most, which meets its clients in conferences."""

    def setUp(self):
        super().setUp()
        self.rules = Settings(self, "olsova", "case-conference")
        self.addCleanup(self.rules.set, reason="back to the defaults")

    def prepare(self, meeting, *who):
        meeting.ok(
            "petra",
            "PrepareParticipants",
            occurred_at=self.world.now(minutes=-30),
            participant_ids=[meeting.of[one] for one in who],
            silence_ground=Conf.SILENCE_GROUND_PROFESSION,
        )

    def test_XC_46_an_unprepared_client_is_warned_of_where_the_agency_says_so(self):
        meeting = self.meeting().until("arrange")
        meeting.answer()
        self.prepare(meeting, "petra")
        meeting.stopped("petra", "DeclareReady", *reversed(UNPREPARED))
        self.rules.set((UNPREPARED, WARN))
        key = str(uuid.uuid4())
        ready = meeting.ok("petra", "DeclareReady", request_id=key)
        self.warned(ready, UNPREPARED[1], SOMEBODY_UNPREPARED[1])
        self.assertEqual(ready.conference.state, Conf.CONFERENCE_STATE_READY)
        found = self.rules.deviations("petra", of_request_id=key)
        self.assertEqual({one.rule_reason for one in found}, {UNPREPARED[1], SOMEBODY_UNPREPARED[1]})
        # A conference is its participants' own: not even the head who set it learns of it here.
        self.assertEqual(list(self.rules.deviations(of_request_id=key)), [])
        name = self.rules.name("ExplainDeviation")
        explain = self.rules.explain(found[0], "there was no time")
        self.refused("olsova", name, explain, "NOT_FOUND", "NOT_FOUND")
        self.ok("petra", name, explain)

    def test_XC_46_enforced_a_meeting_waits_until_everybody_is_prepared(self):
        meeting = self.meeting().until("arrange")
        self.prepare(meeting, "petra", "client")
        meeting.answer()
        self.rules.set((SOMEBODY_UNPREPARED, ENFORCE))
        self.same_after(
            meeting,
            lambda: meeting.stopped("petra", "DeclareReady", *reversed(SOMEBODY_UNPREPARED)),
        )
        meeting.prepare()
        self.warned(meeting.ok("petra", "DeclareReady"))

    def test_XC_46_a_meeting_without_the_client_starts_where_the_agency_says_so(self):
        meeting = self.meeting().until("ready")
        absent = ("CONF-38", "CLIENT_ABSENT")
        start = {"held_on": HELD_ON, "attendance": meeting.attendance(client="ABSENT")}
        meeting.stopped("petra", "StartMeeting", *reversed(absent), **start)
        self.rules.set((absent, WARN))
        # Whoever starts it, the settings of the own agency bind: the facilitator's is another.
        meeting.stopped("milan", "StartMeeting", *reversed(absent), **start)
        # What no agency can set refuses all the same.
        late = {"held_on": HELD_ON, "attendance": meeting.attendance(client="ABSENT", milan="ABSENT")}
        meeting.stopped("petra", "StartMeeting", "FACILITATOR_ABSENT", "CONF-29", **late)
        started = meeting.ok("petra", "StartMeeting", **start)
        self.assertIn(absent[1], [one.reason for one in started.warnings])

    def test_XC_46_a_defined_target_group_is_waited_for_where_the_agency_says_so(self):
        self.assertEqual(
            self.rules.modes()["REG-09", "TARGET_GROUP_MISSING"], WARN, "the default"
        )
        # In the registry the same rule is only told as what a department lacks.
        registry = Settings(self, "olsova")
        registry.refused(
            "olsova",
            "FAILED_PRECONDITION",
            "RULE_NOT_CONFIGURABLE",
            "XC-47",
            (("REG-09", "TARGET_GROUP_MISSING"), ENFORCE),
        )
