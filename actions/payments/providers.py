"""Who takes money online: saved by code; the keys that sign are sealed and never shown again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from json import dumps, loads
from typing import Any
from uuid import UUID

from asyncpg import Connection

from actions.once import Written
from actions.recording import record, unchanged
from rules.payments import FIELDS, PaymentProviderKind, check_provider, check_secrets
from rules.refusals import ErrorCode, Refused, check_version
from rules.secrecy import seal, unseal
from rules.viewer import Viewer
from rules.wechat_pay import print_of

PURPOSE = "payment provider"
PLAIN = {
    "code": "code", "name": "name", "kind": "kind", "endpoint": "endpoint", "platformKey": "platform_key",
    "isActive": "is_active",
} | FIELDS  # fmt: skip
COLUMNS = (*PLAIN.values(), "key_print", "api_key_at", "sealed")
NEW: dict[str, Any] = dict.fromkeys(PLAIN.values(), "") | {
    "kind": PaymentProviderKind.WECHAT_PAY_V3, "is_active": True, "version": 0, "key_print": None, "api_key_at": None,
}  # fmt: skip
KEPT = "SELECT * FROM payment_provider WHERE code = $1 FOR UPDATE"
FOUND = "SELECT * FROM payment_provider WHERE code = $1"
MAKE = f"""
    INSERT INTO payment_provider ({", ".join(COLUMNS)})
    VALUES ({", ".join(f"${n}" for n in range(1, len(COLUMNS) + 1))}) ON CONFLICT (code) DO NOTHING RETURNING id
"""
CHANGE = f"""
    UPDATE payment_provider SET {", ".join(f"{name} = ${n}" for n, name in enumerate(COLUMNS, 1))},
        version = version + 1, problem = ''
    WHERE code = $1 RETURNING id
"""


@dataclass(frozen=True, slots=True)
class Account:
    """What it takes to speak with a provider."""

    id: UUID
    code: str
    endpoint: str
    merchant_id: str
    app_id: str
    serial: str
    platform_serial: str
    platform_key: str
    private_key: str = field(repr=False)
    api_key: str = field(repr=False)


async def set_up(
    connection: Connection, by: Viewer, given: Mapping[str, Any], expected: int | None, at: datetime, secret: str
) -> Written:
    """`given` is the input of the API. Raises Refused: unusable, a new one without its keys, changed since."""
    row = await connection.fetchrow(KEPT, given["code"])
    kept = NEW if row is None else dict(row)
    check_version(kept["version"], expected)
    wanted = {column: kept[column] for column in PLAIN.values()}
    wanted |= {PLAIN[name]: value for name, value in given.items() if name in PLAIN and value is not None}
    check_provider(wanted)
    secrets = _secrets(kept, given, secret)
    wanted["key_print"] = print_of(secrets["privateKey"])
    wanted["api_key_at"] = at if given.get("apiKey") is not None else kept["api_key_at"]
    changed = {name: [kept[name], value] for name, value in wanted.items() if kept[name] != value}
    if not changed:
        unchanged()
        return {"provider": kept["id"]}
    wanted["sealed"] = seal(secret, _purpose(wanted["code"]), dumps(secrets))
    key = await connection.fetchval(MAKE if row is None else CHANGE, *(wanted[name] for name in COLUMNS))
    if key is None:
        raise Refused(ErrorCode.CONFLICT, "Somebody else made '{code}' in between.", ("input",), code=given["code"])
    staff = by.staff_id and UUID(by.staff_id)
    await record(connection, by.name, "payment_provider.saved", "PaymentProvider", key, changed, staff)
    return {"provider": key}


async def account_of(connection: Connection, code: str, secret: str) -> Account | None:
    """Also of one that is switched off: money that is on its way comes. Raises CannotOpen."""
    row = await connection.fetchrow(FOUND, code)
    if row is None:
        return None
    secrets = loads(unseal(secret, _purpose(code), row["sealed"]))
    return Account(
        row["id"], code, row["endpoint"], row["merchant_id"], row["app_id"], row["serial"], row["platform_serial"],
        row["platform_key"], secrets["privateKey"], secrets["apiKey"],
    )  # fmt: skip


def _secrets(kept: Mapping[str, Any], given: Mapping[str, Any], secret: str) -> dict[str, str]:
    """Those that are given, else those that are kept."""
    check_secrets(given.get("privateKey"), given.get("apiKey"))
    known = loads(unseal(secret, _purpose(given["code"]), kept["sealed"])) if "sealed" in kept else {}
    secrets = known | {name: given[name] for name in ("privateKey", "apiKey") if given.get(name) is not None}
    for name in ("privateKey", "apiKey"):
        if name not in secrets:
            raise Refused(ErrorCode.REQUIRED, "A new provider needs {name}.", ("input", name), name=name)
    return secrets


def _purpose(code: str) -> str:
    return f"{PURPOSE} {code}"
