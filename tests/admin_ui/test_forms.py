"""Forms for mutations with inputs: taken apart, opened with the record's values, sent whole or only what differs."""

import re

import pytest

from .workbench import Workbench, values_of

EDIT, PAINT, USE = ("/acts/tiers/gadgetUpdate?key=G-1", "/acts/tiers/paint?key=G-1",
                    "/acts/tiers/gadgetPartUse?key=G-1&row.code=bulb")  # fmt: skip
SAVE = "/acts/tiers/gadgetSave?key=G-1"
MAKE = "/tiers/new/gadgetMake"
MADE = {
    "input.code": "G-2",
    "input.size.width": "1.5",
    "input.parts.0.code": "bulb",
    "input.parts.0.amount": "2",
    "input.isLoud": "true",
}


@pytest.fixture
def bench() -> Workbench:
    return Workbench()


def test_a_form_opens_with_the_records_values(bench: Workbench) -> None:
    text, hidden = bench.open(EDIT)
    values = values_of(text)
    assert hidden["expectedVersion"] == "4"
    assert (values["input.name"], values["input.color"], values["input.price"]) == ("Lamp", "BLUE", "12.50")
    assert (values["input.storeCode"], values["input.labels"]) == ("S1", "old, warm")
    assert (values["input.since"], values["input.at"]) == ("2026-01-31", "2026-01-31T09:30")
    assert (values["input.parts.0.code"], values["input.parts.1.amount"]) == ("bulb", "1")
    assert '"round": true' in values["input.shape"]


def test_a_masked_field_is_not_opened_and_not_sent(bench: Workbench) -> None:
    text, _ = bench.open(EDIT)
    assert "138****" not in text
    assert "Hidden from you" in text
    assert bench.send(EDIT, {"input.name": "Lantern"}).status_code == 303
    assert bench.calls == [("gadgetUpdate", {"id": "gad_1", "input": {"name": "Lantern"}, "expectedVersion": 4})]


def test_a_masked_field_is_sent_once_it_is_typed(bench: Workbench) -> None:
    bench.send(EDIT, {"input.phone": "+86 138 0000 7720"})
    assert bench.calls[0][1]["input"] == {"phone": "+86 138 0000 7720"}


def test_an_emptied_field_is_sent_as_nothing(bench: Workbench) -> None:
    bench.send(EDIT, {"input.name": " ", "input.color": "", "input.isOn": "false"})
    assert bench.calls[0][1]["input"] == {"name": None, "color": None, "isOn": False}


def test_a_save_says_all_and_null_for_what_was_emptied(bench: Workbench) -> None:
    emptied = {f"input.parts.{row}.{name}": "" for row in (0, 1) for name in ("code", "amount")}
    bench.send(SAVE, emptied | {"input.color": "", "input.labels": " ", "input.shape": ""})
    assert bench.calls[0][1]["input"] == {
        "code": "G-1", "name": "Lamp", "price": "12.50", "color": None, "labels": None, "shape": None,
        "parts": [],
    }  # fmt: skip


def test_a_save_of_what_was_empty_before_does_not_speak_of_it(bench: Workbench) -> None:
    bench.gadget |= {"color": None, "labels": [], "parts": []}
    bench.send(SAVE, {"input.name": "Lantern"})
    given = bench.calls[0][1]["input"]
    assert given["name"] == "Lantern"
    assert not {"color", "labels", "parts", "phone"} & given.keys()


def test_changed_rows_are_sent_whole(bench: Workbench) -> None:
    bench.send(EDIT, {"input.parts.0.code": "", "input.parts.0.amount": "", "input.parts.3.code": "plug",
                      "input.parts.3.amount": "5"})  # fmt: skip
    assert bench.calls[0][1]["input"] == {"parts": [{"code": "cord", "amount": 1}, {"code": "plug", "amount": 5}]}


def test_a_row_of_which_one_part_was_changed_is_sent_whole(bench: Workbench) -> None:
    bench.send(EDIT, {"input.parts.1.amount": "9"})
    assert bench.calls[0][1]["input"] == {"parts": [{"code": "bulb", "amount": 2}, {"code": "cord", "amount": 9}]}


def test_a_form_for_something_new_sends_everything_that_was_said(bench: Workbench) -> None:
    answer = bench.send(MAKE, MADE | {"input.buddy": "lamp@example.com", "input.colors": ["RED", "BLUE"]})
    name, given = bench.calls[0]
    assert (name, answer.headers["location"]) == ("gadgetMake", "/tiers/G-1?done=gadgetMake&undo=chg_1")
    assert given["input"] == {
        "code": "G-2", "size": {"width": "1.5"}, "parts": [{"code": "bulb", "amount": 2}], "isLoud": True, "amount": 3,
        "buddy": {"email": "lamp@example.com"}, "colors": ["RED", "BLUE"],
    }  # fmt: skip
    assert given["idempotencyKey"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"input.size.width": "wide"}, "Enter a number"),
        ({"input.size.width": ""}, "This is needed."),
        ({"input.parts.0.amount": "2.5"}, "Enter a whole number"),
        ({"input.amount": "many"}, "Enter a whole number"),
    ],
)
def test_what_cannot_be_read_is_said_beside_it_and_nothing_is_sent(bench: Workbench, typed: dict, said: str) -> None:
    answer = bench.send(MAKE, MADE | typed)
    name = next(iter(typed))
    assert (answer.status_code, bench.calls) == (422, [])
    assert f'id="control-{name}-wrong"><p class="wrong" role="alert">{said}' in answer.text
    assert f'id="control-{name}" name="{name}" aria-invalid="true"' in answer.text
    assert values_of(answer.text)["input.code"] == "G-2"


def test_json_that_is_none_is_told_with_its_place(bench: Workbench) -> None:
    answer = bench.send(EDIT, {"input.shape": '{"round":\n tru}'})
    assert "look at line 2, column 2" in answer.text
    assert bench.calls == []


def test_refusals_stand_beside_what_they_are_about(bench: Workbench) -> None:
    bench.errors = [
        {"message": "Too wide.", "path": ["input", "size", "width"]},
        {"message": "No such part.", "path": ["input", "parts", "1", "code"]},
        {"message": "Nobody.", "path": ["input", "buddy", "code"]},
        {"message": "Not today.", "path": ["input"]},
    ]
    # The empty row between is not sent: the second row that was sent is the third that was drawn.
    answer = bench.send(MAKE, MADE | {"input.parts.2.code": "x", "input.parts.2.amount": "1", "input.buddy": "G-9"})
    for name, said in (("size.width", "Too wide."), ("parts.1.code", "No such part."), ("buddy", "Nobody.")):
        assert f'id="control-input.{name}-wrong"><p class="wrong" role="alert">{said}' in answer.text
    assert answer.text.count("Not today.") == 1
    assert answer.text.count("Nobody.") == 1
    assert values_of(answer.text)["input.parts.1.code"] == "x"


def test_who_was_slower_keeps_what_was_typed_and_sees_the_rest(bench: Workbench) -> None:
    text, hidden = bench.open(EDIT)
    bench.gadget |= {"color": "RED", "version": 5}
    bench.errors = [{"code": "CONFLICT", "message": "Somebody else changed it.", "path": ["expectedVersion"]}]
    answer = bench.browser.post(EDIT, data=hidden | values_of(text) | {"input.name": "Lantern"})
    values = values_of(answer.text)
    assert "Somebody else changed it." in answer.text
    assert 'name="expectedVersion" value="5"' in answer.text
    assert (values["input.name"], values["input.color"]) == ("Lantern", "RED")


def test_choices_come_from_where_the_panel_says(bench: Workbench) -> None:
    text, _ = bench.open(MAKE)
    assert values_of(text)["input.amount"] == "3"
    assert '<option value="K1">Kind of toys</option>' in text
    assert '<option value="367">Riverside</option>' in text


def test_a_half_typed_name_brings_suggestions(bench: Workbench) -> None:
    assert 'hx-get="/suggestions/tiers/gadgetMake?control=input.buddy"' in bench.open(MAKE)[0]
    answer = bench.browser.get("/suggestions/tiers/gadgetMake?control=input.buddy&input.buddy=la")
    assert answer.status_code == 200


def test_only_what_the_panel_asks_for_is_drawn(bench: Workbench) -> None:
    text, _ = bench.open(PAINT)
    assert "input.name" in text
    assert "input.phone" not in text
    bench.send(PAINT, {})
    assert bench.calls[0][1]["input"] == {"color": "RED"}


def test_a_row_has_its_acts_while_they_make_sense(bench: Workbench) -> None:
    text, _ = bench.open("/tiers/G-1")
    assert "gadgetPartUse?key=G-1&amp;row.code=bulb" in text
    assert "row.code=cord" not in text
    bench.send(USE, {"reason": "Broken"})
    assert bench.calls == [("gadgetPartUse", {"code": "bulb", "reason": "Broken"})]


def test_what_makes_no_sense_now_is_not_offered(bench: Workbench) -> None:
    assert "/acts/tiers/paint" in bench.open("/tiers/G-1")[0]
    bench.gadget["color"] = "RED"
    assert "/acts/tiers/paint" not in bench.open("/tiers/G-1")[0]


def test_what_was_done_is_said_and_can_be_taken_back(bench: Workbench) -> None:
    answer = bench.send(EDIT, {"input.name": "Lantern"})
    text, hidden = bench.open(answer.headers["location"])
    assert "Changed." in text
    back = bench.browser.post("/undo/tiers", data=hidden)
    assert bench.calls[-1] == ("changeSetUndo", {"id": "chg_1"})
    assert "Taken back." in bench.open(back.headers["location"])[0]


def test_a_forged_undo_takes_nothing_back(bench: Workbench) -> None:
    answer = bench.browser.post("/undo/tiers", data={"csrf": "x", "key": "G-1", "id": "chg_1"})
    assert answer.status_code == 404
    assert bench.calls == []


def test_without_the_mutation_nothing_is_offered() -> None:
    bench = Workbench(hidden=("Mutation.changeSetUndo", "Mutation.gadgetMake"))
    assert "New gadget" not in bench.open("/tiers")[0]
    assert "Undo" not in bench.open("/tiers/G-1?done=gadgetUpdate&undo=chg_1")[0]
    assert bench.browser.get(MAKE).status_code == 404


def test_what_will_happen_is_shown_before_it_happens(bench: Workbench) -> None:
    answer = bench.send(MAKE, MADE | {"intent": "preview"})
    assert (answer.status_code, bench.calls) == (200, [])
    assert "$1.50" in answer.text
    assert '<td role="cell" data-label="Code">bulb</td>' in answer.text
    assert '<a href="/tiers/bulb">' in answer.text
    assert values_of(answer.text)["input.code"] == "G-2"


def test_the_page_itself_gets_the_preview_alone(bench: Workbench) -> None:
    _, hidden = bench.open(MAKE)
    sent = hidden | MADE | {"intent": "preview"}
    answer = bench.browser.post(MAKE, data=sent, headers={"HX-Request": "true"})
    assert answer.text.lstrip().startswith('<div id="preview"')
    answer = bench.browser.post(MAKE, data=sent | {"input.size.width": "wide"}, headers={"HX-Request": "true"})
    assert "Width: Enter a number" in answer.text
    assert bench.calls == []


def test_what_cannot_be_taken_back_wants_the_name_typed(bench: Workbench) -> None:
    answer = bench.send("/acts/tiers/scrap?key=G-1", {"confirm": "Lam"})
    assert "This is not the name." in answer.text
    assert bench.calls == []
    assert bench.send("/acts/tiers/scrap?key=G-1", {"confirm": "lamp"}).status_code == 303
    assert bench.calls == [("gadgetPartUse", {"code": "S1", "reason": "Old"})]


def test_the_first_thing_that_is_wrong_has_the_focus(bench: Workbench) -> None:
    answer = bench.send(MAKE, MADE | {"input.parts.0.amount": "x"})
    assert answer.text.count(" autofocus") == 1
    assert re.search(r'id="control-input.parts.0.amount"[^>]* autofocus', answer.text)


def test_lines_that_a_browser_ends_its_way_are_no_change(bench: Workbench) -> None:
    shape = values_of(bench.open(EDIT)[0])["input.shape"]
    bench.send(EDIT, {"input.shape": shape.replace("\n", "\r\n")})
    assert bench.calls[0][1]["input"] == {}


def test_a_form_from_the_past_with_other_values_may_be_sent_anew(bench: Workbench) -> None:
    bench.errors = [{"code": "IDEMPOTENCY_MISMATCH", "message": "Other input.", "path": ["idempotencyKey"]}]
    _, hidden = bench.open(MAKE)
    answer = bench.browser.post(MAKE, data=hidden | MADE)
    assert "This form was sent before with other values" in answer.text
    assert f'value="{hidden["idempotencyKey"]}"' not in answer.text


def test_a_list_that_a_form_cannot_hold_is_not_cut_short(bench: Workbench) -> None:
    assert values_of(bench.open(EDIT)[0])["input.thingCodes"] == "T1"
    bench.gadget["things"] = [{"code": f"T{i}", "name": "x"} for i in range(101)]
    answer = bench.send(EDIT, {"input.name": "Lantern"})
    assert "too long for a form" in answer.text
    assert bench.calls == []
