"""Cases are opened for a target group that the municipality has defined."""

from opora.conference.v1 import case_pb2
from opora.registry.v1 import client_pb2, service_codes_pb2, social_department_pb2

from checks.town import TownTest, date

OPEN = "CaseService.OpenCase"
Setup = social_department_pb2


class TargetGroupTest(TownTest):
    """A municipality that begins with the coordinated approach."""

    def setUp(self):
        super().setUp()
        self.home = self.town()
        self.worker = self.home.person("SOCIAL_WORKER", "SOCIAL")
        client = client_pb2.Client(
            kind=client_pb2.CLIENT_KIND_IDENTIFIED, given_name="Vít", family_name="Zkušební"
        )
        request = client_pb2.RegisterClientRequest(client=client)
        self.client_id = self.ok(self.worker, "ClientService.RegisterClient", request).client.client_id

    def define(self):
        definition = Setup.ApproachDefinition(
            target_groups=[service_codes_pb2.TARGET_GROUP_INDEBTED],
            description="Rodiny s dluhy na nájmu",
            valid_from=date(2024, 1, 1),
        )
        keeper = self.home.person("SUPPORT_COORDINATOR", "SOCIAL")
        request = Setup.DefineTargetGroupRequest(definition=definition)
        self.ok(keeper, "CooperationService.DefineTargetGroup", request)

    def opened(self, who, client_id, reason="", kind=case_pb2.CASE_TYPE_INDIVIDUAL, **fields):
        request = case_pb2.OpenCaseRequest(
            case=case_pb2.Case(client_id=client_id, type=kind, **fields), deviation_reason=reason
        )
        return self.ok(who, OPEN, request)

    def test_REG_09_a_case_without_a_defined_target_group_is_warned_of_and_the_reason_kept(self):
        response = self.opened(self.worker, self.client_id, reason="Rada obce jedná příští týden")
        self.assertEqual(
            [(one.rule, one.reason) for one in response.warnings],
            [("REG-09", "TARGET_GROUP_MISSING")],
        )
        self.assertTrue(response.warnings[0].remedy)
        request = case_pb2.GetCaseRequest(case_id=getattr(response, "case").case_id)
        stored = getattr(self.ok(self.worker, "CaseService.GetCase", request), "case")
        self.assertEqual(
            [(one.rule, one.rule_reason, one.reason) for one in stored.deviations],
            [("REG-09", "TARGET_GROUP_MISSING", "Rada obce jedná příští týden")],
        )

    def test_REG_09_a_reason_that_is_not_said_is_absent_and_the_deviation_is_kept(self):
        stored = getattr(self.opened(self.worker, self.client_id), "case")
        self.assertEqual([one.rule for one in stored.deviations], ["REG-09"])
        self.assertFalse(stored.deviations[0].HasField("reason"))

    def test_REG_09_with_a_defined_target_group_nothing_is_warned_of(self):
        self.define()
        response = self.opened(self.worker, self.client_id, reason="nothing to say")
        self.assertEqual(list(response.warnings), [])
        self.assertEqual(list(getattr(response, "case").deviations), [])

    def test_REG_09_nothing_is_expected_of_whoever_is_no_municipality(self):
        response = self.opened("strnadova", self.client())
        self.assertEqual(list(response.warnings), [])
        request = Setup.GetTargetGroupRequest(agency_id=self.ids["agency.most"])
        answer = self.ok("strnadova", "CooperationService.GetTargetGroup", request)
        self.assertFalse(answer.expected)
        request = Setup.GetTargetGroupRequest(agency_id=self.home.agency_id)
        self.assertTrue(
            self.ok("strnadova", "CooperationService.GetTargetGroup", request).expected
        )

    def test_REG_09_a_deviation_cannot_be_written_by_the_caller(self):
        self.define()
        forged = case_pb2.CaseDeviation(rule="XC-51", rule_reason="FORGED")
        stored = getattr(self.opened(self.worker, self.client_id, deviations=[forged]), "case")
        self.assertEqual(list(stored.deviations), [])

    def test_REG_09_protection_of_a_child_waits_for_no_target_group(self):
        worker = self.home.person("CHILD_PROTECTION_WORKER", "SOCIAL")
        response = self.opened(
            worker,
            self.client_id,
            kind=case_pb2.CASE_TYPE_CHILD_PROTECTION,
            basis_row="CHILD_PROTECTION_BODIES",
        )
        self.assertEqual(list(response.warnings), [])
