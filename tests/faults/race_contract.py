"""The contract as data: every method by its short name, and calls by descriptor."""

import importlib
import pkgutil

import private
from google.protobuf import descriptor_pool, message_factory

TIMEOUT = 20
PACKAGES = {"registry": private.REGISTRY, "housing": private.HOUSING, "conference": private.CONFERENCE}
COMMON = "common"  # answered by every service
WORKER, LEADER, MACHINE = "worker", "leader", "machine"  # who asks, of the reader's agency


def _methods():
    for package in (*PACKAGES, COMMON):
        folder = importlib.import_module(f"opora.{package}.v1")
        for module in pkgutil.iter_modules(folder.__path__):
            if not module.name.endswith("_pb2"):
                continue
            generated = importlib.import_module(f"{folder.__name__}.{module.name}")
            for interface in generated.DESCRIPTOR.services_by_name.values():
                for method in interface.methods:
                    yield f"{package}.{interface.name}.{method.name}", method


METHODS = dict(_methods())  # by "registry.ClientService.GetClient"


def class_of(descriptor):
    return message_factory.MessageFactory(descriptor_pool.Default()).GetPrototype(descriptor)


def path_of(method):
    return f"/{method.containing_service.full_name}/{method.name}"


def bound(channel, method):
    """The method on a channel, in bytes."""
    return (channel.unary_stream if method.server_streaming else channel.unary_unary)(path_of(method))


def parts(message):
    """(field, value) of a message, each value of a repeated field."""
    for field, value in message.ListFields():
        for one in value if field.label == field.LABEL_REPEATED else [value]:
            yield field, one
