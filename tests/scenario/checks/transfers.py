"""Transfers of a case between workers and agencies, with a hand-over sheet (REG-115)."""

from opora.common.v1 import context_pb2, work_pb2
from opora.registry.v1 import agency_pb2, transfer_pb2

from checks.referral_base import ADDICTION, DEBTS, HOUSING, SUPPORT_PLAN, ReferralTest
from checks.work import WorkTest

PLAN = transfer_pb2.HAND_OVER_KIND_PLAN
TASK = transfer_pb2.HAND_OVER_KIND_TASK
KEY_WORKER = context_pb2.ACTING_ROLE_KEY_WORKER
SOCIAL_WORKER = context_pb2.ACTING_ROLE_SOCIAL_WORKER


class TransferTest(ReferralTest, WorkTest):
    """Strnadová gives a case away: to Petra, her colleague at Most, or to Přístav (Beránek)."""

    def case(self, who="strnadova", role=SOCIAL_WORKER, **fields):
        client = self.client(who)
        self.assign(client, who, role, service_id=self.ids["service.most"], **fields)
        return client

    def assign(self, client, who, role, **fields):
        request = agency_pb2.AssignWorkerRequest(
            client_id=client, worker_id=self.ids[f"worker.{who}"], role=role, **fields
        )
        return self.ok("strnadova", "AgencyService.AssignWorker", request).assignment

    def transfer(self, client, to="most", worker=None, told=True, **fields):
        unit = {f"recipient_{key}": value for key, value in self.world.unit(to).items()}
        made = transfer_pb2.CaseTransfer(
            client_id=client,
            from_worker_id=self.ids["worker.strnadova"],
            reason=transfer_pb2.TRANSFER_REASON_LOAD,
            **unit,
            **fields,
        )
        if worker:
            made.to_worker_id = self.ids[f"worker.{worker}"]
        if told:
            made.client_told_date.CopyFrom(self.world.today(-1))
        return made

    def propose(self, *arguments, **fields):
        transfer = self.transfer(*arguments, **fields)
        return self.call("strnadova", "ProposeTransfer", transfer=transfer)

    def proposed(self, *arguments, **fields):
        return self.propose(*arguments, **fields).transfer.transfer_id

    def workers(self, client, who="strnadova"):
        listing = agency_pb2.ListAssignmentsRequest(client_id=client)
        listed = self.ok(who, "AgencyService.ListAssignments", listing).assignments
        return sorted(
            (one.worker_id, one.role)
            for one in listed
            if one.state == agency_pb2.ASSIGNMENT_STATE_ACTIVE
        )

    def item(self, kind, areas, words):
        return transfer_pb2.HandOverItem(kind=kind, areas=areas, words=words)


class ColleagueTest(TransferTest):
    def test_REG_115_the_assignments_move_in_one_step_once_the_client_was_told(self):
        client = self.case()
        transfer = self.proposed(client, worker="petra", told=False)
        one = {"transfer_id": transfer}
        self.no(
            "petra",
            "AcceptTransfer",
            "FAILED_PRECONDITION",
            "CLIENT_NOT_TOLD",
            "REG-115",
            **one,
        )
        actions = self.call("petra", "GetTransfer", **one).actions
        self.assertNotIn("AcceptTransfer", [action.verb for action in actions if action.allowed])
        self.no(
            "strnadova",
            "RecordClientTold",
            "INVALID_ARGUMENT",
            "NOT_IN_FUTURE",
            "XC-57",
            client_told_date=self.world.today(3),
            **one,
        )
        self.call("strnadova", "RecordClientTold", client_told_date=self.world.today(), **one)
        accepted = self.call("petra", "AcceptTransfer", **one)
        self.assertEqual(accepted.transfer.state, transfer_pb2.TRANSFER_STATE_ACCEPTED)
        self.assertEqual(
            self.workers(client), [(self.ids["worker.petra"], SOCIAL_WORKER)]
        )
        self.no(
            "petra",
            "AcceptTransfer",
            "FAILED_PRECONDITION",
            "TRANSFER_STATE_REFUSES",
            "REG-115",
            **one,
        )

    def test_REG_115_who_gives_the_case_away_does_not_accept_for_the_other(self):
        transfer = self.proposed(self.case(), worker="petra")
        self.no(
            "strnadova",
            "AcceptTransfer",
            "PERMISSION_DENIED",
            "TRANSFER_OTHER_SIDE",
            "REG-115",
            transfer_id=transfer,
        )
        self.hidden("beranek", "AcceptTransfer", transfer_id=transfer)
        self.hidden("beranek", "GetTransfer", transfer_id=transfer)
        self.call("olsova", "AcceptTransfer", transfer_id=transfer)

    def test_REG_115_the_next_worker_is_checked_like_any_assignment(self):
        client = self.case(role=KEY_WORKER)
        transfer = self.proposed(client, worker="petra")
        before = self.workers(client)
        self.no(
            "petra",
            "AcceptTransfer",
            "FAILED_PRECONDITION",
            "ROLE_NOT_HELD",
            "REG-27",
            transfer_id=transfer,
        )
        self.assertEqual(self.workers(client), before)
        other = self.proposed(self.case(role=KEY_WORKER), worker="frantiska")
        self.no(
            "frantiska",
            "AcceptTransfer",
            "RESOURCE_EXHAUSTED",
            "CASELOAD_FULL",
            "REG-14",
            transfer_id=other,
        )
        self.call(
            "petra", "AcceptTransfer", transfer_id=transfer, role=SOCIAL_WORKER
        )

    def test_REG_115_one_worker_takes_a_case_over_however_many_answer(self):
        transfer = self.proposed(self.case(), worker="petra")
        outcomes = self.race(
            [("petra", "AcceptTransfer", {"transfer_id": transfer})] * 3
            + [("strnadova", "WithdrawTransfer", {"transfer_id": transfer})] * 3
        )
        self.assertEqual(outcomes, ["OK"] + ["TRANSFER_STATE_REFUSES"] * 5)

    def test_REG_115_a_case_is_given_away_by_who_has_it_and_once_at_a_time(self):
        client = self.client()
        name = "ReferralService.ProposeTransfer"
        request = self.request("ProposeTransfer", transfer=self.transfer(client, worker="petra"))
        self.violates(
            "strnadova", name, request, "transfer.from_worker_id", "NOT_ASSIGNED"
        )
        client = self.case()
        self.proposed(client, worker="petra")
        self.no(
            "strnadova",
            "ProposeTransfer",
            "ALREADY_EXISTS",
            "TRANSFER_OPEN",
            "REG-115",
            transfer=self.transfer(client, worker="olsova"),
        )
        request = self.request("ProposeTransfer", transfer=self.transfer(self.case()))
        self.violates(
            "strnadova", name, request, "transfer.to_worker_id", "COLLEAGUE_REQUIRED"
        )

    def test_REG_115_unread_sheets_are_listed(self):
        transfer = self.proposed(self.case(), worker="petra")

        def unread():
            listed = self.call("petra", "ListTransfers", unread_only=True, page_size=500)
            return [one.transfer_id for one in listed.transfers]

        self.assertIn(transfer, unread())
        item = self.find("petra", transfer)
        self.assertEqual(item.kind, work_pb2.WORK_KIND_HAND_OVER)
        self.no(
            "strnadova",
            "MarkHandOverRead",
            "PERMISSION_DENIED",
            "TRANSFER_OTHER_SIDE",
            "REG-115",
            transfer_id=transfer,
        )
        self.call("petra", "MarkHandOverRead", transfer_id=transfer)
        self.assertNotIn(transfer, unread())
        self.call("petra", "AcceptTransfer", transfer_id=transfer)
        self.assertIsNone(self.find("petra", transfer))

    def test_XC_56_a_case_that_changed_hands_outside_is_recorded_and_assigns_nobody(self):
        client = self.case()
        transfer = self.proposed(client, worker="petra", told=False)
        recorded = self.call(
            "strnadova",
            "RecordTransferMade",
            transfer_id=transfer,
            occurred_at=self.world.now(-60),
            deviation=self.deviation("REG-115"),
        ).transfer
        self.assertEqual(recorded.state, transfer_pb2.TRANSFER_STATE_ACCEPTED)
        self.assertEqual(recorded.deviation.rule, "REG-115")
        self.assertEqual(self.workers(client), [])


class AgencyTest(TransferTest):
    def test_REG_115_without_a_basis_not_even_the_case_is_named(self):
        client = self.case()
        refused = self.no(
            "strnadova",
            "ProposeTransfer",
            "PERMISSION_DENIED",
            "CONSENT_REQUIRED",
            "XC-18",
            transfer=self.transfer(client, "pristav"),
        )
        self.assertTrue(refused.remedy)
        trial = self.call(
            "strnadova",
            "ProposeTransfer",
            transfer=self.transfer(client, "pristav"),
            validate_only=True,
        )
        self.assertIn(SUPPORT_PLAN, trial.consent_to_ask.areas)
        self.assertTrue(trial.consent_to_ask.printable)
        listed = self.call("beranek", "ListTransfers", page_size=500).transfers
        self.assertNotIn(client, [one.client_id for one in listed])

    def test_REG_115_the_sheet_has_what_a_basis_opens_and_names_what_to_ask_for(self):
        client = self.case()
        consent = self.consent(client, [SUPPORT_PLAN, DEBTS], "most", "pristav")
        self.consent(client, [SUPPORT_PLAN, DEBTS], "most", "labour")
        referral = self.call(
            "strnadova", "SendReferral", referral=self.referral(client, DEBTS)
        ).referral.referral_id
        self.call(
            "strnadova",
            "DraftReferral",
            referral=self.referral(client, service_id=self.service(ADDICTION)),
        )
        response = self.propose(
            client,
            "pristav",
            items=[
                self.item(PLAN, [SUPPORT_PLAN], "plán č. 3"),
                self.item(TASK, [HOUSING], "dohodnout prohlídku bytu"),
            ],
            summary="klient chodí ráno",
        )
        sheet = response.transfer
        self.assertEqual(
            [(one.kind, one.words or one.reference_id) for one in sheet.items],
            [
                (PLAN, "plán č. 3"),
                (transfer_pb2.HAND_OVER_KIND_REFERRAL, referral),
                (transfer_pb2.HAND_OVER_KIND_CONSENT, consent),
            ],
        )
        self.assertEqual(sheet.left_out_count, 2)
        self.assertEqual(sorted(sheet.areas_to_ask), [HOUSING, ADDICTION])
        self.assertEqual(sorted(response.consent_to_ask.areas), [HOUSING, ADDICTION])
        self.assertEqual([one.reason for one in response.warnings], ["CONSENTS_TO_ASK"])
        seen = self.call("beranek", "GetTransfer", transfer_id=sheet.transfer_id).transfer
        self.assertEqual(len(seen.items), 3)
        # Of the rest the other side learns neither how much there is nor of what.
        self.assertEqual((seen.left_out_count, list(seen.areas_to_ask)), (0, []))

    def test_REG_115_acceptance_moves_the_case_to_the_other_agency(self):
        client = self.case()
        self.consent(client, [SUPPORT_PLAN], "most", "pristav")
        transfer = self.proposed(client, "pristav")
        name = "ReferralService.AcceptTransfer"
        request = self.request(
            "AcceptTransfer", transfer_id=transfer, to_worker_id=self.ids["worker.petra"]
        )
        self.violates("beranek", name, request, "to_worker_id", "WORKER_UNKNOWN")
        accepted = self.call(
            "beranek",
            "AcceptTransfer",
            transfer_id=transfer,
            to_worker_id=self.ids["worker.beranek"],
            service_id=self.ids["service.pristav"],
        )
        self.assertEqual(
            [one.worker_id for one in accepted.assignments], [self.ids["worker.beranek"]]
        )
        self.assertEqual(
            self.workers(client, "beranek"), [(self.ids["worker.beranek"], SOCIAL_WORKER)]
        )

    def test_XC_05_a_consent_withdrawn_closes_a_transfer_that_waits(self):
        client = self.case()
        consent = self.consent(client, [SUPPORT_PLAN], "most", "pristav")
        transfer = self.proposed(client, "pristav")
        self.call("beranek", "GetTransfer", transfer_id=transfer)
        self.withdraw(consent)
        for method in ("GetTransfer", "AcceptTransfer", "MarkHandOverRead"):
            self.hidden("beranek", method, transfer_id=transfer)
        listed = self.call("beranek", "ListTransfers", page_size=500).transfers
        self.assertNotIn(transfer, [one.transfer_id for one in listed])

    def test_REG_115_a_decline_has_a_reason(self):
        client = self.case()
        self.consent(client, [SUPPORT_PLAN], "most", "pristav")
        transfer = self.proposed(client, "pristav")
        request = self.request("DeclineTransfer", transfer_id=transfer)
        self.violates("beranek", "ReferralService.DeclineTransfer", request, "reason")
        reason = transfer_pb2.TRANSFER_DECLINE_NO_CAPACITY
        self.call("beranek", "DeclineTransfer", transfer_id=transfer, reason=reason)
        told = self.call("strnadova", "GetTransfer", transfer_id=transfer).transfer
        self.assertEqual(told.decline_reason, reason)
        self.assertEqual(self.workers(client), [(self.ids["worker.strnadova"], SOCIAL_WORKER)])
