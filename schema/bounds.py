"""How much a caller may ask."""

from rules.bounds import LimitName
from schema.fields import field, given, kind, required, words

words(
    LimitName,
    "What is limited: how much may be asked at once, and in a minute.",
    DEPTH="Levels of an operation.",
    TOKENS="Tokens of a document: names, marks and values.",
    ALIASES="Aliases of an operation.",
    CHARACTERS="Characters of a document.",
    COST="What reading may cost in one operation, or in a batch together.",
    CHANGE_COST="What changing may cost in one operation, or in a batch together.",
    BATCH="Operations in one batch.",
    SECONDS="How long the database may work on an operation, in seconds.",
    ERRORS="Errors that one answer tells at most.",
    UPLOAD="What one form may send, in megabytes.",
    POINTS_PER_MINUTE="What all operations of a minute may cost together; as much may be spent at once.",
)


@kind("How much of one thing may be asked.")
class Limit:
    name: LimitName = field("What is limited.")
    value: int = field("How much is allowed.")


@given("How much of one thing may be asked.")
class LimitInput:
    name: LimitName = required("What is limited.")
    value: int = required("How much is allowed.")
