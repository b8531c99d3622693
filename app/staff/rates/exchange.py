"""Rates and restrictions as CSV: a file brought, looked over and put in the draft."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.catalogue.queries import House
from app.identity.staff.rules import Actor
from app.kernel import clock
from app.kernel.errors import Invalid
from app.pricing.draft.errors import DraftChanged, NotARate, NothingDrafted
from app.pricing.draft.imports.operations import bring_file, brought, forget_brought, put_in_draft
from app.pricing.draft.queries import draft_of
from app.pricing.draft.rules import Seen
from app.staff.rates.looked_over import MOST_SHOWN, looked_over
from app.staff.rates.shared import blueprint, rates_page
from app.web.access import staff
from app.web.forms import clean_line
from app.web.headers import takes_files
from app.web.respond import see_other


@blueprint.get("/staff/<slug:house>/rates/csv")
@staff("set_rates", proven=True)
def exchange(actor: Actor, house: House) -> Response:
    """Taking rates and restrictions away, bringing them, and what the file that was brought last would change."""
    return exchange_page(actor, house)


@blueprint.post("/staff/<slug:house>/rates/csv")
@staff("set_rates", proven=True)
@takes_files
def bring(actor: Actor, house: House) -> BaseResponse:
    """The file is there to be looked over; nothing is drafted yet."""
    sent = request.files.get("file")
    data = sent.read() if sent else b""
    if not data.strip():
        return exchange_page(actor, house, 422, problem="Choose a CSV file with rates or restrictions in it first.")
    try:
        bring_file(house.id, data, by=actor.staff_id)
    except Invalid as wrong:
        return exchange_page(actor, house, 422, problem=str(wrong))
    return see_other(f"/staff/{house.slug}/rates/csv#looked-over")


@blueprint.post("/staff/<slug:house>/rates/csv/draft")
@staff("set_rates")
def take(actor: Actor, house: House) -> BaseResponse:
    """What was looked over stands in the draft, all of it."""
    seen = Seen.read(clean_line(request.form.get("seen", "")))
    try:
        touched = put_in_draft(house.id, seen=seen, by=actor.staff_id)
    except NotARate as wrong:
        return exchange_page(actor, house, 422, problem=str(wrong))
    except NothingDrafted:
        return exchange_page(actor, house, 409, problem="Bring a file first, one of which every line can be taken.")
    except DraftChanged as changed:
        return exchange_page(actor, house, 409, problem=f"{changed} Look the file over once more.")
    return see_other(f"/staff/{house.slug}/rates?done={'drafted' if touched else 'same'}")


@blueprint.post("/staff/<slug:house>/rates/csv/forget")
@staff("set_rates")
def forget(actor: Actor, house: House) -> BaseResponse:
    """The file is not looked over any more."""
    forget_brought(house.id, by=actor.staff_id)
    return see_other(f"/staff/{house.slug}/rates/csv")


def exchange_page(actor: Actor, house: House, status: int = 200, **more: object) -> Response:
    """The page with the file that this person brought last, looked over."""
    draft, found = draft_of(house.id), brought(house.id, actor.staff_id)
    today = clock.today(house.timezone)
    return rates_page(
        "csv",
        actor,
        house,
        status,
        seen=draft.seen,
        found=found,
        would=looked_over(house, draft, found) if found else None,
        first=clean_line(request.args.get("from", today.isoformat())),
        last=clean_line(request.args.get("until", (today + timedelta(days=90)).isoformat())),
        most=MOST_SHOWN,
        has_errors=status == 422,
        **more,
    )
