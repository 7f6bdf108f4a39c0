"""Mail that comes in: taken once, put into its ticket, or kept until somebody has looked at it."""

from actions.inbound.sorting import accept, discard, forget
from actions.inbound.taking import Door, Taken, take

__all__ = ["Door", "Taken", "accept", "discard", "forget", "take"]
