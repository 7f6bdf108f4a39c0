"""Members who want to be asked for the PIN at each query: what of them is shown to whom."""

from resolvers.planner.statement import Statement


def asks(member: str) -> str:
    """A condition on the key of a member: wants to be asked at each query."""
    return (
        f"EXISTS (SELECT FROM member_secret s WHERE s.member_id = {member} AND s.asks_for_queries"
        " AND s.pin_hash IS NOT NULL)"
    )


def is_open(statement: Statement, member: str) -> str:
    """A condition on the key of a member: not to be asked for the PIN, or asked for by this viewer just now."""
    viewer = statement.viewer("identity", "text")
    return (
        f"(NOT {asks(member)}"
        f" OR EXISTS (SELECT FROM member_opening o WHERE o.member_id = {member} AND o.viewer = {viewer}"
        " AND o.until > now()))"
    )
