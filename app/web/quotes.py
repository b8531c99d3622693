"""A quote as guests read it: the same figures in results, on the room page, in the checkout and when booked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from app.booking.queries import PlacedBooking
from app.catalogue.closed import room_type_of
from app.catalogue.queries import House
from app.kernel import clock
from app.kernel.words import long_day, money, short_day
from app.pricing.rules import Line
from app.web.filters import instant

MEALS = ("breakfast", "supper")


@dataclass(frozen=True, slots=True)
class LineView:
    """A row of the bill; a night stands once, with the meals that its plan includes, and an offer once a room."""

    label: str
    kind: str
    count: int
    gross_minor: int
    gross_text: str


@dataclass(frozen=True, slots=True)
class QuoteView:
    """Everything that the bill shows. Rows add up to the total; VAT is inside of it.

    `rooms` are the same rows room by room, each with its heading, which is empty where there is only one.
    """

    lines: tuple[LineView, ...]
    rooms: tuple[tuple[str, tuple[LineView, ...]], ...]
    total_minor: int
    total_text: str
    due_now_minor: int
    due_now_text: str
    now_words: str
    later_minor: int
    later_text: str
    later_words: str
    vat_rows: tuple[tuple[str, str], ...]
    deadline_text: str
    policy_text: str
    currency: str


def quote_view(
    lines: Sequence[Line],
    *,
    currency: str,
    due_now_minor: int,
    balance_on: date | None = None,
    policy_text: str,
    free_until_at: datetime | None,
    timezone: str,
    names: Sequence[str] = (),
    may_owe: bool = False,
) -> QuoteView:
    """The view of a quote, kept or only priced; `timezone` is the house's, `names` are those of its rooms in order.

    `may_owe`: the guest has yet to say whether it is paid now or all at the house.
    """
    rooms = tuple(
        (_room(own[0].part, names[place : place + 1]), tuple(_rows(own, currency)))
        for place, own in enumerate(_parts(lines))
    )
    if len(rooms) == 1:
        rooms = (("", rooms[0][1]),)
    total = sum(line.gross_minor for line in lines)
    return QuoteView(
        lines=tuple(row for _, rows in rooms for row in rows),
        rooms=rooms,
        total_minor=total,
        total_text=money(total, currency),
        due_now_minor=due_now_minor,
        due_now_text=money(due_now_minor, currency),
        now_words="Due now, or at the house" if may_owe and due_now_minor == total else "Due now",
        later_minor=total - due_now_minor,
        later_text=money(total - due_now_minor, currency),
        later_words=f"Due on {short_day(balance_on)}, by link" if balance_on else "Due at the house",
        vat_rows=tuple(_vat_rows(lines, currency)),
        deadline_text=_deadline(free_until_at, timezone, policy_text),
        policy_text=policy_text,
        currency=currency,
    )


def _parts(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines room by room; a room that was given up has none."""
    parts: dict[int, list[Line]] = {}
    for line in lines:
        parts.setdefault(line.part, []).append(line)
    return [own for _, own in sorted(parts.items())]


def _room(part: int, name: Sequence[str]) -> str:
    """A room keeps its number for ever, also when one before it was given up."""
    return ": ".join((f"Room {part + 1}", *name))


def _rows(lines: Sequence[Line], currency: str) -> list[LineView]:
    rows: list[LineView] = []
    for line in lines:
        if line.kind in MEALS and rows and rows[-1].kind == "room":
            night = rows[-1]
            joint = "and" if " with " in night.label else "with"
            gross = night.gross_minor + line.gross_minor
            label = f"{night.label} {joint} {line.kind}"
            rows[-1] = LineView(label, "room", 1, gross, money(gross, currency, pence=True))
        elif line.kind == "reduction" and rows and (rows[-1].kind, rows[-1].label) == ("reduction", line.label):
            gross = rows[-1].gross_minor + line.gross_minor
            rows[-1] = replace(rows[-1], gross_minor=gross, gross_text=money(gross, currency, pence=True))
        else:
            count = line.count if line.kind != "levy" else 1
            label = _night(line)
            rows.append(
                LineView(label, line.kind, count, line.gross_minor, money(line.gross_minor, currency, pence=True))
            )
    return rows


def _night(line: Line) -> str:
    if line.kind != "room" or line.night is None:
        return line.label
    return short_day(line.night) if line.label == long_day(line.night) else line.label


def _vat_rows(lines: Sequence[Line], currency: str) -> list[tuple[str, str]]:
    """(rate, amount) for each rate of VAT in the quote, the highest first."""
    sums: dict[int, int] = {}
    for line in lines:
        sums[line.vat_bp] = sums.get(line.vat_bp, 0) + line.vat_minor
    return [
        (f"{basis_points / 100:g}%", money(amount, currency, pence=True))
        for basis_points, amount in sorted(sums.items(), reverse=True)
        if amount
    ]


def _deadline(free_until_at: datetime | None, timezone: str, policy_text: str) -> str:
    if free_until_at is None:
        return policy_text
    return free_words(free_until_at, timezone)


def free_words(free_until_at: datetime, timezone: str) -> str:
    """Until when cancelling is free, or was."""
    begins = "Free to cancel" if clock.now() < free_until_at else "Cancelling was free"
    return f"{begins} until {instant(free_until_at, timezone)}"


def booked_quote(booking: PlacedBooking, house: House) -> QuoteView:
    """The quote of a booking with its rooms by their own names, also when some of them were cancelled."""
    return quote_view(
        booking.quote.lines,
        currency=booking.quote.currency,
        due_now_minor=booking.quote.due_now_minor,
        balance_on=booking.quote.balance_on,
        policy_text=booking.quote.policy,
        free_until_at=booking.quote.free_until_at,
        timezone=house.timezone,
        names=[room_type_of(stay.chosen.room_type_id).name for stay in booking.stays],
    )
