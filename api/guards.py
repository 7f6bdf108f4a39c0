"""What the migrations forbid: the names of their constraints, triggers and unique indexes."""

import re
from importlib import import_module
from pathlib import Path

MIGRATIONS = Path(__file__).parent.parent / "migrations" / "models"
NAMED = re.compile(
    r"(?:(DROP (?:CONSTRAINT|TRIGGER|INDEX))|CONSTRAINT TRIGGER|CREATE TRIGGER|UNIQUE INDEX|CONSTRAINT)"
    r'(?: IF (?:NOT )?EXISTS)? "?(?!TRIGGER\b)(\w+)'
)
TABLE = re.compile(r'(?:CREATE (?:UNLOGGED )?TABLE(?: IF NOT EXISTS)?|ALTER TABLE) "?(\w+)"?\s(.*?);\s', re.DOTALL)
COLUMN = re.compile(r'^[\s(]*(?:ADD COLUMN |ADD )?"?(\w+)"? ([^\n]*)', re.MULTILINE)
KINDS = {"CHECK": "{0}_{1}_check", "UNIQUE": "{0}_{1}_key", "REFERENCES": "{0}_{1}_fkey", "PRIMARY KEY": "{0}_pkey"}
"How PostgreSQL names what a column says of itself."


async def guards() -> set[str]:
    """Names that a database with all migrations has."""
    names: set[str] = set()
    for path in sorted(MIGRATIONS.glob("[0-9]*_*.py"), key=lambda path: int(path.name.partition("_")[0])):
        said = await import_module(f"migrations.models.{path.stem}").upgrade(None)
        names |= {
            name.format(table, column)
            for table, body in TABLE.findall(said)
            for column, rest in COLUMN.findall(body)
            for kind, name in KINDS.items()
            if kind in rest and column != "CONSTRAINT" and not re.search(rf"CONSTRAINT \w+ {kind}", rest)
        }
        for gone, name in NAMED.findall(said):
            names.discard(name) if gone else names.add(name)
    return names
