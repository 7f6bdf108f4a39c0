from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    """The roles of installations that were there before may care for members too, as new ones."""
    return """
        INSERT INTO role_permission (role_id, permission)
        SELECT role.id, said.permission FROM role JOIN (VALUES ('operations', 'care.edit'), ('supervisor', 'care.edit'),
            ('supervisor', 'care.call'), ('customer_service', 'care.call')) said (code, permission)
            ON said.code = role.code
        ON CONFLICT DO NOTHING;
        INSERT INTO type_grant (role_id, type_name)
        SELECT role.id, said.name FROM role, unnest(ARRAY['CareSeries', 'CareTask', 'CallTeam', 'ContactLimit',
            'Contact', 'ContactRefusal', 'MemberMessage']) said (name)
        WHERE role.code IN ('operations', 'supervisor', 'customer_service', 'auditor')
        ON CONFLICT DO NOTHING;
        INSERT INTO type_grant (role_id, type_name, scope)
        SELECT role.id, said.name, said.scope::jsonb FROM role, (VALUES
            ('ContactRefusal', '{"memberKey": {"eq": "$viewer.member"}}'),
            ('MemberMessage', '{"memberKey": {"eq": "$viewer.member"}, "channel": {"eq": "IN_SITE"}}'))
            said (name, scope)
        WHERE role.code = 'member'
        ON CONFLICT DO NOTHING;
    """


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DELETE FROM role_permission WHERE permission IN ('care.edit', 'care.call');
        DELETE FROM type_grant WHERE type_name IN ('CareSeries', 'CareTask', 'CallTeam', 'ContactLimit', 'Contact',
            'ContactRefusal', 'MemberMessage');
    """
