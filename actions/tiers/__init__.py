"""Verbs of tiers: look at a member with the rules, or at all of them; set by hand; change the rules."""

from actions.tiers import birthdays
from actions.tiers.by_hand import set_again, set_mode, set_tier
from actions.tiers.evaluating import evaluate, join
from actions.tiers.ladder import Ladder, load
from actions.tiers.looking import rising
from actions.tiers.saving import save_benefit, save_tier, set_benefits_again, set_tiers_again
from actions.tiers.sweeping import KIND as EVALUATION
from actions.tiers.sweeping import ask, ask_if_due, step

__all__ = [
    "EVALUATION", "Ladder", "ask", "ask_if_due", "birthdays", "evaluate", "join", "load", "rising",
    "save_benefit", "save_tier", "set_again", "set_benefits_again", "set_mode", "set_tier", "set_tiers_again", "step",
]  # fmt: skip
