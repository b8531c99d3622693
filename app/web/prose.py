"""Plain texts of the catalogue as HTML: headings, lists, paragraphs, bold, links. Nothing else is let through."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from flask import Flask
from markupsafe import Markup, escape

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_LINK = re.compile(r"\[([^\]]+)\]\((/[^)\s]*|https://[^)\s]+|mailto:[^)\s]+|tel:[^)\s]+|#[^)\s]*)\)")
_MAIL = re.compile(r"(?<![:\w.])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_HEADING = re.compile(r"(#{1,3}) +(.*)")


def prose(text: str) -> Markup:
    """`## ` begins a heading of the second level, `### ` one of the third, `- ` an item of a list; an empty line ends a
    paragraph. What looks like HTML stays words."""
    lines = [line.strip() for line in text.replace("\r", "").split("\n")]
    return Markup("\n").join(_blocks(lines))


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text that are parted by empty lines, each on one line."""
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip()]


def _blocks(lines: list[str]) -> Iterator[Markup]:
    for kind, group in groupby(lines, _kind):
        block = list(group)
        if kind == "heading":
            yield from (_heading(line) for line in block)
        elif kind == "item":
            items = Markup("").join(Markup("<li>{}</li>").format(_words(line[2:])) for line in block)
            yield Markup("<ul>{}</ul>").format(items)
        elif kind == "words":
            yield Markup("<p>{}</p>").format(_words(" ".join(block)))


def _kind(line: str) -> str:
    if not line:
        return "nothing"
    if _HEADING.fullmatch(line):
        return "heading"
    return "item" if line.startswith("- ") else "words"


def _heading(line: str) -> Markup:
    marks, _, words = line.partition(" ")
    level = max(len(marks), 2)
    return Markup("<h{0}>{1}</h{0}>").format(level, _words(words))


def _words(text: str) -> Markup:
    # Escaped first; what is added afterwards are the tags above and nothing of the writer's.
    safe = str(escape(text))
    safe = _MAIL.sub(r'<a href="mailto:\g<0>">\g<0></a>', safe)
    safe = _LINK.sub(r'<a href="\2">\1</a>', safe)
    return Markup(_BOLD.sub(r"<strong>\1</strong>", safe))  # nosec B704


def register(app: Flask) -> None:
    """Templates know `prose` and `paragraphs`."""
    app.jinja_env.filters.update(prose=prose, paragraphs=paragraphs)
