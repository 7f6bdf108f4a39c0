"""The words of the rules, which tables and schema share."""

from enum import StrEnum
from importlib import import_module
from inspect import getmembers, isclass

import pytest

from rules.refusals import ErrorCode, Refused
from rules.tickets import FINISHED, TicketStatus

MODULES = ("campaigns", "coupons", "jobs", "ledger", "members", "orders", "points", "refusals", "tickets", "tiers")
WORDS = sorted(
    {enum for name in MODULES for _, enum in getmembers(import_module(f"rules.{name}"), isclass)
     if issubclass(enum, StrEnum) and enum is not StrEnum},
    key=lambda enum: enum.__name__,
)  # fmt: skip
LONGEST = 24


@pytest.mark.parametrize("enum", WORDS)
def test_a_word_is_its_own_value_and_fits_its_column(enum: type[StrEnum]) -> None:
    assert [word for word in enum if word.value != word.name] == []
    assert enum is ErrorCode or max(map(len, enum)) <= LONGEST


def test_a_clock_runs_until_a_ticket_is_answered() -> None:
    running = set(TicketStatus) - FINISHED
    assert {status.name for status in running} == {"NEW", "OPEN", "PENDING_CUSTOMER", "PENDING_INTERNAL"}


def test_a_refusal_is_its_words_and_leads_to_the_argument() -> None:
    refused = Refused(ErrorCode.INVALID, "A username has no spaces.", ("username",))
    assert (str(refused), refused.code, refused.path) == ("A username has no spaces.", "INVALID", ("username",))
