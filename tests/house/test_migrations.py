"""Migrations have one order, on every machine."""

from pathlib import Path

MIGRATIONS = Path(__file__).parents[2] / "migrations" / "models"


def test_each_migration_has_the_next_number() -> None:
    numbers = sorted(int(path.name.split("_")[0]) for path in MIGRATIONS.glob("[0-9]*.py"))
    assert numbers == list(range(len(numbers)))
