"""Forgets a person everywhere; the ledger stays, under a number that leads to nobody."""

from datetime import datetime
from uuid import UUID

from asyncpg import Connection

from actions.once import Written
from actions.recording import record
from rules.members import check_reason, check_standing
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

FOUND = "SELECT status, archived_at FROM member WHERE id = $1 FOR NO KEY UPDATE"
FORGET = (
    """UPDATE member SET status = 'ERASED', name = NULL, latin_name = NULL, phone = NULL, email = NULL, birthday = NULL,
           gender = NULL, external_reference = NULL, custom = '{}', referrer_id = NULL, is_anonymous = true,
           version = version + 1, updated_at = now()
       WHERE id = $1""",
    "DELETE FROM member_secret WHERE member_id = $1",
    "DELETE FROM member_opening WHERE member_id = $1",
    "UPDATE disclosure SET reason = '-', until = least(until, at) WHERE member_id = $1",
    "DELETE FROM member_login WHERE member_id = $1",
    "DELETE FROM member_device WHERE member_id = $1",
    "DELETE FROM member_challenge WHERE member_id = $1",
    "UPDATE api_token SET revoked_at = now() WHERE member_id = $1 AND revoked_at IS NULL",
    "DELETE FROM member_address WHERE member_id = $1",
    "UPDATE member_card SET card_no = 'erased-' || id::text, is_active = false WHERE member_id = $1",
    "DELETE FROM member_tag WHERE member_id = $1",
    "DELETE FROM member_notice WHERE member_id = $1",
    """UPDATE customer SET name = NULL, phone = NULL, email = NULL, reference = 'erased-' || id::text
       WHERE member_id = $1""",
    "UPDATE interaction SET summary = '' WHERE member_id = $1",
    "UPDATE ticket SET subject = '', contact_address = NULL, contact_name = NULL WHERE member_id = $1",
    """UPDATE inbound_mail SET sender = '', sender_name = '', subject = '', excerpt = '', content = NULL
       FROM ticket WHERE ticket.id = inbound_mail.ticket_id AND ticket.member_id = $1""",
    """UPDATE mail SET recipient = '', body = '{}' FROM ticket_message said, ticket
       WHERE said.id = mail.ticket_message_id AND ticket.id = said.ticket_id AND ticket.member_id = $1""",
    """DELETE FROM attachment USING ticket_message said, ticket
       WHERE said.id = attachment.message_id AND ticket.id = said.ticket_id AND ticket.member_id = $1""",
    """UPDATE ticket_message SET body = '', quoted = NULL, author = CASE WHEN is_from_member THEN '' ELSE author END
       FROM ticket WHERE ticket.id = ticket_message.ticket_id AND ticket.member_id = $1""",
    "UPDATE promise SET what = '-', note = '' WHERE member_id = $1",
    "UPDATE promise_step SET note = '' FROM promise WHERE promise.id = promise_id AND member_id = $1",
    """UPDATE staff_notice SET text = '' FROM promise
       WHERE promise.id = staff_notice.promise_id AND promise.member_id = $1""",
    "UPDATE care_task SET note = '' WHERE member_id = $1",
    "UPDATE member_message SET subject = '', body = '' WHERE member_id = $1",
    "UPDATE contact_refusal SET reason = '' WHERE member_id = $1",
    "UPDATE make_good SET reason = '-' WHERE member_id = $1",
    "UPDATE penalty SET reason = '-' WHERE member_id = $1",
    "UPDATE orders SET receiver = NULL WHERE member_id = $1",
    """UPDATE order_basis SET body = jsonb_set(body, '{owner,birthday}', 'null') FROM orders
       WHERE orders.id = order_basis.order_id AND orders.member_id = $1""",
    "UPDATE joining SET activity = NULL WHERE member_id = $1",
    "UPDATE member_merge SET before = before - 'filled', reason = '' WHERE kept_id = $1 OR merged_id = $1",
    "UPDATE change_set SET steps = '[]' WHERE steps::text LIKE '%' || $1::uuid::text || '%'",
    """UPDATE approval_request SET input = '{}', preview = '[]', summary = '', reason = '', note = '', failure = NULL,
           decided_at = CASE WHEN status = 'PENDING' THEN now() ELSE decided_at END,
           status = CASE WHEN status = 'PENDING' THEN 'WITHDRAWN' ELSE status END
       WHERE strpos(input::text || touches::text || preview::text, $1::uuid::text) > 0""",
    """UPDATE idempotency_key SET input_hash = sha256(gen_random_uuid()::text::bytea)
       WHERE written ->> 'member' = $1::uuid::text""",
)
FORGET_MAILS = "UPDATE mail SET recipient = '', body = '{}' WHERE recipient = ANY($1::text[])"
FORGET_INBOUND = """
    UPDATE inbound_mail SET sender = '', sender_name = '', subject = '', excerpt = '', content = NULL
    WHERE sender = ANY($1::text[])
"""
FORGET_FOUND = "UPDATE import_problem SET value = NULL WHERE value = ANY($1::text[])"
KNOWN_BY = """
    SELECT array_remove(array_remove(ARRAY[name, latin_name, phone, email, external_reference], NULL), '')
    FROM member WHERE id = $1
"""


async def erase(connection: Connection, by: Viewer, member: UUID, reason: str) -> Written:
    """Empties the file and all that tells of the person; sums and history stay. Raises Refused for a closed file.

    The audit log needs nothing: it has personal values masked from the beginning.
    """
    check_reason(reason)
    found = await connection.fetchrow(FOUND, member)
    check_standing(found["status"])
    values = await connection.fetchval(KNOWN_BY, member)
    for statement in FORGET:
        await connection.execute(statement, member)
    await connection.execute(FORGET_FOUND, values)
    await connection.execute(FORGET_MAILS, values)
    await connection.execute(FORGET_INBOUND, values)
    changes = {"status": [found["status"], "ERASED"]}
    await _noted(connection, by, "member.erased", member, changes)
    return {"member": member}


async def archive(connection: Connection, by: Viewer, member: UUID, at: datetime) -> Written:
    """Out of the lists, still to be found when asked for. Raises Refused if it is archived already."""
    found = await connection.fetchrow(FOUND, member)
    if found["archived_at"] is not None:
        raise Refused(ErrorCode.STATE, "The member is archived already.", ("id",))
    await connection.execute("UPDATE member SET archived_at = $2 WHERE id = $1", member, at)
    await _noted(connection, by, "member.archived", member, {})
    return {"member": member}


async def unarchive(connection: Connection, by: Viewer, member: UUID) -> Written:
    """Raises Refused if it is not archived."""
    found = await connection.fetchrow(FOUND, member)
    if found["archived_at"] is None:
        raise Refused(ErrorCode.STATE, "The member is not archived.", ("id",))
    await connection.execute("UPDATE member SET archived_at = NULL WHERE id = $1", member)
    await _noted(connection, by, "member.unarchived", member, {})
    return {"member": member}


async def _noted(connection: Connection, by: Viewer, what: str, member: UUID, changes: dict[str, object]) -> None:
    await record(connection, by.name, what, "Member", member, changes, by.staff_id and UUID(by.staff_id))
