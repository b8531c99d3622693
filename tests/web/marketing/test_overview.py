"""The page with everything: what it says first, that each part is on it, and its files."""

import io
import zipfile
from datetime import datetime, timedelta
from typing import Any

from flask import Flask

from app.offers.proof.rules import arm_of
from app.promotions.models import Promotion
from tests import cast
from tests.builders import NOW, TODAY, add
from tests.markup import words
from tests.staffing import desk
from tests.unit.insight.answers import asked
from tests.unit.insight.funnel.visits import many
from tests.unit.offers.decided import SALT, guests, hold_out, log, row

READS = 46
FIVE_WEEKS_AGO = datetime.fromisoformat(NOW) - timedelta(days=35)


def first(app: Flask, query: str = "") -> str:
    return words(desk(app, "marketing").get(f"/marketing/{query}", reads=READS).one(id="first"))


def test_it_says_first_what_fell_beyond_chance(app: Flask) -> None:
    many(90, "booked", at=FIVE_WEEKS_AGO)
    many(10, "room", at=FIVE_WEEKS_AGO)
    many(30, "booked")
    many(70, "room")
    said = first(app)
    assert said.startswith("Room to details keeps 30.0% [21.9% to 39.6%, n 100] of visits, 90.0% before (p < .001).")
    assert "Also beyond chance: 30.0% [21.9% to 39.6%, n 100] of visits booked, 90.0% before (p < .001)" in said


def test_it_says_that_nothing_changed_and_what_costs_most(app: Flask) -> None:
    many(60, "booked")
    many(10, "details")
    many(50, "details", ("details", "field_error", "details.email.wrong"))
    many(76, "booked", at=FIVE_WEEKS_AGO)
    many(44, "details", at=FIVE_WEEKS_AGO)
    said = first(app)
    assert said.startswith("Asked all at once, nothing changed beyond chance against the 28 days before.")
    assert "What goes with most leaving: “Email” refused: wrong, at their details, about" in said
    assert "Association, not proof of a cause." in said
    nearest = "Details to payment keeps 50.0% [41.2% to 58.8%, n 120] of visits, 63.3% before (p .037)"
    assert f"Taken alone this would count as a change: {nearest}." in said, "as its own place on the page has it"


def test_it_says_that_it_cannot_tell(app: Flask) -> None:
    many(3, "booked", at=FIVE_WEEKS_AGO)
    many(2, "room")
    assert first(app).startswith("Cannot tell yet, needs about")


def test_it_says_that_there_is_nothing(app: Flask) -> None:
    assert first(app).startswith("No data: no visit and no answer fits these filters.")
    many(2, "room")
    page = desk(app, "manager", "withy-moor").get("/marketing/", reads=READS)
    assert "0.0%" not in page.text
    assert [words(tile) for tile in page.all("a", class_="v")][1].startswith("no data")


def test_answers_stand_beside_visits(app: Flask) -> None:
    house = cast.found()
    for nps in (10, 9, 9, 3):
        asked(house, TODAY - timedelta(days=3), nps=nps, ces=7 if nps > 3 else 2)
    page = desk(app, "marketing").get("/marketing/?device=phone", reads=READS)
    assert "+50: NPS after the stay" in [words(tile) for tile in page.all("a", class_="v")]
    assert "Device narrows visits alone. What guests answered and what offers did stand here whole" in page.text
    assert "cannot tell yet, needs 26 more" in page.text
    assert "1.77 to 7.00" in page.text, "no interval leaves its scale"


def test_offers_stand_against_the_guests_who_did_not_see_them(app: Flask) -> None:
    hold_out()
    rows: list[dict[str, Any]] = []
    offer = {"slug": "midweek", "title": "Three nights for two", "kind": "longer", "currency": "GBP"}
    works = add(Promotion(**offer, percent_bp=10000, state="running", made_at=datetime.fromisoformat(NOW)))
    for one in guests(400):
        shown, other = (works, 99) if arm_of(one, SALT) == "offers" else (99, works)
        rows.append(row(one, shown, arm=arm_of(one, SALT), instead_id=other, came=shown == works or one % 20 == 0))
    log(rows)
    visitor = desk(app, "marketing")
    page = visitor.get("/marketing/?house=combe-harrow", reads=READS)
    told = words(page.one("section", id="of"))
    for part in ("Three nights for two", "All houses", "(100.0%)", "Works"):
        assert part in told
    assert "No alarm" in told
    assert "held out at every house" in told
    assert words(page.one("a", href="/marketing/offers/midweek")) == "Three nights for two"
    archive = zipfile.ZipFile(io.BytesIO(visitor.client.get("/marketing/tables.zip").data))
    lines = archive.read("offers.csv").decode("utf-8-sig").splitlines()
    assert lines[1].startswith("Three nights for two,All houses,")
    assert lines[1].split(",")[15] == "adds"
    assert lines[2].startswith("All offers,,400,0,0,")


def test_arms_that_cannot_be_chance_are_an_alarm(app: Flask) -> None:
    hold_out()
    log([row(one, 1, arm="holdout" if n % 5 == 0 else "offers", came=n % 5 > 0) for n, one in enumerate(guests(200))])
    page = desk(app, "marketing").get("/marketing/", reads=READS)
    assert "Believe no figure below" in words(page.one(data_reason="sample-ratio"))
    assert "Works" not in words(page.one("section", id="of"))


def test_without_decisions_no_offer_has_a_figure(app: Flask) -> None:
    told = words(desk(app, "marketing").get("/marketing/", reads=READS).one("section", id="of"))
    assert "No data: nobody was shown an offer yet." in told
    assert "Alarm" not in told


def test_every_table_is_in_the_archive(app: Flask) -> None:
    many(5, "booked")
    visitor = desk(app, "marketing")
    answer = visitor.client.get("/marketing/tables.zip")
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    assert len(archive.namelist()) == len(set(archive.namelist())) == 18
    assert archive.read("funnel-steps.csv").splitlines()[1].startswith(b"search,5,1.0,")
    assert "measures-2027-02-02-2027-03-01.zip" in answer.headers["Content-Disposition"]
