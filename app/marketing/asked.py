"""What a page of the desk is about: its filters, as the address says them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from flask import current_app, request

from app.catalogue.queries import House, catalogue
from app.identity.staff.rules import Actor, can, places
from app.insight.period import LEADS, PARTIES, Filters
from app.kernel import clock
from app.kernel.words import number, short_day, span
from app.marketing.periods import AGAINST, DATES, LENGTHS, Days, compared, days_of, month_end, month_words, offered
from app.web.csv_file import unreadable
from app.web.forms import clean_line
from app.web.respond import not_found

ALOUD = {"party": "Party", "lead": "Booked ahead"}
"""Lists whose words say nothing without what they are of."""
DEFAULT = {"period": "28d", "against": "before"}
KEYS = ("period", "from", "until", "against", "house", "source", "device", "guests", "party", "lead")
"""The filters, in the order in which an address says them."""
SOURCES = {
    "direct": "Typed or bookmarked", "search": "Search engine", "mail": "Our mail", "social": "Social media",
    "agent": "Agent", "referral": "Somebody’s referral", "link": "Another site",
}  # fmt: skip
DEVICES = {"phone": "Phones", "tablet": "Tablets", "desk": "Computers"}
GUESTS = {"new": "New guests", "returning": "Returning guests"}
GUESTS_RETURN = {"new": False, "returning": True}
PARTY_NAMES = {"1": "One", "2": "Two", "3-4": "Three or four", "5+": "Five or more"}
AHEAD = {"0-7": "A week or less", "8-30": "Up to a month", "31-90": "Up to three months", "91+": "Longer"}
LISTS: dict[str, Mapping[str, str]] = {
    "against": AGAINST, "source": SOURCES, "device": DEVICES, "guests": GUESTS, "party": PARTY_NAMES, "lead": AHEAD,
}  # fmt: skip
LABELS = {
    "against": "what it is compared with", "source": "the source", "device": "the device", "guests": "the guests",
    "party": "the party", "lead": "how long ahead", "by": "the breakdown", "step": "the step", "order": "the order",
    "window": "the time", "without": "whom to leave out", "theme": "the theme", "sentiment": "how it sounds",
    "table": "the table",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of a page; `typed` is what each control shows, `own` what the page asks beside them.

    `title`, `dates` and `narrowed` say it in words. `problem` is the first thing that cannot be read, `instead` what
    stands in for it, `faulty` every parameter that cannot be read. `houses` are those that the actor may choose.
    """

    filters: Filters
    typed: dict[str, str]
    houses: Sequence[House]
    periods: Sequence[tuple[str, str]]
    title: str
    dates: str
    narrowed: str = ""
    own: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
    instead: str = ""
    faulty: tuple[str, ...] = ()

    def query(self, **changed: str) -> str:
        """The filters as an address carries them, with others put in their place; defaults are left out."""
        said = {key: self.typed.get(key, "") for key in KEYS} | changed
        kept = {key: word for key, word in said.items() if word and DEFAULT.get(key) != word}
        return f"?{urlencode(kept)}" if kept else ""

    @property
    def days_unused(self) -> bool:
        """Days were typed, and the period that was chosen is another."""
        return self.typed["period"] != DATES and bool(self.typed["from"] or self.typed["until"])

    @property
    def house_options(self) -> list[tuple[str, str]]:
        return [(house.slug, house.name) for house in self.houses]

    @property
    def against_words(self) -> str:
        """What the figures are compared with: the 28 days before."""
        if self.filters.against is None:
            return ""
        if self.typed["against"] == "year":
            return "the year before"
        days = self.filters.days
        return "the day before" if days == 1 else f"the {days} days before"


def asked(actor: Actor, **lists: Collection[str]) -> Asked:
    """What this request asks for. What cannot be read stays as it was typed, and the default stands in for it.

    `lists` are the parameters that a page has beside the filters, with all they may be; `own` holds them, empty where
    they are not asked. A house that is none, or at which the actor may not read, is a 404.
    """
    typed = {key: clean_line(request.args.get(key, ""))[:40] or DEFAULT.get(key, "") for key in KEYS}
    if typed["from"] and typed["until"] and "period" not in request.args:
        typed["period"] = DATES
    today = clock.today(current_app.config["SETTINGS"].group_timezone)
    houses = readable(actor)
    house = _house(houses, typed["house"])
    period, problem = _period(typed, today)
    own = {key: clean_line(request.args.get(key, "")) for key in lists}
    faulty = [key for key, word in (typed | own).items() if word and word not in {**LISTS, **lists}.get(key, (word,))]
    against = compared(period, typed["against"])
    filters = Filters(
        since_on=period[0],
        until_on=period[1],
        against=against,
        location_ids=_places(actor, houses, house),
        source=_known(typed, "source"),
        device=_known(typed, "device"),
        returning=GUESTS_RETURN.get(typed["guests"]),
        heads=PARTIES.get(typed["party"]),
        lead=LEADS.get(typed["lead"]),
    )
    title = f"{_period_words(period)}, {_places_words(actor, houses, house)}"
    months = None if typed["period"] in (*LENGTHS, DATES) or problem else period[0]
    return Asked(
        filters, typed, houses, offered(today, months), title, _dates(period, against), _narrowed(typed),
        {key: "" if key in faulty else word for key, word in own.items()},
        problem or "".join(_unlisted(key, {**LISTS, **lists}[key]) for key in faulty[:1]),
        "These are the last 28 days." if problem else "It is left out here." if faulty else "",
        (*(["from", "until"] if problem and typed["period"] == DATES else ["period"] if problem else []), *faulty),
    )  # fmt: skip


def asked_file(actor: Actor, **lists: Collection[str]) -> Asked:
    """What the address of a file asks for. What cannot be read is refused (`unreadable`); nothing stands in for it."""
    found = asked(actor, **lists)
    if found.problem:
        raise unreadable(found.problem)
    return found


def readable(actor: Actor) -> list[House]:
    """The open houses whose measures this person may read, in the group's order."""
    own = set(places(actor, "read_measures", (house.id for house in catalogue().houses)))
    return [house for house in catalogue().houses if house.id in own]


def _house(houses: Sequence[House], slug: str) -> House | None:
    if not slug:
        return None
    found = next((house for house in houses if house.slug == slug), None)
    if found is None:
        raise not_found()
    return found


def _places(actor: Actor, houses: Sequence[House], house: House | None) -> tuple[int, ...] | None:
    """None is the whole group, with the visits that came to no house; whoever runs a house has their own alone."""
    if house is not None:
        return (house.id,)
    return None if can(actor, "read_measures") else tuple(each.id for each in houses)


def _period(typed: Mapping[str, str], today: date) -> tuple[Days, str]:
    try:
        return days_of(typed["period"], (typed["from"], typed["until"]), today), ""
    except ValueError as error:
        default = days_of(DEFAULT["period"], ("", ""), today)
        return default, str(error)


def _unlisted(key: str, known: Collection[str]) -> str:
    return f"Choose {LABELS[key]} from its list ({', '.join(filter(None, known))})."


def _narrowed(typed: Mapping[str, str]) -> str:
    """Phones, new guests: what narrows visits, so that a page on paper says it."""
    said = {key: LISTS[key][word] for key, word in typed.items() if key in LISTS and word in LISTS[key]}
    said |= {key: f"{words}: {said[key].lower()}" for key, words in ALOUD.items() if key in said}
    return ", ".join(words for key, words in said.items() if key != "against")


def _known(typed: Mapping[str, str], key: str) -> str | None:
    return typed[key] if typed[key] in LISTS[key] else None


def _period_words(period: Days) -> str:
    first, last = period
    if first.day == 1 and last == month_end(first):
        return month_words(first)
    days = (last - first).days + 1
    return f"{short_day(first)} {first.year}" if days == 1 else f"{days} days to {short_day(last)} {last.year}"


def _places_words(actor: Actor, houses: Sequence[House], house: House | None) -> str:
    if house is not None or len(houses) == 1:
        return (house or houses[0]).name
    return f"{'all' if can(actor, 'read_measures') else 'your'} {number(len(houses))} houses"


def _dates(period: Days, against: Days | None) -> str:
    """Each with its year, but where one year holds all that is compared."""
    if against is None:
        return f"{_dated_span(period)}."
    if period[1].year == against[0].year:
        return f"{_span(period)} against {_span(against)}."
    return f"{_dated_span(period)} against {_dated_span(against)}."


def _dated_span(period: Days) -> str:
    first, last = period
    if first.year != last.year:
        return f"{short_day(first)} {first.year} to {short_day(last)} {last.year}"
    return f"{_span(period)} {last.year}"


def _span(period: Days) -> str:
    return short_day(period[0]) if period[0] == period[1] else span(*period)
