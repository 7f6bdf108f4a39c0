"""Refusals in the reader's language: numbers as they are, words, types, days and instants as the reader has them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from admin_ui.refusals import speaker
from rules.languages import preferred
from rules.members import MemberStatus, check_active
from rules.points import check_amount
from rules.refusals import ErrorCode, Refused

say = speaker(ZoneInfo("Asia/Shanghai"))


def refused(template: str, **values: object) -> Refused:
    return Refused(ErrorCode.STATE, template, **values)


def test_a_number_has_the_form_of_the_template() -> None:
    with pytest.raises(Refused) as found:
        check_amount(2_000_000_000)
    assert say(found.value, "zh-CN") == "无法入账 2,000,000,000 积分：须为 1 到 1,000,000,000。"
    assert say(found.value, "en") == found.value.message


def test_a_word_of_ours_is_said_in_the_language() -> None:
    with pytest.raises(Refused) as found:
        check_active(MemberStatus.FROZEN)
    assert say(found.value, "zh-CN") == "该会员状态为“已冻结”，无法执行此操作。请先将会员恢复为正常。"


def test_the_name_of_a_type_is_said_in_words() -> None:
    missing = refused("There is no such {kind}, or you may not see it.", kind="CouponTemplate")
    assert say(missing, "zh-CN") == "没有该优惠券模板，或您无权查看。"
    assert say(missing, "en") == "There is no such coupon template, or you may not see it."


def test_instants_are_of_the_zone_whatever_form_the_template_has() -> None:
    late = refused("{until:%Y} {day} {both}", until=datetime(2026, 11, 22, 20, tzinfo=UTC), day=date(2026, 2, 3),
                   both=[1, MemberStatus.ACTIVE])  # fmt: skip
    assert say(late, "zh-CN") == "2026-11-23 04:00 2026年2月3日 1、正常"


def test_a_language_that_nobody_speaks_here_is_answered_in_english() -> None:
    assert say(refused("The PIN is wrong."), "") == say(refused("The PIN is wrong."), "fr") == "The PIN is wrong."


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"), ("en-GB", "en"), ("fr, zh-Hant;q=0.2, en;q=0.7", "en"), ("fr", None),
        ("", None), ("zh;q=0, en;q=0.1", "en"), ("zh;q=many", None), ("*", None),
    ],
)  # fmt: skip
def test_the_language_that_is_asked_for_most_is_spoken(asked: str, found: str | None) -> None:
    assert preferred(asked) == found
