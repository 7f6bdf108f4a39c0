"""What may be said of a member, and of what a caller sees of one."""

from enum import StrEnum

from rules.members import Gender, MemberStatus, Quadrant
from schema.fields import words


class FieldVisibility(StrEnum):
    READABLE = "READABLE"
    MASKED = "MASKED"
    HIDDEN = "HIDDEN"


class MemberOrderField(StrEnum):
    JOINED_AT = "JOINED_AT"
    NAME = "NAME"
    MEMBER_NO = "MEMBER_NO"
    GROWTH_VALUE = "GROWTH_VALUE"
    POINTS_AVAILABLE = "POINTS_AVAILABLE"
    TOTAL_SPEND = "TOTAL_SPEND"
    ORDER_COUNT = "ORDER_COUNT"
    LAST_ORDER_AT = "LAST_ORDER_AT"


words(
    MemberStatus,
    "What a member may do.",
    ACTIVE="Everything.",
    FROZEN="Nothing until unfrozen; what happens meanwhile is decided by policy.",
    CANCELLED="Nothing; a supervisor can resume the membership.",
    MERGED="The file was joined to another one.",
    ERASED="The person's data was removed; the books remain.",
)
words(
    Gender,
    "How a member describes himself or herself.",
    FEMALE="Female.",
    MALE="Male.",
    OTHER="Something else.",
    UNDISCLOSED="The member prefers not to say.",
)
words(
    Quadrant,
    "Number of purchases × total spend in a period.",
    CONFIDANT="Many purchases, much spend.",
    BUTTERFLY="Few purchases, much spend.",
    BARNACLE="Many purchases, little spend.",
    PASSER_BY="Few purchases, little spend.",
)
words(
    FieldVisibility,
    "How much the caller sees of a field.",
    READABLE="Its value.",
    MASKED="A part of a text, or null.",
    HIDDEN="Nothing: the field is not in the caller's schema.",
)
words(
    MemberOrderField,
    "What members can be sorted by.",
    JOINED_AT="When they joined.",
    NAME="Their name: the Latin spelling where there is one, so that Chinese names sort by pinyin.",
    MEMBER_NO="Their number.",
    GROWTH_VALUE="Their growth value.",
    POINTS_AVAILABLE="The points they can spend.",
    TOTAL_SPEND="What they have spent in all.",
    ORDER_COUNT="How many orders they have placed.",
    LAST_ORDER_AT="When they last ordered; those who never did come first.",
)
