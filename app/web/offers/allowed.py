"""Whether whoever asks may take an offer."""

from __future__ import annotations

from dataclasses import replace

from flask import current_app

from app.identity.queries import guests_of
from app.kernel import clock
from app.offers.decisions.deciding import refusals_to
from app.offers.decisions.rules import KINDS_AT
from app.offers.decisions.rules.new_houses import ANOTHER_HOUSE, new_to
from app.offers.history.queries import history_of
from app.promotions.rules import Promotion
from app.web.session import who_if_known


def allowed(promotion: Promotion) -> tuple[str, ...]:
    """Why the guest who asks may not take this offer, as `promotions.rules.REASONS`; () when they may.

    Asked before a checkout is started with it, and when it is priced. A code that was typed is not asked for: whoever
    has it may use it. An offer that is for everybody may be taken by anybody who follows its link; one with an audience
    by those of it who are signed in, and none by a guest to whom a house owes an answer.
    """
    if promotion.by_code_only:
        return ("audience",)
    known = who_if_known()
    guest_ids = guests_of(known) if known else []
    return refusals_to(guest_ids, promotion, clock.now(), clock.today(current_app.config["SETTINGS"].group_timezone))


def at_new_houses(promotion: Promotion) -> Promotion:
    """The promotion as it holds for whoever asks: one for another house at those alone that are new to them."""
    known = who_if_known() if promotion.kind == ANOTHER_HOUSE else None
    if known is None:
        return promotion
    return replace(promotion, houses=new_to(promotion, history_of(*guests_of(known))))


def taken_at(place: str, promotion: Promotion) -> bool:
    """Whether an offer of that kind can be taken at that place at all."""
    return promotion.kind in KINDS_AT[place]
