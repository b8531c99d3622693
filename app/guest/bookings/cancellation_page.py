"""What the page of a cancellation shows."""

from __future__ import annotations

from dataclasses import dataclass

from app.availability.boards import all_boards
from app.booking.errors import RefundChanged, Stale
from app.booking.queries import PlacedBooking, PlacedStay
from app.booking.terms import FREE, CancellationTerms
from app.catalogue.closed import house_of, room_type_of
from app.guest.bookings.moving import HouseRow, MoveRow, houses_to_move_to, moves_here, sold_as_new
from app.guest.bookings.settled import Moved, Settled
from app.guest.refusals import Other
from app.kernel.words import long_day, money, span
from app.web.filters import instant
from app.web.stay_words import HouseView, house_view

UNKNOWN, TWICE = "Choose one of the rooms below", "That room is cancelled already. Choose one of the others"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which stays are meant: `parts` is None for all of them; `problem` says what is wrong with the choice.

    `cancelled` is true when what was chosen is cancelled already.
    """

    parts: tuple[int, ...] | None
    problem: str = ""
    cancelled: bool = False

    @classmethod
    def of(cls, booking: PlacedBooking, part: int | None) -> Chosen:
        """The choice that a parameter spells: None for all, below 0 for what is no number."""
        if part is None:
            return cls(None)
        known = {stay.part: stay for stay in booking.stays}
        if part not in known:
            return cls(None, UNKNOWN)
        if known[part].cancelled_at is not None:
            return cls(None, TWICE, cancelled=True)
        return cls((part,) if len(booking.live) > 1 else None)


@dataclass(frozen=True, slots=True)
class RoomChoice:
    """A link to cancelling one room, or all; `part` is empty for all."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class CancellationPage:
    """The names that `guest/bookings/cancellation.html` uses. `part` is empty where everything is cancelled."""

    url: str
    booking_url: str
    reference: str
    house: HouseView
    heading: str
    what: str
    choices: tuple[RoomChoice, ...]
    part: str
    problem: str
    refund_minor: int
    refund_text: str
    deadline_words: str
    sentences: tuple[str, ...]
    nights: tuple[tuple[str, str], ...]
    revision: int
    act_label: str
    moves: list[MoveRow]
    houses: list[HouseRow]
    elsewhere: list[Other]


def cancellation_page(booking: PlacedBooking, token: str, chosen: Chosen, terms: CancellationTerms) -> CancellationPage:
    """What cancelling the chosen stays comes to, in the quote's own terms, and the stays that could be had instead."""
    house, url, boards = house_of(booking.basket.location_id), f"/bookings/{token}", all_boards()
    gone = [stay for stay in booking.live if chosen.parts is None or stay.part in chosen.parts]
    houses = houses_to_move_to(booking, boards, url) if terms.all_parts else []
    return CancellationPage(
        url=f"{url}/cancellation",
        booking_url=url,
        reference=booking.reference,
        house=house_view(house, booking.basket.arrival),
        heading="Cancel your stay?" if terms.all_parts else f"Cancel the {_name(gone[0])}?",
        what=f"{house.name}, {span(booking.basket.arrival, booking.basket.departure)}",
        choices=_choices(booking, chosen, f"{url}/cancellation"),
        part=str(chosen.parts[0]) if chosen.parts else "",
        problem=chosen.problem,
        refund_minor=terms.refund_minor,
        refund_text=money(terms.refund_minor, terms.currency, pence=True),
        deadline_words=_deadline(terms),
        sentences=terms.words,
        nights=tuple(
            (long_day(night), money(minor, terms.currency, pence=True))
            for part in terms.parts
            for night, minor in part.nights
        ),
        revision=terms.revision,
        act_label=act_label(terms),
        moves=moves_here(booking, gone, boards, url),
        houses=houses,
        elsewhere=sold_as_new(booking, boards, houses) if terms.all_parts else [],
    )


def act_label(terms: CancellationTerms) -> str:
    """The button: the act and the sum."""
    if terms.refund_minor:
        return f"Cancel, {money(terms.refund_minor, terms.currency)} comes back"
    if any(part.nights for part in terms.parts):
        return "Cancel, and put the nights on sale"
    return "Cancel, nothing comes back" if terms.kept_minor else "Cancel, nothing is owed"


def moved_view(booking: PlacedBooking, why: RefundChanged | Stale | None = None) -> Moved:
    """Why it was not cancelled, and the two sums where they differ."""
    if why is None:
        return Moved("stale", "Look at what comes back first, then press. Nothing was cancelled.")
    if isinstance(why, Stale):
        return Moved(why.code, str(why))
    currency = booking.quote.currency
    return Moved(
        why.code,
        "Nothing was cancelled. Look at the new sum, then press again.",
        money(why.old_minor, currency, pence=True),
        money(why.new_minor, currency, pence=True),
    )


def nothing_to_cancel(booking: PlacedBooking, token: str) -> Settled:
    """The page of a booking that cannot be cancelled here."""
    if booking.state == "cancelled":
        sentence = "This booking is cancelled already. Its page says what became of the money."
        return Settled.of(booking, token, "Cancelled already", sentence)
    return Settled.of(booking, token, "It is too late for that here", "The stay has begun, or is over. Ring the house.")


def _choices(booking: PlacedBooking, chosen: Chosen, url: str) -> tuple[RoomChoice, ...]:
    if len(booking.live) < 2:
        return ()
    everything = RoomChoice("All rooms", url, chosen.parts is None)
    rooms = (
        RoomChoice(f"Only room {stay.part + 1}: {_name(stay)}", f"{url}?part={stay.part}", chosen.parts == (stay.part,))
        for stay in booking.live
    )
    return (everything, *rooms)


def _name(stay: PlacedStay) -> str:
    return room_type_of(stay.chosen.room_type_id).name


def _deadline(terms: CancellationTerms) -> str:
    """The deadline that has passed, as date and hour; one that has not stands in the terms' own words."""
    if terms.free_until_at is None:
        return ""
    in_time = all(part.how == FREE for part in terms.parts)
    return "" if in_time else f"Cancelling was free until {instant(terms.free_until_at, terms.zone)}."
