"""Messages to guests whom a notice touches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app import outbox
from app.booking.queries import booking_of
from app.care.choices.operations import choose
from app.care.choices.promising import promise_alternatives
from app.kernel import clock
from app.outbox import Announced
from app.store import transaction
from tests import cards
from tests.touching import noticed, touch_of
from tests.unit.web.mail.examples import at_the_house, newest


def told(kind: str, facts: dict[str, Any] | None = None, **columns: Any) -> Announced:
    one = at_the_house()
    notice_id = noticed(one, **columns)
    promise_alternatives(notice_id)
    touch_id, said = touch_of(notice_id, one), {"notice_id": notice_id, "gone": False, **(facts or {})}
    transaction(lambda: outbox.announce(kind, "notice_touch", touch_id, "anna@example.com", said, occasion="1"))
    return newest(kind)


def notice() -> Announced:
    return told("notice")


def notice_without_choice() -> Announced:
    none = {"keep_minor": 0, "may_move_dates": False, "may_move_house": False, "may_cancel_free": False}
    return told("notice", **none, choose_until_at=None)


def notice_update() -> Announced:
    return told("notice_update", said="The new boiler comes a day later.")


def notice_update_of_nothing() -> Announced:
    return told("notice_update", {"gone": True})


def notice_over() -> Announced:
    return told("notice_over", state="over", over_at=clock.now())


def notice_withdrawn() -> Announced:
    return told("notice_over", state="withdrawn", withdrawn_at=clock.now())


def notice_kept() -> Announced:
    return kept(paid_already=True)


def notice_kept_owed() -> Announced:
    return kept(paid_already=False)


def kept(*, paid_already: bool) -> Announced:
    """Somebody comes all the same, who had paid, or owes it."""
    one = at_the_house()
    booking = booking_of(one)
    if paid_already and booking is not None:
        cards.paid(one, booking.quote.total_minor)
    choose(touch_of(noticed(one), one), "keep", seen_revision=0)
    return newest("notice_kept")


NOTICING: dict[str, Callable[[], Announced]] = {
    own.__name__: own
    for own in (
        notice,
        notice_without_choice,
        notice_update,
        notice_update_of_nothing,
        notice_over,
        notice_withdrawn,
        notice_kept,
        notice_kept_owed,
    )
}
