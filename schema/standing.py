"""What counts for members who are frozen or cancelled, and what waits until they are back."""

from rules.members import MemberStatus
from rules.permissions import Sensitivity
from rules.standing import HeldStatus, Matter, Treatment
from schema.arguments import MEMBER_ID, VERSION, WHY
from schema.changes import ChangeSet
from schema.errors import UserError, user_errors
from schema.fields import argument, field, given, kind, required, words
from schema.members.file import MemberPayload
from schema.names import Order
from schema.paging import Node
from schema.scalars import DateTime, Points

INTERNAL = Sensitivity.INTERNAL
words(
    Matter,
    "What a status decides about.",
    EARN_POINTS="Points are earned.",
    EARN_GROWTH="Growth value is earned.",
    COUNT_SPEND="Spend and orders count for the tier.",
    SPEND_POINTS="Points are spent.",
    SPEND_WALLET="Stored value is paid in and spent.",
    USE_COUPONS="Coupons are used.",
    BENEFITS="Discounts and benefits are given.",
    UPGRADE="The rules raise the tier.",
    DOWNGRADE="The rules lower the tier; otherwise its clock stands still.",
    EXPIRE_POINTS="Points reach the end of their time.",
    MESSAGES="Messages are sent.",
)
words(
    Treatment,
    "What becomes of a matter.",
    ALLOW="It goes on as for an active member.",
    HOLD="It is kept, and decided when the member is back.",
    IGNORE="It does not happen.",
)
words(
    HeldStatus,
    "Where something that was held stands.",
    HELD="It waits.",
    REPLAYED="It was given when the member was back.",
    DROPPED="It was not given.",
)


@kind("Something that a rule would have given while the member was frozen or cancelled.")
class HeldEffect(Node):
    matter: Matter = field("What it is about.")
    amount: Points = field("How much: points, growth value, or minor units of money.")
    status: HeldStatus = field("Where it stands.")
    order: Order | None = field("The order that it came from.")
    at: DateTime = field("When it would have been given.")
    decided_at: DateTime | None = field("When it was decided.")


@kind("What a status does to a matter.")
class StatusTreatment:
    status: MemberStatus = field("The status.")
    matter: Matter = field("What it is about.")
    treatment: Treatment = field("What becomes of it.")
    version: int = field("Counts the edits of the whole policy; send it back as expectedVersion.")


@kind("What a change of the status policy did.")
class StatusPolicyPayload:
    version: int | None = field("The version of the policy now; null if nothing was changed.")
    change_set: ChangeSet | None = field("Takes it back; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


@given("How a cancelled member comes back.")
class MemberResumeInput:
    clear_points: bool = required("True to take all points away.")
    clear_accumulation: bool = required("True to begin at 0 with growth value and with what counts for the tier.")
    reason: str = required("Why; members and staff read it.")


@kind("Changes of members' standing.")
class StandingMutations:
    member_freeze: MemberPayload = field(
        "Stops what the status policy says of a member until unfrozen.", arguments={"id": MEMBER_ID, "reason": WHY}
    )
    member_unfreeze: MemberPayload = field(
        "Lets a frozen member go on, and gives what was held.", arguments={"id": MEMBER_ID, "reason": WHY}
    )
    member_cancel: MemberPayload = field(
        "Ends a membership: no services, rewards or discounts until it is resumed.",
        arguments={"id": MEMBER_ID, "reason": WHY},
    )
    member_resume: MemberPayload = field(
        "Lets a cancelled member in again, with or without what was there before.",
        arguments={"id": MEMBER_ID, "input": argument(MemberResumeInput, "What is cleared, and why.")},
    )
    status_policy_save: StatusPolicyPayload = field(
        "Says what becomes of one matter while members have a status.",
        arguments={
            "status": argument(MemberStatus, "Frozen or cancelled."),
            "matter": argument(Matter, "What it is about."),
            "treatment": argument(Treatment, "What becomes of it."),
            "expected_version": VERSION,
        },
    )
