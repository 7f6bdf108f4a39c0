"""How staff and roles are read."""

from models.staff import Role, Staff
from resolvers.access import CLASS_GRANTS, REFINEMENTS, ROLE_GRANTS, TYPE_GRANTS
from resolvers.bounds import REFINED_LIMITS
from resolvers.planner.answers import Computed, Rows
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Text
from resolvers.planner.formats import as_instant
from resolvers.planner.lists import Many
from resolvers.planner.lookups import Lookup
from resolvers.planner.selection import Selected
from resolvers.planner.statement import Row


def _has_totp(staff: Row) -> str:
    return f"EXISTS (SELECT FROM staff_totp x WHERE x.staff_id = {staff.key} AND x.confirmed_at IS NOT NULL)"


def _last_signed_in(staff: Row) -> str:
    return f"(SELECT {as_instant('max(x.created_at)')} FROM staff_session x WHERE x.staff_id = {staff.key})"


def _count(role: Row) -> str:
    active = "FROM staff_role x JOIN staff s ON s.id = x.staff_id AND s.is_active"
    return f"(SELECT count(*) {active} WHERE x.role_id = {role.key})"


def _forced(role: Row, _: Selected) -> str:
    return f"""
        SELECT split_part(key, '.', 1) AS mutation, substr(key, strpos(key, '.') + 1) AS argument, value
        FROM jsonb_each({role.col("forced")}) ORDER BY key COLLATE "C" """


def _permissions(role: Row) -> str:
    listed = "coalesce(json_agg(permission ORDER BY permission), '[]')"
    return f"(SELECT {listed} FROM role_permission WHERE role_id = {role.key})"


ENTITIES = [
    Entity(
        "Staff",
        Staff,
        "stf",
        fields={
            "roles": Many(
                "Role",
                lambda role, staff: (
                    f"EXISTS (SELECT FROM staff_role x WHERE x.role_id = {role.key} AND x.staff_id = {staff.key})"
                ),
                order="code",
            ),
            "isInvited": Computed(lambda staff: f"({staff.col('password_hash')} IS NULL)"),
            "hasTotp": Computed(_has_totp),
            "lastSignedInAt": Computed(_last_signed_in),
        },
        filters={"username": Text(lambda row: row.col("username"), exact=True)},
    ),
    Entity(
        "Role",
        Role,
        "rol",
        fields={
            "grants": ROLE_GRANTS,
            "classes": CLASS_GRANTS,
            "types": TYPE_GRANTS,
            "refinements": REFINEMENTS,
            "permissions": Computed(_permissions),
            "limits": REFINED_LIMITS,
            "forced": Rows(_forced, {"mutation": "mutation", "argument": "argument", "value": "value"}),
            "staffCount": Computed(_count),
        },
        filters={"code": Text(lambda row: row.col("code"), exact=True)},
    ),
]

QUERIES = {
    "staff": Many("Staff", order="name"),
    "staffMember": Lookup("Staff"),
    "roles": Many("Role", order="code"),
    "role": Lookup("Role"),
}
