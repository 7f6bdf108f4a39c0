"""What is cut out of a schema, on a small one in which every kind of thing is there once."""

from types import SimpleNamespace
from typing import Any

import pytest
from graphql import GraphQLSchema, build_schema, print_schema

from resolvers.planner.catalog import Catalog
from resolvers.planner.pruning import Pruner
from resolvers.planner.sights import KEPT, Sights
from rules.asking import UNASKED
from rules.permissions import Access, Facets, Grants, Limit, ReadLevel, Sensitivity, union

SDL = """
directive @mark on FIELD
scalar Stamp
interface Node { id: ID!  near: Shop }
enum Colour { RED }
enum SizeOrderField { SMALL LARGE }
type Subscription { memberChanged: Member  nothing: Int }
type Query {
  node(id: ID!): Node
  members(
    first: Int, search: String, where: MemberWhere, orderBy: [MemberOrder!], phone: String, by: MemberBy
  ): MemberConnection!
  member(by: MemberBy!): Member
  secret: String
  report: Report
  tierReport: Int
  phoneCount: Int
  shops: [Shop!]!
  found: Found
  log: Log
  sizes(by: SizeOrderField, colour: Colour): Int
  preview(where: MemberWhere!): Int
  known(by: MemberBy!): Int
}
type Mutation { memberEdit(id: ID!, input: EditInput!): Payload!  memberErase(id: ID!): Payload!  strange: Int }
type Payload { member: Member  ok: Boolean!  secret: String }
input EditInput { name: String!  shopWhere: ShopWhere }
type MemberConnection { nodes: [Member!]! }
type MemberEdge { node: Member! }
type Member implements Node {
  id: ID!  name: String!  phone: String!  points: Int!  tier: Tier!  shops: [Shop!]!  told(shop: ShopWhere!): Int
  at: Stamp
  tierIs(where: TierWhere! = {}): Int
}
input TierWhere { and: [TierWhere!]  or: [TierWhere!]  not: TierWhere  code: String }
type Box implements Node { id: ID!  near: Shop }
type Only { here: Int }
type Tier implements Node { id: ID!  code: String! }
type Shop implements Node { id: ID!  code: String! }
type Report { total: Int!  spend: Int!  best: Tier! }
type Log { lines: [String!]! }
union Found = Tier | Shop | Only
enum MemberOrderField { NAME PHONE }
input MemberOrder { field: MemberOrderField! }
input MemberWhere {
  and: [MemberWhere!]  or: [MemberWhere!]  not: MemberWhere  id: ID  name: String  phone: String  shop: ShopWhere
  both: String  virtual: String
}
input MemberBy @oneOf { id: ID  phone: String }
input ShopWhere { and: [ShopWhere!]  code: String! }
"""
PUBLIC, CONTACT, FINANCIAL = Sensitivity.PUBLIC, Sensitivity.CONTACT, Sensitivity.FINANCIAL
CLASSES = {("Member", "phone"): CONTACT, ("Report", "spend"): FINANCIAL, ("Log", "lines"): CONTACT}
FULL, OPEN = Facets(ReadLevel.FULL), Facets(ReadLevel.FULL, filter=True)
PERMISSIONS = {"memberEdit": "members.edit", "memberErase": "members.erase", "secret": "secrets.read"}


def spec(kind: str, name: str, **more: Any) -> Any:
    told = {"about": None, "counts": ()} | more
    return SimpleNamespace(type_name=kind, name=name, sensitivity=CLASSES.get((kind, name), PUBLIC), **told)


def entity(name: str, filters: dict[str, Any] | None = None, orders: dict[str, Any] | None = None) -> Any:
    search = SimpleNamespace(governed_by=("name", "phone"))
    return SimpleNamespace(type_name=name, filters=filters or {}, orders=orders or {}, search=search)


def order(*fields: str) -> Any:
    return SimpleNamespace(governing=lambda value: fields)


@pytest.fixture(scope="module")
def pruner() -> Pruner:
    master = build_schema(SDL, assume_valid=True)
    rules = {
        "phone": SimpleNamespace(governed_by=("phone",)),
        "both": SimpleNamespace(governed_by=("name", "Tier.code")),
    }
    entities = {
        "Member": entity("Member", rules, {"NAME": order("name"), "PHONE": order("name", "phone")}),
        "Tier": entity("Tier"), "Shop": entity("Shop"),
    }  # fmt: skip
    fields = [(k, n) for k in ("Member", "Tier", "Shop", "Report", "Log") for n in master.type_map[k].fields]
    specs = {place: spec(*place) for place in fields}
    specs |= {("Query", "tierReport"): spec("Query", "tierReport", about="Tier")}
    specs |= {("Query", "phoneCount"): spec("Query", "phoneCount", counts=("Member.phone",))}
    return Pruner(master, Catalog(entities, specs, lambda row, scopes: ""), PERMISSIONS)


def role(**given: Any) -> Access:
    told = {"types": {"Member": None, "Tier": None, "Shop": None}, "classes": {PUBLIC: OPEN, CONTACT: OPEN},
            "permissions": frozenset({"members.edit"})}  # fmt: skip
    return union([Grants("role", **(told | given))])


def fields(schema: GraphQLSchema, kind: str) -> dict[str, str]:
    found = schema.type_map.get(kind)
    return {name: str(f.type) for name, f in found.fields.items()} if found else {}


def arguments(schema: GraphQLSchema, kind: str, name: str) -> set[str]:
    return set(schema.type_map[kind].fields[name].args)


def values(schema: GraphQLSchema) -> set[str]:
    return set(schema.type_map["MemberOrderField"].values) if "MemberOrderField" in schema.type_map else set()


def test_who_may_do_everything_has_all_of_it(pruner: Pruner) -> None:
    whole = pruner.prune(union([Grants(everything=True)]))
    assert fields(whole, "Query") == fields(pruner.master, "Query")
    assert fields(whole, "Mutation") == fields(pruner.master, "Mutation")
    assert whole is pruner.prune(union([Grants(everything=True)]))
    assert pruner.prune(role(everything=True)) is whole


def test_what_a_scalar_reads_and_writes_is_lent(pruner: Pruner) -> None:
    pruner.master.type_map["Stamp"].serialize = str.upper
    pruner.master.type_map["Member"].extensions = {"known": 1}
    cut = pruner.prune(role())
    assert cut.type_map["Stamp"].serialize("a") == "A"
    assert cut.type_map["Member"].extensions == {"known": 1}


def test_a_role_has_what_its_classes_let_it_read(pruner: Pruner) -> None:
    cut = pruner.prune(role(classes={PUBLIC: OPEN}))
    assert "phone" not in fields(cut, "Member")
    assert fields(cut, "Member")["name"] == "String!"
    assert fields(cut, "Report") == {"total": "Int!", "best": "Tier!"}
    assert "Log" not in cut.type_map
    assert "log" not in fields(cut, "Query")
    assert fields(pruner.prune(role()), "Log") == {"lines": "[String!]!"}


def test_what_is_masked_may_be_empty(pruner: Pruner) -> None:
    cut = pruner.prune(role(classes={PUBLIC: OPEN, CONTACT: Facets(ReadLevel.MASKED)}))
    assert (fields(cut, "Member")["phone"], fields(cut, "Member")["name"]) == ("String", "String!")
    assert fields(pruner.prune(role()), "Member")["phone"] == "String!"


def test_what_members_are_asked_for_may_be_empty_and_is_no_filter(pruner: Pruner) -> None:
    asked, unasked = role(), role(permissions=frozenset({UNASKED}))
    assert fields(pruner.prune(asked), "Member")["points"] == "Int"
    assert fields(pruner.prune(unasked), "Member")["points"] == "Int!"


def test_a_type_that_is_not_seen_is_gone_with_all_that_leads_to_it(pruner: Pruner) -> None:
    cut = pruner.prune(role(types={"Member": None, "Tier": None}))
    assert "Shop" not in cut.type_map
    assert "ShopWhere" not in cut.type_map
    assert {"shops", "told"} & set(fields(cut, "Member")) == set()
    assert "shops" not in fields(cut, "Query")
    assert "shop" not in fields(cut, "MemberWhere")
    assert fields(cut, "EditInput") == {"name": "String!"}
    alone = pruner.prune(role(types={"Tier": None}))
    assert {"Member", "MemberConnection", "MemberWhere", "MemberBy", "MemberOrder"} & set(alone.type_map) == set()
    assert {"member", "members", "tierReport", "shops"} & set(fields(alone, "Query")) == {"tierReport"}
    assert {t.name for t in alone.type_map["Found"].types} == {"Tier", "Only"}
    assert fields(alone, "Node") == {"id": "ID!"}
    assert {"preview", "known"} & set(fields(alone, "Query")) == set()
    assert fields(alone, "Subscription") == {"nothing": "Int"}


def test_a_reference_within_a_scope_may_lead_nowhere(pruner: Pruner) -> None:
    scoped = {"Member": None, "Tier": {"code": {"eq": "GOLD"}}, "Shop": {"code": {"eq": "S1"}}}
    cut = pruner.prune(role(types=scoped))
    assert (fields(cut, "Member")["tier"], fields(cut, "Member")["shops"]) == ("Tier", "[Shop!]!")
    assert fields(cut, "Member")["name"] == "String!"
    assert fields(pruner.prune(role()), "Member")["tier"] == "Tier!"
    assert fields(cut, "MemberConnection")["nodes"] == "[Member!]!"
    assert fields(cut, "Report")["best"] == "Tier!"


def test_mutations_and_guarded_questions_need_their_permission(pruner: Pruner) -> None:
    cut = pruner.prune(role(permissions=frozenset({"members.erase", "secrets.read"})))
    assert set(fields(cut, "Mutation")) == {"memberErase"}
    assert "secret" in fields(cut, "Query")
    assert "secret" not in fields(pruner.prune(role()), "Query")
    assert "EditInput" not in cut.type_map
    assert "Mutation" not in pruner.prune(role(permissions=frozenset())).type_map


def test_a_program_that_only_reads_changes_nothing(pruner: Pruner) -> None:
    grants = role().grants
    assert "Mutation" not in pruner.prune(Access(grants, Limit(reads_only=True))).type_map
    assert "Mutation" in pruner.prune(Access(grants, Limit(permissions=frozenset({"members.edit"})))).type_map


def test_a_figure_about_a_type_is_for_those_who_see_it(pruner: Pruner) -> None:
    assert "tierReport" in fields(pruner.prune(role()), "Query")
    assert "tierReport" not in fields(pruner.prune(role(types={"Member": None})), "Query")


def test_a_figure_that_counts_by_a_field_is_for_those_who_may_filter_by_it(pruner: Pruner) -> None:
    assert "phoneCount" in fields(pruner.prune(role()), "Query")
    for contact in (FULL, Facets(ReadLevel.MASKED)):
        assert "phoneCount" not in fields(pruner.prune(role(classes={PUBLIC: OPEN, CONTACT: contact})), "Query")


@pytest.mark.parametrize("contact", [FULL, Facets(ReadLevel.MASKED), Facets(ReadLevel.MASKED, filter=True), Facets()])
def test_what_may_not_be_filtered_is_no_filter_no_key_and_no_order(pruner: Pruner, contact: Facets) -> None:
    cut, open_ = pruner.prune(role(classes={PUBLIC: OPEN, CONTACT: contact})), pruner.prune(role())
    assert set(fields(open_, "MemberWhere")) - set(fields(cut, "MemberWhere")) == {"phone"}
    assert set(fields(open_, "MemberBy")) - set(fields(cut, "MemberBy")) == {"phone"}
    assert (values(open_), values(cut)) == ({"NAME", "PHONE"}, {"NAME"})
    assert arguments(open_, "Query", "members") - arguments(cut, "Query", "members") == {"phone"}


def test_a_filter_on_another_type_is_governed_by_that_one(pruner: Pruner) -> None:
    closed = {("Tier", "code"): FULL}
    assert "both" in fields(pruner.prune(role()), "MemberWhere")
    assert "both" not in fields(pruner.prune(role(fields=closed)), "MemberWhere")
    assert "both" not in fields(pruner.prune(role(fields={("Member", "name"): FULL})), "MemberWhere")


def test_a_search_is_for_those_who_may_filter_by_some_of_it(pruner: Pruner) -> None:
    one = role(classes={PUBLIC: OPEN})
    none = role(classes={PUBLIC: OPEN}, fields={("Member", "name"): FULL})
    assert "search" in arguments(pruner.prune(one), "Query", "members")
    assert "search" not in arguments(pruner.prune(none), "Query", "members")


def test_orders_and_wheres_without_anything_of_their_own_are_gone(pruner: Pruner) -> None:
    cut = pruner.prune(role(classes={PUBLIC: FULL, CONTACT: FULL}))
    assert set(fields(cut, "MemberWhere")) == {"and", "or", "not", "id", "virtual"}
    assert {"MemberOrder", "MemberOrderField"} & set(cut.type_map) == set()
    assert {"orderBy", "search", "phone"} & arguments(cut, "Query", "members") == set()
    assert "ShopWhere" not in cut.type_map
    assert "told" not in fields(cut, "Member")
    assert "TierWhere" not in cut.type_map
    assert arguments(cut, "Member", "tierIs") == set()
    assert arguments(pruner.prune(role()), "Member", "tierIs") == {"where"}


def test_unions_and_interfaces_lead_to_what_is_there(pruner: Pruner) -> None:
    cut = pruner.prune(role())
    assert {t.name for t in cut.type_map["Found"].types} == {"Tier", "Shop", "Only"}
    assert {"Box", "Colour", "SizeOrderField", "TierWhere"} <= set(cut.type_map)
    assert fields(cut, "Subscription") == {"memberChanged": "Member", "nothing": "Int"}
    assert "near" in fields(cut, "Node")
    assert "virtual" in fields(cut, "MemberWhere")
    assert "secret" in fields(cut, "Payload")
    assert [i.name for i in cut.type_map["Tier"].interfaces] == ["Node"]
    assert [d.name for d in cut.directives if d.name == "mark"] == ["mark"]
    assert "MemberEdge" not in cut.type_map
    print_schema(cut)


def test_a_cut_is_made_once_and_forgotten_when_there_are_many(pruner: Pruner) -> None:
    sights, first = Sights(pruner), role()
    made = sights.schema(first)
    assert sights.schema(role()) is made
    for n in range(KEPT - 1):
        sights.schema(role(permissions=frozenset({f"p{n}"})))
    assert sights.schema(first) is made
    sights.schema(role(permissions=frozenset({"one more"})))
    assert sights.schema(first) is not made


def test_what_a_cut_has_is_told(pruner: Pruner) -> None:
    sights = Sights(pruner)
    assert sights.has(role(), "Member", "phone")
    assert not sights.has(role(classes={PUBLIC: OPEN}), "Member", "phone")
    assert not sights.has(role(), "Nobody", "phone")
    assert not sights.has(role(), "Stamp", "phone")
    assert sights.permission("Mutation", "memberEdit") == "members.edit"
    assert sights.permission("Query", "secret") == "secrets.read"
    assert sights.permission("Member", "memberEdit") is None
