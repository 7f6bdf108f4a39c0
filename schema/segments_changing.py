"""Mutations of segments."""

from schema.arguments import VERSION
from schema.campaigns import Segment
from schema.changes import ChangeSet
from schema.errors import UserError, user_errors
from schema.fields import argument, field, kind
from schema.names import MemberWhere


@kind("What became of a segment.")
class SegmentPayload:
    segment: Segment | None = field("The segment; null if nothing was changed.")
    change_set: ChangeSet | None = field("Takes it back; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


@kind("Changes of segments.")
class SegmentMutations:
    segment_save: SegmentPayload = field(
        "Makes or changes a segment, by its code. The conditions of one that a campaign under way is meant for stay.",
        arguments={
            "code": argument(str, "The segment's code; a new one makes a segment."),
            "name": argument(str, "The segment's name."),
            "where": argument(MemberWhere, "Who belongs to it: whoever meets these conditions at the moment."),
            "expected_version": VERSION,
        },
    )
