"""`/staff/<house>/bookings/<reference>/check-out`: what is owed first, then their rooms are for housekeeping."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import wtforms
from flask import request
from werkzeug.wrappers import Response

from app.booking.errors import Stale, WrongState
from app.booking.reception.errors import BalanceOpen
from app.booking.reception.operations import see_off, undo_check_out
from app.booking.reception.operations.seeing_off import is_last
from app.booking.reception.queries import HERE, LEFT
from app.booking.reception.standing import StandingStay
from app.catalogue.queries import House
from app.identity.staff.rules import Actor, can
from app.kernel import clock
from app.kernel.errors import Refused
from app.kernel.words import counted
from app.staff.arrivals.form import OPEN, SettlingForm
from app.staff.arrivals.shared import Desk, blueprint, changed, desk_of, done_by, of_this_day, taken_back
from app.web.access import staff
from app.web.respond import form_page, see_other

PAGE = "staff/arrivals/check_out.html"


class CheckOutForm(SettlingForm):
    """Who leaves, and how the balance is settled; `form_for` makes a box for each room."""

    def leaving(self, stays: Sequence[StandingStay]) -> list[StandingStay]:
        return [own for own in stays if len(stays) == 1 or self[f"leaves-{own.part}"].data]


def form_for(stays: Sequence[StandingStay], desk: Desk) -> type[CheckOutForm]:
    """The form for these rooms that are in the house."""
    boxes = {f"leaves-{own.part}": wtforms.BooleanField(desk.door_words(own)) for own in stays}
    return type("ThisCheckOutForm", (CheckOutForm,), boxes)


@blueprint.get("/staff/<slug:house>/bookings/<reference>/check-out")
@staff("run_stays")
def check_out(actor: Actor, house: House, reference: str) -> Response:
    """What is owed and who leaves; once they have left, that they did, and the way back."""
    return _SeeingOff(actor, desk_of(house, reference)).page()


@blueprint.post("/staff/<slug:house>/bookings/<reference>/check-out")
@staff("run_stays")
def see_guests_off(actor: Actor, house: House, reference: str) -> Response:
    """They have left, and their rooms are dirty."""
    leaving = _SeeingOff(actor, desk_of(house, reference))
    return leaving.see_off() if leaving.form.validate() else leaving.page(422)


@blueprint.post("/staff/<slug:house>/bookings/<reference>/check-out/undo")
@staff("run_stays")
def undo_seen_off(actor: Actor, house: House, reference: str) -> Response:
    """They are in the house after all."""
    desk = desk_of(house, reference)
    if refused := taken_back(desk, LEFT, undo_check_out, actor.staff_id):
        return _SeeingOff(actor, desk_of(house, reference)).page(409, refused)
    return see_other(f"{desk.url}/check-out?undone=1")


class _SeeingOff:
    """The page of one booking whose guests leave, and the form in it."""

    def __init__(self, actor: Actor, desk: Desk) -> None:
        self.actor, self.desk, self.standing = actor, desk, desk.standing
        self.here = self.standing.at(HERE)
        self.today = clock.today(desk.house.timezone)
        self.may_leave = can(actor, "waive_balance", desk.house)
        due_to_leave = [own for own in self.here if own.placed.chosen.stay.departure <= self.today] or self.here
        known: dict[str, Any] = {f"leaves-{own.part}": True for own in due_to_leave}
        known |= {"as_seen": self.standing.as_seen, "words_seen": desk.facts_kept}
        self.form: CheckOutForm = form_for(self.here, desk).typed(known)
        if self.standing.due_minor <= 0:
            self.form.leave_unsettled()

    def page(self, status: int | None = None, refused: str = "", differences: Any = ()) -> Response:
        desk = self.desk
        nights_left = sum(max(0, (own.placed.chosen.stay.departure - self.today).days) for own in self.here)
        return form_page(
            PAGE,
            self.form,
            status,
            actor=self.actor,
            house=desk.house,
            here="arrivals",
            desk=desk,
            refused=refused,
            differences=differences,
            boxes=[self.form[f"leaves-{own.part}"] for own in self.here] if len(self.here) > 1 else [],
            leaving=bool(self.here),
            due=self.standing.due_minor > 0,
            may_leave=self.may_leave,
            early=counted(nights_left, "night") if nights_left else "",
            late=any(own.placed.chosen.stay.departure < self.today for own in self.here),
            may_undo=bool(of_this_day(desk, LEFT)),
            gone=[(desk.door_words(own), own.placed.checked_out_at) for own in self.standing.at(LEFT)],
            mailed="mailed" in request.args,
            said="out" if "out" in request.args else "undone" if "undone" in request.args else "",
        )

    def see_off(self) -> Response:
        form, leaving = self.form, self.form.leaving(self.here)
        if form.as_seen.data != self.standing.as_seen:
            return self._again(str(Stale()))
        self._check(leaving)
        if form.errors:
            return self.page(422)
        try:
            see_off(
                self.standing.placed.id,
                [own.part for own in leaving],
                taken=form.taken,
                as_seen=form.as_seen.data or "",
                by=self.actor.staff_id,
            )
        except BalanceOpen as lacks:
            form.refuse("settle", str(lacks))
            return self.page(422)
        except (Stale, WrongState) as refused:
            return self._again(str(refused))
        except Refused as refused:
            return self.page(409, str(refused))
        return see_other(f"{self.desk.url}/check-out?out=1")

    def _check(self, leaving: Sequence[StandingStay]) -> None:
        form = self.form
        if self.here and not leaving:
            form.refuse(f"leaves-{self.here[0].part}", "Tick who leaves")
        if form.settle.data == OPEN and not self.may_leave:
            form.refuse("settle", "Only a manager lets somebody leave who owes. Take it, or ask one")
        elif self.standing.due_minor > 0 and leaving and is_last(self.standing, leaving):
            form.require_settled(self.desk.due_text)

    def _again(self, sentence: str) -> Response:
        """409: the booking as the form saw it beside what it is now."""
        now = _SeeingOff(self.actor, desk_of(self.desk.house, self.standing.placed.reference))
        differences = changed(now.desk, self.form.words_seen.data or "")
        now.form.as_seen.data, now.form.words_seen.data = now.standing.as_seen, now.desk.facts_kept
        return now.page(409, f"{sentence} {done_by(now.desk)}".strip(), differences)
