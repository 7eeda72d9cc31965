"""Mails count what waits in other services too, and say nothing of what it is."""

import json
import re
import time
import uuid

from opora.common.v1 import context_pb2, work_pb2
from opora.registry.v1 import notification_pb2

from checks.conference_base import ConferenceTest
from checks.notifier import AT_ONCE, BODY, HEADERS, NEVER, SET
from mailbox import Mailbox

SERVICES = ("client-registry", "case-conference", "housing-referral")
INTERFACE = "NotificationService."


class ElsewhereTest(ConferenceTest):
    """Beránek is invited to a conference; nothing waits for him in the registry."""

    def setUp(self):
        super().setUp()
        system = json.loads((self.world.state / "system.json").read_text(encoding="utf-8"))
        self.mailbox = Mailbox(system["mail"])
        self.address = ""
        self.see(*SERVICES)

    def tearDown(self):
        if self.address:
            self.want(NEVER)
        super().tearDown()

    def see(self, *services):
        for service in services:
            self.ok("beranek", f"{service}:WorkService.MarkWorkSeen", work_pb2.MarkWorkSeenRequest())

    def want(self, mode):
        self.address = self.address or f"w{uuid.uuid4().hex[:12]}@work.example"
        preference = notification_pb2.NotificationPreference(
            email=self.address, mode=mode, language=context_pb2.LANGUAGE_EN
        )
        request = notification_pb2.SetNotificationPreferenceRequest(preference=preference)
        self.ok("beranek", SET, request)

    def invited(self):
        return self.meeting().until("invite")

    def told(self):
        """How many new items the mails so far told of."""
        return sum(int(re.search(r"(\d+) new", one)[1]) for one in self.mailbox.to(self.address))

    def test_REG_119_what_waits_in_another_service_is_counted_and_not_named(self):
        self.want(AT_ONCE)
        with self.mailbox.open():
            meeting = self.invited()
            mails = self.mailbox.wait(self.address, seconds=20)
            self.assertTrue(mails, "nothing was told of an invitation to a conference")
            time.sleep(6)  # more than a window, and several looks
            self.assertEqual(self.told(), 1)
        for mail in mails:
            head, _, body = mail.partition("\r\n\r\n")
            self.assertEqual({line.partition(":")[0] for line in head.split("\r\n")}, HEADERS)
            self.assertRegex(body, BODY)
            for secret in (meeting.id, meeting.client_id, "conference", "invitation", "room"):
                self.assertNotIn(secret, mail)

    def test_REG_119_what_was_seen_there_is_not_told(self):
        self.invited()
        self.see("case-conference")
        self.want(AT_ONCE)
        with self.mailbox.open():
            time.sleep(6)
            self.assertEqual(self.mailbox.to(self.address), [])

    def test_REG_119_only_services_tell_what_waits_and_whom_it_concerns(self):
        denied = ("PERMISSION_DENIED", "CALLER_KIND_REFUSED")
        put = notification_pb2.PutWaitingWorkRequest(
            work=[notification_pb2.WaitingWork(worker_id=self.ids["worker.beranek"])]
        )
        self.refused("strnadova", INTERFACE + "PutWaitingWork", put, *denied)
        listing = notification_pb2.ListWatchedWorkersRequest()
        self.refused("admin", INTERFACE + "ListWatchedWorkers", listing, *denied)

    def test_REG_119_a_service_tells_all_and_keeps_what_others_told(self):
        service = self.world.service("scenario-elsewhere")
        self.want(AT_ONCE)
        item = notification_pb2.WaitingItem(key=str(uuid.uuid4()), since_time=self.world.now())
        put = notification_pb2.PutWaitingWorkRequest(
            work=[notification_pb2.WaitingWork(worker_id=self.ids["worker.beranek"], items=[item])]
        )
        with self.mailbox.open():
            for _ in range(2):  # told again, told once
                self.ok(service, INTERFACE + "PutWaitingWork", put)
            self.assertTrue(self.mailbox.wait(self.address, seconds=20))
            time.sleep(6)
            self.assertEqual(self.told(), 1)
        del put.work[0].items[:]
        self.ok(service, INTERFACE + "PutWaitingWork", put)
        self.violates(
            service,
            INTERFACE + "PutWaitingWork",
            notification_pb2.PutWaitingWorkRequest(
                work=[
                    notification_pb2.WaitingWork(
                        worker_id=self.ids["worker.beranek"],
                        items=[notification_pb2.WaitingItem(key="Novák", since_time=self.world.now())],
                    )
                ]
            ),
            "work[0].items[0].key",
        )
