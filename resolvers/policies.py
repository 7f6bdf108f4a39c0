"""How settings of the program, and earlier versions of its rules, are read and saved."""

from json import dumps

from actions.once import Written
from actions.policies import save as save_policy
from models.policies import Policy
from resolvers.planner.answers import Computed, Rows
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Text
from resolvers.planner.formats import as_instant
from resolvers.planner.lists import Many
from resolvers.planner.lookups import Lookup
from resolvers.planner.statement import Row
from resolvers.planner.verbs import Call, Verb
from rules.policies import DEFAULTS

MOST = 50
"Versions of one rule that are told."


def versions(type_name: str) -> Rows:
    """Of a row of that type, newest first."""
    return Rows(
        lambda rule, _: (
            f"SELECT body, {as_instant('at')} AS at FROM rule_version"
            f" WHERE subject_type = '{type_name}' AND subject_id = {rule.key}"
            f" ORDER BY rule_version.at DESC, id DESC LIMIT {MOST}"
        ),
        {"body": "body", "at": "at"},
    )


def _whole(policy: Row) -> str:
    defaults = dumps(DEFAULTS).replace("'", "''")
    return f"(coalesce('{defaults}'::jsonb -> {policy.col('code')}, '{{}}') || {policy.col('value')})"


ENTITIES = [
    Entity(
        "Policy",
        Policy,
        "pol",
        fields={"value": Computed(_whole), "versions": versions("Policy")},
        filters={"code": Text(lambda row: row.col("code"), exact=True)},
    ),
]

QUERIES = {"policies": Many("Policy", order="code"), "policy": Lookup("Policy")}


async def _save(call: Call) -> Written:
    given = call.given
    return await save_policy(
        call.connection, call.by, given["code"], given["value"], given.get("expectedVersion"), call.at
    )


MUTATIONS = {"policySave": Verb(_save, "program.edit", {}, {"policy": "Policy", "changeSet": "ChangeSet"})}
