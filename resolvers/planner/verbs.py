"""What a mutation is: what it finds, what it may write and shows, and the action behind it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from asyncpg import Connection

from actions.mail import Post
from actions.once import Written
from actions.program import Programs
from resolvers.planner.catalog import Catalog
from resolvers.planner.sights import Sights
from rules.approvals import ApprovalMeasure
from rules.viewer import Viewer

if TYPE_CHECKING:
    from resolvers.planner.approving import Gate
    from resolvers.planner.plans import Planner


WRITTEN = "\0written"
"Where statements find what was written, among the variables; no variable can have this name."


@dataclass(frozen=True, slots=True)
class Call:
    """What an action gets: a transaction, who asks, the arguments as plain values, the rows that they name.

    `selected` has a statement, with its parameters, that selects the keys of the rows that a `where` means. `secret` is
    what the installation signs with; `post` puts mails on their way. `is_approved` if another person has said yes to it
    (or it is only tried).
    """

    connection: Connection
    by: Viewer
    operation: str
    given: Mapping[str, Any]
    found: Mapping[str, UUID]
    selected: Mapping[str, tuple[str, list[Any]]]
    key: str | None
    at: datetime
    currency: str
    zone: ZoneInfo
    programs: Programs
    catalog: Catalog
    secret: str = field(repr=False)
    post: Post
    planner: "Planner" = field(repr=False)
    gate: "Gate" = field(repr=False)
    sights: Sights | None = None
    is_approved: bool = False


@dataclass(frozen=True, slots=True)
class Verb:
    """A mutation. `finds` are the arguments that name a row, `shows` the fields of the payload, each with its type.

    An argument inside an input is written with dots (`input.referrer`); one that is not given finds nothing. For one
    that is not an id or a `…By`, the filter that finds is said too: `Order.number`. What is written and not shown is a
    plain value (a number, a list) that the payload tells as it is. `writes` names inputs whose fields are those of a
    type: only fields that the caller's roles may write can be given. `selects` are the arguments that are a `where`,
    each with its type, also with dots; what is out of the caller's scope is not selected. `measures` say how much of
    something a call is, for approval policies with a threshold.
    """

    act: Callable[[Call], Awaitable[Written]]
    permission: str
    finds: Mapping[str, str] = field(default_factory=dict)
    shows: Mapping[str, str] = field(default_factory=dict)
    writes: Mapping[str, str] = field(default_factory=dict)
    selects: Mapping[str, str] = field(default_factory=dict)
    measures: Mapping[ApprovalMeasure, "Measure"] = field(default_factory=dict)
    while_viewing: bool = False
    "Whether it can be done by somebody who looks with the eyes of another."
    changes_callers: bool = False
    "Whether it changes what somebody may see, so that nobody is remembered as he was."


Measure = Callable[[Call], Awaitable[int]]
"""Points, members or coupons in whole numbers, money in minor units."""

Verbs = Mapping[str, Verb]
