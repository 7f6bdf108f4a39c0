"""Writing very many rows at once, where the database would otherwise look up each reference of each row."""

from collections.abc import Iterable

from asyncpg import Connection

KNOWN_TRIGGERS = {
    "keep_card_numbers_added",
    "keep_card_numbers_changed",
    "keep_card_numbers_removed",
    "ledger_entry_append_only",
    "ledger_statement_balances",
    "ledger_transaction_append_only",
    "ledger_transaction_balances",
    "member_told",
    "ticket_changed_told",
    "ticket_opened_told",
}
"""Triggers that a bulk writer answers for. The ledger's check of a whole statement fires for it as well; who listens to
what is live is not told of an import, row by row."""
MAY = "SELECT has_parameter_privilege('session_replication_role', 'SET')"
TRIGGERS = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = ANY($1::regclass[])"


async def relax(connection: Connection, tables: Iterable[str]) -> bool:
    """For the rest of the transaction, references and triggers of rows are the caller's business. True if it may be so.

    The caller makes rows that refer to each other together, locks the other rows that he refers to, and writes what the
    known triggers would have written. CHECK, UNIQUE and NOT NULL hold as always, and so does the balance of the ledger.
    It is refused (and all is as safe, but half as fast) where the role may not, or where a trigger is not known.
    """
    await connection.execute("SET LOCAL memberdesk.ledger_check = 'statement'")
    found = {row["tgname"] for row in await connection.fetch(TRIGGERS, list(tables))}
    if not found <= KNOWN_TRIGGERS or not await connection.fetchval(MAY):
        return False
    await connection.execute("SET LOCAL session_replication_role = 'replica'")
    return True
