"""Appointments: what they betray, collisions over agencies, calendar, slip (REG-117, CONF-21)."""

import datetime
import zoneinfo

from google.protobuf import timestamp_pb2
from opora.common.v1 import work_pb2
from opora.registry.v1 import appointment_pb2, client_pb2

from checks.referral_base import ADDICTION, DEBTS, SUPPORT_PLAN, ReferralTest
from checks.work import WorkTest

PRAGUE = zoneinfo.ZoneInfo("Europe/Prague")
HELD = appointment_pb2.APPOINTMENT_STATE_HELD


def stamp(moment):
    made = timestamp_pb2.Timestamp()
    made.FromDatetime(moment.astimezone(datetime.timezone.utc).replace(tzinfo=None))
    return made


class AppointmentTest(ReferralTest):
    def setUp(self):
        super().setUp()
        # A day far ahead that no other test uses, at two in the afternoon in Prague.
        AppointmentTest.day = getattr(AppointmentTest, "day", 30) + 1
        day = datetime.datetime.now(PRAGUE) + datetime.timedelta(days=AppointmentTest.day)
        self.two = day.replace(hour=14, minute=0, second=0, microsecond=0)

    def appointment(self, client, hour=0, length=1, area=SUPPORT_PLAN, **fields):
        begin = self.two + datetime.timedelta(hours=hour)
        return appointment_pb2.Appointment(
            client_id=client,
            area=area,
            start_time=stamp(begin),
            end_time=stamp(begin + datetime.timedelta(hours=length)),
            **fields,
        )

    def make(self, who, *arguments, **fields):
        appointment = self.appointment(*arguments, **fields)
        return self.call(who, "MakeAppointment", appointment=appointment)

    def shared(self, *areas, units=("most", "pristav")):
        """A client whom Most and Přístav both keep, joined by the steward, with a consent."""
        family = f"Společný {self.two:%Y%m%d%H}{self.id()}"
        own, other = self.client("strnadova", family), self.client("beranek", family)
        listing = client_pb2.ListMatchesRequest(page_size=500)
        for match in self.ok("koudelka", "ClientService.ListMatches", listing).matches:
            if {match.client_id, match.other_client_id} == {own, other}:
                merge = client_pb2.MergeClientsRequest(match_id=match.match_id)
                self.ok("koudelka", "ClientService.MergeClients", merge)
        if areas:
            self.consent(own, list(areas), *units)
        return own, other


class KeptTest(AppointmentTest, WorkTest):
    def test_REG_117_an_appointment_is_made_moved_and_called_off(self):
        made = self.make(
            "strnadova",
            self.client(),
            place="Úřad práce, Dvořákova 3",
            provider_name="paní Malá",
            accompanying_worker_id=self.ids["worker.petra"],
            bring=["občanský průkaz"],
        ).appointment
        self.assertEqual(made.worker_id, self.ids["worker.strnadova"])
        one = {"appointment_id": made.appointment_id}
        self.no(
            "strnadova",
            "CloseAppointment",
            "FAILED_PRECONDITION",
            "APPOINTMENT_NOT_BEGUN",
            "REG-117",
            state=HELD,
            **one,
        )
        later = self.appointment(made.client_id, hour=2)
        moved = self.call(
            "strnadova",
            "MoveAppointment",
            start_time=later.start_time,
            end_time=later.end_time,
            **one,
        ).appointment
        self.assertEqual(moved.start_time, later.start_time)
        self.call("strnadova", "CancelAppointment", reason="klient onemocněl", **one)
        read = self.call("strnadova", "GetAppointment", **one)
        self.assertEqual([action.allowed for action in read.actions], [False] * 3)
        self.no(
            "strnadova",
            "CancelAppointment",
            "FAILED_PRECONDITION",
            "APPOINTMENT_STATE_REFUSES",
            "REG-117",
            reason="ještě jednou",
            **one,
        )

    def test_REG_117_what_took_place_is_recorded_as_such(self):
        client = self.client()
        past = self.appointment(client, hour=-24 * 200)
        self.no(
            "strnadova",
            "MakeAppointment",
            "FAILED_PRECONDITION",
            "APPOINTMENT_IN_PAST",
            "REG-117",
            appointment=past,
        )
        past.state = HELD
        recorded = self.call("strnadova", "RecordAppointment", appointment=past)
        self.assertEqual(recorded.appointment.state, HELD)
        self.assertEqual([one.reason for one in recorded.warnings], ["LATE_ENTRY"])
        ahead = self.appointment(client)
        ahead.state = HELD
        self.no(
            "strnadova",
            "RecordAppointment",
            "INVALID_ARGUMENT",
            "NOT_IN_FUTURE",
            "XC-57",
            appointment=ahead,
        )

    def test_REG_117_times_and_people_are_checked(self):
        client = self.client()
        name = "ReferralService.MakeAppointment"
        for appointment, field, reason in (
            (self.appointment(client, length=0), "end_time", "PERIOD_REVERSED"),
            (self.appointment(client, length=25), "end_time", "PERIOD_TOO_LONG"),
            (
                self.appointment(client, worker_id=self.ids["worker.beranek"]),
                "worker_id",
                "WORKER_UNKNOWN",
            ),
            (
                self.appointment(client, referral_id=self.sent().referral_id),
                "referral_id",
                "REFERRAL_UNKNOWN",
            ),
        ):
            request = self.request("MakeAppointment", appointment=appointment)
            self.violates("strnadova", name, request, f"appointment.{field}", reason)

    def test_REG_117_an_appointment_at_an_addiction_clinic_is_addiction(self):
        clinic = self.service(ADDICTION)
        made = self.make("strnadova", self.client(), area=DEBTS, service_id=clinic).appointment
        self.assertEqual(made.area, ADDICTION)
        self.assertEqual(sorted(made.betrayed_areas), [DEBTS, ADDICTION])
        referral = self.sent(DEBTS, areas=[ADDICTION], service_id=clinic)
        follows = self.make(
            "strnadova", referral.client_id, referral_id=referral.referral_id
        ).appointment
        self.assertIn(ADDICTION, follows.betrayed_areas)

    def test_REG_118_a_near_appointment_is_work_of_who_leads_it_and_who_goes_along(self):
        far = self.make("strnadova", self.client()).appointment
        near = self.call(
            "strnadova",
            "MakeAppointment",
            appointment=appointment_pb2.Appointment(
                client_id=self.client(),
                area=SUPPORT_PLAN,
                start_time=self.world.now(60),
                end_time=self.world.now(90),
                accompanying_worker_id=self.ids["worker.petra"],
            ),
        ).appointment
        for who in ("strnadova", "petra"):
            item = self.find(who, near.appointment_id)
            self.assertEqual(item.kind, work_pb2.WORK_KIND_APPOINTMENT)
            self.assertIsNone(self.find(who, far.appointment_id))
        self.assertIsNone(self.find("beranek", near.appointment_id))

    def test_REG_117_a_worker_is_not_expected_in_two_places(self):
        self.make("strnadova", self.client())
        warned = self.make("strnadova", self.client()).warnings
        self.assertEqual([one.reason for one in warned], ["WORKER_BUSY"])


class LeakTest(AppointmentTest):
    """Collisions over agencies are seen only with a basis (CONF-21)."""

    WORDS = ("Poradna pro závislé", "Dlouhá 9", "detox", "kartička pojišťovny")

    def secret(self, other, area=ADDICTION):
        return self.make(
            "beranek",
            other,
            area=area,
            place=self.WORDS[1],
            provider_name=self.WORDS[0],
            subject=self.WORDS[2],
            bring=[self.WORDS[3]],
        ).appointment

    def collide(self, own):
        return self.make("strnadova", own, hour=0.5)

    def untold(self, text):
        for word in self.WORDS:
            self.assertNotIn(word, text)

    def test_CONF_21_without_a_basis_there_is_nothing(self):
        own, other = self.shared()
        secret = self.secret(other)
        found = self.collide(own)
        self.assertEqual(
            (len(found.collisions.appointments), len(found.collisions.busy_times)), (0, 0)
        )
        self.assertEqual(len(found.warnings), 0)
        one = {"appointment_id": secret.appointment_id}
        self.hidden("strnadova", "GetAppointment", **one)
        self.hidden("strnadova", "GetAppointmentSlip", **one)
        self.hidden("strnadova", "CancelAppointment", reason="proč", **one)
        listed = self.call("strnadova", "ListAppointments", client_id=own, page_size=500)
        self.assertNotIn(
            secret.appointment_id, [one.appointment_id for one in listed.appointments]
        )

    def test_CONF_21_with_a_basis_for_other_areas_the_client_is_busy(self):
        own, other = self.shared(SUPPORT_PLAN)
        self.secret(other)
        self.make("beranek", other, hour=0.25, area=ADDICTION)
        found = self.collide(own).collisions
        self.assertEqual(len(found.appointments), 0)
        self.assertEqual(len(found.busy_times), 1)
        begin = stamp(self.two + datetime.timedelta(hours=0.5))
        self.assertEqual(found.busy_times[0].start_time, begin)
        self.untold(str(found))

    def test_CONF_21_with_a_basis_the_time_is_seen_but_no_place_or_name(self):
        own, other = self.shared(SUPPORT_PLAN, ADDICTION)
        secret = self.secret(other)
        response = self.collide(own)
        found = response.collisions
        self.assertEqual([one.reason for one in response.warnings], ["APPOINTMENT_COLLIDES"])
        seen = found.appointments[0]
        self.assertEqual(seen.start_time, secret.start_time)
        self.assertEqual(
            (seen.place, seen.provider_name, seen.subject, list(seen.bring), seen.worker_id),
            ("", "", "", [], ""),
        )
        asked = self.call(
            "strnadova",
            "FindCollisions",
            client_id=own,
            start_time=secret.start_time,
            end_time=secret.end_time,
        ).collisions
        self.assertIn(
            secret.appointment_id, [one.appointment_id for one in asked.appointments]
        )
        self.untold(str(found) + str(asked))

    def test_CONF_21_what_only_touches_does_not_collide(self):
        own, other = self.shared(SUPPORT_PLAN, ADDICTION)
        self.secret(other)
        found = self.make("strnadova", own, hour=1)
        self.assertEqual(len(found.warnings), 0)

    def test_CONF_21_a_trial_shows_collisions_and_keeps_nothing(self):
        own, other = self.shared(SUPPORT_PLAN)
        self.secret(other, SUPPORT_PLAN)
        trial = self.call(
            "strnadova", "MakeAppointment", appointment=self.appointment(own), validate_only=True
        )
        self.assertEqual(len(trial.collisions.appointments), 1)
        self.assertFalse(trial.HasField("appointment"))


class CalendarTest(AppointmentTest):
    def calendar(self, who="petra", **fields):
        return self.call(who, "GetCalendar", **fields)

    def made(self, **fields):
        """An appointment in Petra's calendar, of a client with a long Czech name."""
        family = "Příliš Žluťoučký; kůň, úpěl ďábelské ódy a ještě jedno velmi dlouhé jméno"
        client = self.client("strnadova", family)
        return self.make(
            "strnadova",
            client,
            worker_id=self.ids["worker.petra"],
            place="Náměstí 1; dveře č. 2, přízemí",
            **fields,
        ).appointment

    def test_REG_117_a_calendar_tells_times_alone_unless_more_is_asked_for(self):
        made = self.made()
        text = self.calendar().icalendar
        self.assertIn(f"UID:{made.appointment_id}@opora\r\n", text)
        self.assertIn(f"DTSTART;TZID=Europe/Prague:{self.two:%Y%m%dT%H%M%S}\r\n", text)
        for word in ("Žluťoučký", "Vít", "Náměstí"):
            self.assertNotIn(word, unfolded(text))
        asked = unfolded(self.calendar(with_names=True, with_places=True).icalendar)
        self.assertIn("Příliš Žluťoučký\\; kůň\\, úpěl", asked)
        self.assertIn("LOCATION:Náměstí 1\\; dveře č. 2\\, přízemí\r\n", asked)

    def test_REG_117_lines_are_folded_and_end_as_the_standard_says(self):
        self.made()
        text = self.calendar(with_names=True, with_places=True).icalendar
        self.assertTrue(text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"))
        self.assertTrue(text.endswith("END:VCALENDAR\r\n"))
        self.assertEqual(text.count("\n"), text.count("\r\n"))
        for line in text.encode().split(b"\r\n"):
            self.assertLessEqual(len(line), 75)
            line.decode()

    def test_REG_117_a_colleague_s_calendar_is_for_who_leads(self):
        made = self.made()
        petra = {"worker_id": self.ids["worker.petra"]}
        self.assertIn(made.appointment_id, self.calendar("olsova", **petra).icalendar)
        for who in ("strnadova", "beranek", "vesela"):
            self.hidden(who, "GetCalendar", **petra)

    def test_REG_117_who_accompanies_has_it_in_the_calendar_and_what_is_off_has_nobody(self):
        made = self.make(
            "strnadova", self.client(), accompanying_worker_id=self.ids["worker.petra"]
        ).appointment
        self.assertIn(made.appointment_id, self.calendar().icalendar)
        self.call(
            "strnadova", "CancelAppointment", appointment_id=made.appointment_id, reason="odpadá"
        )
        self.assertNotIn(made.appointment_id, self.calendar().icalendar)


class SlipTest(AppointmentTest):
    def slip(self, **fields):
        made = self.make(
            "strnadova",
            self.client(family="Tajný"),
            provider_name="<Úřad> & práce",
            place="Dvořákova 3",
            accompanied_by="maminka",
            bring=["občanský průkaz", "smlouvu o nájmu"],
            subject="dávky",
        ).appointment
        return self.call(
            "strnadova", "GetAppointmentSlip", appointment_id=made.appointment_id, **fields
        )

    def test_REG_117_the_slip_is_in_czech_and_names_no_client(self):
        slip = self.slip()
        self.assertEqual(slip.media_type, "text/plain; charset=utf-8")
        for words in (
            "Kde: Dvořákova 3",
            f"{self.two.day}. ",
            "od 14.00 do 15.00 hodin",
            "S kým: <Úřad> & práce",
            "Doprovodí Vás: maminka",
            "  - smlouvu o nájmu",
        ):
            self.assertIn(words, slip.content)
        self.assertNotIn("Tajný", slip.content)

    def test_REG_117_the_page_escapes_what_people_wrote(self):
        slip = self.slip(format=appointment_pb2.SLIP_FORMAT_HTML)
        self.assertIn("&lt;Úřad&gt; &amp; práce", slip.content)
        self.assertIn('<html lang="cs">', slip.content)


def unfolded(text):
    return text.replace("\r\n ", "")

