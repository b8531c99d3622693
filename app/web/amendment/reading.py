"""What a change asks for, from the parameters of an address or a form. What is not said stays as it is.

Wrong parameters never raise: each becomes a problem with a sentence, and what could be read is used.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from werkzeug.datastructures import MultiDict

from app.booking.queries import PlacedBooking, PlacedStay
from app.booking.rules import Basket, ChosenStay
from app.catalogue.closed import house_of, room_type_of
from app.catalogue.queries import House
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.pricing.queries import price_list
from app.web.amendment.leaving import CLEAR, Leaving, read_leaving
from app.web.checkout.choices import NO_SUPPER, extra_choices, supper_name
from app.web.forms import clean_line
from app.web.search import Problem, Search, read_search

NEW = "new"
SHOWN = "shown"
"""Set where a form shows every field, so that a box that is not sent was not ticked."""

_ID = re.compile(r"\d{1,18}", re.ASCII)
_PARTY = ("adults", "children", "cots", "dogs", "needs")
_DATES = ("arrival", "departure")


@dataclass(frozen=True, slots=True)
class Asked:
    """A change: `stays` are the booking's live ones as they would be, and the one that is added.

    `part` is the number of the one stay that is meant; None for all of several, whose dates alone are asked for, and
    for a room that is added (`adding`). `chosen` is that stay, or the first. Of `leaving`, what cannot be is no problem
    of the price.
    One that has `begun` keeps its arrival, room and rate, and only the house asks for its party then (`asks_party`).
    """

    booking: PlacedBooking
    part: int | None
    adding: bool
    stays: tuple[ChosenStay, ...]
    chosen: ChosenStay
    search: Search
    problems: tuple[Problem, ...]
    begun: bool
    asks_party: bool
    leaving: Leaving = CLEAR

    @property
    def one(self) -> bool:
        """True when everything about one stay is asked for."""
        return self.part is not None or self.adding

    @property
    def wrong(self) -> tuple[Problem, ...]:
        """Everything that has to be put right before it is done."""
        return (*self.problems, *self.leaving.problems)

    @property
    def basket(self) -> Basket:
        return replace(self.booking.basket, stays=self.stays)


def read_amendment(
    booking: PlacedBooking, arguments: MultiDict[str, str], today: date, *, at_desk: bool = False
) -> Asked:
    """The change that the parameters spell; `at_desk` by the house for its guests."""
    part, adding, problems = _which(booking, clean_line(arguments.get("part", "")))
    live = booking.live
    index = next((at for at, own in enumerate(live) if own.part == part), 0)
    base = _fresh(live[0].chosen, today) if adding else live[index].chosen
    begun = not adding and has_begun(live[index], today)
    asks_party = (part is not None or adding) and (at_desk or not begun)
    asked = ("departure",) if begun else _DATES
    merged = _merged(base, arguments, (*asked, *_PARTY) if asks_party else asked)
    search = read_search(merged, (), min(today, base.stay.arrival) if begun else today)
    problems += list(search.problems)
    stay = search.stay or base.stay
    if part is None and not adding:
        stays = tuple(_moved(own.chosen, stay) for own in live)
        return Asked(booking, None, False, stays, stays[0], search, tuple(problems), begun, asks_party)
    house = house_of(booking.basket.location_id)
    chosen = replace(_moved(base, stay), party=search.party)
    chosen = _read_rate(house, chosen, clean_line(arguments.get("rate", "")), problems)
    (chosen,) = read_added(house, (chosen,), arguments, problems)
    before = tuple(own.chosen for own in live)
    stays = (*before, chosen) if adding else (*before[:index], chosen, *before[index + 1 :])
    leaving = read_leaving(booking, stays, arguments)
    return Asked(booking, part, adding, stays, chosen, search, tuple(problems), begun, asks_party, leaving)


def read_added(
    house: House, stays: Sequence[ChosenStay], arguments: MultiDict[str, str], problems: list[Problem]
) -> tuple[ChosenStay, ...]:
    """The stays with the suppers and extras that the parameters ask for; what is wrong is added to `problems`."""
    sittings = {str(own.id): own.id for own in house.sittings}
    suppers = [dict(own.suppers) for own in stays]
    for night in sorted({night for own in stays for night in own.stay}):
        text = clean_line(arguments.get(supper_name(night), ""))
        if text and text != NO_SUPPER and text not in sittings:
            problems.append(Problem(supper_name(night), "Choose an hour for supper from the list, or none"))
        elif text:
            for own, kept in zip(stays, suppers, strict=True):
                _seat(own, kept, night, sittings.get(text))
    counts = _read_counts(house, stays, arguments, problems)
    return tuple(
        replace(own, suppers=tuple(sorted(kept.items())), extras=taken)
        for own, kept, taken in zip(stays, suppers, counts, strict=True)
    )


def has_begun(own: PlacedStay, today: date) -> bool:
    """True from the day after arrival on, and once its guests are checked in."""
    return own.checked_in_at is not None or own.chosen.stay.arrival < today


def as_parameters(asked: Asked) -> list[tuple[str, str]]:
    """The change as hidden fields; reading them gives the same change."""
    stay = asked.chosen.stay
    dates = [("arrival", stay.arrival.isoformat()), ("departure", stay.departure.isoformat())]
    if not asked.one:
        return dates
    chosen, part = asked.chosen, NEW if asked.adding else str(asked.part)
    house = house_of(asked.booking.basket.location_id)
    pairs = [("part", part), (SHOWN, "1"), *dates, *_party_pairs(chosen.party), ("rate", rate_value(chosen))]
    suppers = dict(chosen.suppers)
    pairs += [(supper_name(night), str(suppers.get(night, NO_SUPPER))) for night in chosen.stay]
    counts = dict(chosen.extras)
    return pairs + [(one.name, str(counts.get(one.extra.id, 0))) for one in extra_choices(house, (chosen,))]


def rate_value(chosen: ChosenStay) -> str:
    """Room type and rate plan as one parameter."""
    plan = price_list(room_type_of(chosen.room_type_id).location_id).by_id[chosen.rate_plan_id]
    return f"{room_type_of(chosen.room_type_id).slug}.{plan.slug}"


def _which(booking: PlacedBooking, text: str) -> tuple[int | None, bool, list[Problem]]:
    live = [own.part for own in booking.live]
    if text == NEW:
        return None, True, []
    if not text:
        return (live[0] if len(live) == 1 else None), False, []
    if _ID.fullmatch(text) and int(text) in live:
        return int(text), False, []
    sentence = "Choose one of the rooms of this booking"
    return (live[0] if len(live) == 1 else None), False, [Problem("part", sentence, "unknown")]


def _fresh(like: ChosenStay, today: date) -> ChosenStay:
    """A room for two more, on the same terms and on those of the same nights that are still to come."""
    arrival = max(like.stay.arrival, today)
    stay = Stay(arrival, like.stay.departure) if arrival < like.stay.departure else Stay.of(arrival, 1)
    return ChosenStay(like.room_type_id, like.rate_plan_id, stay, Party(2))


def _moved(own: ChosenStay, stay: Stay) -> ChosenStay:
    """The stay on other dates; suppers of nights that it keeps stay."""
    return replace(own, stay=stay, suppers=tuple(supper for supper in own.suppers if supper[0] in stay))


def _merged(base: ChosenStay, arguments: MultiDict[str, str], asked: Sequence[str]) -> MultiDict[str, str]:
    """What was sent of what is asked for, and what the booking has of all else."""
    known = MultiDict(
        [
            ("arrival", base.stay.arrival.isoformat()),
            ("departure", base.stay.departure.isoformat()),
            *_party_pairs(base.party),
        ]
    )
    shown = SHOWN in arguments
    for name in asked:
        if name in arguments or (shown and name == "needs"):
            known.setlist(name, arguments.getlist(name))
    return known


def _party_pairs(party: Party) -> list[tuple[str, str]]:
    return [
        ("adults", str(party.adults)),
        ("children", ",".join(map(str, party.children))),
        ("cots", str(party.cots)),
        ("dogs", str(party.dogs)),
        ("needs", ",".join(sorted(party.needs))),
    ]


def _read_rate(house: House, chosen: ChosenStay, text: str, problems: list[Problem]) -> ChosenStay:
    if not text or text == rate_value(chosen):
        return chosen
    room, _, slug = text.partition(".")
    room_type = house.room_type(room)
    plan = next((plan for plan in price_list(house.id).plans if plan.slug == slug), None)
    if room_type is None or plan is None:
        problems.append(Problem("rate", "Choose a room and a rate from the list", "unknown"))
        return chosen
    return replace(chosen, room_type_id=room_type.id, rate_plan_id=plan.id)


def _seat(own: ChosenStay, kept: dict[date, int], night: date, sitting: int | None) -> None:
    if night not in own.stay:
        return
    if sitting is None:
        kept.pop(night, None)
    else:
        kept[night] = sitting


def _read_counts(
    house: House, stays: Sequence[ChosenStay], arguments: MultiDict[str, str], problems: list[Problem]
) -> list[tuple[tuple[int, int], ...]]:
    counts = [dict(own.extras) for own in stays]
    for choice in extra_choices(house, stays):
        if choice.name not in arguments and not (SHOWN in arguments and choice.extra.most == 1):
            continue
        text = clean_line(arguments.get(choice.name, "0")) or "0"
        count = int(text) if _ID.fullmatch(text) else -1
        if not 0 <= count <= choice.extra.most:
            problems.append(Problem(choice.name, f"Choose 0 to {choice.extra.most}: {choice.label}"))
            continue
        for part in choice.parts:
            counts[part][choice.extra.id] = count
    return [tuple(sorted((extra, count) for extra, count in own.items() if count)) for own in counts]
