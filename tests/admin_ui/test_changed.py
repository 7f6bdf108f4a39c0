from types import SimpleNamespace
from typing import Any

from admin_ui.panels.cells import Cell
from admin_ui.panels.changed import changes
from admin_ui.words import load_words


def drawn(value: Any) -> tuple[Cell, ...]:
    pen: Any = SimpleNamespace(formats=SimpleNamespace(words=load_words("en")))
    heading: Any = None
    return changes(pen, value, heading, {"subjectType": "Staff"}).parts


def test_two_values_are_what_was_and_what_is() -> None:
    (name,) = drawn({"name": ["Li", "Li Mei"]})
    assert (name.under, name.hint) == ("Li", "Li Mei")


def test_a_list_is_read_like_words() -> None:
    (roles,) = drawn({"roles": [[], ["auditor", "finance"]]})
    assert (roles.under, roles.hint) == ("", "auditor, finance")


def test_many_values_are_folded() -> None:
    (counts,) = drawn({"counts": {"member": 600, "orders": 40_716}})
    assert counts.hint == "2 values"
    assert [inner.hint for inner in counts.parts] == ["600", "40716"]


def test_before_and_after_of_a_name_are_no_values_of_it() -> None:
    (status,) = drawn({"status": {"before": "ACTIVE", "after": "FROZEN"}})
    assert (status.under, status.hint, status.parts) == ("ACTIVE", "FROZEN", ())
