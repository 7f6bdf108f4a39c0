"""A line of the process log is one event, whatever stands in it."""

import json
import logging

import pytest

from api.logs import AsJson, AsText

FORGED = "a path\r\n2026-01-31 INFO memberdesk: all is well\x1b[2K\x00"


def record(text: str) -> logging.LogRecord:
    return logging.LogRecord("memberdesk", logging.WARNING, "x.py", 1, "asked for %s", (text,), None)


@pytest.mark.parametrize("form", [AsText("%(levelname)s %(message)s"), AsJson()])
def test_a_callers_text_begins_no_line(form: logging.Formatter) -> None:
    said = form.format(record(FORGED))
    assert len(said.splitlines()) == 1
    assert said.isprintable()


def test_an_ordinary_text_stays_as_it_is() -> None:
    assert AsText("%(message)s").format(record("/members/林晓雯")) == "asked for /members/林晓雯"
    assert json.loads(AsJson().format(record("林")))["message"] == "asked for 林"
