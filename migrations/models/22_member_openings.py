from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Who may see for how long what a member wants to be asked for; roles that are there go on unasked."""
    return """
        CREATE TABLE member_opening (
            id uuid NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            member_id uuid NOT NULL REFERENCES member (id) ON DELETE RESTRICT,
            viewer text NOT NULL,
            until timestamptz NOT NULL,
            CONSTRAINT member_opening_once UNIQUE (member_id, viewer)
        );
        INSERT INTO role_permission (role_id, permission)
        SELECT id, 'members.unasked' FROM role WHERE code NOT IN ('admin', 'storefront', 'cashier')
        ON CONFLICT DO NOTHING;
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP TABLE member_opening;
    """
