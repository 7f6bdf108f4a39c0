"""Every text that a page can show has its Chinese, with the same holes."""

import re

from babel.messages.pofile import read_po

from admin_ui.formats import Formats
from admin_ui.messages import messages, untranslated
from admin_ui.names import initials
from admin_ui.words import catalog_file, load_words
from schema.build import GRAPHQL

HOLES = re.compile(r"%\(\w+\)s|\{[^{}]+\}|<b>|</b>")


def test_every_message_has_its_chinese() -> None:
    assert untranslated("zh-CN", GRAPHQL) == []


def test_no_text_is_kept_for_a_message_that_is_gone() -> None:
    with catalog_file("zh-CN").open("rb") as file:
        kept = {m.id if isinstance(m.id, str) else m.id[0] for m in read_po(file) if m.id}
    known = {text if isinstance(text, str) else text[0] for _, text in messages(GRAPHQL)}
    assert kept - known == set()


def test_a_translation_keeps_the_holes() -> None:
    with catalog_file("zh-CN").open("rb") as file:
        for message in read_po(file):
            if message.id and isinstance(message.id, str):
                assert sorted(HOLES.findall(message.id)) == sorted(HOLES.findall(message.string)), message.id


def test_the_same_word_differs_by_what_it_belongs_to() -> None:
    words = load_words("zh-CN")
    assert words.pgettext("Member", "Name") == "姓名"
    assert words.pgettext("Product", "Name") == "名称"


def test_numbers_and_money_are_written_as_the_reader_writes_them() -> None:
    english, chinese = Formats(load_words("en")), Formats(load_words("zh-CN"))
    assert english.money("1234.5", "CNY") == chinese.money("1234.5", "CNY") == "¥1,234.50"
    assert english.signed(-5) == "\N{MINUS SIGN}5"
    assert (english.percent("12.5"), english.decimal("1.50")) == ("12.5%", "1.5")
    assert chinese.day("2026-02-03") == "2026年2月3日"


def test_initials_are_short_in_every_script() -> None:
    names = ["Lin Xiaowen", "林晓雯", "王磊", "林**", "Cher", "M-0010482", ""]
    assert [initials(n) for n in names] == ["LX", "晓雯", "王磊", "林", "C", "", ""]
