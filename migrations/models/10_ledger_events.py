from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Transactions that were posted before the outbox was there get their event, as one that needs no sending."""
    return """
        INSERT INTO outbox_event (kind, subject_type, subject_id, transaction_id, body, at, delivered_at)
        SELECT 'ledger.posted', 'LedgerTransaction', posted.id, posted.id,
               jsonb_build_object('operation', posted.operation, 'source', posted.source), posted.at, posted.at
        FROM ledger_transaction posted
        WHERE posted.actor <> 'import'
        ON CONFLICT (transaction_id) DO NOTHING;
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        SELECT 'the events stay';
    """
