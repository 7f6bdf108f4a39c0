"""Templates, styles and scripts keep to the page's policy and to the house's sizes."""

import re
import statistics
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from admin_ui.panels.kinds import KINDS
from admin_ui.prepared import environment
from admin_ui.words import load_words

ADMIN = Path(__file__).parents[2] / "admin_ui"
TEMPLATES = sorted((ADMIN / "templates").rglob("*.html"))
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|hx-on|javascript:|\|\s*safe\b|hx-vals=['\"]js:", re.I
)


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda f: f.name)
def test_a_template_has_no_inline_script_or_style_and_trusts_no_text(file: Path) -> None:
    assert INLINE.search(file.read_text()) is None


def test_a_code_to_scan_is_drawn_and_a_text_in_its_place_is_not() -> None:
    draw: Any = environment(load_words("en")).get_template("_draw.html").module
    anything: Any = None
    cell = KINDS["qr"](anything, "<script src=x>", anything, anything)
    drawn = str(draw.cell(cell))
    assert 'class="qr"' in drawn
    assert "<script" not in drawn
    assert "<script" not in str(draw.cell(replace(cell, text="<script src=x>")))


def test_nothing_is_loaded_from_elsewhere() -> None:
    for file in (*TEMPLATES, *(ADMIN / "static").glob("css/*.css"), *(ADMIN / "static").glob("src/*.js")):
        assert re.search(r"(src|href|url|import)\W{1,3}(https?:)?//", file.read_text()) is None, file


def test_templates_are_small() -> None:
    sizes = [len(file.read_text().splitlines()) for file in TEMPLATES]
    assert max(sizes) <= 80
    assert statistics.median(sizes) <= 20


def test_styles_are_small() -> None:
    for file in (ADMIN / "static" / "css").glob("*.css"):
        assert len(file.read_text().splitlines()) <= 300, file


def test_the_lock_file_names_no_registry() -> None:
    assert '"resolved"' not in (ADMIN.parent / "package-lock.json").read_text()


def test_every_icon_is_named_in_full_where_it_is_drawn() -> None:
    for file in TEMPLATES:
        for call in re.findall(r"draw\.icon\(([^)]*)\)", file.read_text()):
            assert re.fullmatch(r'"[a-z0-9-]+"|\w+\.icon|[\w.]+\.panel\.icon|name', call), (file, call)
