"""The codes that a job made, as a file for those who may distribute coupons."""

import csv
from collections.abc import AsyncIterator
from io import StringIO
from uuid import UUID

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse

from database.writing import WriteConnections
from models.codes import IS_MADE, OF_JOB
from rules.refusals import Refused

HEADER = ("code", "template", "valid_from", "valid_until")
ROWS = 5_000
FORMULA = tuple("=+-@\t\r")
NOWHERE = PlainTextResponse("There is no such file.", 404)


async def download(request: Request) -> Response:
    """403 for those who may not, 404 for what is not there or not yet."""
    viewer = request.state.viewer
    if viewer is None:
        return RedirectResponse("/login", 303)
    try:
        viewer.access.check("coupons.distribute")
    except Refused as refused:
        return PlainTextResponse(refused.message, 403)
    job: UUID = request.path_params["job"]
    writes: WriteConnections = request.app.state.writes
    async with writes.transaction() as connection:
        if not await connection.fetchval(IS_MADE, job):
            return NOWHERE
    headers = {"content-disposition": f'attachment; filename="coupon-codes-{job}.csv"', "cache-control": "no-store"}
    return StreamingResponse(_file(writes, job), media_type="text/csv; charset=utf-8", headers=headers)


async def _file(writes: WriteConnections, job: UUID) -> AsyncIterator[str]:
    yield _lines([HEADER])
    last = None
    while True:
        async with writes.transaction() as connection:
            rows = await connection.fetch(OF_JOB, job, last, ROWS)
        if not rows:
            return
        yield _lines([[safe(row[name]) for name in HEADER] for row in rows])
        last = rows[-1]["id"]


def safe(value: object) -> str:
    """What a spreadsheet does not take for a formula."""
    text = "" if value is None else value.isoformat() if hasattr(value, "isoformat") else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def _lines(rows: list[tuple[str, ...] | list[str]]) -> str:
    file = StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue()
