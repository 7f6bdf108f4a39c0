"""Verbs of macros: saved, tried on a ticket, done to it in one go, and taken back as a whole."""

from actions.macros.planning import Plan, planned
from actions.macros.running import run, undo
from actions.macros.saving import save

__all__ = ["Plan", "planned", "run", "save", "undo"]
