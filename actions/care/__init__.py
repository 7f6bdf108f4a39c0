"""Care of members: series begin by themselves, are planned day by day, called or sent, and end by themselves."""

from actions.care.calling import begin, note_outcome, put_off
from actions.care.planning import plan
from actions.care.saving import save_series, save_team
from actions.care.sending import send
from actions.care.starting import start
from actions.care.stopping import stop

__all__ = ["begin", "note_outcome", "plan", "put_off", "save_series", "save_team", "send", "start", "stop"]
