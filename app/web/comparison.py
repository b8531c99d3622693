"""Old and new price side by side, what the difference does, and the words on the button."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.booking.amendment import AmendmentOffer, PartChange
from app.booking.queries import PlacedBooking
from app.booking.terms import most_back
from app.care.choices.accepting import brought_by
from app.care.notices.coming import read_key
from app.catalogue.closed import house_of, room_type_of
from app.kernel.words import DAYS, counted, money, short_day, span
from app.pricing.queries import price_list
from app.pricing.rules import Line
from app.web.coming import ComingView, coming_views
from app.web.offers.words import refusal_words
from app.web.quotes import free_words
from app.web.stay_words import supper_words

BACK = "goes back to where you paid from, usually within ten working days"


@dataclass(frozen=True, slots=True)
class PriceRow:
    """A night or an addition; `other` marks what the other side does not have, or has at another price."""

    label: str
    amount_text: str
    other: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One side: when, what, the tables that are held, its rows, which add up to the total, and the VAT inside of it."""

    dates_text: str
    what: str
    suppers: tuple[str, ...]
    rows: tuple[PriceRow, ...]
    total_minor: int
    total_text: str
    vat_text: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both sides. `act_label` is the button; `revision`, the new total and `read` are what its press has seen. `coming`
    is what is announced for the booking after the change and is nothing to it now."""

    before: Side
    after: Side
    sentences: tuple[str, ...]
    terms: str
    act_label: str
    revision: int
    difference_minor: int
    coming: list[ComingView]
    read: str


def comparison(booking: PlacedBooking, offer: AmendmentOffer) -> Comparison:
    """The two sides of a change; sums are those of the offer, to the penny."""
    brought = brought_by(booking, offer.basket)
    return Comparison(
        before=_side(booking, offer, after=False),
        after=_side(booking, offer, after=True),
        sentences=tuple(_sentences(offer)),
        terms=_terms(offer),
        act_label=_act_label(offer),
        revision=offer.revision,
        difference_minor=offer.difference_minor,
        coming=coming_views(brought, house_of(offer.basket.location_id)),
        read=read_key(brought),
    )


def _side(booking: PlacedBooking, offer: AmendmentOffer, *, after: bool) -> Side:
    lines = offer.lines if after else booking.quote.lines
    total = offer.total_minor if after else offer.before_minor
    stays = [change.after if after else change.before for change in offer.changes]
    shown = [stay for stay in stays if stay is not None]
    arrival, departure = min(own.stay.arrival for own in shown), max(own.stay.departure for own in shown)
    nights = counted((departure - arrival).days, "night")
    several = len(offer.changes) > 1
    rows = [row for change in offer.changes for row in _rows(change, offer.currency, after=after, named=several)]
    return Side(
        f"{span(arrival, departure)}, {nights}",
        _what(booking, offer, after=after),
        tuple(supper_words(house_of(_location_id(booking, offer, after=after)), shown)),
        tuple(rows),
        total,
        money(total, offer.currency, pence=True),
        money(sum(line.vat_minor for line in lines), offer.currency, pence=True),
    )


def _what(booking: PlacedBooking, offer: AmendmentOffer, *, after: bool) -> str:
    location_id = _location_id(booking, offer, after=after)
    plans = price_list(location_id).by_id
    stays = [change.after if after else change.before for change in offer.changes]
    names = [f"{room_type_of(own.room_type_id).name}, {plans[own.rate_plan_id].name}" for own in stays if own]
    return f"{f'{house_of(location_id).name}: ' if 'house' in offer.changed else ''}{'; '.join(names)}"


def _location_id(booking: PlacedBooking, offer: AmendmentOffer, *, after: bool) -> int:
    return offer.basket.location_id if after else booking.basket.location_id


def _rows(change: PartChange, currency: str, *, after: bool, named: bool) -> list[PriceRow]:
    room = change.after if after else change.before
    if room is None:
        return []
    rows = []
    for night in change.nights:
        own, other = (night.after_minor, night.before_minor) if after else (night.before_minor, night.after_minor)
        if own is not None:
            added = after and other is None
            label = f"{short_day(night.night)}{', added' if added else ''}"
            rows.append(PriceRow(label, money(own, currency, pence=True), own != other))
    own_lines, other_lines = change.added_after, change.added_before
    if not after:
        own_lines, other_lines = other_lines, own_lines
    rows += [_line(line, other_lines, currency) for line in own_lines]
    if not named:
        return rows
    name = room_type_of(room.room_type_id).name
    return [PriceRow(f"{name}: {row.label}", row.amount_text, row.other) for row in rows]


def _line(line: Line, others: Sequence[Line], currency: str) -> PriceRow:
    same = any((one.label, one.gross_minor) == (line.label, line.gross_minor) for one in others)
    label = f"{line.label} × {line.count}" if line.count > 1 and line.kind != "levy" else line.label
    return PriceRow(label, money(line.gross_minor, currency, pence=True), not same)


def _sentences(offer: AmendmentOffer) -> list[str]:
    """What the difference does to the guest's money, the first the one that matters."""

    def text(minor: int) -> str:
        return money(minor, offer.currency, pence=True)

    said = [f"“{own.title}” is lost by this. {refusal_words(own, reasons)}." for own, reasons in offer.lost]
    difference = offer.difference_minor
    if difference > 0:
        said.append(f"{text(difference)} more.")
    elif difference < 0:
        said.append(f"{text(-difference)} less.")
    else:
        said.append("The same price.")
    if offer.refund_minor:
        said.append(f"{text(offer.refund_minor)} {BACK}.")
    if offer.taken_back_minor:
        said.append(
            f"{text(offer.taken_back_minor)} was kept for nights that you take back: it counts towards the price."
        )
    for lost in offer.given_up:
        if lost.resale:
            fee = money(lost.fee_minor, offer.currency)
            said.append(
                f"Up to {text(most_back(lost.kept_minor, lost.fee_minor))} comes back as the nights you give up are"
                f" resold, {fee} taken off once."
            )
        else:
            said.append(f"{text(lost.kept_minor)} is kept: it is too late to give up nights for nothing.")
    return said + _due(offer)


def _due(offer: AmendmentOffer) -> list[str]:
    def text(minor: int) -> str:
        return money(minor, offer.currency, pence=True)

    if not offer.due_minor:
        return []
    if offer.due_now_minor >= offer.due_minor:
        return [f"{text(offer.due_minor)} is due now: you pay on the next page."]
    later = offer.due_minor - offer.due_now_minor
    on = offer.dues.balance_on
    when = f"on {short_day(on)}, by link" if on else "at the house"
    rest = f"{text(later)} is due {when}."
    return [f"{text(offer.due_now_minor)} is due now, on the next page.", rest] if offer.due_now_minor else [rest]


def _terms(offer: AmendmentOffer) -> str:
    zone = house_of(offer.basket.location_id).timezone
    if offer.free_until_at is None:
        return offer.policy
    return f"{free_words(offer.free_until_at, zone)}."


def _act_label(offer: AmendmentOffer) -> str:
    """The act and the sum: a room or a night that is all that is added is named."""
    difference = offer.difference_minor
    if offer.changed == ("rooms",):
        added = room_type_of(offer.changes[-1].after.room_type_id).name
        return f"Add the {added} for {money(difference, offer.currency)}"
    night = _only_added(offer)
    if night is not None and difference > 0:
        return f"Add {DAYS[night.weekday()]} for {money(difference, offer.currency)}"
    act = f"Move to {house_of(offer.basket.location_id).name}" if "house" in offer.changed else "Change it"
    if difference > 0:
        return f"{act}, {money(difference, offer.currency)} more"
    if offer.refund_minor:
        return f"{act}, {money(offer.refund_minor, offer.currency)} comes back"
    if difference < 0:
        return f"{act}, {money(-difference, offer.currency)} less"
    return f"{act}, the same price"


def _only_added(offer: AmendmentOffer) -> date | None:
    """The one night by which the booking gets longer, where nothing else is different."""
    if offer.changed != ("dates",) or len(offer.changes) != 1:
        return None
    added = [night.night for night in offer.changes[0].nights if night.before_minor is None]
    gone = any(night.after_minor is None for night in offer.changes[0].nights)
    return added[0] if len(added) == 1 and not gone else None
