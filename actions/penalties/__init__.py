"""What members lose for breaking the program's terms."""

from actions.penalties.imposing import impose, lifted
from actions.penalties.saving import save
from actions.penalties.sweeping import KIND, ask_if_any, step

__all__ = ["KIND", "ask_if_any", "impose", "lifted", "save", "step"]
