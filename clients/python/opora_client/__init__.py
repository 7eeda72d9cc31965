"""Calls Opora from Python: stubs, mutual TLS, call context, errors, retries. See README.md."""

from .generate import ensure_stubs

ensure_stubs()

# pylint: disable=wrong-import-position
from .caller import Caller, Certificate, new_trace  # noqa: E402
from .endpoint import Endpoint, Interface, Method, with_request_id  # noqa: E402
from .errors import FieldViolation, OporaError, decode  # noqa: E402

__all__ = [
    "Caller",
    "Certificate",
    "Endpoint",
    "FieldViolation",
    "Interface",
    "Method",
    "OporaError",
    "decode",
    "ensure_stubs",
    "new_trace",
    "with_request_id",
]
