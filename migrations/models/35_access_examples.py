from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Examples of what somebody sees or may do, which must stay true when roles are edited."""
    return """
        CREATE TABLE access_example (
            id uuid NOT NULL PRIMARY KEY DEFAULT uuidv7(),
            role_id uuid REFERENCES role (id) ON DELETE RESTRICT,
            staff_id uuid REFERENCES staff (id) ON DELETE CASCADE,
            type_name varchar(64),
            field varchar(64),
            row_name varchar(100),
            permission varchar(64),
            expects varchar(24) NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            CONSTRAINT access_example_is_of_one CHECK (num_nonnulls(role_id, staff_id) = 1),
            CONSTRAINT access_example_is_about_one CHECK (num_nonnulls(type_name, permission) = 1)
        );
        CREATE INDEX access_example_role ON access_example (role_id);
        CREATE INDEX access_example_staff ON access_example (staff_id);
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return "DROP TABLE access_example;"
