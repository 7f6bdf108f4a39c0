"""What this installation is told from outside: environment variables and an optional `.env` file."""

import json
import os
import secrets
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from dotenv import dotenv_values

from rules.mail import is_address
from rules.money import CURRENCY_DIGITS
from rules.providers import Provider, provider_of

LOCALES = ("en", "zh-CN")
LOG_FORMATS = ("text", "json")
NAMES = frozenset({
    "DATABASE_URL", "DATABASE_REPLICA_URL", "DB_POOL_SIZE", "MEMBERDESK_DATA", "SECRET_KEY", "PUBLIC_URL",
    "WEB_WORKERS", "DEFAULT_LOCALE", "TIME_ZONE", "CURRENCY", "SMTP_URL", "MAIL_FROM", "OIDC_PROVIDERS",
    "TRUSTED_PROXIES", "LOG_FORMAT", "AUDIT_ANCHOR_URL", "MESSAGE_URL", "MESSAGE_SECRET", "MAIL_REPLY_TO",
    "INBOUND_SECRET", "IMAP_URL", "MAILDIR", "PAYMENTS_INSIDE",
})  # fmt: skip


class BadSetting(ValueError):
    """A setting is unknown or malformed; the message is one line for the person who starts the program."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, checked. `database_url` is None when the embedded PostgreSQL under `data` is to be used."""

    data: Path
    database_url: str | None
    replica_url: str | None
    pool_size: int
    secret_key: str | None
    public_url: str
    web_workers: int
    locale: str
    time_zone: str
    currency: str
    smtp_url: str | None
    mail_from: str
    providers: tuple[Provider, ...]
    trusted_proxies: tuple[str, ...]
    log_format: str
    anchor_url: str | None = None
    payments_inside: str | None = None
    message_url: str | None = None
    message_secret: str | None = None
    reply_to: str | None = None
    inbound_secret: str | None = None
    imap_url: str | None = None
    maildir: Path | None = None

    @classmethod
    def load(cls, environment: dict[str, str] | None = None, env_file: Path | None = Path(".env")) -> Self:
        """Reads `.env` (if there is one) and the environment, which wins. Raises BadSetting."""
        values = _from_file(env_file) | _known(os.environ if environment is None else environment)
        return cls(
            data=Path(values.get("MEMBERDESK_DATA", "var")).resolve(),
            database_url=_postgres_url(values, "DATABASE_URL"),
            replica_url=_postgres_url(values, "DATABASE_REPLICA_URL"),
            pool_size=_whole_number(values, "DB_POOL_SIZE", 10, 2, 200),
            secret_key=_secret(values.get("SECRET_KEY")),
            public_url=values.get("PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/"),
            web_workers=_whole_number(values, "WEB_WORKERS", 1, 1, 64),
            locale=_one_of(values, "DEFAULT_LOCALE", "en", LOCALES),
            time_zone=_time_zone(values.get("TIME_ZONE", "UTC")),
            currency=_one_of(values, "CURRENCY", "USD", tuple(CURRENCY_DIGITS)),
            smtp_url=_smtp_url(values.get("SMTP_URL")),
            mail_from=_mail_from(values),
            providers=_providers(values.get("OIDC_PROVIDERS")),
            trusted_proxies=tuple(p.strip() for p in values.get("TRUSTED_PROXIES", "").split(",") if p.strip()),
            log_format=_one_of(values, "LOG_FORMAT", "text", LOG_FORMATS),
            anchor_url=_web_address(values, "AUDIT_ANCHOR_URL"),
            payments_inside=_web_address(values, "PAYMENTS_INSIDE"),
            message_url=_web_address(values, "MESSAGE_URL"),
            message_secret=_message_secret(values),
            reply_to=_reply_to(values.get("MAIL_REPLY_TO")),
            inbound_secret=_secret(values.get("INBOUND_SECRET"), "INBOUND_SECRET"),
            imap_url=_imap_url(values.get("IMAP_URL")),
            maildir=Path(values["MAILDIR"]).resolve() if values.get("MAILDIR") else None,
        )

    def signing_key(self) -> bytes:
        """The key that signs cursors and forms. Made once and kept in the data folder unless SECRET_KEY gives it."""
        return (self.secret_key or _kept_secret(self.data / "secret_key")).encode()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


def _from_file(path: Path | None) -> dict[str, str]:
    if path is None or not path.exists():
        return {}
    values = {name: value or "" for name, value in dotenv_values(path).items()}
    unknown = sorted(set(values) - NAMES)
    if unknown:
        raise BadSetting(f"{path}: '{unknown[0]}' is not a setting. Known settings: {', '.join(sorted(NAMES))}.")
    return values


def _known(environment: dict[str, str]) -> dict[str, str]:
    for name in environment:
        if name.startswith("MEMBERDESK_") and name not in NAMES:
            raise BadSetting(f"'{name}' is not a setting. Did you mean MEMBERDESK_DATA?")
    return {name: environment[name] for name in NAMES if environment.get(name)}


def _postgres_url(values: dict[str, str], name: str) -> str | None:
    url = values.get(name)
    if url and urlsplit(url).scheme not in ("postgres", "postgresql"):
        raise BadSetting(f"{name} must look like postgresql://user:password@host:5432/database, not '{url}'.")
    return url or None


def _smtp_url(url: str | None) -> str | None:
    """The value may hold a password, so it is not repeated."""
    parts = urlsplit(url or "")
    if url and (parts.scheme not in ("smtp", "smtps") or not parts.hostname):
        raise BadSetting("SMTP_URL must look like smtp://user:password@host:587, or smtps://… for TLS from the start.")
    return url or None


def _imap_url(url: str | None) -> str | None:
    """The value holds a password, so it is not repeated."""
    parts = urlsplit(url or "")
    if url and (parts.scheme not in ("imap", "imaps") or not parts.hostname or not parts.username):
        raise BadSetting("IMAP_URL must look like imaps://user:password@host:993/INBOX.")
    return url or None


def _reply_to(address: str | None) -> str | None:
    if address and (address.count("*") > 1 or not is_address(address.replace("+*", "+x-1").replace("*", "x"))):
        raise BadSetting(f"MAIL_REPLY_TO must look like desk@example.com or desk+*@example.com, not '{address}'.")
    return address or None


def _mail_from(values: dict[str, str]) -> str:
    host = urlsplit(values.get("PUBLIC_URL", "")).hostname or "localhost.localdomain"
    sender = values.get("MAIL_FROM", f"Memberdesk <memberdesk@{host}>")
    address = parseaddr(sender)[1]
    if not is_address(address) and address.rpartition("@")[2] != host:
        raise BadSetting(f"MAIL_FROM must look like Desk <desk@example.com>, not '{sender}'.")
    return sender


def _providers(text: str | None) -> tuple[Provider, ...]:
    """The value holds secrets, so it is not repeated."""
    try:
        said = json.loads(text) if text else []
        found = tuple(provider_of(one) for one in said)
    except (ValueError, TypeError) as error:
        why = "it is not JSON" if isinstance(error, json.JSONDecodeError) else str(error)
        raise BadSetting(f"OIDC_PROVIDERS must be a list of providers in JSON: {why}.") from None
    if len({provider.code for provider in found}) < len(found):
        raise BadSetting("OIDC_PROVIDERS names two providers with the same code.")
    return found


def _web_address(values: dict[str, str], name: str) -> str | None:
    url = values.get(name)
    if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname):
        raise BadSetting(f"{name} must be an address such as https://example.com/heads, not '{url}'.")
    return url or None


def _message_secret(values: dict[str, str]) -> str | None:
    """Whoever delivers messages proves by it that they are ours. The value is not repeated."""
    secret = values.get("MESSAGE_SECRET")
    if values.get("MESSAGE_URL") and len(secret or "") < 32:
        raise BadSetting("MESSAGE_URL needs MESSAGE_SECRET: at least 32 characters that its owner knows too.")
    return secret or None


def _whole_number(values: dict[str, str], name: str, default: int, low: int, high: int) -> int:
    text = values.get(name, str(default))
    if not text.isdecimal() or not low <= int(text) <= high:
        raise BadSetting(f"{name} must be a whole number from {low} to {high}, not '{text}'.")
    return int(text)


def _one_of(values: dict[str, str], name: str, default: str, allowed: tuple[str, ...]) -> str:
    value = values.get(name, default)
    if value not in allowed:
        raise BadSetting(f"{name} must be one of {', '.join(allowed)}, not '{value}'.")
    return value


def _time_zone(name: str) -> str:
    if name not in available_timezones():
        raise BadSetting(f"TIME_ZONE must be an IANA name such as Asia/Shanghai, not '{name}'.")
    return name


def _secret(value: str | None, name: str = "SECRET_KEY") -> str | None:
    if value is not None and len(value) < 32:
        raise BadSetting(f"{name} must have at least 32 characters.")
    return value


def _kept_secret(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(path, "x", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text()
