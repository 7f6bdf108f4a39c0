"""Verbs of promises: make, move, hand over, keep, break, and ring when one is due."""

from actions.promises.alarms import put_off, ring
from actions.promises.making import make
from actions.promises.moving import back, hand_over, move, settle

__all__ = ["back", "hand_over", "make", "move", "put_off", "ring", "settle"]
