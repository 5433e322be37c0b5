"""The sample press: a fictional week of twelve outlets, served on loopback, for the demonstration and the tests.

Outlets, people, firms and events are invented; only the places are real. ``press`` tells who publishes,
``server`` serves it, ``expectations`` lists what was planted and what should be found.
"""

from jobs.sample.clock import SampleClock, mornings
from jobs.sample.press import articles, outlets, sources
from jobs.sample.server import SamplePress

__all__ = ["SampleClock", "SamplePress", "articles", "mornings", "outlets", "sources"]
