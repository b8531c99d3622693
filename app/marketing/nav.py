"""What stands in the bar of the marketing desk."""

from __future__ import annotations

from dataclasses import dataclass

from app.identity.staff.rules import Actor, can_anywhere
from app.web.bar import Item, Noun, bar


@dataclass(frozen=True, slots=True)
class Entry:
    """A page, and what one must be allowed to open it; `key` is what the page calls itself in `here`."""

    key: str
    words: str
    url: str
    action: str = "read_measures"


NOUNS: dict[str, tuple[Entry, ...]] = {
    "Overview": (Entry("overview", "Overview", "/marketing/"),),
    "Booking": (
        Entry("funnel", "Funnel", "/marketing/funnel"),
        Entry("friction", "Friction", "/marketing/friction"),
        Entry("denied", "Not served", "/marketing/denied"),
        Entry("prices", "Fair prices", "/marketing/prices"),
    ),
    "What guests say": (
        Entry("scores", "Scores", "/marketing/scores"),
        Entry("comments", "Comments", "/marketing/comments"),
        Entry("cases", "Cases", "/marketing/cases"),
    ),
    "Selling": (
        Entry("offers", "Offers", "/marketing/offers", "run_offers"),
        Entry("campaigns", "Campaigns", "/marketing/campaigns", "send_campaigns"),
    ),
    "Improving": (
        Entry("board", "Board", "/marketing/board"),
        Entry("journey", "Journey", "/marketing/journey"),
        Entry("actions", "Plan", "/marketing/actions"),
        Entry("views", "Views", "/marketing/views"),
    ),
    "Staff desk": (Entry("desk", "Staff desk", "/staff/desk", "note_friction"),),
}
"""In the order of the bar."""


def marketing_nav(actor: Actor) -> list[Noun]:
    """The links for this person."""
    return bar((words, _open(entries, actor)) for words, entries in NOUNS.items())


def _open(entries: tuple[Entry, ...], actor: Actor) -> list[Item]:
    return [Item(entry.key, entry.words, entry.url) for entry in entries if can_anywhere(actor, entry.action)]
