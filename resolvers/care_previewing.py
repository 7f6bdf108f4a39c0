"""How a care series is tried before it is saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from json import dumps
from typing import Any

from asyncpg import Connection

from actions.care.previewing import foresee
from actions.care.saving import merged
from resolvers.care import columns_of_series
from resolvers.planner.answers import Computed, Rows
from resolvers.planner.arguments import whole
from resolvers.planner.selection import Selected
from resolvers.planner.statement import Row
from resolvers.worked_out import row_of
from rules.viewer import Viewer

COST = 200
"Of looking at what happened in 30 days."
DAY = "day text, calls int, others int, capacity int"
PREVIEW: Mapping[str, Any] = {
    "starting": Computed(lambda row: row.col("starting")),
    "calls": Computed(lambda row: row.col("calls")),
    "days": Rows(
        lambda row, _: f"SELECT d.* FROM jsonb_to_recordset({row.col('days')}) AS d({DAY})",
        {name: name for name in ("day", "calls", "others", "capacity")},
    ),
}


@dataclass(frozen=True, slots=True)
class Previewed:
    """The root field `careSeriesPreview`."""

    def sql(self, row: Row, selected: Selected) -> str:
        given = whole(selected.arguments()["input"])
        around = row.statement.surroundings
        row.statement.cost += COST

        async def work(connection: Connection, variables: dict[str, Any], viewer: Viewer) -> str:
            columns, names = columns_of_series(given(variables, viewer), around.currency)
            now = datetime.now(UTC)
            _, wanted = await merged(connection, columns, names, now, locks=False)
            return dumps(await foresee(connection, wanted, now, around.programs.audiences))

        return row_of(
            row.statement, selected, work, "CareSeriesPreview", "starting int, calls int, days jsonb", PREVIEW
        )


QUERIES = {"careSeriesPreview": Previewed()}
ASKED = {"careSeriesPreview": "care.edit"}
