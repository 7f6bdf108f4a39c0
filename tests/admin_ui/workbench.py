"""A made-up kind of record with every kind of input, behind the panel of tiers."""

import html
import re
from dataclasses import dataclass, field, replace
from typing import Any

from graphql import build_schema, extend_schema, parse, print_schema

from admin_ui.panels.reading import read_panel, read_panels
from admin_ui.prepared import check

from .fake_desk import Browser, FakeDesk, viewer
from .people import schema_text

MORE = """
enum Color { RED BLUE }
type GadgetPart { id: ID! code: String! amount: Int! isUsed: Boolean! }
type Gadget {
  id: ID! code: String! name: String phone: String color: Color store: Store price: Money parts: [GadgetPart!]!
  labels: [String!]! isOn: Boolean since: Date at: DateTime shape: JSON version: Int! fieldAccess: [FieldAccess!]!
  things(first: Int = 20, after: String): ProductConnection!
}
input GadgetPartInput { code: String! amount: Int! }
input GadgetSizeInput { width: Decimal! height: Decimal }
input GadgetBy @oneOf { id: ID code: String email: String }
input GadgetUpdateInput {
  name: String phone: String color: Color storeCode: String price: Decimal parts: [GadgetPartInput!]
  labels: [String!] isOn: Boolean since: Date at: DateTime shape: JSON thingCodes: [String!]
}
input GadgetSaveInput {
  code: String! name: String phone: String color: Color price: Decimal parts: [GadgetPartInput!] labels: [String!]
  isOn: Boolean shape: JSON
}
input GadgetMakeInput {
  code: String! name: String size: GadgetSizeInput! parts: [GadgetPartInput!]! buddy: GadgetBy isLoud: Boolean!
  storeCode: String colors: [Color!] amount: Int = 3 kindCode: String
}
type GadgetChangeSet { id: ID! isUndoable: Boolean! }
type GadgetPayload { gadget: Gadget changeSet: GadgetChangeSet userErrors: [UserError!]! }
type GadgetForecast { cost: Money! weight: Int! parts: [GadgetPart!]! }
type GadgetUndoPayload { skipped: [String!]! userErrors: [UserError!]! }
extend type Query {
  gadget(by: GadgetBy!): Gadget
  gadgets: [Gadget!]!
  gadgetKinds(of: String!): [Store!]!
  gadgetForecast(size: GadgetSizeInput!, parts: [GadgetPartInput!]!): GadgetForecast!
}
extend type Mutation {
  gadgetUpdate(id: ID!, input: GadgetUpdateInput!, expectedVersion: Int): GadgetPayload!
  gadgetSave(input: GadgetSaveInput!, expectedVersion: Int): GadgetPayload!
  gadgetMake(input: GadgetMakeInput!, idempotencyKey: String): GadgetPayload!
  gadgetPartUse(code: String!, reason: String!): GadgetPayload!
}
"""
UNDO = "extend type Mutation { changeSetUndo(id: ID!): GadgetUndoPayload! }"
PANEL = """
type = "Gadget"
title = "Gadgets"
one = "Gadget"
key = "code"
names = ["name"]
[list]
source = "gadgets"
columns = ["code"]
[[list.acts]]
mutation = "gadgetMake"
title = "New gadget"
choices = { "input.kindCode" = 'gadgetKinds(of: "toys").code:name' }
preview = "gadgetForecast"
leads = { "parts.amount" = "tiers/{code}" }
[item]
source = "gadget"
by = "by.code"
access = "fieldAccess"
facts = ["color"]
[[item.acts]]
mutation = "gadgetUpdate"
title = "Edit"
fill = { id = "$id" }
done = "Changed."
[[item.acts]]
mutation = "gadgetSave"
title = "Save anew"
fill = { "input.code" = "$key" }
[[item.acts]]
mutation = "gadgetUpdate"
id = "paint"
title = "Paint red"
fill = { id = "$id", "input.color" = "RED" }
when = { color = ["BLUE"] }
fields = ["input.name"]
[[item.acts]]
mutation = "gadgetPartUse"
id = "scrap"
title = "Scrap"
fill = { code = "$record.store.code", reason = "Old" }
confirm = true
[[item.tabs]]
id = "parts"
title = "Parts"
[[item.tabs.blocks]]
id = "parts"
title = "Parts"
field = "parts"
columns = ["code", "amount"]
[[item.tabs.blocks.acts]]
mutation = "gadgetPartUse"
title = "Use"
fill = { code = "$row.code" }
when = { isUsed = [false] }
"""
GADGET: dict[str, Any] = {
    "id": "gad_1", "code": "G-1", "name": "Lamp", "phone": "138****7720", "color": "BLUE", "version": 4,
    "store": {"id": "sto_1", "code": "S1", "name": "Main street"}, "price": {"amount": "12.50", "currency": "USD"},
    "parts": [{"id": "prt_1", "code": "bulb", "amount": 2, "isUsed": False},
              {"id": "prt_2", "code": "cord", "amount": 1, "isUsed": True}],
    "labels": ["old", "warm"], "isOn": None, "since": "2026-01-31", "at": "2026-01-31T09:30:00+00:00",
    "shape": {"round": True},
    "things": [{"code": "T1", "name": "One"}],
    "fieldAccess": [{"field": "phone", "visibility": "MASKED", "reason": "Contact data."}],
}  # fmt: skip


@dataclass
class Workbench:
    """`calls` are the mutations that were run; `errors` what each answers."""

    hidden: tuple[str, ...] = ()
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    errors: list[dict[str, Any]] = field(default_factory=list)
    gadget: dict[str, Any] = field(default_factory=lambda: dict(GADGET))

    def __post_init__(self) -> None:
        schema = build_schema(schema_text())
        known = "changeSetUndo" in (schema.mutation_type.fields if schema.mutation_type else {})
        text = print_schema(extend_schema(schema, parse(MORE + ("" if known else UNDO))))
        self.desk = FakeDesk(text)
        for name in ("gadgetUpdate", "gadgetSave", "gadgetMake", "gadgetPartUse", "changeSetUndo"):
            self.desk.data[name] = self._call(name)
        self.desk.data |= {"gadget": self._find, "gadgets": [self.gadget], "gadgetForecast": self._forecast}
        self.desk.data["gadgetKinds"] = lambda of: [{"code": "K1", "name": f"Kind of {of}"}]
        self.browser = Browser(self.desk, viewer(*self.hidden))
        app = self.browser._app
        panels = read_panels() | {"tiers": read_panel("tiers", PANEL)}
        check({"tiers": panels["tiers"]}, self.desk.schema)
        app.state.admin_ui = replace(app.state.admin_ui, panels=panels)

    def _call(self, name: str) -> Any:
        def call(**given: Any) -> dict[str, Any]:
            self.calls.append((name, given))
            shown = None if self.errors else self.gadget
            change = None if self.errors else {"id": "chg_1", "isUndoable": True}
            return {"gadget": shown, "changeSet": change, "skipped": [], "userErrors": [ERROR | e for e in self.errors]}

        return call

    def _find(self, by: dict[str, str]) -> dict[str, Any] | None:
        return self.gadget if by.get("code") == "G-1" or by.get("email") == "lamp@example.com" else None

    def _forecast(self, size: dict[str, Any], parts: list[Any]) -> dict[str, Any]:
        rows = [{"id": "prt_9", "isUsed": False} | dict(part) for part in parts]
        return {"cost": {"amount": size["width"], "currency": "USD"}, "weight": 7, "parts": rows}

    def open(self, path: str) -> tuple[str, dict[str, str]]:
        """The page and its hidden fields."""
        answer = self.browser.get(path)
        assert answer.status_code == 200, answer.text
        found = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', answer.text)
        return answer.text, {name: html.unescape(value) for name, value in found}

    def send(self, path: str, typed: dict[str, Any]) -> Any:
        """Opens a form, fills what differs from how it opened and sends it."""
        text, hidden = self.open(path)
        return self.browser.post(path, data=hidden | values_of(text) | typed)


ERROR = {"__typename": "ValidationError", "code": "INVALID", "message": "No.", "path": []}


def values_of(text: str) -> dict[str, Any]:
    """What the inputs of a page hold."""
    found: dict[str, Any] = {}
    for value, name in re.findall(r'<input class="field"[^>]*?value="([^"]*)"[^>]*?name="([^"]*)"', text):
        found[name] = html.unescape(value)
    for name, value in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>([^<]*)</textarea>', text):
        found[name] = html.unescape(value)
    for name, inner in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', text, re.S):
        chosen = re.search(r'value="([^"]*)" selected', inner)
        found[name] = chosen[1] if chosen else ""
    return found
