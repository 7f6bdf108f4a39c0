"""The table and the bars of Q4, from what was measured."""

from bench.reads_measured.report import NAMES, column, middle
from bench.reads_measured.writes import SIDES, Runs
from bench.statistics import Bar, median, ratio
from bench.tables import table

KINDS = {"many": "2,000 members", "one": "one member"}


def text(runs: Runs, members: int) -> str:
    head = ["on · connections · server", "req/s", "p50 ms", "p95 ms", "CPU µs app + database", "of limit"]
    head += ["of PostGraphile"]
    rows = []
    for kind, connections in dict.fromkeys((kind, connections) for kind, connections, _ in runs):
        for side in SIDES:
            found = runs[kind, connections, side]
            rates = column(found, "rate")
            of = {other: ratio(rates, column(runs[kind, connections, other], "rate")) for other in ("limit", "peer")}
            rows.append([
                f"{KINDS[kind]} · {connections} · {NAMES[side]}",
                f"{median(rates):.0f}",
                f"{middle(found, 'p50'):.2f}",
                f"{middle(found, 'p95'):.2f}",
                f"{middle(found, 'app'):.0f} + {middle(found, 'postgres'):.0f}",
                f"{of['limit']:.2f}",
                f"{of['peer']:.2f}",
            ])  # fmt: skip
    return table(f"Q4 earning points, a new key each time, among {members:,} members", head, rows)


def bars(runs: Runs) -> list[Bar]:
    found = []
    for kind, connections in dict.fromkeys((kind, connections) for kind, connections, _ in runs):
        ours, limit, peer = (column(runs[kind, connections, side], "rate") for side in ("ours", "limit", "peer"))
        name = f"Q4 on {KINDS[kind]}: of PostGraphile at {connections}"
        found.append(Bar(name, 2.0, ratio(ours, peer), "×", limit=ratio(limit, peer)))
    return found
