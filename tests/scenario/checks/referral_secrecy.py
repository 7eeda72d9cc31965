"""Of referrals, waiting lists, transfers and appointments nobody learns by another way round."""

from opora.common.v1 import feed_pb2
from opora.registry.v1 import appointment_pb2, referral_pb2, transfer_pb2, waiting_list_pb2

from checks.base import unknown_id
from checks.referral_base import ADDICTION, SUPPORT_PLAN
from checks.transfers import TransferTest
from checks.waiting_lists import WaitingTest
from opora_client import OporaError

SECRET = ("Poradna pro závislé", "Dlouhá 9", "pomoc s podporou")


class SecrecyTest(WaitingTest, TransferTest):
    """A client of Most goes to an addiction clinic of Přístav; nobody else has a basis."""

    def setUp(self):
        super().setUp()
        self.clinic = self.publish(self.service(ADDICTION, places=3), who="lomova")
        self.own = self.case()
        self.consent(self.own, [SUPPORT_PLAN, ADDICTION], "most", "pristav")
        self.waiting = self.sent_to_clinic()
        entry = self.call(
            "beranek",
            "WaitlistReferral",
            referral_id=self.waiting,
            waiting_list_id=self.clinic.waiting_list_id,
        ).waiting_entry
        self.entry = entry.waiting_entry_id
        self.moved = self.proposed(self.own, "pristav")
        self.met = self.call(
            "strnadova",
            "MakeAppointment",
            appointment=appointment_pb2.Appointment(
                client_id=self.own,
                area=SUPPORT_PLAN,
                start_time=self.world.now(60 * 24 * 400),
                end_time=self.world.now(60 * 24 * 400 + 30),
                service_id=self.clinic.service_id,
                provider_name=SECRET[0],
                place=SECRET[1],
            ),
        ).appointment.appointment_id

    def sent_to_clinic(self):
        request = self.referral(self.own, service_id=self.clinic.service_id, form=1)
        return self.call("strnadova", "SendReferral", referral=request).referral.referral_id

    def methods(self):
        """Method: what names the record, the record, what else the request needs."""
        told = {"occurred_at": self.world.now(-60), "deviation": self.deviation("REG-113")}
        answer = {"answer": self.attestation()}
        referral, entry = ("referral_id", self.waiting), ("waiting_entry_id", self.entry)
        moved, met = ("transfer_id", self.moved), ("appointment_id", self.met)
        span = {"start_time": self.world.now(60), "end_time": self.world.now(90)}
        closed = {"result": referral_pb2.REFERRAL_RESULT_HELPED, "outcome": "dobré"}
        return {
            "GetReferral": (referral, {}),
            "SendDraft": (referral, {}),
            "MarkReferralSeen": (referral, {}),
            "AcceptReferral": (referral, {}),
            "WaitlistReferral": (referral, {"waiting_list_id": self.clinic.waiting_list_id}),
            "DeclineReferral": (referral, {"reason": 1}),
            "WithdrawReferral": (referral, {}),
            "StartReferral": (referral, {}),
            "CloseReferral": (referral, closed),
            "RecordReferralAnswer": (referral, {"answer": 3, **told}),
            "GetWaitingEntry": (entry, {}),
            "OfferPlace": (entry, {}),
            "AcceptOffer": (entry, answer),
            "RefuseOffer": (entry, answer),
            "LeaveWaitingList": (entry, {"reason": 1}),
            "RejoinWaitingList": (entry, {}),
            "RecordPlaceTaken": (entry, told),
            "GetTransfer": (moved, {}),
            "RecordClientTold": (moved, {"client_told_date": self.world.today()}),
            "AcceptTransfer": (moved, {}),
            "DeclineTransfer": (moved, {"reason": 1}),
            "WithdrawTransfer": (moved, {}),
            "RecordTransferMade": (moved, told),
            "MarkHandOverRead": (moved, {}),
            "GetAppointment": (met, {}),
            "MoveAppointment": (met, span),
            "CancelAppointment": (met, {"reason": "odpadá"}),
            "CloseAppointment": (met, {"state": 2}),
            "GetAppointmentSlip": (met, {}),
        }

    def of_client(self, client):
        span = {"start_time": self.world.now(60), "end_time": self.world.now(90)}
        entry = waiting_list_pb2.WaitingEntry(
            client_id=client, waiting_list_id=self.clinic.waiting_list_id
        )
        appointment = appointment_pb2.Appointment(client_id=client, area=SUPPORT_PLAN, **span)
        moved = transfer_pb2.CaseTransfer(
            client_id=client,
            from_worker_id=self.ids["worker.sykorova"],
            reason=transfer_pb2.TRANSFER_REASON_LOAD,
            recipient_agency_id=self.ids["agency.most"],
        )
        return {
            "PreviewReferral": {"referral": self.referral(client)},
            "DraftReferral": {"referral": self.referral(client)},
            "SendReferral": {"referral": self.referral(client)},
            "JoinWaitingList": {"waiting_entry": entry},
            "ProposeTransfer": {"transfer": moved},
            "MakeAppointment": {"appointment": appointment},
            "RecordAppointment": {"appointment": appointment},
            "ListAppointments": {"client_id": client},
            "FindCollisions": {"client_id": client, **span},
        }

    def answer(self, who, method, fields):
        try:
            request = self.request(method, **fields)
            return self.world.method(who, f"ReferralService.{method}")(request)
        except OporaError as error:
            return error.answer

    def test_XC_30_what_is_not_for_somebody_is_not_there(self):
        for who in ("sykorova", "pokorna"):
            for method, ((key, existing), further) in self.methods().items():
                with self.subTest(method=method, who=who):
                    found = self.answer(who, method, {key: existing, **further})
                    unknown = self.answer(who, method, {key: unknown_id(), **further})
                    self.assertEqual(found, unknown)
                    self.assertEqual(found[0].name, "NOT_FOUND")

    def test_XC_30_a_client_who_is_not_for_somebody_is_not_there(self):
        unknown = unknown_id()
        for method, fields in self.of_client(self.own).items():
            with self.subTest(method=method):
                found = self.answer("sykorova", method, fields)
                self.assertEqual(
                    found, self.answer("sykorova", method, self.of_client(unknown)[method])
                )
                self.assertEqual(found[0].name, "NOT_FOUND")

    def test_REG_113_an_event_betrays_neither_recipient_nor_reason_nor_place(self):
        """An agency's system hears of its own records, by identifiers alone; others of none."""
        for agency, expected in (("most", True), ("pristav", False), ("labour", False)):
            events = self.events(agency)
            ids = {self.waiting, self.entry, self.moved, self.met}
            found = [event for event in events if event.aggregate_id in ids]
            self.assertEqual(bool(found), expected, agency)
            for event in found:
                self.assertFalse(event.HasField("fact"))
                text = str(event)
                for word in (*SECRET, self.ids["agency.pristav"], self.clinic.service_id):
                    self.assertNotIn(word, text)
                self.assertNotIn("ADDICTION", text)

    def events(self, agency):
        machine, events, position = self.world.machine(agency), [], ""
        while True:
            request = feed_pb2.ListChangesRequest(position=position, wait_ms=200)
            page = self.ok(machine, "FeedService.ListChanges", request)
            if page.position == position or not page.events:
                return events
            events.extend(page.events)
            position = page.position

    def test_REG_114_a_list_of_lists_and_figures_name_nobody(self):
        listed = self.call("sykorova", "ListWaitingLists", service_id=self.clinic.service_id)
        self.assertEqual(len(listed.waiting_lists), 1)
        self.assertNotIn(self.own, str(listed))
        seen = self.call(
            "sykorova", "ListWaitingEntries", waiting_list_id=self.clinic.waiting_list_id
        )
        self.assertEqual(len(seen.waiting_entries), 0)
