"""How much one caller may ask: what everybody may, refined by role, narrowed by program."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rules.refusals import ErrorCode, Refused


class LimitName(StrEnum):
    """What is limited. The first seven are of one request, the last one of all of a minute."""

    DEPTH = "DEPTH"
    TOKENS = "TOKENS"
    ALIASES = "ALIASES"
    CHARACTERS = "CHARACTERS"
    COST = "COST"
    CHANGE_COST = "CHANGE_COST"
    BATCH = "BATCH"
    SECONDS = "SECONDS"
    ERRORS = "ERRORS"
    UPLOAD = "UPLOAD"
    POINTS_PER_MINUTE = "POINTS_PER_MINUTE"


@dataclass(frozen=True, slots=True)
class Range:
    """What holds unless a role says otherwise, and what a role may say at least and at most."""

    usual: int
    least: int
    most: int


RANGES = {
    LimitName.DEPTH: Range(12, 3, 30),
    LimitName.TOKENS: Range(4_000, 100, 20_000),
    LimitName.ALIASES: Range(30, 0, 200),
    LimitName.CHARACTERS: Range(100_000, 1_000, 500_000),
    LimitName.COST: Range(1_000, 10, 50_000),
    LimitName.CHANGE_COST: Range(1_000, 10, 50_000),
    LimitName.BATCH: Range(10, 1, 50),
    LimitName.SECONDS: Range(10, 1, 60),
    LimitName.ERRORS: Range(5, 1, 50),
    LimitName.UPLOAD: Range(10, 1, 100),
    LimitName.POINTS_PER_MINUTE: Range(120_000, 100, 1_000_000_000),
}
LIMITS_PATH = ("input", "limits")
Limits = Mapping[str, int]
"Refined limits by their names; those that are not named are the usual ones."


@dataclass(frozen=True, slots=True)
class Bounds:
    """What holds for one caller. `seconds` are of one operation, `upload` is in megabytes of 1,000,000 bytes."""

    depth: int = RANGES[LimitName.DEPTH].usual
    tokens: int = RANGES[LimitName.TOKENS].usual
    aliases: int = RANGES[LimitName.ALIASES].usual
    characters: int = RANGES[LimitName.CHARACTERS].usual
    cost: int = RANGES[LimitName.COST].usual
    change_cost: int = RANGES[LimitName.CHANGE_COST].usual
    batch: int = RANGES[LimitName.BATCH].usual
    seconds: int = RANGES[LimitName.SECONDS].usual
    errors: int = RANGES[LimitName.ERRORS].usual
    upload: int = RANGES[LimitName.UPLOAD].usual
    points_per_minute: int = RANGES[LimitName.POINTS_PER_MINUTE].usual

    def of(self, name: LimitName) -> int:
        return getattr(self, name.lower())


USUAL = Bounds()


def bounds(roles: Iterable[Limits], most: Limits) -> Bounds:
    """Of several roles the most generous counts; `most` only takes away."""
    said = list(roles)
    found = {}
    for name, known in RANGES.items():
        widest = max((limits.get(name, known.usual) for limits in said), default=known.usual)
        found[name.lower()] = min(widest, most.get(name, widest))
    return Bounds(**found)


def limits_given(given: Iterable[Mapping[str, object]]) -> dict[str, int]:
    """The input of the API as it is kept. Raises Refused: named twice, out of range."""
    found: dict[str, int] = {}
    for number, one in enumerate(given):
        name, value = LimitName(str(one["name"])), int(str(one["value"]))
        path, known = (*LIMITS_PATH, str(number)), RANGES[name]
        if name in found:
            raise Refused(ErrorCode.INVALID, "{name} is there twice.", path, name=name)
        if not known.least <= value <= known.most:
            message = "The limit {name} is a number from {least:,} to {most:,}, not {value:,}."
            raise Refused(
                ErrorCode.INVALID, message, (*path, "value"), name=name, least=known.least, most=known.most, value=value
            )
        found[name.value] = value
    return dict(sorted(found.items()))
