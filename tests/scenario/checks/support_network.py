"""People around a client, contact with them, and the way to reach the client."""

import datetime

from opora.common.v1 import areas_pb2, context_pb2, types_pb2
from opora.registry.v1 import (
    agency_pb2,
    client_change_pb2,
    client_pb2,
    communication_pb2,
    consent_pb2,
    support_network_pb2,
)

from checks.base import unknown_id
from checks.client_record import RecordTest

CONTACT = areas_pb2.DATA_AREA_CONTACT
FAMILY = areas_pb2.DATA_AREA_FAMILY
HEALTH = areas_pb2.DATA_AREA_HEALTH
PHONE = support_network_pb2.CONTACT_CHANNEL_PHONE
LETTER = support_network_pb2.CONTACT_CHANNEL_LETTER
PLANNING = support_network_pb2.CONTACT_PURPOSE_PLANNING
CRISIS = support_network_pb2.CONTACT_PURPOSE_CRISIS
TREATMENT = support_network_pb2.CONTACT_PURPOSE_TREATMENT
FRIEND = support_network_pb2.NETWORK_RELATION_FRIEND
PARENT = support_network_pb2.NETWORK_RELATION_PARENT
PHYSICIAN = support_network_pb2.NETWORK_RELATION_PHYSICIAN
HOSPITAL = support_network_pb2.NETWORK_RELATION_HOSPITAL_STAFF


class NetworkTest(RecordTest):
    def agreement(self, form=types_pb2.ATTESTATION_FORM_ORAL, document="", minutes=-60, **fields):
        usual = {"channels": [PHONE], "purposes": [PLANNING]}
        return support_network_pb2.NetworkAgreement(
            attestation=types_pb2.Attestation(
                person="klient",
                form=form,
                document=document,
                occurred_at=self.world.now(minutes=minutes),
            ),
            **{**usual, **fields},
        )

    def signed(self, **fields):
        form = types_pb2.ATTESTATION_FORM_SIGNED
        return self.agreement(form, "SPIS-7", purposes=[TREATMENT], **fields)

    def adding(self, relation=FRIEND, agreement=None, **fields):
        member = support_network_pb2.NetworkMember(
            relation=relation, person_name="Bára Jirková", phone_number="+420 602 000 000", **fields
        )
        if agreement is not False:
            member.agreements.append(agreement or self.agreement())
        return support_network_pb2.AddNetworkMemberRequest(client_id=self.own, member=member)

    def add(self, *args, **fields):
        return self.call("strnadova", "AddNetworkMember", self.adding(*args, **fields)).member

    def intended(self, member, channel=PHONE, purpose=PLANNING, present=False):
        return support_network_pb2.IntendedContact(
            member_id=member.member_id, channel=channel, purpose=purpose, client_present=present
        )

    def contacting(self, member, *how, **further):
        return support_network_pb2.ContactNetworkMemberRequest(
            contact=self.intended(member, *how, **further)
        )

    def check(self, member, *how, **further):
        """"" when the contact may be made, else the reason."""
        request = support_network_pb2.CheckContactRequest(
            contact=self.intended(member, *how, **further)
        )
        answer = self.call("strnadova", "CheckContact", request)
        self.assertEqual(answer.allowed, not answer.reason)
        self.assertEqual(bool(answer.remedy), not answer.allowed)
        return answer.reason

    def recording(self, member, *how, minutes=-5, reason=""):
        return support_network_pb2.RecordNetworkContactRequest(
            contact=self.intended(member, *how),
            occurred_at=self.world.now(minutes=minutes),
            deviation_reason=reason,
        )

    def forbidden(self, member, code, reason, rule, *how, **further):
        request = self.contacting(member, *how, **further)
        self.no("strnadova", "ContactNetworkMember", request, code, reason, rule)
        self.assertEqual(self.check(member, *how, **further), reason)

    def contacts(self, who="strnadova", **fields):
        request = support_network_pb2.ListNetworkContactsRequest(client_id=self.own, **fields)
        return self.call(who, "ListNetworkContacts", request).contacts


class ConsentOfClientTest(NetworkTest):
    def test_XC_12_nobody_enters_the_file_without_the_client_s_word(self):
        name = "ClientService.AddNetworkMember"
        without = self.adding(agreement=False)
        self.violates("strnadova", name, without, "member.agreements")
        unsaid = self.adding()
        unsaid.member.agreements[0].ClearField("attestation")
        self.no("strnadova", "AddNetworkMember", unsaid, "INVALID_ARGUMENT", "INVALID_REQUEST")
        future = self.adding(agreement=self.agreement(minutes=60))
        self.no(
            "strnadova", "AddNetworkMember", future, "INVALID_ARGUMENT", "NOT_IN_FUTURE", "XC-57"
        )
        member = self.add()
        self.assertEqual(
            member.agreements[0].attestation.attesting_worker_id, self.ids["worker.strnadova"]
        )

    def test_XC_12_contact_outside_the_conditions_is_denied(self):
        member = self.add()
        outside = ("FAILED_PRECONDITION", "OUTSIDE_CONDITIONS", "XC-12")
        self.forbidden(member, *outside, LETTER)
        self.forbidden(member, *outside, PHONE, CRISIS)
        made = self.call("strnadova", "ContactNetworkMember", self.contacting(member))
        self.assertEqual(made.member.phone_number, "+420 602 000 000")
        self.assertEqual(made.contact.worker_id, self.ids["worker.strnadova"])

    def test_XC_12_conditions_of_hours_presence_and_end_count(self):
        outside = ("FAILED_PRECONDITION", "OUTSIDE_CONDITIONS", "XC-12")
        member = self.add(agreement=self.agreement(only_with_client=True))
        self.forbidden(member, *outside)
        self.call("strnadova", "ContactNetworkMember", self.contacting(member, present=True))
        hour = datetime.datetime.now(datetime.timezone.utc).hour
        # Prague is one or two hours ahead: twelve hours on is the other half of the day.
        begin = (hour + 10) % 24
        if begin <= 19:
            member = self.add(agreement=self.agreement(from_hour=begin, until_hour=begin + 4))
            self.forbidden(member, *outside)
        reversed_hours = self.adding(agreement=self.agreement(from_hour=9, until_hour=9))
        self.no(
            "strnadova", "AddNetworkMember", reversed_hours, "INVALID_ARGUMENT", "HOURS_REVERSED"
        )
        past = self.adding(agreement=self.agreement(valid_to=self.world.today(-1)))
        self.no("strnadova", "AddNetworkMember", past, "INVALID_ARGUMENT", "ENDED")

    def test_XC_12_a_new_agreement_replaces_the_conditions(self):
        member = self.add()
        self.assertEqual(self.check(member, LETTER), "OUTSIDE_CONDITIONS")
        renewing = support_network_pb2.RenewNetworkAgreementRequest(
            member_id=member.member_id, agreement=self.agreement(minutes=-1, channels=[LETTER])
        )
        self.no("beranek", "RenewNetworkAgreement", renewing, "NOT_FOUND", "NOT_FOUND")
        renewed = self.call("strnadova", "RenewNetworkAgreement", renewing).member
        self.assertEqual(len(renewed.agreements), 2)
        self.assertEqual(self.check(member, LETTER), "")
        self.assertEqual(self.check(member, PHONE), "OUTSIDE_CONDITIONS")

    def test_XC_12_a_withdrawal_ends_contact_at_once_and_empties_the_file(self):
        member = self.add()
        request = support_network_pb2.WithdrawNetworkAgreementRequest(member_id=member.member_id)
        self.no("beranek", "WithdrawNetworkAgreement", request, "NOT_FOUND", "NOT_FOUND")
        for _ in range(2):
            left = self.call("strnadova", "WithdrawNetworkAgreement", request).member
        for name in ("person_name", "phone_number", "email", "could_help_with"):
            self.assertFalse(left.HasField(name), name)
        self.forbidden(member, "FAILED_PRECONDITION", "CONTACT_WITHDRAWN", "XC-12")
        renewing = support_network_pb2.RenewNetworkAgreementRequest(
            member_id=member.member_id, agreement=self.agreement()
        )
        self.no(
            "strnadova",
            "RenewNetworkAgreement",
            renewing,
            "FAILED_PRECONDITION",
            "CONTACT_WITHDRAWN",
            "XC-12",
        )

    def test_XC_56_a_contact_that_took_place_is_recorded_with_what_it_went_against(self):
        member = self.add()
        name = "RecordNetworkContact"
        fine = self.call("strnadova", name, self.recording(member)).contact
        self.assertFalse(fine.HasField("deviation"))
        against = self.recording(member, LETTER)
        self.no("strnadova", name, against, "INVALID_ARGUMENT", "DEVIATION_REASON_REQUIRED")
        against.deviation_reason = "napsala sama"
        answer = self.call("strnadova", name, against)
        self.assertEqual([one.rule for one in answer.warnings], ["XC-12"])
        self.assertEqual(answer.contact.deviation.rule, "XC-12")
        self.assertEqual(
            [one.contact_id for one in self.contacts("olsova", only_deviations=True)],
            [answer.contact.contact_id],
        )
        self.assertEqual(len(self.contacts()), 2)
        # It opens nothing: the next contact is refused as before.
        self.assertEqual(self.check(member, LETTER), "OUTSIDE_CONDITIONS")
        future = self.recording(member, minutes=60)
        self.no("strnadova", name, future, "INVALID_ARGUMENT", "NOT_IN_FUTURE", "XC-57")

    def test_XC_56_a_fact_is_judged_by_what_was_agreed_when_it_happened(self):
        member = self.add(agreement=self.agreement(minutes=-60))
        renewing = support_network_pb2.RenewNetworkAgreementRequest(
            member_id=member.member_id, agreement=self.agreement(minutes=-10, channels=[LETTER])
        )
        self.call("strnadova", "RenewNetworkAgreement", renewing)
        name = "RecordNetworkContact"
        before = self.call("strnadova", name, self.recording(member, PHONE, minutes=-30)).contact
        self.assertFalse(before.HasField("deviation"))
        after = self.recording(member, PHONE, minutes=-5, reason="zapomněla")
        self.assertEqual(self.call("strnadova", name, after).contact.deviation.rule, "XC-12")

    def test_REG_45_who_could_help_is_mapped_and_seen_by_basis(self):
        self.add(could_help_with="pohlídá děti", takes_part_in_planning=True)
        self.add(PHYSICIAN, self.signed())
        listing = support_network_pb2.ListNetworkMembersRequest(client_id=self.own)
        self.no("beranek", "ListNetworkMembers", listing, "NOT_FOUND", "NOT_FOUND")
        own = self.call("strnadova", "ListNetworkMembers", listing).members
        self.assertEqual([one.could_help_with for one in own], ["pohlídá děti", ""])
        self.consent("pristav", areas=[FAMILY])
        seen = self.call("beranek", "ListNetworkMembers", listing).members
        self.assertEqual([one.could_help_with for one in seen], ["pohlídá děti"])
        self.assertFalse(seen[0].agreements[0].HasField("attestation"))
        listing.page_size = 1
        self.assertEqual(
            self.call("beranek", "ListNetworkMembers", listing).next_page_token, ""
        )
        # Seeing is not contacting.
        request = self.contacting(own[0])
        self.no("beranek", "ContactNetworkMember", request, "NOT_FOUND", "NOT_FOUND")
        request.contact.member_id = unknown_id()
        self.no("beranek", "ContactNetworkMember", request, "NOT_FOUND", "NOT_FOUND")


class HealthProfessionalTest(NetworkTest):
    """XC-20, XC-21: only with the client's consent that names them."""

    TALK = (PHONE, TREATMENT)

    def setUp(self):
        super().setUp()
        if "agency.clinic" not in self.ids:
            agency = agency_pb2.Agency(
                name="Poliklinika Lhota", type=agency_pb2.AGENCY_TYPE_HEALTH_PROVIDER
            )
            made = self.ok(
                "admin", "AgencyService.CreateAgency", agency_pb2.CreateAgencyRequest(agency=agency)
            )
            self.ids["agency.clinic"] = made.agency.agency_id
            worker = agency_pb2.Worker(
                agency_id=self.ids["agency.clinic"],
                given_name="Jitka",
                family_name="Doktorová",
                fte_milli=1000,
                issuer=self.world.issuer,
                subject="scenario-doktorova",
            )
            made = self.ok(
                "admin", "AgencyService.CreateWorker", agency_pb2.CreateWorkerRequest(worker=worker)
            )
            self.ids["worker.doktorova"] = made.worker.worker_id

    def professional(self, relation, named=True):
        fields = {"works_for_agency_id": self.ids["agency.clinic"]}
        if named:
            fields["works_as_worker_id"] = self.ids["worker.doktorova"]
        return self.add(relation, self.agreement(purposes=[TREATMENT]), **fields)

    def naming(self, areas=(HEALTH,), worker=None, excluded=()):
        clinic = consent_pb2.ConsentParty(agency_id=self.ids["agency.clinic"])
        if worker:
            clinic.worker_id = worker
        version = consent_pb2.ConsentVersion(
            parties=[consent_pb2.ConsentParty(agency_id=self.ids["agency.most"]), clinic],
            areas=areas,
            excluded_topics=excluded,
            excluded_topics_asked=True,
            form=consent_pb2.CONSENT_FORM_WRITTEN,
        )
        request = consent_pb2.CreateConsentRequest(client_id=self.own, version=version)
        consent = self.ok("strnadova", "ConsentService.CreateConsent", request).consent.consent_id
        request = consent_pb2.SignConsentRequest(
            consent_id=consent,
            signed_time=self.world.now(minutes=-1),
            told_of_revocation_time=self.world.now(minutes=-2),
            document="X-1",
        )
        self.ok("strnadova", "ConsentService.SignConsent", request)
        return consent

    def test_XC_20_a_physician_is_contacted_only_with_a_consent_that_names_the_physician(self):
        physician = self.professional(PHYSICIAN)
        denied = ("PERMISSION_DENIED", "CONTACT_CONSENT_REQUIRED", "XC-20")
        self.forbidden(physician, *denied, *self.TALK)
        self.naming(areas=[FAMILY], worker=self.ids["worker.doktorova"])
        self.forbidden(physician, *denied, *self.TALK)
        # One that names the clinic only does not name her.
        self.naming()
        self.forbidden(physician, *denied, *self.TALK)
        consent = self.naming(worker=self.ids["worker.doktorova"])
        request = self.contacting(physician, *self.TALK)
        made = self.call("strnadova", "ContactNetworkMember", request)
        self.assertEqual(made.contact.consent_id, consent)
        self.assertEqual(made.contact.area, HEALTH)
        # The conditions count besides.
        self.assertEqual(self.check(physician, LETTER, TREATMENT), "OUTSIDE_CONDITIONS")
        self.revoke(consent)
        self.forbidden(physician, *denied, *self.TALK)
        record = self.recording(physician, *self.TALK, minutes=0, reason="volala ona")
        answer = self.call("strnadova", "RecordNetworkContact", record)
        self.assertEqual(answer.contact.deviation.rule, "XC-20")

    def test_XC_20_an_excluded_topic_closes_it(self):
        psychiatrist = self.professional(support_network_pb2.NETWORK_RELATION_PSYCHIATRIST)
        self.naming(worker=self.ids["worker.doktorova"])
        self.assertEqual(self.check(psychiatrist, *self.TALK), "")
        self.naming(areas=[FAMILY], excluded=[HEALTH])
        self.assertEqual(self.check(psychiatrist, *self.TALK), "CONTACT_CONSENT_REQUIRED")

    def test_XC_21_staff_of_a_hospital_is_contacted_only_with_a_consent(self):
        staff = self.professional(HOSPITAL, named=False)
        self.forbidden(
            staff, "PERMISSION_DENIED", "HOSPITAL_CONSENT_REQUIRED", "XC-21", *self.TALK
        )
        self.naming()
        self.call("strnadova", "ContactNetworkMember", self.contacting(staff, *self.TALK))

    def test_XC_20_outside_the_platform_a_signed_paper_names_them(self):
        for relation in (PHYSICIAN, HOSPITAL):
            request = self.adding(relation, self.agreement(purposes=[TREATMENT]))
            self.no(
                "strnadova",
                "AddNetworkMember",
                request,
                "FAILED_PRECONDITION",
                "CONTACT_NEEDS_PAPER",
                "XC-20",
            )
        physician = self.add(PHYSICIAN, self.signed())
        self.call("strnadova", "ContactNetworkMember", self.contacting(physician, *self.TALK))
        # No new word takes the paper's place.
        renewing = support_network_pb2.RenewNetworkAgreementRequest(
            member_id=physician.member_id, agreement=self.agreement(purposes=[TREATMENT])
        )
        self.no(
            "strnadova",
            "RenewNetworkAgreement",
            renewing,
            "FAILED_PRECONDITION",
            "CONTACT_NEEDS_PAPER",
            "XC-20",
        )

    def test_XC_20_a_friend_is_no_way_round(self):
        request = self.adding(FRIEND, works_for_agency_id=self.ids["agency.clinic"])
        self.no("strnadova", "AddNetworkMember", request, "INVALID_ARGUMENT", "NOT_A_PROFESSIONAL")


class ChildTest(NetworkTest):
    def test_REG_42_the_client_is_the_child_and_the_parents_are_family(self):
        born = self.world.today(-8 * 365)
        client = client_pb2.Client(
            kind=client_pb2.CLIENT_KIND_IDENTIFIED,
            family_name="Dětský",
            birth_date=types_pb2.PartialDate(year=born.year, month=born.month, day=born.day),
        )
        request = client_pb2.RegisterClientRequest(client=client)
        self.own = self.call("strnadova", "RegisterClient", request).client.client_id
        parent = self.add(PARENT)
        self.assertEqual((parent.client_id, parent.area), (self.own, FAMILY))
        protection = areas_pb2.DATA_AREA_CHILD_PROTECTION
        self.assertEqual(list(self.record(area=protection).warnings), [])

    def test_REG_42_the_protection_of_a_child_is_not_written_on_the_parent_unnoticed(self):
        update = client_change_pb2.UpdateClientRequest(
            client_id=self.own,
            etag=self.read().client.etag,
            client=client_pb2.Client(birth_date=types_pb2.PartialDate(year=1980)),
            update_mask=["birth_date"],
        )
        self.call("strnadova", "UpdateClient", update)
        warned = self.record(area=areas_pb2.DATA_AREA_CHILD_PROTECTION).warnings
        self.assertEqual(
            [(one.reason, one.rule) for one in warned], [("CLIENT_IS_THE_CHILD", "REG-42")]
        )


class RouteTest(RecordTest):
    def needs(self, etag="", **fields):
        return communication_pb2.SetCommunicationNeedsRequest(
            client_id=self.own, needs=communication_pb2.CommunicationNeeds(etag=etag, **fields)
        )

    def set(self, who="strnadova", **fields):
        return self.call(who, "SetCommunicationNeeds", self.needs(**fields)).needs

    def route(self, who="strnadova"):
        request = communication_pb2.GetContactRouteRequest(client_id=self.own)
        return self.call(who, "GetContactRoute", request)

    def change(self, **values):
        request = client_change_pb2.UpdateClientRequest(
            client_id=self.own,
            etag=self.read().client.etag,
            client=client_pb2.Client(**values),
            update_mask=list(values),
        )
        self.call("strnadova", "UpdateClient", request)

    def key_worker(self):
        request = agency_pb2.AssignWorkerRequest(
            client_id=self.own,
            worker_id=self.ids["worker.strnadova"],
            role=context_pb2.ACTING_ROLE_KEY_WORKER,
            service_id=self.ids["service.most"],
        )
        made = self.ok("strnadova", "AgencyService.AssignWorker", request)
        end = agency_pb2.EndAssignmentRequest(assignment_id=made.assignment.assignment_id)
        self.addCleanup(self.ok, "strnadova", "AgencyService.EndAssignment", end)

    def test_REG_121_needs_and_safe_contact_rules_go_with_the_number(self):
        rules = [
            communication_pb2.SAFE_CONTACT_RULE_NO_VOICE_MAIL,
            communication_pb2.SAFE_CONTACT_RULE_NO_LETTER,
        ]
        self.change(phone_number="+420 603 000 000", has_phone=True)
        made = self.set(
            language="uk",
            interpreter=communication_pb2.INTERPRETER_NEED_SPOKEN,
            reading=communication_pb2.READING_NEED_EASY,
            hearing=communication_pb2.HEARING_NEED_DEAF,
            preferred_channel=support_network_pb2.CONTACT_CHANNEL_TEXT_MESSAGE,
            from_hour=9,
            until_hour=17,
            safe_contact_rules=rules,
            not_to_be_contacted="manžel",
            verified_on=self.world.today(),
        )
        route = self.route()
        self.assertEqual(list(route.phone_numbers), ["+420 603 000 000"])
        self.assertEqual([list(one.safe_contact_rules) for one in route.needs], [rules])
        # Deaf, and no letters.
        self.assertEqual(
            list(route.open_channels),
            [
                support_network_pb2.CONTACT_CHANNEL_TEXT_MESSAGE,
                support_network_pb2.CONTACT_CHANNEL_EMAIL,
                support_network_pb2.CONTACT_CHANNEL_IN_PERSON,
            ],
        )
        name = "SetCommunicationNeeds"
        self.no(
            "strnadova",
            name,
            self.needs(language="cs"),
            "ALREADY_EXISTS",
            "COMMUNICATION_NEEDS_EXIST",
            "REG-121",
        )
        self.no("strnadova", name, self.needs(etag='"8"'), "ABORTED", "ETAG_MISMATCH")
        changed = self.set(etag=made.etag, language="cs")
        self.assertFalse(changed.HasField("hearing"))
        wrong = self.needs(etag=changed.etag, from_hour=9, until_hour=8)
        self.no("strnadova", name, wrong, "INVALID_ARGUMENT", "HOURS_REVERSED")

    def test_REG_121_who_sees_the_number_by_law_sees_how_to_use_it_safely(self):
        self.own = self.client("sykorova")
        request = client_change_pb2.UpdateClientRequest(
            client_id=self.own,
            etag=self.read("sykorova").client.etag,
            client=client_pb2.Client(phone_number="+420 604 000 000"),
            update_mask=["phone_number"],
        )
        self.call("sykorova", "UpdateClient", request)
        rule = communication_pb2.SAFE_CONTACT_RULE_DO_NOT_SAY_WHO_CALLS
        self.set("sykorova", safe_contact_rules=[rule])
        route = self.route("dolezel")
        self.assertEqual(list(route.phone_numbers), ["+420 604 000 000"])
        self.assertEqual([list(one.safe_contact_rules) for one in route.needs], [[rule]])

    def test_REG_46_without_a_telephone_the_way_leads_to_the_key_worker(self):
        self.change(has_phone=False)
        self.key_worker()
        route = self.route()
        self.assertEqual(route.route, communication_pb2.CONTACT_ROUTE_KEY_WORKER)
        self.assertEqual(route.key_worker_id, self.ids["worker.strnadova"])
        # The Labour Office has no basis, then the client's consent.
        request = communication_pb2.GetContactRouteRequest(client_id=self.own)
        self.no("sykorova", "GetContactRoute", request, "NOT_FOUND", "NOT_FOUND")
        self.consent("labour", areas=[CONTACT])
        support = {"purpose": "AGREED_SUPPORT"}
        found = self.call("sykorova", "GetContactRoute", request, **support)
        self.assertEqual(found.key_worker_id, self.ids["worker.strnadova"])
        self.change(has_phone=True, phone_number="+420 605 000 000")
        found = self.call("sykorova", "GetContactRoute", request, **support)
        self.assertEqual(
            (found.route, list(found.phone_numbers), found.key_worker_id),
            (communication_pb2.CONTACT_ROUTE_CLIENT, ["+420 605 000 000"], ""),
        )

    def test_REG_46_a_basis_for_something_else_tells_no_way(self):
        self.change(has_phone=False)
        self.key_worker()
        self.set(language="cs")
        self.consent("pristav", areas=[FAMILY])
        route = self.route("beranek")
        self.assertEqual(route, communication_pb2.GetContactRouteResponse())
