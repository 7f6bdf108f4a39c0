"""No text of a caller becomes part of a statement that changes something: every mutation, on rows that there are."""

from itertools import cycle
from typing import Any

import httpx
import pytest

from resolvers.registry import MUTATIONS
from schema.build import GRAPHQL
from tests.attacks.conftest import Site
from tests.attacks.test_statements import TEXTS, asked, document, given_to

LEFT = {"apiClientDeactivate", "apiTokenRevoke", "staffDeactivate", "roleDelete", "roleTotpSet"}
"They could take away what the next one is asked with."


@pytest.mark.parametrize("rounds", range(2))
def test_no_argument_of_a_change_is_taken_for_a_statement(site: Site, browser: httpx.Client, rounds: int) -> None:
    texts, reached = cycle(TEXTS[rounds:]), 0
    for name, field in GRAPHQL.mutation_type.fields.items():
        if name not in LEFT:
            given = _with_ids(given_to(field.args, next(texts)), MUTATIONS[name].finds, site.ids)
            answer = asked(browser, site, document("mutation", name, field, given), given)
            reached += "errors" not in answer
    assert reached > 100
    query = "{ members(first: 1) { nodes { id } } orders(first: 1) { nodes { id } } }"
    kept = asked(browser, site, query, {})
    assert len(kept["data"]["members"]["nodes"]) == len(kept["data"]["orders"]["nodes"]) == 1


def _with_ids(given: dict[str, Any], finds: Any, ids: dict[str, str]) -> dict[str, Any]:
    """Rows are named as they are named by those who see them, so that the verb itself is reached."""
    for path, kind in finds.items():
        *way, last = path.split(".")
        part = given
        for step in way:
            part = part.get(step) or {}
        if isinstance(part.get(last), str) and "." not in kind:
            part[last] = ids.get(kind, part[last])
    return given
