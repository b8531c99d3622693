"""Checkouts and bookings as their pages need them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import BindParameter, Date, Select, bindparam, cast, null, select, union_all

from app.booking.folio import LedgerLine, folio_of
from app.booking.models import BookedExtra, BookedStay, BookedSupper, Booking, Checkout
from app.booking.rules import Basket, ChosenStay, basket_from_json, leaves_by, promotions_of
from app.booking.terms import Purse
from app.identity.models import Guest
from app.kernel.party import party_of
from app.kernel.stay import Stay
from app.pricing.models import Quote
from app.pricing.queries import quote_lines
from app.pricing.rules import Line
from app.store import db


@dataclass(frozen=True, slots=True)
class KeptQuote:
    """A price as it was told to a guest."""

    currency: str
    total_minor: int
    due_now_minor: int
    balance_on: date | None
    policy: str
    free_until_at: datetime | None
    terms_version: int
    lines: tuple[Line, ...]
    made_at: datetime


@dataclass(frozen=True, slots=True)
class HeldCheckout:
    """A checkout as it stands; `details` are what the guest typed so far."""

    id: int
    version: int
    state: str
    basket: Basket
    details: Mapping[str, Any]
    held_until_at: datetime
    hold_began_at: datetime
    quote: KeptQuote


@dataclass(frozen=True, slots=True)
class PlacedStay:
    """One stay of a booking under its `part`, by which lines, charges and claims name it."""

    id: int
    part: int
    chosen: ChosenStay
    cancelled_at: datetime | None
    checked_in_at: datetime | None = None
    checked_out_at: datetime | None = None
    no_show_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PlacedBooking:
    """A booking with its quote and its folio in order; `due_minor` is the balance.

    `stays` are all that it ever had; `basket` has those that are live, or all of a cancelled booking. `forgotten` when
    its guest was erased; `of_group` when it belongs to a block of rooms.
    """

    id: int
    version: int
    revision: int
    reference: str
    state: str
    stays: tuple[PlacedStay, ...]
    basket: Basket
    quote_id: int
    quote: KeptQuote
    guest_name: str
    guest_email: str | None
    arrival_time: time | None
    notes: str | None
    booked_at: datetime
    cancelled_at: datetime | None
    folio: tuple[LedgerLine, ...]
    asked_minor: int = 0
    forgotten: bool = False
    source: str = "web"
    of_group: bool = False

    @property
    def chosen(self) -> ChosenStay:
        return self.basket.stays[0]

    @property
    def leaves_by(self) -> time | None:
        """Until when they may keep their rooms on the last day; None for the house's own hour."""
        return leaves_by(self.quote.lines)

    @property
    def paid_minor(self) -> int:
        """What was paid less what was refunded."""
        return -sum(line.amount_minor for line in self.folio if line.kind != "charge")

    @property
    def due_minor(self) -> int:
        """Above 0 the guest owes, below the house does."""
        return sum(line.amount_minor for line in self.folio)

    @property
    def purse(self) -> Purse:
        """The sums of the folio and of the refunds that are on their way, as of one statement."""

        def total(kind: str, *, kept: bool = False) -> int:
            return sum(line.amount_minor for line in self.folio if line.kind == kind and line.kept == kept)

        kept_minor = total("charge", kept=True)
        return Purse(total("charge"), kept_minor, -total("payment"), total("refund"), self.asked_minor)

    @property
    def live(self) -> tuple[PlacedStay, ...]:
        """The stays that are not cancelled."""
        return tuple(stay for stay in self.stays if stay.cancelled_at is None)


def checkout_of(checkout_id: int) -> HeldCheckout | None:
    """The checkout with its current quote; None when there is none."""
    row = db.session.execute(select(*Checkout.__table__.c).where(Checkout.id == checkout_id)).one_or_none()
    if row is None:
        return None
    basket = basket_from_json(row.choice)
    quote, began_at = kept_quote(row.quote_id), row.renewed_at or row.created_at
    return HeldCheckout(row.id, row.version, row.state, basket, row.details, row.held_until_at, began_at, quote)


_OF_QUOTE = ("total_minor", "due_now_minor", "balance_on", "policy", "free_until_at", "made_at")
_booking, _guest, _quote, _stay = Booking.__table__, Guest.__table__, Quote.__table__, BookedStay.__table__
_OF: BindParameter[int] = bindparam("booking")
_BOOKING = (
    select(*_booking.c, _guest.c.name, _guest.c.email, _guest.c.erased_at, *(_quote.c[name] for name in _OF_QUOTE))
    .join(_quote, _quote.c.id == _booking.c.quote_id)
    .outerjoin(_guest, _guest.c.id == _booking.c.guest_id)
    .where(_booking.c.id == _OF)
)
"""Read for every page and mail about a booking: put together once, as are its stays."""
_STAYS = select(*_stay.c).where(_stay.c.booking_id == _OF).order_by(_stay.c.part)


def booking_of(booking_id: int) -> PlacedBooking | None:
    """The booking as it stands; None when there is none."""
    row = db.session.execute(_BOOKING, {"booking": booking_id}).one_or_none()
    if row is None:
        return None
    folio, asked_minor = folio_of(booking_id)
    stays = stays_of(booking_id)
    shown = [stay for stay in stays if stay.cancelled_at is None or row.state == "cancelled"]
    quote = _kept_quote(row, row.quote_id)
    return PlacedBooking(
        id=row.id,
        version=row.version,
        revision=row.revision,
        reference=row.reference,
        state=row.state,
        stays=stays,
        basket=Basket(row.location_id, tuple(stay.chosen for stay in shown), promotions=promotions_of(quote.lines)),
        quote_id=row.quote_id,
        quote=quote,
        guest_name=row.name or "",
        guest_email=row.email,
        arrival_time=row.arrival_time,
        notes=row.notes,
        booked_at=row.booked_at,
        cancelled_at=row.cancelled_at,
        folio=folio,
        asked_minor=asked_minor,
        forgotten=row.erased_at is not None,
        source=row.source,
        of_group=row.block_id is not None,
    )


def booking_of_checkout(checkout_id: int) -> tuple[int, int] | None:
    """(id, version) of the booking that a checkout became; None while it is none."""
    row = db.session.execute(
        select(Booking.id, Booking.version).where(Booking.checkout_id == checkout_id)
    ).one_or_none()
    return (row.id, row.version) if row else None


def kept_quote(quote_id: int) -> KeptQuote:
    """A quote with its lines, two statements."""
    row = db.session.execute(select(*Quote.__table__.c).where(Quote.id == quote_id)).one()
    return _kept_quote(row, quote_id)


def _kept_quote(row: Any, quote_id: int) -> KeptQuote:
    """The quote whose columns stand in a row, also in a booking's; one statement for its lines."""
    return KeptQuote(
        row.currency,
        row.total_minor,
        row.due_now_minor,
        row.balance_on,
        row.policy,
        row.free_until_at,
        row.terms_version,
        tuple(quote_lines(quote_id)),
        row.made_at,
    )


def stays_of(booking_id: int) -> tuple[PlacedStay, ...]:
    """Every stay that the booking ever had, by part; two statements."""
    return _placed(db.session.execute(_STAYS, {"booking": booking_id}).all())


def stays_by_id(stay_ids: Collection[int]) -> dict[int, PlacedStay]:
    """These stays, of whatever bookings; two statements."""
    rows = db.session.execute(select(*BookedStay.__table__.c).where(BookedStay.id.in_(sorted(stay_ids)))).all()
    return {stay.id: stay for stay in _placed(rows)}


def _placed(rows: Sequence[Any]) -> tuple[PlacedStay, ...]:
    suppers: dict[int, list[tuple[date, int]]] = {}
    extras: dict[int, list[tuple[int, int]]] = {}
    for stay_id, night, thing, count in db.session.execute(_ADDED, {"stays": [row.id for row in rows]}):
        if night is None:
            extras.setdefault(stay_id, []).append((thing, count))
        else:
            suppers.setdefault(stay_id, []).append((night, thing))
    return tuple(
        PlacedStay(
            row.id,
            row.part,
            ChosenStay(
                row.room_type_id,
                row.rate_plan_id,
                Stay(row.arrival_on, row.departure_on),
                party_of(row.adults, row.children, row.cots, row.dogs, row.needs),
                tuple(suppers.get(row.id, ())),
                tuple(extras.get(row.id, ())),
                row.assistance_dogs,
            ),
            row.cancelled_at,
            row.checked_in_at,
            row.checked_out_at,
            row.no_show_at,
        )
        for row in rows
    )


def _added() -> Select[Any]:
    """Suppers of `stays` as (stay, night, sitting, covers), extras as (stay, None, extra, count); nights in order."""
    supper, extra = BookedSupper.__table__, BookedExtra.__table__
    mine: BindParameter[list[int]] = bindparam("stays", expanding=True)
    suppers = select(supper.c.stay_id, supper.c.night, supper.c.sitting_id.label("thing"), supper.c.covers)
    extras = select(extra.c.stay_id, cast(null(), Date()), extra.c.extra_id, extra.c.count)
    both = union_all(suppers.where(supper.c.stay_id.in_(mine)), extras.where(extra.c.stay_id.in_(mine))).subquery()
    return select(*both.c).order_by(both.c.stay_id, both.c.night, both.c.thing)


_ADDED = _added()
