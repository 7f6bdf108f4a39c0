"""How people come in: by hand, from the customers on file, by a card, for a fee."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from asyncpg import Connection, Record

from rules.joining import JoiningWay
from rules.refusals import ErrorCode, Refused

CARD = "SELECT id, member_id, is_active FROM member_card WHERE card_no = $1 FOR UPDATE"
GIVE_CARD = "UPDATE member_card SET member_id = $2 WHERE id = $1"
CUSTOMER = "SELECT id, reference, name, phone, email, member_id FROM customer WHERE reference = $1 FOR UPDATE"
LINK = "UPDATE customer SET member_id = $2, version = version + 1 WHERE id = $1"
ADD = "INSERT INTO customer (reference, member_id) VALUES ($1, $2) ON CONFLICT (reference) DO NOTHING"


@dataclass(slots=True)
class Entrance:
    """What was said of how somebody joins. `fee` is in minor units; `card` is found when he is admitted."""

    said: JoiningWay | None = None
    card_no: str | None = None
    fee: int | None = None
    activity: str | None = None
    charter_version: str | None = None
    customer: str | None = None
    card: UUID | None = None

    def way(self, is_anonymous: bool, is_referred: bool) -> JoiningWay:
        if self.said is not None:
            return self.said
        if self.card_no is not None:
            return JoiningWay.CARD
        if self.fee is not None:
            return JoiningWay.FEE
        if is_referred:
            return JoiningWay.REFERRAL
        return JoiningWay.ANONYMOUS if is_anonymous else JoiningWay.BY_HAND


@dataclass(frozen=True, slots=True)
class Admitted:
    """The customer on file, if there is one, and the card that the new member gets."""

    customer: UUID | None
    card: UUID | None

    async def joined(self, connection: Connection, member: UUID, number: str) -> None:
        """Puts the new member on the customer's file and on the card; adds a customer if there was none."""
        if self.card is not None:
            await connection.execute(GIVE_CARD, self.card, member)
        if self.customer is not None:
            await connection.execute(LINK, self.customer, member)
        else:
            await connection.execute(ADD, number, member)


async def admit(connection: Connection, entrance: Entrance, given: dict[str, Any]) -> Admitted:
    """Fills what is not given from the customer's file. Raises Refused: no such customer or card, or taken."""
    customer = await _customer(connection, entrance.customer, given)
    entrance.card = await _card(connection, entrance.card_no)
    return Admitted(customer, entrance.card)


async def _customer(connection: Connection, reference: str | None, given: dict[str, Any]) -> UUID | None:
    if reference is None:
        return None
    path = ("joining", "customerReference")
    found: Record | None = await connection.fetchrow(CUSTOMER, reference)
    if found is None:
        raise Refused(ErrorCode.NOT_FOUND, "There is no customer '{code}'.", path, code=reference)
    if found["member_id"] is not None:
        raise Refused(ErrorCode.DUPLICATE, "Customer '{code}' is a member already.", path, code=reference)
    if not given.get("isAnonymous"):
        for name in ("name", "phone", "email"):
            given.setdefault(name, found[name])
    return found["id"]


async def _card(connection: Connection, number: str | None) -> UUID | None:
    if number is None:
        return None
    path = ("joining", "cardNo")
    found: Record | None = await connection.fetchrow(CARD, number)
    if found is None or not found["is_active"]:
        message = "There is no card {number} to be given out. Make it first, or unblock it."
        raise Refused(ErrorCode.NOT_FOUND, message, path, number=number)
    if found["member_id"] is not None:
        raise Refused(ErrorCode.DUPLICATE, "Card {number} belongs to a member already.", path, number=number)
    return found["id"]
