"""Care series, the teams that call, and what is due."""

from enum import StrEnum

import strawberry

from rules.care import CallOutcome, CareHold, CareStepKind, CareStop, CareTaskStatus, CareTrigger, CareUnit
from rules.permissions import Sensitivity
from schema.calendars import BusinessCalendar
from schema.contacting import ContactChannel, ContactQueries
from schema.fields import argument, defaulted, field, given, kind, operand, required, words
from schema.filters import AND, EQ, IN, NOT, OR, DateFilter, IdFilter, SortDirection, StringFilter
from schema.names import Interaction, Member, Segment, Staff, Team, Ticket, Tier
from schema.paging import Connection, Node, order_by, root_page, where
from schema.scalars import Date, DateTime, Decimal

INTERNAL, CONTACT = Sensitivity.INTERNAL, Sensitivity.CONTACT


class CareTaskOrderField(StrEnum):
    DUE_ON = "DUE_ON"
    RANK = "RANK"


words(
    CareTrigger,
    "What begins a series for a member.",
    FIRST_ORDER="The first order.",
    ORDER_ABOVE="Every order above an amount.",
    BIRTHDAY="The birthday; steps may be days before it.",
    COMPLAINT_RESOLVED="A ticket that was resolved.",
    NO_ORDER="No order for so many days.",
    JOINED="Becoming a member.",
    TIER_REACHED="Reaching a higher tier.",
)
words(
    CareStepKind,
    "What is done in a step.",
    CALL="Somebody of a team calls the member.",
    MESSAGE="A message is sent.",
)
words(CareUnit, "A unit of a step's distance.", DAYS="Days.", WEEKS="Weeks.", MONTHS="Calendar months.")
words(
    CareStop,
    "What ends a series for a member before its last step.",
    RETURN="Goods came back.",
    COMPLAINT="The member opened a ticket or complained.",
    ORDER="The member bought again.",
    OPT_OUT="The member does not want to be contacted.",
    MEMBER="The member was frozen, cancelled, erased, merged or archived.",
    WRONG_NUMBER="The number belongs to somebody else.",
)
words(
    CareTaskStatus,
    "How far a step is.",
    WAITING="Its day has not come, or nobody may be contacted yet.",
    PLANNED="It is a call of today.",
    CALLING="Somebody is calling.",
    DONE="It was done.",
    UNREACHED="The member could not be reached.",
    SKIPPED="It was left out.",
    STOPPED="The series ended before it.",
)
words(
    CareHold,
    "Why a step that is due still waits.",
    CAPACITY="The team has as many calls as it can make; it goes first tomorrow.",
    LIMIT="The member was contacted as often as the limits allow.",
    HOURS="Nobody is contacted at this time, or no limit covers the channel.",
    UNREACHABLE="The file has no number or address, or the member does not want it.",
    NOT_SET_UP="This installation cannot send over the channel: nothing is set up for it.",
)
words(
    CallOutcome,
    "How a call went.",
    REACHED="The member was reached.",
    NOT_REACHED="Nobody answered; it is tried again on the next day.",
    WRONG_NUMBER="The number belongs to somebody else; the series ends.",
    OPT_OUT="The member does not want to be called.",
    COMPLAINT="The member complained: a ticket is opened, the series ends.",
)
words(
    CareTaskOrderField,
    "What steps can be sorted by.",
    DUE_ON="The day on which they are due.",
    RANK="The rank of the member's tier.",
)


@kind("One step of a series.")
class CareStep:
    kind: CareStepKind = field("What is done.")
    after: int = field("How long after what begins the series; below 0 for before a birthday.")
    unit: CareUnit = field("The unit of `after`.")
    channel: ContactChannel | None = field("How a message goes; null for a call.")
    script: str = field("What is said, in English; {name}, {memberNo}, {tier}, {points}, {store} are filled in.")
    script_zh: str = field("What is said, in Chinese.")


@kind("A team that calls members, within the hours of a calendar and no more than it can.")
class CallTeam(Node):
    code: str = field("The team's code here.")
    name: str = field("What staff call it.")
    team: Team | None = field("Whose people call.")
    calendar: BusinessCalendar | None = field("Its hours are the call windows; its holidays have none.")
    stores: list[str] = field("Members of which stores it calls, by code; empty for all that no other team calls.")
    language: str = field("In which language its members are written to: en or zh-CN.")
    daily_capacity: int = field("Calls that it can make in a day.")
    minutes: int = field("How long a call should take at most, in minutes.")
    tries: int = field("How often it tries to reach a member.")
    position: int = field("Teams are looked through in this order.")
    is_active: bool = field("Whether it calls.")
    version: int = field("Counts edits.", INTERNAL)


@kind("A series of calls and messages that begins by itself for members, and ends by itself.")
class CareSeries(Node):
    code: str = field("The series' code.")
    name: str = field("What staff call it; the subject of its messages.")
    trigger: CareTrigger = field("What begins it.")
    amount: Decimal | None = field("Above which amount an order begins it.")
    days: int | None = field("After how many days without an order it begins.")
    tier: Tier | None = field("Which tier must be reached; null for any higher one.")
    categories: list[str] = field("Tickets of which categories begin it, by code; empty for all.")
    tiers: list[str] = field("For members of which tiers, by code; empty for all.")
    segment: Segment | None = field("For members of which segment; null for everybody.")
    call_team: CallTeam | None = field("Who calls; null for the team of the member's store.")
    steps: list[CareStep] = field("The steps.")
    stops: list[CareStop] = field("What ends it, beside what always does.")
    starts_from: DateTime = field("What happened before that begins nothing.")
    running: int = field("For how many members it runs now.")
    is_active: bool = field("Whether it begins and goes on.")
    version: int = field("Counts edits.", INTERNAL)


@kind("A step of a series that is due, or was, for a member.")
class CareTask(Node):
    series: CareSeries | None = field("The series.")
    member: Member | None = field("For whom.")
    kind: CareStepKind = field("What is done.")
    channel: ContactChannel = field("How the member is reached.")
    script: str = field("What is said, in English, filled in for the member.", CONTACT)
    script_zh: str = field("What is said, in Chinese, filled in for the member.", CONTACT)
    call_team: CallTeam | None = field("Who calls; null if no team calls this member, or nobody is called.")
    rank: int = field("The rank of the member's tier when the series began: the highest are called first.")
    due_on: Date = field("On which day it is due.")
    status: CareTaskStatus = field("How far it is.")
    planned_on: Date | None = field("For which day the call was planned; null if it was not.")
    assignee: Staff | None = field("Who calls.")
    tries: int = field("How often the member was called.")
    outcome: CallOutcome | None = field("How the last call went; null before the first.")
    note: str = field("What was noted.", INTERNAL)
    held: CareHold | None = field("Why it still waits; null if nothing holds it.")
    interaction: Interaction | None = field("The contact that the last call became.")
    ticket: Ticket | None = field("The ticket that was opened for a complaint.")
    begun_at: DateTime | None = field("When the call began.")
    done_at: DateTime | None = field("When it was over.")
    version: int = field("Counts edits.", INTERNAL)


@given("Conditions on how far a step is.")
class CareTaskStatusFilter:
    eq: CareTaskStatus | None = operand(EQ)
    in_: list[CareTaskStatus] | None = operand(IN, "in")


@given("Conditions on what is done.")
class CareStepKindFilter:
    eq: CareStepKind | None = operand(EQ)
    in_: list[CareStepKind] | None = operand(IN, "in")


@given("Conditions on steps of series.")
class CareTaskWhere:
    and_: list["CareTaskWhere"] | None = operand(AND, "and")
    or_: list["CareTaskWhere"] | None = operand(OR, "or")
    not_: "CareTaskWhere | None" = operand(NOT, "not")
    status: CareTaskStatusFilter | None = operand("How far it is.")
    kind: CareStepKindFilter | None = operand("What is done.")
    due_on: DateFilter | None = operand("On which day it is due.")
    planned_on: DateFilter | None = operand("For which day the call was planned.")
    assignee: IdFilter | None = operand("Who calls.")
    series: StringFilter | None = operand("The code of the series.")
    call_team: StringFilter | None = operand("The code of the team that calls.")


@given("An order of steps.")
class CareTaskOrder:
    field: CareTaskOrderField = required("What to sort by.")
    direction: SortDirection = defaulted("Which way.", SortDirection.ASC)


@kind("Questions about care.")
class CareQueries(ContactQueries):
    care_series_list: list[CareSeries] = field("All care series, by code.")
    care_series: CareSeries | None = field("One care series.", arguments={"code": argument(str, "The code.")})
    call_teams: list[CallTeam] = field("All teams that call members, by code.")
    call_team: CallTeam | None = field("One team that calls.", arguments={"code": argument(str, "The code.")})
    care_task: CareTask | None = field("One step.", arguments={"id": argument(strawberry.ID, "The id.")})
    care_tasks: Connection[CareTask] = field(
        "Steps of care series; those that are due first come first unless told otherwise.",
        arguments=root_page(where=where(CareTaskWhere | None), order_by=order_by(list[CareTaskOrder] | None)),
    )
