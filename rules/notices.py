"""What people who work here are told of."""

import re
from enum import StrEnum

MENTIONED = re.compile(r"(?<![\w@.])@([\w-]+(?:\.[\w-]+)*)")
MOST_MENTIONED = 20


class NoticeKind(StrEnum):
    WARNING = "WARNING"
    BREACH = "BREACH"
    ESCALATION = "ESCALATION"
    MENTION = "MENTION"
    PROMISE_DUE = "PROMISE_DUE"
    PROMISE_LATE = "PROMISE_LATE"
    PAUSE_PROPOSED = "PAUSE_PROPOSED"


def mentioned(text: str) -> list[str]:
    """The names that people sign in with, folded, that stand behind an @ in a text; the first twenty."""
    return list(dict.fromkeys(name.lower() for name in MENTIONED.findall(text)))[:MOST_MENTIONED]
