"""A panel file that is wrong stops the start with one clear line."""

from pathlib import Path

import pytest

from admin_ui.panels.reading import PanelError, read_panel, read_panels
from admin_ui.prepared import check
from schema.build import GRAPHQL

GOOD = """
type = "Member"
title = "Members"
key = "memberNo"

[list]
source = "members"
columns = ["name", { field = "points.available", label = "Points" }]
"""


def refused(text: str) -> str:
    with pytest.raises(PanelError) as problem:
        start(text)
    return str(problem.value)


def start(text: str) -> None:
    check({"members": read_panel("members", text)}, GRAPHQL)


def test_the_panel_in_the_manual_fits() -> None:
    manual = (Path(__file__).parents[2] / "docs" / "PANELS.md").read_text()
    example = manual.split("```toml\n")[1].split("```")[0]
    check(read_panels() | {"tiers": read_panel("tiers", example)}, GRAPHQL)


def test_a_good_panel_is_read_and_fits() -> None:
    panel = read_panel("members", GOOD)
    check({"members": panel}, GRAPHQL)
    assert panel.list is not None
    assert [c.field.text for c in panel.list.columns] == ["name", "points.available"]


def test_every_shipped_panel_fits_the_schema() -> None:
    check(read_panels(), GRAPHQL)


@pytest.mark.parametrize(
    ("from_", "to", "said"),
    [
        ('"name"', '"pointsBalanse"', "members: 'pointsBalanse' is not a field of Member"),
        ("points.available", "points.avialable", "members: 'avialable' is not a field of PointsAccount"),
        ('"members"', '"membres"', "members: 'membres' is not a field of Query"),
        ("label =", "lable =", "members: list: columns[1]: 'lable' is not a word of the grammar here"),
        ('type = "Member"', "", "members: 'type' is missing"),
        ('title = "Members"', "title = 4", "members: title: expected text, found '4'"),
        ('label = "Points"', 'as = "pie"', "members: list: columns[1]: as: 'pie' is not one of text"),
        ("points.available", "points.(", "'points.(' is not a path"),
        ("[list]", "[list", "members: not TOML"),
        ("columns =", 'order = "-age"\ncolumns =', "members: 'age' is not a sort of Member"),
        ("columns =", 'filters = ["shoeSize"]\ncolumns =', "members: 'shoeSize' is not a filter of Member"),
        ("columns =", 'views = [{ title = "A", query = "status=LOST" }]\ncolumns =', "'status=LOST' is not a filter"),
        ('label = "Points"', 'opens = "ghosts?a=1"', "members: 'ghosts' is not a panel"),
        ('label = "Points"', 'opens = "members?status={shoe}"', "members: 'shoe' is not a field of Member"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(from_: str, to: str, said: str) -> None:
    assert said in refused(GOOD.replace(from_, to, 1))


def test_a_filter_of_a_block_must_be_one_of_the_schema() -> None:
    item = '[item]\nsource = "member"\nby = "by.memberNo"\n[[item.side]]\nid = "t"\n'
    item += 'field = "tickets"\ncolumns = ["number"]\n'
    assert "'shoe'" in refused(GOOD + item + 'where = { shoe = { eq = "1" } }\n')


ACT = (
    GOOD
    + """
[item]
source = "member"
by = "by.memberNo"
[[item.acts]]
mutation = "memberUpdate"
title = "Edit"
fill = { id = "$id" }
"""
)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("", ""),
        ('fields = ["input.shoe"]', "'input.shoe' is not an argument of 'memberUpdate' that is left to fill in"),
        ('choices = { "input.homeStoreCode" = "shops.code.name" }', "'shops' is not there for the choices of"),
        ('choices = { "input.shoe" = "stores.code.name" }', "'input.shoe' is not an argument of 'memberUpdate'"),
        ('preview = "tier"', "'tier' is not a query that takes what 'memberUpdate' takes"),
        ('leads = { "shoe" = "tiers" }', "'leads' need a preview whose cells lead somewhere"),
        ("when = { shoe = [1] }", "'shoe' is not a field of Member"),
        ('when = { status = "ACTIVE" }', "item: acts[0]: when: status: expected a list, found 'ACTIVE'"),
    ],
)
def test_what_is_wrong_in_an_act_is_named(more: str, said: str) -> None:
    if said:
        assert said in refused(ACT + more)
    else:
        start(ACT)
