from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Whose birthday comes is found by the day without its year."""
    return """
        CREATE INDEX member_birth_day ON member ((extract(month FROM birthday) * 100 + extract(day FROM birthday)))
            WHERE birthday IS NOT NULL;
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP INDEX member_birth_day;
    """
