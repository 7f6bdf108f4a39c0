from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """A key is unique for each caller, of whom two may have one name; what was posted before knows the name alone."""
    return """
        ALTER TABLE ledger_transaction ADD COLUMN identity VARCHAR(200);
        DROP INDEX ledger_transaction_key;
        CREATE UNIQUE INDEX ledger_transaction_key
            ON ledger_transaction ((coalesce(identity, actor)), operation, idempotency_key)
            WHERE idempotency_key IS NOT NULL;
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    """Stops if two callers of one name used one key meanwhile: the ledger is not rewritten."""
    return """
        ALTER TABLE ledger_transaction DROP COLUMN identity;
        CREATE UNIQUE INDEX ledger_transaction_key ON ledger_transaction (actor, operation, idempotency_key)
            WHERE idempotency_key IS NOT NULL;
    """
