"""What a refused call says, out of the trailer grpc-status-details-bin."""

import dataclasses

import google.protobuf.message
import grpc
from google.rpc import error_details_pb2, status_pb2

DETAILS = "grpc-status-details-bin"


@dataclasses.dataclass(frozen=True)
class FieldViolation:
    """A field of the request that is wrong: its path, a stable reason, a text."""

    field: str
    reason: str
    description: str


@dataclasses.dataclass(eq=False)
class OporaError(Exception):
    """A call that was refused or that failed.

    Programs look at `code`, `reason` and `rule`; people read `message` and `remedy`, which are in
    the caller's language. A failure below Opora (no connection, deadline) has no more than code and
    message.
    """

    code: grpc.StatusCode
    message: str
    reason: str = ""  # stable, "CONSENT_REQUIRED"
    rule: str = ""  # id of the rule that refused, "XC-18"
    remedy: str = ""  # what is missing and who can supply it
    remedy_rpc: str = ""  # the RPC that supplies it
    domain: str = ""  # who refused, "client-registry.opora"
    metadata: dict = dataclasses.field(default_factory=dict)  # e.g. client_id; without the rule
    field_violations: list = dataclasses.field(default_factory=list)
    trailers: dict = dataclasses.field(default_factory=dict)

    def __str__(self):
        words = [self.code.name, self.reason, self.rule]
        text = f"{' '.join(word for word in words if word)}: {self.message}"
        return f"{text} ({self.remedy})" if self.remedy else text

    @property
    def answer(self):
        """All that the server said; equal for two refusals that nobody can tell apart."""
        return self.code, self.message, self.trailers.get(DETAILS, b"")


def decode(error):
    """The OporaError of a grpc.RpcError."""
    trailers = dict(error.trailing_metadata() or ())
    refused = OporaError(error.code(), error.details() or "", trailers=trailers)
    for detail in _details(refused):
        if detail.Is(error_details_pb2.ErrorInfo.DESCRIPTOR):
            _take_info(_unpack(detail, error_details_pb2.ErrorInfo()), refused)
        elif detail.Is(error_details_pb2.BadRequest.DESCRIPTOR):
            for wrong in _unpack(detail, error_details_pb2.BadRequest()).field_violations:
                violation = FieldViolation(wrong.field, wrong.reason, wrong.description)
                refused.field_violations.append(violation)
        elif detail.Is(error_details_pb2.LocalizedMessage.DESCRIPTOR):
            refused.message = _unpack(detail, error_details_pb2.LocalizedMessage()).message
        elif detail.Is(error_details_pb2.Help.DESCRIPTOR):
            for link in _unpack(detail, error_details_pb2.Help()).links[:1]:
                refused.remedy = link.description
    return refused


def _details(refused):
    """The details, none when they are damaged or of another status."""
    try:
        status = status_pb2.Status.FromString(refused.trailers.get(DETAILS, b""))
    except google.protobuf.message.DecodeError:
        return []
    return status.details if status.code == refused.code.value[0] else []


def _unpack(detail, message):
    try:
        detail.Unpack(message)
    except google.protobuf.message.DecodeError:
        message.Clear()
    return message


def _take_info(info, refused):
    refused.reason = info.reason
    refused.domain = info.domain
    refused.metadata = dict(info.metadata)
    refused.rule = refused.metadata.pop("rule", "")
    refused.remedy_rpc = refused.metadata.pop("remedy_rpc", "")
