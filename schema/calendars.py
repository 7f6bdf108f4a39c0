"""Business calendars: which hours count when something is due."""

from schema.arguments import VERSION
from schema.changes import ChangeSet
from schema.errors import UserError, user_errors
from schema.fields import argument, field, given, kind, operand, required
from schema.jobs import Job
from schema.paging import Node
from schema.policies import RuleVersion
from schema.scalars import Date


@kind("Hours in which work is done, on some days of the week.")
class WorkingHours:
    weekdays: list[int] = field("The days of the week: 1 is Monday, 7 is Sunday.")
    from_: str = field("From when on, such as 09:00.", name="from")
    until: str = field("Until when, such as 12:30; 24:00 is the end of the day.")


@kind("A day, or several in a row, on which other hours are worked than on that weekday, or none.")
class SpecialDay:
    day: Date = field("The day.")
    last_day: Date | None = field("The last one, if there are several; null for one day.")
    name: str = field("What staff call it.")
    yearly: bool = field("True if it is the same day in each year.")
    from_: str | None = field("From when on work is done; null if not at all.", name="from")
    until: str | None = field("Until when work is done.")
    as_weekday: int | None = field("The weekday whose hours are worked, as on a Saturday that makes up for a Monday.")


@kind("When work is done, so that time counts: any number of hours in a day, holidays, a time zone.")
class BusinessCalendar(Node):
    code: str = field("The calendar's code.")
    name: str = field("What staff call it.")
    zone: str = field("The time zone of its hours, such as Asia/Shanghai.")
    hours: list[WorkingHours] = field("The hours of an ordinary week.")
    days: list[SpecialDay] = field("Holidays, days with other hours, and extra working days.")
    is_default: bool = field("True if everything that names no calendar goes by this one.")
    is_active: bool = field("False if it is not used any more.")
    version: int = field("Counts the edits; send it back as expectedVersion.")
    versions: list[RuleVersion] = field("What it said and since when, newest first.")


@kind("A day of a calendar, as it will be.")
class CalendarDay:
    day: Date = field("The day.")
    name: str | None = field("What it is called, if it is a special one.")
    hours: list[str] = field("The hours in which work is done, such as 09:00–12:00.")
    minutes: int = field("How many minutes count; one hour less or more when the clocks change in it.")


@given("Hours in which work is done.")
class WorkingHoursInput:
    weekdays: list[int] = required("The days of the week: 1 is Monday, 7 is Sunday.")
    from_: str = required("From when on, such as 09:00.", name="from")
    until: str = required("Until when, such as 12:30; 24:00 is the end of the day.")


@given("A day with other hours than its weekday. Without hours and without a weekday it is off.")
class SpecialDayInput:
    day: Date = required("The day.")
    last_day: Date | None = operand("The last one, if there are several in a row.")
    name: str = required("What staff call it.")
    yearly: bool | None = operand("Whether it is the same day in each year.")
    from_: str | None = operand("From when on work is done. Two rows of one day give it two spans.", name="from")
    until: str | None = operand("Until when work is done.")
    as_weekday: int | None = operand("The weekday whose hours are worked: 1 is Monday.")


@given("A business calendar. What is not given stays as it is.")
class CalendarSaveInput:
    code: str = required("The calendar's code; a new one makes a new calendar.")
    name: str = required("What staff call it.")
    zone: str | None = operand("The time zone of its hours, such as Asia/Shanghai; UTC at first.")
    hours: list[WorkingHoursInput] | None = operand("The hours of an ordinary week; all of them.")
    days: list[SpecialDayInput] | None = operand("Holidays and extra working days; all of them.")
    is_default: bool | None = operand("Whether everything that names no calendar goes by this one.")
    is_active: bool | None = operand("Whether it can be used.")


@kind("What saving a business calendar did.")
class CalendarPayload:
    calendar: BusinessCalendar | None = field("The calendar; null if nothing was changed.")
    job: Job | None = field("The job that gives open tickets their new times; null if none is needed.")
    change_set: ChangeSet | None = field("Takes it back; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


@kind("Changes of business calendars.")
class CalendarMutations:
    calendar_save: CalendarPayload = field(
        "Makes or changes a business calendar. Unless `appliesToOpen` is false, open tickets go by it from now on; "
        "what is finished keeps the calendar of its time.",
        arguments={
            "input": argument(CalendarSaveInput, "The calendar."),
            "applies_to_open": argument(bool | None, "Whether open tickets go by it; true unless given."),
            "expected_version": VERSION,
        },
    )


@kind("Questions about business calendars.")
class CalendarQueries:
    business_calendars: list[BusinessCalendar] = field("All business calendars, by code.")
    business_calendar: BusinessCalendar | None = field(
        "One business calendar.", arguments={"code": argument(str, "The code.")}
    )
    calendar_days: list[CalendarDay] = field(
        "The next weeks of a business calendar, day by day.",
        about="BusinessCalendar",
        arguments={
            "code": argument(str, "The code of the calendar."),
            "weeks": argument(int, "How many weeks; 1 to 53.", 4),
        },
    )
    calendar_preview: list[CalendarDay] = field(
        "The next four weeks of a business calendar as it would be saved.",
        about="BusinessCalendar",
        arguments={"input": argument(CalendarSaveInput, "The calendar as it would be saved.")},
    )
