"""Why an order, or an entry of the ledger, gave or took the points that it did."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from asyncpg import Connection, Record

from actions.decisions.orders import Replayed, replay
from actions.program import Programs
from rules.explaining import Told, tells
from rules.ledger import Asset
from rules.quote.answer import Earned
from rules.quote.examining import Refusal, refusals
from rules.quote.recounting import Entry, Use, of_entry, of_order
from rules.standing import Treatment

OF_ORDER = """
    SELECT entry.id, entry.delta, account.asset, account.bucket FROM ledger_entry entry
    JOIN ledger_transaction why ON why.id = entry.transaction_id
    JOIN ledger_account account ON account.id = entry.account_id
    WHERE why.order_id = $1 AND why.operation IN ('order.earned', 'orderRecord') AND entry.kind = 'EARN'
        AND account.member_id IS NOT NULL
    ORDER BY entry.id
"""
ENTRY = """
    SELECT entry.id, entry.kind, entry.delta, entry.at, entry.expires_at, why.operation, why.reason, why.order_id,
        orders.number AS order_number, ticket.number AS ticket_number, rule.name AS rule, campaign.name AS campaign,
        first.at AS first_at, first.delta AS first_delta, lot.available_at, lot.remaining, lot.granted
    FROM ledger_entry entry JOIN ledger_transaction why ON why.id = entry.transaction_id
    LEFT JOIN orders ON orders.id = why.order_id LEFT JOIN ticket ON ticket.id = why.ticket_id
    LEFT JOIN earning_rule rule ON rule.id = why.earning_rule_id LEFT JOIN campaign ON campaign.id = why.campaign_id
    LEFT JOIN ledger_entry first ON first.id = entry.reverses_id LEFT JOIN points_lot lot ON lot.entry_id = entry.id
    WHERE entry.id = $1
"""
USES = """
    SELECT used.amount, credit.at, lot.expires_at FROM lot_use used JOIN points_lot lot ON lot.id = used.lot_id
    JOIN ledger_entry credit ON credit.id = lot.entry_id WHERE used.entry_id = $1 ORDER BY lot.expires_at, lot.id
"""
EARNED = ("order.earned", "orderRecord")
"The operations by which orders earn; the second is what was imported."


@dataclass(frozen=True, slots=True)
class Share:
    """What one rule gave. `entry` booked it; nothing did if it is on hold."""

    earned: Earned
    entry: UUID | None
    treatment: Treatment


@dataclass(frozen=True, slots=True)
class Decided:
    """`said` tells the whole; `shares` and `refused` what each rule did and did not."""

    points: int
    growth: int
    said: Sequence[Told]
    shares: Sequence[Share] = ()
    refused: Sequence[Refusal] = ()
    replayed: Replayed | None = None


async def of_points_order(connection: Connection, programs: Programs, order: UUID) -> Decided:
    replayed = await replay(connection, programs, order)
    booked = await connection.fetch(OF_ORDER, order)
    row = replayed.order
    sums = row["points_earned"], row["growth_earned"]
    if row["member_id"] is None:
        nobody = tells("It was recorded without a member, so nobody earned anything.")
        return Decided(*sums, [*of_order(row["number"], *sums, is_kept=True, is_whole=True), nobody])
    shares = _shares(replayed, booked)
    if shares is None:
        return Decided(*sums, [*of_order(row["number"], *sums, is_kept=False, is_whole=False)], replayed=replayed)
    said = of_order(row["number"], *sums, is_kept=replayed.is_kept, is_whole=True)
    against = refusals(replayed.program, replayed.cart, replayed.quote)
    kinds = {rule.source.code: rule for rule in replayed.program.earnings}
    refused = [refusal for refusal in against if refusal.source.code in kinds]
    return Decided(*sums, [*said], shares, refused, replayed)


async def of_points_entry(connection: Connection, programs: Programs, entry: UUID) -> Decided:
    """An entry that an order made is explained by its rule, every other one by what the ledger knows."""
    row = await connection.fetchrow(ENTRY, entry)
    uses = [Use(*use) for use in await connection.fetch(USES, entry)]
    said = [*of_entry(_entry(row), uses, programs.zone)]
    if row["order_id"] is None or row["operation"] not in EARNED or row["delta"] <= 0:
        return Decided(row["delta"], 0, said)
    whole = await of_points_order(connection, programs, row["order_id"])
    own = [share for share in whole.shares if share.entry == entry]
    told = [*whole.said[1:], *said]
    if sum(share.earned.amount for share in own) != row["delta"]:
        return Decided(row["delta"], 0, told, replayed=whole.replayed)
    asset = own[0].earned.rule.asset
    of_asset = {rule.source.code for rule in whole.replayed.program.earnings if rule.asset is asset}
    refused = [refusal for refusal in whole.refused if refusal.source.code in of_asset]
    return Decided(row["delta"], 0, told, own, refused, whole.replayed)


def _shares(replayed: Replayed, booked: Sequence[Record]) -> list[Share] | None:
    """Each earning with the entry that booked it; None if what was booked is not what the rules give."""
    found = []
    for asset in (Asset.POINTS, Asset.GROWTH):
        mine = [each for each in replayed.quote.earned if each.rule.asset is asset]
        entries = [row for row in booked if row["asset"] == asset]
        treatment = replayed.treatment(asset)
        if treatment is not Treatment.ALLOW:
            found += [Share(each, None, treatment) for each in mine]
            continue
        if [each.amount for each in mine] == [row["delta"] for row in entries]:
            found += [Share(each, row["id"], treatment) for each, row in zip(mine, entries, strict=True)]
        elif len(entries) == 1 and sum(each.amount for each in mine) == entries[0]["delta"]:
            found += [Share(each, entries[0]["id"], treatment) for each in mine]
        elif mine or entries:
            return None
    return found


def _entry(row: Record) -> Entry:
    return Entry(**{name: row[name] for name in Entry.__dataclass_fields__})
