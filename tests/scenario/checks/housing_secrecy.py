"""Approved is not notified: on every path by which an application can be read."""

import uuid

from opora.common.v1 import feed_pb2, feed_pb2_grpc
from opora.housing.v1 import application_pb2, programme_pb2

from checks.base import unknown_id
from checks.housing_base import APPLY, HousingTest, date

APPROVED = application_pb2.APPLICATION_STATE_APPROVED
INVESTIGATED = application_pb2.APPLICATION_STATE_INVESTIGATED
NOTIFIED = application_pb2.APPLICATION_STATE_NOTIFIED
OUTSIDERS = ("strnadova", "dolezel")


class DiscretionTest(HousingTest):
    def views(self, application_id):
        return [
            self.seen(who, application_id).SerializeToString(deterministic=True)
            for who in OUTSIDERS
        ]

    def test_HOUS_45_get_answers_the_same_bytes_from_the_investigation_to_the_approval(self):
        client_id = self.client()
        self.consent(client_id)
        application_id = self.investigated(client_id)
        before = self.views(application_id)
        self.select(application_id)
        self.assertEqual(self.views(application_id), before)
        self.act("horak", "SubmitForApproval", application_id)
        self.assertEqual(self.views(application_id), before)
        for body in self.bodies():
            self.act(
                "pokorna",
                "ApproveApplication",
                application_id,
                body=body,
                decided_on=date(2024, 6, 3),
            )
        self.assertEqual(self.views(application_id), before)
        self.assertEqual(self.seen("horak", application_id).application.state, APPROVED)
        proposed = self.flat()
        self.act("horak", "ProposeFlat", application_id, flat_id=proposed)
        self.assertEqual(self.views(application_id), before)

    def test_HOUS_45_lists_find_it_only_in_the_state_that_is_seen(self):
        application_id = self.approved()
        for who in OUTSIDERS:
            self.assertIn(application_id, self.listed(who, INVESTIGATED))
            self.assertNotIn(application_id, self.listed(who, APPROVED))
        self.assertIn(application_id, self.listed("horak", APPROVED))
        self.assertNotIn(application_id, self.listed("horak", INVESTIGATED))

    def test_HOUS_45_a_replay_tells_no_more(self):
        client_id = self.client()
        self.consent(client_id)
        request = self.submission(client_id, request_id=str(uuid.uuid4()))
        first = self.ok("strnadova", APPLY + "SubmitApplication", request).application
        application_id = first.application_id
        self.act("horak", "RegisterApplication", application_id)
        self.act("horak", "CompleteInvestigation", application_id, accepted_investigation="theirs")
        self.select(application_id)
        self.approve(application_id)
        again = self.ok("strnadova", APPLY + "SubmitApplication", request).application
        self.assertEqual(again.application_id, application_id)
        self.assertEqual(again.state, INVESTIGATED)
        self.assertFalse(again.etag)
        self.assertFalse(again.approvals)

    def test_HOUS_45_another_agency_with_a_basis_sees_nothing_before_he_is_told(self):
        client_id = self.client()
        self.consent(client_id, ("most", "town.social", "town.housing", "pristav"))
        application_id = self.approved(client_id)
        self.assertEqual(self.seen("beranek", application_id).application.state, INVESTIGATED)
        self.confirm(application_id)
        seen = self.seen("beranek", application_id).application
        self.assertEqual((seen.state, seen.flat_id), (INVESTIGATED, ""))
        told = self.seen("strnadova", application_id).application
        self.assertEqual(told.state, application_pb2.APPLICATION_STATE_FLAT_CONFIRMED)
        self.act("strnadova", "NotifyAcceptance", application_id)
        self.assertEqual(self.seen("beranek", application_id).application.state, NOTIFIED)

    def changes(self, agency):
        """Events that an agency's system reads from the feed of housing."""
        endpoint = self.world.endpoints["housing-referral"]
        feed = endpoint.interface(feed_pb2_grpc.FeedServiceStub, self.world.machine(agency))
        events, position = [], ""
        while True:
            page = feed.ListChanges(feed_pb2.ListChangesRequest(position=position))
            if page.position == position or not page.events:
                return events
            events.extend(page.events)
            position = page.position

    def test_HOUS_45_the_feed_names_no_decision_and_is_not_the_support_teams(self):
        application_id = self.approved()
        types = [one.type for one in self.changes("town") if one.aggregate_id == application_id]
        self.assertGreater(len(types), 5)
        self.assertEqual(set(types), {"ApplicationReceived", "ApplicationChanged"})
        self.assertEqual(
            [one for one in self.changes("most") if one.aggregate_id == application_id], []
        )

    def test_HOUS_43_the_refusal_is_the_same_whatever_was_decided(self):
        answers = set()
        client_id = self.client()
        self.consent(client_id)
        application_id = self.submit(client_id)

        def ask():
            error = self.refuse(
                "strnadova",
                "NotifyAcceptance",
                application_id,
                "FAILED_PRECONDITION",
                "FLAT_NOT_CONFIRMED",
                "HOUS-43",
            )
            answers.add(error.answer)

        ask()
        self.act("horak", "RegisterApplication", application_id)
        self.act("horak", "CompleteInvestigation", application_id, accepted_investigation="theirs")
        ask()
        self.select(application_id)
        ask()
        self.approve(application_id)
        ask()
        self.assertEqual(len(answers), 1)

    def test_HOUS_45_deviations_are_for_keeper_and_realiser(self):
        request = programme_pb2.ListDeviationsRequest(programme_id=self.ids["programme.housing"])
        self.refused(
            "strnadova",
            "ProgrammeService.ListDeviations",
            request,
            "PERMISSION_DENIED",
            "ROLE_REFUSED",
        )

    def learned(self, who, application_id):
        return self.act(
            who,
            "RecordLearned",
            application_id,
            occurred_at=self.world.now(minutes=-1),
            learned_from="resolution of the council",
        ).application

    def test_HOUS_43_that_he_learned_otherwise_ends_the_secrecy_once_the_keeper_says_so(self):
        application_id = self.approved()
        self.assertEqual(self.learned("strnadova", application_id).state, INVESTIGATED)
        self.assertEqual(self.seen("strnadova", application_id).application.state, INVESTIGATED)
        kept = self.seen("horak", application_id).application
        self.assertTrue(kept.HasField("reported_learned_time"))
        self.learned("horak", application_id)
        self.assertEqual(self.seen("strnadova", application_id).application.state, APPROVED)

    def test_HOUS_43_a_report_does_not_tell_whether_there_was_something_to_learn(self):
        undecided = self.submit()
        self.learned("strnadova", undecided)
        self.refuse(
            "horak",
            "RecordLearned",
            undecided,
            "FAILED_PRECONDITION",
            "APPLICATION_STATE_REFUSES",
            "HOUS-30",
            occurred_at=self.world.now(minutes=-1),
            learned_from="gossip",
        )

    def test_HOUS_47_a_rejection_is_told_by_the_officer_and_hidden_until_then(self):
        application_id = self.investigated()
        before = self.views(application_id)
        self.act("horak", "RejectApplication", application_id, reason="no flat of this size")
        self.assertEqual(self.views(application_id), before)
        self.refuse(
            "strnadova",
            "NotifyRejection",
            application_id,
            "PERMISSION_DENIED",
            "NOT_APPLICATION_OFFICER",
            "HOUS-47",
        )
        self.act("horak", "NotifyRejection", application_id)
        seen = self.seen("strnadova", application_id).application
        self.assertEqual(seen.state, application_pb2.APPLICATION_STATE_REJECTED)

    def test_HOUS_45_a_withdrawal_comes_out_alike_before_and_after_the_approval(self):
        early = self.investigated()
        late = self.approved()
        views = []
        for application_id in (early, late):
            seen = self.act(
                "strnadova", "WithdrawApplication", application_id, attestation=self.said()
            ).application
            views.append((seen.state, len(seen.approvals), seen.flat_id, seen.etag))
        self.assertEqual(views[0], views[1])


class ApplicationTest(HousingTest):
    def test_HOUS_23_who_takes_no_part_finds_nothing(self):
        application_id = self.submit()
        for known in (application_id, unknown_id()):
            request = application_pb2.GetApplicationRequest(application_id=known)
            self.refused("beranek", APPLY + "GetApplication", request, "NOT_FOUND", "NOT_FOUND")
        self.assertEqual(self.listed("beranek"), [])

    def test_XC_04_an_application_needs_no_consent(self):
        self.assertTrue(self.submit())

    def test_HOUS_30_one_open_application_of_a_client_in_a_programme(self):
        client_id = self.client()
        self.submit(client_id)
        self.refused(
            "strnadova",
            APPLY + "SubmitApplication",
            self.submission(client_id),
            "ALREADY_EXISTS",
            "APPLICATION_EXISTS",
            "HOUS-30",
        )

    def test_HOUS_20_a_registered_application_has_an_owner(self):
        application_id = self.submit()
        kept = self.act("horak", "RegisterApplication", application_id).application
        self.assertEqual(kept.owner_worker_id, self.ids["worker.horak"])

    def test_HOUS_30_each_transition_has_role_and_time(self):
        application_id = self.investigated()
        steps = self.seen("horak", application_id).application.steps
        self.assertEqual(
            [one.verb for one in steps], ["RegisterApplication", "CompleteInvestigation"]
        )
        for one in steps:
            self.assertTrue(one.acting_role and one.HasField("create_time"))
        self.assertFalse(self.seen("strnadova", application_id).application.steps)

    def test_HOUS_24_the_support_team_does_nothing_with_applications(self):
        application_id = self.submit()
        for verb, fields in (
            ("RegisterApplication", {}),
            ("CompleteInvestigation", {}),
            ("RejectApplication", {"reason": "why not"}),
        ):
            self.refuse(
                "strnadova",
                verb,
                application_id,
                "PERMISSION_DENIED",
                "SUPPORT_TEAM_KEEPS_OUT",
                "HOUS-24",
                **fields,
            )

    def test_HOUS_41_only_the_landlords_bodies_approve(self):
        client_id = self.client()
        self.consent(client_id)
        application_id = self.investigated(client_id)
        self.select(application_id)
        self.act("horak", "SubmitForApproval", application_id)
        for who in ("strnadova", "horak", "dolezel"):
            self.refuse(
                who,
                "ApproveApplication",
                application_id,
                "PERMISSION_DENIED",
                "NOT_COMPETENT_BODY",
                "HOUS-41",
                body=self.bodies()[0],
                decided_on=date(2024, 6, 3),
            )

    def test_HOUS_40_the_bodies_decide_in_their_order(self):
        client_id = self.client()
        self.consent(client_id)
        application_id = self.investigated(client_id)
        self.select(application_id)
        self.act("horak", "SubmitForApproval", application_id)
        error = self.refuse(
            "pokorna",
            "ApproveApplication",
            application_id,
            "INVALID_ARGUMENT",
            "BODY_NOT_NEXT",
            "HOUS-40",
            body=self.bodies()[1],
            decided_on=date(2024, 6, 3),
        )
        self.assertEqual(error.metadata["body"], self.bodies()[0])

    def test_HOUS_28_another_department_learns_of_it_with_consent_only(self):
        application_id = self.investigated()  # nobody consented
        self.select(application_id)
        self.act("horak", "SubmitForApproval", application_id)
        self.refuse(
            "pokorna",
            "ApproveApplication",
            application_id,
            "NOT_FOUND",
            "NOT_FOUND",
            body=self.bodies()[0],
            decided_on=date(2024, 6, 3),
        )

    def test_HOUS_46_a_lost_flat_leads_back_to_approved(self):
        application_id = self.notified()
        complication = application_pb2.Complication(
            kind=application_pb2.COMPLICATION_KIND_FLAT_LOST,
            description="the flat burnt out",
            occurred_on=date(2024, 7, 5),
        )
        back = self.act(
            "strnadova", "RecordComplication", application_id, complication=complication
        ).application
        self.assertEqual((back.state, back.flat_id), (APPROVED, ""))

    def test_HOUS_43_one_flat_is_in_prospect_for_one_applicant(self):
        flat_id = self.flat()
        self.confirm(self.approved(), flat_id)
        self.refuse(
            "pokorna",
            "ConfirmFlat",
            self.approved(),
            "ALREADY_EXISTS",
            "FLAT_TAKEN",
            "HOUS-43",
            flat_id=flat_id,
            move_in_from=date(2024, 7, 1),
            move_in_to=date(2024, 8, 1),
        )

    def test_HOUS_44_a_time_frame_does_not_end_before_it_begins(self):
        self.refuse(
            "pokorna",
            "ConfirmFlat",
            self.approved(),
            "INVALID_ARGUMENT",
            "TIME_FRAME_REVERSED",
            "HOUS-44",
            flat_id=self.flat(),
            move_in_from=date(2024, 8, 2),
            move_in_to=date(2024, 8, 1),
        )

    def test_HOUS_32_an_unsuitable_flat_needs_a_reason(self):
        client_id = self.client()
        self.consent(client_id)
        request = self.submission(client_id)
        request.application.household_size = 6
        application_id = self.ok(
            "strnadova", APPLY + "SubmitApplication", request
        ).application.application_id
        self.act("horak", "RegisterApplication", application_id)
        self.act("horak", "CompleteInvestigation", application_id, accepted_investigation="theirs")
        self.select(application_id)
        flat_id = self.flat()
        self.refuse(
            "horak",
            "ProposeFlat",
            application_id,
            "FAILED_PRECONDITION",
            "FLAT_UNSUITABLE",
            "HOUS-32",
            flat_id=flat_id,
        )
        self.act(
            "horak", "ProposeFlat", application_id, flat_id=flat_id, suitability="only until May"
        )

    def test_HOUS_21_nobody_is_selected_without_an_investigation(self):
        application_id = self.submit()
        self.act("horak", "RegisterApplication", application_id)
        to = self.world.unit("town.housing")
        self.refuse(
            "horak",
            "SelectApplication",
            application_id,
            "FAILED_PRECONDITION",
            "INVESTIGATION_MISSING",
            "HOUS-21",
            landlord_agency_id=to["agency_id"],
            landlord_department_id=to["department_id"],
        )

    def test_HOUS_127_a_referral_to_debt_counselling_is_linked(self):
        application_id = self.submit()
        linked = self.act(
            "strnadova", "LinkDebtReferral", application_id, referral_id=unknown_id()
        ).application
        self.assertTrue(linked.debt_referral_id)


