"""Clocks of tickets: kept with every change, made anew when rules change, and rung when something is due."""

from actions.clocks.adopting import adopt
from actions.clocks.alarms import put_off, ring
from actions.clocks.checking import differing
from actions.clocks.keeping import keep
from actions.clocks.measuring import measure_missing
from actions.clocks.recomputing import KIND, ask, step

__all__ = ["KIND", "adopt", "ask", "differing", "keep", "measure_missing", "put_off", "ring", "step"]
