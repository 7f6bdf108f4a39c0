"""Ranges that move with the clock, as SQL."""

from resolvers.planner.arguments import Argument
from resolvers.planner.errors import BadRequest

UNITS = {"MINUTE": "mins", "HOUR": "hours", "DAY": "days", "WEEK": "weeks", "MONTH": "months", "YEAR": "years"}


def around_now(left: str, value: Argument) -> str:
    """`last: 30, unit: DAY` is from 30 days ago up to now; `next` from now on."""
    unit = UNITS[value.get("unit").value]
    back, ahead = (_amount(value.get(name), name) for name in ("last", "next"))
    if back is None and ahead is None:
        raise BadRequest("A relative range needs 'last' or 'next', for example {last: 30, unit: DAY}.")
    start = f"now() - make_interval({unit} => {back})" if back is not None else "now()"
    end = f"now() + make_interval({unit} => {ahead})" if ahead is not None else "now()"
    return f"({left} >= {start} AND {left} < {end})"


def _amount(argument: Argument, name: str) -> int | None:
    if not argument.is_given or argument.value is None:
        return None
    if not 0 <= argument.value <= 100_000:
        raise BadRequest(f"'{name}' of a relative range must be from 0 to 100000, not {argument.value}.")
    return argument.value
