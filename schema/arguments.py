"""Arguments that many mutations take."""

import strawberry

from schema.fields import argument
from schema.members.finding import MemberBy

MEMBER_ID = argument(strawberry.ID, "The member.")
WHO = argument(MemberBy, "The member.")
WHY = argument(str, "Why; members and staff read it.")
PIN = argument(str | None, "The member's PIN, if the member has set one.")
HOLDER = argument(
    bool | None, "True if somebody has seen that who shows a named card is its member; the PIN says so too."
)
KEY = argument(
    str,
    "Names this effect for ever: sent again, it is answered from the first time and nothing happens twice. 1 to 100 "
    "characters of your choice.",
)
OPTIONAL_KEY = argument(
    str | None, "Names this effect for ever: sent again, it is answered from the first time. 1 to 100 characters."
)
VERSION = argument(
    int | None, "The version that was read; if somebody changed it since, nothing is changed and CONFLICT is answered."
)
