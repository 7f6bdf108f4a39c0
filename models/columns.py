"""The kinds of column that our tables share."""

from enum import StrEnum
from typing import Any

from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.fields.db_defaults import Now, SqlDefault


def key() -> Any:
    """A UUIDv7 made by the database, so that keys follow time."""
    return fields.UUIDField(primary_key=True, default=None, db_default=SqlDefault("uuidv7()"))


def belongs_to(model: str, *, null: bool = False, on_delete: OnDelete = OnDelete.RESTRICT, **extra: Any) -> Any:
    """A foreign key. RESTRICT, because history hangs on almost everything; declare its index beside it."""
    return fields.ForeignKeyField(f"models.{model}", related_name=False, null=null, on_delete=on_delete, **extra)


def part_of(model: str, **extra: Any) -> Any:
    """A foreign key to the whole that this row is a part of and goes with."""
    return belongs_to(model, on_delete=OnDelete.CASCADE, **extra)


def one_of(words: type[StrEnum], **extra: Any) -> Any:
    return fields.CharEnumField(words, max_length=24, description=f"One of {', '.join(words)}", **extra)


def text(length: int = 200, **extra: Any) -> Any:
    return fields.CharField(max_length=length, **extra)


def code(length: int = 64, **extra: Any) -> Any:
    """A short name that people and programs use; unique unless told otherwise."""
    return fields.CharField(max_length=length, **({"unique": True} | extra))


def minor(**extra: Any) -> Any:
    """An amount of money in minor units of the installation's currency."""
    return fields.BigIntField(**extra)


def created() -> Any:
    return fields.DatetimeField(db_default=Now())


def moment(**extra: Any) -> Any:
    return fields.DatetimeField(**extra)


def version() -> Any:
    """Counts edits; a writer that names an older version is told about the conflict."""
    return fields.IntField(default=1, db_default=1)


def flag(default: bool) -> Any:
    return fields.BooleanField(default=default, db_default=default)


def counter() -> Any:
    return fields.BigIntField(default=0, db_default=0)
