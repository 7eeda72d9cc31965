"""Programmes: who may do what in them, and which rules bind (HOUS-01 to HOUS-19, XC-46, XC-47)."""

import uuid

from opora.housing.v1 import application_pb2, flat_pb2, programme_pb2

from checks.housing_base import APPLY, PROGRAMME, HousingTest, date
from steps.housing_entry import draft

ENFORCE = programme_pb2.RULE_MODE_ENFORCE
WARN = programme_pb2.RULE_MODE_WARN
OFF = programme_pb2.RULE_MODE_OFF


class ProgrammeTest(HousingTest):
    def programme(self, **changed):
        programme = draft(self.world)
        programme.name = f"Programme {uuid.uuid4()}"
        for field, value in changed.items():
            setattr(programme, field, value)
        request = programme_pb2.CreateProgrammeRequest(programme=programme)
        return self.ok("vankova", PROGRAMME + "CreateProgramme", request).programme

    def put(self, programme_id, *settings):
        return programme_pb2.PutRuleSettingsRequest(
            programme_id=programme_id,
            settings=[
                programme_pb2.RuleSetting(rule=rule, reason=reason, mode=mode)
                for rule, reason, mode in settings
            ],
            reason="as agreed by the partners",
        )

    def activate(self, programme_id):
        return programme_pb2.ActivateProgrammeRequest(programme_id=programme_id)

    def role(self, programme_id, who, function, unit):
        return programme_pb2.NameRoleRequest(
            role=programme_pb2.ProgrammeRole(
                programme_id=programme_id,
                function=getattr(programme_pb2, f"PROGRAMME_FUNCTION_{function}"),
                worker_id=self.ids[f"worker.{who}"],
                **self.world.unit(unit),
            )
        )

    def test_HOUS_11_the_partners_match_the_variant(self):
        programme = draft(self.world)
        programme.variant = programme_pb2.PROGRAMME_VARIANT_PROVIDER_SUBLETS
        request = programme_pb2.CreateProgrammeRequest(programme=programme)
        self.refused(
            "vankova",
            PROGRAMME + "CreateProgramme",
            request,
            "INVALID_ARGUMENT",
            "VARIANT_MISMATCH",
            "HOUS-11",
        )

    def test_HOUS_01_only_the_realiser_changes_a_programme(self):
        made = self.programme()
        for who in ("pokorna", "strnadova"):
            name = PROGRAMME + "ActivateProgramme"
            request = self.activate(made.programme_id)
            self.refused(who, name, request, "PERMISSION_DENIED", "ROLE_REFUSED")
        self.refused(
            "olsova",
            PROGRAMME + "ActivateProgramme",
            self.activate(made.programme_id),
            "PERMISSION_DENIED",
            "NOT_OF_PROGRAMME",
            "HOUS-23",
        )

    def test_XC_46_a_recommendation_is_set_per_programme_and_versioned(self):
        made = self.programme()
        name = PROGRAMME + "ActivateProgramme"
        self.refused(
            "vankova",
            name,
            self.activate(made.programme_id),
            "FAILED_PRECONDITION",
            "COORDINATOR_MISSING",
            "HOUS-04",
        )
        request = self.put(made.programme_id, ("HOUS-04", "COORDINATOR_MISSING", WARN))
        first = self.ok("vankova", PROGRAMME + "PutRuleSettings", request).settings
        self.assertEqual(first.version, 1)
        self.assertEqual(first.worker_id, self.ids["worker.vankova"])
        started = self.ok("vankova", name, self.activate(made.programme_id))
        self.assertIn("COORDINATOR_MISSING", [one.reason for one in started.warnings])
        request = self.put(made.programme_id, ("HOUS-04", "COORDINATOR_MISSING", OFF))
        second = self.ok("vankova", PROGRAMME + "PutRuleSettings", request).settings
        self.assertEqual(second.version, 2)
        request = programme_pb2.GetRuleSettingsRequest(programme_id=made.programme_id, version=1)
        old = self.ok("vankova", PROGRAMME + "GetRuleSettings", request)
        modes = {(one.rule, one.reason): one.mode for one in old.rules}
        self.assertEqual(modes["HOUS-04", "COORDINATOR_MISSING"], WARN)
        self.assertEqual(modes["HOUS-41", "NOT_COMPETENT_BODY"], ENFORCE)

    def test_XC_47_laws_and_hard_rules_cannot_be_set(self):
        programme_id = self.programme().programme_id
        for rule, reason in (
            ("HOUS-41", "NOT_COMPETENT_BODY"),
            ("HOUS-101", "AGREEMENT_REQUIRED"),
            ("HOUS-85", "COMPLAINANT_UNANSWERED"),
        ):
            self.refused(
                "vankova",
                PROGRAMME + "PutRuleSettings",
                self.put(programme_id, (rule, reason, OFF)),
                "FAILED_PRECONDITION",
                "RULE_NOT_CONFIGURABLE",
                "XC-47",
            )
        self.refused(
            "vankova",
            PROGRAMME + "PutRuleSettings",
            self.put(programme_id, ("HOUS-99", "NO_SUCH_RULE", OFF)),
            "INVALID_ARGUMENT",
            "RULE_UNKNOWN",
            "XC-46",
        )

    def test_HOUS_16_nobody_is_on_both_sides_without_a_waiver(self):
        programme_id = self.programme().programme_id
        name = PROGRAMME + "NameRole"
        manager = self.role(programme_id, "kral", "PROPERTY_MANAGER", "town.housing")
        self.ok("pokorna", name, manager)
        request = self.role(programme_id, "kral", "SUPPORT_WORKER", "town.housing")
        self.refused(
            "pokorna", name, request, "FAILED_PRECONDITION", "FUNCTIONS_CONFLICT", "HOUS-16"
        )
        waiver = programme_pb2.SeparationWaiver(
            programme_id=programme_id,
            rule="HOUS-16",
            worker_id=self.ids["worker.kral"],
            reason="nobody else is there",
        )
        waive = programme_pb2.WaiveSeparationRequest(waiver=waiver)
        self.ok("vankova", PROGRAMME + "WaiveSeparation", waive)
        named = self.ok("pokorna", name, request)
        self.assertEqual([one.rule for one in named.warnings], ["HOUS-16"])

    def test_HOUS_26_a_municipality_does_not_waive_the_separation_of_applications(self):
        waiver = programme_pb2.SeparationWaiver(
            programme_id=self.ids["programme.housing"], rule="HOUS-24", reason="too few people"
        )
        self.refused(
            "vankova",
            PROGRAMME + "WaiveSeparation",
            programme_pb2.WaiveSeparationRequest(waiver=waiver),
            "INVALID_ARGUMENT",
            "RULE_NOT_WAIVABLE",
            "XC-34",
        )

    def test_HOUS_07_a_key_worker_of_the_programme_is_no_liaison(self):
        request = self.role(
            self.ids["programme.housing"], "strnadova", "LANDLORD_LIAISON", "most"
        )
        # She is Mr Kopecký's key worker since step 5, and he lives in a flat of the programme.
        self.assertIn("assignment.kopecky", self.ids)
        self.refused(
            "vankova",
            PROGRAMME + "NameRole",
            request,
            "FAILED_PRECONDITION",
            "LIAISON_IS_KEY_WORKER",
            "HOUS-07",
        )

    def test_HOUS_53_both_sides_find_who_does_what(self):
        request = programme_pb2.ListRolesRequest(programme_id=self.ids["programme.housing"])
        for who in ("strnadova", "kral"):
            roles = self.ok(who, PROGRAMME + "ListRoles", request).roles
            self.assertIn(self.ids["worker.kral"], [one.worker_id for one in roles])

    def test_HOUS_13_the_landlords_aims_are_readable_to_the_partners(self):
        request = programme_pb2.GetProgrammeRequest(programme_id=self.ids["programme.housing"])
        programme = self.ok("strnadova", PROGRAMME + "GetProgramme", request).programme
        agendas = [one.agenda for one in programme.partners]
        self.assertIn(self.world.text("27.agenda_landlord"), agendas)

    def test_HOUS_13_who_takes_no_part_does_not_read_them(self):
        request = programme_pb2.GetProgrammeRequest(programme_id=self.ids["programme.housing"])
        programme = self.ok("beranek", PROGRAMME + "GetProgramme", request).programme
        self.assertEqual({one.agenda for one in programme.partners}, {""})

    def test_XC_57_a_day_that_is_not_over_moves_nothing(self):
        request = programme_pb2.ProcessDeadlinesRequest(
            programme_id=self.ids["programme.housing"], as_of_date=self.world.today(3)
        )
        self.refused(
            "vankova",
            PROGRAMME + "ProcessDeadlines",
            request,
            "INVALID_ARGUMENT",
            "NOT_IN_FUTURE",
            "XC-57",
        )

    def test_HOUS_17_nobody_is_selected_without_rules_and_criteria(self):
        made = self.programme()
        setup = self.put(
            made.programme_id,
            ("HOUS-04", "COORDINATOR_MISSING", OFF),
            ("HOUS-21", "INVESTIGATION_MISSING", OFF),
        )
        self.ok("vankova", PROGRAMME + "PutRuleSettings", setup)
        self.ok("vankova", PROGRAMME + "ActivateProgramme", self.activate(made.programme_id))
        self.agree(made.programme_id)
        submission = self.submission(self.client())
        submission.application.programme_id = made.programme_id
        stored = self.ok("strnadova", APPLY + "SubmitApplication", submission).application
        self.act("horak", "RegisterApplication", stored.application_id)
        to = self.world.unit("town.housing")
        landlord = {
            "landlord_agency_id": to["agency_id"],
            "landlord_department_id": to["department_id"],
        }
        self.refuse(
            "horak",
            "SelectApplication",
            stored.application_id,
            "FAILED_PRECONDITION",
            "RULES_MISSING",
            "HOUS-17",
            **landlord,
        )
        loose = self.put(
            made.programme_id,
            ("HOUS-21", "INVESTIGATION_MISSING", WARN),
            ("HOUS-17", "RULES_MISSING", WARN),
        )
        self.ok("vankova", PROGRAMME + "PutRuleSettings", loose)
        chosen = self.act(
            "horak",
            "SelectApplication",
            stored.application_id,
            deviation_reason="a family on the street",
            **landlord,
        )
        warned = {one.reason for one in chosen.warnings}
        self.assertEqual(warned, {"INVESTIGATION_MISSING", "RULES_MISSING"})
        self.assertEqual(chosen.application.settings_version, 2)
        request = programme_pb2.ListDeviationsRequest(programme_id=made.programme_id)
        kept = self.ok("vankova", PROGRAMME + "ListDeviations", request).deviations
        self.assertEqual(
            {(one.rule, one.reason, one.is_fact, one.settings_version) for one in kept},
            {(rule, "a family on the street", False, 2) for rule in ("HOUS-17", "HOUS-21")},
        )

    def agree(self, programme_id):
        conditions = programme_pb2.LandlordConditions(
            programme_id=programme_id,
            conditions=[programme_pb2.LandlordCondition(wording="normal people")],
            approval_bodies=["council"],
            **self.world.unit("town.housing"),
        )
        put = self.ok(
            "pokorna",
            PROGRAMME + "PutLandlordConditions",
            programme_pb2.PutLandlordConditionsRequest(conditions=conditions),
        )
        request = programme_pb2.AgreeLandlordConditionsRequest(
            conditions_id=put.conditions.conditions_id
        )
        return self.ok("pokorna", PROGRAMME + "AgreeLandlordConditions", request)

    def test_HOUS_14_a_vague_condition_is_warned_of_or_refused_as_set(self):
        made = self.programme()
        warned = self.agree(made.programme_id).warnings
        self.assertEqual([one.reason for one in warned], ["CONDITION_UNCLARIFIED"])
        strict = self.put(made.programme_id, ("HOUS-14", "CONDITION_UNCLARIFIED", ENFORCE))
        self.ok("vankova", PROGRAMME + "PutRuleSettings", strict)
        with self.assertRaisesRegex(AssertionError, "CONDITION_UNCLARIFIED"):
            self.agree(made.programme_id)

    def test_XC_55_what_the_set_up_lacks_is_listed(self):
        made = self.programme()
        request = programme_pb2.GetProgrammeRequest(programme_id=made.programme_id)
        found = self.ok("vankova", PROGRAMME + "GetProgramme", request).findings
        reasons = {one.reason for one in found}
        self.assertLessEqual({"COORDINATOR_MISSING", "COMPLAINT_OFFICER_MISSING"}, reasons)

    def test_HOUS_39_the_next_version_of_a_debt_rule_begins_later(self):
        rule = programme_pb2.DebtRule(
            programme_id=self.ids["programme.housing"],
            tolerance=programme_pb2.DEBT_TOLERANCE_NO_OBSTACLE,
            valid_from=date(2023, 6, 1),
            **self.world.unit("town.housing"),
        )
        self.refused(
            "pokorna",
            PROGRAMME + "PutDebtRule",
            programme_pb2.PutDebtRuleRequest(debt_rule=rule),
            "INVALID_ARGUMENT",
            "DEBT_RULE_NOT_LATER",
            "HOUS-39",
        )

    def test_HOUS_39_the_rule_of_a_day_is_the_one_in_force_then(self):
        to = self.world.unit("town.housing")
        for day, version in ((date(2023, 5, 31), 1), (date(2023, 6, 1), 2)):
            request = programme_pb2.GetDebtRuleRequest(
                programme_id=self.ids["programme.housing"], as_of_date=day, **to
            )
            found = self.ok("horak", PROGRAMME + "GetDebtRule", request).debt_rule
            self.assertEqual(found.version, version)

    def test_HOUS_19_who_received_the_rules_is_recorded(self):
        made = self.programme()
        programme = programme_pb2.Programme(
            programme_id=made.programme_id,
            name=made.name,
            realiser_type=made.realiser_type,
            kind=made.kind,
            variant=made.variant,
            administration_model=made.administration_model,
            publications=[
                programme_pb2.RulePublication(recipient="Most", published_on=date(2023, 3, 1))
            ],
        )
        request = programme_pb2.UpdateProgrammeRequest(
            programme=programme, update_mask=["publications"]
        )
        stored = self.ok("vankova", PROGRAMME + "UpdateProgramme", request).programme
        self.assertEqual([one.recipient for one in stored.publications], ["Most"])
        self.assertEqual(len(stored.partners), len(made.partners))

    def test_HOUS_34_nobody_is_selected_for_a_landlord_without_conditions(self):
        made = self.programme()
        setup = self.put(
            made.programme_id,
            ("HOUS-04", "COORDINATOR_MISSING", OFF),
            ("HOUS-17", "RULES_MISSING", OFF),
            ("HOUS-21", "INVESTIGATION_MISSING", OFF),
        )
        self.ok("vankova", PROGRAMME + "PutRuleSettings", setup)
        self.ok("vankova", PROGRAMME + "ActivateProgramme", self.activate(made.programme_id))
        submission = self.submission(self.client())
        submission.application.programme_id = made.programme_id
        stored = self.ok("strnadova", APPLY + "SubmitApplication", submission).application
        self.act("horak", "RegisterApplication", stored.application_id)
        to = self.world.unit("town.housing")
        self.refuse(
            "horak",
            "SelectApplication",
            stored.application_id,
            "FAILED_PRECONDITION",
            "CONDITIONS_MISSING",
            "HOUS-34",
            landlord_agency_id=to["agency_id"],
            landlord_department_id=to["department_id"],
        )

    def test_HOUS_17_an_application_is_received_before_the_programme_has_rules(self):
        made = self.programme(application_rules="x")
        submission = self.submission(self.client())
        submission.application.programme_id = made.programme_id
        stored = self.ok("strnadova", APPLY + "SubmitApplication", submission).application
        self.assertEqual(stored.state, application_pb2.APPLICATION_STATE_RECEIVED)
        self.assertTrue(stored.HasField("received_on"))


class RecordedTest(HousingTest):
    """What is recorded and refuses nothing."""

    def test_HOUS_54_who_is_asked_directly_stands_in_the_matrix(self):
        programme = draft(self.world)
        programme.competences.add(
            area="repairs",
            activity="water, heating",
            function=programme_pb2.PROGRAMME_FUNCTION_PROPERTY_MANAGER,
            worker_id=self.ids["worker.kral"],
            channel=programme_pb2.COMPETENCE_CHANNEL_DIRECT,
        )
        request = programme_pb2.CreateProgrammeRequest(programme=programme)
        made = self.ok("vankova", PROGRAMME + "CreateProgramme", request).programme
        read = programme_pb2.GetProgrammeRequest(programme_id=made.programme_id)
        stored = self.ok("strnadova", PROGRAMME + "GetProgramme", read).programme
        self.assertEqual(
            [one.channel for one in stored.competences], [programme_pb2.COMPETENCE_CHANNEL_DIRECT]
        )

    def test_HOUS_29_channel_and_period_of_the_departments_are_recorded(self):
        programme = draft(self.world)
        programme.has_contact_point = True
        programme.communication_channel = "meeting"
        programme.communication_period_days = 14
        request = programme_pb2.CreateProgrammeRequest(programme=programme)
        made = self.ok("vankova", PROGRAMME + "CreateProgramme", request).programme
        agreed = (made.communication_channel, made.communication_period_days)
        self.assertEqual(agreed, ("meeting", 14))

    def test_HOUS_89_tenants_read_that_nobody_handles_complaints_at_night(self):
        request = flat_pb2.GetHouseRequest(house_id=self.ids["house.lipova"])
        house = self.ok("strnadova", "FlatService.GetHouse", request).house
        self.assertEqual(house.published_contacts, self.world.text("27.sheet"))
        self.assertTrue(house.HasField("contacts_published_on"))

    def test_HOUS_33_how_a_flat_suits_is_recorded_for_the_keeper(self):
        application_id = self.approved()
        words = "near the school of his daughter"
        self.act(
            "horak", "ProposeFlat", application_id, flat_id=self.flat(), suitability=words
        )
        self.assertEqual(self.seen("horak", application_id).application.suitability, words)
        self.assertFalse(self.seen("pokorna", application_id).application.suitability)

    def test_HOUS_60_mediation_has_an_end(self):
        defect = flat_pb2.Defect(
            house_id=self.ids["house.lipova"],
            reporter=flat_pb2.DEFECT_REPORTER_KEY_WORKER,
            mediation_reason="he has no telephone",
            mediation_until=date(2024, 9, 1),
            description="the window does not close",
            reported_on=date(2024, 5, 1),
        )
        request = flat_pb2.ReportDefectRequest(defect=defect)
        stored = self.ok("strnadova", "FlatService.ReportDefect", request).defect
        self.assertEqual(stored.mediation_until, date(2024, 9, 1))


class HouseTest(HousingTest):
    def test_XC_45_the_sheet_for_all_tenants_speaks_of_no_social_flat(self):
        request = flat_pb2.PublishContactsRequest(
            house_id=self.ids["house.lipova"],
            published_contacts="Pro nájemníky sociálních bytů: Most.",
            published_on=date(2024, 1, 1),
        )
        self.refused(
            "pokorna",
            "FlatService.PublishContacts",
            request,
            "INVALID_ARGUMENT",
            "CONTACTS_REVEAL",
            "XC-45",
        )

    def test_HOUS_64_contacts_set_late_are_accepted_with_a_warning(self):
        house = flat_pb2.House(programme_id=self.ids["programme.housing"], address="Zadní 1")
        request = flat_pb2.CreateHouseRequest(house=house)
        made = self.ok("pokorna", "FlatService.CreateHouse", request).house
        sheet = flat_pb2.PublishContactsRequest(
            house_id=made.house_id,
            published_contacts="Repairs: 8 to 16.",
            published_on=date(2024, 1, 1),
        )
        first = self.ok("pokorna", "FlatService.PublishContacts", sheet)
        self.assertFalse(first.warnings)

    def defect(self, who, reporter):
        defect = flat_pb2.Defect(
            house_id=self.ids["house.lipova"],
            reporter=getattr(flat_pb2, f"DEFECT_REPORTER_{reporter}"),
            description="water runs down the wall",
            reported_on=date(2024, 5, 1),
        )
        request = flat_pb2.ReportDefectRequest(defect=defect)
        return self.ok(who, "FlatService.ReportDefect", request)

    def test_HOUS_62_a_neighbours_defect_takes_the_same_way(self):
        made = self.defect("kral", "NEIGHBOUR")
        self.assertEqual(made.defect.state, flat_pb2.DEFECT_STATE_REPORTED)
        self.assertEqual(made.defect.answer_by_date, date(2024, 5, 11))

    def test_HOUS_59_a_key_worker_mediates_and_is_warned(self):
        made = self.defect("strnadova", "KEY_WORKER")
        self.assertEqual([one.rule for one in made.warnings], ["HOUS-59"])

    def test_HOUS_61_a_landlord_who_does_not_answer_is_listed(self):
        made = self.defect("kral", "TENANT").defect
        request = flat_pb2.ListDefectsRequest(
            programme_id=self.ids["programme.housing"], overdue=True, page_size=500
        )
        listed = self.ok("strnadova", "FlatService.ListDefects", request).defects
        self.assertIn(made.defect_id, [one.defect_id for one in listed])
        move = flat_pb2.MoveDefectRequest(
            defect_id=made.defect_id, state=flat_pb2.DEFECT_STATE_ACCEPTED
        )
        self.ok("kral", "FlatService.MoveDefect", move)
        listed = self.ok("strnadova", "FlatService.ListDefects", request).defects
        self.assertNotIn(made.defect_id, [one.defect_id for one in listed])

    def test_HOUS_58_the_property_management_moves_a_defect(self):
        made = self.defect("strnadova", "TENANT").defect
        move = flat_pb2.MoveDefectRequest(
            defect_id=made.defect_id, state=flat_pb2.DEFECT_STATE_REPAIRED
        )
        self.refused(
            "kral",
            "FlatService.MoveDefect",
            move,
            "FAILED_PRECONDITION",
            "DEFECT_STATE_REFUSES",
            "HOUS-58",
        )

    def test_HOUS_56_the_energy_supply_of_a_flat_has_a_state(self):
        request = flat_pb2.SetEnergyStateRequest(
            flat_id=self.flat(), energy_state=flat_pb2.ENERGY_STATE_REQUESTED
        )
        flat = self.ok("strnadova", "FlatService.SetEnergyState", request).flat
        self.assertEqual(flat.energy_state, flat_pb2.ENERGY_STATE_REQUESTED)
