"""Search finds by any part of what names a row, and takes every letter literally."""

import pytest

from tests.resolvers.asking import data, refusal
from tests.resolvers.oracle.conditions import fold
from tests.resolvers.people import Place

MEMBERS = "query($text: String) { members(first: 100, search: $text) { nodes { memberNo } totalCount { value } } }"
LIN, JOSE, WANG, ANNA, CARD = (f"M-000000{n}" for n in range(1, 6))


async def found(place: Place, text: str, who: str = "admin") -> set[str]:
    answer = (await data(place, who, MEMBERS, {"text": text}))["members"]
    assert answer["totalCount"]["value"] == len(answer["nodes"])
    return {node["memberNo"] for node in answer["nodes"]}


@pytest.mark.parametrize(
    ("text", "member"),
    [
        ("林", LIN),
        ("晓雯", LIN),
        ("林晓", LIN),
        ("磊", WANG),
        ("lin xiaowen", LIN),
        ("XIAOWEN LIN", LIN),
        ("iao", LIN),
        ("jose", JOSE),
        ("JOSÉ", JOSE),
        ("alvarez", JOSE),
        ("Álvarez josé", JOSE),
        ("lv", JOSE),
        ("o'hara", ANNA),
        ('"a"', ANNA),
        ("+86 138-1234-7720", LIN),
        ("13812347720", LIN),
        ("7720", LIN),
        ("(138) 1234", LIN),
        ("0415", WANG),
        ("lin@example.com", LIN),
        ("LIN@EXAMPLE", LIN),
        ("n@ex", LIN),
        ("anna_o%hara", ANNA),
        ("M-0000001", LIN),
        ("m-0000005", CARD),
        ("0000005", CARD),
        ("6200000000000017", LIN),
        ("0017", LIN),
        ("林 7720 lin@", LIN),
        ("  林   晓雯  ", LIN),
    ],
)
async def test_any_part_finds_its_member(place: Place, text: str, member: str) -> None:
    assert member in await found(place, text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("%", {"100% Bob"}),
        ("_case", {"snake_case"}),
        ("k\\s", {"back\\slash"}),
        ("'h", {"ANNA O'HARA", 'Anna "A" O\'Hara <b>'}),
        ("<b>", {'Anna "A" O\'Hara <b>'}),
        ("<script", {"Zoë <script>"}),
        ("😀", {"😀 Smile"}),
        ("ORSTED", {"Ørsted"}),
        ("unal", {"Ünal Öz"}),
        ("%%", set()),
        ("__", set()),
        ("\\\\", set()),
        ("晓雯林", set()),
        ("zz", set()),
        ("林 zz", set()),
        ("*", set()),
        ("' OR '1'='1", set()),
    ],
)
async def test_letters_with_a_meaning_elsewhere_are_only_letters(place: Place, text: str, names: set[str]) -> None:
    answer = await data(place, "admin", MEMBERS.replace("memberNo", "name email"), {"text": text})
    kept = {n["name"] for n in answer["members"]["nodes"] if fold(text) in fold(n["name"] or "")}
    assert kept == names
    assert all(fold(text) in fold(f"{n['name']} {n['email']}") for n in answer["members"]["nodes"])


@pytest.mark.parametrize("text", ["", "   ", "\t\n"])
async def test_a_search_for_nothing_finds_everything(place: Place, text: str) -> None:
    everything = await data(place, "admin", "{ members(first: 1) { totalCount { value } } }")
    answer = await data(place, "admin", MEMBERS, {"text": text})
    assert answer["members"]["totalCount"] == everything["members"]["totalCount"]


@pytest.mark.parametrize("first", ["", " ", None, "A"])
async def test_a_search_in_a_variable_does_not_remember_the_one_before(place: Place, first: str | None) -> None:
    """The same document with every other kind of search afterwards."""
    query = (
        f"query($text: String) {{ orders{len(first or '')}: orders(first: 3, search: $text) {{ nodes {{ number }} }} }}"
    )
    for text in (first, None, "", " ", "A-1", "1", "  A-1  "):
        answer = await data(place, "admin", query, {"text": text})
        numbers = [node["number"] for node in next(iter(answer.values()))["nodes"]]
        assert numbers == ["A-1"] if text and text.strip() == "A-1" else numbers


async def test_a_variable_that_is_searched_and_filtered_by_may_not_be_null(place: Place) -> None:
    query = (
        "query($text: String) { members(first: 1, search: $text, where: {name: {contains: $text}}) { nodes { id } } }"
    )
    await data(place, "admin", query, {"text": ""})
    error = await refusal(place, "admin", query, {"text": None})
    assert "null" in error["message"]


async def test_only_the_first_five_words_are_looked_for(place: Place) -> None:
    assert LIN in await found(place, "林 晓 雯 lin xiaowen nothing at all")


@pytest.mark.parametrize("text", ["A-1", "O-00", "_3"])
async def test_orders_are_found_by_the_ends_of_their_number(place: Place, text: str) -> None:
    query = "query($text: String) { orders(first: 100, search: $text) { nodes { number } } }"
    numbers = [node["number"] for node in (await data(place, "admin", query, {"text": text}))["orders"]["nodes"]]
    assert numbers
    assert all(number.startswith(text) or number.endswith(text) for number in numbers)


@pytest.mark.parametrize(
    ("query", "text", "number"),
    [
        ("tickets(first: 50, search: $text) { nodes { is: number } }", "怎么", "T-000002"),
        ("tickets(first: 50, search: $text) { nodes { is: number } }", "000001 POINTS", "T-000001"),
        ("products(first: 50, search: $text) { nodes { is: code } }", "milk hill", "P1"),
        ("products(first: 50, search: $text) { nodes { is: code } }", "p1", "P1"),
    ],
)
async def test_tickets_and_products_are_found_by_their_words(place: Place, query: str, text: str, number: str) -> None:
    answer = await data(place, "admin", f"query($text: String) {{ {query} }}", {"text": text})
    assert number in {node["is"] for node in next(iter(answer.values()))["nodes"]}


PARTS = {
    "name": "林晓雯",
    "latinName": "Lin Xiaowen",
    "phone": "+8613812347720",
    "email": "lin@example.com",
    "memberNo": "M-0000001",
    "cards": "6200000000000017",
}


@pytest.mark.parametrize("part", PARTS)
async def test_no_role_finds_members_by_what_it_may_not_filter_by(place: Place, part: str) -> None:
    """Every role × every part: found if and only if the grants allow it."""
    for person in place.people:
        arguments = person.look.schema.query_type.fields.get("members")
        if arguments is None or "search" not in arguments.args:
            continue
        lin = next(row for row in person.look.rows.all("member") if row["member_no"] == LIN)
        allowed = person.look.may_search("Member", part) and person.look.sees("Member", lin)
        answer = await data(
            place, person, "query($t: String) { members(first: 100, search: $t) { nodes { id } } }", {"t": PARTS[part]}
        )
        assert ({"id": f"mem_{lin['id']}"} in answer["members"]["nodes"]) is allowed, person.title


async def test_a_role_that_may_filter_by_no_part_has_no_search(place: Place) -> None:
    for person in place.people:
        field = person.look.schema.query_type.fields.get("members")
        if field is not None:
            assert ("search" in field.args) is any(person.look.may_search("Member", part) for part in PARTS), (
                person.title
            )
