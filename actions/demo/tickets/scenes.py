"""What tickets are about, and what is said in them: read from the TOML files beside this one."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from actions.demo.chance import Chance
from rules.tickets import TicketChannel, TicketPriority

HERE = Path(__file__).parent
LANGUAGES = ("en", "zh")
CHANNELS = {
    TicketChannel.EMAIL.value: 5,
    TicketChannel.WEB.value: 4,
    TicketChannel.CHAT.value: 5,
    TicketChannel.PHONE.value: 3,
    TicketChannel.STORE.value: 1,
}
PRIORITIES = {TicketPriority.NORMAL.value: 6, TicketPriority.LOW.value: 2, TicketPriority.HIGH.value: 1}

Slots = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Turn:
    """One message: `by` is member, staff or note (an internal one). Each part of it can be said in several ways."""

    by: str
    say: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Scene:
    """`mood` is the satisfaction that members tend to end with, from 1 to 5; `needs` is what the member must have."""

    code: str
    language: str
    category: str
    team: str
    weight: float
    mood: float
    subjects: Sequence[str]
    turns: Sequence[Turn]
    needs: str | None = None
    channels: Mapping[str, float] = field(default_factory=lambda: CHANNELS)
    priorities: Mapping[str, float] = field(default_factory=lambda: PRIORITIES)

    def subject(self, chance: Chance, slots: Slots) -> str:
        return chance.pick(self.subjects).format(**slots)

    def text(self, turn: Turn, chance: Chance, slots: Slots) -> str:
        """The turn's parts, each said in one way, with the slots filled."""
        return say(self.language, turn.say, chance, slots)


def say(language: str, parts: Sequence[Sequence[str]], chance: Chance, slots: Slots) -> str:
    said = [_spoken(language, chance.pick(ways), chance).format(**slots) for ways in parts]
    text = (" " if language == "en" else "").join(part for part in said if part).strip()
    return text[:1].upper() + text[1:]


@cache
def scenes(language: str) -> tuple[Scene, ...]:
    files = sorted(HERE.glob(f"*.{language}.toml"))
    told = [scene for file in files for scene in tomllib.loads(file.read_text(encoding="utf-8")).get("scene", [])]
    return tuple(_scene(language, scene) for scene in told)


@cache
def phrases(language: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"phrases.{language}.toml").read_text(encoding="utf-8"))


def _scene(language: str, told: dict[str, Any]) -> Scene:
    turns = tuple(Turn(turn["by"], turn["say"]) for turn in told["turns"])
    return Scene(**told | {"language": language, "turns": turns})


def _spoken(language: str, way: str, chance: Chance) -> str:
    """`@name` stands for one of the phrases of that name."""
    return chance.pick(phrases(language)[way[1:]]) if way.startswith("@") else way
