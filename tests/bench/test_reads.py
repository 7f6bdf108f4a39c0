import asyncpg
import orjson
import pytest

from api.answering import Desk
from bench.reads_sides.questions import Question, questions
from bench.reads_sides.statements import BY_DOCUMENT
from bench.statistics import Bar, percentile, ratio
from tests.conftest import viewer

QUESTIONS = questions(1_000)


def _variables(question: Question, number: str) -> dict[str, object]:
    return {"no": number} if question.name == "Q1" else question.variables[0]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
async def test_the_limit_answers_byte_for_byte_as_we_do(desk: Desk, world_url: str, question: Question) -> None:
    connection = await asyncpg.connect(world_url, server_settings={"timezone": "UTC"})
    number = await connection.fetchval("SELECT member_no FROM member ORDER BY member_no LIMIT 1")
    given = _variables(question, number)
    statement, bind = BY_DOCUMENT[question.document]
    best = await connection.fetchval(statement, *bind(given))
    await connection.close()
    admin = viewer("admin")
    ours, _ = await desk.answer(desk.planner.view(admin), admin, question.document, None, given)
    assert ours.startswith(b'{"data":' + best.encode() + b',"extensions":{"cost":{"requested":')
    assert orjson.loads(ours)["data"]


def test_a_bar_holds_on_its_own_side_only() -> None:
    assert Bar("rate", 0.9, 0.91).holds
    assert not Bar("rate", 0.9, 0.89).holds
    assert Bar("time", 2, 1.9, at_least=False).holds
    assert not Bar("time", 2, 2.1, at_least=False).holds


def test_ratios_are_of_runs_measured_together() -> None:
    assert ratio([1, 2, 30], [2, 4, 10]) == 0.5
    assert percentile([5, 1, 4, 2, 3], 0.95) == 5
