"""Terms, privacy, accessibility, complaints and contact: pages from the catalogue's documents."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, current_app, request

from app.catalogue.queries import catalogue
from app.catalogue.wordings import document, document_version
from app.kernel import clock
from app.kernel.words import dated
from app.web.access import public
from app.web.respond import not_found, page

blueprint = Blueprint("documents", __name__)


@dataclass(frozen=True, slots=True)
class DocumentView:
    title: str
    body: str
    version_words: str


@blueprint.get("/terms", endpoint="terms", defaults={"slug": "terms"})
@blueprint.get("/privacy", endpoint="privacy", defaults={"slug": "privacy"})
@blueprint.get("/accessibility", endpoint="accessibility", defaults={"slug": "accessibility"})
@blueprint.get("/complaints", endpoint="complaints", defaults={"slug": "complaints"})
@public
def show(slug: str) -> Response:
    """The version that holds today, or the one that `version` names, as a mail about a booking does."""
    today = clock.today(current_app.config["SETTINGS"].group_timezone)
    asked = request.args.get("version", "")
    found = document_version(slug, int(asked)) if _is_version(asked) else document(slug, today)
    if found is None:
        raise not_found()
    words = f"Version {found.version}, from {dated(found.holds_from_on)}"
    return page("guest/document.html", document=DocumentView(found.title, found.body, words))


def _is_version(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 7


@blueprint.get("/contact")
@public
def contact() -> Response:
    """How to reach the houses and the company behind them."""
    lines = [
        f"{house.name}: {house.telephone}, {house.email}\n{house.address}"
        for house in catalogue().houses
        if house.telephone
    ]
    body = "\n\n".join(["Ring a house, or write to it.", *lines])
    return page("guest/document.html", document=DocumentView("Ring or write", body, ""))
