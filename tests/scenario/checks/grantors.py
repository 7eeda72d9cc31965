"""Agreements and approvals in other services are given by the client, or by whoever stands for the client."""

from opora.conference.v1 import case_pb2, crisis_plan_pb2, support_plan_pb2
from opora.housing.v1 import rent_pb2
from opora.registry.v1 import client_pb2, consent_pb2, representation_pb2

from checks.base import unknown_id
from checks.cases import CaseTest as _CaseTest
from checks.conference_base import ConferenceTest as _ConferenceTest
from checks.conference_base import Meeting
from checks.housing_base import HousingTest as _HousingTest
from checks.housing_base import czk, date
from checks.representation import years_ago

Rep = representation_pb2
AGREED = Rep.REPRESENTED_ACT_AGREEMENT
APPROVED = Rep.REPRESENTED_ACT_APPROVAL


class _Represented:
    """A client who does not give everything alone."""

    def child(self, years=8):
        client = client_pb2.Client(
            kind=client_pb2.CLIENT_KIND_IDENTIFIED,
            given_name="Ema",
            family_name=f"Zkušební {unknown_id()}",
            birth_date=years_ago(years),
        )
        request = client_pb2.RegisterClientRequest(client=client)
        return self.ok("strnadova", "ClientService.RegisterClient", request).client.client_id

    def represented(self, client_id, *acts, kind="PARENT", since=-100, **fields):
        representation = Rep.Representation(
            client_id=client_id,
            kind=Rep.RepresentationKind.Value(f"REPRESENTATION_KIND_{kind}"),
            representative_name="Jana Zkušební",
            acts=acts,
            valid_from=self.world.today(since),
            evidence="OS Sokolov 12 P 3/2026",
            **fields,
        )
        request = Rep.RecordRepresentationRequest(representation=representation)
        stored = self.ok("strnadova", "RepresentationService.RecordRepresentation", request)
        return stored.representation.representation_id

    def by(self, representation_id, view="COULD_NOT_SAY"):
        view = consent_pb2.ClientView.Value(f"CLIENT_VIEW_{view}")
        return Rep.Grantor(representation_id=representation_id, client_view=view)

    def not_given(self, name, request, reason, code="FAILED_PRECONDITION"):
        self.refused("strnadova", name, request, code, reason, "XC-59")


class CaseGrantorTest(_Represented, _CaseTest):
    def opening(self, client_id, grantor=None):
        return case_pb2.OpenCaseRequest(
            case=case_pb2.Case(
                client_id=client_id,
                type=case_pb2.CASE_TYPE_INDIVIDUAL,
                client_agreement=self.agreement(),
                agreement_grantor=grantor,
            )
        )

    def case_for(self, client_id, grantor=None):
        opened = self.ok("strnadova", "CaseService.OpenCase", self.opening(client_id, grantor))
        return getattr(opened, "case")

    def test_XC_59_a_case_is_not_opened_on_the_word_of_a_child_alone(self):
        child, name = self.child(), "CaseService.OpenCase"
        self.not_given(name, self.opening(child), "CLIENT_CANNOT_GIVE")
        consents = self.represented(child, Rep.REPRESENTED_ACT_CONSENT)
        denied = ("GRANTOR_NOT_ENTITLED", "PERMISSION_DENIED")
        for other in (consents, unknown_id()):
            self.not_given(name, self.opening(child, self.by(other)), *denied)
        mother = self.represented(child, AGREED)
        missing = self.opening(child, Rep.Grantor(representation_id=mother))
        self.violates("strnadova", name, missing, "case.agreement_grantor.client_view")
        stored = self.case_for(child, self.by(mother))
        self.assertEqual(stored.state, case_pb2.CASE_STATE_ASSESSING)
        self.assertEqual(self.get(stored.case_id).case.agreement_grantor, self.by(mother))

    def test_XC_59_another_childs_mother_opens_no_case(self):
        mother = self.represented(self.child(), AGREED)
        request = self.opening(self.child(), self.by(mother))
        self.not_given(
            "CaseService.OpenCase", request, "GRANTOR_NOT_ENTITLED", "PERMISSION_DENIED"
        )

    def test_XC_59_an_agreement_that_comes_later_is_a_representatives_too(self):
        child = self.child()
        request = self.opening(child)
        request.case.ClearField("client_agreement")
        proposed = getattr(self.ok("strnadova", "CaseService.OpenCase", request), "case")
        self.assertEqual(proposed.state, case_pb2.CASE_STATE_PROPOSED)
        agree = case_pb2.AgreeCaseRequest(
            case_id=proposed.case_id, client_agreement=self.agreement()
        )
        self.not_given("CaseService.AgreeCase", agree, "CLIENT_CANNOT_GIVE")
        agree.grantor.CopyFrom(self.by(self.represented(child, AGREED)))
        agreed = getattr(self.ok("strnadova", "CaseService.AgreeCase", agree), "case")
        self.assertEqual(agreed.agreement_grantor, agree.grantor)

    def test_XC_59_nobody_is_attached_on_the_word_of_a_child_alone(self):
        child = self.child()
        mother = self.by(self.represented(child, AGREED))
        case_id = self.case_for(child, mother).case_id
        request = case_pb2.AttachMemberRequest(
            case_id=case_id, member=self.member(client_agreement=self.agreement())
        )
        self.not_given("CaseService.AttachMember", request, "CLIENT_CANNOT_GIVE")
        request.member.agreement_grantor.CopyFrom(mother)
        attached = getattr(self.ok("strnadova", "CaseService.AttachMember", request), "case")
        self.assertEqual(attached.members[0].agreement_grantor, mother)

    def test_XC_59_a_plan_is_approved_by_who_may(self):
        child = self.child()
        agreed = self.by(self.represented(child, AGREED))
        plan_id = self.planned(self.case_for(child, agreed).case_id).plan_id
        request = support_plan_pb2.ApproveSupportPlanRequest(
            plan_id=plan_id, client_approval=self.agreement()
        )
        name = "SupportPlanService.ApproveSupportPlan"
        self.not_given(name, request, "CLIENT_CANNOT_GIVE")
        request.grantor.CopyFrom(agreed)
        self.not_given(name, request, "GRANTOR_NOT_ENTITLED", "PERMISSION_DENIED")
        request.grantor.CopyFrom(self.by(self.represented(child, APPROVED)))
        self.assertEqual(self.ok("strnadova", name, request).plan.approval_grantor, request.grantor)

    def test_XC_59_a_crisis_plan_is_approved_by_who_may(self):
        child = self.child()
        situation = crisis_plan_pb2.CrisisSituation(situation="panika", reaction="zavolám")
        create = crisis_plan_pb2.CreateCrisisPlanRequest(
            plan=crisis_plan_pb2.CrisisPlan(
                client_id=child, situations=[situation], client_approval=self.agreement()
            )
        )
        self.not_given("CrisisPlanService.CreateCrisisPlan", create, "CLIENT_CANNOT_GIVE")
        create.plan.ClearField("client_approval")
        plan = self.ok("strnadova", "CrisisPlanService.CreateCrisisPlan", create).plan
        approve = crisis_plan_pb2.ApproveCrisisPlanRequest(
            plan_id=plan.plan_id, client_approval=self.agreement()
        )
        self.not_given("CrisisPlanService.ApproveCrisisPlan", approve, "CLIENT_CANNOT_GIVE")
        approve.grantor.CopyFrom(self.by(self.represented(child, APPROVED)))
        approved = self.ok("strnadova", "CrisisPlanService.ApproveCrisisPlan", approve).plan
        self.assertEqual(approved.approval_grantor, approve.grantor)

    def test_XC_59_from_fifteen_on_the_client_agrees(self):
        young = self.child(years=15)
        self.case_for(young)
        mother = self.represented(young, AGREED)
        request = self.opening(young, self.by(mother, "DISAGREES"))
        self.not_given("CaseService.OpenCase", request, "CLIENT_OBJECTS")

    def test_XC_57_a_word_is_judged_by_the_day_on_which_it_was_given(self):
        adult = self.client()
        self.represented(adult, AGREED, kind="COURT_GUARDIAN", since=0, excludes_client=True)
        self.not_given("CaseService.OpenCase", self.opening(adult), "CLIENT_CANNOT_GIVE")
        request = self.opening(adult)
        request.case.client_agreement.occurred_at.CopyFrom(self.world.now(minutes=-60 * 48))
        self.ok("strnadova", "CaseService.OpenCase", request)


class ConferenceGrantorTest(_Represented, _ConferenceTest):
    """A conference around a child, who is heard like everybody; the plan is approved by who may."""

    def not_approved(self, meeting, approval, reason, code="FAILED_PRECONDITION"):
        meeting.refused("frantiska", "ApprovePlan", code, reason, "XC-59", approvals=[approval])

    def test_XC_59_a_child_alone_approves_no_action_plan(self):
        child = self.child()
        meeting = Meeting(self, child).planned()
        approval = meeting.approvals("client")[0]
        self.not_approved(meeting, approval, "CLIENT_CANNOT_GIVE")
        approval.grantor.CopyFrom(self.by(unknown_id()))
        self.not_approved(meeting, approval, "GRANTOR_NOT_ENTITLED", "PERMISSION_DENIED")
        approval.grantor.CopyFrom(self.by(self.represented(child, APPROVED)))
        plan = meeting.ok("frantiska", "ApprovePlan", approvals=[approval]).plan
        self.assertEqual([one.grantor for one in plan.approvals], [approval.grantor])

    def test_XC_59_a_child_that_does_not_approve_is_heard(self):
        meeting = Meeting(self, self.child()).planned()
        meeting.ok("frantiska", "ApprovePlan", approvals=meeting.approvals("client", approved=False))


class HousingGrantorTest(_Represented, _HousingTest):
    def test_XC_59_a_direct_payment_is_agreed_by_who_may(self):
        client_id = self.client()
        payment = rent_pb2.DirectPayment(
            tenancy_id=self.lived_in(client_id).tenancy_id,
            amount=czk(50000),
            payee=rent_pb2.BENEFIT_PAYEE_LANDLORD,
            valid_from=date(2024, 8, 1),
            agreement=self.said(),
        )
        guardian = self.represented(client_id, AGREED, kind="COURT_GUARDIAN", excludes_client=True)
        name = "RentService.StartDirectPayment"
        request = rent_pb2.StartDirectPaymentRequest(direct_payment=payment)
        self.not_given(name, request, "CLIENT_CANNOT_GIVE")
        request.direct_payment.agreement_grantor.CopyFrom(self.by(unknown_id()))
        self.not_given(name, request, "GRANTOR_NOT_ENTITLED", "PERMISSION_DENIED")
        request.direct_payment.agreement_grantor.CopyFrom(self.by(guardian))
        started = self.ok("strnadova", name, request).direct_payment
        self.assertEqual(started.agreement_grantor, self.by(guardian))
