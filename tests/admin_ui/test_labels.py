from admin_ui.labels import for_people


def test_forms_do_not_tell_codes() -> None:
    assert for_people("Says that it is answered. STATE for one that is closed.") == "Says that it is answered."


def test_neither_do_they_in_chinese() -> None:
    assert for_people("给会员发放补偿。工单已关闭则为 STATE。") == "给会员发放补偿。"


def test_words_that_only_look_like_codes_stay() -> None:
    assert for_people("Cards with a PIN. NEWS is a word.") == "Cards with a PIN. NEWS is a word."
