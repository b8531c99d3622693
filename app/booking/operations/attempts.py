"""Going to pay, and coming back without having paid."""

from __future__ import annotations

from sqlalchemy import update

from app.booking.models import Checkout
from app.booking.operations.holds import lengthen, locked, payer_has_until, require_price
from app.booking.operations.uses import require_each, require_running
from app.kernel import clock
from app.store import transaction, write

_checkout = Checkout.__table__


def begin_payment(checkout_id: int, seen_minor: int, *, anew: bool = True) -> int:
    """The guest goes to pay what they saw: the number of this attempt, which without `anew` is the last one's.

    The hold outlasts the provider's session, if they go within an hour of its beginning (72 for a caller); after that
    a try has what is left of it. Raises `PriceChanged` when the total is not `seen_minor`, `HoldLapsed`,
    `AlreadyBooked`, and `OfferGone` for a promotion that was stopped or that this guest has used before; then nothing
    has changed.
    """

    def work() -> int:
        row = locked(checkout_id)
        now = clock.now()
        require_price(row.quote_id, seen_minor)
        lengthen(row, payer_has_until(row, now), now)
        if row.choice.get("promotions"):
            require_running(row.choice["promotions"], but=row.choice["promotions"] if row.state == "paying" else ())
            require_each(checkout_id, row.choice["promotions"], row.details.get("email"))
        attempt: int = row.attempts + anew
        write(update(_checkout).where(_checkout.c.id == checkout_id).values(state="paying", attempts=attempt))
        return attempt

    return transaction(work)


def reopen_checkout(checkout_id: int) -> None:
    """A declined or abandoned payment leaves the checkout open to another try, with what is left of its hold."""

    def work() -> None:
        write(
            update(_checkout).where(_checkout.c.id == checkout_id, _checkout.c.state == "paying").values(state="open")
        )

    transaction(work)
