"""What stands in the bar of a desk: a few nouns, and under each the pages that this person may open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

FEW = 6
"""So many pages fit into one line as they are."""


@dataclass(frozen=True, slots=True)
class Item:
    """One link; `key` is what a page calls itself in `here`."""

    key: str
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Noun:
    """Pages that belong together. A noun of one page stands in the bar as that page's link."""

    words: str
    pages: tuple[Item, ...]

    @property
    def folded(self) -> bool:
        """Whether its pages are folded under its word."""
        return len(self.pages) > 1

    def holds(self, here: str) -> bool:
        """Whether the page that calls itself `here` is one of these."""
        return any(each.key == here for each in self.pages)


def bar(nouns: Iterable[tuple[str, Iterable[Item]]]) -> list[Noun]:
    """The nouns that have pages, in their order; every page by itself where there are few of them in all."""
    found = [Noun(words, tuple(pages)) for words, pages in nouns]
    pages = [page for noun in found for page in noun.pages]
    if len(pages) <= FEW:
        return [Noun(page.words, (page,)) for page in pages]
    return [noun for noun in found if noun.pages]
