"""The evening pack as it was made, and as it would be now."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from flask import Blueprint, Response, current_app

from app.catalogue.queries import House
from app.config import Config
from app.identity.staff.rules import Actor
from app.kernel import clock
from app.kernel.words import long_day
from app.web.access import staff
from app.web.documents.pack import pack_of, packs_of
from app.web.respond import page

blueprint = Blueprint("pack", __name__)


@blueprint.get("/staff/<slug:house>/pack")
@staff("see_day")
def show(actor: Actor, house: House) -> Response:
    """When a pack was last made, and the ways to it."""
    kept = _kept(house)
    made_on = date.fromisoformat(kept.stem) if kept else None
    today = clock.today(house.timezone)
    words = "" if made_on is None else "this evening" if made_on == today else f"on {long_day(made_on)}"
    return page("staff/pack.html", actor=actor, house=house, here="today", made=words)


@blueprint.get("/staff/<slug:house>/pack.pdf")
@staff("see_day")
def kept(actor: Actor, house: House) -> Response:
    """The pack that was made last; as it is now where there is none."""
    file = _kept(house)
    if file is None:
        return _pdf(pack_of(house, clock.now()), f"pack-{house.slug}-now")
    return _pdf(file.read_bytes(), f"pack-{house.slug}-{file.stem}")


@blueprint.get("/staff/<slug:house>/pack-now.pdf")
@staff("see_day")
def now(actor: Actor, house: House) -> Response:
    """The pack as it is at this moment; it is not kept."""
    return _pdf(pack_of(house, clock.now()), f"pack-{house.slug}-now")


def _kept(house: House) -> Path | None:
    settings: Config = current_app.config["SETTINGS"]
    return next(iter(packs_of(settings.data, house)), None)


def _pdf(body: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "Cache-Control": "private, no-store"}
    return Response(body, content_type="application/pdf", headers=headers)
