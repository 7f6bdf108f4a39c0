from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Which proposal a gift made good: each once, as long as it is not taken back."""
    return """
        ALTER TABLE make_good ADD COLUMN proposal VARCHAR(200);
        CREATE UNIQUE INDEX make_good_proposal_once ON make_good (proposal) WHERE undone_at IS NULL;
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP INDEX make_good_proposal_once;
        ALTER TABLE make_good DROP COLUMN proposal;
    """
