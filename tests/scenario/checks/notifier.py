"""Mails that say that something waits, and nothing of what it is."""

import base64
import json
import re
import time
import uuid

from opora.common.v1 import areas_pb2, context_pb2, work_pb2
from opora.registry.v1 import consent_pb2, notification_pb2, referral_pb2

from checks.base import ClientTest
from mailbox import Mailbox

AT_ONCE = notification_pb2.NOTIFICATION_MODE_AT_ONCE
NEVER = notification_pb2.NOTIFICATION_MODE_NEVER
SET = "NotificationService.SetNotificationPreference"
# What a mail may consist of, besides its counts.
HEADERS = {
    "Date",
    "From",
    "To",
    "Subject",
    "Message-ID",
    "Auto-Submitted",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
}
BODY = re.compile(r"^((\d+ new items?)?(, )?(\d+ items? waits? too long)?) in Opora\.\r\n$")


class NotifierTest(ClientTest):
    def setUp(self):
        super().setUp()
        system = json.loads((self.world.state / "system.json").read_text(encoding="utf-8"))
        self.mailbox = Mailbox(system["mail"])
        self.addresses = {}
        for who in ("beranek", "lomova", "olsova"):
            for service in ("client-registry", "case-conference", "housing-referral"):
                self.ok(who, f"{service}:WorkService.MarkWorkSeen", work_pb2.MarkWorkSeenRequest())

    def tearDown(self):
        for who in self.addresses:
            self.want(who, NEVER)
        super().tearDown()

    def want(self, who, mode, language=context_pb2.LANGUAGE_EN):
        address = self.addresses.setdefault(who, f"w{uuid.uuid4().hex[:12]}@work.example")
        preference = notification_pb2.NotificationPreference(
            email=address, mode=mode, language=language
        )
        request = notification_pb2.SetNotificationPreferenceRequest(preference=preference)
        self.ok(who, SET, request)
        return address

    def refer(self, family):
        """A referral to Přístav about a new client of Most."""
        self.ids["client.referred"] = self.client(family=family)
        self.agree(self.ids["client.referred"])
        request = referral_pb2.SendReferralRequest(
            referral=referral_pb2.Referral(
                client_id=self.ids["client.referred"],
                area=areas_pb2.DATA_AREA_DEBTS,
                need="Dluhové poradenství kvůli exekuci.",
                **{f"recipient_{key}": value for key, value in self.world.unit("pristav").items()},
            )
        )
        return self.ok("strnadova", "ReferralService.SendReferral", request).referral

    def agree(self, client_id):
        version = consent_pb2.ConsentVersion(
            parties=[consent_pb2.ConsentParty(**self.world.unit(u)) for u in ("most", "pristav")],
            areas=[areas_pb2.DATA_AREA_DEBTS],
            excluded_topics_asked=True,
            form=consent_pb2.CONSENT_FORM_WRITTEN,
        )
        request = consent_pb2.CreateConsentRequest(client_id=client_id, version=version)
        consent = self.ok("strnadova", "ConsentService.CreateConsent", request).consent.consent_id
        request = consent_pb2.SignConsentRequest(
            consent_id=consent,
            signed_time=self.world.now(minutes=-1),
            told_of_revocation_time=self.world.now(minutes=-2),
            document="X-1",
        )
        self.ok("strnadova", "ConsentService.SignConsent", request)

    def notifications(self, who):
        return self.ok(
            who,
            "NotificationService.ListNotifications",
            notification_pb2.ListNotificationsRequest(),
        ).notifications

    def check_content_free(self, mail, *secrets):
        """Nothing but headers and numbers; nothing of a client, a place or a topic."""
        head, _, body = mail.partition("\r\n\r\n")
        self.assertEqual({line.partition(":")[0] for line in head.split("\r\n")}, HEADERS)
        self.assertRegex(body, BODY)
        subject = re.search(r"Subject: =\?utf-8\?B\?([^?]*)\?=", head)[1]
        self.assertEqual(base64.b64decode(subject).decode(), body.removesuffix(".\r\n"))
        whole = (mail + base64.b64decode(subject).decode()).casefold()
        for secret in (*secrets, "most", "přístav", "dluh", "debt", "referral", "klient"):
            self.assertNotIn(secret.casefold(), whole)

    def test_REG_119_a_mail_names_no_client_no_place_and_no_topic(self):
        address = self.want("beranek", AT_ONCE)
        with self.mailbox.open():
            referral = self.refer("Tajemníková")
            mails = self.mailbox.wait(address)
            self.assertEqual(len(mails), 1, self.mailbox.taken)
            self.check_content_free(mails[0], "Tajemníková", "Vít", referral.client_id)
            self.assertNotIn(referral.referral_id, mails[0])

    def test_REG_119_one_thing_is_told_once_and_not_again(self):
        address = self.want("beranek", AT_ONCE)
        with self.mailbox.open():
            self.refer("Jednoduchá")
            self.assertEqual(len(self.mailbox.wait(address)), 1)
            time.sleep(6)  # more than a window
            self.assertEqual(len(self.mailbox.to(address)), 1)

    def test_REG_119_never_two_mails_in_one_window(self):
        address = self.want("beranek", AT_ONCE)
        with self.mailbox.open():
            for number in range(6):
                self.refer(f"Rychlá {number}")
                time.sleep(0.7)
            self.mailbox.wait(address, count=2)
            time.sleep(5)
        windows = [
            one.window_time.ToNanoseconds()
            for one in self.notifications("beranek")
            if one.state == notification_pb2.NOTIFICATION_STATE_SENT
        ]
        self.assertEqual(len(windows), len(set(windows)))
        ids = [re.search("Message-ID: <(.*)@", one)[1] for one in self.mailbox.to(address)]
        self.assertEqual(len(ids), len(set(ids)))
        told = sum(int(re.search(r"(\d+) new", one)[1]) for one in self.mailbox.to(address))
        self.assertEqual(told, 6)

    def test_REG_119_whoever_wants_none_gets_none(self):
        address = self.want("beranek", NEVER)
        with self.mailbox.open():
            self.refer("Nechtěná")
            time.sleep(4)
            self.assertEqual(self.mailbox.to(address), [])

    def test_REG_119_what_was_seen_is_not_told(self):
        with self.mailbox.open():
            self.refer("Viděná")
            self.ok("beranek", "WorkService.MarkWorkSeen", work_pb2.MarkWorkSeenRequest())
            address = self.want("beranek", AT_ONCE)
            time.sleep(4)
            self.assertEqual(self.mailbox.to(address), [])

    def test_REG_119_a_mail_that_is_not_taken_is_sent_again_under_its_own_id(self):
        address = self.want("beranek", AT_ONCE)
        self.mailbox.answers = ["451 later", "451 later"]
        with self.mailbox.open():
            self.refer("Vytrvalá")
            taken = self.mailbox.wait(address, seconds=20)
        self.assertEqual(len(taken), 1)
        ids = {re.search("Message-ID: <(.*)>", one)[1] for one in self.mailbox.refused + taken}
        self.assertEqual(len(ids), 1)
        newest = self.notifications("beranek")[0]
        self.assertGreaterEqual(newest.attempts, 3)

    def test_REG_119_a_mail_waits_while_the_server_is_away(self):
        address = self.want("beranek", AT_ONCE)
        self.refer("Trpělivá")
        time.sleep(4)
        with self.mailbox.open():
            self.assertEqual(len(self.mailbox.wait(address, seconds=20)), 1)

    def test_REG_119_a_mail_refused_for_good_is_given_up(self):
        address = self.want("beranek", AT_ONCE)
        self.mailbox.answers = ["550 no such address"] * 100
        with self.mailbox.open():
            self.refer("Nedoručitelná")
            time.sleep(7)
            self.assertEqual(self.mailbox.to(address), [])
        # Once each: what waits in other services may be worth a mail of its own.
        ids = [re.search("Message-ID: <(.*)@", one)[1] for one in self.mailbox.refused]
        self.assertTrue(ids)
        self.assertEqual(len(ids), len(set(ids)))
        states = {one.notification_id: one.state for one in self.notifications("beranek")}
        self.assertEqual({states[one] for one in ids}, {notification_pb2.NOTIFICATION_STATE_FAILED})

    def test_REG_119_what_stays_unread_is_told_to_the_head_of_the_unit(self):
        address = self.want("olsova", AT_ONCE)
        with self.mailbox.open():
            self.ids["client.answered"] = self.refer("Odpovězená").client_id
            waiting = self.notifications("olsova")
            self.answer()
            mails = self.mailbox.wait(address, seconds=20)
            self.assertTrue(mails, waiting)
            self.assertTrue(any("too long" in mail for mail in mails), mails)
            for mail in mails:
                self.check_content_free(mail, "Odpovězená")

    def answer(self):
        """Přístav accepts what it has; Strnadová, who sent it, does not look."""
        listed = self.ok(
            "beranek", "ReferralService.ListReferrals", referral_pb2.ListReferralsRequest()
        ).referrals
        for referral in listed:
            if referral.client_id == self.ids["client.answered"]:
                self.ok(
                    "beranek",
                    "ReferralService.AcceptReferral",
                    referral_pb2.AcceptReferralRequest(referral_id=referral.referral_id),
                )

    def test_REG_119_another_worker_s_wish_is_entered_by_the_own_administrator_only(self):
        preference = notification_pb2.NotificationPreference(
            worker_id=self.ids["worker.beranek"],
            email="x@work.example",
            mode=NEVER,
            language=context_pb2.LANGUAGE_CS,
        )
        request = notification_pb2.SetNotificationPreferenceRequest(preference=preference)
        self.refused("strnadova", SET, request, "PERMISSION_DENIED", "FOREIGN_AGENCY", "REG-27")
        self.ok("lomova", SET, request)

    def test_REG_119_an_address_is_one_address(self):
        for email in ("", "a@b", "a@b.cz\r\nBcc: c@d.cz", "<a@b.cz>", "a@b.cz, c@d.cz"):
            preference = notification_pb2.NotificationPreference(
                email=email, mode=AT_ONCE, language=context_pb2.LANGUAGE_EN
            )
            request = notification_pb2.SetNotificationPreferenceRequest(preference=preference)
            self.violates("beranek", SET, request, "preference.email")
