"""Refusals can be said in every language: their templates are texts of the source, and have their Chinese."""

from string import Formatter

from admin_ui.refusal_texts import of_source, refusals
from admin_ui.words import load_words

PLAIN = """Write the template of each of these as one plain text, directly in the call or as `message = "..."` in the
same function (one text or the other by `if` is fine), with {names} for what differs, and give those as keyword
arguments: Refused(code, "There is no tag '{name}'.", ("tag",), name=name). No f-string, no +, no text of others."""
CHINESE = """These have no Chinese. Run `python -m admin_ui.messages`, then write each empty msgstr of
admin_ui/locale/zh_CN/LC_MESSAGES/messages.po, with the same {names} as the msgid."""


def test_every_template_is_a_plain_text() -> None:
    assert [said.place for said in refusals() if not said.texts] == [], PLAIN


def test_every_template_has_its_chinese_with_the_same_values() -> None:
    words = load_words("zh-CN")
    texts = {text for said in refusals() for text in said.texts}
    assert [text for text in sorted(texts) if not _is_translated(text, words.gettext(text))] == [], CHINESE


def test_what_is_put_together_is_found() -> None:
    source = """
WRONG = "It is wrong."
def one(name):
    message = "One." if name else "Other."
    raise Refused(1, message)
def two(name):
    message = f"{name}"
    raise Refused(1, message)
def three(name):
    raise Refused(1, WRONG + name)
def four(text):
    raise Refused(1, text)
def five():
    raise Refused(1, template=WRONG)
"""
    found = [said.texts for said in of_source(source, "")]
    assert found == [("One.", "Other."), (), (), (), ("It is wrong.",)]


def _is_translated(text: str, chinese: str) -> bool:
    return chinese != text and _holes(chinese) == _holes(text)


def _holes(text: str) -> list[tuple[str | None, str | None]]:
    return sorted((name, form) for _, name, form, _ in Formatter().parse(text) if name is not None)
