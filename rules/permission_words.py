"""What every permission means, in words, read from the file beside this one."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_suffix(".toml")


@cache
def nouns() -> Mapping[str, Mapping[str, str]]:
    """By noun, in the order of the page: `title`, and what each verb lets people do."""
    return tomllib.loads(FILE.read_text())


@cache
def described() -> Mapping[str, str]:
    """Every permission with what it lets people do."""
    return {f"{noun}.{verb}": text for noun, said in nouns().items() for verb, text in said.items() if verb != "title"}
