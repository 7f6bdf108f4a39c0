"""What is kept of a member."""

from resolvers.planner import masks
from rules.members import Gender, MemberStatus, Quadrant
from rules.permissions import Sensitivity
from rules.tiers import TierMode
from schema.errors import UserError, user_errors
from schema.fields import argument, field, kind
from schema.members.duplicates import FIRST_DUPLICATES, MemberDuplicate
from schema.members.words import FieldVisibility
from schema.money import Money
from schema.names import (
    AfterSalesCase,
    AuditEvent,
    CampaignParticipation,
    CareTask,
    ChangeSet,
    ContactRefusal,
    Coupon,
    CouponWhere,
    DictionaryItem,
    Disclosure,
    GrowthEntry,
    HeldEffect,
    Interaction,
    MakeGood,
    MemberActivity,
    MemberDevice,
    MemberMessage,
    MemberNotice,
    Order,
    Payment,
    Penalty,
    PointsEntry,
    PointsHold,
    PointsLot,
    Promise,
    RewardRedemption,
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
from schema.tiers import TierProgress
from schema.wallets import Wallet

CONTACT, IDENTITY, FINANCIAL = Sensitivity.CONTACT, Sensitivity.IDENTITY, Sensitivity.FINANCIAL
INTERNAL = Sensitivity.INTERNAL


@kind("A card that stands for a member.")
class MemberCard(Node):
    card_no: str = field("The number on the card.", CONTACT, mask=masks.of_number)
    kind: DictionaryItem | None = field("What sort of card it is.")
    is_virtual: bool = field("True if it exists only in an app.")
    is_named: bool = field("True if only its owner may use it.")
    is_secret: bool = field("True if it asks for a PIN.")
    is_active: bool = field("False if it was blocked or replaced.")
    issued_at: DateTime = field("When it was made.")
    member: "Member | None" = field("Whose card it is; null if it was not given out yet.")


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
    revealed_until: DateTime | None = field("Until when it is shown to the caller for a reason; null otherwise.")
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
    asks_for_pin: bool = field("True if the member wants to be asked for the PIN before points and rewards are shown.")
    is_demo: bool = field("True if the personal data was made up for the demo.")
    source: DictionaryItem | None = field("The channel through which the member joined.")
    home_store: Store | None = field("The store that the member belongs to.")
    joined_at: DateTime = field("When the member joined.")
    archived_at: DateTime | None = field("When the member was put away; null for those who are not.")
    merged_into: "Member | None" = field("The file that this one was merged into.")
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
    pending_lots: list[PointsLot] = field("Points that were earned and cannot be spent yet, the next ones first.")
    holds: Connection[PointsHold] = field("Points that were set aside, newest first.", arguments=page())
    activities: Connection[MemberActivity] = field("What the member did beside buying, newest first.", arguments=page())
    redemptions: Connection[RewardRedemption] = field("Rewards that the member took, newest first.", arguments=page())
    notices: Connection[MemberNotice] = field("Messages that the member is due, newest first.", arguments=page())
    wallet: Wallet = field("Stored value.", FINANCIAL)
    wallet_entries: Connection[WalletEntry] = field(
        "Changes of stored value, newest first.", FINANCIAL, arguments=page()
    )
    payments: Connection[Payment] = field("What the member paid in online, newest first.", FINANCIAL, arguments=page())
    cards: list[MemberCard] = field("The member's cards.")
    addresses: list[MemberAddress] = field("Where things can be sent.", CONTACT)
    attributes: list[MemberAttribute] = field("Further facts, such as household and income band.", IDENTITY)
    held_effects: Connection[HeldEffect] = field(
        "What waits or was dropped because the member was frozen or cancelled, newest first.", arguments=page()
    )
    coupons: Connection[Coupon] = field(
        "The member's coupons, newest first.", arguments=page(where=argument(CouponWhere | None, "Which coupons."))
    )
    after_sales_cases: Connection[AfterSalesCase] = field(
        "What the member asked for after sales, newest first.", arguments=page()
    )
    orders: Connection[Order] = field("The member's orders, newest first.", arguments=page())
    make_goods: Connection[MakeGood] = field(
        "What was given to make something good, newest first.", Sensitivity.INTERNAL, arguments=page()
    )
    penalties: Connection[Penalty] = field("Penalties of the member, newest first.", arguments=page())
    promises: Connection[Promise] = field(
        "What the member was promised, due first.", Sensitivity.INTERNAL, arguments=page()
    )
    tickets: Connection[Ticket] = field(
        "The member's tickets, newest first.", arguments=page(where=argument(TicketWhere | None, "Which tickets."))
    )
    interactions: Connection[Interaction] = field("Contacts with the member, newest first.", INTERNAL, arguments=page())
    care_tasks: Connection[CareTask] = field("Calls and messages that the member is due, or was.", arguments=page())
    contact_refusals: Connection[ContactRefusal] = field(
        "Over which channels the member does not want to be contacted.", arguments=page()
    )
    messages: Connection[MemberMessage] = field("Messages to the member, newest first.", arguments=page())
    campaigns: Connection[CampaignParticipation] = field(
        "Campaigns that the member was chosen for, newest first.", arguments=page()
    )
    audit_events: Connection[AuditEvent] = field(
        "What was done to the member's file, newest first.", INTERNAL, arguments=page()
    )
    devices: list[MemberDevice] = field("Where the member is, and was, signed in, the oldest first.", CONTACT)
    tags: list[Tag] = field("Words that group the member.", INTERNAL)
    metrics: MemberMetrics | None = field("The member's figures.")
    duplicates: list[MemberDuplicate] = field(
        "Other files that may be of the same person, the likeliest first.",
        INTERNAL,
        arguments={"first": FIRST_DUPLICATES},
    )
    access_report: Connection[Disclosure] = field(
        "Who was shown more of this member than roles show every day, and why; newest first.", arguments=page()
    )
    field_access: list[FieldAccess] = field("What the caller may see of each field of this member, and why.")


@kind("What a change of a member's file did.")
class MemberPayload:
    member: Member | None = field("The member; null if nothing was changed.")
    change_set: ChangeSet | None = field("Takes it back, where that can be done.")
    user_errors: list[UserError] = user_errors()
