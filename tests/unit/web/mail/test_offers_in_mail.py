"""No mail about a stay carries an offer, but the one before arrival."""

from __future__ import annotations

import re
from pathlib import Path

from app.web.mail import kinds
from tests.unit.web.mail.test_golden import GOLDEN

ROOT = Path(kinds.__file__).parents[3]
MAY = {"before_arrival", "campaign", "campaign_trial"}
SAID = re.compile(r"{[{%][^}]*\boffers?\b[^}]*[%}]}")
CHOOSES = re.compile(r"\b(offer_in_mail|choose_for_mail)\b")


def test_only_letters_about_offers_and_the_mail_before_arrival_name_one() -> None:
    templates = list((ROOT / "templates" / "mail").glob("*.*"))
    assert {path.stem for path in templates} > MAY
    assert {path.stem for path in templates if SAID.search(path.read_text("utf-8"))} == MAY - {"campaign_trial"}


def test_nothing_else_chooses_an_offer_for_a_mail() -> None:
    found = {path.name for path in (ROOT / "app").rglob("*.py") if CHOOSES.search(path.read_text("utf-8"))}
    assert found == {"mailed.py", "reminders.py"}


def test_what_goes_out_of_every_other_kind_links_none() -> None:
    linked = {path.stem for path in GOLDEN.glob("*.txt") if "/offers/" in path.read_text("utf-8")}
    assert linked == {"before_arrival_with_offer"}
