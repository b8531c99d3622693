"""When the guest arrives, and that it will be later than said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import request
from werkzeug.wrappers import Response

from app.booking import operations as bookings
from app.booking.queries import PlacedBooking
from app.care import say_running_late
from app.catalogue.closed import house_of
from app.catalogue.queries import House
from app.guest.bookings.shared import blueprint, found
from app.kernel import clock
from app.kernel.errors import Refused
from app.kernel.wall import wall_instant
from app.kernel.words import hour
from app.web.access import by_token
from app.web.checkout.choices import arrival_hours
from app.web.forms import ChoiceOf, Form
from app.web.links import Link
from app.web.respond import form_page, see_other
from app.web.stay_words import stay_view

PAGE = "guest/bookings/arrival.html"
SENTENCE = "Choose an hour from the list"
LAST_HOUR = 26
"""Two in the morning after the day of arrival."""


class ArrivalForm(Form):
    """When; on the day itself also when after all. `form_for` knows the hours."""

    arrival_time = ChoiceOf("When you’ll arrive", choices=(), sentence=SENTENCE)
    expected = ChoiceOf("When you’ll be there after all", choices=(), sentence=SENTENCE)


@blueprint.get("/bookings/<token:token>/arrival")
@by_token("booking")
def arrival(link: Link) -> Response:
    """When the house expects the guest, to be changed until they are there."""
    booking = found(link)
    return _page(booking, link.token, _form(booking))


@blueprint.post("/bookings/<token:token>/arrival")
@by_token("booking")
def say_arrival(link: Link) -> Response:
    """The house knows when, or with `act=late` that it will be later."""
    booking, late = found(link), request.form.get("act") == "late"
    form = _form(booking)
    chosen = form.expected if late else form.arrival_time
    form.validate()
    if late and not chosen.data:
        form.refuse("expected", SENTENCE)
    (form.arrival_time if late else form.expected).errors = []
    if chosen.errors:
        return _page(booking, link.token, form, status=422)
    try:
        if late:
            say_running_late(booking.id, _instant(chosen.data, house_of(booking.basket.location_id)))
        else:
            bookings.say_arrival_time(booking.id, time.fromisoformat(chosen.data) if chosen.data else None)
    except Refused as refused:
        return _page(booking, link.token, form, status=409, refused=str(refused))
    return see_other(f"/bookings/{link.token}/arrival?{'late' if late else 'kept'}=1")


def _form(booking: PlacedBooking) -> ArrivalForm:
    house = house_of(booking.basket.location_id)
    known = booking.arrival_time.isoformat("minutes") if booking.arrival_time else ""
    hours = arrival_hours(house)
    if known and known not in dict(hours):
        hours = [*hours, (known, f"About {hour(time.fromisoformat(known))}")]
    fields: dict[str, Any] = {
        "arrival_time": ChoiceOf("When you’ll arrive", sentence=SENTENCE, choices=hours),
        "expected": ChoiceOf(
            "When you’ll be there after all",
            sentence=SENTENCE,
            choices=[("", "Choose an hour"), *_late_hours(booking.basket.arrival, house)],
        ),
    }
    form: ArrivalForm = type("StayArrivalForm", (ArrivalForm,), fields).typed({"arrival_time": known})  # type: ignore[attr-defined]
    return form


def _late_hours(day: date, house: House) -> Iterator[tuple[str, str]]:
    """Every half hour that is still to come of the day of arrival and of the night after it."""
    now = clock.now().astimezone(ZoneInfo(house.timezone)).replace(tzinfo=None)
    midnight = datetime.combine(day, time())
    for half in range(house.check_in_time.hour * 2, LAST_HOUR * 2 + 1):
        wall = midnight + timedelta(minutes=30 * half)
        if wall > now:
            yield wall.isoformat(timespec="minutes"), f"About {hour(wall.time())}"


def _instant(chosen: str, house: House) -> datetime:
    wall = datetime.fromisoformat(chosen)
    return wall_instant(wall.date(), wall.hour, wall.minute, house.timezone)


def _page(
    booking: PlacedBooking, token: str, form: ArrivalForm, status: int | None = None, refused: str = ""
) -> Response:
    house = house_of(booking.basket.location_id)
    today, day = clock.today(house.timezone), booking.basket.arrival
    expected = booking.state == "confirmed" and today <= day
    return form_page(
        PAGE,
        form,
        status,
        refused=refused,
        url=f"/bookings/{token}",
        stay=stay_view(house.id, *booking.basket.stays),
        expected=expected,
        on_the_day=expected and today == day,
        table=any(night == day for own in booking.live for night, _ in own.chosen.suppers),
        about=hour(booking.arrival_time) if booking.arrival_time else "",
        said="late" if "late" in request.args else "kept" if "kept" in request.args else "",
    )
