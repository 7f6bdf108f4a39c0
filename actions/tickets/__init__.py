"""Verbs of tickets: open, answer, note, move, hand over, merge and take apart."""

from actions.tickets.answering import note, reply
from actions.tickets.assigning import assign
from actions.tickets.attending import attend
from actions.tickets.locking import surviving
from actions.tickets.merging import merge, unmerge
from actions.tickets.moving import reopen, resolve, update
from actions.tickets.opening import open_ticket

__all__ = [
    "assign",
    "attend",
    "merge",
    "note",
    "open_ticket",
    "reopen",
    "reply",
    "resolve",
    "surviving",
    "unmerge",
    "update",
]
