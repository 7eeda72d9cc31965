"""A service of Opora, its interfaces and their methods."""

import pathlib
import random
import time
import uuid

import grpc

from .caller import new_trace
from .errors import OporaError, decode

RETRIED = ("UNAVAILABLE",)
LONGEST_PAUSE = 2.0  # seconds


class Endpoint:
    """Address of a service and the certificate authority that its certificate must come from.

    Holds one channel per client certificate; a channel is good for any number of callers and
    threads.
    """

    def __init__(self, address, authority):
        self._address = address
        self._authority = pathlib.Path(authority).read_bytes()
        self._channels = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        for channel in self._channels.values():
            channel.close()
        self._channels.clear()

    def interface(self, stub, caller):
        """The methods of a generated stub class, called as `caller`."""
        return Interface(stub(self.channel(caller.certificate)), caller)

    def channel(self, certificate):
        if certificate not in self._channels:
            credentials = grpc.ssl_channel_credentials(
                root_certificates=self._authority,
                private_key=pathlib.Path(certificate.key).read_bytes() if certificate else None,
                certificate_chain=pathlib.Path(certificate.chain).read_bytes()
                if certificate
                else None,
            )
            # A proxy in the environment is for the world outside, not for this machine.
            local = self._address.startswith(("127.", "localhost:", "[::1]"))
            options = [("grpc.enable_http_proxy", 0)] if local else []
            options.append(("grpc.initial_reconnect_backoff_ms", 200))
            # A service that was restarted is found again in seconds, not in gRPC's two minutes.
            options.append(("grpc.max_reconnect_backoff_ms", 2000))
            self._channels[certificate] = grpc.secure_channel(self._address, credentials, options)
        return self._channels[certificate]


class Interface:
    """`interface.GetClient(request)` answers with the response or raises OporaError."""

    def __init__(self, stub, caller):
        self._stub = stub
        self._caller = caller

    def __getattr__(self, name):
        return Method(getattr(self._stub, name), self._caller)


class Method:
    """One method, as one caller.

    A request that can carry a request_id gets one, and keeps it when the call is repeated: so a
    change is never made twice, whatever the network does.
    """

    def __init__(self, call, caller):
        self._call = call
        self._caller = caller

    def __call__(self, request, **how):
        return self.with_trailers(request, **how)[0]

    def stream(self, request):
        """The messages of a stream, as they come, until it is ended or cancelled."""
        return Stream(self._call(request, metadata=self._caller.metadata(new_trace())))

    def with_trailers(self, request, timeout=10.0, attempts=4):
        """Response and trailers; "idempotent-replay" tells that the change was made before."""
        request = with_request_id(request)
        metadata = self._caller.metadata(new_trace())
        deadline = time.monotonic() + timeout
        for attempt in range(1, attempts + 1):
            try:
                left = max(deadline - time.monotonic(), 0.001)
                response, call = self._call.with_call(request, timeout=left, metadata=metadata)
                return response, dict(call.trailing_metadata() or ())
            except grpc.RpcError as error:
                refused = decode(error)
            pause = _pause(refused, attempt)
            if attempt == attempts or pause is None or time.monotonic() + pause > deadline:
                raise refused
            time.sleep(pause)
        raise AssertionError("attempts must be at least 1")


class Stream:
    """Iterates over messages; the end by the server is an OporaError that says why."""

    def __init__(self, call):
        self._call = call

    def __iter__(self):
        try:
            yield from self._call
        except grpc.RpcError as error:
            raise decode(error) from None

    def cancel(self):
        self._call.cancel()


def with_request_id(request):
    """The request with a request_id, if it can have one: a copy, unless it has one already."""
    if "request_id" not in request.DESCRIPTOR.fields_by_name or request.request_id:
        return request
    named = type(request)()
    named.CopyFrom(request)
    named.request_id = str(uuid.uuid4())
    return named


def _pause(refused: OporaError, attempt):
    """Seconds until the next attempt, None when it would be no use."""
    if refused.code.name not in RETRIED:
        return None
    return min(LONGEST_PAUSE, 0.2 * 2**attempt) * random.uniform(0.5, 1.0)
