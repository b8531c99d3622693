"""A fresh demo's letter: whoever had it agreed, the arms are as large as meant, and it added nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.demo.letters import write_letters
from app.identity.models import Consent
from app.insight import verify
from app.kernel import clock
from app.offers.campaigns.models import CampaignGuest
from app.offers.campaigns.queries import campaigns, counts_of
from app.offers.campaigns.results import results_of
from app.offers.proof.rules import CANNOT_TELL
from app.store import db, transaction


@pytest.mark.parametrize("engine", ["sqlite"])
def test_the_letter_adds_up(seeded: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.demo.letters.SENT_BEFORE", timedelta(0))
    sent = transaction(lambda: write_letters({}, clock.now(), 7))
    draft, gone = sorted(campaigns(), key=lambda one: one.id)
    assert (draft.state, gone.state) == ("draft", "sent")
    counts = counts_of([gone.id])[gone.id]
    assert counts.sent == sent > 0
    agreed = set(db.session.scalars(select(Consent.guest_id).where(Consent.channel == "offers")))
    had = set(db.session.scalars(select(CampaignGuest.guest_id).where(CampaignGuest.state.in_(("sent", "held_out")))))
    assert had <= agreed
    lift = results_of(gone.id, None, gone.holdout_bp, clock.now()).lift
    assert not lift.alarm
    assert lift.verdict == CANNOT_TELL
    assert not [check for check in verify.run() if not check.ok]
