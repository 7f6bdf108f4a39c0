"""What the schema promises and no table keeps stops the start, and is named."""

from collections.abc import Mapping
from typing import Any

import pytest
from graphql import build_schema

from models.tiers import Tier, TierChange
from resolvers.planner.answers import Column
from resolvers.planner.building import Declared, DoesNotFit, build_catalog
from resolvers.planner.catalog import Catalog, Entity
from resolvers.planner.filters import Compare, Text
from resolvers.planner.formats import as_is
from resolvers.planner.masks import nothing
from resolvers.planner.orders import OrderBy
from rules.permissions import Sensitivity

COLUMNS = {"spendThreshold": "spend_threshold", "fromTier": "from_tier", "toTier": "to_tier"}
CODE = Text(lambda row: row.col("code"))


def built(sdl: str, entities: list[Entity], queries: Mapping[str, Any] | None = None) -> Catalog:
    schema = build_schema(sdl)
    types = {name: schema.type_map[name] for name in ("Query", "Tier", "TierChange") if name in schema.type_map}
    declared = {
        (kind, name): Declared(COLUMNS.get(name, name), Sensitivity.PUBLIC, nothing, None)
        for kind, type_ in types.items()
        for name in type_.fields
    }
    answers = {"tier": Column("code", as_is)} if queries is None else queries
    return build_catalog(schema, declared, entities, answers)


def tier(said: str, **about: Any) -> tuple[str, list[Entity]]:
    return f"type Query {{ tier: Tier }} type Tier {{ {said} }}", [Entity("Tier", Tier, "tie", **about)]


def test_a_field_is_the_column_of_its_name() -> None:
    found = built(*tier("code: String! spendThreshold: Int"))
    assert found.specs["Tier", "spendThreshold"].answer.name == "spend_threshold"


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ("spendThreshold: Int!", "Tier.spendThreshold may not be null, but its column tier.spend_threshold may."),
        ("colour: String", "Tier.colour is neither a column of tier nor answered in resolvers/."),
        ("code: [String!]!", "Tier.code is a list, but tier.code is a column."),
    ],
)
def test_a_field_that_its_column_cannot_keep_is_named(fields: str, complaint: str) -> None:
    with pytest.raises(DoesNotFit) as refused:
        built(*tier(fields))
    assert str(refused.value) == complaint


def test_a_relation_that_may_be_empty_is_named() -> None:
    sdl = "type Query { tier: TierChange } type TierChange { toTier: Tier! } type Tier { code: String! }"
    with pytest.raises(DoesNotFit, match=r"^TierChange\.toTier may not be null, but tier_change\.to_tier_id may\.$"):
        built(sdl, [Entity("TierChange", TierChange, "tch"), Entity("Tier", Tier, "tie")])


def test_a_resolver_may_answer_what_no_column_does() -> None:
    answer = Column("code", as_is)
    assert built(*tier("colour: String!", fields={"colour": answer})).specs["Tier", "colour"].answer is answer


def test_a_question_that_nobody_answers_is_named() -> None:
    with pytest.raises(DoesNotFit, match=r"^Query\.tier has no answer in resolvers/\.$"):
        built(*tier("code: String!"), queries={})


WHERE = "input TierWhere { and: [TierWhere!] code: String rank: Int }"
BY = "input TierBy { code: String rank: Int }"
ORDERS = "enum TierOrderField { CODE RANK }"


@pytest.mark.parametrize(("more", "named"), [(WHERE, "TierWhere.rank"), (BY, "TierBy.rank")])
def test_a_filter_without_sql_is_named(more: str, named: str) -> None:
    sdl, entities = tier("code: String!", filters={"code": CODE})
    with pytest.raises(DoesNotFit, match=f"^{named} is not answered in resolvers/"):
        built(f"{sdl} {more}", entities)


def test_an_order_without_sql_is_named() -> None:
    sdl, entities = tier("code: String!", orders={"CODE": OrderBy(lambda row: row.col("code"), "text")})
    with pytest.raises(DoesNotFit, match=r"^TierOrderField\.RANK is not answered in resolvers/"):
        built(f"{sdl} {ORDERS}", entities)


def test_filters_and_orders_that_have_sql_fit() -> None:
    by_rank = OrderBy(lambda row: row.col("rank"), "int")
    filters = {"code": CODE, "rank": Compare(lambda row: row.col("rank"), "int")}
    sdl, entities = tier("code: String!", filters=filters, orders={"CODE": by_rank, "RANK": by_rank})
    assert built(f"{sdl} {WHERE} {BY} {ORDERS}", entities).entities["Tier"].filters == filters
