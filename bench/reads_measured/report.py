"""The tables and bars of the read figures, from what was measured."""

from typing import Any

from bench.load import Run
from bench.reads_measured import growth, main_table, pages, search
from bench.reads_measured.masked import ROLE
from bench.reads_sides.questions import questions
from bench.statistics import Bar, median, ratio
from bench.tables import table

NAMES = {"limit": "limit", "ours": "Memberdesk", "peer": "PostGraphile 5.1.5"}


def column(runs: list[Run], what: str) -> list[float]:
    return [getattr(run, what) for run in runs]


def middle(runs: list[Run], what: str) -> float:
    return median(column(runs, what))


def main_rows(runs: main_table.Runs) -> list[list[str]]:
    rows = []
    for name, connections in sorted({(name, connections) for name, connections, _ in runs}):
        for side in main_table.SIDES:
            found = runs[name, connections, side]
            rates = column(found, "rate")
            of = {other: ratio(rates, column(runs[name, connections, other], "rate")) for other in ("limit", "peer")}
            rows.append([
                f"{name} · {connections} · {NAMES[side]}",
                f"{median(rates):.0f}",
                f"{middle(found, 'p50'):.2f}",
                f"{middle(found, 'p95'):.2f}",
                f"{middle(found, 'app'):.0f} + {middle(found, 'postgres'):.0f}",
                f"{of['limit']:.2f}",
                f"{of['peer']:.2f}",
            ])  # fmt: skip
    return rows


def main_text(runs: main_table.Runs, members: int) -> str:
    about = "; ".join(f"{question.name} {question.about}" for question in questions(members))
    head = ["question · connections · server", "req/s", "p50 ms", "p95 ms", "CPU µs app + database"]
    head += ["of limit", "of PostGraphile"]
    return table(f"{members:,} members: {about}", head, main_rows(runs))


def main_bars(runs: main_table.Runs) -> list[Bar]:
    """As far as the numbers of connections were measured three times."""
    bars = []
    for name, connections in sorted({(name, connections) for name, connections, _ in runs}):
        ours, limit, peer = (runs[name, connections, side] for side in ("ours", "limit", "peer"))
        of_limit = ratio(column(ours, "rate"), column(limit, "rate"))
        if connections == 1:
            slower = ratio(column(ours, "p50"), column(limit, "p50"))
            bars.append(Bar(f"{name}: p50 at 1, of the limit's", 1.15, slower, "×", False))
        else:
            bars.append(Bar(f"{name}: of the limit at {connections}", 0.85 if name == "Q1" else 0.90, of_limit))
        if connections == 16:
            of_peer = ratio(column(ours, "rate"), column(peer, "rate"))
            best = ratio(column(limit, "rate"), column(peer, "rate"))
            bars.append(Bar(f"{name}: of PostGraphile at 16", 3.0 if name == "Q2" else 3.5, of_peer, "×", limit=best))
        if connections == 64:
            lower = ratio(column(peer, "p95"), column(ours, "p95"))
            best = ratio(column(peer, "p95"), column(limit, "p95"))
            bars.append(Bar(f"{name}: p95 at 64 lower than PostGraphile's", 5.0, lower, "×", limit=best))
    return bars


def masked_text(runs: dict[str, list[Run]]) -> str:
    head = ["50 members × 40 fields at 16 connections", "req/s", "p50 ms", "p95 ms", "CPU µs app + database"]
    rows = [
        [
            "admin" if role == "admin" else "masked and scoped role",
            f"{middle(found, 'rate'):.0f}",
            f"{middle(found, 'p50'):.2f}",
            f"{middle(found, 'p95'):.2f}",
            f"{middle(found, 'app'):.0f} + {middle(found, 'postgres'):.0f}",
        ]
        for role, found in runs.items()
    ]  # fmt: skip
    return table("Masks and row scopes", head, rows)


def masked_bar(runs: dict[str, list[Run]]) -> Bar:
    measured = ratio(column(runs[ROLE], "rate"), column(runs["admin"], "rate"))
    return Bar("masked and scoped role, 40 fields, of admin's", 0.90, measured)


def growth_text(runs: growth.Runs) -> str:
    sizes = sorted({members for _, members in runs})
    rows = []
    for name in sorted({name for name, _ in runs}):
        rates = {members: middle(runs[name, members], "rate") for members in sizes}
        spent = [f"{middle(runs[name, members], 'postgres'):.0f}" for members in sizes]
        rows.append([name, *(f"{rates[members]:.0f}" for members in sizes), " / ".join(spent)])
    head = ["", *(f"{members:,}" for members in sizes), "database CPU µs"]
    return table("req/s at 16 connections by number of members", head, rows)


def growth_bars(runs: growth.Runs) -> list[Bar]:
    sizes = sorted({members for _, members in runs})
    return [
        Bar(
            f"{name}: req/s kept from {sizes[0]:,} to {sizes[-1]:,} members",
            60,
            100 * ratio(column(runs[name, sizes[-1]], "rate"), column(runs[name, sizes[0]], "rate")),
            " %",
        )
        for name in sorted({name for name, _ in runs})
    ]


def pages_text(found: list[pages.Page], members: int) -> str:
    rows = [[f"{page.order}, {page.depth}", f"{page.p50:.2f}", f"{page.p95:.2f}"] for page in found]
    return table(f"A page of 20 of {members:,} members, with cursors, one connection", ["", "p50 ms", "p95 ms"], rows)


def pages_bar(found: list[pages.Page]) -> Bar:
    return Bar("keyset page at any depth, slowest median", 2, max(page.p50 for page in found), " ms", False)


def search_text(found: list[search.Searched], members: int) -> str:
    rows = []
    for kind in dict.fromkeys(each.kind for each in found):
        times = sorted(each.milliseconds for each in found if each.kind == kind)
        p95, most, slowest = search.worst(found, kind)
        share = f"{100 * slowest.share:.2f} %" if slowest.share else "–"
        rows.append([kind, len(times), f"{median(times):.1f}", f"{p95:.1f}", f"{most:.1f}", slowest.text, share])
    head = ["search for", "how many", "median ms", "p95 ms", "max ms", "slowest", "found in"]
    return table(f"First page of a search in {members:,} members, one connection", head, rows)


def search_bar(found: list[search.Searched]) -> Bar:
    return Bar("search of any two letters or characters, slowest", 20, search.worst(found)[1], " ms", False)


def bars_text(bars: list[Bar]) -> str:
    return table("Bars", ["", "bar", "measured", "holds", "the limit's own"], [bar.cells() for bar in bars])


def plain(runs: dict[Any, list[Run]]) -> dict[str, Any]:
    """For JSON: keys as texts, runs as objects."""
    fields = ("rate", "p50", "p95", "app", "postgres")
    return {
        " ".join(str(part) for part in (key if isinstance(key, tuple) else (key,))): [
            {name: round(getattr(run, name), 3) for name in fields} for run in found
        ]
        for key, found in runs.items()
    }
