"""Ground of the checks of housing: applications and tenancies of one test alone."""

import uuid

from opora.common.v1 import areas_pb2, types_pb2
from opora.housing.v1 import (
    application_pb2,
    complaint_pb2,
    flat_pb2,
    programme_pb2,
    rent_pb2,
    tenancy_pb2,
)
from opora.registry.v1 import consent_pb2

from checks.base import ClientTest
from steps.debts import czk
from steps.housing_entry import date, select
from steps.tenancy import stamp

APPLY = "ApplicationService."
PROGRAMME = "ProgrammeService."
TENANCY = "TenancyService."
RENT = "RentService."
COMPLAINT = "ComplaintService."
HOUSING_PARTIES = ("most", "town.social", "town.housing")


class HousingTest(ClientTest):
    """Acts of the usual people in the programme of the story."""

    def consent(self, client_id, parties=HOUSING_PARTIES, purposes=()):
        version = consent_pb2.ConsentVersion(
            parties=[consent_pb2.ConsentParty(**self.world.unit(unit)) for unit in parties],
            areas=[areas_pb2.DATA_AREA_HOUSING, areas_pb2.DATA_AREA_DEBTS],
            excluded_topics_asked=True,
            purposes=purposes,
            form=consent_pb2.CONSENT_FORM_WRITTEN,
        )
        draft = consent_pb2.CreateConsentRequest(client_id=client_id, version=version)
        made = self.ok("strnadova", "ConsentService.CreateConsent", draft).consent
        sign = consent_pb2.SignConsentRequest(
            consent_id=made.consent_id,
            signed_time=self.world.now(minutes=-1),
            document="MOST-1",
            explainer_worker_id=self.ids["worker.strnadova"],
            told_of_revocation_time=self.world.now(minutes=-2),
        )
        self.ok("strnadova", "ConsentService.SignConsent", sign)
        return made.consent_id

    # --- applications ----------------------------------------------------------------------------

    def submission(self, client_id, **further):
        return application_pb2.SubmitApplicationRequest(
            application=application_pb2.Application(
                client_id=client_id,
                programme_id=self.ids["programme.housing"],
                household_size=2,
                need="a flat",
            ),
            **further,
        )

    def submit(self, client_id=None):
        client_id = client_id or self.client()
        response = self.ok("strnadova", APPLY + "SubmitApplication", self.submission(client_id))
        return response.application.application_id

    def act(self, who, verb, application_id, **fields):
        request = getattr(application_pb2, f"{verb}Request")(
            application_id=application_id, **fields
        )
        return self.ok(who, APPLY + verb, request)

    def refuse(self, who, verb, application_id, code, why="", rule="", **fields):
        request = getattr(application_pb2, f"{verb}Request")(
            application_id=application_id, **fields
        )
        return self.refused(who, APPLY + verb, request, code, why, rule)

    def investigated(self, client_id=None):
        application_id = self.submit(client_id)
        self.act("horak", "RegisterApplication", application_id)
        self.act(
            "horak", "CompleteInvestigation", application_id, accepted_investigation="of the office"
        )
        return application_id

    def select(self, application_id):
        request = select(self.world, None)
        request.ClearField("as_of_date")
        request.application_id = application_id
        return self.ok("horak", APPLY + "SelectApplication", request).application

    def bodies(self):
        return [self.world.text(key) for key in ("27.commission", "27.council")]

    def approve(self, application_id):
        self.act("horak", "SubmitForApproval", application_id)
        for body in self.bodies():
            self.act(
                "pokorna",
                "ApproveApplication",
                application_id,
                body=body,
                decided_on=date(2024, 6, 3),
            )

    def approved(self, client_id=None):
        client_id = client_id or self.client()
        self.consent(client_id)
        application_id = self.investigated(client_id)
        self.select(application_id)
        self.approve(application_id)
        return application_id

    def flat(self, **further):
        request = flat_pb2.CreateFlatRequest(
            flat=flat_pb2.Flat(
                house_id=self.ids["house.lipova"],
                label=f"x{uuid.uuid4()}",
                rooms=2,
                largest_household=3,
                **further,
            )
        )
        return self.ok("pokorna", "FlatService.CreateFlat", request).flat.flat_id

    def confirm(self, application_id, flat_id=None):
        return self.act(
            "pokorna",
            "ConfirmFlat",
            application_id,
            flat_id=flat_id or self.flat(),
            move_in_from=date(2024, 7, 1),
            move_in_to=date(2024, 8, 1),
        )

    def notified(self, client_id=None):
        application_id = self.approved(client_id)
        self.confirm(application_id)
        self.act("strnadova", "NotifyAcceptance", application_id)
        return application_id

    def seen(self, who, application_id, **acting):
        request = application_pb2.GetApplicationRequest(application_id=application_id)
        return self.ok(who, APPLY + "GetApplication", request, **acting)

    def listed(self, who, state=0):
        request = application_pb2.ListApplicationsRequest(
            programme_id=self.ids["programme.housing"], state=state, page_size=500
        )
        response = self.ok(who, APPLY + "ListApplications", request)
        return [one.application_id for one in response.applications]

    # --- tenancies -------------------------------------------------------------------------------

    def tenancy(self, client_id=None):
        """Prepared, of a client who consents."""
        application_id = self.notified(client_id)
        request = tenancy_pb2.PrepareTenancyRequest(
            application_id=application_id,
            lease_from=date(2024, 7, 1),
            lease_to=date(2025, 6, 30),
        )
        return self.ok("pokorna", TENANCY + "PrepareTenancy", request).tenancy

    def lived_in(self, client_id=None):
        tenancy = self.tenancy(client_id)
        request = tenancy_pb2.RecordMovedInRequest(
            tenancy_id=tenancy.tenancy_id, occurred_at=stamp(2024, 7, 2), reason="as it was"
        )
        return self.ok("pokorna", TENANCY + "RecordMovedIn", request).tenancy

    def charge(self, tenancy_id, month, hellers=100000):
        charge = rent_pb2.RentCharge(
            tenancy_id=tenancy_id,
            kind=rent_pb2.CHARGE_KIND_RENT,
            month=date(2024, month, 1),
            amount=czk(hellers),
            due_date=date(2024, month, 15),
        )
        request = rent_pb2.PostChargeRequest(charge=charge)
        return self.ok("pokorna", RENT + "PostCharge", request).charge

    def day_comes(self, day):
        request = programme_pb2.ProcessDeadlinesRequest(
            programme_id=self.ids["programme.housing"], as_of_date=day
        )
        return self.ok("vankova", PROGRAMME + "ProcessDeadlines", request)

    def complain(self, tenancy_id, who="kral", **further):
        fields = {
            "type": complaint_pb2.COMPLAINT_TYPE_COMPLAINT,
            "form": complaint_pb2.COMPLAINT_FORM_ORAL,
            "channel": complaint_pb2.COMPLAINT_CHANNEL_TECHNICIAN,
            "topic": complaint_pb2.COMPLAINT_TOPIC_NOISE,
            "content": "noise in the evening",
            "received_time": stamp(2024, 9, 2),
        }
        complaint = complaint_pb2.Complaint(tenancy_id=tenancy_id, **{**fields, **further})
        request = complaint_pb2.SubmitComplaintRequest(complaint=complaint)
        return self.ok(who, COMPLAINT + "SubmitComplaint", request).complaint

    def about(self, who, verb, complaint_id, **fields):
        request = getattr(complaint_pb2, f"{verb}Request")(complaint_id=complaint_id, **fields)
        return self.ok(who, COMPLAINT + verb, request)

    def not_about(self, who, verb, complaint_id, code, reason, rule="", **fields):
        request = getattr(complaint_pb2, f"{verb}Request")(complaint_id=complaint_id, **fields)
        return self.refused(who, COMPLAINT + verb, request, code, reason, rule)

    def forwarded(self, tenancy_id, **further):
        complaint = self.complain(tenancy_id, **further)
        officer = self.ids["worker.bartosova"]
        self.about("pokorna", "ForwardComplaint", complaint.complaint_id, officer_worker_id=officer)
        return complaint.complaint_id

    def said(self):
        return types_pb2.Attestation(
            person="the client",
            form=types_pb2.ATTESTATION_FORM_ORAL,
            occurred_at=self.world.now(minutes=-1),
        )
