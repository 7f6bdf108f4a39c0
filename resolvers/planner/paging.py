"""How many rows of a list are asked for, and from which end."""

from resolvers.planner.arguments import Argument
from resolvers.planner.errors import BadRequest

MOST = 100
"The longest page that may be asked for."


def size(arguments: dict[str, Argument], *, is_root: bool) -> tuple[bool, int]:
    """(backward?, rows of the page). Raises BadRequest."""
    first, last = (
        arguments[name].value if name in arguments and arguments[name].is_given else None for name in ("first", "last")
    )
    if first is not None and last is not None:
        raise BadRequest("Ask for `first` or `last`, not both.")
    if first is None and last is None:
        if is_root:
            raise BadRequest(f"This list needs `first` or `last` (at most {MOST}).")
        first = 20
    name, rows = ("last", last) if last is not None else ("first", first)
    if not 0 <= rows <= MOST:
        raise BadRequest(f"`{name}` must be from 0 to {MOST}, not {rows}.")
    _refuse_other_end(arguments, "after" if last is not None else "before", name)
    return last is not None, rows


def _refuse_other_end(arguments: dict[str, Argument], cursor: str, name: str) -> None:
    if cursor in arguments and arguments[cursor].is_given and arguments[cursor].value is not None:
        raise BadRequest(f"`{name}` goes with `{'before' if name == 'last' else 'after'}`, not with `{cursor}`.")
