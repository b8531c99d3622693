"""`/put-right/<token>`: whoever complained, and named no booking, says whether it is put right.

Programs that look through mails follow links, so a GET only shows how things stand.
"""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

import wtforms
from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.care.cases import NotAskedAny, answer_caller
from app.care.cases.models import Case
from app.care.cases.queries import HouseCase, case_in
from app.care.cases.rules import ASKED_FOR, RESOLVED
from app.catalogue.closed import house_of
from app.catalogue.queries import House
from app.identity.staff.queries import who_runs
from app.kernel import clock
from app.kernel.words import at_hour, short_day
from app.web.access import by_token
from app.web.case_links import PURPOSE, case_path
from app.web.forms import AsLongAs, Form, OneOf
from app.web.links import Link
from app.web.respond import form_page, not_found, page, see_other

blueprint = Blueprint("put_right", __name__)
URL = "/put-right/<token:token>"
GONE = 410
SENTENCE = "Say whether it is put right"
YES, NO = "yes", "no"


class PutRightForm(Form):
    """Whether it is, and what is still to say."""

    right = OneOf("Is it put right?", choices=[(YES, "Yes, it is put right"), (NO, "No, not yet")], sentence=SENTENCE)
    words = wtforms.TextAreaField("In your own words, if you like", [AsLongAs(Case.words)])


@dataclass(frozen=True, slots=True)
class PutRight:
    """How the case stands with whoever complained: `asked`, `closed` by their word, `again` open, or `over`. `by` is
    until when somebody is in touch, where nobody has been yet."""

    url: str
    house: House
    manager: str
    told_on: str
    until: str
    by: str
    stands: str


@blueprint.get(URL)
@by_token(PURPOSE)
def show(link: Link) -> Response:
    """The question with what was tapped in the mail, or what became of it."""
    standing = _standing(link)
    if standing.stands == "asked" or (standing.stands == "closed" and "change" in request.args):
        return _form(standing, PutRightForm.typed({"right": request.args.get("right", "")}))
    return page("guest/put_right/stands.html", GONE if standing.stands == "over" else 200, put=standing)


@blueprint.post(URL)
@by_token(PURPOSE)
def answer(link: Link) -> BaseResponse:
    """The case is closed by their word, or the house has it again."""
    form = PutRightForm.typed()
    if not form.validate() or not form.right.data:
        if not form.right.errors and not form.right.data:
            form.refuse("right", SENTENCE)
        return _form(_standing(link), form)
    try:
        answer_caller(link.id, link.version, put_right=form.right.data == YES, words=form.words.data or "")
    except NotAskedAny:
        return page("guest/put_right/stands.html", GONE, put=_standing(link))
    return see_other(case_path(link.id, link.version))


def _standing(link: Link) -> PutRight:
    """Raises `NotFound` once whoever complained is forgotten."""
    case = case_in(link.id)
    if case is None or not case.guest_email:
        raise not_found()
    house = house_of(case.location_id)
    zone = ZoneInfo(house.timezone)
    ends_at = case.asked_again_at + ASKED_FOR if case.asked_again_at else clock.now()
    due_at = case.due_at if case.contacted_at is None else None
    return PutRight(
        url=case_path(case.id, link.version),
        house=house,
        manager=who_runs(house.id) or f"Whoever runs {house.name}",
        told_on=short_day(case.opened_at.astimezone(zone).date()),
        until=short_day(ends_at.astimezone(zone).date()),
        by=f"{at_hour(due_at, house.timezone)} on {short_day(due_at.astimezone(zone).date())}" if due_at else "",
        stands="over" if case.closings != link.version or clock.now() >= ends_at else _stands(case),
    )


def _stands(case: HouseCase) -> str:
    if case.state != RESOLVED:
        return "again"
    return "closed" if case.put_right_at else "asked"


def _form(standing: PutRight, form: PutRightForm) -> Response:
    return form_page("guest/put_right/ask.html", form, put=standing)
