"""Keys of ``Request.meta``: what travels with a request and comes back with its answer."""

from __future__ import annotations

#: Most bytes of the answer.
LIMIT = "limit"
#: The answer as it was on the wire, for the archive.
ANSWER = "answer"
#: The addresses that redirected on the way here, the one asked for first.
PASSED = "passed"
