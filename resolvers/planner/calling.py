"""A call that is made from plain values, for somebody who is not there or who only wants to see what it would do."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from asyncpg import Connection

from resolvers.planner.arguments import FORCED
from resolvers.planner.changing import forced_values, opened, plain, selected_by
from resolvers.planner.documents import Rejected
from resolvers.planner.forcing import given_with
from resolvers.planner.preparing import CLAIM, KEY, prepare
from resolvers.planner.verbs import Call
from resolvers.planner.writing import check_writable
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

if TYPE_CHECKING:
    from resolvers.planner.approving import Gate


async def called(
    gate: "Gate", connection: Connection, by: Viewer, operation: str, given: dict[str, Any], at: datetime
) -> Call:
    """The call of a mutation that is in the caller's schema, with the rows found that its arguments name.

    Raises Refused if the arguments do not fit, or he may not write them or see what they name. No key is claimed.
    """
    planner, verb = gate.planner, gate.verbs[operation]
    view, around = planner.view(by), planner.surroundings
    try:
        document = view.document(_text(view.schema.mutation_type.fields[operation], operation, given), None)
        variables = document.coerce(given)
    except Rejected as rejected:
        message = "What was asked for does not fit: {words}"
        raise Refused(ErrorCode.INVALID, message, ("arguments",), words=str(rejected)) from rejected
    (root,) = document.read(variables).roots()
    prepared = prepare(planner, view, root, verb, claims=False)
    arguments = {name: plain(argument) for name, argument in root.arguments().items() if argument.is_given}
    key = arguments.pop(KEY, None)
    check_writable(planner.catalog, by.access, verb.writes, arguments)
    forced = await forced_values(connection, planner, verb, operation, by)
    arguments, variables = given_with(arguments, forced), variables | {CLAIM: None, FORCED: forced}
    _, named = await opened(connection, prepared, verb, variables, by)
    return Call(
        connection, by, operation, arguments, named, selected_by(prepared, variables, by), key, at, around.currency,
        around.programs.zone, around.programs, planner.catalog, around.secret, around.post, planner, gate,
        around.sights,
    )  # fmt: skip


def _text(field: Any, operation: str, given: dict[str, Any]) -> str:
    unknown = sorted(given.keys() - field.args.keys())
    if unknown:
        message = "{operation} takes no {names}. Leave it out."
        raise Refused(ErrorCode.INVALID, message, ("arguments",), operation=operation, names=", ".join(unknown))
    taken = ", ".join(f"${name}: {field.args[name].type}" for name in given)
    passed = ", ".join(f"{name}: ${name}" for name in given)
    heads = (f"({taken})", f"({passed})") if given else ("", "")
    return f"mutation{heads[0]} {{ {operation}{heads[1]} {{ __typename }} }}"
