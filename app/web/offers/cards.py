"""An offer as a card: what it is, what it comes to, why this guest sees it, and what they may do about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from app.catalogue.closed import house_of
from app.kernel.words import counted, listed, money, span
from app.offers.decisions.candidates import Offered
from app.offers.history.naming import names
from app.offers.history.queries import popularity
from app.offers.history.rules import reasons
from app.offers.history.rules.facts import History
from app.offers.history.rules.spelling import month_of
from app.offers.segments.queries import for_dogs
from app.promotions.rules import Promotion
from app.web.offers.terms import terms_of
from app.web.search import Search

SWITCH = "/account/history"
"""Where what is remembered stands, and the switch that turns it off."""


class OfferCard(NamedTuple):
    """The names that `guest/offers/_offer_card.html` uses.

    `total_minor` is what the stay in `stay_words` comes to with the offer, None where no stay is known; `without_text`
    is empty where it costs no more without. `why` is the true reason without its full stop, `fact` what it rests on.
    `take_url` leads on with the offer; `refuse_url` is empty where nobody is known who could refuse.
    """

    promotion_id: int
    slug: str
    title: str
    line: str
    kind: str
    total_minor: int | None
    total_text: str
    stay_words: str
    without_text: str
    why: str
    fact: str
    switch_url: str
    terms_url: str
    take_url: str
    take_words: str
    promotion: Promotion
    refuse_url: str = ""
    back: str = ""

    @property
    def terms(self) -> tuple[str, ...]:
        """Every limit that a guest may meet, one sentence each without its full stop."""
        return terms_of(self.promotion)


def offer_card(
    promotion: Promotion, offered: Offered | None, search: Search, *, path: str = "/stays", refusable: bool = False
) -> OfferCard:
    """The card of an offer; `offered` is a stay that can be bought with it, `search` what was asked for."""
    return OfferCard(
        promotion_id=promotion.id,
        slug=promotion.slug,
        title=promotion.title,
        line=promotion.line,
        kind=promotion.kind,
        total_minor=offered.with_minor if offered else None,
        total_text=money(offered.with_minor, offered.currency) if offered else "",
        stay_words=_stay_words(offered) if offered else "",
        without_text=(
            money(offered.without_minor, offered.currency)
            if offered and offered.without_minor > offered.with_minor
            else ""
        ),
        why="",
        fact="",
        switch_url=SWITCH,
        terms_url=f"/offers#{promotion.slug}",
        take_url=_take_url(promotion, offered, search, path),
        take_words="Take it",
        promotion=promotion,
        refuse_url=f"/offers/{promotion.slug}/refusal" if refusable else "",
    )


def with_reason(
    card: OfferCard,
    promotion: Promotion,
    history: History,
    today: date,
    *,
    arrival_on: date | None,
    location_id: int | None,
) -> OfferCard:
    """The card with the largest true reason why this guest sees it; as it is where there is none to give."""
    about = reasons.Offered.of(promotion, dogs=for_dogs(promotion.id))
    where = reasons.Context(today, arrival_on, location_id, names())
    found = reasons.reason(history, about, where) or reasons.popular_reason(popularity(), about, where)
    if found is None:
        return card
    return card._replace(why=found.words, fact=_fact(history, found.proof))


def _fact(history: History, proof: Sequence[int]) -> str:
    """The bookings that prove a reason: where and when."""
    own = [one for one in history.own if one.booking_id in set(proof)][:3]
    if not own:
        return "" if proof else "From all bookings of that month, yours or not."
    stays = [f"{house_of(one.location_id).name}, {month_of(one.arrival_on)}" for one in own]
    more = len(set(proof)) - len(own)
    return f"From your bookings: {listed([*stays, counted(more, 'more', 'more')] if more else stays)}."


def _stay_words(own: Offered) -> str:
    """`for three nights at Withy Moor, Sun 7 to Wed 10 March, Garden room, room and breakfast`."""
    house = house_of(own.location_id)
    nights = counted(own.stay.nights, "night")
    dates = span(own.stay.arrival, own.stay.departure)
    return (
        f"for {nights} at {house.name}, {dates}: {own.room_type.name}, {own.plan.name[:1].lower()}{own.plan.name[1:]}"
    )


def _take_url(promotion: Promotion, offered: Offered | None, search: Search, path: str) -> str:
    location = house_of(offered.location_id).slug if offered and path == "/stays" else None
    base = search.url(path, offered.stay if offered else None, location=location)
    return f"{base}{'&' if '?' in base else '?'}{urlencode({'offer': promotion.slug})}"
