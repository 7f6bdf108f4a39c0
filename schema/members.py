"""Members: the file of a person in the program."""

from enum import StrEnum

import strawberry

from resolvers.planner import masks
from rules.members import Gender, MemberStatus, Quadrant
from rules.permissions import Sensitivity
from rules.tiers import TierMode
from schema.fields import argument, defaulted, field, given, kind, operand, required, words
from schema.filters import (
    AND,
    EQ,
    IN,
    NOT,
    OR,
    BooleanFilter,
    DateFilter,
    DateTimeFilter,
    DecimalFilter,
    IdFilter,
    IntFilter,
    PointsFilter,
    SortDirection,
    StringFilter,
)
from schema.money import Money
from schema.names import (
    CampaignParticipation,
    Coupon,
    CouponWhere,
    DictionaryItem,
    GrowthEntry,
    Interaction,
    Order,
    PointsEntry,
    PointsLot,
    Store,
    Ticket,
    TicketWhere,
    Tier,
    TierChange,
    WalletEntry,
)
from schema.paging import Connection, Node, page
from schema.points import PointsAccount
from schema.scalars import Date, DateTime, Points
from schema.tiers import TierProgress, TierWhere
from schema.wallets import Wallet

CONTACT, IDENTITY, FINANCIAL = Sensitivity.CONTACT, Sensitivity.IDENTITY, Sensitivity.FINANCIAL
INTERNAL = Sensitivity.INTERNAL


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


@kind("A card that stands for a member.")
class MemberCard(Node):
    card_no: str = field("The number on the card.", CONTACT, mask=masks.of_number)
    kind: DictionaryItem | None = field("What sort of card it is.")
    is_virtual: bool = field("True if it exists only in an app.")
    is_named: bool = field("True if only its owner may use it.")
    is_secret: bool = field("True if it asks for a PIN.")
    is_active: bool = field("False if it was blocked or replaced.")


@kind("Where something can be sent to a member.")
class MemberAddress(Node):
    label: str = field("What the member calls it.", CONTACT, mask=masks.of_text)
    receiver: str | None = field("Who receives there.", CONTACT, mask=masks.of_name)
    phone: str | None = field("Whom to call.", CONTACT, mask=masks.of_phone)
    country: str = field("ISO 3166 code of the country.", CONTACT, mask=masks.of_text)
    region: str | None = field("Province or state.", CONTACT, mask=masks.of_text)
    city: str | None = field("City.", CONTACT, mask=masks.of_text)
    street: str = field("Street and number.", CONTACT, mask=masks.of_text)
    postal_code: str | None = field("Postal code.", CONTACT, mask=masks.of_text)
    is_default: bool = field("True for the one that is used unless another is chosen.")


@kind("A fact about a member beyond the core fields.")
class MemberAttribute:
    key: str = field("What the fact is about.")
    value: str = field("The fact.")


@kind("A word that groups members.")
class Tag(Node):
    name: str = field("The word.")
    is_automatic: bool = field("True if a rule gives and takes it.")


@kind("A member's figures, kept current. Periods and cut points are configurable.")
class MemberMetrics:
    order_count: int = field("Number of orders.", FINANCIAL)
    total_spend: Money = field("Sum of the orders' totals.", FINANCIAL)
    average_order: Money | None = field("Average total of an order; null without orders.", FINANCIAL)
    first_order_at: DateTime | None = field("When the first order was placed.")
    last_order_at: DateTime | None = field("When the last order was placed.")
    recency_score: int | None = field("1 to 5: how lately the member bought, against the others.", INTERNAL)
    frequency_score: int | None = field("1 to 5: how often the member bought, against the others.", INTERNAL)
    monetary_score: int | None = field("1 to 5: how much the member spent, against the others.", INTERNAL)
    rfm_group: str | None = field("The group that the three scores put the member in.", INTERNAL)
    quadrant: Quadrant | None = field("Number of purchases × total spend.", INTERNAL)


@kind("What the caller may do with one field of a member, and why.")
class FieldAccess:
    visibility: FieldVisibility = field("How much of it the caller sees.")
    can_filter: bool = field("Whether the caller may find and sort members by it.")
    can_write: bool = field("Whether the caller may change it.")
    reason: str = field("Which role and class decided.")
    field: str = field("The field.")


@kind("A person (or an anonymous card) who belongs to the program.")
class Member(Node):
    member_no: str = field("The number that the member and staff use.")
    name: str | None = field("The member's name.", CONTACT, mask=masks.of_name)
    latin_name: str | None = field("The name in Latin letters, e.g. in pinyin.", CONTACT, mask=masks.of_name)
    phone: str | None = field("Phone number with country code.", CONTACT, mask=masks.of_phone)
    email: str | None = field("E-mail address, in lower case.", CONTACT, mask=masks.of_email)
    birthday: Date | None = field("Day of birth.", IDENTITY)
    gender: Gender | None = field("As the member told it.", IDENTITY)
    status: MemberStatus = field("What the member may do.")
    is_anonymous: bool = field("True if the member gave no personal data.")
    is_demo: bool = field("True if the personal data was made up for the demo.")
    source: DictionaryItem | None = field("The channel through which the member joined.")
    home_store: Store | None = field("The store that the member belongs to.")
    joined_at: DateTime = field("When the member joined.")
    external_reference: str | None = field("What another system calls this member.", INTERNAL)
    version: int = field("Counts the edits of this file; send it back as expectedVersion.")
    tier: Tier | None = field("The member's level.")
    tier_mode: TierMode = field("Who decides the tier.")
    tier_floor: Tier | None = field("The tier below which the rules never go.")
    tier_cap: Tier | None = field("The tier above which the rules never go.")
    tier_expires_at: DateTime | None = field("When the tier ends unless it is earned again.")
    tier_progress: TierProgress | None = field("What is missing to the next tier and to keep this one.")
    tier_changes: Connection[TierChange] = field("Moves between tiers, newest first.", arguments=page())
    growth_value: Points = field("What decides the tier; it only grows.")
    growth_entries: Connection[GrowthEntry] = field("Changes of the growth value, newest first.", arguments=page())
    points: PointsAccount = field("The member's points.")
    points_entries: Connection[PointsEntry] = field("Changes of the points, newest first.", arguments=page())
    points_lots: Connection[PointsLot] = field("Points by expiry, the next to expire first.", arguments=page())
    wallet: Wallet = field("Stored value.", FINANCIAL)
    wallet_entries: Connection[WalletEntry] = field(
        "Changes of stored value, newest first.", FINANCIAL, arguments=page()
    )
    cards: list[MemberCard] = field("The member's cards.")
    addresses: list[MemberAddress] = field("Where things can be sent.", CONTACT)
    attributes: list[MemberAttribute] = field("Further facts, such as household and income band.", IDENTITY)
    coupons: Connection[Coupon] = field(
        "The member's coupons, newest first.", arguments=page(where=argument(CouponWhere | None, "Which coupons."))
    )
    orders: Connection[Order] = field("The member's orders, newest first.", arguments=page())
    tickets: Connection[Ticket] = field(
        "The member's tickets, newest first.", arguments=page(where=argument(TicketWhere | None, "Which tickets."))
    )
    interactions: Connection[Interaction] = field("Contacts with the member, newest first.", INTERNAL, arguments=page())
    campaigns: Connection[CampaignParticipation] = field(
        "Campaigns that the member was chosen for, newest first.", arguments=page()
    )
    tags: list[Tag] = field("Words that group the member.", INTERNAL)
    metrics: MemberMetrics | None = field("The member's figures.")
    field_access: list[FieldAccess] = field("What the caller may see of each field of this member, and why.")


@given("The one thing by which a member is looked up.", one_of=True)
class MemberBy:
    id: strawberry.ID | None = operand("The id.")
    member_no: str | None = operand("The member number.")
    phone: str | None = operand("The phone number; spaces and dashes do not matter.")
    email: str | None = operand("The e-mail address.")
    card_no: str | None = operand("The number of one of the cards.")


@given("Conditions on a member's status.")
class MemberStatusFilter:
    eq: MemberStatus | None = operand(EQ)
    in_: list[MemberStatus] | None = operand(IN, "in")


@given("Conditions on gender.")
class GenderFilter:
    eq: Gender | None = operand(EQ)
    in_: list[Gender] | None = operand(IN, "in")


@given("Conditions on the quadrant of purchases × spend.")
class QuadrantFilter:
    eq: Quadrant | None = operand(EQ)
    in_: list[Quadrant] | None = operand(IN, "in")


@given("Conditions on members.")
class MemberWhere:
    and_: list["MemberWhere"] | None = operand(AND, "and")
    or_: list["MemberWhere"] | None = operand(OR, "or")
    not_: "MemberWhere | None" = operand(NOT, "not")
    id: IdFilter | None = operand("The id.")
    member_no: StringFilter | None = operand("The member number.")
    name: StringFilter | None = operand("The name.")
    phone: StringFilter | None = operand("The phone number.")
    email: StringFilter | None = operand("The e-mail address.")
    card_no: StringFilter | None = operand("The number of a card.")
    birthday: DateFilter | None = operand("The day of birth.")
    gender: GenderFilter | None = operand("The gender.")
    status: MemberStatusFilter | None = operand("The status.")
    is_anonymous: BooleanFilter | None = operand("Whether personal data was given.")
    joined_at: DateTimeFilter | None = operand("When the member joined.")
    source: StringFilter | None = operand("The code of the source channel.")
    home_store: StringFilter | None = operand("The code of the home store.")
    tier: TierWhere | None = operand("The tier.")
    growth_value: PointsFilter | None = operand("The growth value.")
    points_available: PointsFilter | None = operand("Points that can be spent.")
    tags: StringFilter | None = operand("The name of a tag.")
    total_spend: DecimalFilter | None = operand("What the member has spent in all.")
    order_count: IntFilter | None = operand("The number of orders.")
    last_order_at: DateTimeFilter | None = operand("When the member last ordered.")
    quadrant: QuadrantFilter | None = operand("The quadrant of purchases × spend.")


@given("One step of the order of members.")
class MemberOrder:
    field: MemberOrderField = required("What to sort by.")
    direction: SortDirection = defaulted("In which direction.", SortDirection.ASC)
