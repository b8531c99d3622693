"""The offer and the code that a search came with."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.promotions.queries import by_code, by_slug
from app.promotions.rules import Promotion, code_of, stacking
from app.web.offers.allowed import allowed, at_new_houses
from app.web.offers.trying import SENTENCE, note_wrong, too_many_tried
from app.web.offers.words import refusal_words
from app.web.search import Search
from app.web.session import who_if_known


@dataclass(frozen=True, slots=True)
class Trouble:
    """An offer or a code that is in no price: `name` is its parameter, `url_search` the search without it."""

    name: str
    code: str
    sentence: str
    without: Search


@dataclass(frozen=True, slots=True)
class AskedOffers:
    """What prices are asked for with, in the order in which they reduce; and what was asked for in vain."""

    promotions: tuple[Promotion, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    by_code_id: int | None = None

    @property
    def ids(self) -> tuple[int, ...]:
        return tuple(own.id for own in self.promotions)

    def named(self, promotion: Promotion) -> str:
        """`the code` or `the offer`, as whoever asked knows it."""
        return "the code" if promotion.id == self.by_code_id else "the offer"


def asked_offers(search: Search, *, trusted: bool = False) -> AskedOffers:
    """The running promotions that a search names, and a sentence for each that cannot be had. Prices say the rest.

    No statement for an offer while no promotion has changed, and nothing is read where the search names none. A code
    is not looked up where many wrong ones were tried before, unless whoever asks is `trusted`: staff.
    """
    if not search.code and not search.offer:
        return AskedOffers()
    offer, trouble = _offer(search)
    found = [offer] if offer else []
    own, wrong = _code(search, found, trusted=trusted) if code_of(search.code) else (None, None)
    if own is not None and own not in found:
        found.append(own)
    return AskedOffers(tuple(found), tuple(one for one in (trouble, wrong) if one), own.id if own else None)


def _offer(search: Search) -> tuple[Promotion | None, Trouble | None]:
    if not search.offer:
        return None, None
    offer = by_slug(search.offer)
    bare = replace(search, offer="")
    if offer is None or offer.state == "draft":
        return None, Trouble("offer", "unknown_offer", "We know no such offer. These are the full prices.", bare)
    reasons = ("not_running",) if offer.state != "running" else allowed(offer)
    if not reasons:
        return at_new_houses(offer), None
    if reasons[0] == "audience" and not offer.by_code_only and who_if_known() is None:
        said = f"“{offer.title}” is for guests whom we know. Sign in, and if it is for you, it is in the prices."
        return None, Trouble("offer", "sign_in", f"{said} These are the full prices.", bare)
    said = f"“{offer.title}”: {refusal_words(offer, reasons).lower()}. These are the full prices."
    return None, Trouble("offer", reasons[0], said, bare)


def _code(search: Search, found: list[Promotion], *, trusted: bool) -> tuple[Promotion | None, Trouble | None]:
    bare = replace(search, code="")
    if not trusted and too_many_tried():
        return None, Trouble("code", "too_many_codes", f"{SENTENCE}. These are the prices without it.", bare)
    own, typed = by_code(search.code), f"The code “{search.code}”"
    if own is None:
        if not trusted:
            note_wrong(code_of(search.code) or "")
        said = f"We do not know the code “{search.code}”. Check its letters; these are the prices without it."
        return None, Trouble("code", "unknown_code", said, bare)
    if own.state != "running":
        return None, Trouble("code", "not_running", f"{typed} is over. These are the prices without it.", bare)
    if own not in found and not stacking([*found, own]):
        said = f"{typed} does not go with “{found[0].title}”. Take that offer off to use the code."
        return None, Trouble("code", "stacked", said, replace(search, offer=""))
    return own, None
