"""What stands in the bar of the staff desk: the pages that this person may open, at the house they are looking at."""

from __future__ import annotations

from dataclasses import dataclass

from app.catalogue.queries import House, catalogue
from app.identity.staff.rules import Actor, can, can_anywhere, places
from app.web.bar import Item, Noun, bar


@dataclass(frozen=True, slots=True)
class Entry:
    """A page and what one must be allowed to open it; its address is of a house where it says `{house}`."""

    key: str
    words: str
    url: str
    action: str


NOUNS: dict[str, tuple[Entry, ...]] = {
    "The day": (
        Entry("today", "Today", "/staff/{house}/today", "see_day"),
        Entry("tape_chart", "Tape chart", "/staff/{house}/tape-chart", "run_stays"),
        Entry("arrivals", "Arrivals", "/staff/{house}/arrivals", "see_day"),
        Entry("rooms", "Rooms", "/staff/{house}/rooms", "ready_rooms"),
        Entry("covers", "Covers", "/staff/{house}/covers", "see_covers"),
        Entry("tasks", "Tasks", "/staff/{house}/tasks", "do_tasks"),
    ),
    "Front desk": (
        Entry("phone", "Phone", "/staff/phone", "make_bookings"),
        Entry("bookings", "Bookings", "/staff/{house}/bookings", "see_bookings"),
        Entry("guests", "Guests", "/staff/{house}/guests", "see_guests"),
        Entry("blocks", "Blocks", "/staff/{house}/blocks", "make_bookings"),
    ),
    "Care": (
        Entry("enquiries", "Enquiries", "/staff/{house}/enquiries", "answer_enquiries"),
        Entry("cases", "Cases", "/staff/{house}/cases", "run_cases"),
        Entry("reviews", "Reviews", "/staff/{house}/reviews", "run_reviews"),
        Entry("notices", "Notices", "/staff/{house}/notices", "see_notices"),
        Entry("status", "How it is", "/staff/{house}/status", "report_facilities"),
    ),
    "Selling": (
        Entry("rates", "Rates", "/staff/{house}/rates", "see_rates"),
        Entry("offers", "Offers", "/marketing/offers", "run_offers"),
    ),
    "The house": (
        Entry("house", "House", "/staff/{house}/house", "edit_house"),
        Entry("houses", "Group", "/staff/houses", "edit_group"),
        Entry("group_tasks", "Tasks of the group", "/staff/tasks", "edit_group"),
        Entry("staff", "Staff", "/staff/staff", "keep_staff"),
    ),
    "Figures": (
        Entry("reports", "Reports", "/staff/reports", "see_reports"),
        Entry("measures", "Measures", "/marketing/", "read_measures"),
        Entry("journal", "Journal", "/staff/{house}/journal", "see_journal"),
    ),
}
"""In the order of the bar; a day's work first."""


def desk_nav(actor: Actor, house: House | None = None) -> list[Noun]:
    """The links for this person; on a page without a house those of the first house at which they may open each."""
    return bar((words, _open(entries, actor, house)) for words, entries in NOUNS.items())


def _open(entries: tuple[Entry, ...], actor: Actor, house: House | None) -> list[Item]:
    return [Item(entry.key, entry.words, url) for entry in entries if (url := _url(entry, actor, house))]


def _url(entry: Entry, actor: Actor, house: House | None) -> str:
    if "{house}" not in entry.url:
        return entry.url if can_anywhere(actor, entry.action) else ""
    if house is not None:
        return entry.url.format(house=house.slug) if can(actor, entry.action, house) else ""
    own = places(actor, entry.action, (each.id for each in catalogue().houses))
    return entry.url.format(house=catalogue().by_id[own[0]].slug) if own else ""
