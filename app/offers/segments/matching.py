"""Conditions as the WHERE of a statement over guests and their histories."""

from __future__ import annotations

from datetime import date
from functools import reduce
from operator import add
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select

from app.identity.models import Consent, Guest
from app.offers.history.models import GuestHistory
from app.offers.history.rules.facts import History
from app.offers.segments.rules import Conditions
from app.offers.segments.rules.belonging import LEAST, ONE_OF, Asks, asked_of
from app.promotions.models import Promotion, PromotionUse

_guest, _history, _consent = Guest.__table__, GuestHistory.__table__, Consent.__table__
_promotion, _use = Promotion.__table__, PromotionUse.__table__
CHANNEL = "offers"
_NEW = History()


def met_by(conditions: Conditions, today: date) -> list[ColumnElement[bool]]:
    """What holds for a guest, joined to their history where there is one, who meets the conditions on that day."""
    found = [_clause(test) for test in asked_of(conditions, today)]
    if conditions.about_history:
        found.append(_guest.c.history_off_at.is_(None))
    if conditions.agreed:
        found.append(_agreed())
    if conditions.code:
        found.append(_used(conditions.code))
    return found


def _clause(test: Asks) -> ColumnElement[bool]:
    value: Any = reduce(add, (_fact(name) for name in test.facts))
    if test.sign == ONE_OF:
        return value.in_(test.value)
    return value >= test.value if test.sign == LEAST else value <= test.value


def _fact(name: str) -> ColumnElement[Any]:
    """The column; of a guest about whom nothing is written down, what a new one has."""
    blank = getattr(_NEW, name)
    return _history.c[name] if blank is None else func.coalesce(_history.c[name], blank)


def _agreed() -> ColumnElement[bool]:
    """The newest word of the guest on marketing by mail is yes."""
    last = (
        select(func.max(_consent.c.id))
        .where(_consent.c.guest_id == _guest.c.id, _consent.c.channel == CHANNEL)
        .correlate(_guest)
        .scalar_subquery()
    )
    return exists().where(_consent.c.id == last, _consent.c.given.is_(True))


def _used(code: str) -> ColumnElement[bool]:
    """A booking of the guest was made with the code, and not given back."""
    return exists().where(
        _use.c.guest_id == _guest.c.id,
        _use.c.owner == "booking",
        _use.c.given_back_at.is_(None),
        _use.c.promotion_id == _promotion.c.id,
        _promotion.c.code == code,
    )
