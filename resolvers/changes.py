"""How changes are read and taken back."""

from datetime import datetime
from uuid import UUID

from asyncpg import Connection as Database

from actions import (
    changes,
    coupons,
    goodwill,
    growth,
    joining_policies,
    macros,
    making_good,
    penalties,
    points,
    promises,
    saved_views,
    segments,
    standing,
    tagging,
    tickets,
    tiers,
    wallets,
)
from actions.changes import Step, Undo
from actions.coupons import templates
from actions.once import Written
from actions.restoring import restore
from models.changes import ChangeSet
from resolvers import roles
from resolvers.ids import by_id
from resolvers.planner.answers import Computed
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Compare, Text
from resolvers.planner.lists import Connection
from resolvers.planner.lookups import Lookup
from resolvers.planner.orders import OrderBy
from resolvers.planner.verbs import Call, Verb
from rules.viewer import Viewer

TAKEN_BACK = "Taken back"
PERMISSIONS: dict[str, str] = {}
"What each mutation needs; the registry fills it in, because it alone knows them all."


def _risen(call: Call) -> dict[str, Undo]:
    """Steps that need to know more than when: those that may change a tier, and those of money."""
    rise = tiers.rising(call.connection, call.by, call.at, call.zone, call.currency)

    async def reverse_points(connection: Database, by: Viewer, step: Step, at: datetime) -> None:
        await points.reverse(connection, by, UUID(step["entry"]), TAKEN_BACK, at, rise=rise)

    async def reverse_growth(connection: Database, by: Viewer, step: Step, at: datetime) -> None:
        await growth.take_back(connection, by, step, TAKEN_BACK, at, rise)

    async def lower_wallet(connection: Database, by: Viewer, step: Step, at: datetime) -> None:
        deltas = (0, -step["bonus"])
        await wallets.adjust(connection, by, UUID(step["member"]), deltas, TAKEN_BACK, at, call.currency)

    return {"points.reverse": reverse_points, "growth.reverse": reverse_growth, "wallet.lower": lower_wallet}


UNDO: dict[str, Undo] = {
    "coupon.restore": coupons.restore,
    "coupon.revoke": coupons.revoke_again,
    "coupon_template.restore": templates.restore,
    "coupon_template.products": templates.set_products_again,
    "joining_policy.levels": joining_policies.set_levels_again,
    "goodwill.return": goodwill.give_back,
    "make_good.undone": making_good.undone,
    "promise.back": promises.back,
    "penalty.lifted": penalties.lifted,
    "restore": restore,
    "macro.undo": macros.undo,
    "ticket.join": tickets.join,
    "ticket.link": tickets.link_again,
    "ticket.tag": tickets.tag_again,
    "ticket.unlink": tickets.unlink_again,
    "ticket.unmerge": tickets.unmerge,
    "ticket.untag": tickets.untag_again,
    "segment.restore": segments.restore,
    "segment.remove": segments.remove,
    "saved_view.restore": saved_views.restore,
    "saved_view.again": saved_views.again,
    "member.tag": tagging.tag_again,
    "member.untag": tagging.untag_again,
    "member.freeze": standing.freeze_again,
    "member.unfreeze": standing.unfreeze_again,
    "member.tier": tiers.set_again,
    "tier.benefits": tiers.set_benefits_again,
    "benefit.tiers": tiers.set_tiers_again,
}
"How each kind of step is taken back."

CHANGE_KEY = Entity("ChangeSet", ChangeSet, "chg")
ENTITIES = [
    Entity(
        "ChangeSet",
        ChangeSet,
        "chg",
        fields={
            "isUndoable": Computed(
                lambda row: f"({row.col('undone_at')} IS NULL AND jsonb_array_length({row.col('steps')}) > 0)"
            )
        },
        filters={
            "id": by_id(CHANGE_KEY),
            "actorKey": Compare(lambda row: row.col("actor_staff_id"), "uuid"),
            "operation": Text(lambda row: row.col("operation"), exact=True),
            "actor": Text(lambda row: row.col("actor")),
            "at": Compare(lambda row: row.col("at"), "timestamptz"),
        },
        orders={"AT": OrderBy(lambda row: row.col("at"), "timestamptz")},
        default_order=(("AT", "DESC"),),
    )
]

QUERIES = {"changeSets": Connection("ChangeSet"), "changeSet": Lookup("ChangeSet")}


async def _undo(call: Call) -> Written:
    ways = UNDO | _risen(call) | roles.ways(call.planner)
    return await changes.undo(call.connection, call.by, call.found["id"], call.at, ways, PERMISSIONS)


MUTATIONS = {"changeSetUndo": Verb(_undo, "changes.undo", {"id": "ChangeSet"}, {"changeSet": "ChangeSet"})}
