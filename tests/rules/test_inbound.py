"""What mails become, however odd they are: every case says it."""

import pytest

from rules.inbound.finding import is_of, mark, marked_address, marked_subject, marks, plain_address
from rules.inbound.judging import judged
from rules.inbound.reading import Malformed, read
from tests.make import CHANGE, PRICE
from tests.rules.odd_mails import BROKEN, ODD, Odd, plain

OWN = frozenset({"desk@example.org"})
SECRET = "a secret of the tests that is long enough"


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd.name)
def test_an_odd_mail_becomes_what_is_said(odd: Odd) -> None:
    letter = read(odd.raw)
    found = {name: getattr(letter, name) for name in odd.expects}
    if "files" in found:
        found["files"] = [(file.name, file.media_type) for file in letter.files]
    assert found == odd.expects
    assert judged(letter.message, OWN) == odd.reason


def test_there_are_more_than_forty() -> None:
    assert len(ODD) + len(BROKEN) > 60


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_mail_is_told_so(name: str) -> None:
    with pytest.raises(Malformed):
        read(BROKEN[name])


def test_words_that_are_too_long_are_kept_whole_beside() -> None:
    letter = read(plain(b"word " * 6_000))
    assert len(letter.text) == 20_000
    assert [(file.name, len(file.content)) for file in letter.files] == [("message.txt", 29_999)]


def test_a_mark_is_of_one_ticket_and_one_installation() -> None:
    sign = mark(SECRET, CHANGE)
    assert is_of(SECRET, CHANGE, sign.upper())
    assert not is_of(SECRET, PRICE, sign)
    assert not is_of(SECRET + "x", CHANGE, sign)


def test_marks_are_found_in_subjects_and_addresses() -> None:
    sign = mark(SECRET, CHANGE)
    subject = marked_subject("Re: My card", "T-000012", sign)
    address = marked_address("desk+*@example.org", "T-000012", sign)
    assert list(marks(f"AW: {subject}", [address])) == [("t-000012", sign), ("T-000012", sign)]
    assert marked_subject(subject, "T-000012", sign) == subject


def test_an_address_takes_a_mark_only_where_it_says_so() -> None:
    assert marked_address("desk@example.org", "T-1", "x" * 10) == "desk@example.org"
    assert marked_address("desk+*@example.org", "2026/1", "x" * 10) == plain_address("desk+*@example.org")


def test_a_subject_in_brackets_is_no_mark() -> None:
    assert list(marks("[JIRA-12] [urgent-] [a b-abcdefghij]", ["ana+news@example.com"])) == []
