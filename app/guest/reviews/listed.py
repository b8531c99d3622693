"""`/reviews`: everybody's, with their sums, the rules, and the chain that proves that none vanished."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, jsonify, request

from app.catalogue.queries import House, catalogue
from app.experience.reviews.queries.chain import chain_end, chain_page
from app.experience.reviews.queries.shown import Place, Sums, invited, review_sums, shown_reviews
from app.experience.reviews.rules import (
    APPEALED_WITHIN,
    REASONS,
    SHOWN_FOR_MONTHS,
    WRITTEN_WITHIN_MONTHS,
    published,
)
from app.experience.reviews.rules import ON_A_PAGE as ENTRIES
from app.guest.reviews.shared import blueprint
from app.kernel import clock
from app.web.access import public
from app.web.respond import not_found, page
from app.web.review_words import asked_words, quote_of, rating_markup, sum_words

ON_A_PAGE = 12
CHAIN, CHAIN_KEPT_S = "/reviews/chain.json", 60


@blueprint.get("/reviews")
@public
def show() -> Response:
    """Every review of the last 36 months, or those of one house, a dozen a page."""
    house = catalogue().house(request.args.get("location", ""))
    place = Place(_today(house), house.id if house else None)
    sums = review_sums(place)
    last = max(1, -(-sums.listed // ON_A_PAGE))
    number = min(max(_number(request.args.get("page", "")), 1), last)
    shown = shown_reviews(place, most=ON_A_PAGE, skip=(number - 1) * ON_A_PAGE)
    return page(
        "guest/reviews/reviews.html",
        house=house,
        houses=catalogue().houses,
        quotes=[quote_of(one) for one in shown],
        sums=sum_words(sums),
        listed=sums.listed,
        asked=asked_words(invited([house.id] if house else None)),
        number=number,
        last=last,
        reasons=REASONS.values(),
        months=SHOWN_FOR_MONTHS,
        within=WRITTEN_WITHIN_MONTHS,
        appeal_days=APPEALED_WITHIN.days,
        head=chain_end().digest,
        json_ld=_markup(house, sums, shown) if house else None,
    )


@blueprint.get(CHAIN)
@public
def chain() -> Response:
    """The chain from its beginning, or what of it follows the entry named by `after`; a long one goes on at the address
    that it names. 304 for whoever has that as far as it goes."""
    end, typed = chain_end(), request.args.get("after", "0")
    after = _position(typed)
    if after is None or after > end.number:
        raise not_found()
    until = after + ENTRIES
    tag = f"{after}-{until}-more" if until < end.number else f"{after}-{end.digest}"
    if tag in request.if_none_match:
        answer = Response(status=304)
    else:
        following = f"{CHAIN}?after={until}" if until < end.number else ""
        links = chain_page(after, min(ENTRIES, end.number - after))
        answer = jsonify(published(links, after, following))
    answer.set_etag(tag)
    answer.cache_control.public = True
    answer.cache_control.max_age = CHAIN_KEPT_S
    return answer


def _markup(house: House, sums: Sums, shown: Any) -> dict[str, Any] | None:
    rating = rating_markup(sums, shown)
    described = {"@context": "https://schema.org", "@type": "Hotel", "name": house.name, "url": f"/houses/{house.slug}"}
    return described | rating if rating else None


def _today(house: House | None) -> Any:
    return clock.today(house.timezone if house else current_app.config["SETTINGS"].group_timezone)


def _position(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 1
