"""When a recipient may be told: quiet hours, days off and office hours hold back what is not urgent. Pure."""

from __future__ import annotations

from datetime import datetime

from alerts.policy import Hours, Policy
from news.alert import Severity
from news.times import local


def may_tell(policy: Policy, recipient: str, severity: Severity, now: datetime) -> bool:
    """Local time decides (+07:00): of the day that is here, also when it is yesterday in Greenwich."""
    hours = policy.recipients[recipient].hours
    if severity is Severity.URGENT or hours is Hours.ALWAYS:
        return True
    if hours is Hours.WORKING:
        return policy.calendar.is_working_time(now)
    here = local(now)
    if here.time() in policy.quiet:
        return False
    return not policy.quiet.on_days_off or policy.calendar.is_working_day(here.date())
