"""The languages that we speak, and which of them somebody asks for."""

from functools import lru_cache

ENGLISH = "en"
CHINESE = "zh-CN"


@lru_cache(maxsize=256)
def preferred(accepted: str) -> str | None:
    """The best of ours in the header Accept-Language; None if it asks for none of them."""
    ranked = sorted((_weighed(part) for part in accepted.split(",")), key=lambda pair: -pair[1])
    found = (_ours(name) for name, weight in ranked if weight > 0)
    return next((language for language in found if language), None)


def _weighed(part: str) -> tuple[str, float]:
    """A language with its weight from 0 to 1; what cannot be read weighs nothing."""
    name, _, weight = part.partition(";")
    try:
        return name.strip().lower(), float(weight.strip().removeprefix("q=")) if weight.strip() else 1.0
    except ValueError:
        return name, 0.0


def _ours(name: str) -> str | None:
    return {"zh": CHINESE, "en": ENGLISH}.get(name.partition("-")[0])


def written_in(text: str) -> str:
    """`zh-CN` for a text with Chinese letters, nothing for all others: they are answered in the usual language."""
    chinese = sum("\u4e00" <= letter <= "\u9fff" for letter in text)
    return "zh-CN" if 8 * chinese > len(text) else ""
