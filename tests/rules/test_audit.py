from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from rules.audit import GENESIS, event_hash, plain


def test_the_hash_depends_on_the_event_before() -> None:
    first = event_hash(GENESIS, {"sequence": 1})
    assert event_hash(first, {"sequence": 2}) != event_hash(GENESIS, {"sequence": 2})


def test_the_order_of_names_does_not_matter() -> None:
    assert event_hash(GENESIS, {"a": 1, "b": 2}) == event_hash(GENESIS, {"b": 2, "a": 1})


def test_every_value_matters() -> None:
    event = {"actor": "x", "changes": {"points": [1, 2]}}
    assert event_hash(GENESIS, event) != event_hash(GENESIS, event | {"changes": {"points": [2, 1]}})


def test_values_become_what_json_keeps() -> None:
    at = datetime(2024, 2, 29, tzinfo=UTC)
    assert plain({"id": UUID(int=1), "amount": Decimal("1.50"), "at": at, "n": 1e22, "half": 0.5}) == {
        "id": "00000000-0000-0000-0000-000000000001", "amount": "1.50", "at": str(at), "n": 10**22, "half": 0.5,
    }  # fmt: skip


def test_not_a_number_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        plain({"n": float("nan")})
