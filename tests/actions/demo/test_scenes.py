import re
import tomllib
from datetime import UTC, datetime
from itertools import chain

import pytest

from actions.demo.chance import Chance
from actions.demo.company import COMPANY
from actions.demo.tickets.scenes import LANGUAGES, Scene, phrases, say, scenes
from actions.demo.tickets.slots import About

COMPANY_TOLD = tomllib.loads(COMPANY.read_text(encoding="utf-8"))
SCENES = [scene for language in LANGUAGES for scene in scenes(language)]
MEMBER = {"name": "林晓雯", "latin_name": "Lin Xiaowen", "gender": "FEMALE", "phone": "+8613800000001", "tier": "GOLD",
          "card_numbers": "6008", "member_no": "M-1", "balance": 1200}  # fmt: skip
ORDER = {"number": "CJ-1", "total": 5000, "points_earned": 50, "at": datetime(2026, 5, 1, tzinfo=UTC)}


def _texts(scene: Scene) -> list[str]:
    return [*scene.subjects, *chain.from_iterable(way for turn in scene.turns for way in turn.say)]


def test_there_are_enough_scenes_in_both_languages() -> None:
    assert all(len(scenes(language)) >= 24 for language in LANGUAGES)
    assert len({scene.category for scene in SCENES}) >= 14


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: f"{scene.code}.{scene.language}")
def test_a_scene_names_what_there_is(scene: Scene) -> None:
    assert scene.category in COMPANY_TOLD["dictionaries"]["ticket_category"]
    assert scene.team in COMPANY_TOLD["teams"]
    assert scene.turns[0].by == "member"
    assert 2 <= len(scene.turns) <= 7
    assert {turn.by for turn in scene.turns} <= {"member", "staff", "note"}


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: f"{scene.code}.{scene.language}")
def test_every_slot_and_phrase_of_a_scene_is_known(scene: Scene) -> None:
    slots = About(MEMBER, ORDER, "Maple Street", "Soup, 12 oz", "ABC", "陈思雨", "USD").slots(Chance(1))
    for text in _texts(scene):
        if text.startswith("@"):
            assert text[1:] in phrases(scene.language)
        else:
            assert set(re.findall(r"\{(\w+)\}", text)) <= set(slots)
            text.format(**slots)


def test_a_text_begins_with_a_capital_and_has_no_stray_spaces() -> None:
    assert say("en", [[""], ["it is {what}."], [""], ["Bye"]], Chance(1), {"what": "late"}) == "It is late. Bye"


def test_the_same_seed_says_the_same() -> None:
    parts = [["a", "b", "c"], ["@hello"]]
    assert say("en", parts, Chance("x"), {}) == say("en", parts, Chance("x"), {})
