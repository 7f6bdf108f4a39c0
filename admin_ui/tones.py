"""The fixed meaning of colors: good is in order, busy under way, wait on hold or soon due, bad trouble, over done."""

GOOD = {"ACTIVE", "COMPLETED", "REDEEMED", "RUNNING", "RESOLVED", "SUCCEEDED", "APPROVED", "EARN", "UPGRADE", "JOIN",
        "RECHARGE", "BONUS", "READABLE", "FULL", "KEPT", "ACCEPTED", "SENT"}  # fmt: skip
BUSY = {"NEW", "OPEN", "ISSUED", "SCHEDULED", "QUEUED", "NORMAL", "KEEP", "MANUAL", "RELEASE"}
WAIT = {"FROZEN", "PENDING_CUSTOMER", "PENDING_INTERNAL", "PENDING", "PAUSED", "IN_REVIEW", "RESERVED", "HOLD", "HIGH",
        "PARTLY_RETURNED", "MASKED", "COMPLAINT", "DOWNGRADE", "QUARANTINED", "WAITING"}  # fmt: skip
BAD = {"URGENT", "BROKEN", "PROMISE_LATE", "FAILED", "REJECTED", "HIDDEN"}
TONES = {
    value: tone for tone, values in (("good", GOOD), ("busy", BUSY), ("wait", WAIT), ("bad", BAD)) for value in values
}


def tone_of(value: str) -> str:
    return TONES.get(value, "over")
