"""Identity under bad input: birth numbers, names, searches (items of the list of bad inputs)."""

import statistics
import time
import uuid

from opora.common.v1 import types_pb2
from opora.registry.v1 import (
    access_pb2,
    agency_pb2,
    client_pb2,
    match_pb2,
    support_network_pb2,
)

from checks.base import unknown_id
from checks.client_record import RecordTest
from checks.secrecy import attestation
from opora_client import OporaError

IDENTIFIED = client_pb2.CLIENT_KIND_IDENTIFIED
REGISTER = "RegisterClient"


def birth_number(year, month, day, serial, raised=0):
    """A birth number with the check digit that fits; `raised` is added to the month."""
    nine = f"{year % 100:02}{month + raised:02}{day:02}{serial:03}"
    if year < 1954:
        return nine
    rest = int(nine) % 11
    return nine + str(rest % 10)


def serial_with_rest(year, month, day, rest):
    """A serial for which the first nine digits leave this remainder by eleven."""
    for serial in range(100, 999):
        if int(f"{year % 100:02}{month:02}{day:02}{serial:03}") % 11 == rest:
            return serial
    raise AssertionError("there is one in eleven")


class IdentityTest(RecordTest):
    def registering(self, family=None, given="Vít", **fields):
        return client_pb2.RegisterClientRequest(
            client=client_pb2.Client(
                kind=IDENTIFIED,
                given_name=given,
                family_name=family or f"Zkušební {uuid.uuid4()}",
                **fields,
            )
        )

    def register(self, who="strnadova", family=None, **fields):
        return self.call(who, REGISTER, self.registering(family, **fields)).client

    def suggest(self, prefix, who="strnadova", search=None):
        request = client_pb2.SuggestClientsRequest(
            prefix=prefix, search_id=search or str(uuid.uuid4()), page_size=50
        )
        return self.call(who, "SuggestClients", request).clients

    def matches_of(self, client_id):
        request = client_pb2.ListMatchesRequest(page_size=500)
        found, token = [], ""
        while True:
            request.page_token = token
            page = self.call("koudelka", "ListMatches", request)
            found += [
                one for one in page.matches if client_id in (one.client_id, one.other_client_id)
            ]
            token = page.next_page_token
            if not token:
                return found


class BirthNumberTest(IdentityTest):
    """Item 11."""

    def test_REG_41_item_11_numbers_of_every_kind_are_read(self):
        for year, month, day, raised in (
            (1936, 5, 1, 0),
            (1936, 5, 1, 50),
            (1978, 12, 31, 0),
            (1978, 2, 28, 50),
            (2004, 3, 1, 20),
            (2004, 3, 1, 70),
            (2025, 6, 30, 50),
        ):
            number = birth_number(year, month, day, 217, raised)
            with self.subTest(year=year, raised=raised):
                born = types_pb2.PartialDate(year=year, month=month, day=day)
                for written in (number, f"{number[:6]}/{number[6:]}"):
                    who = "beranek" if "/" in written else "strnadova"
                    client = self.register(who, birth_number=written)
                    self.assertEqual(client.birth_number, number)
                    self.assertEqual(client.birth_date, born)

    def test_REG_41_item_11_the_remainder_of_ten_was_given_until_1985(self):
        serial = serial_with_rest(1978, 1, 2, 10)
        client = self.register(birth_number=birth_number(1978, 1, 2, serial))
        self.assertTrue(client.birth_number.endswith("0"))
        serial = serial_with_rest(1991, 1, 2, 10)
        wrong = self.registering(birth_number=birth_number(1991, 1, 2, serial))
        self.no("strnadova", REGISTER, wrong, "INVALID_ARGUMENT", "BIRTH_NUMBER_INVALID")

    def test_REG_41_item_11_what_is_no_birth_number_is_refused_without_repeating_it(self):
        right = birth_number(1978, 1, 2, 217)
        wrong_digit = right[:-1] + str((int(right[-1]) + 1) % 10)
        for number in (
            wrong_digit,
            birth_number(1978, 13, 2, 217),
            birth_number(1978, 2, 30, 217),
            birth_number(1978, 1, 2, 217, raised=20),
            "780102000",
            "7801020000",
            "7809990000",
            "780102217",
        ):
            with self.subTest(number=number):
                request = self.registering(birth_number=number)
                error = self.no(
                    "strnadova", REGISTER, request, "INVALID_ARGUMENT", "BIRTH_NUMBER_INVALID"
                )
                self.assertNotIn(number, error.message)
        for text in ("", "abc", "78010221", "78010221755", "780102-2175", "７８０１０２２１７５", " 7801022"):
            request = self.registering(birth_number=text)
            self.no("strnadova", REGISTER, request, "INVALID_ARGUMENT", "INVALID_REQUEST")

    def test_REG_41_item_11_a_number_and_a_date_agree(self):
        born = types_pb2.PartialDate(year=1978, month=1, day=3)
        request = self.registering(birth_number=birth_number(1978, 1, 2, 217), birth_date=born)
        self.no("strnadova", REGISTER, request, "INVALID_ARGUMENT", "BIRTH_NUMBER_DISAGREES")

    def test_REG_41_item_11_another_person_s_number_is_for_the_steward(self):
        number = birth_number(1983, 4, 5, int(uuid.uuid4().int % 899) + 100)
        first = self.register("beranek", birth_number=number)
        second = self.register(birth_number=number)
        scores = [
            one.score
            for one in self.matches_of(second.client_id)
            if first.client_id in (one.client_id, one.other_client_id)
        ]
        self.assertEqual(len(scores), 1)
        self.assertGreaterEqual(scores[0], 800)

    def test_REG_41_item_11_a_number_finds_nobody_in_a_search(self):
        number = birth_number(1981, 7, 8, 333)
        self.register(birth_number=number)
        for prefix in (number, f"{number[:6]}/{number[6:]}", number[:6], "1981", "081981"):
            self.assertEqual(list(self.suggest(prefix)), [], prefix)


class NameTest(IdentityTest):
    """Item 12."""

    def test_REG_41_item_12_one_name_however_it_is_composed(self):
        mark = uuid.uuid4().hex[:8]
        born = types_pb2.PartialDate(year=1980, month=5, day=6)
        written = (
            f"Příliš Žluťoučký {mark}",
            f"Pr\u030ci\u0301lis\u030c Z\u030clut\u030couc\u030cky\u0301 {mark}",
            f"PŘÍLIŠ-ŽLUŤOUČKÝ {mark}",
            f"Pří\u200bliš Žluťoučký {mark}",
            f"  Příliš   Žluťoučký {mark} ",
        )
        first = self.register("strnadova", written[0], birth_date=born)
        self.assertEqual(first.family_name, written[0])
        for name in written[1:]:
            request = self.registering(name, birth_date=born)
            error = self.no(
                "strnadova",
                REGISTER,
                request,
                "ALREADY_EXISTS",
                "CLIENT_ALREADY_REGISTERED",
                "REG-41",
            )
            self.assertEqual(error.metadata["client_id"], first.client_id)
        other = self.registering(f"Příliš Žluťoučká {mark}", birth_date=born)
        self.call("strnadova", REGISTER, other)

    def test_REG_41_item_12_what_is_no_name_is_refused(self):
        invisible = (" ", "\t\n", "\u00a0\u2003", "\u200b\u200d")
        for name in ("", *invisible, "12345", "😀😀", "'", "-", "x" * 256):
            for fields in ({"family": name, "given": "Vít"}, {"family": "Novák", "given": name}):
                if not name and fields["family"] == name:
                    continue
                with self.subTest(name=repr(name), **fields):
                    try:
                        self.world.method("strnadova", f"ClientService.{REGISTER}")(
                            client_pb2.RegisterClientRequest(
                                client=client_pb2.Client(
                                    kind=IDENTIFIED,
                                    given_name=fields["given"],
                                    family_name=fields["family"],
                                )
                            )
                        )
                        self.fail("it was accepted")
                    except OporaError as error:
                        self.assertEqual(error.code.name, "INVALID_ARGUMENT")

    def test_REG_41_item_12_unusual_names_are_kept_as_written(self):
        mark = uuid.uuid4().hex[:8]
        for name in (
            "O'Connor",
            "d\u2019Arc",
            "Ó",
            "NULL",
            "null",
            "'; DROP TABLE clients; --",
            "Robert'); DELETE FROM clients;--",
            "%",
            "Nov😀ák",
            "محمد",
            "Nguyễn",
            "<script>",
            "{{7*7}}",
            "ž" * 240,
        ):
            family = f"{name} {mark}" if any(one.isalpha() for one in name) else f"{name}x{mark}"
            with self.subTest(name=name):
                client = self.register(family=family)
                self.assertEqual(client.family_name, family)
                self.assertEqual(self.read(client=client.client_id).client.family_name, family)
        # 255 letters, not bytes.
        self.register(family="č" * 255)

    def test_REG_41_item_12_nothing_in_a_name_turns_the_direction_of_writing(self):
        for mark in "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069":
            with self.subTest(mark=hex(ord(mark))):
                turned = f"Nov{mark}ák"
                self.violates(
                    "strnadova",
                    f"ClientService.{REGISTER}",
                    self.registering(turned),
                    "client.family_name",
                )
                self.violates(
                    "strnadova",
                    f"ClientService.{REGISTER}",
                    self.registering(given=turned),
                    "client.given_name",
                )
        turned = "Nov\u202eák"
        coded = client_pb2.RegisterClientRequest(
            client=client_pb2.Client(kind=client_pb2.CLIENT_KIND_CODE_NAME, code_name=turned)
        )
        self.violates("strnadova", f"ClientService.{REGISTER}", coded, "client.code_name")
        agency = agency_pb2.CreateAgencyRequest(
            agency=agency_pb2.Agency(name=turned, type=agency_pb2.AGENCY_TYPE_NGO)
        )
        self.violates("admin", "AgencyService.CreateAgency", agency, "agency.name")
        member = support_network_pb2.AddNetworkMemberRequest(
            client_id=self.own,
            member=support_network_pb2.NetworkMember(
                relation=support_network_pb2.NETWORK_RELATION_FRIEND,
                person_name=turned,
                agreements=[
                    support_network_pb2.NetworkAgreement(
                        attestation=attestation(self.world),
                        channels=[support_network_pb2.CONTACT_CHANNEL_PHONE],
                        purposes=[support_network_pb2.CONTACT_PURPOSE_CRISIS],
                    )
                ],
            ),
        )
        self.violates(
            "strnadova", "ClientService.AddNetworkMember", member, "member.person_name"
        )


class SearchTest(IdentityTest):
    """Items 13 and 14."""

    def test_REG_41_item_13_wild_cards_and_crumbs_find_nothing(self):
        self.register(family=f"Rybolov {uuid.uuid4()}", phone_number="+420 606 123 456")
        crumbs = ("", "r", "ry", "%", "_", "%%", "__", ".*", "^r", "r ", " r ", "\u200brr")
        for prefix in crumbs:
            with self.subTest(prefix=prefix):
                request = client_pb2.SuggestClientsRequest(
                    prefix=prefix, search_id=str(uuid.uuid4())
                )
                try:
                    self.world.method("strnadova", "ClientService.SuggestClients")(request)
                    self.fail("it was answered")
                except OporaError as error:
                    self.assertEqual(error.code.name, "INVALID_ARGUMENT")
        patterns = ("%%%", "___", "ryb%", "r_b", "[a-z]", ".*.*", "rybolov%")
        for prefix in (*patterns, "606123", "+420", "12/4"):
            self.assertEqual(list(self.suggest(prefix)), [], prefix)
        self.assertTrue(self.suggest("RYBOL"))

    def test_REG_41_item_13_one_digit_varied_a_hundred_times_tells_nothing(self):
        number = birth_number(1984, 3, 4, 512)
        self.register("beranek", birth_number=number)
        outcomes = set()
        for serial in range(500, 530):
            # The same person's number is among them.
            answer = self.call(
                "strnadova",
                REGISTER,
                self.registering(birth_number=birth_number(1984, 3, 4, serial)),
            )
            fields = tuple(one.name for one, _ in answer.client.ListFields())
            outcomes.add((answer.outcome, answer.client.etag, fields))
        self.assertEqual(len(outcomes), 1)

    def test_REG_41_item_14_neither_answer_nor_time_tells_who_is_known(self):
        born = types_pb2.PartialDate(year=1987, month=8, day=9)
        known = f"Známý {uuid.uuid4()}"
        self.register("beranek", known, birth_date=born)
        register = self.world.method("strnadova", f"ClientService.{REGISTER}")
        times, shapes = {True: [], False: []}, set()
        for _ in range(15):
            for is_known in (True, False):
                family = known if is_known else f"Nikdo {uuid.uuid4()}"
                request = self.registering(family, birth_date=born)
                request.validate_only = True
                begin = time.perf_counter()
                answer = register(request)
                times[is_known].append(time.perf_counter() - begin)
                shapes.add(
                    (answer.outcome, tuple(one.name for one, _ in answer.client.ListFields()))
                )
        self.assertEqual(len(shapes), 1)
        medians = [statistics.median(one) for one in times.values()]
        self.assertLess(max(medians), 3 * min(medians))

    def test_REG_41_item_14_a_search_does_not_count_what_others_know(self):
        family = f"Cizáková {uuid.uuid4()}"
        self.register("beranek", family)
        self.assertEqual(list(self.suggest(family[:20])), [])
        request = client_pb2.GetClientRequest(client_id=unknown_id())
        self.no("strnadova", "GetClient", request, "NOT_FOUND", "NOT_FOUND")

    def entries(self, client_id):
        request = access_pb2.ListDisclosuresRequest(client_id=client_id, page_size=500)
        listed = self.ok(
            "strnadova", "AccessService.ListDisclosures", request, purpose="CLIENT_REQUEST"
        ).disclosures
        return sum(one.method.endswith("SuggestClients") for one in listed)

    def test_XC_50_a_search_is_audited_once_for_each_client_that_it_shows(self):
        mark = uuid.uuid4().hex[:8]
        first = self.register(family=f"Q{mark} Nováková").client_id
        second = self.register(family=f"Q{mark[:5]}y Nováková").client_id
        search = str(uuid.uuid4())
        for end in range(3, 9):
            self.suggest(f"q{mark}"[:end], search=search)
        self.assertEqual((self.entries(first), self.entries(second)), (1, 1))
        # Another search is another entry, and so is a client whom the search shows anew.
        self.suggest(f"q{mark}", search=str(uuid.uuid4()))
        self.assertEqual(self.entries(first), 2)
        third = self.register(family=f"W{mark} Nováková").client_id
        self.suggest(f"w{mark}", search=search)
        self.assertEqual(self.entries(third), 1)



class EscapeTest(IdentityTest):
    """Item 16: who is registered anew with the old telephone is found."""

    def test_REG_41_item_16_the_old_telephone_is_worth_a_steward_s_look(self):
        phone = f"+420 7{uuid.uuid4().int % 10**8:08}"
        first = self.register("beranek", f"Původní {uuid.uuid4()}", phone_number=phone)
        other = phone.replace("+420 ", "00420").replace(" ", "")
        second = self.register("strnadova", f"Nový {uuid.uuid4()}", phone_number=other)
        found = [one for one in self.matches_of(second.client_id)]
        self.assertEqual(
            [{one.client_id, one.other_client_id} for one in found],
            [{first.client_id, second.client_id}],
        )
        request = match_pb2.GetMatchRequest(match_id=found[0].match_id)
        shown = self.call("koudelka", "GetMatch", request)
        self.assertEqual(shown.later.client_id, second.client_id)
        # Families share a telephone.
        born = types_pb2.PartialDate(year=1950, month=1, day=1)
        child = types_pb2.PartialDate(year=2015, month=1, day=1)
        phone = f"+420 7{uuid.uuid4().int % 10**8:08}"
        self.register("beranek", f"Babička {uuid.uuid4()}", phone_number=phone, birth_date=born)
        young = self.register(
            "strnadova", f"Vnuk {uuid.uuid4()}", phone_number=phone, birth_date=child
        )
        self.assertEqual(self.matches_of(young.client_id), [])

    def test_REG_116_item_16_a_code_name_is_not_found_by_its_telephone(self):
        phone = f"+420 7{uuid.uuid4().int % 10**8:08}"
        self.register("beranek", phone_number=phone)
        coded = client_pb2.RegisterClientRequest(
            client=client_pb2.Client(
                kind=client_pb2.CLIENT_KIND_CODE_NAME, code_name="Sova", phone_number=phone
            )
        )
        client = self.call("strnadova", REGISTER, coded).client
        self.assertEqual(self.matches_of(client.client_id), [])


class LargeNetworkTest(IdentityTest):
    """Item 22, as far as the people around a client go."""

    def test_REG_45_item_22_many_people_come_in_pages_and_one_may_come_back_as_another(self):
        names = [f"Osoba {number}" for number in range(60)] + ["Bývalý", "Bývalý"]
        relations = [support_network_pb2.NETWORK_RELATION_FRIEND] * 61
        relations.append(support_network_pb2.NETWORK_RELATION_FAMILY)
        for name, relation in zip(names, relations):
            request = support_network_pb2.AddNetworkMemberRequest(
                client_id=self.own,
                member=support_network_pb2.NetworkMember(
                    relation=relation,
                    person_name=name,
                    agreements=[
                        support_network_pb2.NetworkAgreement(
                            attestation=attestation(self.world),
                            channels=[support_network_pb2.CONTACT_CHANNEL_PHONE],
                            purposes=[support_network_pb2.CONTACT_PURPOSE_CRISIS],
                        )
                    ],
                ),
            )
            self.call("strnadova", "AddNetworkMember", request)
        found, token = [], ""
        while True:
            listing = support_network_pb2.ListNetworkMembersRequest(
                client_id=self.own, page_size=25, page_token=token
            )
            page = self.call("strnadova", "ListNetworkMembers", listing)
            found += [one.person_name for one in page.members]
            token = page.next_page_token
            if not token:
                break
        self.assertEqual(found, names)
