"""Questions about who may come in, each answered with one JSON text."""

from rules.sessions import IDLE

_ROLES = """
    json_agg(json_build_object(
        'code', role.code,
        'types', (SELECT json_object_agg(type_name, scope) FROM type_grant WHERE role_id = role.id),
        'classes', (SELECT json_object_agg(sensitivity, json_build_array(read, may_filter, may_write))
                    FROM class_grant WHERE role_id = role.id),
        'fields', (SELECT json_agg(json_build_array(type_name, field, read, may_filter, may_write))
                   FROM field_grant WHERE role_id = role.id),
        'permissions', (SELECT json_agg(permission ORDER BY permission) FROM role_permission WHERE role_id = role.id),
        'limits', role.limits,
        'forced', role.forced
    ) ORDER BY role.code)"""

_ABOUT_STAFF = """
        'kind', 'STAFF', 'name', staff.name, 'staff_id', staff.id, 'store_id', staff.store_id, 'unit_path', unit.path,
        'locale', staff.locale"""

_STAFF = f"""{_ABOUT_STAFF},
        'roles', (SELECT {_ROLES} FROM staff_role held JOIN role ON role.id = held.role_id
                  WHERE held.staff_id = staff.id)"""

_REVEALED = """
        (SELECT json_agg(json_build_array(shown.type_name || '.' || shown.field, shown.row_key, shown.until)
                         ORDER BY shown.at DESC)
         FROM disclosure shown WHERE shown.kind = 'REVEAL' AND shown.viewer = {} AND shown.until > now()
             AND shown.at > now() - interval '2 minutes' AND {})"""

_VIEWING = f"""
        (SELECT json_build_object('until', looking.until, 'reason', looking.reason,
                                  'isRole', looking.as_role_id IS NOT NULL, 'other',
            CASE WHEN looking.as_role_id IS NULL THEN
                (SELECT json_build_object({_STAFF}) FROM staff
                 LEFT JOIN organization_unit unit ON unit.id = staff.unit_id
                 WHERE staff.id = looking.as_staff_id AND staff.is_active)
            ELSE (SELECT json_build_object('name', min(role.name), 'roles', {_ROLES}) FROM role
                  WHERE role.id = looking.as_role_id) END)
         FROM view_as looking
         WHERE looking.session_id = session.id AND looking.ended_at IS NULL AND looking.until > now())"""

BY_SESSION = f"""
    SELECT json_build_object({_STAFF}, 'csrf_token', session.csrf_token, 'session_id', session.id,
        'viewing', {_VIEWING},
        'revealed', {_REVEALED.format("'STAFF:' || staff.id", "shown.session_id = session.id")},
        'session', json_build_object('is_to_renew', session.is_to_renew,
                                     'is_to_touch', session.last_used_at < now() - interval '1 minute'))::text
    FROM staff_session session
    JOIN staff ON staff.id = session.staff_id AND staff.is_active
    LEFT JOIN organization_unit unit ON unit.id = staff.unit_id
    WHERE (session.token_hash = $1 OR session.previous_hash = $1 AND session.previous_until > now())
        AND session.ended_at IS NULL AND session.expires_at > now()
        AND session.last_used_at > now() - interval '{IDLE.total_seconds()} seconds'
        AND (session.method = 'SSO' OR NOT EXISTS (
            SELECT FROM staff_role held JOIN role ON role.id = held.role_id AND role.requires_totp
            WHERE held.staff_id = staff.id
            AND NOT EXISTS (SELECT FROM staff_totp WHERE staff_id = staff.id AND confirmed_at IS NOT NULL)))"""
"The signed-in person of a live session, by the hash of its token; none without the sign-in codes that a role needs."

BY_STAFF = f"""
    SELECT json_build_object({_STAFF})::text
    FROM staff LEFT JOIN organization_unit unit ON unit.id = staff.unit_id
    WHERE staff.id = $1 AND staff.is_active"""
"A person who works here, with today's rights; nobody if the account was closed."

EXAMPLES = f"""
    SELECT json_agg(json_build_object({_STAFF}))::text
    FROM (SELECT (array_agg(id ORDER BY id))[1] AS id, count(*) AS persons
          FROM (SELECT staff.id, array_agg(held.role_id ORDER BY held.role_id) AS roles
                FROM staff JOIN staff_role held ON held.staff_id = staff.id
                WHERE staff.is_active GROUP BY staff.id) held
          GROUP BY roles ORDER BY persons DESC, id LIMIT $1) example
    JOIN staff ON staff.id = example.id
    LEFT JOIN organization_unit unit ON unit.id = staff.unit_id"""
"One of the staff for each set of roles, those sets first that most people have."

_PROGRAM = """
        json_build_object('key', client.id, 'only_trusted', client.only_trusted, 'stamp', client.documents_stamp)"""

BY_TOKEN = f"""
    SELECT json_build_object(
        'kind', CASE WHEN token.member_id IS NULL THEN 'CLIENT' ELSE 'MEMBER' END, 'name', client.name,
        'client_code', client.code, 'store_id', client.store_id, 'member_id', token.member_id,
        'limit', json_build_object('types', client.types, 'permissions', client.permissions,
                                   'reads_only', client.reads_only OR token.reads_only),
        'origins', client.origins, 'most', client.limits, 'program', {_PROGRAM},
        'unseen', CASE WHEN coalesce(token.last_used_at < now() - interval '60 s', true) THEN token.id END,
        'roles', (SELECT {_ROLES} FROM api_client_role held JOIN role ON role.id = held.role_id
                  WHERE held.client_id = client.id),
        'revealed', {_REVEALED.format("'CLIENT:' || client.code", "token.member_id IS NULL")}
    )::text
    FROM api_token token
    JOIN api_client client
        ON client.id = token.client_id AND client.is_active AND coalesce(client.expires_at > now(), true)
    LEFT JOIN member ON member.id = token.member_id
    WHERE token.token_hash = $1 AND token.revoked_at IS NULL AND coalesce(token.expires_at > now(), true)
        AND (token.member_id IS NULL OR member.status NOT IN ('MERGED', 'ERASED'))"""
"""The program (or member) that a live token belongs to, by the token's hash. `unseen` is the token if nobody has noted
for a minute that it is used."""

BY_DEVICE = f"""
    SELECT json_build_object(
        'kind', 'MEMBER', 'name', member.member_no, 'member_id', member.id, 'device_id', device.id,
        'client_code', client.code, 'origins', client.origins, 'most', client.limits,
        'program', CASE WHEN client.id IS NOT NULL THEN {_PROGRAM} END,
        'unseen', CASE WHEN coalesce(device.last_used_at < now() - interval '60 s', true) THEN device.id END,
        'roles', (SELECT {_ROLES} FROM role WHERE role.code = 'member')
    )::text
    FROM member_device device
    JOIN member ON member.id = device.member_id AND member.status NOT IN ('MERGED', 'ERASED')
    LEFT JOIN api_client client ON client.id = device.client_id
    WHERE device.access_hash = $1 AND device.ended_at IS NULL AND device.access_expires_at > now()
        AND (device.client_id IS NULL OR (client.is_active AND coalesce(client.expires_at > now(), true)))"""
"The member who is signed in on a device, by the hash of the access token."

LISTS_ORIGIN = """
    SELECT EXISTS (SELECT FROM api_client WHERE origins ? $1 AND is_active AND coalesce(expires_at > now(), true))"""
"Whether pages of an origin may speak to us with any token at all."

ROLES_NAMED = f"SELECT {_ROLES}::text FROM role WHERE role.code = ANY($1::text[])"
"The grants of roles, by their codes."

EVERY_ROLE = f"SELECT coalesce({_ROLES}, '[]')::text FROM role"
"What every role may do."

ONE_ROLE = f"""
    SELECT (whole::jsonb -> 0 || to_jsonb(kept))::text
    FROM (SELECT id, name, description, version, is_shipped FROM role WHERE code = $1) kept,
         LATERAL (SELECT {_ROLES} AS whole FROM role WHERE role.id = kept.id) told"""
"One role with its name, version and all that it may do."

PASSWORD = """
    SELECT id, username, name, password_hash, is_active FROM staff WHERE lower(username) = lower($1)"""
"What is needed to check a password."

ROLES = f"SELECT {_ROLES}::text FROM role WHERE code = ANY($1)"
"The roles of these codes, as a viewer has them."

OF_STAFF = f"""
    SELECT json_build_object({_STAFF})::text FROM staff
    LEFT JOIN organization_unit unit ON unit.id = staff.unit_id
    WHERE staff.is_active AND lower(staff.username) = lower($1)"""
"A person who works here, as the viewer that a session makes of him."

GRANTERS = """
    SELECT staff.name FROM staff WHERE staff.is_active AND EXISTS (
        SELECT FROM staff_role held JOIN role ON role.id = held.role_id
        WHERE held.staff_id = staff.id AND (role.code = 'admin' OR EXISTS (
            SELECT FROM role_permission given WHERE given.role_id = role.id AND given.permission = $1)))
    ORDER BY staff.name LIMIT 5"""
"Some of those who have a permission."

HOLDERS = """
    SELECT role.code FROM role WHERE role.code = 'admin' OR EXISTS (
        SELECT FROM role_permission given WHERE given.role_id = role.id AND given.permission = $1)
    ORDER BY role.code"""
"The roles that have a permission."

ACCESS_EXAMPLES = """
    SELECT example.id, role.code AS role, staff.username AS person, type_name, field, row_name, permission, expects
    FROM access_example example LEFT JOIN role ON role.id = example.role_id
    LEFT JOIN staff ON staff.id = example.staff_id ORDER BY example.id"""
"What must stay true of roles and people."

EVERYBODY = f"""
    SELECT json_agg(json_build_object({_ABOUT_STAFF}, 'roles', (
        SELECT coalesce(json_agg(role.code ORDER BY role.code), '[]') FROM staff_role held
        JOIN role ON role.id = held.role_id WHERE held.staff_id = staff.id), 'username', staff.username)
        ORDER BY staff.username)::text
    FROM staff LEFT JOIN organization_unit unit ON unit.id = staff.unit_id
    WHERE staff.is_active AND ($1::text IS NULL OR staff.username = $1)"""
"Those who work here (or one of them), each with the codes of his roles."

PROGRAMS = """
    SELECT coalesce(json_agg(json_build_object(
        'roles', (SELECT json_agg(role.code ORDER BY role.code) FROM api_client_role held
                  JOIN role ON role.id = held.role_id WHERE held.client_id = client.id),
        'limit', json_build_object('types', client.types, 'permissions', client.permissions,
                                   'reads_only', client.reads_only))), '[]')::text
    FROM api_client client
    WHERE client.is_active AND coalesce(client.expires_at > now(), true) AND EXISTS (
        SELECT FROM api_client_role held JOIN role ON role.id = held.role_id
        WHERE held.client_id = client.id AND role.code = $1)"""
"The programs that have a role, each with the codes of all its roles and what limits it."

HELD_TOGETHER = """
    SELECT staff.name, array_agg(role.code ORDER BY role.code) AS roles
    FROM staff_role held JOIN staff ON staff.id = held.staff_id JOIN role ON role.id = held.role_id
    WHERE role.forced <> '{}' OR role.code = $1 GROUP BY staff.id HAVING count(*) > 1
    UNION ALL
    SELECT client.name, array_agg(role.code ORDER BY role.code)
    FROM api_client_role held JOIN api_client client ON client.id = held.client_id JOIN role ON role.id = held.role_id
    WHERE role.forced <> '{}' OR role.code = $1 GROUP BY client.id HAVING count(*) > 1
"""
"Everybody, people who no longer sign in too, and every program with several roles that set values ($1 is going to)."
