"""Asks random operations in three ways and compares the answers: fast lane, pipeline lane, oracle.

    python -m tests.resolvers.differential --operations 5000 --seed 1 [--role member] [--only 17] [--made-up 20]

Every shipped role asks in turn, and roles made up at random. `--only` repeats one operation of a run, whose number is
told when it differs. Exit status 1 if any answer differs.
"""

import argparse
import asyncio
import difflib
import sys
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

import orjson
from graphql import parse, validate

from tests.resolvers.operations.writer import Operation, Writer
from tests.resolvers.oracle.execute import canonical
from tests.resolvers.people import Person, Place

REFUSALS = {"COST_EXCEEDED"}
"What a valid operation may be told instead of an answer."


@dataclass
class Run:
    """What came of a run: how many operations were equal, refused, and the first that differs."""

    seed: int
    counts: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"seed {self.seed}: " + ", ".join(f"{count} {name}" for name, count in sorted(self.counts.items()))


async def compare(place: Place, seed: int, numbers: range, role: str | None = None, most: int = 1) -> Run:
    """Asks the operations with these numbers. Stops after `most` differences."""
    run = Run(seed)
    people = [person for person in place.people if role in (None, person.title)]
    for number in numbers:
        person = people[number % len(people)]
        operation = write(person, f"{seed}/{number}")
        outcome, told = await differ(place, person, operation, number)
        run.counts[outcome] += 1
        if told:
            run.differences.append(f"seed {seed}, operation {number}, {person.title}:\n{told}")
        if len(run.differences) >= most:
            break
    return run


def write(person: Person, seed: str) -> Operation:
    """The first operation of the seed that is valid and can be told apart from others."""
    chance = Random(seed)
    while True:
        operation = Writer(chance, person.look).operation()
        if not validate(person.look.schema, parse(operation.query)):
            return operation


async def differ(place: Place, person: Person, operation: Operation, number: int) -> tuple[str, str]:
    query, variables = operation.query, operation.variables
    fast = await place.lanes.fast(person.token, query, variables)
    answer = orjson.loads(fast.content)
    pipeline = await _in_pipeline(place, person, operation, by_get=number % 2 == 0)
    if "errors" in answer:
        codes = {error["extensions"]["code"] for error in answer["errors"]}
        if not codes <= REFUSALS or orjson.loads(pipeline).get("errors") != answer["errors"]:
            return "different", f"{query}\n{variables}\n{fast.text}\n{pipeline.decode()}"
        return "refused", ""
    if pipeline != fast.content:
        return "different", f"{query}\n{variables}\nThe lanes differ:\n{fast.text}\n{pipeline.decode()}"
    try:
        slow = {"data": person.look.answer(query, variables), "extensions": priced(answer)}
    except AssertionError as failed:
        return "different", f"{query}\n{variables}\nThe oracle fails: {failed}\n{fast.text}"
    if canonical(fast.content) != canonical(orjson.dumps(slow)):
        return "different", f"{query}\n{variables}\n{_shown(answer, slow)}"
    return "equal", ""


def priced(answer: dict[str, Any]) -> dict[str, Any]:
    """The `extensions` of an answer, which tell what it could cost, and nothing else."""
    (cost,) = answer["extensions"].values()
    assert list(answer["extensions"]) == ["cost"]
    assert cost["requested"] >= 0
    assert list(cost) == ["requested"]
    return answer["extensions"]


async def _in_pipeline(place: Place, person: Person, operation: Operation, *, by_get: bool) -> bytes:
    if by_get:
        return (await place.lanes.by_get(person.token, operation.query, operation.variables)).content
    asked = {"query": operation.query, "variables": operation.variables}
    return (await place.lanes.batch(person.token, asked)).content[1:-1]


def _shown(fast: object, slow: object) -> str:
    lines = [orjson.dumps(each, option=orjson.OPT_INDENT_2).decode().splitlines() for each in (fast, slow)]
    return "\n".join(difflib.unified_diff(*lines, "fast lane", "oracle", lineterm="", n=4))


async def _main() -> int:
    from tests.resolvers.standing import town

    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("operations", 1000), ("seed", 1), ("only", None), ("made-up", 8), ("most", 1)):
        arguments.add_argument(f"--{name}", type=int, default=default)
    arguments.add_argument("--role")
    said = arguments.parse_args()
    numbers = range(said.operations) if said.only is None else range(said.only, said.only + 1)
    async with town(said.made_up, said.seed) as place:
        run = await compare(place, said.seed, numbers, said.role, said.most)
    print(run, *run.differences, sep="\n\n")
    return 1 if run.differences else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(_main()))
