"""Ground of the checks of referrals, waiting lists, transfers and appointments."""

import concurrent.futures
import uuid

from opora.common.v1 import areas_pb2, types_pb2
from opora.registry.v1 import (
    agency_pb2,
    appointment_pb2,
    consent_pb2,
    referral_pb2,
    transfer_pb2,
    waiting_list_pb2,
)

from checks.base import ClientTest
from opora_client import OporaError

DEBTS = areas_pb2.DATA_AREA_DEBTS
SUPPORT_PLAN = areas_pb2.DATA_AREA_SUPPORT_PLAN
ADDICTION = areas_pb2.DATA_AREA_ADDICTION
HOUSING = areas_pb2.DATA_AREA_HOUSING


MODULES = (referral_pb2, waiting_list_pb2, transfer_pb2, appointment_pb2)


class ReferralTest(ClientTest):
    """Most (Strnadová) sends, Přístav (Beránek) receives; clients and services of one test alone."""

    def call(self, who, method, **fields):
        name = f"ReferralService.{method}"
        return self.ok(who, name, self.request(method, **fields))

    def no(self, who, method, code, why, rule, **fields):
        name = f"ReferralService.{method}"
        return self.refused(who, name, self.request(method, **fields), code, why, rule)

    def hidden(self, who, method, **fields):
        return self.no(who, method, "NOT_FOUND", "NOT_FOUND", "", **fields)

    @staticmethod
    def request(method, **fields):
        name = f"{method}Request"
        found = [getattr(module, name) for module in MODULES if hasattr(module, name)]
        return found[0](**fields)

    def consent(self, client, areas, *units, who="strnadova"):
        """A written consent of the client, signed and in force; its id."""
        version = consent_pb2.ConsentVersion(
            parties=[consent_pb2.ConsentParty(**self.world.unit(unit)) for unit in units],
            areas=areas,
            excluded_topics_asked=True,
            form=consent_pb2.CONSENT_FORM_WRITTEN,
        )
        created = self.ok(
            who,
            "ConsentService.CreateConsent",
            consent_pb2.CreateConsentRequest(client_id=client, version=version),
        ).consent
        sign = consent_pb2.SignConsentRequest(
            consent_id=created.consent_id,
            signed_time=self.world.now(minutes=-1),
            told_of_revocation_time=self.world.now(minutes=-2),
            document="X-1",
        )
        self.ok(who, "ConsentService.SignConsent", sign)
        return created.consent_id

    def withdraw(self, consent, who="strnadova"):
        request = consent_pb2.RevokeConsentRequest(consent_id=consent)
        self.ok(who, "ConsentService.RevokeConsent", request)

    def service(self, area=SUPPORT_PLAN, agency="pristav", places=None, form="AMBULATORY"):
        """A new service, with so many places in its form."""
        admin = "lomova" if agency == "pristav" else "admin"
        service = agency_pb2.Service(
            agency_id=self.ids[f"agency.{agency}"],
            name=f"Služba {uuid.uuid4()}",
            area=area,
            forms=[agency_pb2.ServiceForm.Value(f"SERVICE_FORM_{form}")],
        )
        request = agency_pb2.CreateServiceRequest(service=service)
        made = self.ok(admin, "AgencyService.CreateService", request).service.service_id
        if places is not None:
            figure = agency_pb2.Capacity(
                service_id=made,
                form=agency_pb2.ServiceForm.Value(f"SERVICE_FORM_{form}"),
                kind=agency_pb2.CAPACITY_KIND_CASELOAD,
                as_of_date=types_pb2.Date(year=2025, month=1, day=1),
                clients=places,
            )
            request = agency_pb2.PutCapacityRequest(capacity=figure)
            self.ok(admin, "AgencyService.PutCapacity", request)
        return made

    def referral(self, client, area=SUPPORT_PLAN, to="pristav", **fields):
        unit = {f"recipient_{key}": value for key, value in self.world.unit(to).items()}
        return referral_pb2.Referral(
            client_id=client, area=area, need="pomoc s podporou", **unit, **fields
        )

    def sent(self, area=SUPPORT_PLAN, to="pristav", areas=(), client=None, **fields):
        """A referral of a new client to Přístav by consent."""
        client = client or self.client()
        self.consent(client, sorted({area, SUPPORT_PLAN, *areas}), "most", to)
        request = self.referral(client, area, to, **fields)
        return self.call("strnadova", "SendReferral", referral=request).referral

    def attestation(self):
        return types_pb2.Attestation(
            person="klient",
            form=types_pb2.ATTESTATION_FORM_PHONE,
            occurred_at=self.world.now(minutes=-1),
        )

    def deviation(self, rule):
        return types_pb2.Deviation(rule=rule, reason="řekli to po telefonu")

    def race(self, calls):
        """The outcomes of calls begun at once, sorted: OK or the reason of the refusal."""

        def outcome(made):
            who, method, fields = made
            try:
                self.world.method(who, f"ReferralService.{method}")(self.request(method, **fields))
                return "OK"
            except OporaError as error:
                return error.reason

        with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
            return sorted(pool.map(outcome, calls))
