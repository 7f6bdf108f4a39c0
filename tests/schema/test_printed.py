from api.printing import schema_of
from tests.house.sources import ROOT


def test_the_committed_schema_is_what_is_printed() -> None:
    committed = (ROOT / "schema.graphql").read_text()
    assert committed == schema_of(None) + "\n", "Run: memberdesk schema print > schema.graphql"
