"""The network of a social department: actors, agreements, contact person, matrix, projects."""

import concurrent.futures
import uuid

from opora.common.v1 import types_pb2
from opora.registry.v1 import (
    competence_pb2,
    cooperation_pb2,
    project_pb2,
    service_codes_pb2,
    social_department_pb2,
)

from checks.base import unknown_id
from checks.town import FIRST_DAY, TownTest, date, role
from opora_client import OporaError

Actors = cooperation_pb2
Setup = social_department_pb2


class NetworkTest(TownTest):
    def setUp(self):
        super().setUp()
        self.home = self.town()
        self.keeper = self.home.person("SUPPORT_COORDINATOR", "SOCIAL")
        self.social = self.home.unit("SOCIAL")

    def call(self, who, name, request):
        return self.ok(who, f"CooperationService.{name}", request)

    def denied(self, who, name, request, reason="NETWORK_NOT_KEPT", rule="REG-03"):
        self.refused(who, f"CooperationService.{name}", request, "PERMISSION_DENIED", reason, rule)

    def actor(self, name="Škola Lhota", **fields):
        fields.setdefault("sector", Actors.SECTOR_EDUCATION)
        if "actor_agency_id" not in fields:
            fields.setdefault("position", Actors.ACTOR_POSITION_EXTERNAL)
        return Actors.CreateKeyActorRequest(key_actor=Actors.KeyActor(name=name, **fields))

    def competence(self, need, *territories):
        return Actors.Competence(
            need=Actors.HelpNeed.Value(f"HELP_NEED_{need}"),
            territories=territories,
            task="Poradíme",
            cases="Kdykoli v úředních hodinách",
        )

    def made(self, **fields):
        return self.call(self.keeper, "CreateKeyActor", self.actor(**fields)).key_actor


class ActorTest(NetworkTest):
    def test_REG_03_a_key_actor_is_entered_by_the_social_department_that_cooperates(self):
        outsider = self.home.person("HEAD_OF_UNIT", "HOUSING")
        plain = self.home.person("SOCIAL_WORKER", "SOCIAL")
        self.denied(outsider, "CreateKeyActor", self.actor())
        self.denied("olsova", "CreateKeyActor", self.actor())
        name = "CooperationService.CreateKeyActor"
        self.refused(plain, name, self.actor(), "PERMISSION_DENIED", "ROLE_REFUSED")
        housing = self.made(
            name="Bytový odbor",
            sector=Actors.SECTOR_HOUSING,
            actor_agency_id=self.home.agency_id,
            actor_department_id=self.home.departments["HOUSING"],
        )
        self.assertEqual(housing.position, Actors.ACTOR_POSITION_INTERNAL)
        school = self.made(actor_agency_id=self.ids["agency.most"])
        self.assertEqual(school.position, Actors.ACTOR_POSITION_EXTERNAL)
        wrong = self.actor(
            actor_agency_id=self.ids["agency.most"], position=Actors.ACTOR_POSITION_INTERNAL
        )
        self.refused(
            self.keeper, name, wrong, "INVALID_ARGUMENT", "POSITION_MISMATCH", "REG-03"
        )
        listing = Actors.ListKeyActorsRequest(
            agency_id=self.home.agency_id, position=Actors.ACTOR_POSITION_INTERNAL
        )
        listed = self.call("strnadova", "ListKeyActors", listing).key_actors
        self.assertEqual([one.key_actor_id for one in listed], [housing.key_actor_id])
        listing = Actors.ListKeyActorsRequest(
            agency_id=self.home.agency_id, sector=Actors.SECTOR_EDUCATION
        )
        listed = self.call("strnadova", "ListKeyActors", listing).key_actors
        self.assertEqual([one.key_actor_id for one in listed], [school.key_actor_id])

    def test_REG_05_an_actor_is_found_by_what_it_publishes(self):
        here = self.home.territory
        debts = self.made(
            name="Dluhová poradna",
            competences=[self.competence("DEBTS", here), self.competence("HEALTH", "Jinde")],
        )
        self.made(name="Nemocnice", competences=[self.competence("HEALTH", here)])
        self.made(name="Bez kompetencí")

        def find(need, territory):
            request = Actors.FindActorRequest(
                need=Actors.HelpNeed.Value(f"HELP_NEED_{need}"), territory=territory
            )
            found = self.call("strnadova", "FindActor", request).key_actors
            return [(one.name, len(one.competences)) for one in found]

        self.assertEqual(find("DEBTS", here.upper()), [("Dluhová poradna", 1)])
        self.assertEqual(find("HEALTH", here), [("Nemocnice", 1)])
        self.assertEqual(find("HOUSING", here), [])
        ended = Actors.UpdateKeyActorRequest(key_actor=debts, update_mask=["ended_on"])
        ended.key_actor.ended_on.CopyFrom(self.world.today())
        self.call(self.keeper, "UpdateKeyActor", ended)
        self.assertEqual(find("DEBTS", here), [])

    def test_REG_05_each_actor_publishes_its_own_competences_and_no_more(self):
        actor = self.made(actor_agency_id=self.ids["agency.most"])
        request = Actors.UpdateKeyActorRequest(key_actor=actor, update_mask=["competences"])
        request.key_actor.competences.append(self.competence("LEGAL", self.home.territory))
        self.denied("lomova", "UpdateKeyActor", request)
        published = self.call("olsova", "UpdateKeyActor", request).key_actor
        self.assertEqual(len(published.competences), 1)
        request.key_actor.ClearField("etag")
        request.update_mask.append("name")
        self.denied("olsova", "UpdateKeyActor", request)
        request.ClearField("update_mask")
        request.update_mask.append("agency_id")
        self.violates(
            "olsova",
            "CooperationService.UpdateKeyActor",
            request,
            "update_mask",
            "FIELD_NOT_CHANGEABLE",
        )

    def test_REG_07_the_contact_person_keeps_what_is_known_about_an_actor(self):
        actor = self.made()
        note = Actors.AddActorNoteRequest(
            key_actor_id=actor.key_actor_id, text="Berou jen po telefonické dohodě."
        )
        self.denied(self.keeper, "AddActorNote", note, "NOT_CONTACT_PERSON", "REG-07")
        deputy = self.home.person("SOCIAL_WORKER", "SOCIAL")
        self.call(
            self.keeper,
            "SetContactPerson",
            Setup.SetContactPersonRequest(
                worker_id=self.home.id_of(self.keeper),
                deputy_worker_id=self.home.id_of(deputy),
            ),
        )
        for who in (self.keeper, deputy):
            self.call(who, "AddActorNote", note)
        listing = Actors.ListActorNotesRequest(key_actor_id=actor.key_actor_id)
        notes = self.call(self.keeper, "ListActorNotes", listing).notes
        self.assertEqual(
            [one.author_worker_id for one in notes],
            [self.home.id_of(deputy), self.home.id_of(self.keeper)],
        )
        # Nobody else learns of it, not even the next department.
        for who in ("strnadova", self.home.person("HEAD_OF_UNIT", "HOUSING")):
            for name, request in (("ListActorNotes", listing), ("AddActorNote", note)):
                self.refused(who, f"CooperationService.{name}", request, "NOT_FOUND", "NOT_FOUND")
        listing.key_actor_id = unknown_id()
        self.refused(
            "strnadova", "CooperationService.ListActorNotes", listing, "NOT_FOUND", "NOT_FOUND"
        )


class AgreementTest(NetworkTest):
    def propose(self, *actors):
        agreement = Actors.CooperationAgreement(
            scope="Předávání poznatků o síti",
            parties=[Actors.AgreementParty(key_actor_id=one) for one in actors],
        )
        return Actors.ProposeAgreementRequest(agreement=agreement)

    def listed(self, state, day):
        request = Actors.ListAgreementsRequest(
            agency_id=self.home.agency_id,
            state=Actors.AgreementState.Value(f"AGREEMENT_STATE_{state}"),
            as_of_date=day,
        )
        return len(self.call("strnadova", "ListAgreements", request).agreements)

    def verbs(self, who, agreement_id):
        request = Actors.GetAgreementRequest(agreement_id=agreement_id)
        actions = self.call(who, "GetAgreement", request).actions
        return {one.verb for one in actions if one.allowed}

    def test_REG_04_an_agreement_is_proposed_put_in_force_and_ended(self):
        actor = self.made().key_actor_id
        foreign = self.propose(unknown_id())
        self.violates(
            self.keeper,
            "CooperationService.ProposeAgreement",
            foreign,
            "agreement.parties[0].key_actor_id",
            "KEY_ACTOR_UNKNOWN",
        )
        self.violates(
            self.keeper,
            "CooperationService.ProposeAgreement",
            self.propose(actor, actor),
            "agreement.parties[1].key_actor_id",
            "PARTY_TWICE",
        )
        self.denied("vrbova", "EndAgreement", self.end(self.agreement(actor)))
        agreement = self.agreement(actor)
        self.assertEqual(self.verbs(self.keeper, agreement), {"PutAgreementInForce", "EndAgreement"})
        self.assertEqual(self.verbs("strnadova", agreement), set())
        force = Actors.PutAgreementInForceRequest(
            agreement_id=agreement, valid_from=date(2024, 1, 1), valid_to=date(2024, 12, 31)
        )
        force.valid_to.year = 2023
        self.violates(
            self.keeper,
            "CooperationService.PutAgreementInForce",
            force,
            "valid_to",
            "PERIOD_REVERSED",
        )
        force.valid_to.year = 2099
        in_force = self.call(self.keeper, "PutAgreementInForce", force).agreement
        self.assertEqual(in_force.state, Actors.AGREEMENT_STATE_IN_FORCE)
        self.assertEqual(self.verbs(self.keeper, agreement), {"EndAgreement"})
        self.refused(
            self.keeper,
            "CooperationService.PutAgreementInForce",
            force,
            "FAILED_PRECONDITION",
            "AGREEMENT_STATE_REFUSES",
            "REG-04",
        )
        ended = self.call(self.keeper, "EndAgreement", self.end(agreement, date(2024, 6, 30)))
        self.assertEqual(ended.agreement.state, Actors.AGREEMENT_STATE_ENDED)
        self.assertEqual(self.verbs(self.keeper, agreement), set())
        # The first one, and the one that was, on each of its days.
        self.assertEqual(self.listed("PROPOSED", date(2023, 12, 31)), 2)
        self.assertEqual(self.listed("IN_FORCE", date(2024, 6, 30)), 1)
        self.assertEqual(self.listed("ENDED", date(2024, 7, 1)), 1)

    def agreement(self, actor):
        made = self.call(self.keeper, "ProposeAgreement", self.propose(actor)).agreement
        self.assertEqual(made.state, Actors.AGREEMENT_STATE_PROPOSED)
        return made.agreement_id

    @staticmethod
    def end(agreement_id, day=None):
        return Actors.EndAgreementRequest(
            agreement_id=agreement_id, valid_to=day, reason="Výpověď"
        )


class ContactPersonTest(NetworkTest):
    def set_to(self, who, **fields):
        return Setup.SetContactPersonRequest(worker_id=self.home.id_of(who), **fields)

    def current(self, day=None):
        request = Setup.GetContactPersonRequest(as_of_date=day, **self.social)
        return self.call("strnadova", "GetContactPerson", request)

    def all(self):
        request = Setup.ListContactPersonsRequest(**self.social)
        return self.call("strnadova", "ListContactPersons", request).contact_persons

    def test_REG_06_a_new_contact_person_ends_the_first(self):
        other = self.home.person("SOCIAL_WORKER", "SOCIAL")
        stranger = self.home.person("SOCIAL_WORKER", "HOUSING")
        name = "CooperationService.SetContactPerson"
        self.assertFalse(self.current().HasField("contact_person"))
        self.violates(self.keeper, name, self.set_to(stranger), "worker_id", "WORKER_UNKNOWN")
        same = self.set_to(other, deputy_worker_id=self.home.id_of(other))
        self.violates(self.keeper, name, same, "deputy_worker_id", "DEPUTY_IS_CONTACT_PERSON")
        head = self.home.person("HEAD_OF_UNIT", "HOUSING")
        self.denied(head, "SetContactPerson", self.set_to(other))
        self.ok(self.keeper, name, self.set_to(self.keeper, valid_from=date(2024, 1, 1)))
        self.ok(self.keeper, name, self.set_to(other, valid_from=date(2025, 1, 1)))
        day = self.current(date(2024, 12, 31)).contact_person
        self.assertEqual(day.worker_id, self.home.id_of(self.keeper))
        self.assertEqual(day.valid_to, date(2025, 1, 1))
        self.assertEqual(self.current().contact_person.worker_id, self.home.id_of(other))
        # Twice on one day: the last one counts, the other never was.
        self.ok(self.keeper, name, self.set_to(self.keeper))
        self.ok(self.keeper, name, self.set_to(other))
        self.assertEqual(self.current().contact_person.worker_id, self.home.id_of(other))
        self.assertEqual(len([one for one in self.all() if not one.HasField("valid_to")]), 1)

    def test_REG_06_the_deputy_answers_while_the_contact_person_is_absent(self):
        deputy = self.home.person("SOCIAL_WORKER", "SOCIAL")
        contact = self.home.person("SOCIAL_WORKER", "SOCIAL")
        request = self.set_to(contact, deputy_worker_id=self.home.id_of(deputy))
        self.call(self.keeper, "SetContactPerson", request)
        self.assertEqual(self.current().answering_worker_id, self.home.id_of(contact))
        self.home.suspend(contact)
        self.assertEqual(self.current().answering_worker_id, self.home.id_of(deputy))
        self.home.suspend(deputy)
        self.assertFalse(self.current().HasField("answering_worker_id"))

    def test_REG_06_however_many_are_set_at_once_one_is_the_contact_person(self):
        people = [self.home.person("SOCIAL_WORKER", "SOCIAL") for _ in range(6)]
        call = self.world.method(self.keeper, "CooperationService.SetContactPerson")

        def outcome(who):
            try:
                call(self.set_to(who))
                return "OK"
            except OporaError as error:
                return error.reason

        with concurrent.futures.ThreadPoolExecutor(len(people)) as pool:
            outcomes = set(pool.map(outcome, people))
        self.assertLessEqual(outcomes, {"OK", "CONTACT_PERSON_EXISTS"})
        self.assertIn("OK", outcomes)
        self.assertEqual(len([one for one in self.all() if not one.HasField("valid_to")]), 1)

    def test_REG_06_only_a_social_department_has_one(self):
        request = Setup.GetContactPersonRequest(**self.home.unit("HOUSING"))
        name = "CooperationService.GetContactPerson"
        self.violates("strnadova", name, request, "department_id", "NOT_SOCIAL_DEPARTMENT")
        village = self.town(kind="MUNICIPALITY_I", departments=())
        mayor = village.person("HEAD_OF_UNIT")
        request = Setup.SetContactPersonRequest(worker_id=village.id_of(mayor))
        self.call(mayor, "SetContactPerson", request)
        request = Setup.GetContactPersonRequest(agency_id=village.agency_id)
        answer = self.call("strnadova", "GetContactPerson", request)
        self.assertEqual(answer.answering_worker_id, village.id_of(mayor))


class SetupTest(NetworkTest):
    def gaps(self):
        request = Setup.CheckSetupRequest(**self.social)
        gaps = self.call("strnadova", "CheckSetup", request).gaps
        for gap in gaps:
            self.assertTrue(gap.warning.message and gap.warning.remedy, gap)
        return [(one.warning.reason, one.concerns_id) for one in gaps]

    def bearer(self, who, **fields):
        bearer = Setup.ChangeBearer(
            worker_id=self.home.id_of(who), valid_from=FIRST_DAY, **fields
        )
        return Setup.NameChangeBearerRequest(change_bearer=bearer)

    def test_REG_08_a_change_bearer_is_named_and_none_shows(self):
        self.assertIn(("CHANGE_BEARER_MISSING", ""), self.gaps())
        worker = self.home.person("SOCIAL_WORKER", "SOCIAL")
        head = self.home.person("HEAD_OF_UNIT", "SOCIAL")
        named = self.call(
            self.keeper,
            "NameChangeBearer",
            self.bearer(worker, managerial_skills=True, interested=True, time_milli=200),
        )
        self.assertEqual([one.reason for one in named.warnings], ["CHANGE_BEARER_NOT_HEAD"])
        self.assertEqual(named.change_bearer.time_milli, 200)
        self.refused(
            self.keeper,
            "CooperationService.NameChangeBearer",
            self.bearer(worker),
            "ALREADY_EXISTS",
            "CHANGE_BEARER_EXISTS",
            "REG-08",
        )
        self.assertEqual(
            list(self.call(self.keeper, "NameChangeBearer", self.bearer(head)).warnings), []
        )
        self.assertNotIn(("CHANGE_BEARER_MISSING", ""), self.gaps())
        listing = Setup.ListChangeBearersRequest(agency_id=self.home.agency_id)
        bearers = self.call("strnadova", "ListChangeBearers", listing).change_bearers
        self.assertEqual(len(bearers), 2)
        warned = []
        for one in bearers:
            end = Setup.EndChangeBearerRequest(
                change_bearer_id=one.change_bearer_id, valid_to=self.world.today(-1)
            )
            self.refused(
                "vrbova", "CooperationService.EndChangeBearer", end, "NOT_FOUND", "NOT_FOUND"
            )
            warned += self.call(self.keeper, "EndChangeBearer", end).warnings
        self.assertEqual([one.reason for one in warned], ["CHANGE_BEARER_MISSING"])
        self.assertIn(("CHANGE_BEARER_MISSING", ""), self.gaps())

    def test_REG_09_the_target_group_of_a_municipality_is_defined_by_day(self):
        self.assertIn(("TARGET_GROUP_MISSING", ""), self.gaps())
        groups = service_codes_pb2
        name = "DefineTargetGroup"

        def define(group, day):
            definition = Setup.ApproachDefinition(
                target_groups=[group], description="Rodiny s dluhy na nájmu", valid_from=day
            )
            return Setup.DefineTargetGroupRequest(definition=definition)

        def on(day=None):
            request = Setup.GetTargetGroupRequest(agency_id=self.home.agency_id, as_of_date=day)
            return self.call("strnadova", "GetTargetGroup", request)

        self.assertFalse(on().HasField("definition"))
        first = define(groups.TARGET_GROUP_INDEBTED, date(2024, 1, 1))
        self.denied(self.home.person("HEAD_OF_UNIT", "HOUSING"), name, first)
        self.call(self.keeper, name, first)
        self.refused(
            self.keeper,
            "CooperationService.DefineTargetGroup",
            first,
            "ALREADY_EXISTS",
            "TARGET_GROUP_DEFINED",
            "REG-09",
        )
        self.call(
            self.keeper, name, define(groups.TARGET_GROUP_SINGLE_PARENTS, date(2025, 1, 1))
        )
        self.assertFalse(on(date(2023, 12, 31)).HasField("definition"))
        self.assertEqual(
            list(on(date(2024, 6, 1)).definition.target_groups), [groups.TARGET_GROUP_INDEBTED]
        )
        self.assertEqual(
            list(on().definition.target_groups), [groups.TARGET_GROUP_SINGLE_PARENTS]
        )
        self.assertNotIn(("TARGET_GROUP_MISSING", ""), self.gaps())

    def test_XC_55_the_completeness_check_lists_what_is_missing_and_nothing_else(self):
        service = self.home.service()
        actor = self.made()
        self.assertEqual(
            self.gaps(),
            [
                ("CONTACT_PERSON_MISSING", ""),
                ("CHANGE_BEARER_MISSING", ""),
                ("TARGET_GROUP_MISSING", ""),
                ("COMPETENCES_MISSING", actor.key_actor_id),
                ("COOPERATION_NOT_FORMALISED", actor.key_actor_id),
                ("MATRIX_EMPTY", ""),
                ("CAPACITY_UNKNOWN", service.service_id),
            ],
        )
        self.home.staffing(service, fte_milli=1000, caseload_per_fte=20)
        self.assertNotIn(("CAPACITY_UNKNOWN", service.service_id), self.gaps())
        self.home.suspend(self.keeper)
        self.assertIn(("COORDINATOR_MISSING", ""), self.gaps())
        request = Setup.CheckSetupRequest(agency_id=self.home.agency_id)
        self.violates(
            "strnadova",
            "CooperationService.CheckSetup",
            request,
            "department_id",
            "DEPARTMENT_REQUIRED",
        )


class MatrixTest(NetworkTest):
    def row(self, activity, channel, **fields):
        if "responsible_worker_id" not in fields:
            fields.setdefault("responsible_role", role("HOUSING_OFFICER"))
        row = competence_pb2.MatrixRow(
            area="Nájem",
            activity=activity,
            responsible_agency_id=self.home.agency_id,
            responsible_department_id=self.home.departments["HOUSING"],
            channel=competence_pb2.QuestionChannel.Value(f"QUESTION_CHANNEL_{channel}"),
            **fields,
        )
        return competence_pb2.PutMatrixRowRequest(row=row)

    def put(self, *row, **fields):
        return self.call(self.keeper, "PutMatrixRow", self.row(*row, **fields)).row

    def route(self, row, **fields):
        return competence_pb2.RouteQuestionRequest(
            row_id=row.row_id, text="Kdo vyřizuje dluh do měsíce?", **fields
        )

    def stopped(self, who, request, reason, rule="XC-49"):
        self.refused(
            who, "CooperationService.RouteQuestion", request, "FAILED_PRECONDITION", reason, rule
        )

    def test_XC_48_the_matrix_says_who_is_responsible_to_everybody(self):
        officer = self.home.person("HOUSING_OFFICER", "HOUSING")
        name = "CooperationService.PutMatrixRow"
        self.denied("olsova", "PutMatrixRow", self.row("Dluh", "DIRECT"))
        both = self.row(
            "Dluh", "DIRECT", responsible_worker_id=self.home.id_of(officer)
        )
        both.row.responsible_role = role("HOUSING_OFFICER")
        self.refused(
            self.keeper, name, both, "INVALID_ARGUMENT", "RESPONSIBLE_UNCLEAR", "XC-48"
        )
        stranger = self.row("Dluh", "DIRECT", responsible_worker_id=self.ids["worker.petra"])
        self.violates(
            self.keeper, name, stranger, "row.responsible_worker_id", "WORKER_UNKNOWN"
        )
        row = self.put("Dluh do měsíce", "DIRECT")
        again = self.row("DLUH DO MĚSÍCE", "VIA_WORKING_GROUP")
        self.refused(
            self.keeper, name, again, "ALREADY_EXISTS", "MATRIX_ROW_EXISTS", "XC-48"
        )
        again.row.row_id = row.row_id
        again.row.etag = row.etag
        self.call(self.keeper, "PutMatrixRow", again)
        self.refused(self.keeper, name, again, "ABORTED", "ETAG_MISMATCH")
        listing = competence_pb2.ListMatrixRequest(agency_id=self.home.agency_id)
        (listed,) = self.call("strnadova", "ListMatrix", listing).rows
        self.assertEqual(listed.channel, competence_pb2.QUESTION_CHANNEL_VIA_WORKING_GROUP)
        delete = competence_pb2.DeleteMatrixRowRequest(row_id=row.row_id)
        self.refused(
            "vrbova", "CooperationService.DeleteMatrixRow", delete, "NOT_FOUND", "NOT_FOUND"
        )
        self.call(self.keeper, "DeleteMatrixRow", delete)
        self.assertEqual(list(self.call("strnadova", "ListMatrix", listing).rows), [])

    def test_XC_49_a_direct_question_goes_to_whoever_is_responsible(self):
        row = self.put("Dluh do měsíce", "DIRECT")
        self.stopped("strnadova", self.route(row), "RESPONSIBLE_ABSENT", "XC-48")
        officer = self.home.person("HOUSING_OFFICER", "HOUSING")
        question = self.call("strnadova", "RouteQuestion", self.route(row)).question
        self.assertEqual(list(question.addressee_worker_ids), [self.home.id_of(officer)])
        answer = competence_pb2.AnswerQuestionRequest(
            question_id=question.question_id, answer="Bytový odbor, paní Pokorná."
        )
        self.refused(
            self.keeper, "CooperationService.AnswerQuestion", answer, "NOT_FOUND", "NOT_FOUND"
        )
        routed = competence_pb2.ListQuestionsRequest()
        self.assertEqual(len(self.call(officer, "ListQuestions", routed).questions), 1)
        self.assertEqual(list(self.call(self.keeper, "ListQuestions", routed).questions), [])
        self.call(officer, "AnswerQuestion", answer)
        self.refused(
            officer,
            "CooperationService.AnswerQuestion",
            answer,
            "FAILED_PRECONDITION",
            "QUESTION_ANSWERED",
            "XC-49",
        )
        asked = competence_pb2.ListQuestionsRequest(asked=True)
        answers = {
            one.question_id: one.answer
            for one in self.call("petra", "ListQuestions", asked).questions
        }
        self.assertEqual(answers[question.question_id], "Bytový odbor, paní Pokorná.")
        self.assertNotIn(
            question.question_id,
            [one.question_id for one in self.call("beranek", "ListQuestions", asked).questions],
        )

    def test_XC_49_what_goes_via_the_working_group_goes_to_the_own_representative(self):
        officer = self.home.person("HOUSING_OFFICER", "HOUSING")
        row = self.put("Změna pravidel", "VIA_WORKING_GROUP")
        asking = self.town(kind="NGO", departments=())
        head = asking.person("HEAD_OF_UNIT")
        worker = asking.person("SOCIAL_WORKER")
        self.stopped(worker, self.route(row), "REPRESENTATIVE_MISSING")
        direct = self.route(row, channel=competence_pb2.QUESTION_CHANNEL_DIRECT)
        self.stopped(worker, direct, "VIA_WORKING_GROUP")
        name = competence_pb2.NameRepresentativeRequest(
            worker_id=self.home.id_of(officer), **self.social
        )
        self.violates(
            head, "CooperationService.NameRepresentative", name, "worker_id", "WORKER_UNKNOWN"
        )
        name.worker_id = asking.id_of(head)
        self.call(head, "NameRepresentative", name)
        routed = self.call(worker, "RouteQuestion", self.route(row)).question
        self.assertEqual(list(routed.addressee_worker_ids), [asking.id_of(head)])
        self.assertEqual(routed.channel, competence_pb2.QUESTION_CHANNEL_VIA_WORKING_GROUP)
        direct.direct_reason = "V bytě teče voda."
        urgent = self.call(worker, "RouteQuestion", direct)
        self.assertEqual(list(urgent.question.addressee_worker_ids), [self.home.id_of(officer)])
        self.assertEqual([one.reason for one in urgent.warnings], ["VIA_WORKING_GROUP"])
        name.worker_id = asking.id_of(worker)
        self.call(head, "NameRepresentative", name)
        routed = self.call(worker, "RouteQuestion", self.route(row)).question
        self.assertEqual(list(routed.addressee_worker_ids), [asking.id_of(worker)])


    def test_XC_49_however_many_are_named_at_once_one_speaks_for_the_unit(self):
        asking = self.town(kind="NGO", departments=())
        head = asking.person("HEAD_OF_UNIT")
        people = [asking.person("SOCIAL_WORKER") for _ in range(5)]
        row = self.put("Změna pravidel", "VIA_WORKING_GROUP")
        call = self.world.method(head, "CooperationService.NameRepresentative")

        def outcome(who):
            try:
                call(
                    competence_pb2.NameRepresentativeRequest(
                        worker_id=asking.id_of(who), **self.social
                    )
                )
                return "OK"
            except OporaError as error:
                return error.reason

        with concurrent.futures.ThreadPoolExecutor(len(people)) as pool:
            outcomes = set(pool.map(outcome, people))
        self.assertLessEqual(outcomes, {"OK", "REPRESENTATIVE_NAMED"})
        routed = self.call(head, "RouteQuestion", self.route(row)).question
        self.assertEqual(len(routed.addressee_worker_ids), 1)

    def test_XC_48_a_change_of_nothing_finds_nothing(self):
        put = self.row("Dluh", "DIRECT")
        actor = self.made()
        actor.ClearField("etag")
        for key in ("abc", unknown_id()):
            put.row.row_id = actor.key_actor_id = key
            name = "CooperationService.PutMatrixRow"
            self.refused(self.keeper, name, put, "NOT_FOUND", "NOT_FOUND")
            change = Actors.UpdateKeyActorRequest(key_actor=actor, update_mask=["name"])
            name = "CooperationService.UpdateKeyActor"
            self.refused(self.keeper, name, change, "NOT_FOUND", "NOT_FOUND")


class ProjectTest(NetworkTest):
    def project(self, **fields):
        project = project_pb2.Project(
            registration_number=f"CZ.03.02.02/00/22_004/{uuid.uuid4()}",
            name="Koordinovaný přístup",
            financing="Operační program Zaměstnanost+",
            budget=types_pb2.Money(minor_units=50_000_000_00, currency_code="CZK"),
            valid_from=date(2023, 4, 1),
            valid_to=date(2025, 6, 30),
            **fields,
        )
        return project_pb2.CreateProjectRequest(project=project)

    def part(self, agency_id):
        return project_pb2.ProjectParticipant(
            agency_id=agency_id, part=project_pb2.PROJECT_PART_PARTICIPANT
        )

    def test_REG_10_agencies_take_part_in_a_time_boxed_project(self):
        name = "CooperationService.CreateProject"
        request = self.project(participants=[self.part(unknown_id())])
        self.violates(
            self.keeper, name, request, "project.participants[0].agency_id", "AGENCY_UNKNOWN"
        )
        request = self.project(participants=[self.part(self.home.agency_id)] * 2)
        self.violates(
            self.keeper, name, request, "project.participants[1].agency_id", "PARTICIPANT_TWICE"
        )
        request = self.project(participants=[self.part(self.home.agency_id)])
        made = self.ok(self.keeper, name, request).project
        self.refused(
            "olsova", name, request, "ALREADY_EXISTS", "PROJECT_EXISTS", "REG-10"
        )
        listing = project_pb2.ListProjectsRequest(
            agency_id=self.home.agency_id, as_of_date=date(2025, 6, 30)
        )
        listed = self.call("strnadova", "ListProjects", listing).projects
        self.assertEqual([one.project_id for one in listed], [made.project_id])
        listing.as_of_date.month = 7
        self.assertEqual(list(self.call("strnadova", "ListProjects", listing).projects), [])
        change = project_pb2.UpdateProjectRequest(project=made, update_mask=["participants"])
        change.project.participants.append(self.part(self.ids["agency.most"]))
        self.refused(
            "olsova",
            "CooperationService.UpdateProject",
            change,
            "PERMISSION_DENIED",
            "FOREIGN_AGENCY",
            "REG-27",
        )
        changed = self.call(self.keeper, "UpdateProject", change).project
        self.assertEqual(len(changed.participants), 2)
        self.refused(
            self.keeper, "CooperationService.UpdateProject", change, "ABORTED", "ETAG_MISMATCH"
        )

    def test_REG_26_a_target_number_of_persons_is_tied_to_a_service_and_a_period(self):
        service = self.home.service()
        target = project_pb2.ProjectTarget(
            service_id=unknown_id(),
            persons=120,
            valid_from=date(2023, 4, 1),
            valid_to=date(2026, 3, 31),
        )
        name = "CooperationService.CreateProject"
        self.violates(
            self.keeper,
            name,
            self.project(targets=[target]),
            "project.targets[0].service_id",
            "SERVICE_UNKNOWN",
        )
        target.service_id = service.service_id
        made = self.ok(self.keeper, name, self.project(targets=[target])).project
        read = project_pb2.GetProjectRequest(project_id=made.project_id)
        stored = self.call("strnadova", "GetProject", read).project.targets[0]
        self.assertEqual(
            (stored.persons, stored.service_id, stored.valid_to),
            (120, service.service_id, date(2026, 3, 31)),
        )
