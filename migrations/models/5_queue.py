from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment
from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """The tables of the job queue, as the locked version of PgQueuer makes them."""
    return QueryBuilderEnvironment().build_install_query()


async def downgrade(db: BaseDBAsyncClient) -> str:
    return QueryBuilderEnvironment().build_uninstall_query()
