"""Every permission is said in words, and every word is of a permission that something asks for."""

import ast
import re
from pathlib import Path

import pytest

from resolvers.registry import ASKED, MUTATIONS
from rules.permission_words import described, nouns
from rules.roles import shipped
from rules.viewing import ENDS
from tests.house.sources import ROOT

USED = ({verb.permission for verb in MUTATIONS.values()} | set(ASKED.values())) - {ENDS}
"What can be granted; ending a view of another is part of the view."
HELD = {permission for role in shipped().values() for permission in role.get("permissions", ())}
TESTS = "\n".join(file.read_text() for file in Path(ROOT, "tests").rglob("*.py"))
QUOTED = set(re.findall(r'"\w+"', TESTS))
PRODUCT = [
    file for floor in ("rules", "actions", "resolvers", "api", "admin_ui") for file in Path(ROOT, floor).rglob("*.py")
]


def asked_in_passing() -> set[str]:
    """Texts of the program that are permissions: those that a verb asks for beside its own."""
    nodes = (node for file in PRODUCT for node in ast.walk(ast.parse(file.read_text())))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


@pytest.mark.parametrize("permission", sorted(USED | HELD))
def test_a_permission_is_described(permission: str) -> None:
    assert permission in described()


def test_a_description_is_a_sentence() -> None:
    assert [text for text in described().values() if not re.fullmatch(r"[A-Z].{8,120}\.", text)] == []
    assert all(said["title"] and len(said) > 1 for said in nouns().values())


AT_A_DOOR = {"exports.run"}
"Tried by address."
WAITING = {
    "approvals.decide", "approvals.edit", "audit.read", "imports.run", "interactions.log", "reports.read",
    "segments.edit", "self.edit", "tickets.answer",
}  # fmt: skip
"Of roles that ship, for what is not there yet."


def test_every_described_permission_is_asked_for_somewhere() -> None:
    assert set(described()) - USED - asked_in_passing() - WAITING == set()


@pytest.mark.parametrize("permission", sorted(USED))
def test_a_permission_has_a_test(permission: str) -> None:
    """By its name, or by a mutation or question that needs it, whose name a test may put together."""
    named = {name for name, verb in MUTATIONS.items() if verb.permission == permission}
    named |= {name for name, needed in ASKED.items() if needed == permission}
    if permission in AT_A_DOOR:
        return
    verbs = {f'"{name.removeprefix("afterSales")}"' for name in named if name.startswith("afterSales")}
    assert any(re.search(rf"\b{re.escape(name)}\b", TESTS) for name in (permission, *named)) or verbs & QUOTED
