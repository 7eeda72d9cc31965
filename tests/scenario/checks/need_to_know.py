"""What a role does not need for its purpose is not in the record, in whatever service it lies."""

from opora.common.v1 import areas_pb2
from opora.conference.v1 import crisis_pb2, support_plan_pb2
from opora.housing.v1 import tenancy_pb2

from checks.cases import CaseTest as _CaseTest
from checks.housing_base import HousingTest as _HousingTest


class ConferenceTest(_CaseTest):
    def test_XC_29_an_own_crisis_is_not_read_for_a_purpose_of_control(self):
        crisis = crisis_pb2.Crisis(
            client_id=self.client(),
            kind=crisis_pb2.CRISIS_KIND_HEALTH_EMERGENCY,
            description="Klient neotvírá a nekomunikuje.",
            occurred_at=self.world.now(minutes=-1),
            signal_source=crisis_pb2.SIGNAL_SOURCE_NEIGHBOURS,
        )
        request = crisis_pb2.OpenCrisisRequest(crisis=crisis)
        made = self.ok("strnadova", "CrisisService.OpenCrisis", request).crisis
        request = crisis_pb2.GetCrisisRequest(crisis_id=made.crisis_id)
        for purpose in ("LEASE_CONTROL", "DEBT_COLLECTION"):
            read = self.ok("strnadova", "CrisisService.GetCrisis", request, purpose=purpose).crisis
            self.assertEqual(read.crisis_id, made.crisis_id)
            self.assertEqual((read.description, read.kind, read.state), ("", 0, 0))
            listing = crisis_pb2.ListCrisesRequest(client_id=made.client_id)
            for one in self.ok(
                "strnadova", "CrisisService.ListCrises", listing, purpose=purpose
            ).crises:
                self.assertEqual(one.description, "")
        read = self.ok("strnadova", "CrisisService.GetCrisis", request).crisis
        self.assertEqual(read.description, crisis.description)

    def test_XC_29_a_need_of_health_is_not_read_for_a_purpose_of_control(self):
        case_id = self.opened().case_id
        request = self.assessment(case_id)
        health = support_plan_pb2.Need(area=areas_pb2.DATA_AREA_HEALTH, need="Léčba.")
        health.client_view = "Chci se léčit."
        request.assessment.needs.append(health)
        self.ok("strnadova", "SupportPlanService.AddAssessment", request)
        listing = support_plan_pb2.ListAssessmentsRequest(case_id=case_id)
        name = "SupportPlanService.ListAssessments"
        whole = self.ok("strnadova", name, listing).assessments[0]
        self.assertEqual({one.need for one in whole.needs}, {"Hrozí ztráta bytu.", "Léčba."})
        read = self.ok("strnadova", name, listing, purpose="LEASE_CONTROL").assessments[0]
        self.assertNotIn("Léčba.", {one.need for one in read.needs})


class HousingTest(_HousingTest):
    def test_XC_29_a_collector_of_claims_reads_nothing_of_the_home(self):
        tenancy = self.lived_in()
        request = tenancy_pb2.GetTenancyRequest(tenancy_id=tenancy.tenancy_id)
        whole = self.ok("pokorna", "TenancyService.GetTenancy", request).tenancy
        read = self.ok(
            "pokorna", "TenancyService.GetTenancy", request, purpose="DEBT_COLLECTION"
        ).tenancy
        self.assertEqual(read.tenancy_id, whole.tenancy_id)
        self.assertTrue(whole.HasField("lease_from"))
        self.assertFalse(read.HasField("lease_from"))
