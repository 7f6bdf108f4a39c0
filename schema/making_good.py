"""Making something good from a ticket."""

import strawberry

from rules.goodwill import GoodwillAsset
from rules.permissions import Sensitivity
from rules.proposals import ProposalKind
from schema.arguments import KEY, VERSION
from schema.coupons import Coupon
from schema.errors import UserError, user_errors
from schema.fields import argument, field, given, kind, operand, required, words
from schema.filters import AND, EQ, IN, NOT, OR, DateTimeFilter, StringFilter
from schema.names import ChangeSet, Member, Order, Ticket
from schema.paging import Connection, Node, root_page
from schema.scalars import DateTime, Decimal, Points

INTERNAL = Sensitivity.INTERNAL


@kind("Something that was given to make something good.")
class MakeGood(Node):
    ticket: Ticket | None = field("The ticket that it was given for.")
    member: Member | None = field("Who got it.")
    order: Order | None = field("The order that the ticket is about.")
    asset: GoodwillAsset = field("What was given.")
    amount: Decimal = field("How much: points or coupons, or stored value in major units.")
    coupon: Coupon | None = field("The coupon, if it was one.")
    reason: str = field("Why; members read it beside the points or the money.")
    actor: str = field("Who gave it.", INTERNAL)
    at: DateTime = field("When.")
    undone_at: DateTime | None = field("When it was taken back; null if it was not.")


@given("Conditions on what was given away.")
class GoodwillAssetFilter:
    eq: GoodwillAsset | None = operand(EQ)
    in_: list[GoodwillAsset] | None = operand(IN, "in")


@given("Conditions on what was given to make something good.")
class MakeGoodWhere:
    and_: list["MakeGoodWhere"] | None = operand(AND, "and")
    or_: list["MakeGoodWhere"] | None = operand(OR, "or")
    not_: "MakeGoodWhere | None" = operand(NOT, "not")
    asset: GoodwillAssetFilter | None = operand("What was given.")
    at: DateTimeFilter | None = operand("When.")
    actor: StringFilter | None = operand("Who gave it.")


@given("What is given to make something good: points, a coupon or stored value, exactly one of them.")
class MakeGoodInput:
    points: Points | None = operand("So many points; more than 0.")
    coupon_template_code: str | None = operand("A coupon of this template.")
    amount: Decimal | None = operand("So much stored value, as bonus; more than 0.")
    reason: str = required("Why; the member reads it beside the points or the money.")
    answer: str | None = operand("What to answer the member in the ticket; nothing unless given.")
    proposal: str | None = operand("The key of the proposal that this is, so that nobody gives it again.")
    is_again: bool | None = operand(
        "True to give something although something was given for the same ticket or order in the last 30 days."
    )


@kind("What making something good did.")
class MakeGoodPayload:
    ticket: Ticket | None = field("The ticket as it is now; null if nothing was given.")
    member: Member | None = field("The member as he is now; null if nothing was given.")
    make_good: MakeGood | None = field("What was given; null if nothing was.")
    user_errors: list[UserError] = user_errors()
    change_set: ChangeSet | None = field("Takes it back as long as it is not used; null if nothing was given.")


words(
    ProposalKind,
    "What went wrong.",
    MISSING_ORDER="An order was recorded without the member.",
    WRONG_CARD="An order was recorded with a card number that was mistyped.",
    WRONG_STORE="An order was recorded in another store.",
    EXPIRED_EARLY="Points ended before their time.",
    DOUBLE_REFUND="Points of a returned order were taken twice.",
    CAMPAIGN_NOT_APPLIED="A campaign was promised and not applied.",
)


@kind("What is owed to a ticket's member, by the ledger, the orders and the rules.")
class MakeGoodProposal:
    key: str = field("Its key, for `MakeGoodInput.proposal`.")
    kind: ProposalKind = field("What went wrong.")
    asset: GoodwillAsset = field("What is owed.")
    amount: Decimal = field("How much: points, or stored value in major units.")
    said: str = field("What is owed and why, in a sentence.")
    reason: str = field("The reason as the member would read it.")
    evidence: list[str] = field("What proves it: the rules and what was booked.")
    order_number: str | None = field("The order that it is about.")
    entry_ids: list[strawberry.ID] = field("The entries of the ledger that prove it.")


@kind("Questions about what was given to make something good.")
class MakeGoodQueries:
    make_good_proposals: list[MakeGoodProposal] = field(
        "What is owed to the member of a ticket and was not made good yet: at most 5, those of the ticket's order "
        "first.",
        Sensitivity.INTERNAL,
        about="Ticket",
        arguments={"number": argument(str, "The ticket's number.")},
    )
    make_goods: Connection[MakeGood] = field(
        "What was given to make something good, newest first.",
        arguments=root_page(where=argument(MakeGoodWhere | None, "Which gifts.")),
    )


@kind("Making good.")
class MakeGoodMutations:
    ticket_make_good: MakeGoodPayload = field(
        "Gives the ticket's member something, within the giver's goodwill budget, and notes it in there. DUPLICATE "
        "if something was given for the same ticket or order in the last 30 days, STATE for a ticket that is closed or "
        "has no member, LIMIT_REACHED or APPROVAL_REQUIRED above the budget.",
        arguments={
            "id": argument(strawberry.ID, "The ticket."),
            "input": argument(MakeGoodInput, "What is given."),
            "idempotency_key": KEY,
            "expected_version": VERSION,
        },
    )
