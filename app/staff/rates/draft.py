"""Changing the draft of a house, publishing it, throwing it away."""

from __future__ import annotations

from flask import Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.catalogue.queries import House
from app.identity.staff.names import names_of
from app.identity.staff.rules import Actor
from app.kernel.errors import Refused
from app.kernel.words import at_hour, money
from app.pricing.draft.checking import cell_words
from app.pricing.draft.errors import DraftChanged, NotARate, NothingDrafted
from app.pricing.draft.operations import discard_draft, keep_edit, publish_draft
from app.pricing.draft.queries import changes_since, seen_now
from app.pricing.draft.rules import Seen
from app.staff.rates.asked import read_asked
from app.staff.rates.edit_form import EditForm, read_places
from app.staff.rates.grid import grid_page
from app.staff.rates.shared import blueprint
from app.web.access import staff
from app.web.forms import clean_line
from app.web.respond import see_other


@blueprint.post("/staff/<slug:house>/rates/draft")
@staff("set_rates")
def change(actor: Actor, house: House) -> BaseResponse:
    """The ticked nights stand in the draft as the form says."""
    asked, form = read_asked(house), EditForm.typed()
    ticked = request.form.getlist("n")
    chosen = read_places(house, ticked)
    seen = Seen.read(clean_line(form.seen.data or ""))
    form.validate()
    if not chosen:
        form.form_errors.append("Tick the nights to change first")
    if form.errors:
        return grid_page(actor, house, asked, form=form, ticked=ticked, status=422)
    try:
        touched = keep_edit(house.id, form.edit(house, chosen), seen=seen, by=actor.staff_id)
    except NotARate as wrong:
        form.form_errors.append(str(wrong))
        return grid_page(actor, house, asked, form=form, ticked=ticked, status=422)
    except DraftChanged as changed:
        more = {"refused": changed, "since": since_words(house, seen)}
        return grid_page(actor, house, asked, form=form, ticked=ticked, status=409, **more)
    return see_other(f"{asked.url}&done={'drafted' if touched else 'same'}")


@blueprint.post("/staff/<slug:house>/rates/publication")
@staff("set_rates")
def publish(actor: Actor, house: House) -> BaseResponse:
    """Guests see the draft, when it is the one that the page showed."""
    try:
        publish_draft(house.id, seen=_seen(), by=actor.staff_id)
    except (Refused, NotARate) as refused:
        return _refused(actor, house, refused)
    return see_other(f"{read_asked(house).url}&done=published")


@blueprint.post("/staff/<slug:house>/rates/discarding")
@staff("set_rates")
def discard(actor: Actor, house: House) -> BaseResponse:
    """The draft is gone, when it is the one that the page showed."""
    try:
        discard_draft(house.id, seen=_seen(), by=actor.staff_id)
    except Refused as refused:
        return _refused(actor, house, refused)
    return see_other(f"{read_asked(house).url}&done=discarded")


def _seen() -> Seen:
    return Seen.read(clean_line(request.form.get("seen", "")))


def _refused(actor: Actor, house: House, refused: Refused | NotARate) -> Response:
    since = () if isinstance(refused, NothingDrafted) else since_words(house, _seen())
    return grid_page(actor, house, read_asked(house), status=409, refused=refused, since=since)


def since_words(house: House, seen: Seen) -> list[str]:
    """What changed in the draft after a page was made: who, where, from what to what."""
    now = seen_now(house.id)
    if not now.draft_id:
        return []
    changes, count = changes_since(now.draft_id, seen.revision if seen.draft_id == now.draft_id else 0, most=8)
    names = names_of(change.staff_id for change in changes)
    words = [
        f"{cell_words(house.id, change.cell)}: {_rate(change.before_minor, house)} when you looked,"
        f" {_rate(change.amount_minor, house)} now ({names[change.staff_id]}, {at_hour(change.at, house.timezone)})"
        for change in changes
    ]
    return words + ([f"and {count - len(changes)} more"] if count > len(changes) else [])


def _rate(amount: int | None, house: House) -> str:
    return "no rate" if amount is None else money(amount, house.currency)
