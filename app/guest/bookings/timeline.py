"""The line of a booking: what happened, today, and what is to come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from app.booking.deeds import WROTE, Deed
from app.booking.folio import LedgerLine
from app.booking.queries import PlacedBooking
from app.catalogue.closed import house_of, room_type_of
from app.catalogue.queries import House
from app.guest.bookings.by_house import BY_HOUSE
from app.guest.bookings.noticed import NOTICED
from app.kernel import clock
from app.kernel.wall import wall_instant
from app.kernel.words import DAYS, MONTHS, at_hour, hour, listed, money, short_day
from app.web.stay_words import leaving_hour

MAILS = {
    "booked": "Your booking, with its calendar file",
    "changed": "What changed",
    "cancelled": "Cancelled, and what became of the money",
    "paid": "A receipt",
    "refunded": "Your money is on its way",
    "balance": "A link to pay",
    "before_arrival": "How to get there, and the garden",
    "arrival_day": "Today’s the day",
    "survey": "How was it?",
    "survey_reminder": "How was it? Once more",
    "case_reply": "An answer to what you told us",
    "case_closed": "Is it put right?",
    "notice": "Something will not be as usual",
    "notice_update": "News of what will not be as usual",
    "notice_over": "It is over",
    "find": "A link to this page",
}
"""What each kind of mail was about; other kinds are not told of."""

PLAIN = {
    "checked_in": ("You came", ""),
    "checked_out": ("You left", ""),
    "no_show": ("Nobody came", "What was paid is kept; nothing more is charged"),
    "people_kept": ("You told us who is coming", ""),
    "refund_failed": ("A refund did not go through", "The house has been told, and sees to it"),
}
"""Deeds that say the same of every booking."""

OVER = ("cancelled", "no_show", "departed")


@dataclass(frozen=True, slots=True)
class Moment:
    """A row of the line. `state` is `done`, `now`, or empty for what is to come."""

    when: str
    title: str
    detail: str = ""
    state: str = ""


def timeline(booking: PlacedBooking, history: Sequence[Deed]) -> list[Moment]:
    """What happened, where today stands in it, and what is to come, in order of time; what happened once it is over."""
    house = house_of(booking.basket.location_id)
    past = _past(booking, history, house)
    if booking.state in OVER:
        return [moment for _, moment in past]
    now = clock.now()
    coming = list(_coming(booking, house))
    past += [(at, replace(moment, state="done")) for at, moment in coming if at <= now]
    past.sort(key=lambda one: one[0])
    today = Moment(_day(clock.today(house.timezone)), "Today", state="now")
    return [*(moment for _, moment in past), today, *(moment for at, moment in coming if at > now)]


def newest(booking: PlacedBooking, history: Sequence[Deed]) -> Moment | None:
    """The last thing that its guest did to the booking, for the page that follows doing it."""
    house = house_of(booking.basket.location_id)
    for deed in reversed(history):
        if deed.action in _SPOKEN and (words := _deed_words(deed, booking)):
            return _moment(deed.at, *words, house)
    return None


def _past(booking: PlacedBooking, history: Sequence[Deed], house: House) -> list[tuple[datetime, Moment]]:
    told = [(deed.at, *words) for deed in _without_repeats(history) if (words := _deed_words(deed, booking))]
    if not any(deed.action == "booked" for deed in history):
        told.append((booking.booked_at, "Booked", ""))
    told += [(line.written_at, *_money_words(line, booking)) for line in booking.folio if _is_money(line, booking)]
    told.sort(key=lambda one: one[0])
    return [(at, _moment(at, title, detail, house)) for at, title, detail in told]


def _without_repeats(history: Sequence[Deed]) -> Iterator[Deed]:
    """Of the same deed told several times in a row, the last: somebody who corrects a name does not fill the line."""
    for number, deed in enumerate(history):
        later = history[number + 1] if number + 1 < len(history) else None
        if later is None or (later.action, later.kind) != (deed.action, deed.kind) or deed.action not in PLAIN:
            yield deed


def _moment(at: datetime, title: str, detail: str, house: House) -> Moment:
    local = at.astimezone(ZoneInfo(house.timezone)).replace(second=0, microsecond=0)
    return Moment(_day(local.date()), f"{title}, {at_hour(local, house.timezone)}", detail, "done")


def _is_money(line: LedgerLine, booking: PlacedBooking) -> bool:
    """Charges are the bill's to show; what was paid while booking is told with it."""
    return line.kind == "refund" or (line.kind == "payment" and line.written_at != booking.booked_at)


def _money_words(line: LedgerLine, booking: PlacedBooking) -> tuple[str, str]:
    amount = money(abs(line.amount_minor), booking.quote.currency, pence=True)
    if line.kind == "refund":
        return f"{amount} refunded", "To where you paid from; banks take up to ten working days"
    return f"{amount} paid", "" if line.label.startswith("Paid by") else line.label


def _deed_words(deed: Deed, booking: PlacedBooking) -> tuple[str, str] | None:
    """Title and detail of a deed that a guest is told of; None of any other."""
    if deed.action == WROTE:
        return ("We wrote to you", MAILS[deed.kind]) if deed.kind in MAILS else None
    if deed.action in PLAIN:
        return PLAIN[deed.action]
    spoken = _SPOKEN.get(deed.action) or BY_HOUSE.get(deed.action)
    return spoken(deed.facts, booking) if spoken else None


def _booked(_: Mapping[str, Any], booking: PlacedBooking) -> tuple[str, str]:
    paid = -sum(
        line.amount_minor for line in booking.folio if line.kind == "payment" and line.written_at == booking.booked_at
    )
    return "Booked", f"{money(paid, booking.quote.currency, pence=True)} paid" if paid else ""


def _cancelled(facts: Mapping[str, Any], booking: PlacedBooking) -> tuple[str, str]:
    return "Cancelled", _what_became(facts, booking.quote.currency)


def _stay_cancelled(facts: Mapping[str, Any], booking: PlacedBooking) -> tuple[str, str]:
    gone = [room_type_of(stay.chosen.room_type_id).name for stay in booking.stays if stay.part in facts["parts"]]
    return f"{listed(gone)} cancelled", _what_became(facts, booking.quote.currency)


def _stay_no_show(facts: Mapping[str, Any], booking: PlacedBooking) -> tuple[str, str]:
    missed = [room_type_of(stay.chosen.room_type_id).name for stay in booking.stays if stay.part in facts["parts"]]
    return f"Nobody came to the {listed(missed)}", _what_became(facts, booking.quote.currency)


def _what_became(facts: Mapping[str, Any], currency: str) -> str:
    words = []
    if facts.get("refund_minor"):
        words.append(f"{money(facts['refund_minor'], currency, pence=True)} goes back")
    if facts.get("kept_minor"):
        kept = money(facts["kept_minor"], currency, pence=True)
        words.append(f"{kept} kept until your nights are resold" if facts.get("resale") else f"{kept} kept")
    return "; ".join(words)


def _resold(facts: Mapping[str, Any], booking: PlacedBooking) -> tuple[str, str]:
    nights = [short_day(date.fromisoformat(one["night"])) for one in facts["nights"]]
    back = facts.get("refund_minor", 0)
    detail = f"{money(back, booking.quote.currency, pence=True)} goes back" if back else "The fee took what it fetched"
    return f"{listed(nights)} resold", detail


def _arrival_time(facts: Mapping[str, Any], _: PlacedBooking) -> tuple[str, str]:
    about = facts.get("about")
    return "You told us when you come", f"About {hour(time.fromisoformat(about))}" if about else "Not known yet"


def _running_late(facts: Mapping[str, Any], booking: PlacedBooking) -> tuple[str, str]:
    zone = house_of(booking.basket.location_id).timezone
    return "You are running late", f"Expected about {at_hour(datetime.fromisoformat(facts['expected_at']), zone)}"


CHANGES = {
    "house": "another house",
    "dates": "dates",
    "room": "room",
    "rate": "rate",
    "party": "guests",
    "suppers": "supper",
    "extras": "extras",
    "rooms": "a room added",
    "offers": "an offer added",
}


def _amended(facts: Mapping[str, Any], booking: PlacedBooking) -> tuple[str, str]:
    currency = booking.quote.currency
    before, after = (money(facts[name], currency, pence=True) for name in ("before_minor", "total_minor"))
    words = [f"{before} before, {after} now" if before != after else f"Still {after}"]
    words += [f"{money(facts['due_minor'], currency, pence=True)} to pay"] if facts.get("due_minor") else []
    words += (
        [f"{money(facts['allowance_minor'], currency, pence=True)} paid by us"] if facts.get("allowance_minor") else []
    )
    words += [f"{money(facts['refund_minor'], currency, pence=True)} goes back"] if facts.get("refund_minor") else []
    words += [f"{money(facts['kept_minor'], currency, pence=True)} kept"] if facts.get("kept_minor") else []
    return f"Changed: {listed([CHANGES[name] for name in facts['changed']])}", "; ".join(words)


_SPOKEN = {
    **NOTICED,
    "amended": _amended,
    "arrival_time": _arrival_time,
    "booked": _booked,
    "running_late": _running_late,
    "cancelled": _cancelled,
    "stay_cancelled": _stay_cancelled,
    "stay_no_show": _stay_no_show,
    "resold": _resold,
}


def _coming(booking: PlacedBooking, house: House) -> Iterator[tuple[datetime, Moment]]:
    """(instant, moment) of what the booking holds in store, in order of time."""
    zone, basket = house.timezone, booking.basket
    ahead = [
        *_deadline(booking, house),
        _at(basket.arrival, house.check_in_time, zone, f"Your {_rooms(booking)} ready", house.address),
        *_suppers(booking, house),
        _at(basket.departure, leaving_hour(booking, house), zone, f"Leave by {hour(leaving_hour(booking, house))}", ""),
    ]
    yield from sorted(ahead, key=lambda one: one[0])


def _rooms(booking: PlacedBooking) -> str:
    return "rooms are" if len(booking.basket.stays) > 1 else "room is"


def _deadline(booking: PlacedBooking, house: House) -> Iterator[tuple[datetime, Moment]]:
    free = booking.quote.free_until_at
    if free:
        local = free.astimezone(ZoneInfo(house.timezone))
        title = f"{hour(local.time()).capitalize()}: last moment to cancel for nothing"
        yield free, Moment(_day(local.date()), title)


def _suppers(booking: PlacedBooking, house: House) -> Iterator[tuple[datetime, Moment]]:
    begins = {own.id: own.begins for own in house.sittings}
    for night, sitting in sorted({supper for own in booking.basket.stays for supper in own.suppers}):
        if sitting in begins:
            yield _at(night, begins[sitting], house.timezone, f"Supper at {hour(begins[sitting])}", "")


def _at(day: date, wall: time, zone: str, title: str, detail: str) -> tuple[datetime, Moment]:
    return wall_instant(day, wall.hour, wall.minute, zone), Moment(_day(day), title, detail)


def _day(day: date) -> str:
    """Fri 5 Mar: the line has a narrow edge."""
    return f"{DAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]}"
