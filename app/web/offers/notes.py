"""What a page says above its prices about the offer and the code that were asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.availability.search import HouseFit, RateFit
from app.promotions.rules import Promotion
from app.web.offers.asked import AskedOffers
from app.web.offers.words import refusal_words
from app.web.search import Search

OFF = "Take it off"
LINKS = {
    "stacked": "Use the code instead",
    "unknown_code": "Look without the code",
    "sign_in": "Sign in",
    "too_many_codes": "Look without the code",
}


@dataclass(frozen=True, slots=True)
class OfferNote:
    """A sentence; `held` where the prices below are with it. `link` are the words of `url`, which asks for the same
    without what is in the way."""

    code: str
    sentence: str
    line: str
    url: str
    link: str
    held: bool


def offer_notes(asked: AskedOffers, search: Search, fits: Iterable[HouseFit], path: str) -> list[OfferNote]:
    """One note for each offer and code; `fits` are the prices with them, `path` the page's own."""
    rates = [rate for fit in fits for rate in _rates(fit)]
    notes = [
        OfferNote(
            own.code,
            own.sentence,
            "",
            "/sign-in" if own.code == "sign_in" else own.without.url(path),
            LINKS.get(own.code, OFF),
            held=False,
        )
        for own in asked.troubles
    ]
    for own in asked.promotions:
        name = "code" if own.id == asked.by_code_id else "offer"
        url = _without(search, name).url(path)
        reasons = _reasons(own, rates)
        if not reasons:
            notes.append(
                OfferNote("held", f"“{own.title}” is in these prices.", own.line, url, "Look without it", held=True)
            )
        else:
            said = f"“{own.title}” is not in these prices. {refusal_words(own, reasons)}."
            notes.append(OfferNote(reasons[0], said, own.line, url, OFF, held=False))
    return notes


def _without(search: Search, name: str) -> Search:
    return replace(search, code="") if name == "code" else replace(search, offer="")


def _rates(fit: HouseFit) -> Iterable[RateFit]:
    yield from (rate for room in fit.rooms for rate in room.rates)
    if fit.together:
        yield from fit.together.rates


def _reasons(own: Promotion, rates: list[RateFit]) -> tuple[str, ...]:
    """Why it holds for none of these rates, of the one that comes nearest; () where it holds for one."""
    refused = [(rate.refused or {}).get(own.id, ()) for rate in rates]
    if not refused:
        return ("nothing",)
    return min(refused, key=len)
