"""Grants decide exactly so: each rule by one example on either side."""

from typing import Any

import pytest

from rules.explaining import in_short
from rules.permissions import (
    EVERYTHING,
    NOTHING,
    REFERENCE,
    Access,
    Decider,
    Facets,
    Grants,
    Limit,
    ReadLevel,
    Sensitivity,
    union,
)
from rules.refusals import ErrorCode, Refused
from rules.roles import facets_of, grants_of, types_of

PUBLIC, CONTACT = Sensitivity.PUBLIC, Sensitivity.CONTACT
FULL, MASKED = Facets(ReadLevel.FULL), Facets(ReadLevel.MASKED)
WRITE = Facets(ReadLevel.FULL, filter=True, write=True)
SCOPE = {"code": {"eq": "A"}}
DESK = Grants("desk", {"Member": SCOPE, "Tier": None}, {PUBLIC: WRITE, CONTACT: MASKED},
              {("Member", "phone"): FULL, ("Member", "name"): NOTHING}, frozenset({"members.edit"}))  # fmt: skip
ADMIN = Grants("admin", everything=True)
OTHER = Grants("other", {"Order": None, "Member": None}, {CONTACT: Facets(ReadLevel.NONE, write=True)})


def short(access: Access, *about: Any) -> str:
    told = in_short(access, *about)
    return told.template.format(**told.values)


def test_facets_add_up() -> None:
    assert Facets(ReadLevel.FULL) | Facets(ReadLevel.MASKED, filter=True) == Facets(ReadLevel.FULL, filter=True)
    assert Facets(write=True) | Facets() == Facets() | Facets(write=True) == Facets(write=True)
    assert (NOTHING.read, NOTHING.filter, NOTHING.write) == (ReadLevel.NONE, False, False)
    assert Facets(ReadLevel.FULL, filter=True) == REFERENCE


@pytest.mark.parametrize(
    ("facets", "may"), [(Facets(ReadLevel.FULL, True), True), (Facets(ReadLevel.MASKED, True), False), (FULL, False)]
)  # fmt: skip
def test_only_what_is_read_in_full_is_filtered(facets: Facets, may: bool) -> None:
    assert facets.may_filter is may


@pytest.mark.parametrize(
    ("grants", "asked", "decided"),
    [(ADMIN, ("X", "y", CONTACT), (EVERYTHING, Decider.EVERYTHING)),
     (DESK, ("Order", "id", PUBLIC), (NOTHING, Decider.TYPE)),
     (DESK, ("Member", "id", CONTACT), (REFERENCE, Decider.REFERENCE)),
     (DESK, ("Member", "phone", CONTACT), (FULL, Decider.FIELD)),
     (DESK, ("Member", "name", PUBLIC), (NOTHING, Decider.FIELD)),
     (DESK, ("Tier", "name", PUBLIC), (WRITE, Decider.CLASS)),
     (DESK, ("Tier", "phone", CONTACT), (MASKED, Decider.CLASS)),
     (DESK, ("Tier", "x", Sensitivity.INTERNAL), (NOTHING, Decider.CLASS))],
)  # fmt: skip
def test_what_decides_is_told(grants: Grants, asked: tuple, decided: tuple) -> None:
    assert grants.decide(*asked) == decided
    assert grants.facets(*asked) == decided[0]


def test_figures_of_a_class_belong_to_no_row() -> None:
    assert ADMIN.decide_class(CONTACT) == (EVERYTHING, Decider.EVERYTHING)
    assert DESK.decide_class(CONTACT) == (MASKED, Decider.CLASS)
    assert OTHER.decide_class(PUBLIC) == (NOTHING, Decider.CLASS)
    assert union([DESK, OTHER]).of_class(CONTACT) == Facets(ReadLevel.MASKED, write=True)
    assert union([]).of_class(CONTACT) == NOTHING


def test_a_limit_takes_away() -> None:
    limit = Limit(frozenset({"Tier"}), frozenset({"members.read"}))
    assert (limit.holds_type("Tier"), limit.holds_type("Member")) == (True, False)
    assert (limit.holds("members.read"), limit.holds("members.edit")) == (True, False)
    assert (Limit().holds_type("Member"), Limit().holds("x")) == (True, True)
    limited = Access((DESK,), limit)
    assert limited.facets("Member", "phone", CONTACT) == NOTHING
    assert limited.facets("Tier", "name", PUBLIC) == WRITE
    assert (limited.sees("Member"), limited.sees("Tier"), limited.sees("Order")) == (False, True, False)
    assert (limited.permits("members.edit"), limited.permissions) == (False, frozenset())
    assert Access((ADMIN,), limit).permits("members.read")
    assert not Access((ADMIN,), limit).permits("members.edit")


def test_who_only_reads_writes_nothing() -> None:
    reading = Access((DESK,), Limit(reads_only=True))
    assert reading.facets("Tier", "name", PUBLIC) == Facets(ReadLevel.FULL, filter=True)
    assert reading.reads_only
    assert reading.permissions == {"members.edit"}
    assert reading.permits("members.edit")
    assert not union([DESK]).reads_only
    assert not Access((DESK,), Limit(frozenset())).reads_only


def test_a_limit_that_limits_nothing_is_none() -> None:
    assert union([DESK], Limit()).limit is None
    assert union([DESK], Limit(reads_only=True)).limit == Limit(reads_only=True)
    assert union([DESK]).limit is None


def test_what_members_are_asked_for_is_no_filter() -> None:
    asked, unasked = union([DESK]), union([DESK, Grants(permissions=frozenset({"members.unasked"}))])
    assert asked.asks("Member", "points")
    assert not asked.asks("Member", "phone")
    assert not unasked.asks("Member", "points")
    assert asked.facets("Member", "points", PUBLIC) == Facets(ReadLevel.FULL, filter=False, write=True)
    assert unasked.facets("Member", "points", PUBLIC) == WRITE


def test_rows_of_several_roles_add_up() -> None:
    assert union([DESK]).scopes("Member") == [SCOPE]
    assert union([DESK, OTHER]).scopes("Member") is None
    assert union([DESK, ADMIN]).scopes("Member") is None
    assert union([DESK]).scopes("Tier") is None
    assert union([DESK]).scopes("Order") == []
    assert union([Grants(types={"Member": {"b": 1}}), DESK]).scopes("Member") == [{"b": 1}, SCOPE]
    assert union([ADMIN]).sees("Anything")


def test_everything_is_everything_only_without_a_limit() -> None:
    assert union([DESK, ADMIN]).is_everything
    assert not union([DESK]).is_everything
    assert not Access((ADMIN,), Limit(reads_only=True)).is_everything


def test_a_missing_permission_is_named() -> None:
    union([DESK]).check("members.edit", ("id",))
    with pytest.raises(Refused) as found:
        union([DESK]).check("roles.edit", ("id",))
    refused = found.value
    assert (refused.code, refused.path, refused.detail.missing) == (ErrorCode.FORBIDDEN, ("id",), ("roles.edit",))
    assert "roles.edit" in refused.message
    with pytest.raises(Refused) as found:
        union([DESK]).check("roles.edit")
    assert found.value.path == ()


def test_a_reason_names_who_decided() -> None:
    both = union([DESK, Grants("till", {"Member": None}, {CONTACT: FULL}), Grants("stock", {"Member": None})])
    assert short(both, "Member", "email", CONTACT) == "CONTACT fields of Member are readable for till."
    assert short(both, "Member", "phone", CONTACT) == "phone of Member is readable for desk, till."
    assert short(union([DESK]), "Member", "name", PUBLIC) == "name of Member is hidden from desk."
    assert short(union([DESK]), "Member", "email", CONTACT) == "CONTACT fields of Member are masked for desk."
    assert short(union([]), "Member", "email", CONTACT) == "CONTACT fields of Member are hidden from –."


def test_a_fingerprint_tells_every_part_apart() -> None:
    base = Grants("a", {"T": None}, {PUBLIC: FULL}, {("T", "f"): FULL}, frozenset({"p"}))
    others = [
        Grants("b", base.types, base.classes, base.fields, base.permissions),
        Grants("a", {"T": SCOPE}, base.classes, base.fields, base.permissions),
        Grants("a", base.types, {PUBLIC: Facets(ReadLevel.FULL, filter=True)}, base.fields, base.permissions),
        Grants("a", base.types, {CONTACT: FULL}, base.fields, base.permissions),
        Grants("a", base.types, base.classes, {("T", "f"): Facets(ReadLevel.FULL, write=True)}, base.permissions),
        Grants("a", base.types, base.classes, {("T", "g"): FULL}, base.permissions),
        Grants("a", base.types, base.classes, {("U", "f"): FULL}, base.permissions),
        Grants("a", base.types, base.classes, base.fields, frozenset({"q"})),
        Grants("a", base.types, base.classes, base.fields, base.permissions, everything=True),
        Grants("a", base.types, {PUBLIC: MASKED}, base.fields, base.permissions),
    ]
    limits = [Limit(frozenset({"T"})), Limit(permissions=frozenset({"T"})), Limit(reads_only=True), Limit(frozenset())]
    found = [union([g]).fingerprint() for g in (base, *others)] + [Access((base,), one).fingerprint() for one in limits]
    assert len(set(found)) == len(found)
    assert {len(one) for one in found} == {16}


def test_the_order_of_words_makes_no_other_fingerprint() -> None:
    def made(turned: bool) -> str:
        step = -1 if turned else 1
        types = dict([("A", None), ("B", SCOPE), ("C", None)][::step])
        classes = dict([(PUBLIC, FULL), (CONTACT, MASKED)][::step])
        fields = dict([(("A", "x"), FULL), (("B", "y"), MASKED)][::step])
        names = frozenset([f"p{n}" for n in range(30)][::step])
        return Access((Grants("r", types, classes, fields, names),), Limit(names, names)).fingerprint()

    assert made(turned=False) == made(turned=True)


def test_a_role_is_read_as_it_is_written() -> None:
    said = {"types": ["Tier"], "scoped": {"Member": SCOPE}, "classes": {"PUBLIC": {"read": "FULL", "filter": True}},
            "fields": {"Member.phone": {"read": "MASKED", "write": True}}, "permissions": ["members.edit"]}  # fmt: skip
    assert grants_of("desk", said) == Grants(
        "desk", {"Tier": None, "Member": SCOPE}, {PUBLIC: Facets(ReadLevel.FULL, filter=True)},
        {("Member", "phone"): Facets(ReadLevel.MASKED, write=True)}, frozenset({"members.edit"}),
    )  # fmt: skip
    assert grants_of("empty", {}) == Grants("empty")
    assert grants_of("admin", {}).everything
    assert types_of({}) == {}
    assert facets_of({"read": "NONE"}) == NOTHING
