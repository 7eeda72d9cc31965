"""What a step expects, and how it says that something else came."""

import google.protobuf.message
from google.protobuf import text_format


class Unexpected(Exception):
    """An outcome that is not the one the story tells."""

    def __init__(self, what, expected, got):
        super().__init__(what)
        self.what = what
        self.expected = show(expected)
        self.got = show(got)

    def __str__(self):
        return f"{self.what}\n  expected: {self.expected}\n  got:      {self.got}"


def show(value):
    if isinstance(value, google.protobuf.message.Message):
        text = text_format.MessageToString(value, as_utf8=True, as_one_line=True)
        return f"{value.DESCRIPTOR.name} {{{text.strip()}}}"
    return value if isinstance(value, str) else repr(value)


def expect(what, got, expected):
    if got != expected:
        raise Unexpected(what, expected, got)


def expect_that(what, holds, got):
    """For what no single value says."""
    if not holds:
        raise Unexpected(what, "that it is so", got)
