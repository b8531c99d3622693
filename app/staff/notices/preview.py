"""Whom a notice would reach now, what could be promised to them, and what they would read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.booking.queries import booking_of
from app.booking.rules import Basket
from app.care.choices.foreseeing import Foreseen, foresee
from app.care.choices.queries import as_touched, keeping, may_keep, options_with, promised
from app.care.notices.matching import Touched, matching
from app.care.notices.queries import Told, people_of
from app.care.notices.rules import BOOKING, SUPPER, Wish
from app.catalogue.queries import House
from app.kernel.words import counted, money, span
from app.web.mail import Mail, written
from app.web.mail.notices import foreseen_notice

EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Example:
    """What one of them would read: to whom, and the sentences that are theirs alone."""

    name: str
    reference: str
    url: str
    address: str
    nights: str
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WayOut:
    """A way out that must be held, and for how many of them it is, or could be."""

    name: str
    words: str
    short: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """Whom a notice would reach now, what they pay for what is touched, what is or could be held for them, and some of
    their messages; `mail` is the whole of one, `of` the reference of whom it would go to."""

    bookings: int
    tables: int
    waiting: int
    value: str
    cost: str
    examples: tuple[Example, ...]
    ways: tuple[WayOut, ...] = ()
    ways_note: str = ""
    mail: Mail | None = None
    of: str = ""

    @property
    def words(self) -> str:
        """Two bookings with one table among them, and three who wait."""
        tables = f" with {counted(self.tables, 'table')} among them" if self.tables else ""
        waiting = f", and {self.waiting} on the waitlist" if self.waiting else ""
        return f"{counted(self.bookings, 'booking')}{tables}{waiting}"

    @property
    def people(self) -> int:
        """How many messages would go."""
        return self.bookings + self.waiting


def preview_of(house: House, wish: Wish) -> Preview:
    """Whom it would reach at this moment; six statements."""
    return _preview(house, wish, matching(wish))


def whole_preview_of(house: House, wish: Wish, reference: str = "") -> Preview:
    """With what could be promised to them, and the whole mail of the example of that reference, else of the first.
    Nothing is held, and nobody is told."""
    touched = matching(wish)
    shown, bookings = _preview(house, wish, touched), [one for one in touched if one.subject == BOOKING]
    foreseen = foresee(wish, [one.subject_id for one in bookings])
    ways, note = _foreseen(foreseen) if foreseen else ((), "")
    if not shown.examples:
        return replace(shown, ways=ways, ways_note=note)
    known = {example.reference: one for example, one in zip(shown.examples, _first(bookings), strict=True)}
    of = reference if reference in known else next(iter(known))
    mail = _mail(wish, known[of], foreseen.found if foreseen else {})
    return replace(shown, ways=ways, ways_note=note, mail=mail, of=of)


def kept_preview_of(house: House, wish: Wish, notice: Told) -> Preview:
    """Of an announced notice: with what is held for those whom it touches. Who has chosen is known of those who stand
    written down; before, everybody may still take the money off."""
    held = promised(notice.id)
    counts = ((name, count) for name, count in (("Another house", held.houses), ("Other dates", held.dates)))
    offered = [(name, count) for name, count in counts if count is not None]
    shown = preview_of(house, wish)
    if notice.matched:
        shown = replace(shown, cost=_cost(house, wish, keeping(notice.id)))
    if offered and not held.looked_after:
        return replace(shown, ways_note="What you offer is being held for them; look again in a minute.")
    ways = tuple(
        WayOut(name, f"held for {count} of {held.looked_after}", count < held.looked_after) for name, count in offered
    )
    note = "Who could not be promised one was not offered it." if any(way.short for way in ways) else ""
    return replace(shown, ways=ways, ways_note=note)


def _preview(house: House, wish: Wish, touched: Sequence[Touched]) -> Preview:
    bookings = [one for one in touched if one.subject == BOOKING]
    tables = sum(any(reason.key == SUPPER for reason in one.why) for one in bookings)
    return Preview(
        bookings=len(bookings),
        tables=tables,
        waiting=len(touched) - len(bookings),
        value=money(sum(one.value_minor for one in touched), house.currency),
        cost=_cost(house, wish, may_keep([one.subject_id for one in bookings]) if wish.keep_minor else 0),
        examples=_examples(house, _first(bookings)),
    )


def _cost(house: House, wish: Wish, bookings: int) -> str:
    return money(wish.keep_minor * bookings, house.currency) if wish.keep_minor else ""


def _first(bookings: Sequence[Touched]) -> list[Touched]:
    """Those with most to say first: they show whether the words fit."""
    return sorted(bookings, key=lambda one: (-len(one.why), one.subject_id))[:EXAMPLES]


def _examples(house: House, chosen: Sequence[Touched]) -> tuple[Example, ...]:
    people = people_of([one.subject_id for one in chosen]) if chosen else {}
    found = []
    for one in chosen:
        person = people[one.subject_id]
        found.append(
            Example(
                name=person.name or "Somebody",
                reference=person.reference,
                url=f"/staff/{house.slug}/bookings/{person.reference}",
                address=person.email,
                nights=span(person.arrival_on, person.departure_on),
                says=tuple(reason.says for reason in one.why),
            )
        )
    return tuple(found)


def _foreseen(found: Foreseen) -> tuple[tuple[WayOut, ...], str]:
    counts = ((name, count) for name, count in (("Another house", found.houses), ("Other dates", found.dates)))
    ways = tuple(
        WayOut(name, f"could be held for {count} of {found.looked_at}", count < found.looked_at)
        for name, count in counts
        if count is not None
    )
    note = "It is held for each of them before anybody is told, until they may choose no more."
    if any(way.short for way in ways):
        note += " Who can have none is not offered it."
    if found.looked_at < found.bookings:
        note += f" Only the first {found.looked_at} of {found.bookings:,} were looked at here."
    return ways, note


def _mail(wish: Wish, one: Touched, found: Mapping[int, Mapping[str, Basket]]) -> Mail | None:
    booking = booking_of(one.subject_id)
    if booking is None:
        return None
    options = options_with(wish, booking, found.get(booking.id, {})) if wish.choose_until_at else []
    return written("notice", foreseen_notice(as_touched(wish, one), booking, options))
