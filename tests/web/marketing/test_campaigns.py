"""Marketing writes a letter, sees whom it reaches, releases it, and reads what it added against those held out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import insert, select, update

from app.booking.models import Booking
from app.identity.models import Guest
from app.kernel import clock
from app.offers.campaigns.models import Campaign, CampaignGuest
from app.offers.campaigns.rules import PAUSED
from app.outbox.models import Message
from app.store import db, transaction, write
from app.worker.campaigns import send_campaigns
from tests import markup
from tests.builders import TODAY
from tests.campaigning import changed, guests, kept, moved, offer, released, segment, withdraw
from tests.mailing import booked
from tests.page import Page, Visitor
from tests.staffing import desk

LIST = "/marketing/campaigns"
READS = 24
"""The page of one campaign, with both arms and the outbox."""
PREVIEW_READS = 40
"""The whole audience by every rule, and the letters of eight of it."""


@pytest.fixture
def nell(app: Flask) -> Visitor:
    return desk(app, "marketing")


def rows(page: Page) -> dict[str, str]:
    """The last cell of every table's row by its heading."""
    found = (list(row) for row in page.all("tr"))
    return {markup.words(cells[0]): markup.words(cells[-1]) for cells in found if cells[0].get("scope") == "row"}


def written(visitor: Visitor, **typed: str) -> int:
    """A draft, as its form makes it."""
    page = visitor.get(f"{LIST}/new")
    given = {"title": "Leeks", "subject": "The leeks are in", "letter": "They are, {name}.", "held": "50"}
    page = visitor.submit(page.form().fill(**given | typed), reads=READS)
    return int(page.url.rpartition("/")[2])


def test_a_letter_from_the_draft_to_what_it_added(nell: Visitor) -> None:
    ids = guests(40)
    withdraw(ids[0])
    audience, promotion_id = segment(), offer()
    campaign_id = written(nell, segment=str(audience), offer=str(promotion_id), from_hour="08:00", until_hour="20:00")
    one = f"{LIST}/{campaign_id}"
    preview = nell.get(f"{one}/preview", reads=PREVIEW_READS)
    assert rows(preview)["No consent to mail of this kind"] == "1"
    assert rows(preview)["In the audience"] == "40"
    assert "Dear [first name]," in preview.text
    assert "Guest1" not in preview.text, "marketing sees no names"
    draft = nell.get(one, reads=READS)
    assert "Nothing has gone yet" in draft.text
    page = nell.submit(draft.form(action=f"{one}/step"), press="state=ready")
    assert "Ready." in page.text
    send_campaigns()
    page = nell.get(one, reads=READS)
    assert "Sent." in page.text
    states = db.session.scalars(select(CampaignGuest.state)).all()
    assert rows(page)["Held out, so that the rest can be judged"] == str(states.count("held_out"))
    assert rows(page)["No consent to mail of this kind"] == "1"
    assert rows(page)["All"] == "40"
    assert f"Had the letter{states.count('sent')}" in page.text
    assert "Cannot tell yet" in page.text
    assert "Nobody of either side has booked and come yet." in page.text
    assert "no sign of a difference" not in page.text, "nobody could have come"
    assert "+0.0" not in page.text


def test_the_list_says_how_each_stands_and_what_each_recipe_finds(nell: Visitor) -> None:
    guests(3, lapses_on=TODAY - timedelta(days=1))
    released(offer())
    send_campaigns()
    page = nell.get(LIST)
    assert "Leeks" in page.link("Leeks") or page.link("Leeks").endswith("/1")
    assert "Win back" in page.text
    [found] = [row for row in page.all("tr") if "Win back" in markup.words(row)]
    assert markup.words(list(found)[1]) == "3"


def test_an_empty_desk_says_what_is_needed(nell: Visitor) -> None:
    page = nell.get(LIST)
    assert "None yet. A letter needs a segment" in page.text
    assert nell.get(f"{LIST}/new").h1 == "Write a letter"


def test_a_recipe_is_set_up_once_and_runs_every_day(nell: Visitor) -> None:
    guests(2, lapses_on=TODAY - timedelta(days=1), cadence_days=180)
    page = nell.submit(nell.get(LIST).form(action=f"{LIST}/recipes/win-back"), reads=READS)
    assert page.h1 == "Win back"
    assert "away for twice the time" in page.text
    token = page.form(action=f"{page.url}/step").data()["csrf_token"]
    again = nell.post(f"{LIST}/recipes/win-back", {"csrf_token": token})
    assert again.url == page.url
    form = nell.get(f"{page.url}/edit").form().fill(held="0", from_hour="08:00")
    page = nell.submit(form, reads=READS)
    page = nell.submit(page.form(action=f"{page.url}/step"), press="state=ready", reads=60)
    send_campaigns()
    page = nell.get(page.url, reads=READS)
    assert "Runs every day." in page.text
    assert rows(page)["All"] == "2"
    raw = db.session.scalar(select(CampaignGuest.found).limit(1))
    assert raw == "You used to come about every six months, and it is three months since you left."


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("title", "", "Give it a name"),
        ("segment", "", "Choose whom it is for"),
        ("segment", "99999", "Choose one from the list"),
        ("offer", "x", "Choose one from the list"),
        ("letter", "Dear {surname}", "“surname” is no blank we can fill"),
        ("letter", "x" * 4001, "Use 4,000 characters at most"),
        ("subject", "", "Write a subject"),
        ("from_hour", "03:00", "No letter goes out before 8.00"),
        ("until_hour", "23:00", "No letter goes out after 20.00"),
        ("until_hour", "09:00", "The last hour comes after the first"),
        ("held", "95", "Held out: enter a share"),
        ("held", "lots", "Held out: enter a share"),
        ("send_from_on", "soon", "enter a day like"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(nell: Visitor, field: str, typed: str, sentence: str) -> None:
    audience = segment()
    given = {"title": "Leeks", "subject": "Leeks", "letter": "They are in.", "segment": str(audience)}
    form = nell.get(f"{LIST}/new").form().fill(**given | {field: typed})
    page = nell.submit(form, 422)
    assert sentence in page.text
    assert len(db.session.scalars(select(Campaign.id)).all()) == 0


def test_two_people_change_one_letter(nell: Visitor) -> None:
    campaign_id = written(nell, segment=str(segment()))
    first = nell.get(f"{LIST}/{campaign_id}/edit").form()
    second = nell.get(f"{LIST}/{campaign_id}/edit").form()
    nell.submit(first.fill(title="Leeks and rhubarb"), reads=60)
    page = nell.submit(second.fill(title="Rhubarb"), 409)
    assert "Somebody changed this after you opened it" in page.text
    assert "Leeks and rhubarb" in page.text
    assert page.one("input", name="title").get("value") == "Rhubarb"
    assert nell.submit(page.form(), reads=60).h1 == "Rhubarb"


def test_a_letter_that_has_gone_is_not_changed(nell: Visitor) -> None:
    guests(1)
    campaign_id = written(nell, segment=str(segment()), from_hour="08:00")
    form = nell.get(f"{LIST}/{campaign_id}/edit").form()
    stale = nell.get(f"{LIST}/{campaign_id}").form(action=f"{LIST}/{campaign_id}/step")
    nell.submit(stale, press="state=ready", reads=60)
    send_campaigns()
    assert "Nothing was changed" in nell.submit(form.fill(title="Late"), 409).text
    assert "Nothing was changed" in nell.submit(stale, 409, press="state=paused").text


def test_a_copy_goes_to_whoever_asks_and_to_nobody_else(nell: Visitor) -> None:
    guests(2)
    campaign_id = written(nell, segment=str(segment()), offer=str(offer()))
    preview = nell.get(f"{LIST}/{campaign_id}/preview", reads=PREVIEW_READS)
    page = nell.submit(preview.form(), reads=90)
    assert "A copy is on its way to you" in page.text
    db.session.rollback()
    assert db.session.execute(select(Message.kind, Message.address)).all() == [
        ("campaign_trial", "marketing@combe-harrow.example")
    ]


def test_lift_counts_bookings_kept_of_both_arms(nell: Visitor) -> None:
    ids = guests(60)
    campaign_id = released(holdout_bp=5000)
    send_campaigns()
    states = db.session.execute(select(CampaignGuest.guest_id, CampaignGuest.state)).all()
    sent = [guest_id for guest_id, state in states if state == "sent"]
    held = [guest_id for guest_id, state in states if state == "held_out"]
    came(sent[:5], "departed")
    came(sent[5:8], "cancelled")
    came(held[:1], "departed")
    page = nell.get(f"{LIST}/{campaign_id}", reads=READS)
    expected = 100 * (5 / len(sent) - 1 / len(held))
    assert f"+{expected:.1f}" in page.text
    assert "Cannot tell yet" in page.text
    assert len(sent) + len(held) == len(ids)
    file = nell.client.get(f"{LIST}/{campaign_id}/results.csv").text
    assert "letter: kept,5" in file
    assert f"held out: guests,{len(held)}" in file


def came(guest_ids: list[int], state: str) -> None:
    """Each of them booked after the letter, and that is what became of it."""
    for guest_id in guest_ids:
        booking_id = _copied(guest_id)
        changed(Booking, booking_id, guest_id=guest_id, state=state, booked_at=clock.now() + timedelta(days=1))


def _copied(guest_id: int) -> int:
    """A booking of the cast under another reference."""
    db.session.rollback()
    first = db.session.execute(select(Booking.__table__)).first()
    if first is None:
        booked()
        db.session.rollback()
        first = db.session.execute(select(Booking.__table__)).first()
    assert first is not None
    row = dict(first._mapping) | {"reference": f"T{guest_id:07}", "checkout_id": None}
    row.pop("id")
    return transaction(lambda: int(write(insert(Booking.__table__).returning(Booking.id), row).scalar_one()))


def test_only_marketing_and_administrators_write_to_the_whole_group(app: Flask) -> None:
    for role, status in (("administrator", 200), ("manager", 403), ("reception", 403), ("kitchen", 403)):
        assert desk(app, role, mail=f"{role}2@quince.example").client.get(LIST).status_code == status


def test_pausing_leaves_the_rest_where_it_is(nell: Visitor) -> None:
    guests(3)
    campaign_id = released()
    transaction(lambda: write(update(Campaign.__table__).values(send_from_on=date(2027, 3, 1))))
    moved(campaign_id, PAUSED)
    assert send_campaigns() == 0
    assert kept(campaign_id).state == PAUSED
    page = nell.get(f"{LIST}/{campaign_id}", reads=READS)
    assert "Go on" in page.text
    assert db.session.scalar(select(Guest.id).limit(1))
