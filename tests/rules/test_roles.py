"""The roles that ship may do what is said of them, and no more."""

from typing import Any

import pytest

from resolvers.planner.catalog import Spec
from resolvers.registry import MUTATIONS
from rules.asking import UNASKED
from rules.permissions import Access, Grants, ReadLevel, Sensitivity, union
from rules.roles import ADMIN, grants_of, shipped
from schema.build import catalog

CATALOG = catalog()
CONTACT, IDENTITY, FINANCIAL = Sensitivity.CONTACT, Sensitivity.IDENTITY, Sensitivity.FINANCIAL
PERSONAL = {CONTACT, IDENTITY}
CODES = (
    "admin",
    "operations",
    "customer_service",
    "supervisor",
    "finance",
    "auditor",
    "cashier",
    "storefront",
    "member",
)
OTHERS = [code for code in CODES if code != ADMIN]
EVERYBODYS = {
    "MemberMetrics", "DictionaryItem", "Store", "Tier", "Benefit", "Product", "OrderLine", "CouponTemplate", "Campaign",
    "OrganizationUnit", "EarningRule", "RechargeBonus", "Reward", "PaymentProvider",
}  # fmt: skip
"Types without an owner, or seen only through a row that has one."


def grants(code: str) -> Grants:
    return grants_of(code, shipped()[code])


def access(code: str) -> Access:
    return union([grants(code)])


def specs(*of: Sensitivity) -> list[Spec]:
    """Fields of rows with this sensitivity."""
    return [s for s in CATALOG.specs.values() if s.type_name in CATALOG.entities and s.sensitivity in of]


def level(code: str, spec: Spec) -> ReadLevel:
    return access(code).facets(spec.type_name, spec.name, spec.sensitivity).read


def test_nine_roles_ship() -> None:
    assert tuple(sorted(shipped())) == tuple(sorted(CODES))


OWN_REPORT = {"Member.accessReport", "Disclosure.actor"}
"What a member is told of those who looked into his file."


@pytest.mark.parametrize("code", CODES)
def test_a_role_is_named_and_described(code: str) -> None:
    assert shipped()[code]["name"]
    assert shipped()[code]["description"].endswith(".")


@pytest.mark.parametrize("code", CODES)
def test_a_role_speaks_only_of_what_there_is(code: str) -> None:
    role = grants(code)
    assert set(role.types) - set(CATALOG.entities) == set()
    assert set(role.fields) - set(CATALOG.specs) == set()


@pytest.mark.parametrize("code", OTHERS)
def test_only_the_administrator_may_do_everything(code: str) -> None:
    assert not access(code).is_everything
    assert access(ADMIN).is_everything


@pytest.mark.parametrize("code", OTHERS)
def test_no_other_role_sees_everything_there_is(code: str) -> None:
    assert any(level(code, spec) is not ReadLevel.FULL for spec in specs(*Sensitivity))


@pytest.mark.parametrize(("code", "sensitivity"), [
    ("operations", CONTACT), ("customer_service", IDENTITY), ("supervisor", IDENTITY),
    ("auditor", CONTACT), ("auditor", IDENTITY),
])  # fmt: skip
def test_what_is_to_be_masked_is_never_read_in_full(code: str, sensitivity: Sensitivity) -> None:
    levels = {level(code, spec) for spec in specs(sensitivity)}
    assert ReadLevel.MASKED in levels
    assert ReadLevel.FULL not in levels


@pytest.mark.parametrize(("code", "sensitivity"), [
    ("finance", CONTACT), ("finance", IDENTITY), ("storefront", CONTACT), ("storefront", IDENTITY),
    ("storefront", FINANCIAL), ("storefront", Sensitivity.INTERNAL), ("member", Sensitivity.INTERNAL),
])  # fmt: skip
def test_what_is_not_for_a_role_is_hidden(code: str, sensitivity: Sensitivity) -> None:
    found = {f"{spec.type_name}.{spec.name}" for spec in specs(sensitivity) if level(code, spec) is not ReadLevel.NONE}
    assert found <= OWN_REPORT


@pytest.mark.parametrize("code", ["auditor", "finance", "storefront"])
def test_a_role_that_only_reads_writes_nothing(code: str) -> None:
    assert not any(access(code).facets(s.type_name, s.name, s.sensitivity).write for s in specs(*Sensitivity))


def test_the_auditor_may_change_nothing() -> None:
    assert access("auditor").permissions == {UNASKED, "decisions.explain", "reports.own", "reports.tickets"}


def test_the_auditor_sees_every_type() -> None:
    granted = {name for name, entity in CATALOG.entities.items() if not entity.is_inner}
    assert granted - set(grants("auditor").types) == set()


def test_service_changes_no_program() -> None:
    forbidden = {"program.edit", "segments.edit", "imports.run"}
    assert access("customer_service").permissions & forbidden == access("supervisor").permissions & forbidden == set()


LINES = [
    ("operations",
     "program.edit segments.edit views.edit imports.run coupons.issue coupons.distribute campaigns.preview",
     "members.edit members.register members.freeze members.cancel members.merge members.erase tickets.answer "
     "roles.edit staff.edit wallet.adjust wallet.refund approvals.decide"),
    ("customer_service", "members.edit members.freeze tickets.answer interactions.log",
     "program.edit segments.edit views.edit imports.run campaigns.preview campaigns.publish campaigns.stop "
     "members.tier members.cancel members.merge members.erase points.adjust points.give points.take wallet.adjust "
     "wallet.refund coupons.distribute coupons.revoke approvals.decide roles.edit staff.edit reports.read"),
    ("supervisor", "members.cancel approvals.decide members.tier",
     "program.edit segments.edit imports.run roles.edit staff.edit clients.edit approvals.edit"),
    ("finance", "reports.read wallet.adjust wallet.refund",
     "members.edit members.register members.tier members.cancel points.adjust points.give program.edit "
     "campaigns.publish tickets.answer approvals.decide roles.edit staff.edit"),
    ("auditor", "", "members.edit points.adjust program.edit changes.undo tickets.answer roles.edit staff.edit"),
    ("cashier", "orders.record quote.ask",
     "members.edit members.unasked members.tier points.adjust program.edit campaigns.publish roles.edit staff.edit"),
    ("storefront", "quote.ask orders.record",
     "members.register members.edit points.give points.take coupons.issue program.edit roles.edit"),
    ("member", "self.edit quote.ask", "members.edit points.give points.take coupons.issue orders.record roles.edit"),
]  # fmt: skip
"What the roles that ship may do, and what they must never: R169 and R170, line by line."


@pytest.mark.parametrize(("code", "may", "may_not"), LINES, ids=[line[0] for line in LINES])
def test_a_role_has_what_its_line_says_and_no_more(code: str, may: str, may_not: str) -> None:
    assert set(may.split()) - access(code).permissions == set()
    assert access(code).permissions & set(may_not.split()) == set()


CAMPAIGNS = {"campaignSave", "campaignSubmit", "couponTemplateSave", "tierSave", "earningRuleSave", "policySave"}


@pytest.mark.parametrize("code", OTHERS)
def test_only_operations_makes_campaigns_and_rules(code: str) -> None:
    callable_ = {name for name, verb in MUTATIONS.items() if access(code).permits(verb.permission)}
    assert callable_ & CAMPAIGNS == (CAMPAIGNS if code == "operations" else set())


@pytest.mark.parametrize("code", OTHERS)
def test_no_role_but_the_administrator_edits_access(code: str) -> None:
    assert access(code).permissions & {"roles.edit", "staff.edit", "clients.edit"} == set()


@pytest.mark.parametrize("code", OTHERS)
def test_what_is_masked_or_hidden_is_never_filterable(code: str) -> None:
    role = grants(code)
    told = [*role.classes.values(), *role.fields.values()]
    assert [facets for facets in told if facets.filter and facets.read is not ReadLevel.FULL] == []


def test_service_reads_and_edits_basic_data_but_no_money() -> None:
    service = access("customer_service")
    for name in ("name", "phone", "email"):
        assert service.facets("Member", name, CONTACT).write
    assert not any(service.facets(s.type_name, s.name, s.sensitivity).write for s in specs(FINANCIAL))


def test_a_supervisor_may_all_that_service_may_and_more() -> None:
    service, supervisor = grants("customer_service"), grants("supervisor")
    assert supervisor.permissions > service.permissions
    assert set(supervisor.types) > set(service.types)
    assert supervisor.classes == service.classes


def test_a_member_sees_rows_of_a_person_only_within_a_scope() -> None:
    unscoped = {name for name, scope in grants("member").types.items() if scope is None}
    assert unscoped <= EVERYBODYS


def test_a_members_rows_are_the_members_own() -> None:
    scoped = {name: scope for name, scope in grants("member").types.items() if scope is not None and name != "Campaign"}
    assert {"Member", "Order", "Coupon", "Ticket", "PointsEntry", "WalletEntry"} <= set(scoped)
    told = {operand for scope in scoped.values() for operand in _operands(scope)}
    assert told == {"$viewer.member", False, "IN_SITE"}


def test_a_shop_sees_the_orders_of_its_own_store_only() -> None:
    (order,) = access("storefront").scopes("Order")
    assert _operands(order) == _operands(access("storefront").scopes("OrderReturn")[0]) == ["$viewer.store"]


@pytest.mark.parametrize("code", ["storefront", "member"])
def test_programs_see_no_draft_of_a_campaign(code: str) -> None:
    (scope,) = access(code).scopes("Campaign")
    assert set(scope["status"]["in"]) <= {"SCHEDULED", "RUNNING", "ENDED"}


def test_a_shop_sees_no_person() -> None:
    people = {"Member", "MemberCard", "MemberAddress", "MemberMetrics", "Coupon", "Ticket", "Staff", "Interaction"}
    assert set(grants("storefront").types) & people == set()


def _operands(scope: dict[str, Any]) -> list[object]:
    return [operand for condition in scope.values() for operand in condition.values()]
