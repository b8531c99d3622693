"""Who is coming: the register and the allergies of a booking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app.booking.people.queries import KnownAllergy, allergies_of, kept_allergies, register_of
from app.booking.people.rules import PAPERS, CannotEat, Entry, Person, missing, people_of
from app.booking.queries import PlacedBooking
from app.care import keep_people
from app.catalogue.closed import house_of, room_type_of
from app.catalogue.queries import House
from app.guest.bookings.party_form import SEEN, PartyForm, form_for, spelled, typed_before, typed_now
from app.guest.bookings.shared import blueprint, found
from app.guest.bookings.your_stay import stay_phase
from app.identity.queries import guests_of
from app.kernel.errors import Refused
from app.kernel.words import listed, long_day
from app.web.access import by_token
from app.web.filters import instant
from app.web.links import Link
from app.web.register_fields import person_title
from app.web.respond import form_page, see_other
from app.web.session import who
from app.web.stay_words import stay_view

PAGE = "guest/bookings/party.html"
CHANGED = (
    "Who comes was changed since you opened this page, so nothing is kept yet. What you typed stands beside whom you"
    " typed it about: look it over, then keep it."
)
LACKING = {
    "name": "full name",
    "nationality": "nationality",
    "passport_number": "passport number",
    "passport_place": "where it was issued",
    "next_destination": "where they go next",
}


@dataclass(frozen=True, slots=True)
class PersonView:
    """One person on the page: `papers` are fields, none where the law asks for none."""

    key: str
    title: str
    register: list[Any]
    papers: list[Any]
    papers_asked: bool
    number_hint: str
    lacking: str
    allergy: dict[str, Any]
    allergy_open: bool
    read_words: str


@blueprint.get("/bookings/<token:token>/party")
@by_token("booking")
def party(link: Link) -> Response:
    """Everybody who comes, as far as the house knows them."""
    booking = found(link)
    return _Asking(booking, link.token).page()


@blueprint.post("/bookings/<token:token>/party")
@by_token("booking")
def tell_party(link: Link) -> Response:
    """What was typed is kept, all of it or some; with `act=show` the page only asks for what belongs to it."""
    asking = _Asking(found(link), link.token)
    if request.form.get("act") == "show":
        return asking.page()
    if asking.stale:
        return form_page(PAGE, asking.form, 409, **asking.context(), refused=CHANGED)
    if not asking.form.validate():
        return asking.page(422)
    try:
        keep_people(asking.booking.id, asking.form.entries(), asking.form.allergies(asking.called()))
    except Refused as refused:
        return form_page(PAGE, asking.form, 409, **asking.context(), refused=str(refused))
    return see_other(f"/bookings/{link.token}/party?kept=1")


class _Asking:
    """The page of one booking's people, and the form in it."""

    def __init__(self, booking: PlacedBooking, token: str) -> None:
        self.booking, self.token = booking, token
        self.open = stay_phase(booking) in ("coming", "here", "leaving")
        self.people = people_of((own.part, own.chosen.party) for own in booking.live) if self.open else ()
        self.known: dict[tuple[int, int], KnownAllergy] = allergies_of(booking.id) if self.open else {}
        self.entries = _with_names(self.people, register_of(booking.id), self) if self.open else {}
        self.kept = _kept(booking) if self.open and not self.known else {}
        before = typed_before(self.people, self.entries, self.known, self.kept)
        sent = MultiDict(request.form) if request.method == "POST" else None
        sent, self.stale = typed_now(sent, self.people) if sent and self.open else (sent, False)
        self.form: PartyForm = form_for(self.people)(sent, data=before)

    def called(self) -> dict[tuple[int, int], str]:
        """What to call people without a name in the register."""
        return {
            person.key: self.known[person.key].cannot_eat.person if person.key in self.known else person_title(person)
            for person in self.people
        }

    def page(self, status: int | None = None) -> Response:
        return form_page(PAGE, self.form, status, **self.context(), refused="")

    def context(self) -> dict[str, Any]:
        house = house_of(self.booking.basket.location_id)
        people = [self._view(person, house) for person in self.people]
        return {
            "url": f"/bookings/{self.token}",
            "stay": stay_view(house.id, *self.booking.basket.stays),
            "open": self.open,
            "people": people,
            "seen": (SEEN, spelled(self.people)),
            "lacking": [(one.title, one.lacking, one.key) for one in people if one.lacking],
            "by_when": long_day(self.booking.basket.arrival),
            "kept": "kept" in request.args,
            "from_before": bool(self.kept),
        }

    def _view(self, person: Person, house: House) -> PersonView:
        form, entry = self.form, self.entries.get(person.key, Entry())
        rooms = {own.part: room_type_of(own.chosen.room_type_id).name for own in self.booking.live}
        room = rooms[person.part] if len(rooms) > 1 else ""
        names = ("allergens", "severity", "eats", "consent", "keep")
        allergy = {name: form.of(person, name) for name in names}
        known = self.known.get(person.key)
        return PersonView(
            key=f"{person.part}-{person.number}",
            title=f"{person_title(person)}, {room}" if room else person_title(person),
            register=[form.of(person, name) for name in ("name", "nationality")] if person.registered else [],
            papers=[form.of(person, name) for name in PAPERS] if person.registered else [],
            papers_asked=form.wants_papers(person),
            number_hint=f"We have one that ends in {entry.passport_number[-2:]}. Type it again only to change it."
            if entry.passport_number
            else "",
            lacking=listed([LACKING[name] for name in missing(entry)]) if person.registered else "",
            allergy=allergy,
            allergy_open=known is not None
            or bool(form.typed_allergy(person))
            or any(f.errors for f in allergy.values()),
            read_words=_read_words(known, house) if known else "",
        )


def _kept(booking: PlacedBooking) -> dict[tuple[int, int], CannotEat]:
    """What the guest of this booking kept for the next stays, where it is they who ask: proven by having signed in."""
    known = who()
    return kept_allergies(booking.id, guests_of(known)) if known else {}


def _with_names(
    people: tuple[Person, ...], entries: dict[tuple[int, int], Entry], asking: _Asking
) -> dict[tuple[int, int], Entry]:
    """The entries, and where there is none the name that the booking knows anyway."""
    names = {key: known.cannot_eat.person for key, known in asking.known.items()}
    if asking.booking.guest_name:
        names[0, 1] = asking.booking.guest_name
    guessed = {person.key: Entry(names[person.key]) for person in people if person.registered and person.key in names}
    return guessed | entries


def _read_words(known: KnownAllergy, house: House) -> str:
    if known.read_at is None:
        return "The kitchen reads it before you arrive."
    at = known.read_at.astimezone(ZoneInfo(house.timezone)).replace(second=0, microsecond=0)
    return f"The kitchen read it, {instant(at, house.timezone)}."
