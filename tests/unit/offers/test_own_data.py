"""What a guest may ask for holds what they were shown and what was concluded, also for whom they were merged into."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from app.booking.forgetting import forget_guests
from app.identity.exporting import everything_about
from app.identity.merging import merge_guests
from app.identity.queries import same_guests
from app.offers.decisions.models import OfferDecision, OfferRefusal
from app.offers.decisions.operations import refuse_offer
from app.offers.history.models import GuestHistory
from app.offers.history.operations import keep_histories
from app.offers.history.queries import history_of
from app.store import db
from tests.cast import found
from tests.offers import offer
from tests.pasts import Past, guest, past
from tests.unit.offers.decisions.test_outcomes import decided

pytestmark = [pytest.mark.houses(2), pytest.mark.usefixtures("app"), pytest.mark.parametrize("engine", ["sqlite"])]


def met() -> int:
    """A guest who stayed, was shown an offer and did not want it."""
    who, less = guest(), offer("less")
    past(found(), who, Past(date(2026, 6, 5)))
    decided(who, less.id, features={"past:stays": 1.0})
    refuse_offer(who, less.id)
    keep_histories()
    return who


def rows(model: type, guest_id: int) -> int:
    db.session.rollback()
    return int(db.session.execute(select(func.count()).where(model.guest_id == guest_id)).scalar_one())  # type: ignore[attr-defined]


def test_the_export_says_what_was_shown_and_what_was_concluded() -> None:
    told = everything_about([met()])
    (shown,) = told["offer_decision"]
    assert shown["features"] == {"past:stays": 1.0}
    assert len(told["offer_refusal"]) == 1
    assert told["guest_history"][0]["stays"] == 1


def test_erasing_leaves_no_history_no_refusal_and_nothing_to_learn_from() -> None:
    who = met()
    forget_guests([who])
    assert rows(GuestHistory, who) == rows(OfferRefusal, who) == 0
    kept = db.session.execute(select(OfferDecision).where(OfferDecision.guest_id == who)).scalar_one()
    assert not kept.features
    assert history_of(who).stays == 0


def test_whoever_is_merged_brings_history_and_log_along() -> None:
    who = met()
    other = guest("A. Whitlock")
    past(found(), other, Past(date(2026, 9, 4)))
    merge_guests(other, who, None)
    keep_histories()
    everybody = same_guests(other)
    assert history_of(*everybody).stays == 2
    assert len(everything_about(everybody)["offer_decision"]) == 1
