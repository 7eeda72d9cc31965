"""What tests that break things begin with: a cluster, services, people."""

import os
import tempfile
import unittest

import private
from opora.registry.v1 import client_pb2, client_service_pb2_grpc, support_pb2_grpc

DEADLINE = 4.0  # seconds, of a call under load
GET_CLIENT = "/opora.registry.v1.ClientService/GetClient"


class SystemTest(unittest.TestCase):
    """A cluster, a system and people in it, for all tests of the class."""

    services = (private.REGISTRY,)

    @classmethod
    def setUpClass(cls):
        cls.cluster = private.Cluster(f"test-{os.getpid()}")
        cls.addClassCleanup(cls.cluster.destroy)
        cls.cluster.start()
        folder = tempfile.TemporaryDirectory(prefix="opora-faults-")
        cls.addClassCleanup(folder.cleanup)
        cls.system = private.System(folder.name, cls.cluster.superuser, services=cls.services)
        cls.addClassCleanup(cls.system.close)
        cls.system.prepare()
        cls.instances = cls.system.serve_all()
        cls.service = cls.instances[private.REGISTRY]
        cls.people = private.People(cls.system, cls.service)
        cls.client_id = cls.people.client("Kopecky")

    def channel(self, caller, address=None, options=()):
        authority = self.system.identity / "ca.pem"
        channel = private.channel(
            address or self.service.address, authority, caller.certificate, options
        )
        self.addCleanup(channel.close)
        return channel

    def read(self):
        """A read by consent."""
        stub = client_service_pb2_grpc.ClientServiceStub(self.channel(self.people.reader))
        request = client_pb2.GetClientRequest(client_id=self.client_id)
        return lambda **how: stub.GetClient(request, metadata=self.people.reader.metadata(), **how)

    def write(self):
        """A write, a new one at each call."""
        stub = support_pb2_grpc.SupportServiceStub(self.channel(self.people.holder))
        return lambda **how: stub.RecordSupport(
            self.people.support(self.client_id, "under load"),
            metadata=self.people.holder.metadata(), **how)

    def assert_serves(self):
        self.read()(timeout=DEADLINE, wait_for_ready=True)
        self.write()(timeout=DEADLINE, wait_for_ready=True)
