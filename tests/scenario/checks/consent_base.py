"""Ground of the checks of consents."""

from opora.common.v1 import areas_pb2
from opora.registry.v1 import consent_pb2

from checks.base import ClientTest

DEBTS = areas_pb2.DATA_AREA_DEBTS


class ConsentTest(ClientTest):
    """A client of Most alone, and consents of that client."""

    def setUp(self):
        super().setUp()
        self.ids["client.own"] = self.client()

    def version(self, *parties, form=consent_pb2.CONSENT_FORM_WRITTEN, **further):
        fields = {"areas": [DEBTS], "excluded_topics_asked": True, **further}
        named = [consent_pb2.ConsentParty(**self.world.unit(unit)) for unit in parties]
        return consent_pb2.ConsentVersion(parties=named, form=form, **fields)

    def create(self, version):
        return consent_pb2.CreateConsentRequest(client_id=self.ids["client.own"], version=version)

    def draft(self, *parties, **further):
        request = self.create(self.version(*parties, **further))
        return self.ok("strnadova", "ConsentService.CreateConsent", request).consent.consent_id

    def signature(self, consent_id, document="X-1", days_ago=0):
        minutes = -1 - 1440 * days_ago
        return consent_pb2.SignConsentRequest(
            consent_id=consent_id,
            signed_time=self.world.now(minutes=minutes),
            told_of_revocation_time=self.world.now(minutes=minutes - 1),
            document=document,
        )

    def sign(self, consent_id, document="X-1", days_ago=0):
        request = self.signature(consent_id, document, days_ago)
        return self.ok("strnadova", "ConsentService.SignConsent", request)

    def consents(self, who="strnadova"):
        """Those of the client that the caller may read, by id."""
        request = consent_pb2.ListConsentsRequest(client_id=self.ids["client.own"])
        listed = self.ok(who, "ConsentService.ListConsents", request).consents
        return {one.consent_id: one for one in listed}

    def incomplete(self, version, field):
        error = self.refused(
            "strnadova",
            "ConsentService.CreateConsent",
            self.create(version),
            "INVALID_ARGUMENT",
            "CONSENT_INCOMPLETE",
            "XC-01",
        )
        self.assertEqual([wrong.field for wrong in error.field_violations], [field])
