"""Another day to leave: what of a booking it changes, and whether it can be had."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from werkzeug.datastructures import MultiDict

from app.availability.boards import board
from app.booking.amendment import AmendmentOffer, price_amendment
from app.booking.errors import CannotBeSold
from app.booking.reception.neighbours import Neighbour, in_the_way
from app.booking.reception.queries import COMING, HERE
from app.booking.rooms.suiting import suited_free, wanted_by
from app.booking.rules import Basket, ChosenStay
from app.catalogue.closed import room_type_of
from app.catalogue.queries import Extra, RoomType
from app.identity.staff.rules import Actor
from app.inventory import SoldOut
from app.inventory.packing.queries import Door
from app.inventory.queries import resources
from app.kernel import clock
from app.kernel.errors import Refused
from app.kernel.stay import LONGEST_STAY, Stay
from app.kernel.words import money, short_day
from app.staff.arrivals.rows import LATE
from app.staff.arrivals.shared import Desk
from app.web.forms import clean_line
from app.web.reasons import reason_words


@dataclass(frozen=True, slots=True)
class Instead:
    """Another room type for the nights that are added, with what that adds."""

    room_type: RoomType
    added_text: str
    url: str


class Departing:
    """One room of a booking and the day on which its guests want to leave, as an address or a form asks."""

    def __init__(self, actor: Actor, desk: Desk, asked: MultiDict[str, str]) -> None:
        self.actor, self.desk, self.asked = actor, desk, asked
        self.today = clock.today(desk.house.timezone)
        open_ = desk.standing.placed.state in ("confirmed", "in_house")
        self.stays = desk.standing.at(HERE, COMING) if open_ else ()
        self.own = next((one for one in self.stays if str(one.part) == asked.get("part")), next(iter(self.stays), None))
        self.problem = ""
        self.late = self._late_departure()
        self.until = self.read_until()
        self.other = desk.house.room_type(asked.get("type", "")) if asked.get("type") else None

    def read_until(self) -> date | None:
        """The day that is asked; None, with a problem where something else was typed."""
        typed = clean_line(self.asked.get("until", ""))
        if not typed or self.own is None:
            return self.own.placed.chosen.stay.departure if self.own and self.stays_late else None
        stay = self.own.placed.chosen.stay
        try:
            until = date.fromisoformat(typed)
        except ValueError:
            self.problem = "Enter the day they leave as a date, like 2027-03-07"
            return None
        if until < self.earliest():
            self.problem = f"They can leave on {short_day(self.earliest())} at the earliest. Their first night stays"
        elif (until - stay.arrival).days > max(LONGEST_STAY, stay.nights):
            self.problem = f"A stay is {LONGEST_STAY} nights at most. Make a new booking for what comes after"
        return None if self.problem else until

    @property
    def stays_late(self) -> bool:
        """Whether the room is to be theirs for longer on the last day."""
        return self.late is not None and "late" in self.asked

    def _late_departure(self) -> Extra | None:
        """What the house sells to those who leave later in the day; None where it does not, or they have it."""
        extra = next((one for one in self.desk.house.extras if one.slug == LATE), None)
        had = {extra_id for extra_id, _ in self.own.placed.chosen.extras} if self.own else set()
        return None if extra is None or extra.id in had else extra

    def earliest(self) -> date:
        """The day after the first night, and not before today."""
        first = self.own.placed.chosen.stay.arrival + timedelta(days=1) if self.own else self.today
        return max(first, self.today)

    @property
    def added(self) -> Stay | None:
        """The nights that are added."""
        if self.own is None or self.until is None or self.until <= self.own.placed.chosen.stay.departure:
            return None
        return Stay(self.own.placed.chosen.stay.departure, self.until)

    def basket(self, other: RoomType | None = None) -> Basket:
        """The booking as it would be: this room longer or shorter, or with another room for the nights added."""
        live = self.desk.standing.placed.live
        own, until = self.own, self.until
        assert own is not None and until is not None, "asked for a basket without a day"  # noqa: PT018
        other, added = other or self.other, self.added
        stays = [one.chosen for one in live]
        if other is not None and added is not None:
            chosen = own.placed.chosen
            stays.append(
                ChosenStay(other.id, chosen.rate_plan_id, added, chosen.party, assistance_dogs=chosen.assistance_dogs)
            )
        else:
            stays = [_longer(one.chosen, until) if one.part == own.part else one.chosen for one in live]
        if self.stays_late and self.late is not None:
            at = next(place for place, one in enumerate(live) if one.part == own.part)
            stays[at] = replace(stays[at], extras=(*stays[at].extras, (self.late.id, 1)))
        placed = self.desk.standing.placed
        return Basket(self.desk.house.id, tuple(stays), at_house=placed.quote.balance_on is None)

    def priced(self) -> tuple[AmendmentOffer | None, str]:
        """What the change comes to; or None, and why it cannot be."""
        if self.until is None or self.own is None:
            return None, ""
        try:
            offer = price_amendment(self.desk.standing.placed.id, self.basket())
        except SoldOut as full:
            return None, self._lacking(full)
        except CannotBeSold as cannot:
            return None, self._reason(cannot.reasons[0])
        except Refused as refused:
            return None, str(refused)
        return (offer, "") if offer.changed else (None, "That is the day they leave already.")

    def _lacking(self, full: SoldOut) -> str:
        """What ran out, and on which night."""
        counted, night = resources(), short_day(full.night)
        extra = next((one for one in self.desk.house.extras if counted.of_extra.get(one.id) == full.resource_id), None)
        if extra is not None:
            return f"No more “{extra.name}” is left on {night}."
        if full.resource_id in counted.of_sitting.values():
            return f"No table is left for all of them on {night}."
        return f"No {self._type().name} is left on {night}."

    def _reason(self, code: str) -> str:
        if self.own is None or self.until is None:
            return ""
        words = {
            "rate_stays": "Their rate does not take that change.",
            "too_many_rooms": "That is too many rooms for one booking.",
        }
        if code in words:
            return words[code]
        house_board, chosen = board(self.desk.house), self.own.placed.chosen
        stay = self.added or Stay(chosen.stay.arrival, self.until)
        try:
            reason = reason_words(code, house_board, stay, chosen.party, self._type())
        except (KeyError, IndexError):
            return "The house does not sell that."
        return f"{reason.title}. {reason.sentence}"

    def _type(self) -> RoomType:
        assert self.own is not None, "asked for the room type of nobody"
        return self.other or room_type_of(self.own.placed.chosen.room_type_id)

    def instead(self) -> Iterator[Instead]:
        """Other room types that are to be had for the nights that are added."""
        if self.added is None or self.own is None:
            return
        placed = self.desk.standing.placed
        for other in self.desk.house.room_types:
            if other.id == self._type().id or other.id == self.own.placed.chosen.room_type_id:
                continue
            try:
                offer = price_amendment(placed.id, self.basket(other))
            except Refused:
                continue
            url = f"{self.desk.url}/departure?part={self.own.part}&until={self.until}&type={other.slug}"
            yield Instead(other, money(offer.difference_minor, offer.currency, pence=True), url)

    @cached_property
    def doors(self) -> list[Door]:
        """The doors that suit them and are free on every night that is added, the one that they have among them; none
        has to be given where nights are given back."""
        if self.own is None or self.added is None:
            return []
        placed = self.own.placed
        wanted = wanted_by([placed])[placed.id]
        return suited_free(self._type().id, list(self.added), wanted, but=placed.id, own=self.kept_door())

    def kept_door(self) -> int | None:
        """The room that they have, where they might keep it."""
        return None if self.other or self.added is None or self.own is None else self.own.door_on(self.added.arrival)

    def door(self) -> Door | None:
        """The same room, where it is free."""
        return next((door for door in self.doors if door.id == self.kept_door()), None)

    def neighbour(self) -> tuple[str, Neighbour] | None:
        """Whose the room is on the nights that are added."""
        kept, added = self.kept_door(), self.added
        if kept is None or added is None or self.own is None:
            return None
        found = in_the_way(kept, list(added), self.own.placed.id)
        return (self.desk.door_words(self.own), found) if found else None

    def chosen_door(self) -> dict[int, int]:
        """The door that was chosen for the nights added, by the part that gets it."""
        door = number_of(self.asked.get("door", ""))
        if not door or self.own is None or self.added is None or door not in self.desk.rooms:
            return {}
        part = max(stay.part for stay in self.desk.standing.placed.stays) + 1 if self.other else self.own.part
        return {part: door}

    def hidden(self) -> list[tuple[str, str]]:
        if self.own is None:
            return []
        pairs = [("part", str(self.own.part)), ("until", str(self.until or ""))]
        pairs += [("late", "1")] if self.stays_late else []
        return [*pairs, ("type", self.other.slug)] if self.other else pairs


def _longer(chosen: ChosenStay, until: date) -> ChosenStay:
    suppers = tuple(supper for supper in chosen.suppers if supper[0] < until)
    return replace(chosen, stay=Stay(chosen.stay.arrival, until), suppers=suppers)


def number_of(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None
