"""Grants, their union, and the fingerprint that names it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.explaining import in_short
from rules.permissions import EVERYTHING, NOTHING, REFERENCE, Access, Facets, Grants, ReadLevel, Sensitivity, union

FACETS = st.builds(Facets, st.sampled_from(ReadLevel), st.booleans(), st.booleans())
TYPES, NAMES = st.sampled_from(["Member", "Order", "Coupon"]), st.sampled_from(["phone", "total", "code"])
SCOPES = st.none() | st.fixed_dictionaries({"status": st.fixed_dictionaries({"eq": st.sampled_from("ab")})})
GRANTS = st.builds(
    Grants,
    role=st.sampled_from(["one", "two"]),
    types=st.dictionaries(TYPES, SCOPES),
    classes=st.dictionaries(st.sampled_from(Sensitivity), FACETS),
    fields=st.dictionaries(st.tuples(TYPES, NAMES), FACETS),
    permissions=st.frozensets(st.sampled_from(["members.edit", "reports.read"])),
)
ACCESS = st.lists(GRANTS, max_size=3).map(union)
ASKED = st.tuples(TYPES, NAMES, st.sampled_from(Sensitivity))
ALL = {"Member": None}


def short(access: Access, *about: Any) -> str:
    told = in_short(access, *about)
    return told.template.format(**told.values)


@given(ASKED)
def test_who_has_no_role_may_do_nothing(asked: Any) -> None:
    nobody = union([])
    assert nobody.facets(*asked) == NOTHING
    assert not nobody.sees(asked[0])
    assert (nobody.scopes(asked[0]), nobody.permissions, nobody.is_everything) == ([], frozenset(), False)


@given(GRANTS, ASKED)
def test_a_type_that_is_not_granted_hides_all_its_fields(grants: Grants, asked: Any) -> None:
    if asked[0] not in grants.types:
        assert grants.facets(*asked) == grants.facets(asked[0], "id", Sensitivity.PUBLIC) == NOTHING


@given(ACCESS, GRANTS, ASKED)
def test_one_more_role_never_takes_anything_away(access: Access, more: Grants, asked: Any) -> None:
    wider = union([*access.grants, more])
    assert wider.facets(*asked) | access.facets(*asked) == wider.facets(*asked)
    assert wider.sees(asked[0]) >= access.sees(asked[0])
    assert wider.permissions >= access.permissions


@given(ACCESS, ASKED)
def test_the_order_of_roles_decides_nothing(access: Access, asked: Any) -> None:
    turned = union(reversed(access.grants))
    assert turned.facets(*asked) == access.facets(*asked)
    assert (turned.scopes(asked[0]) is None) is (access.scopes(asked[0]) is None)


@given(ACCESS, ASKED)
def test_a_union_may_only_what_one_of_its_roles_may(access: Access, asked: Any) -> None:
    found, each = access.facets(*asked), [grants.facets(*asked) for grants in access.grants]
    assert found.read == max((facets.read for facets in each), default=ReadLevel.NONE)
    assert found.filter == any(facets.filter for facets in each)
    assert found.write == any(facets.write for facets in each)


@given(FACETS)
def test_what_is_masked_cannot_be_found_by_its_value(facets: Facets) -> None:
    assert facets.may_filter is (facets.filter and facets.read is ReadLevel.FULL)


@pytest.mark.parametrize("said", [NOTHING, Facets(ReadLevel.FULL)])
def test_a_field_is_refined_against_its_class(said: Facets) -> None:
    grants = Grants(types=ALL, classes={Sensitivity.CONTACT: EVERYTHING}, fields={("Member", "phone"): said})
    assert grants.facets("Member", "phone", Sensitivity.CONTACT) == said
    assert grants.facets("Member", "email", Sensitivity.CONTACT) == EVERYTHING


def test_a_refinement_does_not_open_a_type() -> None:
    assert Grants(fields={("Member", "phone"): EVERYTHING}).facets("Member", "phone", Sensitivity.PUBLIC) == NOTHING


def test_who_sees_a_type_can_refer_to_its_rows() -> None:
    assert Grants(types=ALL).facets("Member", "id", Sensitivity.PUBLIC) == REFERENCE


def test_the_widest_scope_counts() -> None:
    own, shop = {"id": {"eq": "$viewer.member"}}, {"status": {"eq": "ACTIVE"}}
    narrow = [Grants(types={"Member": own}), Grants(types={"Member": shop}), Grants(types={"Order": None})]
    assert union(narrow).scopes("Member") == [own, shop]
    assert union([*narrow, Grants(types=ALL)]).scopes("Member") is None


@given(ASKED)
def test_the_administrator_may_do_everything(asked: Any) -> None:
    admin = union([Grants(role="admin", everything=True)])
    assert admin.facets(*asked) == admin.of_class(asked[2]) == EVERYTHING
    assert admin.sees(asked[0])
    assert admin.scopes(asked[0]) is None


@given(GRANTS)
def test_a_fingerprint_does_not_depend_on_the_order_of_words(grants: Grants) -> None:
    turned = Grants(
        grants.role,
        dict(reversed(grants.types.items())),
        dict(reversed(grants.classes.items())),
        dict(reversed(grants.fields.items())),
        grants.permissions,
    )
    assert union([turned]).fingerprint() == union([grants]).fingerprint()


@given(GRANTS, GRANTS)
def test_different_grants_have_different_fingerprints(one: Grants, other: Grants) -> None:
    assert (one == other) is (union([one]).fingerprint() == union([other]).fingerprint())


@pytest.mark.parametrize(
    ("role", "name", "reason"),
    [
        ("clear", "phone", "CONTACT fields of Member are readable for clear."),
        ("masked", "phone", "CONTACT fields of Member are masked for masked."),
        ("refined", "phone", "phone of Member is hidden from refined."),
    ],
)
def test_a_reason_names_the_role_and_the_class(role: str, name: str, reason: str) -> None:
    said = {"clear": ReadLevel.FULL, "masked": ReadLevel.MASKED, "refined": ReadLevel.FULL}
    fields = {("Member", "phone"): NOTHING} if role == "refined" else {}
    grants = Grants(role, ALL, {Sensitivity.CONTACT: Facets(said[role])}, fields)
    assert short(union([grants]), "Member", name, Sensitivity.CONTACT) == reason
