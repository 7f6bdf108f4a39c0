"""The ORM's configuration, and the migrations."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from aerich import Command
from tortoise import Tortoise

from models import MODULES

MIGRATIONS = Path(__file__).parent.parent / "migrations"
ACQUIRE_SECONDS = 2.0
STATEMENT_SECONDS = 10


def orm(url: str, pool_size: int = 5) -> dict[str, Any]:
    """Tortoise's configuration for the database at `url`."""
    credentials = _credentials(url) | {
        "min_size": 1,
        "max_size": pool_size,
        "server_settings": {"timezone": "UTC", "jit": "off", "application_name": "memberdesk"},
    }
    return {
        "connections": {"default": {"engine": "tortoise.backends.asyncpg", "credentials": credentials}},
        "apps": {"models": {"models": [*MODULES, "aerich.models"], "default_connection": "default"}},
        "use_tz": True,
        "timezone": "UTC",
    }


async def open_models(url: str, pool_size: int = 5) -> None:
    """Connects the ORM. The fallback makes its state visible in every task, not only in the one that started it."""
    await Tortoise.init(config=orm(url, pool_size), _enable_global_fallback=True)


async def close_models() -> None:
    await Tortoise.close_connections()


async def migrate(url: str) -> list[str]:
    """Applies what is not applied yet; returns the names."""
    command = Command(tortoise_config=orm(url), app="models", location=str(MIGRATIONS))
    try:
        await command.init()
        return await command.upgrade(run_in_transaction=True)
    finally:
        await Tortoise.close_connections()


async def pending(url: str) -> list[str]:
    """Migrations that the database does not have."""
    command = Command(tortoise_config=orm(url), app="models", location=str(MIGRATIONS))
    try:
        await command.init()
        return await command.heads()
    finally:
        await Tortoise.close_connections()


def _credentials(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    socket = parse_qs(parts.query).get("host")
    return {
        "host": socket[0] if socket else parts.hostname or "localhost",
        "port": parts.port or 5432,
        "user": unquote(parts.username or "postgres"),
        "password": unquote(parts.password or "") or None,
        "database": unquote(parts.path.lstrip("/")) or "postgres",
    }


TORTOISE = orm(os.environ.get("DATABASE_URL", "postgresql://postgres@localhost/memberdesk"))
"For the `aerich` command line, which is how a new migration is drafted."
