"""Why an address gave nothing usable. The raiser knows; whoever asked decides what follows from it."""

from __future__ import annotations

from news.errors import FetchError


class Unreachable(FetchError):
    """No name, no route, no connection, or it broke before an answer was there."""


class NotConnected(Unreachable):
    """No name, no route, no connection: nothing of the request was sent."""


class BadCertificate(FetchError):
    """The server could not prove who it is; verification is never switched off."""


class TooLarge(FetchError):
    """More bytes than allowed, on the wire or after expansion."""


class TooSlow(FetchError):
    """The whole answer did not arrive in time."""


class BrokenAnswer(FetchError):
    """Not HTTP as it should be: truncated body, flood of headers, unreadable compression."""
