"""Mail that comes in: read whatever it looks like, and judged before anybody answers it."""

from enum import StrEnum


class InboundStatus(StrEnum):
    ACCEPTED = "ACCEPTED"
    STOPPED = "STOPPED"
    QUARANTINED = "QUARANTINED"
    DISCARDED = "DISCARDED"


class InboundReason(StrEnum):
    AUTO_REPLY = "AUTO_REPLY"
    BOUNCE = "BOUNCE"
    LIST = "LIST"
    LOOP = "LOOP"
    TOO_MANY = "TOO_MANY"
    TOO_LARGE = "TOO_LARGE"
    MALFORMED = "MALFORMED"
    FAULT = "FAULT"


class InboundSource(StrEnum):
    WEBHOOK = "WEBHOOK"
    MAILDIR = "MAILDIR"
    IMAP = "IMAP"


QUARANTINE = frozenset({
    InboundReason.TOO_MANY, InboundReason.TOO_LARGE, InboundReason.MALFORMED, InboundReason.FAULT,
})  # fmt: skip
"Reasons for which somebody has to look at a mail; the others stop what machines write, which is kept too."
LARGEST = 20_000_000
"Bytes that are read without being asked."
LARGEST_KEPT = 60_000_000
"Bytes that are taken at all; a larger one stays where it is."
LONGEST_EXCERPT = 2_000
