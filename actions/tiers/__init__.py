"""Verbs of tiers: look at a member with the rules, or at all of them; set by hand; change the rules."""

from actions.tiers.evaluating import evaluate, join
from actions.tiers.ladder import Ladder, load

__all__ = ["Ladder", "evaluate", "join", "load"]
