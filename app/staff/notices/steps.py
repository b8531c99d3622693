"""One notice: whom it touches, what they will read, and its buttons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.care.notices.errors import BadNotice
from app.care.notices.operations import announce_notice, end_notice, update_notice, withdraw_notice
from app.care.notices.operations.records import wish_of
from app.care.notices.queries import Told, calls_of
from app.care.notices.rules import ANNOUNCED, DRAFT
from app.catalogue.queries import House
from app.identity.staff.rules import Actor, can
from app.kernel import clock
from app.kernel.errors import Refused
from app.staff.notices.deflected import deflected
from app.staff.notices.form import NewsForm, Refusing, WordsForm, stored
from app.staff.notices.preview import Preview, kept_preview_of, whole_preview_of
from app.staff.notices.shared import RUN, SEE, URL, blueprint, found, url_of
from app.staff.notices.shown import card_of, facts_of
from app.web.access import staff
from app.web.respond import form_page, see_other

ONE = "staff/notices/notice.html"


@blueprint.get(f"{URL}/<id:notice_id>")
@staff(SEE)
def show_one(actor: Actor, house: House, notice_id: int) -> Response:
    """What it says, whom it touches, how far the telling is, and what may be done with it."""
    return _page(actor, house, found(house, notice_id))


@blueprint.post(f"{URL}/<id:notice_id>/announcement")
@staff(RUN)
def announce(actor: Actor, house: House, notice_id: int) -> BaseResponse:
    """Whom it touches is told from now on; of two who press at once the second is shown that it went."""
    form: Refusing = Refusing.typed()
    return _done(
        actor, house, notice_id, form,
        lambda: announce_notice(notice_id, seen_revision=form.seen_revision, by=actor.staff_id),
    )  # fmt: skip


@blueprint.post(f"{URL}/<id:notice_id>/news")
@staff(RUN)
def update(actor: Actor, house: House, notice_id: int) -> BaseResponse:
    """It lasts to another time, or is worse or better; whoever was told hears of it once."""
    form: NewsForm = NewsForm.typed()
    return _done(
        actor, house, notice_id, form,
        lambda: update_notice(notice_id, form.news(house), seen_revision=form.seen_revision, by=actor.staff_id),
        news=form,
    )  # fmt: skip


@blueprint.post(f"{URL}/<id:notice_id>/end")
@staff(RUN)
def end(actor: Actor, house: House, notice_id: int) -> BaseResponse:
    """It is over; whoever was told hears so."""
    form: WordsForm = WordsForm.typed()
    return _done(
        actor, house, notice_id, form,
        lambda: end_notice(notice_id, form.closing.data or "", seen_revision=form.seen_revision, by=actor.staff_id),
        end=form,
    )  # fmt: skip


@blueprint.post(f"{URL}/<id:notice_id>/withdrawal")
@staff(RUN)
def withdraw(actor: Actor, house: House, notice_id: int) -> BaseResponse:
    """It does not take place: nobody more is told, and who was hears that."""
    form: WordsForm = WordsForm.typed()
    by = actor.staff_id
    return _done(
        actor, house, notice_id, form,
        lambda: withdraw_notice(notice_id, form.closing.data or "", seen_revision=form.seen_revision, by=by),
        end=form,
    )  # fmt: skip


def _done(
    actor: Actor, house: House, notice_id: int, form: Refusing, deed: Callable[[], object], **sent: Any
) -> BaseResponse:
    """The deed is done; or the page again with what was typed: 422 for what can never be, 409 with how it stands."""
    notice = found(house, notice_id)
    if not form.validate():
        return _page(actor, house, notice, form=form, **sent)
    try:
        deed()
    except BadNotice as bad:
        form.take(bad)
        return _page(actor, house, notice, form=form, **sent)
    except Refused as refused:
        newest = found(house, notice_id)
        form.revision.data = str(newest.revision)
        return _page(actor, house, newest, 409, form=form, refused=refused, **sent)
    return see_other(url_of(house, notice_id))


def _page(
    actor: Actor,
    house: House,
    notice: Told,
    status: int | None = None,
    *,
    form: Refusing | None = None,
    refused: Refused | None = None,
    news: NewsForm | None = None,
    end: WordsForm | None = None,
) -> Response:
    may_run = can(actor, RUN, house)
    seen = {"revision": str(notice.revision)}
    running = notice.state == ANNOUNCED
    calls = [one for one in calls_of([house.id], clock.now()) if one.notice_id == notice.id] if running else []
    return form_page(
        ONE,
        form or Refusing(data=seen),
        status,
        actor=actor,
        house=house,
        here="notices",
        base=url_of(house),
        card=card_of(house, notice),
        facts=facts_of(house, notice),
        touched=_touched(house, notice),
        deflected=deflected(notice.id, house.id) if notice.announced_at else None,
        to_call=sum(one.reached_at is None for one in calls),
        may_run=may_run,
        refused=refused,
        news=news or NewsForm(data=stored(house, notice) | {"until_on": None, "until_hour": None}),
        end=end or WordsForm(data=seen),
    )


def _touched(house: House, notice: Told) -> Preview | None:
    """Whom it reaches: what a draft would do, what an announced notice has done; `?mail=` is whose mail is shown."""
    wish = wish_of(notice)
    if notice.state == DRAFT:
        return whole_preview_of(house, wish, request.args.get("mail", ""))
    return kept_preview_of(house, wish, notice) if notice.state == ANNOUNCED else None
