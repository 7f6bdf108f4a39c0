"""What is kept of a foreign text: its words, never a value of a person."""

import pytest

from rules.scrubbing import outline, scrubbed


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ('invalid input syntax for type uuid: "4711-secret"', "invalid input syntax for type uuid: …"),
        ("DETAIL: Key (phone)=(+8613900001111) already exists.", "DETAIL: Key (phone)… already exists."),
        ("no route to mei@example.com now", "no route to … now"),
        ("code 123456 was wrong, PIN 4711 too", "code … was wrong, PIN … too"),
        ("called back at +44 20 7946 0018", "called back at …"),
        ("token mdk_abcDEF was refused", "token … was refused"),
        ("/recover/Zm9vYmFyYmF6Zm9vYmFyYmF6", "/recover/…"),
        ("'it''s' gone", "…… gone"),
        ("after 10 s, 3 of 100", "after 10 s, 3 of 100"),
    ],
)
def test_values_go_and_words_stay(text: str, kept: str) -> None:
    assert scrubbed(text) == kept


def test_a_document_is_told_by_its_outline() -> None:
    written = 'mutation { selfSignIn(login: "mei@example.com", password: """a\nb""", n: 4711) { token } } # 4711 hush'
    assert outline(written) == "mutation { selfSignIn(login: …, password: …, n: …) { token } }"
