"""Verbs of incidents: watch for them, link their tickets, answer all, propose a pause, close; and the radar's rules."""

from actions.incidents.answering import KIND, ask_answer, step
from actions.incidents.handling import close, link_all, propose_pause
from actions.incidents.radar import set_rule
from actions.incidents.watching import watch

__all__ = ["KIND", "ask_answer", "close", "link_all", "propose_pause", "set_rule", "step", "watch"]
