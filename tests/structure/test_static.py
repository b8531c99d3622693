"""What is shipped to browsers: its weight, its licences, and that every icon named in a template is drawn."""

from __future__ import annotations

import gzip
import hashlib
import re
from pathlib import Path

import pytest

from app.web.assets import SCRIPTS

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "static"
KB = 1000


def packed(*names: str) -> int:
    return len(gzip.compress(b"\n".join((STATIC / name).read_bytes() for name in names), 9))


def weight(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9)) if path.suffix == ".svg" else path.stat().st_size


def test_scripts_of_the_guest_desk_weigh_30_kb_and_ours_8() -> None:
    assert packed(*SCRIPTS["guest.js"]) <= 30 * KB
    assert packed(*(name for name in SCRIPTS["guest.js"] if name.startswith("js/"))) <= 8 * KB


def test_pictures_keep_their_weight() -> None:
    most = {"room-*-card.webp": 12, "room-*-thumb.webp": 12, "hero-*-wide.webp": 170, "hero-*-tall.webp": 80}
    heavy = [
        f"{path.name}: {weight(path)}"
        for pattern, limit in most.items()
        for path in (STATIC / "pictures").glob(pattern)
        if weight(path) > limit * KB
    ]
    assert not heavy


def test_vendored_files_are_the_ones_that_are_declared() -> None:
    declared = dict(re.findall(r"\| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|", (STATIC / "vendor/VENDOR.md").read_text()))
    scripts = {path.relative_to(STATIC / "vendor").as_posix() for path in (STATIC / "vendor").rglob("*.js")}
    assert set(declared) == scripts
    for name, digest in declared.items():
        assert hashlib.sha256((STATIC / "vendor" / name).read_bytes()).hexdigest() == digest
        assert (STATIC / "vendor" / name).with_name("LICENSE").is_file()


@pytest.mark.parametrize("template", sorted((ROOT / "templates").rglob("*.html")), ids=lambda path: path.name)
def test_every_icon_of_a_template_is_drawn(template: Path) -> None:
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons.svg").read_text()))
    text = template.read_text()
    chosen = " ".join(re.findall(r"\(((?:[^()<>]|\([^()<>]*\))*)\)\|icon", text))
    named = set(re.findall(r'"([^"]+)"\|icon', text))
    named |= {name for compared, name, key in re.findall(r'(== )?"([^"]+)"(:)?', chosen) if not (compared or key)}
    assert named <= drawn


def test_no_icon_and_no_class_of_guests_is_shipped_that_nothing_names() -> None:
    """By whole words: of a class that is composed, as `crop-{{ ink }}`, its beginning is enough."""
    read = [path.read_text() for folder in ("templates", "app") for path in (ROOT / folder).rglob("*.*ml")]
    read += [path.read_text() for folder in ("app", "static/js") for path in (ROOT / folder).rglob("*.[pj][ys]")]
    named = {word for text in read for word in re.findall(r"[A-Za-z][\w-]*", text)}
    begun = {word for text in read for word in re.findall(r"([a-z][\w-]*-)(?=[{'\"])", text)}
    icons = re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons.svg").read_text())
    assert [icon for icon in icons if icon not in named] == []
    sheets = [*STATIC.glob("css/0*.css"), *STATIC.glob("css/components/*.css")]
    drawn = {name for sheet in sheets for name in re.findall(r"\.([a-z][\w-]*)(?=[^\"{}]*\{)", sheet.read_text())}
    composed = tuple(sorted(begun))
    assert sorted(name for name in drawn if name not in named and not name.startswith(composed)) == []
