"""The main table: the limit, Memberdesk and PostGraphile under the same load, one after the other in random order."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import product
from random import Random

import orjson

from bench.load import Run, Target
from bench.reads_measured.asking import Asker
from bench.reads_measured.ground import Ground
from bench.reads_sides.limit import limit
from bench.reads_sides.postgraphile import postgraphile, prepare
from bench.reads_sides.questions import Question, questions
from bench.serving import memberdesk

CONNECTIONS = (1, 16, 64)
SIDES = ("limit", "ours", "peer")
NUMBERS = {"amount", "totalSpend", "balance", "balanceAfter", "available", "delta"}
"The peer gives them as texts, or in minor units."
Runs = dict[tuple[str, int, str], list[Run]]
"By question, connections and side."


def measure(ground: Ground) -> Runs:
    """Raises AssertionError if the sides do not answer alike."""
    url = ground.world(ground.main_size)
    asked = questions(ground.main_size)
    runs: Runs = {}
    with sides(ground, url, asked) as targets:
        for question in asked:
            check_alike(question, {side: targets[question.name, side] for side in SIDES})
            for side in SIDES:
                ground.measured(targets[question.name, side], 16, 1)
        for name, connections, side, seconds in _order(asked, ground.quick):
            runs.setdefault((name, connections, side), []).append(
                ground.measured(targets[name, side], connections, seconds)
            )
    return runs


@contextmanager
def sides(ground: Ground, url: str, asked: list[Question]) -> Iterator[dict[tuple[str, str], Target]]:
    """The three servers, each as a target for each question."""
    asyncio.run(prepare(url))
    with ExitStack() as stack:
        started = {
            "limit": (*stack.enter_context(limit(url, ground.folder)), ""),
            "ours": (*stack.enter_context(memberdesk(url, ground.folder)), ground.token(url)),
            "peer": (*stack.enter_context(postgraphile(url, ground.folder)), ""),
        }
        yield {
            (question.name, side): Target(side, address, pid, token, _bodies(ground, question, side))
            for question in asked
            for side, (address, pid, token) in started.items()
        }


def _bodies(ground: Ground, question: Question, side: str) -> object:
    return ground.bodies(f"{question.name}-{side}", question.bodies(peer=side == "peer"))


def _order(asked: list[Question], quick: bool) -> Iterator[tuple[str, int, str, int]]:
    """Three rounds; the sides of a row follow each other, in an order that changes."""
    random = Random(5)
    for around, question, connections in product(range(3), asked, CONNECTIONS):
        if quick and around and connections != 16:
            continue
        for side in random.sample(SIDES, len(SIDES)):
            yield question.name, connections, side, 1 if quick else 5


def check_alike(question: Question, targets: dict[str, Target]) -> None:
    """The limit gives our data byte for byte, without the cost; the peer has the same members and texts."""
    askers = {side: Asker(target.url, target.token) for side, target in targets.items()}
    bodies, of_peer = question.bodies().splitlines(), question.bodies(peer=True).splitlines()
    for mine, peers in zip(bodies[:20], of_peer[:20], strict=True):
        ours = askers["ours"].raw(mine)
        assert b'"errors"' not in ours, ours[:300]
        data = askers["limit"].raw(mine).removesuffix(b"}")
        assert ours.startswith(data + b',"extensions":{"cost":'), f"{question.name}: the limit answers differently"
        theirs = orjson.loads(askers["peer"].raw(peers))
        assert "errors" not in theirs, theirs
        same = sorted(_texts(orjson.loads(ours)["data"])) == sorted(_texts(theirs["data"]))
        assert same, f"{question.name}: the peer answers differently"
    for asker in askers.values():
        asker.close()


def _texts(value: object, key: str = "") -> Iterator[str]:
    """What both have in the same form: every text but instants and amounts."""
    if isinstance(value, dict):
        for name, child in value.items():
            yield from _texts(child, name)
    elif isinstance(value, list):
        for child in value:
            yield from _texts(child, key)
    elif isinstance(value, str) and key not in NUMBERS and not key.endswith(("At", "at", "Until")):
        yield value
