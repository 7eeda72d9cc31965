"""Who calls, in which role and for which purpose."""

import base64
import dataclasses
import pathlib
import secrets
from typing import Callable, Optional, Union

from opora.common.v1 import context_pb2

LANGUAGES = {"en": context_pb2.LANGUAGE_EN, "cs": context_pb2.LANGUAGE_CS}


@dataclasses.dataclass(frozen=True)
class Certificate:
    """A client certificate with its key: PEM files."""

    chain: pathlib.Path
    key: pathlib.Path


@dataclasses.dataclass(frozen=True)
class Caller:
    """A person, an agency's system or a service, acting in one role for one purpose.

    Role and purpose are names of opora.common.v1.ActingRole and Purpose without their prefix. A
    system has no role. The server checks all of it on each call and trusts nothing.
    """

    name: str  # for people; goes to nobody
    token: Union[str, Callable[[], str]]  # a function is asked at each call, so that it can renew
    role: str = "UNSPECIFIED"
    purpose: str = "UNSPECIFIED"
    language: str = "en"
    certificate: Optional[Certificate] = None
    substitution: str = ""  # id of the substitution under which a deputy acts

    def acting(self, **changes):
        """The same caller in another role, for another purpose …"""
        return dataclasses.replace(self, **changes)

    def metadata(self, traceparent=None):
        """The headers of one call."""
        headers = [("opora-context", self.context()), ("traceparent", traceparent or new_trace())]
        token = self.token() if callable(self.token) else self.token
        return headers + ([("authorization", f"Bearer {token}")] if token else [])

    def context(self):
        """The header opora-context."""
        context = context_pb2.CallContext(
            acting_role=context_pb2.ActingRole.Value(f"ACTING_ROLE_{self.role}"),
            purpose=context_pb2.Purpose.Value(f"PURPOSE_{self.purpose}"),
            language=LANGUAGES[self.language],
            substitution_id=self.substitution,
        )
        return base64.urlsafe_b64encode(context.SerializeToString()).rstrip(b"=").decode()


def new_trace():
    """A W3C traceparent that begins a trace."""
    return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"
