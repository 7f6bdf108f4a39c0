"""A world in which every text that anybody can write, or a file can bring, tries to become part of the page."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from asyncpg import Connection, PostgresError
from tortoise import Model
from tortoise.fields.data import CharEnumFieldInstance

MARK = "xq7"
SUM = "3294923"
"What a template engine would make of the sums below."
TEXTS = (
    f"=1+1'\"><{MARK} on{MARK}=1>{{{{1919*1717}}}}<img src=/{MARK} onerror=alert(7)>",
    f"</textarea></title></script><script>alert(7)</script><svg/onload=alert(7)><{MARK}>${{1919*1717}}",
    f"javascript:alert(7)//<{MARK}>[a](javascript:alert(7))<%= 1919*1717 %>#{{1919*1717}}",
    f'`-->" autofocus onfocus=alert(7) on{MARK}=1 x="\'<{MARK} style=x:expression(alert(7))>',
)
COLUMNS = """
    SELECT c.table_name, c.column_name, c.character_maximum_length AS most, c.udt_name = 'jsonb' AS is_json
    FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER'
      AND c.udt_name IN ('text', 'varchar') ORDER BY 1, 2"""
OURS = {
    "aerich", "type_grant", "class_grant", "field_grant", "policy", "staff_session", "access_example",
    "approval_policy", "staff_totp", "idempotency_key", "audit_head",
}  # fmt: skip
"Tables whose texts only the program writes: names of types, fields and settings."
NAMES = re.compile(
    r"(^|_)(kind|status|code|number|state|hash|type|type_name|field|locale|method|permission|currency|path|username|"
    r"operation|version|country|identity|member_no|day|unit|asset|bucket|card_no|reference|dictionary|priority|channel|"
    r"action|source|gender|card_kind|segment|scope|role|viewer|token|actor_kind|template|purpose|zone)$"
)
"Names that a rule holds to letters and digits, and words of lists."


async def poison(c: Connection) -> int:
    """Gives how many columns were changed. What a check forbids stays as it is."""
    changed, fixed = 0, set(words())
    async with c.transaction():
        await c.execute("SET LOCAL session_replication_role = replica")
        for n, row in enumerate(await c.fetch(COLUMNS)):
            table, column = row["table_name"], row["column_name"]
            if table not in OURS and (table, column) not in fixed and not NAMES.search(column):
                changed += await _change(c, table, column, TEXTS[n % len(TEXTS)][: row["most"] or 500])
        await c.execute("UPDATE member SET custom = jsonb_build_object('note', $1::text, $1, 'x')", TEXTS[0])
        await c.execute(
            "UPDATE audit_event SET changes = jsonb_build_object($1::text, jsonb_build_array($1, $1))", TEXTS[1]
        )
    return changed


def words() -> Iterator[tuple[str, str]]:
    """Columns that hold one of a few words."""
    for model in Model.__subclasses__():
        for name, field in model._meta.fields_map.items():
            if isinstance(field, CharEnumFieldInstance):
                yield str(model._meta.db_table), field.source_field or name


async def _change(c: Connection, table: str, column: str, text: str) -> int:
    """Where no two may be alike, one row has it."""
    for narrowed in ("", f' AND ctid = (SELECT ctid FROM "{table}" WHERE "{column}" IS NOT NULL LIMIT 1)'):
        try:
            async with c.transaction():
                done = await c.execute(
                    f'UPDATE "{table}" SET "{column}" = $1 WHERE "{column}" IS NOT NULL{narrowed}', text
                )
                return int(done.split()[-1] != "0")
        except PostgresError:
            continue
    return 0


class Reading(HTMLParser):
    """What a browser would find in a page that the page did not mean."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if MARK in tag or (tag == "script" and not given.get("src") and given.get("type") != "application/json"):
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            said = re.sub(r"[\s\x00-\x1f]", "", value or "").lower()
            if MARK in name or name.startswith("on") or name == "style":
                self.found.append(f"<{tag} {name}>")
            if name in ADDRESSES and said.startswith(("javascript:", "data:", "vbscript:", "//")):
                self.found.append(f"<{tag} {name}={said[:60]}>")


ADDRESSES = ("href", "src", "action", "formaction", "data-href", "hx-get", "hx-post", "xlink:href", "srcset", "poster")


def taken_for_markup(text: str) -> list[str]:
    """Nothing, if a page drew every text as text."""
    reading = Reading()
    reading.feed(text)
    reading.close()
    return reading.found + ([SUM] if SUM in text else [])
