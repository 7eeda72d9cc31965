"""Waiting lists of services: published order, offers with expiry, figures (REG-114)."""

import time

from google.protobuf import timestamp_pb2
from opora.common.v1 import work_pb2
from opora.registry.v1 import referral_pb2, waiting_list_pb2

from checks.referral_base import ADDICTION, SUPPORT_PLAN, ReferralTest
from checks.work import WorkTest

BY_URGENCY = waiting_list_pb2.WAITING_ORDER_URGENCY_THEN_DATE
BY_DATE = waiting_list_pb2.WAITING_ORDER_DATE
ACUTE = referral_pb2.URGENCY_ACUTE


class WaitingTest(ReferralTest):
    """A list of Most that Olšová publishes and Strnadová works with."""

    def list_of(self, order=BY_URGENCY, places=1, agency="most", area=SUPPORT_PLAN, who="olsova"):
        service = self.service(area, agency=agency, places=places)
        return self.publish(service, order, who)

    def publish(self, service, order=BY_URGENCY, who="olsova", **fields):
        published = waiting_list_pb2.WaitingList(
            service_id=service,
            form=1,
            order_rule=order,
            rule_text="Podle naléhavosti, potom podle data žádosti.",
            offer_days=7,
            **fields,
        )
        return self.call(who, "PublishWaitingList", waiting_list=published).waiting_list

    def join(self, waiting_list, days=0, urgency=0, client=None, who="strnadova"):
        entry = waiting_list_pb2.WaitingEntry(
            client_id=client or self.client(who),
            waiting_list_id=waiting_list.waiting_list_id,
            urgency=urgency,
            waiting_since_date=self.world.today(days),
        )
        made = self.call(who, "JoinWaitingList", waiting_entry=entry).waiting_entry
        return made.waiting_entry_id

    def offer(self, entry, who="strnadova", **fields):
        return self.call(who, "OfferPlace", waiting_entry_id=entry, **fields)

    def accept(self, entry, who="strnadova"):
        return self.call(who, "AcceptOffer", waiting_entry_id=entry, answer=self.attestation())

    def get(self, entry, who="strnadova"):
        return self.call(who, "GetWaitingEntry", waiting_entry_id=entry)

    def order(self, waiting_list):
        listed = self.call(
            "strnadova", "ListWaitingEntries", waiting_list_id=waiting_list.waiting_list_id
        )
        return [one.waiting_entry_id for one in listed.waiting_entries]

    def soon(self, seconds):
        stamp = timestamp_pb2.Timestamp()
        stamp.FromNanoseconds(time.time_ns() + seconds * 10**9)
        return stamp


class OrderTest(WaitingTest):
    def test_REG_114_the_published_rule_gives_the_order(self):
        listed = self.list_of()
        late, acute, early = (
            self.join(listed, -1),
            self.join(listed, 0, ACUTE),
            self.join(listed, -9),
        )
        self.assertEqual(self.order(listed), [acute, early, late])
        self.assertEqual([self.get(one).position for one in (acute, early, late)], [1, 2, 3])
        changed = waiting_list_pb2.WaitingList()
        changed.CopyFrom(listed)
        changed.order_rule = BY_DATE
        again = self.call("olsova", "PublishWaitingList", waiting_list=changed).waiting_list
        self.assertEqual(again.order_rule, BY_DATE)
        self.assertEqual(self.order(listed), [early, late, acute])
        shown = self.call("beranek", "ListWaitingLists", service_id=listed.service_id)
        self.assertEqual([one.rule_text for one in shown.waiting_lists], [listed.rule_text])

    def test_REG_114_a_list_is_paged_in_its_order(self):
        listed = self.list_of()
        entries = [self.join(listed, -day) for day in range(5)]
        found, token = [], ""
        while True:
            page = self.call(
                "strnadova",
                "ListWaitingEntries",
                waiting_list_id=listed.waiting_list_id,
                page_size=2,
                page_token=token,
            )
            found += [one.waiting_entry_id for one in page.waiting_entries]
            token = page.next_page_token
            if not token:
                break
        self.assertEqual(found, entries[::-1])

    def test_REG_114_a_service_has_one_list_in_a_form_and_its_own_agency_publishes_it(self):
        listed = self.list_of()
        request = self.request(
            "PublishWaitingList",
            waiting_list=waiting_list_pb2.WaitingList(
                service_id=listed.service_id,
                form=1,
                order_rule=BY_DATE,
                rule_text="jinak",
                offer_days=1,
            ),
        )
        name = "ReferralService.PublishWaitingList"
        self.refused(
            "olsova", name, request, "ALREADY_EXISTS", "WAITING_LIST_EXISTS", "REG-114"
        )
        self.refused("lomova", name, request, "PERMISSION_DENIED", "FOREIGN_AGENCY", "REG-27")

    def test_REG_114_nobody_waits_twice_on_a_list(self):
        listed = self.list_of()
        client = self.client()
        self.join(listed, client=client)
        entry = waiting_list_pb2.WaitingEntry(
            client_id=client, waiting_list_id=listed.waiting_list_id
        )
        self.no(
            "strnadova",
            "JoinWaitingList",
            "ALREADY_EXISTS",
            "ALREADY_WAITING",
            "REG-114",
            waiting_entry=entry,
        )
        other = waiting_list_pb2.WaitingEntry(
            client_id=self.client(), waiting_list_id=listed.waiting_list_id
        )
        joined = self.race([("strnadova", "JoinWaitingList", {"waiting_entry": other})] * 6)
        self.assertEqual(joined, ["ALREADY_WAITING"] * 5 + ["OK"])

    def test_REG_114_no_place_of_others_is_shown(self):
        listed = self.list_of()
        entry = self.join(listed)
        self.hidden("beranek", "GetWaitingEntry", waiting_entry_id=entry)
        self.hidden("beranek", "OfferPlace", waiting_entry_id=entry)
        seen = self.call(
            "beranek", "ListWaitingEntries", waiting_list_id=listed.waiting_list_id
        )
        self.assertEqual((len(seen.waiting_entries), seen.next_page_token), (0, ""))

    def test_REG_114_the_day_is_not_of_the_future(self):
        listed = self.list_of()
        entry = waiting_list_pb2.WaitingEntry(
            client_id=self.client(),
            waiting_list_id=listed.waiting_list_id,
            waiting_since_date=self.world.today(3),
        )
        self.no(
            "strnadova",
            "JoinWaitingList",
            "INVALID_ARGUMENT",
            "NOT_IN_FUTURE",
            "XC-57",
            waiting_entry=entry,
        )


class OfferTest(WaitingTest):
    def test_REG_114_who_is_next_is_offered_the_place_or_the_reason_stays_on_record(self):
        listed = self.list_of()
        first, second = self.join(listed, -5), self.join(listed, -1)
        self.no(
            "strnadova",
            "OfferPlace",
            "FAILED_PRECONDITION",
            "NOT_NEXT_IN_ORDER",
            "REG-114",
            waiting_entry_id=second,
        )
        offered = self.offer(second, out_of_order_reason="první je v nemocnici")
        self.assertEqual([one.reason for one in offered.warnings], ["NOT_NEXT_IN_ORDER"])
        self.assertEqual(offered.waiting_entry.out_of_order_reason, "první je v nemocnici")
        self.assertEqual(len(self.offer(first).warnings), 0)

    def test_REG_114_an_offer_takes_no_place_and_its_acceptance_does(self):
        listed = self.list_of()
        first, second = self.join(listed, -5), self.join(listed, -1)
        self.offer(first)
        self.offer(second)
        self.accept(first)
        full = ("RESOURCE_EXHAUSTED", "SERVICE_FULL", "REG-114")
        self.no(
            "strnadova",
            "AcceptOffer",
            *full,
            waiting_entry_id=second,
            answer=self.attestation(),
        )
        third = self.join(listed)
        self.no("strnadova", "OfferPlace", *full, waiting_entry_id=third)

    def test_REG_114_the_last_place_is_taken_once_however_many_accept(self):
        listed = self.list_of()
        entries = [self.join(listed, -day) for day in range(8, 0, -1)]
        for entry in entries:
            self.offer(entry)
        answer = {"answer": self.attestation()}
        outcomes = self.race(
            [("strnadova", "AcceptOffer", {"waiting_entry_id": one, **answer}) for one in entries]
        )
        self.assertEqual(outcomes, ["OK"] + ["SERVICE_FULL"] * 7)
        self.assertEqual(len(self.order(listed)), 7)

    def test_REG_114_accepting_twice_takes_one_place(self):
        listed = self.list_of(places=2)
        entry = self.join(listed)
        self.offer(entry)
        fields = {"waiting_entry_id": entry, "answer": self.attestation()}
        outcomes = self.race([("strnadova", "AcceptOffer", fields)] * 6)
        self.assertEqual(outcomes, ["OK"] + ["WAITING_STATE_REFUSES"] * 5)
        other = self.join(listed)
        self.offer(other)
        self.accept(other)

    def test_REG_114_an_offer_lapses_and_the_person_comes_back_with_the_same_day(self):
        listed = self.list_of()
        entry = self.join(listed, -30)
        self.violates(
            "strnadova",
            "ReferralService.OfferPlace",
            self.request("OfferPlace", waiting_entry_id=entry, offer_until_time=self.soon(-5)),
            "offer_until_time",
            "OFFER_UNTIL_PAST",
        )
        self.offer(entry, offer_until_time=self.soon(2))
        time.sleep(2.1)
        self.no(
            "strnadova",
            "AcceptOffer",
            "FAILED_PRECONDITION",
            "OFFER_LAPSED",
            "REG-114",
            waiting_entry_id=entry,
            answer=self.attestation(),
        )
        allowed = {one.verb for one in self.get(entry).actions if one.allowed}
        self.assertNotIn("AcceptOffer", allowed)
        while self.call("admin", "ProcessReferralDeadlines").has_more:
            pass
        lapsed = self.get(entry)
        self.assertEqual(lapsed.waiting_entry.state, waiting_list_pb2.WAITING_STATE_LAPSED)
        self.assertFalse(lapsed.HasField("position"))
        self.call("strnadova", "RejoinWaitingList", waiting_entry_id=entry)
        back = self.get(entry).waiting_entry
        self.assertEqual(back.waiting_since_date, self.world.today(-30))
        self.assertEqual(back.lapse_count, 1)

    def test_REG_114_who_refuses_leaves_or_waits_on(self):
        listed = self.list_of()
        entry = self.join(listed, -3)
        self.offer(entry)
        fields = {"waiting_entry_id": entry, "answer": self.attestation()}
        kept = self.call("strnadova", "RefuseOffer", keep_waiting=True, **fields).waiting_entry
        self.assertEqual(kept.state, waiting_list_pb2.WAITING_STATE_WAITING)
        self.offer(entry)
        left = self.call("strnadova", "RefuseOffer", **fields).waiting_entry
        self.assertEqual(
            (left.state, left.refusal_count), (waiting_list_pb2.WAITING_STATE_REFUSED, 2)
        )
        self.assertEqual(self.order(listed), [])

    def test_XC_56_a_place_taken_outside_counts_though_none_was_free(self):
        listed = self.list_of(places=0)
        entry = self.join(listed)
        self.no(
            "strnadova",
            "OfferPlace",
            "RESOURCE_EXHAUSTED",
            "SERVICE_FULL",
            "REG-114",
            waiting_entry_id=entry,
        )
        recorded = self.call(
            "strnadova",
            "RecordPlaceTaken",
            waiting_entry_id=entry,
            occurred_at=self.world.now(-60),
            deviation=self.deviation("REG-114"),
        )
        self.assertEqual(recorded.waiting_entry.deviation.rule, "REG-114")
        self.assertIn("SERVICE_OVERRIDDEN", [one.reason for one in recorded.warnings])


class WaitlistedReferralTest(WaitingTest, WorkTest):
    """Most sends a client to Přístav, which has no place yet."""

    def setUp(self):
        super().setUp()
        self.listed = self.publish_at_pristav(self.service(places=1))

    def publish_at_pristav(self, service):
        return self.publish(service, who="lomova")

    def waitlisted(self, **fields):
        referral = self.sent(service_id=self.listed.service_id, form=1)
        answer = self.call(
            "beranek",
            "WaitlistReferral",
            referral_id=referral.referral_id,
            waiting_list_id=self.listed.waiting_list_id,
            **fields,
        )
        self.assertEqual(answer.referral.state, referral_pb2.REFERRAL_STATE_WAITLISTED)
        return referral, answer.waiting_entry.waiting_entry_id

    def state(self, referral):
        found = self.call("strnadova", "GetReferral", referral_id=referral.referral_id)
        return found.referral.state

    def test_REG_114_the_place_that_a_referral_waits_for_accepts_it(self):
        referral, entry = self.waitlisted(urgency=ACUTE)
        for who in ("strnadova", "beranek"):
            self.assertEqual(self.get(entry, who).position, 1)
        self.hidden("dolezel", "GetWaitingEntry", waiting_entry_id=entry)
        self.no(
            "strnadova",
            "OfferPlace",
            "PERMISSION_DENIED",
            "WAITING_OTHER_SIDE",
            "REG-114",
            waiting_entry_id=entry,
        )
        self.offer(entry, "beranek")
        item = self.find("strnadova", entry)
        self.assertEqual(item.kind, work_pb2.WORK_KIND_WAITING_LIST_OFFER)
        self.accept(entry, "strnadova")
        self.assertIsNone(self.find("strnadova", entry))
        self.assertEqual(self.state(referral), referral_pb2.REFERRAL_STATE_ACCEPTED)

    def test_REG_114_a_referral_withdrawn_waits_no_more(self):
        referral, entry = self.waitlisted()
        self.call("strnadova", "WithdrawReferral", referral_id=referral.referral_id)
        left = self.get(entry).waiting_entry
        self.assertEqual(left.end_reason, waiting_list_pb2.WAITING_END_REFERRAL_WITHDRAWN)
        self.no(
            "beranek",
            "OfferPlace",
            "FAILED_PRECONDITION",
            "WAITING_STATE_REFUSES",
            "REG-114",
            waiting_entry_id=entry,
        )

    def test_REG_114_who_leaves_the_list_has_the_referral_declined_with_the_reason(self):
        referral, entry = self.waitlisted()
        self.call(
            "beranek",
            "LeaveWaitingList",
            waiting_entry_id=entry,
            reason=waiting_list_pb2.WAITING_END_UNREACHABLE,
        )
        told = self.call("strnadova", "GetReferral", referral_id=referral.referral_id).referral
        self.assertEqual(told.decline_reason, referral_pb2.DECLINE_REASON_UNREACHABLE)

    def test_REG_114_who_accepts_past_the_queue_is_warned(self):
        self.waitlisted()
        other = self.sent(service_id=self.listed.service_id, form=1)
        answer = self.call("beranek", "AcceptReferral", referral_id=other.referral_id)
        self.assertEqual([one.reason for one in answer.warnings], ["QUEUE_PASSED"])

    def test_REG_114_waiting_for_an_addiction_clinic_is_addiction(self):
        clinic = self.publish_at_pristav(self.service(ADDICTION, places=1))
        entry = self.join(clinic, who="beranek", client=None)
        shown = self.get(entry, "beranek").waiting_entry
        self.assertIn(ADDICTION, shown.betrayed_areas)


class FiguresTest(WaitingTest):
    def figures(self, listed, who="sykorova", days=-400):
        return self.call(
            who,
            "GetWaitingFigures",
            service_id=listed.service_id,
            from_date=self.world.today(days),
            to_date=self.world.today(1),
        )

    def test_REG_114_length_and_waiting_time_are_counts_only(self):
        listed = self.list_of(places=5)
        self.assertFalse(self.figures(listed).HasField("median_waiting_days"))
        for days in (-10, -20, -60):
            entry = self.join(listed, days)
            self.offer(entry, out_of_order_reason="test")
            self.accept(entry)
        self.join(listed, -2)
        left = self.join(listed, -2)
        self.call(
            "strnadova",
            "LeaveWaitingList",
            waiting_entry_id=left,
            reason=waiting_list_pb2.WAITING_END_MOVED,
        )
        found = self.figures(listed)
        self.assertEqual(
            (found.waiting_count, found.joined_count, found.accepted_count, found.left_count),
            (1, 5, 3, 1),
        )
        self.assertIn(found.median_waiting_days, (20, 21))
        self.assertIn(found.longest_waiting_days, (60, 61))
        kinds = {field.type for field in found.DESCRIPTOR.fields}
        self.assertEqual(kinds, {found.DESCRIPTOR.fields[0].TYPE_INT32})

    def test_REG_114_a_period_does_not_end_before_it_begins(self):
        listed = self.list_of()
        request = self.request(
            "GetWaitingFigures",
            service_id=listed.service_id,
            from_date=self.world.today(),
            to_date=self.world.today(-2),
        )
        self.violates(
            "strnadova",
            "ReferralService.GetWaitingFigures",
            request,
            "to_date",
            "PERIOD_REVERSED",
        )
