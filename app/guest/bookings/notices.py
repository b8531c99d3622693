"""The page of a notice for one booking: what it means for its nights, and one tap for what the house offers."""

from __future__ import annotations

from flask import Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.booking.queries import PlacedBooking
from app.care.choices.errors import AlreadyChosen
from app.care.choices.operations import choose
from app.care.choices.queries import TouchedBooking, touched_booking
from app.care.choices.rules import CHOICES
from app.care.notices.operations import mark_seen
from app.care.promises.operations import note_failed_choice
from app.guest.bookings.notice_page import notice_page
from app.guest.bookings.shared import blueprint, found
from app.kernel.errors import Refused
from app.web.access import by_token
from app.web.forms import typed_sum
from app.web.links import Link
from app.web.respond import not_found, page, see_other

TEMPLATE = "guest/bookings/notice.html"
WHICH = "Choose one of them. Nothing was done."


@blueprint.get("/bookings/<token:token>/notices/<id:notice_id>")
@by_token("booking")
def notice(link: Link, notice_id: int) -> Response:
    """What it means for this booking, and what may be done; looking does nothing."""
    booking = found(link)
    return _page(booking, _touched(booking, notice_id), link.token)


@blueprint.post("/bookings/<token:token>/notices/<id:notice_id>")
@by_token("booking")
def choose_one(link: Link, notice_id: int) -> BaseResponse:
    """Done as it was shown, once; pressed twice it is done once and says so. Where the house cannot keep its word it
    has a case."""
    booking = found(link)
    touched = _touched(booking, notice_id)
    choice = request.form.get("choice", "")
    seen = typed_sum(request.form.get("seen_revision", ""))
    if choice not in CHOICES or seen is None:
        return _page(booking, touched, link.token, 422, WHICH)
    try:
        choose(touched.touch_id, choice, seen_revision=seen)
    except AlreadyChosen as refused:
        if refused.choice == choice:
            return see_other(f"/bookings/{link.token}?done=1")
        return _refused(link, notice_id, refused)
    except Refused as refused:
        note_failed_choice(touched.touch_id, choice, refused)
        return _refused(link, notice_id, refused)
    return see_other(f"/bookings/{link.token}?done=1")


@blueprint.post("/bookings/<token:token>/notices/<id:notice_id>/seen")
@by_token("booking")
def seen_notice(link: Link, notice_id: int) -> BaseResponse:
    """A browser says that somebody looks at it, which no program that reads mails does."""
    mark_seen(_touched(found(link), notice_id).touch_id)
    return BaseResponse(status=204)


def _touched(booking: PlacedBooking, notice_id: int) -> TouchedBooking:
    touched = touched_booking(booking.id, notice_id)
    if touched is None:
        raise not_found()
    return touched


def _refused(link: Link, notice_id: int, refused: Refused) -> Response:
    """Nothing was done, and why; with what is left to choose."""
    booking = found(link)
    return _page(booking, _touched(booking, notice_id), link.token, 409, str(refused), refused.code)


def _page(
    booking: PlacedBooking, touched: TouchedBooking, token: str, status: int = 200, problem: str = "", code: str = ""
) -> Response:
    view = notice_page(booking, touched, token, request.values.get("choice", ""))
    return page(TEMPLATE, status, notice=view, problem=problem, code=code)
