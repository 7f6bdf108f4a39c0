"""Cards: issue one, block it, give a made one to a member; and what a card that is presented at the till needs."""

from dataclasses import dataclass
from uuid import UUID

from asyncpg import Connection, Record

from actions import pins
from actions.naming import CARD_KIND, named
from actions.once import Written
from actions.policies import policy
from actions.recording import record, unchanged
from rules.cards import MOST_AT_ONCE, card_number, check_card_number, ending
from rules.members import check_standing
from rules.refusals import Detail, ErrorCode, Refused
from rules.viewer import Viewer

OWNER = "SELECT status FROM member WHERE id = $1 FOR NO KEY UPDATE"
NUMBER = "SELECT nextval('card_number')"
ADD = """
    INSERT INTO member_card (card_no, member_id, kind_id, is_virtual, is_named, is_secret)
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (card_no) DO NOTHING RETURNING id
"""
CARD = "SELECT id, card_no, member_id, is_active FROM member_card WHERE id = $1 FOR UPDATE"
NUMBERED = "SELECT id, card_no, member_id, is_active FROM member_card WHERE card_no = $1 FOR UPDATE"
OWNED = "SELECT member_id FROM member_card WHERE id = $1"
SWITCH = "UPDATE member_card SET is_active = $2 WHERE id = $1"
BIND = "UPDATE member_card SET member_id = $2 WHERE id = $1"
PRESENTED = """
    SELECT card.member_id, card.is_active, card.is_named, card.is_secret, secret.pin_hash IS NOT NULL AS has_pin
    FROM member_card card LEFT JOIN member_secret secret ON secret.member_id = card.member_id
    WHERE card.card_no = $1
"""
TRIES = 100
"Of numbers that we make, before we give up: files that were imported may have taken some."


@dataclass(frozen=True, slots=True)
class Making:
    """What a new card is. Without a number one is made."""

    kind_code: str | None = None
    number: str | None = None
    is_virtual: bool = False
    is_named: bool = True
    is_secret: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A card that is presented: its number (None if the member is named otherwise) and what proves the holder."""

    number: str | None
    pin: str | None = None
    is_confirmed: bool = False


async def issue(connection: Connection, by: Viewer, member: UUID, making: Making) -> Written:
    """Raises Refused: no such kind of card, an unusable number, one that there is already, a closed file."""
    kind = await named(connection, CARD_KIND, making.kind_code, ("kindCode",))
    check_standing(await connection.fetchval(OWNER, member))
    number, key = await _added(connection, member, kind, making)
    changes = {"card": ending(number), "kind": making.kind_code, "isSecret": making.is_secret}
    return await _noted(connection, by, "card.issued", member, key, changes)


async def make(connection: Connection, by: Viewer, count: int, making: Making) -> Written:
    """Cards without a member, to be given away. Raises Refused: no such kind of card, too many at once."""
    if not 1 <= count <= MOST_AT_ONCE:
        message = "Between 1 and {most} cards are made at once."
        raise Refused(ErrorCode.INVALID, message, ("count",), Detail(str(MOST_AT_ONCE)), most=MOST_AT_ONCE)
    kind = await named(connection, CARD_KIND, making.kind_code, ("kindCode",))
    numbers = [(await _added(connection, None, kind, making))[0] for _ in range(count)]
    changes = {"count": count, "kind": making.kind_code}
    await record(connection, by.name, "card.made", "MemberCard", None, changes, by.staff_id and UUID(by.staff_id))
    return {"cardNos": numbers}


async def adopt(connection: Connection, number: str, kind_code: str) -> UUID:
    """A partner's card, with the number that it has. Raises Refused: no such kind, an unusable number."""
    kind = await named(connection, CARD_KIND, kind_code, ("joining", "cardKindCode"))
    return (await _added(connection, None, kind, Making(number=number)))[1]


async def block(connection: Connection, by: Viewer, card: UUID) -> Written:
    """A card that is blocked already stays so."""
    return await _switch(connection, by, card, is_active=False)


async def unblock(connection: Connection, by: Viewer, card: UUID) -> Written:
    """Raises Refused for a card of a closed file."""
    return await _switch(connection, by, card, is_active=True)


async def bind(connection: Connection, by: Viewer, number: str, member: UUID) -> Written:
    """Gives a made card to a member. Raises Refused: no such card, blocked, somebody's already, a closed file."""
    check_standing(await connection.fetchval(OWNER, member))
    card: Record | None = await connection.fetchrow(NUMBERED, "".join(number.split()))
    if card is None or not card["is_active"]:
        message = "There is no card {number} to be given out. Make it first, or unblock it."
        raise Refused(ErrorCode.NOT_FOUND, message, ("cardNo",), number=number)
    if card["member_id"] is not None:
        message = "Card {number} belongs to a member already."
        raise Refused(ErrorCode.DUPLICATE, message, ("cardNo",), number=number)
    await connection.execute(BIND, card["id"], member)
    return await _noted(connection, by, "card.bound", member, card["id"], {"card": ending(card["card_no"])})


async def check_presented(
    connection: Connection, shown: Shown, at: tuple[str, ...] = (), inside: tuple[str, ...] = ()
) -> None:
    """For who is named by a card; `at` leads to the member, `inside` to the PIN and to who confirms the holder.

    Raises Refused: blocked; secret, and without the right PIN; named, and nobody says that it is the member.
    """
    card = None if shown.number is None else await connection.fetchrow(PRESENTED, shown.number)
    if card is None:
        return
    if not card["is_active"]:
        message = "Card {number} is blocked. Unblock it, or name the member in another way."
        raise Refused(ErrorCode.NOT_FOUND, message, (*at, "member", "cardNo"), number=shown.number)
    if card["is_secret"] and not card["has_pin"]:
        message = "This card asks for a PIN, and its member has none. Set one first."
        raise Refused(ErrorCode.PIN_REQUIRED, message, (*inside, "pin"))
    if card["is_secret"] or (card["has_pin"] and shown.pin is not None):
        await pins.check(connection, card["member_id"], shown.pin, (*inside, "pin"))
    elif card["is_named"] and not shown.is_confirmed and (await policy(connection, "CARDS"))["confirmHolder"]:
        message = "Card {number} is personal. Compare who shows it with the member, and say so; or give the PIN."
        raise Refused(ErrorCode.REQUIRED, message, (*inside, "holderConfirmed"), number=ending(shown.number))


async def _added(connection: Connection, member: UUID | None, kind: UUID | None, making: Making) -> tuple[str, UUID]:
    flags = making.is_virtual, making.is_named, making.is_secret
    if making.number is not None:
        number = check_card_number(making.number)
        key = await connection.fetchval(ADD, number, member, kind, *flags)
        if key is None:
            message = "There is a card {number} already."
            raise Refused(ErrorCode.DUPLICATE, message, ("cardNo",), number=number)
        return number, key
    for _ in range(TRIES):
        number = card_number(await connection.fetchval(NUMBER))
        if key := await connection.fetchval(ADD, number, member, kind, *flags):
            return number, key
    raise Refused(ErrorCode.STATE, "No free card number was found. Give one.", ("cardNo",))


async def _switch(connection: Connection, by: Viewer, key: UUID, *, is_active: bool) -> Written:
    member = await connection.fetchval(OWNED, key)
    if member is not None:
        check_standing(await connection.fetchval(OWNER, member))
    card = await connection.fetchrow(CARD, key)
    if card["is_active"] == is_active:
        unchanged()
        return {"member": member, "card": key}
    await connection.execute(SWITCH, key, is_active)
    what = "card.unblocked" if is_active else "card.blocked"
    return await _noted(connection, by, what, member, key, {"card": ending(card["card_no"])})


async def _noted(
    connection: Connection, by: Viewer, what: str, member: UUID | None, card: UUID, changes: dict[str, object]
) -> Written:
    await record(connection, by.name, what, "MemberCard", card, changes, by.staff_id and UUID(by.staff_id))
    return {"member": member, "card": card}
