"""The closed set of what a public-safety notice may be about (SCOPE §5)."""

from __future__ import annotations

from enum import StrEnum


class SafetyCategory(StrEnum):
    """Opinion, criticism, complaint and satire have no place here, and configuration cannot add one."""

    FRAUD_IMPERSONATION = "fraud_impersonation"
    FALSE_EMERGENCY = "false_emergency"
    HEALTH_HAZARD = "health_hazard"


SAFETY_VI: dict[SafetyCategory, str] = {
    SafetyCategory.FRAUD_IMPERSONATION: "lừa đảo, mạo danh",
    SafetyCategory.FALSE_EMERGENCY: "báo động giả",
    SafetyCategory.HEALTH_HAZARD: "gây hại sức khỏe",
}
