"""What stands in the bar of the staff desk: the pages that this person may open, at the house they are looking at."""

from __future__ import annotations

from dataclasses import dataclass

from app.catalogue.queries import House, catalogue
from app.identity.staff.rules import Actor, can, can_anywhere, places


@dataclass(frozen=True, slots=True)
class Item:
    """One link; `key` is what a page calls itself in `here`."""

    key: str
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A page and what one must be allowed to open it; its address is of a house where it says `{house}`."""

    key: str
    words: str
    url: str
    action: str


ENTRIES: tuple[Entry, ...] = (
    Entry("today", "Today", "/staff/{house}/today", "see_day"),
    Entry("tape_chart", "Tape chart", "/staff/{house}/tape-chart", "run_stays"),
    Entry("arrivals", "Arrivals", "/staff/{house}/arrivals", "see_day"),
    Entry("rooms", "Rooms", "/staff/{house}/rooms", "ready_rooms"),
    Entry("covers", "Covers", "/staff/{house}/covers", "see_covers"),
    Entry("tasks", "Tasks", "/staff/{house}/tasks", "do_tasks"),
    Entry("enquiries", "Enquiries", "/staff/{house}/enquiries", "answer_enquiries"),
    Entry("notices", "Notices", "/staff/{house}/notices", "see_notices"),
    Entry("status", "How it is", "/staff/{house}/status", "report_facilities"),
    Entry("cases", "Cases", "/staff/{house}/cases", "run_cases"),
    Entry("reviews", "Reviews", "/staff/{house}/reviews", "run_reviews"),
    Entry("phone", "Phone", "/staff/phone", "make_bookings"),
    Entry("blocks", "Blocks", "/staff/{house}/blocks", "make_bookings"),
    Entry("bookings", "Bookings", "/staff/{house}/bookings", "see_bookings"),
    Entry("guests", "Guests", "/staff/{house}/guests", "see_guests"),
    Entry("rates", "Rates", "/staff/{house}/rates", "see_rates"),
    Entry("house", "House", "/staff/{house}/house", "edit_house"),
    Entry("reports", "Reports", "/staff/reports", "see_reports"),
    Entry("offers", "Offers", "/marketing/offers", "run_offers"),
    Entry("measures", "Measures", "/marketing/", "read_measures"),
    Entry("houses", "Group", "/staff/houses", "edit_group"),
    Entry("journal", "Journal", "/staff/{house}/journal", "see_journal"),
    Entry("staff", "Staff", "/staff/staff", "keep_staff"),
)
"""In the order of the bar."""


def desk_houses(actor: Actor, action: str) -> list[House]:
    """The houses at which this person may do that, in their order."""
    own = places(actor, action, (each.id for each in catalogue().houses))
    return [catalogue().by_id[location_id] for location_id in own]


def desk_nav(actor: Actor, house: House | None = None) -> list[Item]:
    """The links for this person; on a page without a house those of the first house at which they may open each."""
    return [Item(entry.key, entry.words, url) for entry in ENTRIES if (url := _url(entry, actor, house))]


def _url(entry: Entry, actor: Actor, house: House | None) -> str:
    if "{house}" not in entry.url:
        return entry.url if can_anywhere(actor, entry.action) else ""
    if house is not None:
        return entry.url.format(house=house.slug) if can(actor, entry.action, house) else ""
    own = places(actor, entry.action, (each.id for each in catalogue().houses))
    return entry.url.format(house=catalogue().by_id[own[0]].slug) if own else ""
