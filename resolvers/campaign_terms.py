"""A campaign's rules field by field: how they are read, and how they are written as JSON."""

from collections.abc import Mapping
from typing import Any

from resolvers.planner.answers import Computed, Embedded, Rows
from resolvers.planner.statement import Row
from rules.campaigns import Weekday

Given = Mapping[str, Any]
RENAMED = {"giftProductCode": "gift", "templateCode": "template", "nearBirthday": "birthday"}
"Fields that have another name in JSON."
DAY_NAMES = ", ".join(f"'{day}'" for day in Weekday)


def _text(*path: str) -> Computed:
    return Computed(lambda row: f"({_at(row, *path)} #>> '{{}}')")


def _flag(name: str, default: str) -> Computed:
    return Computed(lambda row: f"coalesce(({_at(row, name)} #>> '{{}}')::bool, {default})")


def _list(*path: str) -> Computed:
    return Computed(lambda row: _array(row, *path))


def _at(row: Row, *path: str) -> str:
    return f"{row.col('rules')} #> '{{{','.join(path)}}}'"


def _array(row: Row, *path: str) -> str:
    value = _at(row, *path)
    return f"(CASE WHEN jsonb_typeof({value}) = 'array' THEN {value} ELSE '[]' END)"


def _weekdays(row: Row) -> str:
    days = _array(row, "conditions", "weekdays")
    return (
        f"(SELECT coalesce(json_agg((ARRAY[{DAY_NAMES}])[day.number::int] ORDER BY day.number), '[]')"
        f" FROM jsonb_array_elements_text({days}) AS day (number))"
    )


def _parts(names: Mapping[str, str], *path: str) -> Rows:
    """Objects of a list. `names` are the names of their texts in JSON, by column."""
    columns = ", ".join(f"part.value ->> '{name}' AS {column}" for column, name in names.items())
    return Rows(
        lambda row, _: f"SELECT {columns} FROM jsonb_array_elements({_array(row, *path)}) AS part (value)",
        {column: column for column in names},
    )


CONDITIONS = Embedded(
    {
        **{name: _list("conditions", name) for name in ("products", "categories", "stores", "tiers", "days")},
        "weekdays": Computed(_weekdays),
        "hours": _parts({"begins": "from", "ends": "to"}, "conditions", "hours"),
        "nearBirthday": _text("conditions", "birthday"),
        **{name: _text("conditions", name) for name in ("minSpend", "minQuantity")},
    }
)
TERMS = Embedded(
    {
        **{name: _text(RENAMED.get(name, name)) for name in (
            "amount", "percent", "cap", "price", "multiplier", "giftProductCode", "templateCode", "group",
        )},
        "steps": _parts({"spend": "spend", "off": "off"}, "steps"),
        "repeats": _flag("repeats", "false"),
        "stacks": _flag("stacks", "true"),
        "priority": Computed(lambda row: f"coalesce(({_at(row, 'priority')} #>> '{{}}')::int, 0)"),
        "conditions": CONDITIONS,
    }
)  # fmt: skip


def rules_of(terms: Given) -> dict[str, Any]:
    """As JSON; what says nothing is left out."""
    rules = {RENAMED.get(name, name): value for name, value in _said(terms).items() if name != "conditions"}
    if "steps" in rules:
        rules["steps"] = [{name: str(step[name]) for name in ("spend", "off")} for step in rules["steps"]]
    if rules.get("stacks") is True:
        del rules["stacks"]
    for name in ("repeats", "priority"):
        if not rules.get(name):
            rules.pop(name, None)
    conditions = {RENAMED.get(name, name): value for name, value in _said(terms.get("conditions") or {}).items()}
    if "weekdays" in conditions:
        conditions["weekdays"] = [list(Weekday).index(Weekday(day)) + 1 for day in conditions["weekdays"]]
    if "hours" in conditions:
        conditions["hours"] = [{"from": span["begins"], "to": span["ends"]} for span in conditions["hours"]]
    if "days" in conditions:
        conditions["days"] = [str(day) for day in conditions["days"]]
    rules = {name: value if isinstance(value, bool | int | list) else str(value) for name, value in rules.items()}
    return rules | ({"conditions": _plain(conditions)} if conditions else {})


def _said(given: Given) -> dict[str, Any]:
    return {name: value for name, value in given.items() if value is not None and value != []}


def _plain(conditions: Given) -> dict[str, Any]:
    return {name: value if isinstance(value, list) else str(value) for name, value in conditions.items()}
