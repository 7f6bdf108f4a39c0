"""What a role is to be given makes sense, and the giver has it."""

from collections.abc import Callable
from typing import Any

import pytest

from rules import granting
from rules.granting import Draft, Known, KnownField
from rules.permissions import EVERYTHING, Access, Facets, Grants, ReadLevel, Sensitivity, union
from rules.refusals import ErrorCode, Refused

CONTACT, PUBLIC = Sensitivity.CONTACT, Sensitivity.PUBLIC
FULL, MASKED = Facets(ReadLevel.FULL), Facets(ReadLevel.MASKED)
KNOWN = Known(
    {
        "Member": {"phone": KnownField(CONTACT), "tier": KnownField(PUBLIC, ("Tier",))},
        "Tier": {"name": KnownField(PUBLIC)},
    },
    ("members.edit", "members.merge", "roles.edit"),
)
ALL = {"Member": None, "Tier": None}
OWN = {"store": {"eq": "$viewer.store"}}
PATH = ("input",)


def access(*grants: Grants) -> Access:
    return union(grants)


def refused(check: Callable[..., Any], *given: Any) -> Refused:
    with pytest.raises(Refused) as found:
        check(*given)
    return found.value


def test_the_administrator_is_edited_by_nobody() -> None:
    granting.check_editable("operations", PATH)
    found = refused(granting.check_editable, "admin", PATH)
    assert (found.code, found.path) == (ErrorCode.STATE, PATH)


def test_only_what_there_is_can_be_granted() -> None:
    granting.check_type(KNOWN, "Member", PATH)
    granting.check_field(KNOWN, "Member", "phone", PATH)
    granting.check_permission(KNOWN, "members.edit", PATH)
    assert refused(granting.check_type, KNOWN, "Memba", PATH).path == PATH
    assert refused(granting.check_field, KNOWN, "Memba", "phone", PATH).path == ("input", "typeName")
    found = refused(granting.check_field, KNOWN, "Member", "phon", PATH)
    assert (found.code, found.path) == (ErrorCode.INVALID, ("input", "field"))
    assert "phon" in found.message
    assert refused(granting.check_permission, KNOWN, "x", PATH).code is ErrorCode.INVALID


def test_a_long_name_is_told_in_part() -> None:
    long = "x" * 200
    for check, given in ((granting.check_type, (long,)), (granting.check_field, ("Member", long)),
                         (granting.check_permission, (long,))):  # fmt: skip
        message = refused(check, KNOWN, *given, PATH).message
        assert "x" * 80 in message
        assert "x" * 81 not in message


@pytest.mark.parametrize(
    ("facets", "is_allowed"),
    [(Facets(ReadLevel.FULL, filter=True), True), (Facets(ReadLevel.MASKED, filter=True), False),
     (Facets(filter=True), False), (MASKED, True), (Facets(ReadLevel.MASKED, write=True), True)],
)  # fmt: skip
def test_what_is_not_read_in_full_cannot_be_filtered(facets: Facets, is_allowed: bool) -> None:
    if is_allowed:
        granting.check_facets(facets, "Member.phone", PATH)
    else:
        found = refused(granting.check_facets, facets, "Member.phone", PATH)
        assert (found.code, found.path) == (ErrorCode.INVALID, ("input", "filter"))


def test_a_field_is_opened_only_where_its_type_is_seen() -> None:
    seen, unseen = Grants(types={"Member": None}), Grants()
    granting.check_seen(seen, "Member", FULL, PATH)
    granting.check_seen(unseen, "Member", Facets(), PATH)
    found = refused(granting.check_seen, unseen, "Member", FULL, PATH)
    assert (found.code, found.path) == (ErrorCode.INVALID, ("input", "typeName"))


def test_nothing_is_named_twice() -> None:
    granting.check_named_once(["a", "b"], PATH)
    found = refused(granting.check_named_once, ["a", "b", "a"], PATH)
    assert (found.code, found.path) == (ErrorCode.INVALID, PATH)
    assert found.message.startswith("a ")


def missing(by: Access, before: list[Grants], after: list[Grants]) -> tuple[str, ...]:
    """What the giver would give and does not have."""
    try:
        granting.check_held(KNOWN, by, before, after, PATH)
    except Refused as found:
        return found.detail.missing if (found.code, found.path) == (ErrorCode.FORBIDDEN, PATH) else ("?",)
    return ()


def role(**given: Any) -> Grants:
    return Grants(**({"types": ALL, "classes": {PUBLIC: FULL}} | given))


def test_the_administrator_gives_everything() -> None:
    assert missing(access(Grants(everything=True)), [], [Grants(everything=True)]) == ()


def test_nobody_else_makes_an_administrator_or_is_kept_from_leaving_one() -> None:
    admin = Grants(everything=True)
    assert missing(access(role()), [], [admin]) == ("admin",)
    assert missing(access(role()), [admin], [admin]) == ()


def test_what_was_there_before_may_stay() -> None:
    rich = role(classes={CONTACT: EVERYTHING, PUBLIC: FULL}, permissions=frozenset({"roles.edit"}))
    assert missing(access(Grants()), [rich], [rich]) == ()
    assert missing(access(Grants()), [rich], [role(types={"Member": None})]) == ()


def test_a_permission_is_given_by_who_has_it() -> None:
    wanted = role(permissions=frozenset({"members.edit", "members.merge"}))
    assert missing(access(role(permissions=frozenset({"members.edit"}))), [role()], [wanted]) == ("members.merge",)
    assert missing(access(wanted), [role()], [wanted]) == ()


def test_a_field_is_given_no_further_than_one_has_it() -> None:
    masked, full = role(classes={PUBLIC: FULL, CONTACT: MASKED}), role(classes={PUBLIC: FULL, CONTACT: FULL})
    assert missing(access(masked), [role()], [full]) == ("Member.phone",)
    assert missing(access(full), [role()], [masked]) == ()


def test_a_field_that_leads_to_an_unseen_type_is_not_had() -> None:
    narrow = Grants(types={"Member": None}, classes={PUBLIC: FULL})
    assert KNOWN.facets(access(narrow), "Member", "tier") == Facets()
    assert KNOWN.facets(access(role()), "Member", "tier") == FULL
    assert missing(access(narrow), [narrow], [role()]) == ("Tier", "Member.tier", "Tier.name")


@pytest.mark.parametrize(
    ("own", "before", "after", "is_held"),
    [({"Member": None}, {}, {"Member": OWN}, True), ({"Member": OWN}, {}, {"Member": OWN}, True),
     ({"Member": OWN}, {}, {"Member": None}, False), ({}, {}, {"Member": OWN}, False),
     ({"Member": {"x": 1}}, {}, {"Member": OWN}, False), ({}, {"Member": None}, {"Member": OWN}, True),
     ({}, {"Member": OWN}, {"Member": OWN}, True), ({}, {"Member": OWN}, {"Member": None}, False)],
)  # fmt: skip
def test_rows_are_shown_to_others_by_who_sees_them(own: Any, before: Any, after: Any, is_held: bool) -> None:
    found = missing(access(Grants(types=own)), [Grants(types=before)], [Grants(types=after)])
    assert found == (() if is_held else ("Member",))


def test_many_missing_things_are_told_in_part() -> None:
    many = Known({}, [f"p{n}" for n in range(12)])
    wanted = Grants(permissions=frozenset(many.permissions))
    with pytest.raises(Refused) as found:
        granting.check_held(many, access(Grants()), [], [wanted], PATH)
    assert len(found.value.detail.missing) == 12
    assert found.value.message.count(",") == 7
    assert "…" in found.value.message
    eight = Grants(permissions=frozenset(sorted(many.permissions)[:8]))
    with pytest.raises(Refused) as found:
        granting.check_held(many, access(Grants()), [], [eight], PATH)
    assert "…" not in found.value.message


def test_within_is_no_more_than() -> None:
    assert granting.is_within(MASKED, FULL)
    assert granting.is_within(FULL, FULL)
    assert not granting.is_within(FULL, MASKED)
    assert not granting.is_within(Facets(write=True), FULL)


DRAFT = Draft(
    "desk", "Desk", "At the till.",
    Grants("desk", {"Member": OWN, "Tier": None}, {PUBLIC: FULL, CONTACT: Facets(ReadLevel.MASKED, write=True)},
           {("Member", "phone"): EVERYTHING}, frozenset({"members.edit", "members.merge"})),
)  # fmt: skip


def test_a_draft_is_kept_and_read_again() -> None:
    kept = granting.plain(DRAFT)
    assert granting.drafted("desk", kept) == DRAFT
    assert kept == {
        "name": "Desk", "description": "At the till.", "types": {"Member": OWN, "Tier": None},
        "classes": {"CONTACT": ["MASKED", False, True], "PUBLIC": ["FULL", False, False]},
        "fields": {"Member.phone": ["FULL", True, True]}, "permissions": ["members.edit", "members.merge"],
        "limits": {}, "forced": {},
    }  # fmt: skip
    assert granting.drafted("admin", kept).grants.everything
    assert not granting.drafted("desk", kept).grants.everything


def test_what_differs_is_told_part_by_part() -> None:
    other = Draft(
        "desk", "Till", "At the till.",
        Grants("desk", {"Member": None, "Order": OWN}, {PUBLIC: FULL}, {}, frozenset({"members.edit", "roles.edit"})),
    )  # fmt: skip
    assert granting.changes(DRAFT, DRAFT) == {}
    assert granting.changes(DRAFT, other) == {
        "name": ["Desk", "Till"], "permissions.members.merge": [True, False], "permissions.roles.edit": [False, True],
        "types.Member": [OWN, "all rows"], "types.Order": [None, OWN], "types.Tier": ["all rows", None],
        "classes.CONTACT": [["MASKED", False, True], None], "fields.Member.phone": [["FULL", True, True], None],
    }  # fmt: skip
    assert granting.changes(None, DRAFT)["name"] == [None, "Desk"]
    assert granting.changes(DRAFT, None)["description"] == ["At the till.", None]


def test_parts_are_taken_over_one_by_one() -> None:
    other = Draft("desk", "Till", "", Grants("desk", {"Order": OWN}, {PUBLIC: MASKED}, {}, frozenset({"roles.edit"})))
    parts = ["name", "types.Order", "types.Tier", "classes.PUBLIC", "fields.Member.phone", "permissions.roles.edit",
             "permissions.members.merge"]  # fmt: skip
    taken = granting.taken_over(DRAFT, other, parts)
    assert (taken.code, taken.name, taken.description) == ("desk", "Till", "At the till.")
    assert taken.grants == Grants(
        "desk", {"Member": OWN, "Order": OWN}, {PUBLIC: MASKED, CONTACT: Facets(ReadLevel.MASKED, write=True)}, {},
        frozenset({"members.edit", "roles.edit"}),
    )  # fmt: skip


def test_no_condition_is_every_row() -> None:
    assert granting.scope_given({}) is None
    assert granting.scope_given(None) is None
    assert granting.scope_given(OWN) == OWN
