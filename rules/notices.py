"""What people who work here are told of."""

from enum import StrEnum


class NoticeKind(StrEnum):
    WARNING = "WARNING"
    BREACH = "BREACH"
    ESCALATION = "ESCALATION"
    MENTION = "MENTION"
