"""What a guest reads about a notice that touches their nights, and what they may do, to the penny."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from app.booking.queries import PlacedBooking
from app.care.choices.queries import FOUND_NONE, LOOKING, Option, TouchedBooking, offered_to, touches_of
from app.care.choices.rules import CANCEL, CHOOSING, HOUSE, KEEP, LEAVING
from app.care.notices.coming import coming
from app.care.notices.rules import HERE
from app.catalogue.closed import house_of
from app.guest.booking_money import BACK
from app.guest.bookings.noticed import CHOICES
from app.kernel import clock
from app.kernel.words import at_hour, counted, listed, money, short_day, span
from app.web.stay_words import HouseView, house_view, stay_view

MOST_SUPPERS = 2
"""That are named one by one; of more only the number is said."""
MOST_NIGHTS = 2
"""In a row with nothing different that have a line each."""
TAGS = {"low": "Hardly noticed", "felt": "Not as usual", "heavy": "Spoiled"}
WHY_LESS = {
    LOOKING: "Something has changed since we wrote. We look again what we can hold; come back in a few minutes.",
    FOUND_NONE: "For your booking as it is, not everything could be held: what you see is what we can keep.",
}
STANDS = {
    "over": ("It is over", "Everything is as it was."),
    "withdrawn": ("It does not take place", "Everything is as you booked it."),
}


@dataclass(frozen=True, slots=True)
class OptionView:
    """One thing to choose. `bill` is the bill with this choice as (words, sum); `after` says what becomes of money."""

    choice: str
    title: str
    words: str
    price_text: str
    act_label: str
    checked: bool
    bill: list[tuple[str, str]]
    total_minor: int
    total_text: str
    after: str


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice in one banner of the booking's page."""

    url: str
    title: str
    sentence: str
    act: str


@dataclass(frozen=True, slots=True)
class NoticePage:
    """The names that `guest/bookings/notice.html` uses. `stands` is set once it is over, `wanted` is whose bill is
    shown; without options `until_text` is empty, and `nights` where it touches none that are theirs."""

    url: str
    booking_url: str
    reference: str
    revision: int
    house: HouseView
    title: str
    lead: str
    said: str
    when: str
    nights: list[tuple[str, str, str]]
    stands: tuple[str, str] | None
    chosen_words: str
    until_text: str
    too_late: bool
    gone: bool
    why_less: str
    options: list[OptionView] = field(default_factory=list)
    wanted: OptionView | None = None


def notice_page(booking: PlacedBooking, touched: TouchedBooking, token: str, wanted: str = "") -> NoticePage:
    """The page of a notice for one booking; `wanted` is the choice whose bill is shown, else the first."""
    house, now = house_of(touched.location_id), clock.now()
    found, why = offered_to(touched, booking)
    names = [option.choice for option in found]
    checked = wanted if wanted in names else next(iter(names), "")
    options = [_option(option, booking, option.choice == checked) for option in found]
    url, until = f"/bookings/{token}/notices/{touched.notice_id}", touched.choose_until_at
    return NoticePage(
        url=url,
        booking_url=f"/bookings/{token}",
        reference=booking.reference,
        revision=booking.revision,
        house=house_view(house, booking.basket.arrival),
        title=touched.title,
        lead=touched.meaning,
        said=touched.said,
        when=_span(touched, house.timezone),
        nights=[] if touched.gone or touched.choice in LEAVING else _nights(booking, touched),
        stands=STANDS.get(touched.state),
        chosen_words=CHOICES.get(touched.choice or "", ""),
        until_text=_when(until, house.timezone) if until and options else "",
        too_late=touched.announced and not touched.choice and until is not None and now >= until,
        gone=touched.gone and not touched.choice,
        why_less=WHY_LESS.get(why, ""),
        options=options,
        wanted=next((option for option in options if option.checked), None),
    )


def notice_lines(booking: PlacedBooking, token: str) -> list[NoticeLine]:
    """The notices that touch a booking and are not over, as banners; no statement where the house has none then."""
    now, basket = clock.now(), booking.basket
    lines: list[NoticeLine] = []
    if not coming(basket.location_id, basket.arrival, basket.departure):
        return lines
    for own in touches_of(booking.id):
        if not own.announced or (own.gone and not own.choice):
            continue
        says = f"{CHOICES[own.choice]}." if own.choice else " ".join(one["says"] for one in own.why)
        act = "Choose what to do" if own.may_choose(now) and booking.state in CHOOSING else "What it means for you"
        lines.append(NoticeLine(f"/bookings/{token}/notices/{own.notice_id}", own.title, says, act))
    return lines


def _when(instant: datetime, zone: str) -> str:
    return f"{short_day(instant.astimezone(ZoneInfo(zone)).date())}, {at_hour(instant, zone)}"


def _span(touched: TouchedBooking, zone: str) -> str:
    begins, ends = _when(touched.begins_at, zone), _when(touched.ends_at, zone)
    same_day = begins.split(",")[0] == ends.split(",")[0]
    return f"{begins} to {at_hour(touched.ends_at, zone) if same_day else ends}"


def _nights(booking: PlacedBooking, touched: TouchedBooking) -> list[tuple[str, str, str]]:
    """(night, what it means, tag) of every night; an empty tag where it is as booked, and then in a row are one row."""
    rows: list[tuple[str, str, str]] = []
    nights = sorted({night for stay in booking.live for night in stay.chosen.stay} | set(touched.nights))
    told: set[str] = set()
    for is_touched, some in groupby(nights, key=touched.nights.__contains__):
        if is_touched:
            rows += [(short_day(night), _means(night, touched, told), TAGS[touched.weight]) for night in some]
        else:
            rows += [(words, "Nothing is different", "") for words in _runs(list(some))]
    return rows


def _means(night: date, touched: TouchedBooking, told: set[str]) -> str:
    """What of theirs it touches that night, said once; else what it is. That they are there stands before it."""
    mine = [one["says"] for one in touched.why if one["key"] != HERE and night.isoformat() in one["nights"]]
    fresh = [says for says in mine if says not in told]
    told.update(fresh)
    return " ".join(fresh) or touched.title


def _runs(nights: list[date]) -> list[str]:
    """Many nights in a row by the first and the last of them; else each."""
    follow = (nights[-1] - nights[0]).days == len(nights) - 1
    if len(nights) > MOST_NIGHTS and follow:
        return [f"{short_day(nights[0])} to {short_day(nights[-1])}"]
    return [short_day(night) for night in nights]


def _option(option: Option, booking: PlacedBooking, checked: bool) -> OptionView:
    def text(minor: int) -> str:
        return money(minor, booking.quote.currency, pence=True)

    title, sentence, act = _words(option, booking, text(option.allowance_minor), text(option.remedy_minor))
    before = booking.quote.total_minor
    bill = [("Your stay as booked", text(before))]
    if option.choice == CANCEL:
        bill.append(("Cancelled", text(-before)))
    elif option.total_minor != before:
        words = "It costs more there" if option.total_minor > before else "It costs less there"
        bill.append(
            (words if option.choice == HOUSE else words.removesuffix(" there"), text(option.total_minor - before))
        )
    if option.allowance_minor:
        bill.append(("We pay that", text(-option.allowance_minor)))
    if option.remedy_minor:
        bill.append(("For putting up with it", text(-option.remedy_minor)))
    price = _price(option, before, text(option.remedy_minor), text(before - option.pays_minor))
    back = f"{text(option.refund_minor)} goes back {BACK}." if option.refund_minor else ""
    return OptionView(
        choice=option.choice,
        title=title,
        words=sentence,
        price_text=f"{text(option.refund_minor)} back" if option.refund_minor else price,
        act_label=act,
        checked=checked,
        bill=bill,
        total_minor=option.pays_minor,
        total_text=text(option.pays_minor),
        after=back
        or ("Nothing was paid, so nothing goes back." if option.choice == CANCEL else "You pay nothing now."),
    )


def _price(option: Option, before: int, remedy: str, less: str) -> str:
    if option.choice == CANCEL:
        return "Nothing owed"
    if option.remedy_minor:
        return f"{remedy} off"
    return "Same price" if option.pays_minor == before else f"{less} less"


def _words(option: Option, booking: PlacedBooking, allowance: str, remedy: str) -> tuple[str, str, str]:
    """Title, sentence and the words of the button."""
    if option.choice == KEEP:
        words = f"Nothing to move. {remedy} comes off your bill." if option.remedy_minor else "Nothing to move."
        return "Keep my stay", words, "Keep my stay"
    if option.choice == CANCEL:
        return "Cancel for nothing", "Whatever was agreed, nothing is kept.", "Cancel for nothing"
    assert option.basket is not None
    view = stay_view(option.basket.location_id, *option.basket.stays)
    nights = counted((option.basket.departure - option.basket.arrival).days, "night")
    cost = f"It costs {allowance} more; we pay that." if option.allowance_minor else "You pay nothing more."
    suppers = [one.removeprefix("Supper ") for one in view.suppers]
    tables = f" With supper: {listed(suppers)}." if suppers else ""
    if len(suppers) > MOST_SUPPERS:
        tables = f" With supper on {counted(len(suppers), 'evening')}."
    if option.choice == HOUSE:
        title = f"Go to {view.house.name} instead"
        return title, f"{view.name}, the same {nights}, held for you. {cost}{tables}", f"Go to {view.house.name}"
    dates = span(option.basket.arrival, option.basket.departure)
    return f"Come {dates} instead", f"The same room, held for you. {cost}{tables}", "Come on those dates"
