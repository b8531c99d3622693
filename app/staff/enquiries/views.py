"""Seeing who waits, answering, handing over, sorting and closing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.booking.at_desk import heading
from app.care.enquiries import (
    BookingKnown,
    EnquiryChanged,
    EnquiryClosed,
    NoAddress,
    answer,
    call_complaint,
    close_enquiry,
    give_enquiry,
    note_enquiry,
    relabel_enquiry,
    tie_to_booking,
    tie_to_notice,
)
from app.care.enquiries.desks import desk_of
from app.care.enquiries.queries import HouseEnquiry, enquiry_of, notices_to_ask_about
from app.care.themes import THEMES
from app.catalogue.queries import House
from app.identity.staff.queries import who_may
from app.identity.staff.rules import Actor
from app.kernel.reference import read_reference
from app.staff.enquiries.forms import (
    KINDS,
    AnswerForm,
    BookingForm,
    EnquiryForm,
    NoteForm,
    NoticeForm,
    OwnerForm,
    ThemeForm,
)
from app.staff.enquiries.shared import ACTION, blueprint
from app.staff.enquiries.shown import SHOWN, cards_of, enquiry_page, waiting_words
from app.web.access import staff
from app.web.respond import form_page, not_found, page, see_other

LONGEST_REFERENCE = 20


@blueprint.get("/staff/<slug:house>/enquiries")
@staff(ACTION)
def show(actor: Actor, house: House) -> Response:
    """Who waits for an answer, the longest first; what is answered; or what is closed. `notice` in the address is the
    one that they ask about."""
    asked, theme = request.args.get("show", "waiting"), request.args.get("theme", "")
    asked, theme = asked if asked in SHOWN else "waiting", theme if theme in THEMES else ""
    notice = dict(notices_to_ask_about(house.id, None)) if request.args.get("notice") else {}
    notice_id = next((one for one in notice if str(one) == request.args["notice"]), None)
    cards = cards_of(house, asked, theme, notice_id)
    return page(
        "staff/enquiries/enquiries.html",
        actor=actor,
        house=house,
        here="enquiries",
        cards=cards,
        show=asked,
        shown=SHOWN,
        theme=theme,
        themes=THEMES,
        notice=(notice_id, notice[notice_id]) if notice_id else None,
        desk=desk_of(house).words,
        words=waiting_words(cards) if asked == "waiting" and cards else "",
    )


@blueprint.get("/staff/<slug:house>/enquiries/<id:enquiry_id>")
@staff(ACTION)
def show_enquiry(actor: Actor, house: House, enquiry_id: int) -> Response:
    """One enquiry with all that was said, and what can be done."""
    return _page(actor, house, _found(house, enquiry_id))


@blueprint.post("/staff/<slug:house>/enquiries/<id:enquiry_id>/answer")
@staff(ACTION)
def write(actor: Actor, house: House, enquiry_id: int) -> BaseResponse:
    """Whoever asked has the answer by mail; it is closed where that was ticked."""
    form: AnswerForm = AnswerForm.typed()
    close = bool(form.close.data)
    return _done(
        actor, house, enquiry_id, "answer", form,
        lambda: answer(
            enquiry_id, form.answer_words.data or "", seen_revision=form.revision, by=actor.staff_id, close=close
        ),
    )  # fmt: skip


@blueprint.post("/staff/<slug:house>/enquiries/<id:enquiry_id>/closing")
@staff(ACTION)
def close(actor: Actor, house: House, enquiry_id: int) -> BaseResponse:
    """There is nothing more to answer."""
    form: EnquiryForm = EnquiryForm.typed()
    return _done(
        actor, house, enquiry_id, "close", form,
        lambda: close_enquiry(enquiry_id, seen_revision=form.revision, by=actor.staff_id),
    )  # fmt: skip


@blueprint.post("/staff/<slug:house>/enquiries/<id:enquiry_id>/owner")
@staff(ACTION)
def give(actor: Actor, house: House, enquiry_id: int) -> BaseResponse:
    """Somebody at the desk here has it, or nobody."""
    form: OwnerForm = OwnerForm.typed()
    people = {str(staff_id): staff_id for staff_id, _ in who_may(ACTION, house.id)} | {"0": None}
    typed = form.owner.data or ""
    if typed not in people:
        form.refuse("owner", "Choose somebody of the list")
        return _page(actor, house, _found(house, enquiry_id), owner=form, status=422)
    return _done(
        actor, house, enquiry_id, "owner", form,
        lambda: give_enquiry(enquiry_id, people[typed], seen_revision=form.revision, by=actor.staff_id),
    )  # fmt: skip


@blueprint.post("/staff/<slug:house>/enquiries/<id:enquiry_id>/theme")
@staff(ACTION)
def relabel(actor: Actor, house: House, enquiry_id: int) -> BaseResponse:
    """It is about something else than the guest chose."""
    form: ThemeForm = ThemeForm.typed()
    return _done(
        actor, house, enquiry_id, "theme", form,
        lambda: relabel_enquiry(enquiry_id, form.theme.data or "", seen_revision=form.revision, by=actor.staff_id),
    )  # fmt: skip


@blueprint.post("/staff/<slug:house>/enquiries/<id:enquiry_id>/notice")
@staff(ACTION)
def tie(actor: Actor, house: House, enquiry_id: int) -> BaseResponse:
    """It is about that notice, or about none."""
    form: NoticeForm = NoticeForm.typed()
    one, typed = _found(house, enquiry_id), form.notice.data or ""
    notices: dict[str, int | None] = {"0": None}
    notices |= {str(known): known for known, _ in notices_to_ask_about(house.id, one.booking_id)}
    if typed not in notices:
        form.refuse("notice", "Choose a notice from the list")
        return _page(actor, house, one, notice=form, status=422)
    return _done(
        actor, house, enquiry_id, "notice", form,
        lambda: tie_to_notice(enquiry_id, notices[typed], seen_revision=form.revision, by=actor.staff_id),
    )  # fmt: skip


@blueprint.post("/staff/<slug:house>/enquiries/<id:enquiry_id>/booking")
@staff(ACTION)
def name_booking(actor: Actor, house: House, enquiry_id: int) -> BaseResponse:
    """It is about that booking of the house, and its case too."""
    form: BookingForm = BookingForm.typed()
    known = read_reference((form.reference.data or "")[:LONGEST_REFERENCE])
    booking = heading(house.id, known) if known else None
    if form.reference.data and booking is None:
        form.refuse("reference", f"No booking of {house.name} has that reference")
        return _page(actor, house, _found(house, enquiry_id), booking=form, status=422)
    booking_id = booking.id if booking else 0
    return _done(
        actor, house, enquiry_id, "booking", form,
        lambda: tie_to_booking(enquiry_id, booking_id, seen_revision=form.revision, by=actor.staff_id),
    )  # fmt: skip


@blueprint.post("/staff/<slug:house>/enquiries/<id:enquiry_id>/complaint")
@staff(ACTION)
def complain(actor: Actor, house: House, enquiry_id: int) -> BaseResponse:
    """It is a complaint, and whoever runs the house has a case."""
    form: EnquiryForm = EnquiryForm.typed()
    return _done(
        actor, house, enquiry_id, "close", form,
        lambda: call_complaint(enquiry_id, seen_revision=form.revision, by=actor.staff_id),
    )  # fmt: skip


@blueprint.post("/staff/<slug:house>/enquiries/<id:enquiry_id>/notes")
@staff(ACTION)
def note(actor: Actor, house: House, enquiry_id: int) -> BaseResponse:
    """A note for those at the desk."""
    form: NoteForm = NoteForm.typed()
    return _done(
        actor, house, enquiry_id, "note", form,
        lambda: note_enquiry(enquiry_id, form.note_words.data or "", by=actor.staff_id),
    )  # fmt: skip


def _found(house: House, enquiry_id: int) -> HouseEnquiry:
    one = enquiry_of(house.id, enquiry_id)
    if one is None:
        raise not_found()
    return one


def _done(
    actor: Actor, house: House, enquiry_id: int, name: str, form: EnquiryForm, deed: Callable[[], object]
) -> BaseResponse:
    """The deed is done and the enquiry says so; or its page again, with what was typed and why it was not."""
    one = _found(house, enquiry_id)
    if not form.validate():
        return _page(actor, house, one, **{name: form}, status=422)
    try:
        deed()
    except (BookingKnown, EnquiryChanged, EnquiryClosed, NoAddress) as refused:
        return _page(actor, house, _found(house, enquiry_id), **{name: form}, status=409, refused=str(refused))
    return see_other(f"/staff/{house.slug}/enquiries/{enquiry_id}")


def _page(
    actor: Actor, house: House, one: HouseEnquiry, status: int = 200, refused: str = "", **forms: Any
) -> Response:
    """The page of an enquiry; forms that were not sent see it as it is now, one that was keeps what was typed."""
    stored = {"seen": str(one.revision), "theme": one.theme}
    shown = {name: forms.get(name) or kind(data=stored) for name, kind in KINDS.items()}
    sent = next(iter(forms.values()), shown["note"])
    return form_page(
        "staff/enquiries/enquiry.html",
        sent,
        status,
        actor=actor,
        house=house,
        here="enquiries",
        enquiry=enquiry_page(house, one),
        forms=shown,
        refused=refused,
    )
