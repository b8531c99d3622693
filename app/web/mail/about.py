"""What the mails about a booking have in common."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from functools import cached_property
from zoneinfo import ZoneInfo

from flask import current_app

from app.booking.past import basket_at
from app.booking.queries import KeptQuote, PlacedBooking, booking_of
from app.booking.rules import Basket
from app.catalogue.closed import house_of, room_type_of
from app.catalogue.queries import House
from app.kernel.words import hour, money
from app.outbox import Announced
from app.web.links import link_token
from app.web.mail.letter import NoLongerApplies
from app.web.quotes import QuoteView, quote_view
from app.web.stay_words import extras_words, stay_view

Rows = list[tuple[str, str]]


@dataclass(frozen=True)
class About:
    """A message about a booking, with the booking and its house."""

    message: Announced
    booking: PlacedBooking
    house: House

    @classmethod
    def of(cls, message: Announced) -> About:
        """Raises `NoLongerApplies` when the booking does not exist."""
        booking = booking_of(message.subject_id)
        if booking is None:
            raise NoLongerApplies("There is no such booking.")
        return cls(message, booking, house_of(booking.basket.location_id))

    @cached_property
    def token(self) -> str:
        return link_token("booking", self.booking.id, self.booking.version)

    @property
    def link(self) -> str:
        """The address of the booking; under its own link, which a change of the version ends."""
        return f"{current_app.config['SETTINGS'].address}/bookings/{self.token}"

    @property
    def day(self) -> date:
        """The house's day on which the message was made."""
        return self.message.made_at.astimezone(ZoneInfo(self.house.timezone)).date()

    def fact(self, name: str) -> int:
        return int(self.message.facts.get(name) or 0)

    def money(self, minor: int) -> str:
        return money(minor, self.booking.quote.currency, pence=True)

    def basket(self, quote_id: int) -> Basket | None:
        return basket_at(self.booking, quote_id)

    def quote(self, kept: KeptQuote, basket: Basket | None) -> QuoteView:
        return quote_view(
            kept.lines,
            currency=kept.currency,
            due_now_minor=kept.due_now_minor,
            balance_on=kept.balance_on,
            policy_text=_policy(kept),
            free_until_at=kept.free_until_at,
            timezone=self.house.timezone,
            names=[room_type_of(own.room_type_id).name for own in basket.stays] if basket else [],
        )

    def rows(self, basket: Basket) -> Rows:
        """The stay as (term, words)."""
        return stay_rows(self.house, basket, self.booking.leaves_by)

    def ways(self) -> Rows:
        """How to get there."""
        words = self.house.words
        rows = [
            ("Address", self.house.address),
            ("By train", words.get("by_train", self.house.station)),
            ("By car", words.get("by_car", "")),
            ("Lost", self.house.telephone),
        ]
        return [row for row in rows if row[1]]

    def arrival_row(self) -> Rows:
        told = self.booking.arrival_time
        return [("You arrive about", hour(told))] if told else []


def stay_rows(house: House, basket: Basket, until: time | None = None) -> Rows:
    """What was chosen as (term, words)."""
    view = stay_view(house.id, *basket.stays)
    rows = [
        ("Arriving", f"{view.arrival_text}, {view.house.check_in}"),
        ("Leaving", f"{view.departure_text}, until {hour(until or house.check_out_time)}"),
    ]
    if len(view.rooms) == 1:
        rows.append(("Room", f"{view.name}, {view.plan_name}"))
    for number, room in enumerate(view.rooms if len(view.rooms) > 1 else (), start=1):
        words = (room.room_type.name, room.plan.name, room.party_text, room.dates_text)
        rows.append((f"Room {number}", ", ".join(filter(None, words))))
    rows.append(("Who’s coming", view.party_text))
    if view.suppers:
        rows.append(("Supper", ", ".join(words.removeprefix("Supper ") for words in view.suppers)))
    extras = extras_words(house, basket.stays)
    return rows + ([("Extras", ", ".join(extras))] if extras else [])


def _policy(kept: KeptQuote) -> str:
    """The terms of a quote, and that their hour had passed where a change was made after it."""
    passed = kept.free_until_at is not None and kept.made_at >= kept.free_until_at
    return f"{kept.policy} That hour had passed when this was changed." if passed else kept.policy
