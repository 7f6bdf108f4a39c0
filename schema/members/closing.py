"""Mutations that join, part, close and put away members' files."""

import strawberry

from schema.arguments import MEMBER_ID, WHY
from schema.fields import argument, field, kind
from schema.members.file import MemberPayload


@kind("Changes of whole files.")
class FileMutations:
    member_merge: MemberPayload = field(
        "Joins two files of one person: all that the merged file has goes to the kept one, which answers.",
        arguments={
            "keep_id": argument(strawberry.ID, "The file that stays."),
            "merge_id": argument(strawberry.ID, "The file that is closed."),
            "reason": WHY,
        },
    )
    member_unmerge: MemberPayload = field(
        "Parts a merged file again: every row that moved goes back, and what is left of points and money.",
        arguments={"id": argument(strawberry.ID, "The file that was merged into another.")},
    )
    member_erase: MemberPayload = field(
        "Forgets a person for good. The ledger stays, under a number that leads to nobody.",
        arguments={"id": MEMBER_ID, "reason": WHY},
    )
    member_archive: MemberPayload = field(
        "Puts a member away: still to be found when asked for.", arguments={"id": MEMBER_ID}
    )
    member_unarchive: MemberPayload = field("Takes a member out of the archive.", arguments={"id": MEMBER_ID})
