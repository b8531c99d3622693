"""The tree of a page, parsed as strictly as html5lib does it, but each shape of a page only once in a process.

A parser in Python reads a page slower than the application makes it. What it accepts hangs on the order of tags and on
the names of their attributes, not on words and values: a page of a shape that html5lib has accepted, and of which the
short reading below gave the same tree, is read in the short way alone.
"""

import re
from html import unescape
from itertools import zip_longest
from xml.etree.ElementTree import Element, TreeBuilder

import html5lib

VALUE = r"""(?:"[^"]*"|'[^']*')"""
TOKEN = re.compile(rf"""<(/?)([a-zA-Z][\w-]*)((?:\s+[^\s=>/"'<]+(?:={VALUE})?)*)\s*(/?)>|<!--([ \w/]*)-->""")
ATTRIBUTE = re.compile(rf"""([^\s=>/"'<]+)(?:=({VALUE}))?""")
UNSURE = re.compile(r"&(?!(?:amp|lt|gt|quot|nbsp|#39|#34);)|\r|\0|<(?![a-zA-Z/]|!doctype html>|!-- )", re.IGNORECASE)
"""What makes the short reading doubtful: other references, controls, a bracket that opens no tag."""
VOID = frozenset(["br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"])
RAW = frozenset(["script", "style", "textarea", "title"])
SVG = "{http://www.w3.org/2000/svg}"

_accepted: set[int] = set()


def parsed(body: str) -> Element:
    """The tree of a whole page; raises `html5lib.html5parser.ParseError` for markup that a browser has to guess at."""
    shortly = None if UNSURE.search(body) else _read(body)
    if shortly is not None and shortly[1] in _accepted:
        return shortly[0]
    tree: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(body)
    if shortly is not None and same(shortly[0], tree):
        _accepted.add(shortly[1])
    return tree


def same(one: Element, other: Element) -> bool:
    """Whether two trees have the same elements, attributes and words, in the same order."""
    return all(
        a is not None and b is not None and _facts(a) == _facts(b) for a, b in zip_longest(one.iter(), other.iter())
    )


def _facts(element: Element) -> tuple[object, ...]:
    return element.tag, element.attrib, element.text or "", element.tail or "", len(element)


class _Reading:
    """A page read as its tags say, each element closed by a tag of its own; `doubt` where they do not."""

    def __init__(self) -> None:
        self.builder = TreeBuilder(insert_comments=True)
        self.open: list[str] = []
        self.shape: list[str] = []
        self.begins = ""
        self.doubt = False

    def words(self, words: str, raw: str) -> None:
        """What stands before the next tag; `raw` is the element whose words hold no tags."""
        if self.begins in ("textarea", "pre"):
            words = words.removeprefix("\n")
        self.begins = ""
        blank = not words.strip()
        self.shape.append(" " if blank else "w")
        self.doubt |= not raw and "<" in words
        if len(self.open) > 1 or "/head" in self.shape:
            self.builder.data(words if raw in ("script", "style") else unescape(words))
        else:
            self.doubt |= not blank

    def start(self, tag: str, written: list[tuple[str, str]], *, closed: bool) -> None:
        attributes = {name: unescape(value[1:-1]) for name, value in written}
        self.shape += [tag, *(name for name, _ in written), attributes.get("type", ""), closed * "/"]
        self.begins = tag
        name = SVG + tag if tag == "svg" or (self.open and self.open[-1].startswith(SVG)) else tag
        self.builder.start(name, attributes)
        if tag in VOID or closed:
            self.builder.end(name)
        else:
            self.open.append(name)

    def comment(self, words: str) -> None:
        self.shape.append("!")
        self.builder.comment(words)

    def end(self, tag: str) -> None:
        self.shape.append("/" + tag)
        if tag in ("body", "html"):  # what follows them belongs to the body, too
            return
        name = self.open.pop() if self.open else ""
        self.doubt |= name.removeprefix(SVG) != tag
        self.builder.end(name)


def _read(body: str) -> tuple[Element, int] | None:
    """The tree in the short reading, and a number for its shape; None where that is in doubt."""
    page, at, raw = _Reading(), body.find(">") + 1, ""
    for token in TOKEN.finditer(body, at):
        end, tag, attributes, closed, comment = token.groups()
        if raw and not (end and tag == raw):
            continue
        page.words(body[at : token.start()], raw)
        at, raw = token.end(), ""
        if comment:
            page.comment(comment)
        elif end:
            page.end(tag)
        else:
            page.start(tag, ATTRIBUTE.findall(attributes), closed=bool(closed))
            raw = tag if tag in RAW and page.open[-1] == tag else ""
        if page.doubt:
            return None
    page.words(body[at:], "")
    if page.doubt or page.open != ["html", "body"]:
        return None
    page.builder.end("body")
    return page.builder.end("html"), hash(tuple(page.shape))
