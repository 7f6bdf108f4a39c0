"""Contacts with members: limits, opt-outs, and the messages on their way."""

from rules.contacting import ContactChannel, ContactPurpose
from rules.mail import MailStatus
from rules.permissions import Sensitivity
from schema.arguments import VERSION, WHO
from schema.errors import UserError, user_errors
from schema.fields import argument, field, given, kind, operand, required, words
from schema.filters import AND, EQ, IN, NOT, OR, DateTimeFilter
from schema.names import ChangeSet, Member
from schema.paging import Connection, Node, root_page, where
from schema.scalars import DateTime

INTERNAL, CONTACT = Sensitivity.INTERNAL, Sensitivity.CONTACT

words(
    ContactChannel,
    "How a member is reached.",
    CALL="A call.",
    SMS="A text message.",
    PUSH="A message of the member's app.",
    IN_SITE="A message that is read in the member's app or on the web.",
    EMAIL="An e-mail.",
)
words(
    ContactPurpose,
    "What a contact is made for.",
    CARE="A step of a care series.",
    CAMPAIGN="A campaign.",
    SERVICE="Something that the member asked for.",
)
words(
    MailStatus,
    "How far a message is.",
    WAITING="It waits to be sent.",
    SENDING="It is being sent.",
    SENT="Whoever delivers it has taken it.",
    FAILED="It was tried often enough.",
)


@kind("How often members are contacted at most, and when nobody is. The lowest of all limits that fit counts.")
class ContactLimit(Node):
    code: str = field("The limit's code.")
    name: str = field("What staff call it.")
    channel: ContactChannel | None = field("Of which channel; null for all channels together.")
    tiers: list[str] = field("For members of which tiers, by code; empty for all.")
    per_day: int | None = field("Contacts a day; null for no such limit.")
    per_week: int | None = field("Contacts a calendar week; null for no such limit.")
    per_month: int | None = field("Contacts a calendar month; null for no such limit.")
    quiet_from: str | None = field("From this time of day on nobody is contacted; null for no quiet hours.")
    quiet_until: str | None = field("Until this time of day nobody is contacted.")
    is_active: bool = field("Whether it counts.")
    version: int = field("Counts edits.", INTERNAL)


@kind("A contact with a member that the limits allowed.")
class Contact(Node):
    member: Member | None = field("Who was contacted.")
    channel: ContactChannel = field("How.")
    purpose: ContactPurpose = field("What for.")
    about: str = field("What about: a series, a campaign.")
    actor: str = field("Who asked for it.", INTERNAL)
    at: DateTime = field("When it was to be made.")
    released_at: DateTime | None = field("When it was given up, so that it counts no more; null if it counts.")


@kind("That a member does not want to be contacted.")
class ContactRefusal(Node):
    member: Member | None = field("Who does not want it.")
    channel: ContactChannel | None = field("Over which channel; null for any.")
    reason: str = field("Why, or how it was said.", INTERNAL)
    actor: str = field("Who noted it.", INTERNAL)
    at: DateTime = field("When.")


@kind("A message to a member.")
class MemberMessage(Node):
    member: Member | None = field("To whom.")
    channel: ContactChannel = field("How it goes.")
    language: str = field("In which language: en or zh-CN.")
    subject: str = field("What it is about.", CONTACT)
    body: str = field("What it says.", CONTACT)
    about: str = field("What it belongs to: a series, a campaign.")
    status: MailStatus = field("How far it is.")
    tries: int = field("How often it was tried.", INTERNAL)
    at: DateTime = field("When it was written.")
    sent_at: DateTime | None = field("When whoever delivers it took it; null if nobody did yet.")
    error: str | None = field("Why it could not be sent; null if nothing is wrong.", INTERNAL)


@given("Conditions on a channel.")
class ContactChannelFilter:
    eq: ContactChannel | None = operand(EQ)
    in_: list[ContactChannel] | None = operand(IN, "in")


@given("Conditions on what a contact is made for.")
class ContactPurposeFilter:
    eq: ContactPurpose | None = operand(EQ)
    in_: list[ContactPurpose] | None = operand(IN, "in")


@given("Conditions on how far a message is.")
class MailStatusFilter:
    eq: MailStatus | None = operand(EQ)
    in_: list[MailStatus] | None = operand(IN, "in")


@given("Conditions on contacts.")
class ContactWhere:
    and_: list["ContactWhere"] | None = operand(AND, "and")
    or_: list["ContactWhere"] | None = operand(OR, "or")
    not_: "ContactWhere | None" = operand(NOT, "not")
    channel: ContactChannelFilter | None = operand("How.")
    purpose: ContactPurposeFilter | None = operand("What for.")
    at: DateTimeFilter | None = operand("When it was to be made.")


@given("Conditions on opt-outs.")
class ContactRefusalWhere:
    and_: list["ContactRefusalWhere"] | None = operand(AND, "and")
    or_: list["ContactRefusalWhere"] | None = operand(OR, "or")
    not_: "ContactRefusalWhere | None" = operand(NOT, "not")
    at: DateTimeFilter | None = operand("When.")


@given("Conditions on messages to members.")
class MemberMessageWhere:
    and_: list["MemberMessageWhere"] | None = operand(AND, "and")
    or_: list["MemberMessageWhere"] | None = operand(OR, "or")
    not_: "MemberMessageWhere | None" = operand(NOT, "not")
    channel: ContactChannelFilter | None = operand("How it goes.")
    status: MailStatusFilter | None = operand("How far it is.")
    at: DateTimeFilter | None = operand("When it was written.")


@given("A limit of contacts. What is not given stays as it is; null empties it.")
class ContactLimitSaveInput:
    code: str = required("The limit's code; a new one makes a new limit.")
    name: str = required("What staff call it.")
    channel: ContactChannel | None = operand("Of which channel; empty for all channels together.")
    tiers: list[str] | None = operand("For members of which tiers, by code; empty for all.")
    per_day: int | None = operand("Contacts a day.")
    per_week: int | None = operand("Contacts a calendar week.")
    per_month: int | None = operand("Contacts a calendar month.")
    quiet_from: str | None = operand("From this time of day on nobody is contacted: 21:00.")
    quiet_until: str | None = operand("Until this time of day nobody is contacted: 09:00.")
    is_active: bool | None = operand("Whether it counts.")


@kind("What saving a limit of contacts did.")
class ContactLimitPayload:
    limit: ContactLimit | None = field("The limit; null if nothing was changed.")
    change_set: ChangeSet | None = field("Takes it back; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


@kind("What noting whether a member may be contacted did.")
class ContactPreferencePayload:
    member: Member | None = field("The member; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


@kind("Questions about contacts with members.")
class ContactQueries:
    contact_limits: list[ContactLimit] = field("All limits of contacts, by code.")
    contact_limit: ContactLimit | None = field("One limit of contacts.", arguments={"code": argument(str, "The code.")})
    contacts: Connection[Contact] = field(
        "Contacts that the limits allowed, newest first.", arguments=root_page(where=where(ContactWhere | None))
    )
    contact_refusals: Connection[ContactRefusal] = field(
        "Members who do not want to be contacted, newest first.",
        arguments=root_page(where=where(ContactRefusalWhere | None)),
    )
    member_messages: Connection[MemberMessage] = field(
        "Messages to members, newest first.", arguments=root_page(where=where(MemberMessageWhere | None))
    )


CHANNEL = argument(ContactChannel | None, "Over which channel; any unless given.")


@kind("Changes of what contacts with members may be.")
class ContactMutations:
    contact_limit_save: ContactLimitPayload = field(
        "Makes or changes a limit of contacts. A channel that no limit covers is not used at all.",
        arguments={"input": argument(ContactLimitSaveInput, "The limit."), "expected_version": VERSION},
    )
    contact_refuse: ContactPreferencePayload = field(
        "Notes that a member does not want to be contacted: from then on nobody does, and care series end.",
        arguments={"member": WHO, "channel": CHANNEL, "reason": argument(str, "Why, or how the member said it.")},
    )
    contact_allow: ContactPreferencePayload = field(
        "Notes that a member may be contacted again.", arguments={"member": WHO, "channel": CHANNEL}
    )
