"""Rules of who takes part, and of what a meeting needs before it starts."""

from opora.common.v1 import areas_pb2, context_pb2, types_pb2
from opora.conference.v1 import case_pb2
from opora.registry.v1 import access_pb2, agency_pb2, support_pb2

from checks.base import unknown_id
from checks.conference_base import HELD_ON, Conf, ConferenceTest, Service, role
from steps.asked import participant


class PeopleTest(ConferenceTest):
    def test_CONF_41_nobody_else_is_the_client(self):
        meeting = self.meeting().until("contract")
        another = [Conf.Participant(person="brother", roles=[role("CLIENT")])]
        meeting.wrong(
            "petra",
            "AddParticipants",
            "participants[0].roles",
            "CLIENT_IS_ONE",
            participants=another,
        )
        meeting.wrong(
            "petra",
            "RemoveParticipant",
            "participant_id",
            "CLIENT_IS_ONE",
            participant_id=meeting.of["client"],
        )
        another[0].roles[:] = [role("CLIENT_FAMILY")]
        meeting.ok("petra", "AddParticipants", participants=another)

    def test_CONF_29_a_participant_is_a_worker_of_a_unit_or_a_person(self):
        meeting = self.meeting().until("contract")
        both = participant(self.world, "frantiska", role("RECORDER"))
        both.person = "somebody"
        no_unit = Conf.Participant(
            worker_id=self.ids["worker.frantiska"], roles=[role("RECORDER")]
        )
        nobody = Conf.Participant(roles=[role("RECORDER")])
        no_role = Conf.Participant(person="somebody")
        facilitator = participant(self.world, "ruzicka", role("FACILITATOR"))
        for one, field in (
            (both, "person"),
            (no_unit, "agency_id"),
            (nobody, "person"),
            (no_role, "roles"),
            (facilitator, "roles"),
        ):
            meeting.wrong(
                "petra", "AddParticipants", f"participants[0].{field}", participants=[one]
            )
        meeting.wrong("petra", "AddParticipants", "participants", participants=[])

    def test_CONF_35_one_facilitator_who_has_no_other_part(self):
        meeting = self.meeting().until("propose")
        meeting.denied(
            "strnadova",
            "NameFacilitator",
            "FACILITATOR_NOT_INDEPENDENT",
            "CONF-35",
            facilitator=participant(self.world, "strnadova", role("FACILITATOR")),
        )
        meeting.stopped(
            "strnadova",
            "NameFacilitator",
            "FACILITATOR_ALONE",
            "CONF-29",
            facilitator=participant(
                self.world, "milan", role("FACILITATOR"), role("PROFESSIONAL")
            ),
        )
        meeting.wrong(
            "strnadova",
            "NameFacilitator",
            "facilitator.worker_id",
            "WORKER_REQUIRED",
            facilitator=Conf.Participant(person="somebody", roles=[role("FACILITATOR")]),
        )
        meeting.name()
        meeting.stopped(
            "petra",
            "NameFacilitator",
            "FACILITATOR_EXISTS",
            "CONF-35",
            facilitator=participant(self.world, "ruzicka", role("FACILITATOR")),
        )
        meeting.contract()
        meeting.stopped(
            "petra",
            "AddParticipants",
            "FACILITATOR_ALONE",
            "CONF-29",
            participants=[participant(self.world, "milan", role("PROFESSIONAL"))],
        )

    def involve(self, who, client_id, kind):
        if kind == "assignment":
            request = agency_pb2.AssignWorkerRequest(
                client_id=client_id,
                worker_id=self.ids[f"worker.{who}"],
                role=context_pb2.ACTING_ROLE_KEY_WORKER,
                service_id=self.ids["service.most"],
                override_reason="for this test",
            )
            return self.ok("olsova", "AgencyService.AssignWorker", request)
        record = support_pb2.SupportRecord(
            client_id=client_id,
            category_id=self.ids["category.ACCOMPANIMENT"],
            quantity_milli=500,
            unit=support_pb2.SUPPORT_UNIT_HOUR,
            occurred_at=self.world.noon(HELD_ON),
        )
        request = support_pb2.RecordSupportRequest(support_record=record)
        return self.ok(who, "SupportService.RecordSupport", request)

    def with_facilitator(self, who):
        """A conference whose facilitator is of the unit that keeps the client's record."""
        meeting = self.meeting().until("propose")
        meeting.ok(
            "strnadova",
            "NameOrganiser",
            organiser=participant(self.world, "petra", role("ORGANISER")),
            is_administrator=True,
        )
        meeting.ok(
            "petra",
            "NameFacilitator",
            facilitator=participant(self.world, who, role("FACILITATOR")),
        )
        meeting.contract()
        people = [
            participant(self.world, "beranek", role("PROFESSIONAL"), role("RECORDER")),
            Conf.Participant(person="aunt", roles=[role("SUPPORT_PERSON")]),
        ]
        meeting.ok("petra", "AddParticipants", participants=people)
        meeting.ok(
            "petra",
            "InviteParticipants",
            invitations=meeting.invitations("beranek", "aunt", who),
        )
        for stage in ("arrange", "prepare", "answer", "ready"):
            getattr(meeting, stage)()
        return meeting

    def test_CONF_36_what_arrives_after_naming_refuses_the_start(self):
        for kind in ("assignment", "support"):
            with self.subTest(kind=kind):
                meeting = self.with_facilitator("frantiska")
                self.involve("frantiska", meeting.client_id, kind)
                start = {"held_on": HELD_ON, "attendance": meeting.attendance()}
                meeting.denied(
                    "frantiska",
                    "StartMeeting",
                    "FACILITATOR_NOT_INDEPENDENT",
                    "CONF-36",
                    **start,
                )
                self.assertEqual(meeting.now.state, Conf.CONFERENCE_STATE_READY)

    def test_CONF_36_what_arrives_in_the_meeting_refuses_the_approval(self):
        meeting = self.with_facilitator("frantiska")
        who = "frantiska"
        meeting.ok(who, "StartMeeting", held_on=HELD_ON, attendance=meeting.attendance())
        for phase in ("MAPPING", "PRIORITIES"):
            meeting.ok(who, "AdvancePhase", phase=Conf.Phase.Value(f"PHASE_{phase}"))
        meeting.priority = meeting.topic()
        meeting.ok(who, "SelectPriorities", topic_ids=[meeting.priority])
        meeting.ok(who, "AdvancePhase", phase=Conf.PHASE_SOLUTIONS)
        meeting.solve()
        meeting.ok(who, "AdvancePhase", phase=Conf.PHASE_PLAN)
        meeting.add_item()
        self.involve("frantiska", meeting.client_id, "support")
        self.same_after(
            meeting,
            lambda: meeting.denied(
                "petra",
                "ApprovePlan",
                "FACILITATOR_NOT_INDEPENDENT",
                "CONF-36",
                approvals=meeting.approvals(*meeting.of),
            ),
        )

    def test_CONF_35_the_window_ends_with_the_day_of_the_meeting(self):
        """Of a meeting held long ago, what was in the two years before it counts."""
        meeting = self.with_facilitator("frantiska")
        record = support_pb2.SupportRecord(
            client_id=meeting.client_id,
            category_id=self.ids["category.ACCOMPANIMENT"],
            quantity_milli=500,
            unit=support_pb2.SUPPORT_UNIT_HOUR,
            occurred_at=self.world.noon(types_pb2.Date(year=2022, month=5, day=5)),
        )
        request = support_pb2.RecordSupportRequest(support_record=record)
        self.ok("frantiska", "SupportService.RecordSupport", request)
        start = {"attendance": meeting.attendance()}
        meeting.denied(
            "frantiska",
            "StartMeeting",
            "FACILITATOR_NOT_INDEPENDENT",
            "CONF-36",
            held_on=types_pb2.Date(year=2023, month=10, day=26),
            **start,
        )
        meeting.ok("frantiska", "StartMeeting", held_on=HELD_ON, **start)

    def test_CONF_35_who_worked_on_the_case_is_no_facilitator(self):
        meeting = self.meeting().until("propose")
        agreed = types_pb2.Attestation(
            person="the client",
            form=types_pb2.ATTESTATION_FORM_ORAL,
            occurred_at=self.world.now(minutes=-5),
        )
        case = case_pb2.Case(
            client_id=meeting.client_id,
            type=case_pb2.CASE_TYPE_INDIVIDUAL,
            case_manager_worker_id=self.ids["worker.frantiska"],
            client_agreement=agreed,
        )
        name = {"facilitator": participant(self.world, "frantiska", role("FACILITATOR"))}
        self.ok("strnadova", "CaseService.OpenCase", case_pb2.OpenCaseRequest(case=case))
        meeting.denied(
            "strnadova", "NameFacilitator", "FACILITATOR_NOT_INDEPENDENT", "CONF-35", **name
        )
        name["facilitator"] = participant(self.world, "olsova", role("FACILITATOR"))
        meeting.ok("strnadova", "NameFacilitator", **name)

    def test_CONF_114_an_invitation_needs_a_basis(self):
        meeting = self.meeting().until("add")
        one = [Service.Invitation(participant_id=meeting.of["beranek"])]
        error = meeting.denied(
            "petra", "InviteParticipants", "CONSENT_REQUIRED", "CONF-114", invitations=one
        )
        self.assertEqual(error.metadata["participant_id"], meeting.of["beranek"])
        meeting.denied("petra", "InviteParticipants", "CONSENT_REQUIRED", "CONF-114")
        one[0].client_agreement.CopyFrom(meeting.word(minutes=60))
        meeting.wrong(
            "petra",
            "InviteParticipants",
            "invitations[0].client_agreement.occurred_at",
            "NOT_IN_FUTURE",
            invitations=one,
        )
        meeting.wrong(
            "petra",
            "InviteParticipants",
            "invitations[0].participant_id",
            "NOT_A_PARTICIPANT",
            invitations=[Service.Invitation(participant_id=unknown_id())],
        )
        invited = [bool(p.HasField("invite_time")) for p in meeting.now.participants]
        self.assertEqual(sum(invited), 3)  # the client, who proposed it and who organises it
        one[0].client_agreement.CopyFrom(meeting.word())
        meeting.ok("petra", "InviteParticipants", invitations=one)

    def test_CONF_114_a_worker_of_elsewhere_is_not_invited_as_one_s_own(self):
        meeting = self.meeting().until("contract")
        forged = participant(self.world, "beranek", role("PROFESSIONAL"))
        forged.agency_id = self.ids["agency.most"]
        meeting.ok("petra", "AddParticipants", participants=[forged])
        meeting.wrong(
            "petra",
            "InviteParticipants",
            "invitations",
            "UNIT_UNKNOWN",
            invitations=[Service.Invitation(participant_id=meeting.of["beranek"])],
        )
        meeting.refused("beranek", "GetConference", "NOT_FOUND", "NOT_FOUND")
        forged.roles[:] = [role("ORGANISER")]
        another = self.meeting().until("propose")
        another.wrong(
            "strnadova",
            "NameOrganiser",
            "organiser.worker_id",
            "UNIT_UNKNOWN",
            organiser=forged,
        )
        another.refused("beranek", "GetConference", "NOT_FOUND", "NOT_FOUND")

    def test_CONF_114_naming_somebody_of_another_unit_is_an_invitation(self):
        meeting = self.meeting().until("propose")
        beranek = participant(self.world, "beranek", role("ORGANISER"))
        asked = {"organiser": beranek, "is_administrator": True}
        meeting.denied("strnadova", "NameOrganiser", "CONSENT_REQUIRED", "CONF-114", **asked)
        meeting.refused("beranek", "GetConference", "NOT_FOUND", "NOT_FOUND")
        beranek.client_agreement.CopyFrom(meeting.word(minutes=60))
        meeting.wrong(
            "strnadova",
            "NameOrganiser",
            "organiser.client_agreement.occurred_at",
            "NOT_IN_FUTURE",
            **asked,
        )
        beranek.client_agreement.CopyFrom(meeting.word())
        meeting.ok("strnadova", "NameOrganiser", **asked)
        self.assertEqual(meeting.get("beranek").conference.topic, "debts")

    def test_CONF_114_a_convener_of_another_unit_is_invited_too(self):
        meeting = self.meeting().until("name")
        dolezel = participant(self.world, "dolezel", role("CONVENER"))
        contract = {"goal": "g", "topic": "t", "convener": dolezel}
        meeting.denied("petra", "SignContract", "CONSENT_REQUIRED", "CONF-114", **contract)
        meeting.refused("dolezel", "GetConference", "NOT_FOUND", "NOT_FOUND")
        self.assertEqual(meeting.now.state, Conf.CONFERENCE_STATE_PROPOSED)
        dolezel.client_agreement.CopyFrom(meeting.word())
        meeting.ok("petra", "SignContract", **contract)
        self.assertEqual(meeting.get("dolezel").conference.contract_goal, "g")

    def test_CONF_114_a_topic_of_another_area_needs_a_basis_for_those_invited(self):
        meeting = self.meeting().until("invite")
        topic = {"topic": Conf.Topic(title="work", area=areas_pb2.DATA_AREA_EMPLOYMENT)}
        meeting.denied("strnadova", "AddTopic", "CONSENT_REQUIRED", "CONF-114", **topic)
        self.assertEqual(list(meeting.now.areas), [areas_pb2.DATA_AREA_DEBTS])
        for who in ("milan", "beranek"):
            meeting.ok("petra", "RemoveParticipant", participant_id=meeting.of[who])
        meeting.ok("strnadova", "AddTopic", **topic)

    def test_CONF_114_who_may_not_invite_tells_nobody(self):
        meeting = self.meeting().until("invite")
        meeting.ok(
            "petra",
            "AddParticipants",
            participants=[participant(self.world, "sykorova", role("PROFESSIONAL"))],
        )
        invitation = Service.Invitation(
            participant_id=meeting.of["sykorova"], client_agreement=meeting.word()
        )
        told = self.told(meeting)
        meeting.denied(
            "frantiska",
            "InviteParticipants",
            "ROLE_IN_CONFERENCE",
            "CONF-29",
            invitations=[invitation],
        )
        self.assertEqual(self.told(meeting), told)
        meeting.ok("petra", "InviteParticipants", invitations=[invitation])
        self.assertEqual(self.told(meeting), told + 1)

    def test_CONF_114_all_are_invited_or_none_is_told(self):
        meeting = self.meeting().until("add")
        some = meeting.invitations("milan", "beranek")
        some[1].ClearField("client_agreement")
        told = self.told(meeting)
        meeting.denied(
            "petra", "InviteParticipants", "CONSENT_REQUIRED", "CONF-114", invitations=some
        )
        self.assertEqual(self.told(meeting), told)

    def told(self, meeting):
        request = access_pb2.ListOneOffDisclosuresRequest(client_id=meeting.client_id)
        listed = self.ok("strnadova", "AccessService.ListOneOffDisclosures", request)
        return len(listed.disclosures)

    def test_CONF_114_named_but_not_invited_sees_nothing(self):
        meeting = self.meeting().until("add")
        for who in ("milan", "beranek", "frantiska"):
            request = Service.ListConferencesRequest(client_id=meeting.client_id)
            found = self.ok(who, "ConferenceService.ListConferences", request).conferences
            self.assertEqual(list(found), [], who)
        for who in ("milan", "beranek"):
            meeting.refused(who, "GetConference", "NOT_FOUND", "NOT_FOUND")
            meeting.refused(
                who,
                "AddTopic",
                "NOT_FOUND",
                "NOT_FOUND",
                topic=Conf.Topic(title="x", area=areas_pb2.DATA_AREA_DEBTS),
            )
        meeting.invite()
        self.assertEqual(meeting.get("beranek").conference.topic, "debts")

    def test_CONF_40_a_support_person_is_confirmed_by_the_client(self):
        meeting = self.meeting().until("add")
        one = [Service.Invitation(participant_id=meeting.of["aunt"])]
        meeting.denied(
            "petra",
            "InviteParticipants",
            "SUPPORT_PERSON_NOT_CONFIRMED",
            "CONF-40",
            invitations=one,
        )
        meeting.ok("petra", "InviteParticipants", invitations=meeting.invitations("aunt"))

    def test_CONF_114_a_person_without_account_is_agreed_to_by_the_client(self):
        meeting = self.meeting().until("contract")
        added = [Conf.Participant(person="teacher", roles=[role("PROFESSIONAL")])]
        meeting.ok("petra", "AddParticipants", participants=added)
        one = [Service.Invitation(participant_id=meeting.of["teacher"])]
        meeting.denied(
            "petra",
            "InviteParticipants",
            "CLIENT_AGREEMENT_REQUIRED",
            "CONF-114",
            invitations=one,
        )
        one[0].client_agreement.CopyFrom(meeting.word())
        meeting.ok("petra", "InviteParticipants", invitations=one)

    def test_CONF_29_a_worker_takes_part_once_with_all_roles(self):
        meeting = self.meeting().until("contract")
        for name in ("RECORDER", "PROFESSIONAL"):
            one = participant(self.world, "frantiska", role(name))
            meeting.ok("petra", "AddParticipants", participants=[one])
        found = [
            list(one.roles)
            for one in meeting.now.participants
            if one.worker_id == self.ids["worker.frantiska"]
        ]
        self.assertEqual(found, [[role("RECORDER"), role("PROFESSIONAL")]])


class ReadinessTest(ConferenceTest):
    def test_CONF_51_arranged_answered_and_prepared(self):
        meeting = self.meeting().until("invite")
        meeting.stopped("petra", "DeclareReady", "ARRANGEMENT_MISSING", "CONF-51")
        meeting.arrange(due=-1)
        meeting.stopped("petra", "DeclareReady", "ANSWERS_MISSING", "CONF-51")
        some = [one for one in meeting.of if one != "beranek"]
        meeting.ok("petra", "RecordAnswers", answers=meeting.answers(*some))
        error = meeting.stopped("petra", "DeclareReady", "ANSWERS_MISSING", "CONF-51")
        self.assertEqual(error.metadata["participant_ids"], meeting.of["beranek"])
        no = meeting.answers("beranek", place=Conf.ANSWER_NO)
        meeting.ok("petra", "RecordAnswers", answers=no)
        go_on = {"go_on_reason": "he does not answer the phone"}
        meeting.stopped("petra", "DeclareReady", "ANSWER_IS_NO", "CONF-51", **go_on)
        meeting.arrange(due=-1, place="another room")
        meeting.ok("petra", "RecordAnswers", answers=meeting.answers(*some))
        meeting.stopped("petra", "DeclareReady", "CLIENT_NOT_PREPARED", "CONF-34", **go_on)
        meeting.prepare()
        ready = meeting.ok("petra", "DeclareReady", **go_on).conference
        self.assertEqual(ready.go_on_reason, go_on["go_on_reason"])
        self.assertEqual(ready.state, Conf.CONFERENCE_STATE_READY)

    def test_CONF_51_a_change_opens_the_answers_again(self):
        meeting = self.meeting().until("ready")
        meeting.arrange(place="another room")
        self.assertEqual(meeting.now.state, Conf.CONFERENCE_STATE_ORGANISING)
        meeting.stopped("petra", "DeclareReady", "ANSWERS_MISSING", "CONF-51")

    def test_XC_58_the_answer_of_another_is_attested_and_kept_as_such(self):
        meeting = self.meeting().until("arrange")
        answer = meeting.answers("client")
        answer[0].ClearField("attestation")
        field = "answers[0].attestation"
        meeting.wrong(
            "petra", "RecordAnswers", field, "ATTESTATION_REQUIRED", answers=answer
        )
        answer[0].attestation.CopyFrom(meeting.word(minutes=60))
        meeting.wrong(
            "petra", "RecordAnswers", f"{field}.occurred_at", "NOT_IN_FUTURE", answers=answer
        )
        answer[0].attestation.CopyFrom(meeting.word())
        meeting.ok("petra", "RecordAnswers", answers=[*answer, *meeting.answers("petra")])
        kept = {one.participant_id: one for one in meeting.now.participants}
        self.assertEqual(
            kept[meeting.of["client"]].answer_attestation.attesting_worker_id,
            self.ids["worker.petra"],
        )
        self.assertFalse(kept[meeting.of["petra"]].HasField("answer_attestation"))

    def test_CONF_29_roles_are_complete(self):
        meeting = self.meeting().until("answer")
        meeting.ok("petra", "RemoveParticipant", participant_id=meeting.of["beranek"])
        error = meeting.stopped("petra", "DeclareReady", "ROLES_MISSING", "CONF-29")
        self.assertEqual(error.metadata["roles"], "CONFERENCE_ROLE_PROFESSIONAL")
        meeting.ok("petra", "RemoveParticipant", participant_id=meeting.of["frantiska"])
        people = [participant(self.world, "olsova", role("PROFESSIONAL"))]
        meeting.of = {}
        meeting.ok("petra", "AddParticipants", participants=people)
        meeting.stopped("petra", "DeclareReady", "NOT_INVITED", "CONF-114")
        meeting.ok("petra", "InviteParticipants")
        meeting.answer()
        self.warned(
            meeting.ok("petra", "DeclareReady"), "ROLES_RECOMMENDED", "PARTICIPANT_NOT_PREPARED"
        )

    def test_CONF_51_an_urgent_one_waits_for_client_and_convener_only(self):
        meeting = self.meeting(urgent=True).until("prepare")
        meeting.ok("petra", "RecordAnswers", answers=meeting.answers("client"))
        meeting.stopped("petra", "DeclareReady", "ANSWERS_MISSING", "CONF-51")
        meeting.ok("petra", "RecordAnswers", answers=meeting.answers("strnadova"))
        meeting.ok("petra", "DeclareReady")
