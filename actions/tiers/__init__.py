"""Verbs of tiers: look at a member with the rules, or at all of them; set by hand; change the rules."""

from actions.tiers.evaluating import evaluate, join
from actions.tiers.ladder import Ladder, load
from actions.tiers.sweeping import KIND as EVALUATION
from actions.tiers.sweeping import ask, ask_if_due, step

__all__ = ["EVALUATION", "Ladder", "ask", "ask_if_due", "evaluate", "join", "load", "step"]
