"""How the nights that a guest gave up fare, as the page of the booking shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.booking.deeds import Deed
from app.booking.queries import PlacedBooking
from app.booking.resale import NightForResale, nights_for_resale
from app.kernel.words import counted, money, short_day


@dataclass(frozen=True, slots=True)
class NightRow:
    """A night: `state` is `open`, `resold` or `lapsed`."""

    day: str
    paid_text: str
    state: str
    detail: str
    back_text: str


@dataclass(frozen=True, slots=True)
class ResaleView:
    """All nights that were given up, with a sentence about where that stands; `waiting_minor` may still come back.

    `terms` are the words that were agreed to.
    """

    rows: tuple[NightRow, ...]
    sentence: str
    paid_text: str
    back_text: str
    waiting_minor: int
    terms: str


def resale_view(booking: PlacedBooking, history: Sequence[Deed]) -> ResaleView | None:
    """None where no night was given up; one statement where a cancellation or a change kept something, else none."""
    if not any(deed.facts.get("kept_minor") for deed in history):
        return None
    nights = nights_for_resale(booking.id)
    if not nights:
        return None

    def text(minor: int) -> str:
        return money(minor, booking.quote.currency, pence=True)

    back = sum(night.refunded_minor for night in nights)
    return ResaleView(
        tuple(_row(night, text(night.paid_minor), text(night.refunded_minor), booking) for night in nights),
        _sentence(nights),
        text(sum(night.paid_minor for night in nights)),
        text(back),
        sum(night.paid_minor for night in nights if night.state == "open"),
        booking.quote.policy,
    )


def _row(night: NightForResale, paid: str, back: str, booking: PlacedBooking) -> NightRow:
    detail = "The night has passed" if night.state == "lapsed" else ""
    if night.fetched_minor is not None:
        detail = f"For {money(night.fetched_minor, booking.quote.currency, pence=True)}"
    return NightRow(short_day(night.night), paid, night.state, detail, back if night.state == "resold" else "")


def _sentence(nights: list[NightForResale]) -> str:
    open_nights = sum(night.state == "open" for night in nights)
    resold = sum(night.state == "resold" for night in nights)
    done = f"{counted(resold, 'night is', 'nights are').capitalize()} resold." if resold else "None is resold yet."
    if not open_nights:
        return f"{done} No night is left to resell."
    left = "One is" if open_nights == 1 else f"{counted(open_nights, 'night').capitalize()} are"
    return f"{done} {left} on sale; what a night brings back is sent by itself, and this page says so."
