"""Search by any part of a text: how long a page of members takes for pairs of letters of every frequency."""

import asyncio
from dataclasses import dataclass
from random import Random

import asyncpg

from bench.reads_measured.asking import Asker
from bench.reads_measured.ground import Ground
from bench.serving import memberdesk
from bench.statistics import median, percentile

SEARCH = """query Search($search: String!) {
  members(first: 20, search: $search) { nodes { memberNo name latinName phone email } } }"""
GRAMS = """
    SELECT chr((gram >> 21 & 2097151)::int)
           || CASE WHEN gram & 2097151 > 0 THEN chr((gram & 2097151)::int) ELSE '' END AS text,
           count(*)::float8 / (SELECT count(*) FROM sample) AS share
    FROM (SELECT id, unnest(search_grams) AS gram FROM sample) grams GROUP BY 1 ORDER BY 2 DESC
"""
SAMPLE = "CREATE TEMP TABLE sample AS SELECT id, search_grams FROM member TABLESAMPLE SYSTEM ({percent})"
KINDS = ("letters", "digits", "Chinese", "mixed")
ABSENT = ["qx", "zq", "jx", "vq", "xj", "龘龘", "鑫龘", "齉龘"]


@dataclass(frozen=True, slots=True)
class Searched:
    """`share` is how many of the members have the pair in any of their texts, from a sample."""

    kind: str
    text: str
    share: float
    milliseconds: float


def measure(ground: Ground) -> list[Searched]:
    url = ground.world(ground.largest)
    pairs = asyncio.run(_pairs(url, 60 if ground.quick else 240))
    more = _more([text for kind, text, _ in pairs if kind == "letters"])
    with memberdesk(url, ground.folder) as (address, _):
        asker = Asker(address, ground.token(url))
        found = [Searched(kind, text, share, _time(asker, text)) for kind, text, share in [*pairs, *more]]
        asker.close()
    return found


def worst(found: list[Searched], kind: str | None = None) -> tuple[float, float, Searched]:
    """p95 and maximum over the pairs (of one kind), and the pair that took longest."""
    chosen = [each for each in found if (each.kind == kind if kind else each.kind in (*KINDS, "absent"))]
    times = [each.milliseconds for each in chosen]
    return percentile(times, 0.95), max(times), max(chosen, key=lambda each: each.milliseconds)


def _time(asker: Asker, text: str) -> float:
    """Median of five requests over one connection, after one that brings the pages into memory."""
    asker.ask(SEARCH, search=text)
    return median([asker.milliseconds(SEARCH, search=text) for _ in range(5)])


async def _pairs(url: str, count: int) -> list[tuple[str, str, float]]:
    """Pairs spread evenly over the ranks of their frequency, for each kind; then some that nobody has."""
    connection = await asyncpg.connect(url)
    members = await connection.fetchval("SELECT reltuples FROM pg_class WHERE oid = 'member'::regclass")
    await connection.execute(SAMPLE.replace("{percent}", f"{min(100.0, 100 * 40_000 / members):.3f}"))
    rows = await connection.fetch(GRAMS)
    await connection.close()
    found = []
    for kind in KINDS:
        of_kind = [(kind, row["text"], row["share"]) for row in rows if _kind(row["text"]) == kind]
        wanted = min(len(of_kind), count // len(KINDS))
        found += [of_kind[n * (len(of_kind) - 1) // max(1, wanted - 1)] for n in range(wanted)]
    return found + [("absent", text, 0.0) for text in ABSENT]


def _kind(text: str) -> str | None:
    """Of two letters, or one Chinese character alone."""
    if text.isdigit() and text.isascii() and len(text) == 2:
        return "digits"
    if all(0x3400 <= ord(letter) <= 0x9FFF for letter in text):
        return "Chinese"
    if len(text) == 2 and text.isascii() and text.isalpha():
        return "letters"
    return "mixed" if len(text) == 2 and text.isalnum() else None


def _more(pairs: list[str]) -> list[tuple[str, str, float]]:
    """For information: one letter, three letters, two words."""
    random = Random(3)
    names = ["chen", "smith", "xiao", "maria", "zhuge", "王伟", "李", "7720", "13812", "gmail", "@example", "m-0001"]
    words = [f"{a} {b}" for a, b in zip(random.sample(pairs, 12), random.sample(pairs, 12), strict=True)]
    return [
        *(("one letter", letter, 0.0) for letter in "aeqxz7"),
        *(("three or more", text, 0.0) for text in [*names, "ang", "lin", "xyz", "zzz", "138", "qua"]),
        *(("two words", text, 0.0) for text in [*words, "wang wei", "王 wang", "maria 77"]),
    ]
