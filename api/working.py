"""The worker with what it needs of the API: it counts as any client could."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

import asyncpg

from actions.anchoring import Anchor
from actions.inbound import Door
from actions.jobs import Program
from api.answering import Desk
from jobs.collecting import Box
from jobs.mail import Postman
from jobs.messages import Carry
from jobs.payments import Payer
from jobs.worker import work
from rules.permissions import union
from rules.roles import ADMIN, grants_of, shipped
from rules.viewer import Viewer

RETRY_SECONDS = 2
log = logging.getLogger("memberdesk.jobs")
PREVIEW = "query CountSegment($where: MemberWhere!) { segmentPreview(where: $where) { value } }"
_ALL = union([grants_of(ADMIN, shipped()[ADMIN])])
WORKER = Viewer(kind="CLIENT", name="worker", roles=(ADMIN,), access=_ALL, fingerprint=_ALL.fingerprint())


class Counting:
    """Counts the members that meet a filter. Raises ValueError if the filter does not fit the schema."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def __call__(self, where: dict[str, Any]) -> int:
        answer = await self._desk.ask(WORKER, PREVIEW, {"where": where})
        if answer.data is None:
            raise ValueError(answer.errors[0]["message"])
        return answer.data["segmentPreview"]["value"]


async def run(
    desk: Desk,
    url: str,
    anchor: Anchor,
    postman: Postman | None = None,
    carry: Carry | None = None,
    boxes: Sequence[Box] = (),
    door: Door | None = None,
    payer: Payer | None = None,
) -> None:
    """Until cancelled. Without the database it tries again, so that a worker outlives a restart of it."""
    around = desk.planner.surroundings
    program = Program(around.currency, ZoneInfo(around.time_zone))
    segments = around.programs.audiences
    while True:
        try:
            correspondence = (boxes, door, around.post)
            await work(url, Counting(desk), program, anchor, postman, segments, carry, *correspondence, payer)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            log.warning("the worker lost the database and tries again: %s", type(error).__name__)
            await asyncio.sleep(RETRY_SECONDS)
