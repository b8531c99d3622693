"""`/staff/<house>/bookings/<reference>/check-in`: all that is needed before they go up, on one page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request
from werkzeug.wrappers import Response

from app.booking.errors import Stale, WrongState
from app.booking.people.operations import keep_register
from app.booking.people.rules import PAPERS, Entry, Person, lacking
from app.booking.reception.errors import BalanceOpen, NoRoomGiven, RegisterLacks, RoomNotReady
from app.booking.reception.neighbours import still_inside
from app.booking.reception.operations import receive, undo_check_in
from app.booking.reception.queries import COMING, HERE, desk_stays_of
from app.booking.reception.standing import StandingStay, sleeping_in
from app.booking.rooms.errors import NotSuited
from app.catalogue.closed import room_type_of
from app.catalogue.queries import House
from app.identity.staff.rules import Actor
from app.kernel import clock
from app.kernel.errors import Refused
from app.kernel.words import counted
from app.staff.arrivals.doors import Doors
from app.staff.arrivals.form import CheckInForm, filled, form_for
from app.staff.arrivals.rows import rows_of
from app.staff.arrivals.shared import Desk, blueprint, changed, desk_of, done_by, of_this_day, taken_back
from app.web.access import staff
from app.web.respond import form_page, see_other

PAGE = "staff/arrivals/check_in.html"


@dataclass(frozen=True, slots=True)
class PersonView:
    """One person of the register; `papers` are fields, asked for only where the law asks."""

    key: str
    title: str
    register: list[Any]
    papers: list[Any]
    papers_asked: bool
    hint: str


@dataclass(frozen=True, slots=True)
class RoomView:
    """One room that is to come: its fields and its people; `here` is the tick, None where there is one room only."""

    part: int
    title: str
    party: str
    door: Any
    here: Any
    people: list[PersonView]


@blueprint.get("/staff/<slug:house>/bookings/<reference>/check-in")
@staff("run_stays")
def check_in(actor: Actor, house: House, reference: str) -> Response:
    """What they still need before they go up; where they are, once they are in."""
    return _Receiving(actor, desk_of(house, reference)).page()


@blueprint.post("/staff/<slug:house>/bookings/<reference>/check-in")
@staff("run_stays")
def receive_guests(actor: Actor, house: House, reference: str) -> Response:
    """They are in the house; with `act=keep` only the register is kept, with `act=show` nothing."""
    asking, act = _Receiving(actor, desk_of(house, reference)), request.form.get("act")
    if act == "show":
        return asking.page()
    if not asking.form.validate():
        return asking.page(422)
    return asking.keep() if act == "keep" else asking.receive()


@blueprint.post("/staff/<slug:house>/bookings/<reference>/check-in/undo")
@staff("run_stays")
def undo_received(actor: Actor, house: House, reference: str) -> Response:
    """They are still to come, after all."""
    desk = desk_of(house, reference)
    if refused := taken_back(desk, HERE, undo_check_in, actor.staff_id):
        return _Receiving(actor, desk_of(house, reference)).page(409, refused)
    return see_other(f"{desk.url}/check-in?undone=1")


class _Receiving:
    """The page of one booking whose guests stand before the desk, and the form in it."""

    def __init__(self, actor: Actor, desk: Desk) -> None:
        self.actor, self.desk, self.standing = actor, desk, desk.standing
        self.today = clock.today(desk.house.timezone)
        self.coming = self.standing.at(COMING) if self.standing.placed.state in ("confirmed", "in_house") else ()
        self.people = tuple(one for one in sleeping_in(self.coming) if one.registered)
        self.entries = self._entries()
        due = self._somebody_is_due()
        self.inside = still_inside(desk.house.id, self.today, but=self.standing.placed.id) if due else {}
        self.doors = Doors(desk, self.coming, self.today, self.inside)
        doors = {own.part: self.doors.choices(own) for own in self.coming}
        given = {own.part: own.door_on(self.today) for own in self.coming}
        known = filled(self.people, self.entries, given)
        known |= {"as_seen": self.standing.as_seen, "words_seen": desk.facts_kept}
        self.form: CheckInForm = form_for(self.people, doors).typed(known)
        if not self._asks_to_settle():
            self.form.leave_unsettled()

    def page(self, status: int | None = None, refused: str = "", differences: Any = ()) -> Response:
        return form_page(PAGE, self.form, status, **self._context(), refused=refused, differences=differences)

    def keep(self) -> Response:
        try:
            keep_register(self.standing.placed.id, self.form.entries(), by=self.actor.staff_id)
        except Refused as refused:
            return self.page(409, str(refused))
        return see_other(f"{self.desk.url}/check-in?kept=1")

    def receive(self) -> Response:
        """Checks in those who are here, or says what lacks: all of it at once where it can be known before."""
        form = self.form
        if form.as_seen.data != self.standing.as_seen:
            return self._again(str(Stale()))
        form.refuse_lacking(self._lacking())
        self._require_doors()
        if self._asks_to_settle():
            form.require_settled(self.desk.due_text)
        if not form.chosen:
            form.refuse(f"comes-{self.coming[0].part}" if self.coming else "as_seen", "Tick who is here")
        if form.errors:
            return self.page(422)
        try:
            receive(
                self.standing.placed.id,
                form.chosen,
                register={key: entry for key, entry in form.entries().items() if key[0] in form.chosen},
                doors=form.doors,
                taken=form.taken,
                unready=form.unready.data or "",
                unsuited=form.unsuited.data or "",
                as_seen=form.as_seen.data or "",
                by=self.actor.staff_id,
            )
        except (RegisterLacks, NoRoomGiven, NotSuited, RoomNotReady, BalanceOpen) as lacks:
            return self._mend(lacks)
        except (Stale, WrongState) as refused:
            return self._again(str(refused))
        except Refused as refused:
            return self.page(409, str(refused))
        return see_other(f"{self.desk.url}/check-in?in=1")

    def _require_doors(self) -> None:
        """Says which room has no door, and which door is not ready while nobody says why they go in."""
        form = self.form
        for part in form.chosen:
            room = self.desk.rooms.get(form.doors.get(part, 0))
            if room is None:
                form.refuse(f"room-{part}", str(NoRoomGiven(part)))
            elif (room.room_id in self.inside or not room.ready) and not form.unready.data:
                guest = self.inside.get(room.room_id, "")
                form.refuse("unready", str(RoomNotReady(part, room.name, room.state, guest)))

    def _mend(self, lacks: Refused) -> Response:
        if isinstance(lacks, RegisterLacks):
            self.form.refuse_lacking(lacks.lacking)
        elif isinstance(lacks, NoRoomGiven):
            self.form.refuse(f"room-{lacks.part}", str(lacks))
        else:
            fields = {NotSuited.code: "unsuited", RoomNotReady.code: "unready"}
            self.form.refuse(fields.get(lacks.code, "settle"), str(lacks))
        return self.page(422)

    def _again(self, sentence: str) -> Response:
        """409: the booking as the form saw it beside what it is now; what was typed stays, and may be sent again."""
        now = _Receiving(self.actor, desk_of(self.desk.house, self.standing.placed.reference))
        differences = changed(now.desk, self.form.words_seen.data or "")
        now.form.as_seen.data, now.form.words_seen.data = now.standing.as_seen, now.desk.facts_kept
        return now.page(409, f"{sentence} {done_by(now.desk)}".strip(), differences)

    def _lacking(self) -> dict[tuple[int, int], tuple[str, ...]]:
        chosen = [own for own in self.coming if own.part in self.form.chosen]
        typed = self.form.entries()
        kept = {
            key: Entry(
                entry.name,
                entry.nationality,
                entry.passport_number or self.entries.get(key, Entry()).passport_number,
                entry.passport_place,
                entry.next_destination,
            )
            for key, entry in typed.items()
        }
        return lacking(sleeping_in(chosen), kept)

    def _entries(self) -> dict[tuple[int, int], Entry]:
        """The register, and where it is empty the name under which the booking was made."""
        guessed = {(0, 1): Entry(self.standing.placed.guest_name)} if self.standing.placed.guest_name else {}
        return guessed | self.standing.register

    def _context(self) -> dict[str, Any]:
        desk, asked = self.desk, request.args
        return {
            "actor": self.actor,
            "house": desk.house,
            "here": "arrivals",
            "desk": desk,
            "rooms": [self._room(own) for own in self.coming],
            "unready": bool(self.inside) or any(not room.ready for room in desk.rooms.values()),
            "unsuited": self.doors.wanted_any,
            "due": self._asks_to_settle(),
            "early": self._early(),
            "nobody_yet": not self._somebody_is_due(),
            "inside": [(desk.door_words(own), own.placed.checked_in_at) for own in self.standing.at(HERE)],
            "said": "in" if "in" in asked else "kept" if "kept" in asked else "undone" if "undone" in asked else "",
            "mailed": "mailed" in asked,
            "may_undo": bool(of_this_day(desk, HERE)),
            "known": self._known(),
        }

    def _asks_to_settle(self) -> bool:
        return self.standing.due_minor > 0 and self._somebody_is_due()

    def _somebody_is_due(self) -> bool:
        return len(self._early()) < len(self.coming)

    def _early(self) -> list[date]:
        """When those arrive whose day has not come."""
        days = [own.placed.chosen.stay.arrival for own in self.coming]
        return [day for day in days if day > self.today]

    def _known(self) -> list[tuple[str, str]]:
        """(room, what one should know of its guests), with tonight's supper."""
        desk = self.desk
        stays = desk_stays_of(desk.house.id, self.standing.placed.id, self.today)
        rows = rows_of(stays, desk.house, desk.rooms, self.today)
        return [
            (row.room, ". ".join(filter(None, (f"Supper at {row.supper}" if row.supper != "none" else "", row.know))))
            for row in rows
        ]

    def _room(self, own: StandingStay) -> RoomView:
        chosen = own.placed.chosen
        several = len(self.coming) > 1
        return RoomView(
            own.part,
            room_type_of(chosen.room_type_id).name,
            counted(chosen.party.people, "guest"),
            self.form.door(own.part),
            self.form[f"comes-{own.part}"] if several else None,
            [self._person(one) for one in self.people if one.part == own.part],
        )

    def _person(self, person: Person) -> PersonView:
        number = self.standing.register.get(person.key, Entry()).passport_number
        return PersonView(
            f"{person.part}-{person.number}",
            f"Guest {person.number}" if person.age is None else f"Child of {person.age}",
            [self.form.of(person, name) for name in ("name", "nationality")],
            [self.form.of(person, name) for name in PAPERS],
            self.form.wants_papers(person),
            f"We have a number that ends in {number[-2:]}. Type it again only to change it." if number else "",
        )
