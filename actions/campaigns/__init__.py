"""Verbs of campaigns: written, reviewed, published, stopped and ended."""

from actions.campaigns.audiences import Audience
from actions.campaigns.saving import save
from actions.campaigns.stepping import by_clock, take

__all__ = ["Audience", "by_clock", "save", "take"]
