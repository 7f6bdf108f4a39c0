"""Service levels: policies, their warnings and escalations, and the clocks of a ticket explained."""

from rules.clocks import ClockKind, ClockState, SegmentKind
from rules.permissions import Sensitivity
from rules.sla import AlarmAction
from schema.arguments import VERSION
from schema.calendars import BusinessCalendar
from schema.changes import ChangeSet
from schema.errors import UserError, user_errors
from schema.fields import argument, field, given, kind, operand, required, words
from schema.jobs import Job
from schema.paging import Node
from schema.policies import RuleVersion
from schema.scalars import DateTime
from schema.tickets import Ticket, TicketChannel, TicketPriority, TicketStatus

INTERNAL = Sensitivity.INTERNAL

words(
    ClockKind,
    "A clock of a ticket.",
    FIRST_RESPONSE="Until somebody answers for the first time.",
    NEXT_RESPONSE="From a further word of the member until it is answered.",
    RESOLUTION="Until the ticket is resolved.",
)
words(
    ClockState,
    "How a clock stands.",
    RUNNING="It runs in business hours.",
    PAUSED="It waits for somebody else.",
    STOPPED="The ticket is finished without it.",
    MET="What it waited for has happened.",
)
words(
    SegmentKind,
    "What a clock did for a while.",
    RAN="It ran.",
    CLOSED="Out of business hours.",
    PAUSED="It was paused by the ticket's status.",
    STOPPED="The ticket was finished.",
)
words(
    AlarmAction,
    "What is done as time runs out.",
    NOTIFY="Somebody is told.",
    RAISE_PRIORITY="The priority is raised by one.",
    ASSIGN="The ticket is handed to a team or a person.",
)


@kind("What a policy does when a share of a clock's time is used up.")
class SlaAlarm:
    clock: ClockKind = field("Of which clock.")
    percent: int = field("At how many percent of the target; 100 is when the time is up.")
    action: AlarmAction = field("What is done.")
    team_code: str | None = field("The team that is told or gets it; null if none is named.")
    person: str | None = field("Who is told or gets it, by the name that they sign in with; null if nobody is named.")


@kind("How fast tickets of some kind are to be answered and resolved.")
class SlaPolicy(Node):
    code: str = field("The policy's code.")
    name: str = field("What staff call it.")
    position: int = field("Policies are looked through in this order; the first that fits counts.")
    calendar: BusinessCalendar | None = field("The hours in which time counts; null for the default calendar.")
    priorities: list[TicketPriority] = field("For which priorities; empty for all.")
    categories: list[str] = field("For which categories, by code; empty for all.")
    channels: list[TicketChannel] = field("For which channels; empty for all.")
    tiers: list[str] = field("For members of which tiers, by code; empty for all.")
    teams: list[str] = field("For which teams, by code; empty for all.")
    first_response: int | None = field("Business minutes until the first answer; null for no target.")
    next_response: int | None = field("Business minutes until each further answer; null for no target.")
    resolution: int | None = field("Business minutes until it is resolved; null for no target.")
    pauses: list[TicketStatus] = field("The statuses in which the clocks are paused.")
    alarms: list[SlaAlarm] = field("Warnings and escalations.")
    open_tickets: int = field(
        "How many open tickets have it, in any version.", about="Ticket", counts=("Ticket.status",)
    )
    is_active: bool = field("False if no ticket gets it any more.")
    version: int = field("Counts the edits; send it back as expectedVersion.")
    versions: list[RuleVersion] = field("What it said and since when, newest first.")


@kind("A stretch of time in which a clock ran, or stood still.")
class ClockSegment:
    kind: SegmentKind = field("What the clock did.")
    status: TicketStatus = field("The status of the ticket meanwhile.")
    from_: DateTime = field("From when on.", name="from")
    until: DateTime = field("Until when; now, if it lasts.")
    minutes: int = field("How long, in whole minutes.")


@kind("A warning or escalation of one clock.")
class ClockAlarm:
    percent: int = field("At how many percent of the target.")
    action: AlarmAction = field("What is done.")
    to: str | None = field("The team or person that is named; null for who has the ticket.")
    due_at: DateTime | None = field("When it is due; null while the clock stands still.")
    rang_at: DateTime | None = field("When it was carried out; null if it was not, or not yet.")


@kind("A clock of a ticket, with every stretch of time that it ran or stood still.")
class TicketClock:
    kind: ClockKind = field("Which clock.")
    state: ClockState = field("How it stands.")
    target_minutes: int = field("How many business minutes were promised.")
    ran_minutes: int = field("How many have been used, in whole minutes.")
    began_at: DateTime = field("When it began.")
    met_at: DateTime | None = field("When what it waits for happened; null if it did not.")
    due_at: DateTime | None = field("When its time is up; null while it is paused.")
    is_late: bool = field("True if it is, or was, too late.")
    policy_code: str = field("The policy that promises it.")
    policy_name: str = field("What staff call the policy.")
    policy_version: int = field("In which version the ticket has it.")
    calendar_name: str | None = field("The calendar by which it runs; null if time always counts.")
    calendar_version: int | None = field("In which version.")
    segments: list[ClockSegment] = field("What it did, from its beginning until now.")
    alarms: list[ClockAlarm] = field("What happens as its time runs out.")


@kind("An open ticket whose times a policy would change.")
class SlaChange:
    ticket: Ticket | None = field("The ticket; null if you may not see it.")
    before: DateTime | None = field("When it is due now; null if nothing is.")
    after: DateTime | None = field("When it would be due.")
    was_late: bool = field("True if it is late now.")
    is_late: bool = field("True if it would be late.")


@kind("What a policy would do to the open tickets if it applied to them.")
class SlaPreview:
    looked: int = field("How many open tickets were looked at: at most the 20,000 that are due first.")
    changed: int = field("Of how many the times would change.")
    sooner: int = field("How many would be due sooner.")
    later: int = field("How many would be due later, or not at all.")
    newly_late: int = field("How many would be late that are not now.")
    no_longer_late: int = field("How many would not be late any more.")
    tickets: list[SlaChange] = field("Those that would change, the first hundred that are due.")


@given("A warning or an escalation.")
class SlaAlarmInput:
    clock: ClockKind = required("Of which clock.")
    percent: int = required("At how many percent of the target, 1 to 1,000; 100 is when the time is up.")
    action: AlarmAction = required("What is done.")
    team_code: str | None = operand("The team that is told or gets it.")
    person: str | None = operand("Who is told or gets it, by the name that they sign in with.")


@given("A policy of service levels. What is not given stays as it is; null empties it.")
class SlaPolicySaveInput:
    code: str = required("The policy's code; a new one makes a new policy.")
    name: str = required("What staff call it.")
    position: int | None = operand("Policies are looked through in this order; 100 at first.")
    calendar_code: str | None = operand("The hours in which time counts; empty for the default calendar.")
    priorities: list[TicketPriority] | None = operand("For which priorities; empty for all.")
    categories: list[str] | None = operand("For which categories, by code; empty for all.")
    channels: list[TicketChannel] | None = operand("For which channels; empty for all.")
    tiers: list[str] | None = operand("For members of which tiers, by code; empty for all.")
    teams: list[str] | None = operand("For which teams, by code; empty for all.")
    first_response: int | None = operand("Business minutes until the first answer.")
    next_response: int | None = operand("Business minutes until each further answer.")
    resolution: int | None = operand("Business minutes until it is resolved.")
    pauses: list[TicketStatus] | None = operand(
        "The statuses in which the clocks are paused; PENDING_CUSTOMER at first."
    )
    alarms: list[SlaAlarmInput] | None = operand("Warnings and escalations; all of them.")
    is_active: bool | None = operand("Whether tickets get it.")


@kind("What saving a policy of service levels did.")
class SlaPolicyPayload:
    policy: SlaPolicy | None = field("The policy; null if nothing was changed.")
    job: Job | None = field("The job that gives open tickets their new times; null if none is needed.")
    change_set: ChangeSet | None = field("Takes it back; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


@kind("What making the times of open tickets anew did.")
class SlaJobPayload:
    job: Job | None = field("The job; null if nothing was begun.")
    user_errors: list[UserError] = user_errors()


@kind("Changes of service levels.")
class SlaMutations:
    sla_policy_save: SlaPolicyPayload = field(
        "Makes or changes a policy. Each edit is a new version; running tickets keep the version that they have, "
        "unless `appliesToOpen` is true.",
        arguments={
            "input": argument(SlaPolicySaveInput, "The policy."),
            "applies_to_open": argument(bool | None, "Whether open tickets get the new version; false unless given."),
            "expected_version": VERSION,
        },
    )
    sla_apply: SlaJobPayload = field(
        "Gives every open ticket the policy that fits it now, in its newest version, and the calendar as it is now."
    )


@kind("Questions about service levels.")
class SlaQueries:
    sla_policies: list[SlaPolicy] = field(
        "All policies of service levels, in the order in which they are looked through."
    )
    sla_policy: SlaPolicy | None = field(
        "One policy of service levels.", arguments={"code": argument(str, "The code.")}
    )
    sla_policy_preview: SlaPreview = field(
        "What a policy would do to the open tickets if it applied to them. Nothing is changed.",
        INTERNAL,
        about="Ticket",
        arguments={"input": argument(SlaPolicySaveInput, "The policy as it would be saved.")},
    )
    explain_ticket_clocks: list[TicketClock] = field(
        "The clocks of a ticket: what is promised, by which policy and calendar, and every stretch of time that each "
        "ran or stood still.",
        INTERNAL,
        about="Ticket",
        arguments={"number": argument(str, "The ticket's number.")},
    )
