"""Listing notices, and writing one until it is announced."""

from __future__ import annotations

from typing import Any

from flask import Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.care.notices.errors import BadNotice
from app.care.notices.operations import edit_notice, make_notice, tell_at_once
from app.care.notices.queries import calls_of, notices_of
from app.care.notices.rules import DRAFT, KINDS, OUTAGE, PLANNED
from app.catalogue.queries import House
from app.identity.staff.rules import Actor, can
from app.kernel import clock
from app.kernel.errors import Refused
from app.staff.notices.form import NoticeForm, first_of, stored
from app.staff.notices.preview import Preview, preview_of
from app.staff.notices.shared import RUN, SEE, URL, blueprint, found, url_of
from app.staff.notices.shown import cards_of, facts_of
from app.web.access import staff
from app.web.respond import form_page, page, see_other

LIST, FORM = "staff/notices/list.html", "staff/notices/form.html"


@blueprint.get(URL)
@staff(SEE)
def show_list(actor: Actor, house: House) -> Response:
    """Every notice of the house: drafts and those that run first."""
    return page(
        LIST,
        actor=actor,
        house=house,
        here="notices",
        cards=cards_of(house, notices_of([house.id])),
        to_call=sum(one.reached_at is None for one in calls_of([house.id], clock.now())),
        may_run=can(actor, RUN, house),
    )


@blueprint.get(f"{URL}/new")
@staff(RUN)
def show_new(actor: Actor, house: House) -> Response:
    """An empty notice; `kind` and `facility` of the address fill in an outage that begins now."""
    kind, place = request.args.get("kind", PLANNED), request.args.get("facility", "")
    known = {str(one.id): one.id for one in house.facilities}
    first = first_of(house, kind if kind in KINDS else PLANNED, known.get(place))
    form: NoticeForm = NoticeForm.typed(first).of(house)
    return _outage(actor, house, form) if kind == OUTAGE else _page(actor, house, form)


@blueprint.post(f"{URL}/new")
@staff(RUN)
def make(actor: Actor, house: House) -> BaseResponse:
    """The notice is a draft; announced at once where the button says so, and it touches as many as were shown."""
    form: NoticeForm = NoticeForm.typed().of(house)
    now, shown = request.form.get("now", ""), form.counted.data
    again = _outage if now or shown or form.kind.data == OUTAGE else _page
    if not form.validate():
        return again(actor, house, form)
    wish = form.wish(house)
    if now:
        touched = preview_of(house, wish)
        if now == "count" or shown != str(touched.people):
            return _counted(actor, house, form, touched, 200 if now == "count" else 409)
    try:
        notice_id = (tell_at_once if now else make_notice)(wish, by=actor.staff_id)
    except BadNotice as bad:
        form.take(bad)
        return again(actor, house, form)
    except Refused as refused:
        return again(actor, house, form, 409, refused=refused)
    return see_other(url_of(house, notice_id))


def _outage(actor: Actor, house: House, form: NoticeForm, status: int | None = None, **more: Any) -> Response:
    """With the button that tells at once, and whom that would be; of a form that is not right nobody can say."""
    right = not form.problems and (status is not None or form.kind.data) and form.begins_on.data and form.ends_on.data
    touched = preview_of(house, form.wish(house)) if right else None
    form.counted.data = str(touched.people) if touched else ""
    return _page(actor, house, form, status, touched=touched, at_once=True, **more)


def _counted(actor: Actor, house: House, form: NoticeForm, touched: Preview, status: int) -> Response:
    """As typed it touches these; whoever sends it has seen that first."""
    form.counted.data = str(touched.people)
    refused = (
        "" if status == 200 else "As it is typed now it touches others than were shown. Nobody was told. Look again."
    )
    return _page(actor, house, form, status, touched=touched, at_once=True, refused=refused)


@blueprint.get(f"{URL}/<id:notice_id>/edit")
@staff(RUN)
def show_edit(actor: Actor, house: House, notice_id: int) -> Response:
    """The draft as it stands."""
    notice = found(house, notice_id)
    if notice.state != DRAFT:
        return see_other(url_of(house, notice_id))  # type: ignore[return-value]
    return _page(actor, house, NoticeForm.typed(stored(house, notice)).of(house), notice_id=notice_id)


@blueprint.post(f"{URL}/<id:notice_id>/edit")
@staff(RUN)
def edit(actor: Actor, house: House, notice_id: int) -> BaseResponse:
    """The draft is as typed; 409 with both versions where somebody changed or announced it meanwhile."""
    found(house, notice_id)
    form: NoticeForm = NoticeForm.typed().of(house)
    if not form.validate():
        return _page(actor, house, form, notice_id=notice_id)
    try:
        edit_notice(notice_id, form.wish(house), seen_revision=form.seen_revision, by=actor.staff_id)
    except BadNotice as bad:
        form.take(bad)
        return _page(actor, house, form, notice_id=notice_id)
    except Refused as refused:
        newest = found(house, notice_id)
        form.revision.data = str(newest.revision)
        facts = [("In a line", newest.title), ("What it means", newest.meaning), *facts_of(house, newest)]
        return _page(actor, house, form, 409, notice_id=notice_id, refused=refused, stands=facts)
    return see_other(url_of(house, notice_id))


def _page(
    actor: Actor,
    house: House,
    form: NoticeForm,
    status: int | None = None,
    *,
    notice_id: int | None = None,
    touched: Preview | None = None,
    at_once: bool = False,
    **more: Any,
) -> Response:
    return form_page(
        FORM,
        form,
        status,
        actor=actor,
        house=house,
        here="notices",
        base=url_of(house),
        action=url_of(house, notice_id, "/edit") if notice_id else url_of(house, more="/new"),
        notice_id=notice_id,
        touched=touched,
        at_once=at_once,
        **more,
    )
