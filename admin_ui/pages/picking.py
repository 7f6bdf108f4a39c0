"""What of a form is chosen from a list: one of it, or several that are ticked."""

from abc import ABC, abstractmethod
from collections.abc import Mapping

from admin_ui.panels.controls import Control
from admin_ui.panels.grammar import Choices
from admin_ui.panels.typed import SEPARATOR
from admin_ui.visits import Visit


class Picking(ABC):
    """The part of a form's page that knows the choices."""

    visit: Visit
    choices: Mapping[Choices, tuple[tuple[str, str], ...]]

    @abstractmethod
    def value(self, control: Control) -> str:
        """What is typed or chosen."""

    def options(self, control: Control) -> tuple[tuple[str, str], ...] | None:
        """What a reference can be, with what it is now; None if there are too many to list."""
        if control.source not in self.choices:
            return None
        known, value = self.choices[control.source], self.value(control)
        values = [part.strip() for part in SEPARATOR.split(value)] if control.kind == "words" else [value]
        return (*known, *((one, one) for one in values if one and one not in dict(known)))

    def is_picked(self, control: Control) -> bool:
        """Whether several are ticked in a list, instead of being typed."""
        return control.kind == "several" or (control.kind == "words" and self.options(control) is not None)

    def picks(self, control: Control) -> list[tuple[str, str, bool]]:
        """(value, text, whether it is ticked) of each; those of an enum in the reader's language."""
        ticked = {part.strip() for part in SEPARATOR.split(self.value(control))}
        said = self.visit.words.pgettext
        options = self.options(control) or [(name, said(control.enum, text)) for name, text in control.choices]
        return [(name, text, name in ticked) for name, text in options]
