"""What a guest has chosen, what it claims, and what it charges. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from app.inventory.rules import Want, for_night, for_stay
from app.kernel.party import Party
from app.kernel.stay import Stay
from app.pricing.rules import Line

HOLD = timedelta(minutes=15)
"""How long a checkout holds its room, and by how much it is extended."""

LONGEST_HOLD = timedelta(hours=1)
"""How long after its beginning a hold may be extended to; the room is somebody else's chance, too."""

HOLD_WHILE_PAYING = timedelta(minutes=35)
"""Longer than the payment provider's session, which lasts at least 30 minutes."""

HOLD_WHILE_TALKING = timedelta(hours=1)
"""How long a room is held for somebody on the telephone, until they have the way to pay."""

HOLD_FOR_CALLER = timedelta(hours=24)
"""How long a caller with a link has to pay, and by how much that is extended."""

LONGEST_HOLD_FOR_CALLER = timedelta(hours=72)
"""How long after its beginning a caller's hold may be extended to."""

LIVE = ("confirmed", "in_house", "departed")


def caller_has_until(now: datetime, begun_at: datetime, check_in_at: datetime) -> datetime:
    """Until when a caller who is sent the way to pay now may pay: a day, but no longer than 72 hours after the hold
    began and than until rooms are ready on the day of arrival. A quarter of an hour at least, and a last one past
    those 72 hours.
    """
    last = begun_at + LONGEST_HOLD_FOR_CALLER
    return min(max(min(now + HOLD_FOR_CALLER, last, check_in_at), now + HOLD), last + HOLD)


@dataclass(frozen=True, slots=True)
class Deal:
    """What a member of staff (`by`, their id) arranged with whoever books, and where that came from.

    `terms_read`: the terms were read out, and they said yes. `method` is how the house took what is due at once.
    `source` where it is another than the checkout's; `outside_reference` is unique for it. `payer` is `guest` or
    `agent`.
    """

    by: int
    terms_read: bool = False
    method: str | None = None
    channel: str | None = None
    commission_bp: int = 0
    outside_reference: str | None = None
    source: str | None = None
    payer: str = "guest"
    block_id: int | None = None


@dataclass(frozen=True, slots=True)
class ChosenStay:
    """One room of a checkout: `suppers` are (night, sitting id), `extras` are (extra id, count)."""

    room_type_id: int
    rate_plan_id: int
    stay: Stay
    party: Party
    suppers: tuple[tuple[date, int], ...] = ()
    extras: tuple[tuple[int, int], ...] = ()
    assistance_dogs: int = 0


@dataclass(frozen=True, slots=True)
class Basket:
    """What a checkout holds: one stay or several in one house, and whether the guest owes it at the house.

    `promotions` are the ids of those that are in its price, in the order in which they reduce it.
    """

    location_id: int
    stays: tuple[ChosenStay, ...]
    at_house: bool = False
    promotions: tuple[int, ...] = ()

    @property
    def arrival(self) -> date:
        return min(chosen.stay.arrival for chosen in self.stays)

    @property
    def departure(self) -> date:
        return max(chosen.stay.departure for chosen in self.stays)


def nights_of(basket: Basket) -> list[tuple[int, int, Stay, Party]]:
    """What restrictions and capacity are about: room type, plan, nights and party of every stay."""
    return [(chosen.room_type_id, chosen.rate_plan_id, chosen.stay, chosen.party) for chosen in basket.stays]


@dataclass(frozen=True, slots=True)
class Counted:
    """Which resource counts what; an extra without stock is absent."""

    room_types: Mapping[int, int]
    sittings: Mapping[int, int]
    extras: Mapping[int, int]


def wants_of(basket: Basket, counted: Counted, parts: Sequence[int] | None = None) -> list[Want]:
    """All that a basket claims, in (resource, night) order: rooms, covers for all heads, counted extras every night.

    `parts` are the numbers of its stays; None: they are counted from 0.
    """
    wants: list[Want] = []
    for part, chosen in zip(parts or range(len(basket.stays)), basket.stays, strict=True):
        wants.append(for_stay(counted.room_types[chosen.room_type_id], chosen.stay, part=part))
        for night, sitting in chosen.suppers:
            wants.append(for_night(counted.sittings[sitting], night, chosen.party.heads, part))
        for extra, count in chosen.extras:
            if extra in counted.extras:
                wants.append(for_stay(counted.extras[extra], chosen.stay, count, part))
    return sorted(wants)


@dataclass(frozen=True, slots=True)
class Charge:
    """A line of the folio as a quote makes it: all lines of one kind, name and VAT rate of one stay."""

    label: str
    amount_minor: int
    vat_bp: int
    vat_minor: int
    part: int = 0


LABELS = {"room": "Room", "breakfast": "Breakfast", "supper": "Supper"}


def charges_of(lines: Sequence[Line]) -> list[Charge]:
    """The charges of a quote; they add up to its total to the penny. A gift that costs nothing is none."""

    def key(line: Line) -> tuple[int, bool, str, int]:
        return (line.part, line.kind == "reduction", LABELS.get(line.kind, line.label), line.vat_bp)

    charges = []
    counted = [line for line in lines if line.gross_minor or line.kind != "reduction"]
    for (part, _, label, vat_bp), same in groupby(sorted(counted, key=key), key):
        group = list(same)
        gross, vat = sum(line.gross_minor for line in group), sum(line.vat_minor for line in group)
        charges.append(Charge(label, gross, vat_bp, vat, part))
    return charges


def promotions_of(lines: Sequence[Line]) -> tuple[int, ...]:
    """The promotions that reduce these lines, by id, in their order."""
    found = [(line.source or {}).get("promotion_id") for line in lines if line.kind == "reduction"]
    return tuple(dict.fromkeys(promotion_id for promotion_id in found if promotion_id is not None))


def leaves_by(lines: Sequence[Line]) -> time | None:
    """Until when the rooms of a quote may be kept on the day of departure; None for the house's own hour."""
    found = [(line.source or {}).get("leaves_by") for line in lines if line.kind == "reduction"]
    return max((time.fromisoformat(at) for at in found if at), default=None)


@dataclass(frozen=True, slots=True)
class Details:
    """Who books, as the checkout's form has read it. `allergies` are dicts of the columns of an allergy."""

    name: str
    email: str | None = None
    phone: str | None = None
    arrival_time: str | None = None
    notes: str | None = None
    allergies: tuple[dict[str, str], ...] = field(default_factory=tuple)

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "email": self.email,
            "phone": self.phone,
            "arrival_time": self.arrival_time,
            "notes": self.notes,
            "allergies": list(self.allergies),
        }

    @classmethod
    def from_json(cls, typed: Mapping[str, Any]) -> Details:
        return cls(
            name=typed.get("name") or "",
            email=typed.get("email"),
            phone=typed.get("phone"),
            arrival_time=typed.get("arrival_time"),
            notes=typed.get("notes"),
            allergies=tuple(typed.get("allergies") or ()),
        )


def basket_as_json(basket: Basket) -> dict[str, Any]:
    """A basket as the checkout keeps it."""
    return {
        "location": basket.location_id,
        "at_house": basket.at_house,
        "promotions": list(basket.promotions),
        "stays": [
            {
                "room_type": chosen.room_type_id,
                "rate_plan": chosen.rate_plan_id,
                "arrival": chosen.stay.arrival.isoformat(),
                "departure": chosen.stay.departure.isoformat(),
                "adults": chosen.party.adults,
                "children": list(chosen.party.children),
                "cots": chosen.party.cots,
                "dogs": chosen.party.dogs,
                "needs": sorted(chosen.party.needs),
                "suppers": [[night.isoformat(), sitting] for night, sitting in chosen.suppers],
                "extras": [list(extra) for extra in chosen.extras],
                "assistance_dogs": chosen.assistance_dogs,
            }
            for chosen in basket.stays
        ],
    }


def basket_from_json(kept: Mapping[str, Any]) -> Basket:
    """The basket that `basket_as_json` wrote."""
    return Basket(
        kept["location"],
        tuple(
            ChosenStay(
                stay["room_type"],
                stay["rate_plan"],
                Stay(date.fromisoformat(stay["arrival"]), date.fromisoformat(stay["departure"])),
                Party(stay["adults"], tuple(stay["children"]), stay["cots"], stay["dogs"], frozenset(stay["needs"])),
                tuple((date.fromisoformat(night), sitting) for night, sitting in stay["suppers"]),
                tuple((extra, count) for extra, count in stay["extras"]),
                stay["assistance_dogs"],
            )
            for stay in kept["stays"]
        ),
        kept["at_house"],
        tuple(kept.get("promotions", ())),
    )


PHASES = ("coming", "here", "leaving", "left")


def phase_of(state: str, arrival: date, departure: date, today: date) -> str | None:
    """Where a guest is with a stay on a day of the house's calendar: one of `PHASES`, or None when nobody comes.

    From the day of arrival on they count as here, whether or not somebody has checked them in. The day of departure is
    for leaving; whoever was checked out has left, however early.
    """
    if state not in LIVE:
        return None
    if state == "departed" or today > departure:
        return "left"
    if today == departure:
        return "leaving"
    return "here" if state == "in_house" or today >= arrival else "coming"
