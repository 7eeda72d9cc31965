"""Ground of all checks: the world after the story."""

import unittest
import uuid

from opora.registry.v1 import client_pb2

import play
from expect import Unexpected
from world import World, unknown_id


class WorldTest(unittest.TestCase):
    """`begin_world` comes before the tests of a run; all of them share the world."""

    world: World
    failure = None  # the step that came out otherwise, None when the story was told to its end

    @classmethod
    def begin_world(cls, world):
        WorldTest.world = world
        try:
            play.play(world, play.until(None))
        except Unexpected as problem:
            WorldTest.failure = f"step {world.step.number} ({world.step.name}): {problem}"

    def setUp(self):
        self.world.step = None

    def ok(self, who, name, request, **acting):
        try:
            return self.world.ok(who, name, request, **acting)
        except Unexpected as problem:
            raise self.failureException(str(problem)) from None

    def refused(self, who, name, request, code, reason="", rule="", **acting):
        try:
            return self.world.refused(who, name, request, code, reason, rule, **acting)
        except Unexpected as problem:
            raise self.failureException(str(problem)) from None

    def violates(self, who, name, request, field, reason=None, **acting):
        """INVALID_ARGUMENT that names the field."""
        error = self.refused(
            who, name, request, "INVALID_ARGUMENT", reason or "INVALID_REQUEST", **acting
        )
        self.assertEqual([wrong.field for wrong in error.field_violations], [field])
        return error

    def decides(self, who, client, recipient, area, expected, **how):
        """CheckDisclosure: "ALLOW" or the reason of the denial."""
        try:
            decision = self.world.decision(who, client, recipient, area, **how)
        except Unexpected as problem:
            raise self.failureException(str(problem)) from None
        one = decision.areas[0]
        self.assertEqual("ALLOW" if one.allowed else one.reason, expected)
        return one

    @property
    def ids(self):
        """Ids of what the story made."""
        return self.world.ids


class ClientTest(WorldTest):
    """A person of one test alone, registered with Most."""

    def client(self, who="strnadova", family=None):
        request = client_pb2.RegisterClientRequest(
            client=client_pb2.Client(
                kind=client_pb2.CLIENT_KIND_IDENTIFIED,
                given_name="Vít",
                family_name=family or f"Zkušební {uuid.uuid4()}",
            )
        )
        return self.ok(who, "ClientService.RegisterClient", request).client.client_id


__all__ = ["ClientTest", "WorldTest", "unknown_id"]
