"""Both prices of a change in the words of the desk, for whoever tells the guests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.booking.amendment import AmendmentOffer
from app.booking.queries import PlacedBooking
from app.booking.terms import most_back
from app.kernel.words import money
from app.web.comparison import Comparison, comparison


def compared(booking: PlacedBooking, offer: AmendmentOffer) -> Comparison:
    """What the guests would see, with what becomes of their money said about them and not to them."""
    return replace(comparison(booking, offer), sentences=tuple(_sentences(offer)))


def _sentences(offer: AmendmentOffer) -> Iterator[str]:
    def text(minor: int) -> str:
        return money(minor, offer.currency, pence=True)

    difference = offer.difference_minor
    yield f"{text(abs(difference))} {'more' if difference > 0 else 'less'}." if difference else "The same price."
    if offer.refund_minor:
        yield f"{text(offer.refund_minor)} goes back to where they paid from; what the house took is handed back."
    if offer.taken_back_minor:
        yield f"{text(offer.taken_back_minor)} was kept for nights that they take back: it counts towards the price."
    for lost in offer.given_up:
        if lost.resale:
            fee = text(lost.fee_minor)
            most = text(most_back(lost.kept_minor, lost.fee_minor))
            yield f"Up to {most} comes back as the nights are resold, {fee} taken off once."
        else:
            yield f"{text(lost.kept_minor)} is kept: it is too late to give up nights for nothing."
    yield f"They owe {text(offer.due_minor)} afterwards." if offer.due_minor else "They owe nothing afterwards."
