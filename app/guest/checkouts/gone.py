"""409: an offer cannot be had any more."""

from __future__ import annotations

from collections.abc import Sequence

from werkzeug.wrappers import Response

from app.booking.quoting import as_sold, price_basket
from app.booking.rules import Basket
from app.catalogue.queries import catalogue
from app.kernel import clock
from app.kernel.words import money
from app.promotions.errors import OfferGone
from app.web.offers.codes import gone_words
from app.web.respond import page


def offer_gone_page(
    gone: OfferGone,
    was_minor: int | None,
    bare: Basket,
    action: str,
    fields: Sequence[tuple[str, str]],
    back_url: str,
    *,
    rate: str = "",
) -> Response:
    """409: the offer cannot be had any more; both prices, and a button to go on at the full one. Nothing was charged.

    `fields` are what the button sends, and `rate` is its own value where that names a rate. Raises what `price_basket`
    raises.
    """
    full = price_basket(as_sold(bare), clock.now(), checked=False)
    currency = catalogue().by_id[bare.location_id].currency
    return page(
        "guest/offers/gone.html",
        409,
        code=gone.reason,
        title=gone.title,
        sentence=gone_words(gone),
        old_text=money(was_minor, currency) if was_minor is not None else "",
        new_minor=full.total_minor,
        new_text=money(full.total_minor, currency),
        action=action,
        fields=[*fields, ("seen", str(full.total_minor))],
        rate=f"{rate}:{full.total_minor}" if rate else "",
        back_url=back_url,
    )
