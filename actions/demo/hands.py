"""What saves hands at the demo's desk: canned replies in two languages, macros, and tags of tickets."""

import tomllib
from json import dumps
from pathlib import Path

from asyncpg import Connection

from rules.canned_replies import checked
from rules.macros import check_actions

TOLD = tomllib.loads((Path(__file__).parent / "hands.toml").read_text(encoding="utf-8"))
REPLY = """
    INSERT INTO canned_reply (code, name, topic, body_en, body_zh) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (code) DO NOTHING
"""
MACRO = "INSERT INTO macro (code, name, actions) VALUES ($1, $2, $3::text::jsonb) ON CONFLICT (code) DO NOTHING"
TAG = """
    INSERT INTO ticket_tag (ticket_id, name, actor)
    SELECT id, $1, 'demo' FROM (
        SELECT ticket.id, row_number() OVER (ORDER BY number) AS n FROM ticket
        JOIN dictionary_item item ON item.id = category_id WHERE item.code = $2 AND ticket.is_demo) told
    WHERE n % $3::int = 0
    ON CONFLICT DO NOTHING
"""


async def lend_hands(connection: Connection) -> None:
    for reply in TOLD["replies"]:
        texts = [checked(reply[name], (name,)) for name in ("en", "zh")]
        await connection.execute(REPLY, reply["code"], reply["name"], reply["topic"], *texts)
    for macro in TOLD["macros"]:
        rows = dumps({"rows": check_actions(macro["actions"])})
        await connection.execute(MACRO, macro["code"], macro["name"], rows)
    for tag in TOLD["tags"]:
        await connection.execute(TAG, tag["name"], tag["category"], tag["every"])
