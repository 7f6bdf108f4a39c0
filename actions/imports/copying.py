"""Frames into tables: a frame's columns are named as the table's, and COPY appends them."""

from datetime import UTC, datetime
from io import BytesIO
from secrets import token_hex

import polars as pl
from asyncpg import Connection

MOMENT = "%Y-%m-%d %H:%M:%S%.6f"
NOISE = 15


async def append(connection: Connection, table: str, frame: pl.DataFrame) -> int:
    """Appends the frame's rows and returns their number. Instants without a zone are UTC, as the session is."""
    if frame.is_empty():
        return 0
    text = BytesIO()
    frame.write_csv(text, include_header=False, datetime_format=MOMENT)
    text.seek(0)
    await connection.copy_to_table(table, columns=frame.columns, source=text, format="csv")
    return frame.height


def keys(moments: pl.Series) -> pl.Series:
    """A UUIDv7 for each instant (32 hexadecimal digits): those of one millisecond keep the order of the rows."""
    milliseconds = moments.dt.epoch("ms")
    place = milliseconds.to_frame("ms").select(pl.int_range(pl.len()).over("ms")).to_series()
    noise = token_hex((NOISE * len(moments) + 1) // 2)
    made = [
        f"{ms:012x}7{n % 4096:03x}8{noise[i * NOISE : (i + 1) * NOISE]}"
        for i, (ms, n) in enumerate(zip(milliseconds, place, strict=True))
    ]
    return pl.Series(made, dtype=pl.String)


def keys_now(count: int) -> pl.Series:
    """UUIDv7s for rows that belong to no instant of their own."""
    return keys(pl.repeat(datetime.now(UTC), count, dtype=pl.Datetime("us", "UTC"), eager=True))
