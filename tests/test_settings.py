"""A wrong setting stops the start with one line that names it."""

from pathlib import Path

import pytest

from settings import BadSetting, Settings

WRONG = {
    "DB_POOL_SIZE": ("many", "1", "201", "-5", "3.5"),
    "WEB_WORKERS": ("0", "65", "two"),
    "DATABASE_URL": ("mysql://x/y", "localhost:5432", "sqlite:///x"),
    "DATABASE_REPLICA_URL": ("http://x",),
    "SECRET_KEY": ("too short",),
    "DEFAULT_LOCALE": ("de", "EN"),
    "TIME_ZONE": ("Mars/Olympus", "UTC+8"),
    "CURRENCY": ("GOLD", "usd"),
    "LOG_FORMAT": ("xml",),
    "IMAP_URL": ("pop://x", "imaps://host/INBOX"),
    "MAIL_REPLY_TO": ("nobody", "a+*+*@example.com"),
    "INBOUND_SECRET": ("too short",),
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_a_malformed_value_is_told_in_one_line_that_names_it(name: str, value: str) -> None:
    with pytest.raises(BadSetting) as bad:
        Settings.load({name: value}, None)
    assert name in str(bad.value)
    assert "\n" not in str(bad.value)


def test_a_secret_is_not_repeated() -> None:
    with pytest.raises(BadSetting) as bad:
        Settings.load({"SECRET_KEY": "hunter2"}, None)
    assert "hunter2" not in str(bad.value)


def test_a_misspelled_setting_of_ours_is_unknown() -> None:
    with pytest.raises(BadSetting, match="'MEMBERDESK_DATE' is not a setting"):
        Settings.load({"MEMBERDESK_DATE": "x"}, None)


def test_a_misspelled_setting_of_the_file_is_unknown(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("CURENCY=USD\n")
    with pytest.raises(BadSetting, match="'CURENCY' is not a setting"):
        Settings.load({}, file)


def test_other_programs_settings_are_none_of_ours() -> None:
    assert Settings.load({"PATH": "/bin", "EDITOR": "ed"}, None).currency == "USD"


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("CURRENCY=EUR\nTIME_ZONE=Asia/Shanghai\n")
    found = Settings.load({"CURRENCY": "JPY"}, file)
    assert (found.currency, found.time_zone) == ("JPY", "Asia/Shanghai")


def test_an_empty_setting_is_not_given() -> None:
    assert Settings.load({"CURRENCY": "", "DATABASE_URL": ""}, None).database_url is None


def test_the_kept_secret_stays_and_is_for_its_owner_only(tmp_path: Path) -> None:
    settings = Settings.load({"MEMBERDESK_DATA": str(tmp_path)}, None)
    assert settings.signing_key() == settings.signing_key()
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
