"""Verbs of roles: ship them, edit what they may do, give them to people."""

from actions.roles import examples
from actions.roles.editing import Edit, Sight
from actions.roles.holders import set_roles, set_roles_again
from actions.roles.previewing import preview
from actions.roles.saving import delete, replace, restore, save, set_grants
from actions.roles.shipping import check_ships, ship, shipped_draft, take_over

__all__ = [
    "Edit", "Sight", "check_ships", "delete", "examples", "preview", "replace", "restore", "save", "set_grants",
    "set_roles", "set_roles_again", "ship", "shipped_draft", "take_over",
]  # fmt: skip
