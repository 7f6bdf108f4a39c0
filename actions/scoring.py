"""Scores of all members against each other: how lately, how often, how much they bought."""

from datetime import datetime
from itertools import product

from asyncpg import Connection, Record

from rules.scoring import QUINTILES, quadrant, rfm_group

FIGURES = {
    "recency": "extract(epoch FROM last_order_at)::float8",
    "frequency": "order_count::float8",
    "monetary": "total_spend::float8",
}
CUTS = f"""
    SELECT {", ".join(f"percentile_disc($1::float8[]) WITHIN GROUP (ORDER BY {s}) AS {n}" for n, s in FIGURES.items())},
        percentile_cont(0.5) WITHIN GROUP (ORDER BY order_count) AS median_orders,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY total_spend) AS median_spend
    FROM member_metrics WHERE order_count > 0
"""
SCORE = """
    WITH scored AS (
        SELECT member_id, {recency} AS r, {frequency} AS f, {monetary} AS m,
            order_count > $4::float8 AS often, total_spend > $5::float8 AS much
        FROM member_metrics WHERE order_count > 0
    ), named AS (
        SELECT scored.*, word, place
        FROM scored
        JOIN unnest($6::int[], $7::int[], $8::int[], $9::text[]) AS word (r, f, m, word) USING (r, f, m)
        JOIN unnest($10::bool[], $11::bool[], $12::text[]) AS corner (often, much, place) USING (often, much)
    )
    UPDATE member_metrics metrics SET recency_score = r, frequency_score = f, monetary_score = m, rfm_group = word,
        quadrant = place, scored_at = $13
    FROM named WHERE named.member_id = metrics.member_id
""".format(
    **{
        name: "1 + " + " + ".join(f"({sql} > (${place}::float8[])[{cut}])::int" for cut in range(1, len(QUINTILES) + 1))
        for place, (name, sql) in enumerate(FIGURES.items(), 1)
    }
)
SCORES = range(1, len(QUINTILES) + 2)


async def score_members(connection: Connection, now: datetime) -> int:
    """Gives every member who bought something scores from 1 to 5, a group and a quadrant; returns how many."""
    async with connection.transaction():
        cuts = await connection.fetchrow(CUTS, list(QUINTILES))
        if cuts["median_orders"] is None:
            return 0
        status = await connection.execute(SCORE, *_cuts(cuts), *_words(), *_corners(), now)
    return int(status.rpartition(" ")[2])


def _cuts(cuts: Record) -> list[object]:
    return [*(cuts[name] for name in FIGURES), cuts["median_orders"], cuts["median_spend"]]


def _words() -> list[list[object]]:
    """The group of every combination of scores, as columns."""
    rows = [(r, f, m, rfm_group(r, f, m)) for r, f, m in product(SCORES, repeat=3)]
    return [list(column) for column in zip(*rows, strict=True)]


def _corners() -> list[list[object]]:
    """The quadrant of everybody above (1) or below (0) both medians, as columns."""
    rows = [(often > 0, much > 0, quadrant(often, much, 0.5, 0.5).value) for often, much in product((0, 1), repeat=2)]
    return [list(column) for column in zip(*rows, strict=True)]
