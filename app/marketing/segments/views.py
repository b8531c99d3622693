"""The segments, their form, their reach, and a few of the guests by reference for those who may see guests."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response
from werkzeug.wrappers import Response as BaseResponse

from app.catalogue.queries import catalogue
from app.identity.staff.rules import Actor, can, places
from app.kernel.errors import Refused, Stale
from app.kernel.words import dated
from app.marketing.offers.shared import ACTION, today
from app.marketing.segments.form import SegmentForm, stored
from app.marketing.segments.words import in_words
from app.offers.segments import (
    Conditions,
    Named,
    edit_segment,
    make_segment,
    reach,
    reaches,
    sample,
    segment_with,
    segments,
)
from app.offers.segments.errors import NameTaken, NotTheirs
from app.web.access import staff
from app.web.csv_file import csv_file
from app.web.respond import form_page, not_found, page, see_other

blueprint = Blueprint("segments", __name__)
LIST, ONE = "marketing/segments/list.html", "marketing/segments/segment.html"
HERE = "segments"
HEAD = ("segment", "who", "reach", "offers", "campaigns", "made_by", "made_on")


@blueprint.get("/marketing/segments")
@staff(ACTION, anywhere=True)
def show(actor: Actor) -> Response:
    """Every segment with its reach today."""
    return page(LIST, actor=actor, here=HERE, rows=_rows())


@blueprint.get("/marketing/segments.csv")
@staff(ACTION, anywhere=True, proven=True)
def download(actor: Actor) -> Response:
    """The same as a file."""
    lines = [
        (one.name, words, count, one.offers, one.campaigns, one.made_by, one.made_at.date())
        for one, words, count in _rows()
    ]
    return csv_file(f"segments-{today()}.csv", HEAD, lines)


@blueprint.get("/marketing/segments/new")
@staff(ACTION, anywhere=True)
def show_new(actor: Actor) -> Response:
    """An empty form, which everybody meets."""
    return _page(actor, None, _form(), Conditions())


@blueprint.post("/marketing/segments/new")
@staff(ACTION, anywhere=True)
def add(actor: Actor) -> BaseResponse:
    """One more; with `count` nothing is kept and the reach of what was typed is told."""
    form = _form()
    if not _good(form):
        return _page(actor, None, form, None)
    if form.count.data:
        return _page(actor, None, form, form.conditions)
    try:
        segment_id = make_segment(form.name.data, form.conditions, by=actor.staff_id)
    except NameTaken as taken:
        form.refuse("name", str(taken))
        return _page(actor, None, form, form.conditions, 409)
    return see_other(f"/marketing/segments/{segment_id}")


@blueprint.get("/marketing/segments/<id:segment_id>")
@staff(ACTION, anywhere=True)
def show_one(actor: Actor, segment_id: int) -> Response:
    """Who they are, how many, and the form."""
    segment = _found(segment_id)
    return _page(actor, segment, _form(_stored(segment)), segment.conditions)


@blueprint.post("/marketing/segments/<id:segment_id>")
@staff(ACTION, anywhere=True)
def edit(actor: Actor, segment_id: int) -> BaseResponse:
    """The segment is this, for every offer that names it; 409 with both where somebody was quicker, and
    for a manager where it is somebody else's."""
    segment, form = _found(segment_id), _form()
    if not _may_edit(actor, segment):
        return _page(actor, segment, form, segment.conditions, 409, refused=NotTheirs())
    if not _good(form):
        return _page(actor, segment, form, None)
    if form.count.data:
        return _page(actor, segment, form, form.conditions)
    try:
        edit_segment(segment_id, form.name.data, form.conditions, seen_revision=form.seen_revision, by=actor.staff_id)
    except NameTaken as taken:
        form.refuse("name", str(taken))
        return _page(actor, segment, form, form.conditions, 409)
    except Stale:
        differences = form.differences(_stored(segment))
        form.revision.data = str(segment.revision)
        return _page(actor, segment, form, form.conditions, 409, stale=True, differences=differences)
    except Refused as refused:
        return _page(actor, segment, form, form.conditions, 409, refused=refused)
    return see_other(f"/marketing/segments/{segment_id}")


def _rows() -> list[tuple[Named, str, int]]:
    found = segments()
    counts = reaches([one.conditions for one in found], today())
    return [(one, in_words(one.conditions), count) for one, count in zip(found, counts, strict=True)]


def _good(form: SegmentForm) -> bool:
    """A name is asked only where the segment is to be kept."""
    if not form.validate() and form.count.data:
        form.name.errors = []
    return not form.errors


def _found(segment_id: int) -> Named:
    segment = segment_with(segment_id)
    if segment is None:
        raise not_found()
    return segment


def _may_edit(actor: Actor, segment: Named | None) -> bool:
    """The group's people change every segment, a manager those of their own making."""
    return segment is None or can(actor, ACTION) or segment.staff_id == actor.staff_id


def _form(values: dict[str, Any] | None = None) -> SegmentForm:
    form: SegmentForm = SegmentForm.typed(values)
    form.offer_houses(catalogue().houses)
    return form


def _stored(segment: Named) -> dict[str, Any]:
    return {**stored(segment.conditions), "name": segment.name, "revision": str(segment.revision)}


def _page(
    actor: Actor,
    segment: Named | None,
    form: SegmentForm,
    conditions: Conditions | None,
    status: int | None = None,
    **more: Any,
) -> Response:
    form.count.data = ""
    own = places(actor, "see_guests", (house.id for house in catalogue().houses))
    return form_page(
        ONE,
        form,
        status,
        actor=actor,
        here=HERE,
        segment=segment,
        url=f"/marketing/segments/{segment.id if segment else 'new'}",
        may_edit=_may_edit(actor, segment),
        made=dated(segment.made_at.date()) if segment else "",
        words="" if conditions is None else in_words(conditions),
        reach=None if conditions is None else reach(conditions, today()),
        guests=sample(conditions, today(), own) if conditions is not None and own else None,
        houses=catalogue().by_id,
        **more,
    )
