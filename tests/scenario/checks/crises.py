"""Rules of crises that the story passes by."""

import uuid

from opora.common.v1 import areas_pb2, audit_pb2, types_pb2
from opora.conference.v1 import crisis_pb2, crisis_plan_pb2
from opora.registry.v1 import access_pb2, one_off_pb2

from checks.base import ClientTest, unknown_id

CRISIS = "CrisisService."
PLAN = "CrisisPlanService."
POLICE = one_off_pb2.OUTSIDE_RECIPIENT_POLICE
OSPOD = one_off_pb2.OUTSIDE_RECIPIENT_CHILD_PROTECTION
PROSECUTOR = one_off_pb2.OUTSIDE_RECIPIENT_PROSECUTOR


class CrisisTest(ClientTest):
    """Crises of a person of one test alone, kept by Most."""

    def attested(self, form=types_pb2.ATTESTATION_FORM_ORAL, document=""):
        return types_pb2.Attestation(
            person="klient",
            form=form,
            document=document,
            occurred_at=self.world.now(minutes=-1),
        )

    def crisis(self, kind=crisis_pb2.CRISIS_KIND_HEALTH_EMERGENCY, **fields):
        return crisis_pb2.OpenCrisisRequest(
            crisis=crisis_pb2.Crisis(
                client_id=fields.pop("client_id", None) or self.client(),
                kind=kind,
                description="Klient neotvírá a nekomunikuje.",
                occurred_at=self.world.now(minutes=-1),
                signal_source=crisis_pb2.SIGNAL_SOURCE_NEIGHBOURS,
                **fields,
            )
        )

    def opened(self, kind=crisis_pb2.CRISIS_KIND_HEALTH_EMERGENCY, **fields):
        return self.ok("strnadova", CRISIS + "OpenCrisis", self.crisis(kind, **fields)).crisis

    def get(self, crisis_id):
        request = crisis_pb2.GetCrisisRequest(crisis_id=crisis_id)
        return self.ok("strnadova", CRISIS + "GetCrisis", request)

    def call(self, client_id, **fields):
        return crisis_pb2.CallRescueAgainstWillRequest(
            override=crisis_pb2.EmergencyOverride(
                client_id=client_id,
                wording="Muž v bezvědomí.",
                told_areas=[areas_pb2.DATA_AREA_HEALTH],
                **fields,
            ),
            request_id=str(uuid.uuid4()),
        )

    def called(self, client_id=None, **fields):
        request = self.call(client_id or self.client(), **fields)
        return self.ok("strnadova", CRISIS + "CallRescueAgainstWill", request)

    def stabilise(self, crisis_id):
        request = crisis_pb2.StabiliseCrisisRequest(crisis_id=crisis_id)
        return self.ok("strnadova", CRISIS + "StabiliseCrisis", request).crisis

    def work(self):
        request = crisis_pb2.ListCrisisWorkRequest(page_size=500)
        return self.ok("strnadova", CRISIS + "ListCrisisWork", request).work

    def warned(self, response):
        return [(one.reason, one.rule) for one in response.warnings]

    def precondition(self, name, request, reason, rule):
        self.refused("strnadova", name, request, "FAILED_PRECONDITION", reason, rule)

    def bad(self, name, request, reason, rule):
        self.refused("strnadova", name, request, "INVALID_ARGUMENT", reason, rule)


class EventTest(CrisisTest):
    def test_CONF_94_an_unforeseen_kind_is_said_in_words(self):
        self.bad(
            CRISIS + "OpenCrisis",
            self.crisis(crisis_pb2.CRISIS_KIND_OTHER),
            "KIND_IN_WORDS",
            "CONF-94",
        )
        crisis = self.opened(crisis_pb2.CRISIS_KIND_OTHER, other_kind="výpadek topení")
        self.assertEqual(list(crisis.areas), [areas_pb2.DATA_AREA_CRISIS])

    def test_CONF_94_areas_follow_the_kind(self):
        crisis = self.opened(crisis_pb2.CRISIS_KIND_DOMESTIC_VIOLENCE)
        self.assertIn(areas_pb2.DATA_AREA_VIOLENCE, crisis.areas)

    def test_CONF_95_actors_have_roles(self):
        crisis = self.opened()
        request = crisis_pb2.AddCrisisActorRequest(
            crisis_id=crisis.crisis_id,
            actor=crisis_pb2.CrisisActor(
                role=crisis_pb2.CRISIS_ACTOR_ROLE_INFORMAL_NETWORK, name="sestra"
            ),
        )
        stored = self.ok("strnadova", CRISIS + "AddCrisisActor", request).crisis
        self.assertEqual([one.name for one in stored.actors], ["sestra"])

    def test_CONF_111_failed_contacts_change_nothing(self):
        crisis = self.opened(priority=crisis_pb2.CRISIS_PRIORITY_ACUTE)
        request = crisis_pb2.RecordFailedContactRequest(crisis_id=crisis.crisis_id)
        for _ in range(3):
            stored = self.ok("strnadova", CRISIS + "RecordFailedContact", request).crisis
        self.assertEqual(stored.failed_contact_count, 3)
        kept = (crisis.priority, crisis.state, crisis.key_worker_id)
        self.assertEqual((stored.priority, stored.state, stored.key_worker_id), kept)
        lower = crisis_pb2.SetCrisisPriorityRequest(
            crisis_id=crisis.crisis_id, priority=crisis_pb2.CRISIS_PRIORITY_NORMAL
        )
        response = self.ok("strnadova", CRISIS + "SetCrisisPriority", lower)
        self.assertEqual(self.warned(response), [("CRISIS_WITHOUT_CONTACT", "CONF-111")])

    def test_CONF_94_a_closed_crisis_stays_closed(self):
        crisis = self.opened()
        close = crisis_pb2.CloseCrisisRequest(crisis_id=crisis.crisis_id, outcome="pominulo")
        self.ok("strnadova", CRISIS + "CloseCrisis", close)
        request = crisis_pb2.StabiliseCrisisRequest(crisis_id=crisis.crisis_id)
        self.precondition(
            CRISIS + "StabiliseCrisis", request, "CRISIS_STATE_REFUSES", "CONF-94"
        )

    def test_XC_13_a_crisis_is_nobody_elses(self):
        crisis = self.opened()
        request = crisis_pb2.GetCrisisRequest(crisis_id=crisis.crisis_id)
        for who in ("beranek", "dolezel"):
            self.refused(who, CRISIS + "GetCrisis", request, "NOT_FOUND", "NOT_FOUND")
        request.crisis_id = unknown_id()
        self.refused("beranek", CRISIS + "GetCrisis", request, "NOT_FOUND", "NOT_FOUND")


class OverrideTest(CrisisTest):
    def test_XC_23_without_a_crisis_the_call_opens_one(self):
        response = self.called()
        made = response.override
        self.assertEqual(made.disclosure_state, crisis_pb2.DISCLOSURE_STATE_RECORDED)
        self.assertIn("150", made.statute)
        crisis = self.get(made.crisis_id).crisis
        self.assertEqual(crisis.kind, crisis_pb2.CRISIS_KIND_HEALTH_EMERGENCY)
        self.assertEqual(response.reflection.worker_id, self.ids["worker.strnadova"])

    def test_XC_23_a_retry_is_the_same_disclosure(self):
        client_id = self.client()
        request = self.call(client_id)
        first = self.ok("strnadova", CRISIS + "CallRescueAgainstWill", request)
        again = self.ok("strnadova", CRISIS + "CallRescueAgainstWill", request)
        self.assertEqual(first.override.override_id, again.override.override_id)
        listing = access_pb2.ListOneOffDisclosuresRequest(client_id=client_id)
        told = self.ok("strnadova", "AccessService.ListOneOffDisclosures", listing).disclosures
        self.assertEqual([one.basis for one in told], [audit_pb2.BASIS_EMERGENCY])

    def test_CONF_103_facts_follow_once(self):
        made = self.called().override
        kinds = {one.record_id: one.kind for one in self.work()}
        self.assertEqual(kinds[made.override_id], crisis_pb2.CRISIS_WORK_KIND_FACTS)
        request = crisis_pb2.CompleteOverrideFactsRequest(
            override_id=made.override_id, observed_facts="Bez vědomí, dýchá."
        )
        self.ok("strnadova", CRISIS + "CompleteOverrideFacts", request)
        self.precondition(CRISIS + "CompleteOverrideFacts", request, "FACTS_RECORDED", "CONF-103")
        self.assertNotIn(made.override_id, [one.record_id for one in self.work()])

    def test_CONF_103_facts_after_a_day_are_late_and_taken(self):
        made = self.called(occurred_at=self.world.now(minutes=-25 * 60)).override
        request = crisis_pb2.CompleteOverrideFactsRequest(
            override_id=made.override_id, observed_facts="Bez vědomí, dýchal."
        )
        response = self.ok("strnadova", CRISIS + "CompleteOverrideFacts", request)
        self.assertEqual(self.warned(response), [("FACTS_LATE", "CONF-103")])

    def test_CONF_103_facts_told_at_once_warn_of_nothing(self):
        self.assertEqual(self.warned(self.called(observed_facts="Bez vědomí.")), [])

    def test_XC_26_an_override_opens_nothing_to_anybody(self):
        made = self.called().override
        request = crisis_pb2.GetCrisisRequest(crisis_id=made.crisis_id)
        for who in ("beranek", "dolezel", "pokorna"):
            error = "PERMISSION_DENIED" if who == "pokorna" else "NOT_FOUND"
            reason = "ROLE_REFUSED" if who == "pokorna" else "NOT_FOUND"
            self.refused(who, CRISIS + "GetCrisis", request, error, reason)

    def test_CONF_104_a_reflection_is_due_once_he_is_stable(self):
        response = self.called()
        reflection = response.reflection
        self.assertEqual(reflection.state, crisis_pb2.REFLECTION_STATE_WAITING)
        self.assertNotIn(reflection.reflection_id, [one.record_id for one in self.work()])
        self.stabilise(response.override.crisis_id)
        due = {one.record_id: one.kind for one in self.work()}
        self.assertEqual(
            due[reflection.reflection_id], crisis_pb2.CRISIS_WORK_KIND_REFLECTION
        )
        close = crisis_pb2.CloseCrisisRequest(
            crisis_id=response.override.crisis_id, outcome="Klient je doma."
        )
        self.ok("strnadova", CRISIS + "CloseCrisis", close)

    def test_CONF_104_it_is_closed_with_a_talk_or_a_reason(self):
        reflection = self.called().reflection
        request = crisis_pb2.CloseReflectionRequest(reflection_id=reflection.reflection_id)
        self.bad(CRISIS + "CloseReflection", request, "REFLECTION_UNCLEAR", "CONF-104")
        request.no_talk_reason = crisis_pb2.NO_TALK_REASON_DIED
        closed = self.ok("strnadova", CRISIS + "CloseReflection", request).reflection
        self.assertEqual(closed.state, crisis_pb2.REFLECTION_STATE_WITHOUT_TALK)
        self.precondition(CRISIS + "CloseReflection", request, "REFLECTION_CLOSED", "CONF-104")

    def test_CONF_104_an_early_talk_is_a_fact(self):
        reflection = self.called().reflection
        request = crisis_pb2.CloseReflectionRequest(
            reflection_id=reflection.reflection_id, explanation="Měli jsme o vás strach."
        )
        response = self.ok("strnadova", CRISIS + "CloseReflection", request)
        self.assertEqual(self.warned(response), [("REFLECTION_EARLY", "CONF-104")])


    def test_XC_23_nothing_is_told_for_a_crisis_of_somebody_else(self):
        client_id = self.client()
        request = self.call(client_id, crisis_id=self.opened().crisis_id)
        name = CRISIS + "CallRescueAgainstWill"
        self.refused("strnadova", name, request, "INVALID_ARGUMENT", "CRISIS_OF_ANOTHER_CLIENT")
        listing = access_pb2.ListOneOffDisclosuresRequest(client_id=client_id)
        told = self.ok("strnadova", "AccessService.ListOneOffDisclosures", listing).disclosures
        self.assertEqual(len(told), 0)


class ReportTest(CrisisTest):
    def raised(self, situation=one_off_pb2.REPORTABLE_SITUATION_NEGLECT, **fields):
        request = crisis_pb2.RaiseSuspicionRequest(
            report=crisis_pb2.MandatoryReport(
                client_id=self.client(),
                situation=situation,
                suspicion="Dítě je bez péče.",
                signal_source=crisis_pb2.SIGNAL_SOURCE_SCHOOL,
                signal_by="učitelka",
                occurred_at=self.world.now(minutes=-1),
                **fields,
            )
        )
        return self.ok("strnadova", CRISIS + "RaiseSuspicion", request)

    def filing(self, report_id, recipient=POLICE, **fields):
        return crisis_pb2.FileReportRequest(
            report_id=report_id,
            recipient=recipient,
            recipient_name="obvodní oddělení",
            wording="Dítě je bez péče.",
            **fields,
        )

    def test_CONF_107_not_planned_with_the_client_warns(self):
        unplanned = ("NOT_PLANNED_WITH_CLIENT", "CONF-107")
        self.assertEqual(self.warned(self.raised()), [unplanned])
        self.assertEqual(self.warned(self.raised(planned_note="Hrozí maření.")), [])
        self.assertEqual(self.warned(self.raised(planned_with_client=True)), [])

    def test_CONF_108_recipients_are_a_dated_list(self):
        listing = crisis_pb2.ListReportRecipientsRequest(
            situation=one_off_pb2.REPORTABLE_SITUATION_NEGLECT
        )
        rows = self.ok("strnadova", CRISIS + "ListReportRecipients", listing).recipients
        self.assertEqual({row.recipient for row in rows}, {POLICE, OSPOD})
        report = self.raised().report
        self.bad(
            CRISIS + "FileReport",
            self.filing(report.report_id, PROSECUTOR),
            "RECIPIENT_NOT_LISTED",
            "CONF-108",
        )
        filed = self.ok(
            "strnadova", CRISIS + "FileReport", self.filing(report.report_id, OSPOD)
        ).report
        self.assertEqual(filed.filings[0].recipient_row, "NEGLECT_CHILD_PROTECTION")

    def test_CONF_108_the_police_tell_ospod_only_when_told(self):
        report = self.raised().report
        self.ok("strnadova", CRISIS + "FileReport", self.filing(report.report_id, OSPOD))
        request = crisis_pb2.RecordOspodNotifiedRequest(
            report_id=report.report_id, notified_on=self.world.today()
        )
        name = CRISIS + "RecordOspodNotified"
        self.precondition(name, request, "NOT_REPORTED_TO_POLICE", "CONF-108")
        self.ok("strnadova", CRISIS + "FileReport", self.filing(report.report_id))
        self.ok("strnadova", name, request)

    def test_CONF_109_an_open_suspicion_is_on_top(self):
        self.opened(priority=crisis_pb2.CRISIS_PRIORITY_ACUTE)
        report = self.raised().report
        top = [one.record_id for one in self.work() if one.kind == 1]
        self.assertIn(report.report_id, top)
        kinds = [one.kind for one in self.work()]
        self.assertEqual(kinds, sorted(kinds))

    def test_CONF_109_unfounded_is_decided_with_reasons(self):
        report = self.raised().report
        request = crisis_pb2.DecideUnfoundedRequest(
            report_id=report.report_id, reason="Dítě je u babičky, ověřeno návštěvou."
        )
        decided = self.ok("strnadova", CRISIS + "DecideUnfounded", request).report
        self.assertEqual(decided.state, crisis_pb2.MANDATORY_REPORT_STATE_UNFOUNDED)
        name = CRISIS + "FileReport"
        self.precondition(name, self.filing(report.report_id), "REPORT_CLOSED", "CONF-109")
        self.precondition(CRISIS + "DecideUnfounded", request, "REPORT_CLOSED", "CONF-109")

    def test_XC_24_the_disagreement_is_added_to_never_replaced(self):
        report = self.raised(client_disagreement="Nesouhlasím.").report
        request = self.filing(report.report_id, client_disagreement="Pořád nesouhlasím.")
        filed = self.ok("strnadova", CRISIS + "FileReport", request).report
        self.assertEqual(filed.client_disagreement, "Nesouhlasím.\nPořád nesouhlasím.")

    def test_CONF_110_the_source_is_recorded_and_told_to_nobody(self):
        report = self.raised().report
        self.assertEqual(report.signal_source, crisis_pb2.SIGNAL_SOURCE_SCHOOL)
        self.assertEqual(report.signal_by, "učitelka")


class HelpTest(CrisisTest):
    def hospital(self, **fields):
        crisis = self.opened(crisis_pb2.CRISIS_KIND_HOSPITALISATION)
        request = crisis_pb2.PlanHospitalSupportRequest(crisis_id=crisis.crisis_id, **fields)
        return self.ok("strnadova", CRISIS + "PlanHospitalSupport", request)

    def kinds(self, response):
        return [crisis_pb2.CrisisTaskKind.Name(one.kind)[17:] for one in response.tasks]

    def test_CONF_105_with_a_network_no_tasks_are_made(self):
        response = self.hospital(natural_network_present=True)
        self.assertEqual(self.kinds(response), [])
        self.assertEqual(self.warned(response), [("NETWORK_PRESENT", "CONF-105")])

    def test_XC_21_the_staff_is_talked_to_with_a_written_consent(self):
        oral = self.hospital(staff_consent=self.attested())
        self.assertNotIn("TALK_TO_STAFF", self.kinds(oral))
        self.assertEqual(self.warned(oral), [("STAFF_CONSENT_MISSING", "XC-21")])
        signed = self.attested(types_pb2.ATTESTATION_FORM_SIGNED, "spis/12")
        self.assertIn("TALK_TO_STAFF", self.kinds(self.hospital(staff_consent=signed)))

    def test_CONF_105_a_consent_signed_later_adds_what_was_missing(self):
        first = self.hospital()
        signed = self.attested(types_pb2.ATTESTATION_FORM_SIGNED, "spis/13")
        request = crisis_pb2.PlanHospitalSupportRequest(
            crisis_id=first.tasks[0].crisis_id, staff_consent=signed
        )
        added = self.ok("strnadova", CRISIS + "PlanHospitalSupport", request)
        self.assertEqual(self.kinds(added), ["TALK_TO_STAFF"])
        done = crisis_pb2.CompleteCrisisTaskRequest(task_id=added.tasks[0].task_id)
        stored = self.ok("strnadova", CRISIS + "CompleteCrisisTask", done).task
        self.assertTrue(stored.HasField("done_time"))

    def test_CONF_105_tasks_belong_to_a_stay_in_hospital(self):
        crisis = self.opened()
        request = crisis_pb2.PlanHospitalSupportRequest(crisis_id=crisis.crisis_id)
        name = CRISIS + "PlanHospitalSupport"
        self.precondition(name, request, "NOT_HOSPITALISED", "CONF-105")

    def test_CONF_106_visits_depend_on_the_rules_of_the_team(self):
        self.put_rules(hospital_visits=False)
        self.assertNotIn("VISIT", self.kinds(self.hospital()))
        self.put_rules(hospital_visits=True)
        self.assertIn("VISIT", self.kinds(self.hospital()))

    def put_rules(self, hours=(), hospital_visits=False):
        request = crisis_plan_pb2.PutTeamRulesRequest(
            team_rules=crisis_plan_pb2.TeamRules(
                hours=hours,
                emergency_contacts=[
                    crisis_plan_pb2.EmergencyContact(
                        kind=crisis_plan_pb2.CONTACT_KIND_RESCUE_SERVICE,
                        name="Záchranná služba",
                        phone="155",
                    )
                ],
                hospital_visits=hospital_visits,
            )
        )
        return self.ok("olsova", PLAN + "PutTeamRules", request).team_rules

    def test_CONF_112_outside_its_hours_the_answer_names_whom_to_call(self):
        always = [
            crisis_plan_pb2.ServiceHours(weekday=day, from_minute=0, to_minute=1440)
            for day in range(1, 8)
        ]
        self.put_rules(always)
        response = self.ok("strnadova", CRISIS + "OpenCrisis", self.crisis())
        self.assertEqual(len(response.emergency_contacts), 0)
        self.put_rules()
        response = self.ok("strnadova", CRISIS + "OpenCrisis", self.crisis())
        self.assertEqual([one.phone for one in response.emergency_contacts], ["155"])
        published = crisis_plan_pb2.GetTeamRulesRequest(agency_id=self.ids["agency.most"])
        self.assertFalse(self.ok("beranek", PLAN + "GetTeamRules", published).on_duty)

    def test_CONF_102_the_police_are_contacted_for_a_listed_reason(self):
        crisis = self.opened(crisis_pb2.CRISIS_KIND_MISSING_PERSON)
        contact = crisis_pb2.PoliceContact(
            crisis_id=crisis.crisis_id,
            basis=audit_pb2.BASIS_EMERGENCY,
            note="Ohlášeno pátrání.",
            occurred_at=self.world.now(minutes=-1),
        )
        request = crisis_pb2.RecordPoliceContactRequest(contact=contact)
        name = CRISIS + "RecordPoliceContact"
        self.violates("strnadova", name, request, "contact.reason")
        request.contact.reason = crisis_pb2.POLICE_CONTACT_REASON_MISSING
        stored = self.ok("strnadova", name, request).contact
        self.assertEqual(stored.basis, audit_pb2.BASIS_EMERGENCY)

    def entry(self, crisis_id, programme_id=None):
        return crisis_pb2.RecordFlatEntryRequest(
            entry=crisis_pb2.FlatEntry(
                crisis_id=crisis_id,
                programme_id=programme_id,
                note="Vstup s hasiči, klient nereagoval.",
                occurred_at=self.world.now(minutes=-1),
            )
        )

    def test_CONF_99_an_entry_without_a_rule_is_an_incident_and_recorded(self):
        crisis = self.opened()
        name = CRISIS + "RecordFlatEntry"
        response = self.ok("strnadova", name, self.entry(crisis.crisis_id))
        self.assertEqual(self.warned(response), [("ENTRY_WITHOUT_RULE", "CONF-99")])
        self.assertEqual(response.entry.deviation.rule, "CONF-99")
        listing = crisis_pb2.ListIncidentsRequest(page_size=500)
        listed = self.ok("olsova", CRISIS + "ListIncidents", listing).entries
        self.assertIn(response.entry.entry_id, [one.entry_id for one in listed])

    def test_CONF_99_an_entry_refers_to_the_rule_in_force(self):
        programme = unknown_id()
        rule = crisis_plan_pb2.SetEntryRuleRequest(
            entry_rule=crisis_plan_pb2.EntryRule(
                programme_id=programme,
                rule="Vstupují vždy dva pracovníci, s hasiči.",
                valid_from=self.world.today(-10),
            )
        )
        stored = self.ok("strnadova", PLAN + "SetEntryRule", rule).entry_rule
        self.precondition(PLAN + "SetEntryRule", rule, "ENTRY_RULES_OVERLAP", "CONF-99")
        crisis = self.opened()
        request = self.entry(crisis.crisis_id, programme)
        response = self.ok("strnadova", CRISIS + "RecordFlatEntry", request)
        self.assertEqual(response.entry.entry_rule_id, stored.entry_rule_id)
        self.assertEqual(self.warned(response), [])

    def test_CONF_101_a_gift_is_applied_for_with_the_client_and_decided_once(self):
        crisis = self.opened(crisis_pb2.CRISIS_KIND_ARREARS)
        amount = types_pb2.Money(minor_units=500000, currency_code="CZK")
        gift = crisis_pb2.GiftApplication(
            crisis_id=crisis.crisis_id, donor="Nadace Lípa", purpose="Kauce", amount=amount
        )
        request = crisis_pb2.ApplyForGiftRequest(gift=gift)
        name = CRISIS + "ApplyForGift"
        self.violates("strnadova", name, request, "gift.client_agreement")
        request.gift.client_agreement.CopyFrom(self.attested())
        stored = self.ok("strnadova", name, request).gift
        decide = crisis_pb2.RecordGiftDecisionRequest(
            gift_id=stored.gift_id, state=crisis_pb2.GIFT_STATE_GRANTED
        )
        decided = self.ok("strnadova", CRISIS + "RecordGiftDecision", decide).gift
        self.assertEqual(decided.granted, amount)
        self.precondition(CRISIS + "RecordGiftDecision", decide, "GIFT_DECIDED", "CONF-101")

    def test_CONF_100_methodology_has_versions_and_is_linked(self):
        topic = f"Nereagující klient {uuid.uuid4()}"
        note = crisis_plan_pb2.MethodologyNote(topic=topic, text="Zavolat, zazvonit, přivolat.")
        request = crisis_plan_pb2.AddMethodologyNoteRequest(note=note)
        versions = [
            self.ok("strnadova", PLAN + "AddMethodologyNote", request).note for _ in range(2)
        ]
        self.assertEqual([one.version for one in versions], [1, 2])
        crisis = self.opened()
        link = crisis_pb2.LinkMethodologyRequest(
            crisis_id=crisis.crisis_id, note_id=versions[1].note_id
        )
        linked = self.ok("strnadova", CRISIS + "LinkMethodology", link).crisis
        self.assertEqual(list(linked.methodology_note_ids), [versions[1].note_id])
        listing = crisis_plan_pb2.ListMethodologyNotesRequest(topic=topic)
        listed = self.ok("strnadova", PLAN + "ListMethodologyNotes", listing).notes
        self.assertEqual([one.version for one in listed], [2, 1])


class PreparationTest(CrisisTest):
    def plan(self, client_id):
        situation = crisis_plan_pb2.CrisisSituation(situation="panika", reaction="zavolám")
        return crisis_plan_pb2.CreateCrisisPlanRequest(
            plan=crisis_plan_pb2.CrisisPlan(client_id=client_id, situations=[situation])
        )

    def test_CONF_96_a_crisis_of_the_home_does_not_warn(self):
        client_id = self.client()
        self.opened(crisis_pb2.CRISIS_KIND_ARREARS, client_id=client_id)
        response = self.ok("strnadova", PLAN + "CreateCrisisPlan", self.plan(client_id))
        self.assertEqual(self.warned(response), [])

    def test_CONF_96_a_plan_is_amended_and_read_in_a_crisis(self):
        client_id = self.client()
        plan = self.ok("strnadova", PLAN + "CreateCrisisPlan", self.plan(client_id)).plan
        self.opened(client_id=client_id)
        amend = crisis_plan_pb2.AmendCrisisPlanRequest(
            plan_id=plan.plan_id,
            situations=[crisis_plan_pb2.CrisisSituation(situation="pád", reaction="zavolám 155")],
        )
        self.ok("strnadova", PLAN + "AmendCrisisPlan", amend)
        listing = crisis_plan_pb2.ListCrisisPlansRequest(client_id=client_id)
        plans = self.ok("strnadova", PLAN + "ListCrisisPlans", listing).plans
        self.assertEqual([one.situation for one in plans[0].situations], ["pád"])

    def test_CONF_97_situations_come_with_reactions_and_the_key_worker(self):
        request = self.plan(self.client())
        plan = self.ok("strnadova", PLAN + "CreateCrisisPlan", request).plan
        self.assertEqual(plan.situations[0].reaction, "zavolám")
        self.assertEqual(plan.worker_id, self.ids["worker.strnadova"])
        request.plan.situations[0].reaction = ""
        self.violates(
            "strnadova", PLAN + "CreateCrisisPlan", request, "plan.situations[0].reaction"
        )

    def test_CONF_98_a_changed_contact_makes_a_card_to_hand_over_again(self):
        contact = crisis_plan_pb2.CardContact(
            kind=crisis_plan_pb2.CONTACT_KIND_LOCKSMITH, name="Zámečník", phone="600 000 000"
        )
        create = crisis_plan_pb2.CreateContactCardRequest(
            card=crisis_plan_pb2.ContactCard(client_id=self.client(), contacts=[contact])
        )
        card = self.ok("strnadova", PLAN + "CreateContactCard", create).card
        hand_over = crisis_plan_pb2.HandOverContactCardRequest(card_id=card.card_id)
        handed = self.ok("strnadova", PLAN + "HandOverContactCard", hand_over).card
        self.assertTrue(handed.HasField("handed_over_on"))
        contact.phone = "600 000 001"
        change = crisis_plan_pb2.RegenerateContactCardRequest(
            card_id=card.card_id, contacts=[contact]
        )
        changed = self.ok("strnadova", PLAN + "RegenerateContactCard", change).card
        self.assertEqual((changed.edition, changed.HasField("handed_over_on")), (2, False))
