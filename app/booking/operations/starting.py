"""Starting a checkout once, however often the button is pressed."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from app.booking.models import Checkout
from app.booking.operations.checkouts import Started, revise_checkout, start_checkout
from app.booking.rules import Basket, basket_from_json
from app.inventory import SoldOut
from app.kernel import clock
from app.pricing.models import Quote
from app.store import db, transaction

_checkout = Checkout.__table__


def start_once(asked_by: str, basket: Basket, *, referral: str | None = None) -> tuple[Started, bool]:
    """As `start_checkout`, and True; somebody who holds this room at this rate already gets that hold, and False.

    `asked_by` tells browsers apart and names nobody. A second click finds what the first one holds, also where that was
    the last room and the first has not answered yet. A hold that is there gets the promotions that the basket has and
    it has not. Raises what `start_checkout` raises, `OfferGone` among it.
    """

    def work() -> tuple[Started, bool]:
        held = _held(asked_by, basket)
        return (
            (_with_offers(held, basket), False)
            if held
            else (start_checkout(basket, asked_by=asked_by, referral=referral), True)
        )

    try:
        return transaction(work)
    except SoldOut:
        held = transaction(lambda: _held(asked_by, basket))
        if held is None:
            raise
        return held, False


def _held(asked_by: str, basket: Basket) -> Started | None:
    """The live hold of that browser on these rooms, whatever suppers and extras were added to it meanwhile."""
    rows = db.session.execute(
        select(*_checkout.c, Quote.total_minor)
        .join(Quote, Quote.id == _checkout.c.quote_id)
        .where(
            _checkout.c.asked_by == asked_by,
            _checkout.c.state.in_(("open", "paying")),
            _checkout.c.held_until_at > clock.now(),
        )
        .order_by(_checkout.c.id.desc())
    )
    wanted = _bare(basket)
    for row in rows:
        if _bare(basket_from_json(row.choice)) == wanted:
            return Started(row.id, row.version, row.quote_id, row.total_minor, row.held_until_at)
    return None


def _with_offers(held: Started, basket: Basket) -> Started:
    """The hold with the promotions of the basket; what was added to it meanwhile stays."""
    row = db.session.execute(
        select(_checkout.c.choice, _checkout.c.state).where(_checkout.c.id == held.checkout_id)
    ).one()
    has = basket_from_json(row.choice)
    if not basket.promotions or has.promotions == basket.promotions or row.state != "open":
        return held
    total = revise_checkout(held.checkout_id, replace(has, promotions=basket.promotions))
    return replace(held, total_minor=total)


def _bare(basket: Basket) -> Basket:
    return Basket(basket.location_id, tuple(replace(chosen, suppers=(), extras=()) for chosen in basket.stays))
