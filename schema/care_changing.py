"""Setting up care, and making its calls."""

import strawberry

from rules.care import CallOutcome, CareStepKind, CareStop, CareTrigger, CareUnit
from rules.permissions import Sensitivity
from schema.arguments import VERSION
from schema.care import CallTeam, CareSeries, CareTask
from schema.contacting import ContactChannel
from schema.errors import UserError, user_errors
from schema.fields import argument, field, given, kind, operand, required
from schema.names import ChangeSet, Member, Ticket
from schema.scalars import Date, Decimal

INTERNAL = Sensitivity.INTERNAL


@given("A step of a series.")
class CareStepInput:
    kind: CareStepKind = required("What is done.")
    after: int = required("How long after what begins the series; below 0 for before a birthday.")
    unit: CareUnit = required("The unit of `after`.")
    channel: ContactChannel | None = operand("How a message goes; empty for a call.")
    script: str | None = operand(
        "What is said, in English; {name}, {memberNo}, {tier}, {points}, {store} are filled in."
    )
    script_zh: str | None = operand("What is said, in Chinese, with the same words filled in.")


@given("A care series. What is not given stays as it is; null empties it.")
class CareSeriesSaveInput:
    code: str = required("The series' code; a new one makes a new series.")
    name: str = required("What staff call it; the subject of its messages.")
    trigger: CareTrigger | None = operand("What begins it; the first order unless given.")
    amount: Decimal | None = operand("Above which amount an order begins it.")
    days: int | None = operand("After how many days without an order it begins.")
    tier_code: str | None = operand("Which tier must be reached; empty for any higher one.")
    categories: list[str] | None = operand("Tickets of which categories begin it, by code; empty for all.")
    tiers: list[str] | None = operand("For members of which tiers, by code; empty for all.")
    segment_code: str | None = operand("For members of which segment; empty for everybody.")
    call_team_code: str | None = operand("Who calls; empty for the team of the member's store.")
    steps: list[CareStepInput] | None = operand("The steps; all of them.")
    stops: list[CareStop] | None = operand("What ends it: a return, a complaint, an order. The rest always does.")
    is_active: bool | None = operand("Whether it begins and goes on.")


@given("A team that calls. What is not given stays as it is.")
class CallTeamSaveInput:
    code: str = required("The team's code here; a new one makes a new one.")
    name: str = required("What staff call it.")
    team_code: str | None = operand("Whose people call.")
    calendar_code: str | None = operand("Its hours are the call windows.")
    stores: list[str] | None = operand("Members of which stores, by code; empty for all that no other team calls.")
    language: str | None = operand("In which language its members are written to: en or zh-CN.")
    daily_capacity: int | None = operand("Calls that it can make in a day; 40 at first.")
    minutes: int | None = operand("How long a call should take at most, in minutes; 3 at first.")
    tries: int | None = operand("How often it tries to reach a member; 3 at first.")
    position: int | None = operand("Teams are looked through in this order; 100 at first.")
    is_active: bool | None = operand("Whether it calls.")


@given("How a call went.")
class CareCallInput:
    outcome: CallOutcome = required("How it went.")
    note: str | None = operand("What the member said; needed for a complaint.")
    duration_seconds: int | None = operand("How long it took; since it was begun unless given.")
    is_for_all: bool | None = operand("True if the member wants no contact of any kind, not only no calls.")


@kind("What saving a care series did.")
class CareSeriesPayload:
    series: CareSeries | None = field("The series; null if nothing was changed.")
    change_set: ChangeSet | None = field("Takes it back; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


@kind("What saving a team that calls did.")
class CallTeamPayload:
    call_team: CallTeam | None = field("The team; null if nothing was changed.")
    change_set: ChangeSet | None = field("Takes it back; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


@kind("What changing a step of a series did.")
class CareTaskPayload:
    task: CareTask | None = field("The step; null if nothing was changed.")
    member: Member | None = field("The member; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


@kind("What noting a call did.")
class CareCallPayload:
    task: CareTask | None = field("The step; null if nothing was changed.")
    member: Member | None = field("The member; null if nothing was changed.")
    ticket: Ticket | None = field("The ticket that was opened for a complaint; null if none was.")
    user_errors: list[UserError] = user_errors()


TASK = argument(strawberry.ID, "The step.")


@kind("Changes of care.")
class CareMutations:
    care_series_save: CareSeriesPayload = field(
        "Makes or changes a care series. What has begun goes on with the steps that it began with.",
        arguments={"input": argument(CareSeriesSaveInput, "The series."), "expected_version": VERSION},
    )
    call_team_save: CallTeamPayload = field(
        "Makes or changes a team that calls members.",
        arguments={"input": argument(CallTeamSaveInput, "The team."), "expected_version": VERSION},
    )
    care_call_begin: CareTaskPayload = field(
        "Begins a call that is planned for today, within a call window: from then on it is this person's.",
        arguments={"id": TASK, "expected_version": VERSION},
    )
    care_call_note: CareCallPayload = field(
        "Notes how a call went that the caller began: it becomes a contact of the member, and is tried again or ends.",
        arguments={"id": TASK, "input": argument(CareCallInput, "How it went."), "expected_version": VERSION},
    )
    care_task_put_off: CareTaskPayload = field(
        "Makes a step due on another day, as the member wished.",
        arguments={
            "id": TASK,
            "day": argument(Date, "On which day."),
            "note": argument(str | None, "Why."),
            "expected_version": VERSION,
        },
    )


@kind("One of the days ahead.")
class CareDay:
    day: Date = field("The day.")
    calls: int = field("Calls of this series that are expected to be due.")
    others: int = field("Calls of all series that are due already.")
    capacity: int = field("Calls that the teams can make on it; 0 without a call window.")


@kind("What a care series would do.")
class CareSeriesPreview:
    starting: int = field("Members for whom it would begin by what happened in the last 24 hours.")
    calls: int = field("Calls that it is expected to need in the next 30 days.")
    days: list[CareDay] = field("The next 30 days, as if on each as many began as would have 30 days before.")


@kind("Trying care.")
class CarePreviewQueries:
    care_series_preview: CareSeriesPreview = field(
        "What a series would do if it were saved like this. Nothing is changed.",
        INTERNAL,
        about="Member",
        arguments={"input": argument(CareSeriesSaveInput, "The series as it would be saved.")},
    )
