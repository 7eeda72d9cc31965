"""Records of one person find each other, whoever makes them and however the name is written (REG-41)."""

import concurrent.futures
import uuid

from opora.common.v1 import types_pb2
from opora.registry.v1 import client_change_pb2, client_pb2

from checks.names import REGISTER, IdentityTest

BORN = types_pb2.PartialDate(year=1961, month=4, day=7)
PAIRS = 12


def word():
    """A name that nobody else has, of letters only."""
    return "Z" + "".join(chr(ord("a") + byte % 26) for byte in uuid.uuid4().bytes[:11])


class MatchingTest(IdentityTest):
    def record(self, who, given, family, **fields):
        return self.call(who, REGISTER, self.registering(family, given, **fields)).client

    def person(self, *who, **fields):
        return self.record(*who, **fields).client_id

    def matched(self, one, other):
        return [match.score for match in self.matches_of(one) if other in (match.client_id, match.other_client_id)]

    def test_REG_41_a_slip_of_the_pen_is_worth_a_look(self):
        given, family = word(), word()
        first = self.person("strnadova", given, family, birth_date=BORN)
        slips = {
            "another family name": (given, word(), BORN),
            "another given name": (word(), family, BORN),
            "a letter left out": (given, family[:5] + family[6:], BORN),
            "two letters swapped": (given[:4] + given[5] + given[4] + given[6:], family, BORN),
            "a letter wrong in both": (given[:-1] + "0", family[:-1] + "0", BORN),
            "names in each other's place": (family, given, BORN),
            "day and month in each other's place": (given, family, types_pb2.PartialDate(year=1961, month=7, day=4)),
            "a digit of the date": (given, family, types_pb2.PartialDate(year=1961, month=4, day=17)),
            "the year alone": (given, family, types_pb2.PartialDate(year=1961)),
            "no date": (given, family, None),
        }
        for name, (other_given, other_family, born) in slips.items():
            with self.subTest(name):
                second = self.person("beranek", other_given, other_family, birth_date=born)
                (score,) = self.matched(second, first)
                self.assertLess(score, 800)

    def test_REG_41_who_has_little_in_common_is_somebody_else(self):
        given, family = word(), word()
        first = self.person("strnadova", given, family, birth_date=BORN)
        others = {
            "the birth date alone": (word(), word(), BORN),
            "the name and another birth date": (given, family, types_pb2.PartialDate(year=1987, month=11, day=30)),
            "the given name alone": (given, word(), None),
            "a family name that is like it": (word(), family[:-1] + "0", None),
        }
        for name, (other_given, other_family, born) in others.items():
            with self.subTest(name):
                second = self.person("beranek", other_given, other_family, birth_date=born)
                self.assertEqual(self.matched(second, first), [])

    def test_REG_41_of_two_registrations_at_once_the_second_finds_the_first(self):
        people = [(word(), word()) for _ in range(PAIRS)]

        def register(task):
            who, (given, family) = task
            return self.person(who, given, family, birth_date=BORN)

        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            made = list(pool.map(register, [(who, person) for person in people for who in ("strnadova", "beranek")]))
        for one, other in zip(made[::2], made[1::2]):
            self.assertEqual(len(self.matched(one, other)), 1)
            self.assertNotEqual(one, other)

    def test_REG_41_a_correction_finds_whom_the_slip_hid(self):
        given, family = word(), word()
        first = self.person("strnadova", given, family, birth_date=BORN)
        second = self.record("beranek", word(), word(), birth_date=BORN)
        self.assertEqual(self.matched(second.client_id, first), [])
        request = client_change_pb2.UpdateClientRequest(
            client_id=second.client_id,
            etag=second.etag,
            client=client_pb2.Client(given_name=given, family_name=family),
            update_mask=["given_name", "family_name"],
        )
        self.call("beranek", "UpdateClient", request)
        self.assertEqual(len(self.matched(second.client_id, first)), 1)
