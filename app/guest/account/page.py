"""What the account page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from app.booking.history import OwnStay, stays_of_guests
from app.catalogue.closed import house_of, room_type_of
from app.catalogue.queries import catalogue
from app.identity.queries import AgreedTo, SignedIn, consents_of, guests_of, open_sessions
from app.identity.rules import CHANNELS
from app.kernel import clock
from app.kernel.party import together
from app.kernel.stay import Stay
from app.kernel.words import at_hour, short_day, span, tallied
from app.web.links import link_token
from app.web.referral import guest_link
from app.web.search import Search
from app.web.seasons import place_picture, season_of

WEEKS_A_YEAR = 52
STATES = {"cancelled": "cancelled", "no_show": "not come", "in_house": "you are here"}


@dataclass(frozen=True, slots=True)
class StayRow:
    """A booking in the list: its words, its page, and the search for the same again."""

    dates: str
    year: int
    house: str
    room: str
    party: str
    state: str
    url: str
    again_url: str
    picture: str


@dataclass(frozen=True, slots=True)
class ConsentRow:
    channel: str
    given: bool
    history: str


@dataclass(frozen=True, slots=True)
class SessionRow:
    id: int
    device: str
    seen: str
    own: bool


@dataclass(frozen=True, slots=True)
class AccountPage:
    """The names that `guest/account/account.html` uses. `friend_url` is the guest's own link to give away."""

    first_name: str
    email: str
    coming: list[StayRow]
    past: list[StayRow]
    consents: list[ConsentRow]
    sessions: list[SessionRow]
    friend_url: str


def account_page(who: SignedIn, zone: ZoneInfo) -> AccountPage:
    """The account as its guest reads it."""
    guest_ids = guests_of(who)
    stays = stays_of_guests(guest_ids)
    return AccountPage(
        first_name=who.first_name,
        email=who.email,
        coming=[_stay_row(rooms) for rooms in reversed(_bookings([own for own in stays if own.coming]))],
        past=[_stay_row(rooms) for rooms in _bookings([own for own in stays if not own.coming])],
        consents=_consent_rows(consents_of(guest_ids), zone),
        sessions=[
            SessionRow(one.id, one.device, _when(one.seen_at, zone), one.id == who.session_id)
            for one in open_sessions(guest_ids)
        ],
        friend_url=guest_link(who.guest_id),
    )


def _bookings(stays: Sequence[OwnStay]) -> list[list[OwnStay]]:
    """The rooms of each booking together, in the order given; one that was cancelled stands for itself."""
    found: dict[tuple[int, str], list[OwnStay]] = {}
    for own in stays:
        found.setdefault((own.booking_id, own.state), []).append(own)
    return list(found.values())


def _stay_row(rooms: Sequence[OwnStay]) -> StayRow:
    first, stay = rooms[0], _whole(rooms)
    house = house_of(first.location_id)
    return StayRow(
        dates=span(stay.arrival, stay.departure),
        year=stay.arrival.year,
        house=house.name,
        room=tallied([room_type_of(own.room_type_id).name for own in rooms]),
        party=Search(party=together(own.party for own in rooms)).party_text,
        state=STATES.get(first.state, ""),
        url=f"/bookings/{link_token('booking', first.booking_id, first.version)}",
        again_url=_again_url(rooms, clock.today(house.timezone)),
        picture=place_picture(house, season_of(stay.arrival)),
    )


def _whole(rooms: Sequence[OwnStay]) -> Stay:
    return Stay(min(own.stay.arrival for own in rooms), max(own.stay.departure for own in rooms))


def _again_url(rooms: Sequence[OwnStay], today: date) -> str:
    """The same party and nights in the same week of a year to come, on the same days of the week: one room at its page,
    with the rate ticked; several as a search of their house for so many."""
    first = rooms[0]
    house = catalogue().by_id.get(first.location_id)
    search = Search(
        locations=(house.slug,) if house else (),
        stay=same_again(_whole(rooms), today),
        party=together(own.party for own in rooms),
        rooms=len(rooms) if len(rooms) > 1 else None,
        referral="again",
    )
    kind = next((kind for kind in house.room_types if kind.id == first.room_type_id), None) if house else None
    if house is None or kind is None or len(rooms) > 1:
        return search.url()
    rate = urlencode({"rate": f"{kind.id}:{first.rate_plan_id}"})
    return f"{search.url(f'/houses/{house.slug}/rooms/{kind.slug}')}&{rate}"


def same_again(stay: Stay, today: date) -> Stay:
    """The stay moved on by whole years of 52 weeks until it lies ahead; one that lies ahead already, by one."""
    year = timedelta(weeks=WEEKS_A_YEAR)
    years = max((today - stay.arrival) // year + 1, 1)
    return Stay(stay.arrival + years * year, stay.departure + years * year)


def _consent_rows(agreed: Sequence[AgreedTo], zone: ZoneInfo) -> list[ConsentRow]:
    newest = {one.channel: one for one in agreed}
    rows = []
    for channel in CHANNELS:
        one = newest.get(channel)
        today = one is not None and one.given and one.text == CHANNELS[channel]
        rows.append(ConsentRow(channel, today, _said(one, zone) if one else "Never agreed"))
    return rows


def _said(one: AgreedTo, zone: ZoneInfo) -> str:
    """What was said last, and when. An agreement to other words ticks nothing beside today's."""
    day = one.said_at.astimezone(zone).date()
    if not one.given:
        return f"Withdrawn, {short_day(day)} {day.year}"
    agreed = f"Agreed, {short_day(day)} {day.year}"
    if one.text == CHANNELS[one.channel]:
        return agreed
    return f"{agreed}, to older words: “{one.text}” Tick to agree to these; saved without, it ends."


def _when(instant: datetime, zone: ZoneInfo) -> str:
    local = instant.astimezone(zone)
    if local.date() == clock.now().astimezone(zone).date():
        return f"today, {at_hour(local, zone.key)}"
    return f"{short_day(local.date())}, {at_hour(local, zone.key)}"
