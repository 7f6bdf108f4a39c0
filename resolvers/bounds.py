"""How limits are told: those of a role or a program that are refined, and those that hold for the caller."""

from json import dumps

from resolvers.planner.answers import Rows
from resolvers.planner.selection import Selected
from resolvers.planner.statement import Row
from rules.bounds import LimitName

_FIELDS = {"name": "name", "value": "value"}


def _refined(row: Row, _: Selected) -> str:
    return f"SELECT key AS name, value::int AS value FROM jsonb_each({row.col('limits')}) ORDER BY key"


def _holding(row: Row, _: Selected) -> str:
    bounds = row.statement.access.bounds
    told = row.statement.constant(dumps([{"name": name, "value": bounds.of(name)} for name in LimitName]), "json")
    return f"SELECT * FROM json_to_recordset({told}) AS x(name text, value int)"


REFINED_LIMITS = Rows(_refined, _FIELDS)
OWN_LIMITS = Rows(_holding, _FIELDS)
