"""Requests made from the contract alone, so that a method that is added is checked unasked."""

import datetime
import importlib
import pkgutil
import re
import uuid

from buf.validate import validate_pb2
from google.protobuf import descriptor, timestamp_pb2
from opora.common.v1 import context_pb2, policy_pb2, types_pb2

FIELD = descriptor.FieldDescriptor
SKIPPED = {"request_id", "page_token", "page_size", "etag", "validate_only", "substitution_id"}
TEXTS = ("Zkouška jedné cesty, která nikam nevede.", "ZKOUSKA", "CZK", "2026-01-01", "12345678")


def methods(package="opora.registry.v1"):
    """Every unary method of a package by "Interface.Method", with its descriptor."""
    found = {}
    root = importlib.import_module(package)
    for module in pkgutil.iter_modules(root.__path__):
        if not module.name.endswith("_pb2"):
            continue
        for service in importlib.import_module(
            f"{package}.{module.name}"
        ).DESCRIPTOR.services_by_name.values():
            for method in service.methods:
                if not method.server_streaming:
                    found[f"{service.name}.{method.name}"] = method
    return found


def policy(method):
    return method.GetOptions().Extensions[policy_pb2.policy]


def meaning(role):
    """Groups of a role and its stance, as the contract says."""
    value = context_pb2.ActingRole.DESCRIPTOR.values_by_number[role]
    return value.GetOptions().Extensions[context_pb2.role_meaning]


def empty(method):
    """A request of which nothing is filled."""
    return method.input_type._concrete_class()  # pylint: disable=protected-access


def make(method, ids=None):
    """A request that passes validation as far as its annotations tell; `ids` by field name."""
    request = empty(method)
    fill(request, ids or {})
    return request


def fill(message, ids, depth=0):
    for field in message.DESCRIPTOR.fields:
        if field.name in SKIPPED:
            continue
        rules = field.GetOptions().Extensions[validate_pb2.field]
        if field.label == FIELD.LABEL_REPEATED:
            _fill_repeated(message, field, rules, ids, depth)
        elif field.type == FIELD.TYPE_MESSAGE:
            if rules.required or depth == 0 or field.name == "attestation":
                _fill_message(getattr(message, field.name), ids, depth + 1)
        elif field.name in ids:
            setattr(message, field.name, ids[field.name])
        else:
            value = _scalar(field, rules)
            if value is not None:
                setattr(message, field.name, value)


def _fill_repeated(message, field, rules, ids, depth):
    for _ in range(rules.repeated.min_items):
        if field.type == FIELD.TYPE_MESSAGE:
            _fill_message(getattr(message, field.name).add(), ids, depth + 1)
        else:
            value = _scalar(field, rules.repeated.items)
            getattr(message, field.name).append(value if value is not None else _text(rules))


def _fill_message(message, ids, depth):
    name = message.DESCRIPTOR.full_name
    if name == "google.protobuf.Timestamp":
        message.CopyFrom(_timestamp())
    elif name == "opora.common.v1.Date":
        day = datetime.date.today() - datetime.timedelta(days=1)
        message.CopyFrom(types_pb2.Date(year=day.year, month=day.month, day=day.day))
    elif name == "opora.common.v1.PartialDate":
        message.CopyFrom(types_pb2.PartialDate(year=1990, month=1, day=1))
    elif name == "opora.common.v1.Money":
        message.CopyFrom(types_pb2.Money(minor_units=100, currency_code="CZK"))
    else:
        message.SetInParent()
        fill(message, ids, depth)


def _timestamp():
    stamp = timestamp_pb2.Timestamp()
    stamp.FromDatetime(
        datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(minutes=5)
    )
    return stamp


def _scalar(field, rules):
    optional = rules.ignore == validate_pb2.IGNORE_IF_ZERO_VALUE or field.has_presence
    if field.type == FIELD.TYPE_ENUM:
        if not rules.HasField("enum"):
            return None
        allowed = [one for one in getattr(rules.enum, "in")] or [
            value.number
            for value in field.enum_type.values
            if value.number and value.number not in rules.enum.not_in
        ]
        return allowed[0]
    if field.type == FIELD.TYPE_STRING:
        if rules.string.uuid:
            return None if optional else str(uuid.uuid4())
        return _text(rules) if not optional and rules.HasField("string") else None
    if field.type in (FIELD.TYPE_INT32, FIELD.TYPE_INT64):
        limits = rules.int32 if field.type == FIELD.TYPE_INT32 else rules.int64
        return max(limits.gt + 1, limits.gte, 1) if not optional else None
    return None


def _text(rules):
    limits = rules.string
    for text in TEXTS:
        if limits.pattern and not re.search(limits.pattern, text):
            continue
        if limits.max_len and len(text) > limits.max_len:
            continue
        if len(text) >= limits.min_len:
            return text
    return "x" * max(limits.min_len, 1)
