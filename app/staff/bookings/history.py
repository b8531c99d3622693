"""What was done to a booking, by whom, in the desk's words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from app.booking.deeds import DeedBy
from app.catalogue.queries import House
from app.identity.staff.queries import staff_names
from app.kernel.words import DAYS, MONTHS, at_hour, hour, listed, money, short_day

ACTORS = {"guest": "the guest", "provider": "the payment provider", "worker": "by itself", "import": "brought over"}
CHANGES = {
    "house": "house",
    "dates": "dates",
    "room": "room type",
    "rate": "rate",
    "party": "party",
    "suppers": "suppers",
    "extras": "extras",
    "rooms": "a room added",
    "offers": "an offer added",
}
SUMS = (
    ("amount_minor", ""),
    ("due_minor", "to pay"),
    ("refund_minor", "goes back"),
    ("kept_minor", "kept"),
    ("allowance_minor", "we paid"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One deed: when, what, a detail, and whose it was."""

    at: datetime
    day: str
    hour: str
    title: str
    detail: str
    by: str


def history(deeds: Sequence[DeedBy], house: House, currency: str) -> list[Line]:
    """The deeds as lines in the order in which they come; one statement, for the names of staff."""
    names = staff_names({deed.actor_id for deed in deeds if deed.actor == "staff" and deed.actor_id})
    return [_line(deed, house, currency, names) for deed in deeds]


def _line(deed: DeedBy, house: House, currency: str, names: Mapping[int, str]) -> Line:
    title, detail = _words(deed, house, currency)
    by = names.get(deed.actor_id or 0, "the desk") if deed.actor == "staff" else ACTORS.get(deed.actor, deed.actor)
    day = deed.at.astimezone(ZoneInfo(house.timezone)).date()
    return Line(deed.at, brief(day), at_hour(deed.at, house.timezone), title, detail, by)


def brief(day: date) -> str:
    """Fri 5 Mar."""
    return f"{DAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]}"


def _words(deed: DeedBy, house: House, currency: str) -> tuple[str, str]:
    spoken = _SPOKEN.get(deed.action)
    title, detail = spoken(deed.facts, house) if spoken else (deed.action.replace("_", " ").capitalize(), "")
    if deed.action == "amended" and deed.facts.get("before_minor") != deed.facts.get("total_minor"):
        before, after = (money(deed.facts[name], currency, pence=True) for name in ("before_minor", "total_minor"))
        detail = f"{detail}; {before} before, {after} now"
    sums = [
        " ".join(filter(None, (money(deed.facts[name], currency, pence=True), words)))
        for name, words in SUMS
        if isinstance(deed.facts.get(name), int) and deed.facts[name]
    ]
    return title, "; ".join(filter(None, (detail, *sums)))


def _booked(facts: Mapping[str, Any], _: House) -> tuple[str, str]:
    return "Booked", ""


def _amended(facts: Mapping[str, Any], _: House) -> tuple[str, str]:
    return "Changed", listed([CHANGES.get(name, name) for name in facts.get("changed", ())])


CHOICES = {
    "keep": "keep the stay and take the remedy",
    "dates": "come on the other dates",
    "house": "go to the other house",
    "cancel": "cancel for nothing",
}


def _notice_chosen(facts: Mapping[str, Any], _: House) -> tuple[str, str]:
    return "Chose what to do about a notice", CHOICES.get(str(facts.get("choice")), "")


def _stay_cancelled(facts: Mapping[str, Any], _: House) -> tuple[str, str]:
    return listed([f"Room {part + 1}" for part in facts.get("parts", ())]) + " cancelled", ""


def _stay_no_show(facts: Mapping[str, Any], _: House) -> tuple[str, str]:
    return "Nobody came to " + listed([f"room {part + 1}" for part in facts.get("parts", ())]), ""


def _arrival_time(facts: Mapping[str, Any], _: House) -> tuple[str, str]:
    about = facts.get("about")
    return "Said when they come", f"about {hour(time.fromisoformat(about))}" if about else "not known yet"


def _running_late(facts: Mapping[str, Any], house: House) -> tuple[str, str]:
    return "Runs late", f"about {at_hour(datetime.fromisoformat(facts['expected_at']), house.timezone)}"


def _resold(facts: Mapping[str, Any], _: House) -> tuple[str, str]:
    return f"{listed([short_day(date.fromisoformat(one['night'])) for one in facts['nights']])} resold", ""


def _paid(facts: Mapping[str, Any], _: House) -> tuple[str, str]:
    words = {"card_machine": "on the card machine", "cash": "in cash", "bank_transfer": "by bank transfer"}
    return "Paid", words.get(facts.get("method", ""), "by card, online")


def _plain(title: str) -> Callable[[Mapping[str, Any], House], tuple[str, str]]:
    return lambda _facts, _house: (title, "")


_SPOKEN: dict[str, Callable[[Mapping[str, Any], House], tuple[str, str]]] = {
    "booked": _booked,
    "amended": _amended,
    "stay_cancelled": _stay_cancelled,
    "stay_no_show": _stay_no_show,
    "arrival_time": _arrival_time,
    "running_late": _running_late,
    "resold": _resold,
    "paid": _paid,
    "cancelled": _plain("Cancelled"),
    "checked_in": _plain("Checked in"),
    "checked_out": _plain("Checked out"),
    "no_show": _plain("Nobody came"),
    "people_kept": _plain("Said who is coming"),
    "refunded": _plain("Refunded"),
    "refund_failed": _plain("A refund did not go through"),
    "refund_asked": _plain("A refund was asked for"),
    "charged": _plain("Charged"),
    "charge_corrected": _plain("A charge was taken back"),
    "goodwill": _plain("Given for goodwill"),
    "remedied": _plain("The remedy of a notice was taken off"),
    "notice_chosen": _notice_chosen,
    "noted": _plain("A note was written"),
    "note_removed": _plain("A note was taken away"),
    "readdressed": _plain("Given to somebody else"),
    "sent_again": _plain("A mail was sent again"),
}
