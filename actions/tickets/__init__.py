"""Verbs of tickets: open, answer, take back, note, move, hand over, merge and take apart."""

from actions.tickets.answering import note, reply
from actions.tickets.assigning import assign
from actions.tickets.attending import attend
from actions.tickets.distributing import give_waiting
from actions.tickets.linking import link, link_again, resolve_parts, set_parent, unlink, unlink_again
from actions.tickets.locking import surviving
from actions.tickets.merging import merge, unmerge
from actions.tickets.moving import reopen, resolve, update
from actions.tickets.opening import open_ticket
from actions.tickets.releasing import next_release, release
from actions.tickets.splitting import join, split
from actions.tickets.tagging import tag, tag_again, untag, untag_again
from actions.tickets.taking_back import take_back

__all__ = [
    "assign",
    "attend",
    "give_waiting",
    "join",
    "link",
    "link_again",
    "merge",
    "next_release",
    "note",
    "open_ticket",
    "release",
    "reopen",
    "reply",
    "resolve",
    "resolve_parts",
    "set_parent",
    "split",
    "surviving",
    "tag",
    "tag_again",
    "take_back",
    "unlink",
    "unlink_again",
    "unmerge",
    "untag",
    "untag_again",
    "update",
]
