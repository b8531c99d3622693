"""What stands in the bar of the marketing desk."""

from __future__ import annotations

from dataclasses import dataclass

from app.identity.staff.rules import Actor, can_anywhere


@dataclass(frozen=True, slots=True)
class Entry:
    """A page, and what one must be allowed to open it; `key` is what the page calls itself in `here`."""

    key: str
    words: str
    url: str
    action: str = "read_measures"


ENTRIES: tuple[Entry, ...] = (
    Entry("overview", "Overview", "/marketing/"),
    Entry("funnel", "Funnel", "/marketing/funnel"),
    Entry("friction", "Friction", "/marketing/friction"),
    Entry("denied", "Not served", "/marketing/denied"),
    Entry("scores", "Scores", "/marketing/scores"),
    Entry("comments", "Comments", "/marketing/comments"),
    Entry("cases", "Cases", "/marketing/cases"),
    Entry("board", "Board", "/marketing/board"),
    Entry("offers", "Offers", "/marketing/offers", "run_offers"),
    Entry("campaigns", "Campaigns", "/marketing/campaigns", "send_campaigns"),
    Entry("journey", "Journey", "/marketing/journey"),
    Entry("actions", "Plan", "/marketing/actions"),
    Entry("prices", "Fair prices", "/marketing/prices"),
    Entry("views", "Views", "/marketing/views"),
    Entry("desk", "Staff desk", "/staff/desk", "note_friction"),
)
"""In the order of the bar."""


def marketing_nav(actor: Actor) -> list[Entry]:
    """The links for this person."""
    return [entry for entry in ENTRIES if can_anywhere(actor, entry.action)]
