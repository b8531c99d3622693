"""Pictures, legal pages, the words of mails: brought by staff, seen by guests, never in place of what held before."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image

from app.outbox.models import Message
from app.outbox.queries import announced
from app.store import db
from app.web.mail import compose
from tests.cast import found
from tests.page import Page, Visitor
from tests.staffing import desk
from tests.stock import rows
from tests.web.guest.desk import ANNA, choose

HOUSE = "/staff/combe-harrow/house"
MAIL = 20
"""Reading statements of a page that tries a mail on a booking."""

SECRET = "taken in the orchard"


@pytest.fixture
def manager(app: Flask) -> Visitor:
    return desk(app, "manager")


def picture(kind: str = "JPEG", size: tuple[int, int] = (900, 700)) -> bytes:
    out = BytesIO()
    image = Image.effect_noise(size, 40).convert("RGB")
    exif = Image.Exif()
    exif[0x010E] = SECRET
    image.save(out, kind, exif=exif)
    return out.getvalue()


def brought(visitor: Visitor, body: bytes, alt: str = "The barn at dusk", status: int = 200) -> Page:
    kind = found().room_types["garden"]
    form = visitor.get(f"{HOUSE}/pictures").form(action=f"{HOUSE}/pictures/room-types/{kind}").fill(alt=alt)
    return visitor.post(form.action, {**form.data(), "file": (BytesIO(body), "barn.jpg")}, status)


def test_a_picture_is_made_anew_and_shown_to_guests(app: Flask, manager: Visitor, visitor: Visitor) -> None:
    brought(manager, picture())
    page = visitor.get("/houses/combe-harrow/rooms/garden", reads=16)
    image = page.one("img", alt="The barn at dusk")
    answer = visitor.client.get(image.attrib["src"])
    assert answer.content_type == "image/webp"
    assert "immutable" in answer.headers["Cache-Control"]
    assert SECRET.encode() not in answer.data
    assert Image.open(BytesIO(answer.data)).size == (1200, 800)
    files = sorted(path.name for path in Path(app.config["SETTINGS"].data, "pictures").iterdir())
    assert [name.endswith(".webp") for name in files] == [True] * 3


@pytest.mark.parametrize(
    "body",
    [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"", b"GIF89a", picture()[:900], picture(size=(300, 200))],
    ids=["svg", "empty", "gif", "cut-off", "small"],
)
def test_what_is_no_picture_is_told_and_the_words_stay(manager: Visitor, body: bytes) -> None:
    page = brought(manager, body, status=422)
    assert "The barn at dusk" in {field.get("value") for field in page.all("input", name="alt")}


def test_a_bomb_is_not_opened(manager: Visitor) -> None:
    out = BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")
    assert "24 million" in brought(manager, out.getvalue(), status=422).text


def test_a_picture_needs_words(manager: Visitor) -> None:
    assert "for those who cannot see it" in brought(manager, picture(), alt="", status=422).text


def test_only_pictures_may_be_large(manager: Visitor) -> None:
    form = manager.get(f"{HOUSE}/pictures").form(action=f"{HOUSE}/pictures/seasons/winter")
    large = BytesIO(b"x" * 2_000_000)
    answer = manager.client.post(form.action, data={**form.data(), "alt": "x", "file": (large, "x.jpg")})
    assert answer.status_code == 422
    other = manager.client.post(f"{HOUSE}/facts", data={"file": (BytesIO(b"x" * 2_000_000), "x.jpg")})
    assert other.status_code == 413


def test_a_season_has_its_own_picture_until_it_is_taken_away(manager: Visitor, visitor: Visitor) -> None:
    url = f"{HOUSE}/pictures/seasons/spring"
    form = manager.get(f"{HOUSE}/pictures").form(action=url).fill(alt="Lambs")
    manager.post(url, {**form.data(), "file": (BytesIO(picture("PNG", (1400, 1000))), "a.png")})
    assert visitor.get("/houses/combe-harrow", reads=16).all("img", alt="Lambs")
    manager.submit(manager.get(f"{HOUSE}/pictures").form(action=url), press="act=drop")
    assert not visitor.get("/houses/combe-harrow", reads=16).all("img", alt="Lambs")


def test_a_new_version_of_the_terms_holds_from_its_day(app: Flask, visitor: Visitor) -> None:
    administrator = desk(app, "administrator")
    url = "/staff/documents/terms"
    form = administrator.get(url).form(action=url).fill(body="## New\n\nBe kind.", holds_from_on="2027-03-02")
    assert "Be kind." in administrator.submit(form, press="act=preview").text
    administrator.submit(form)
    assert "Terms of booking, in short." in visitor.get("/terms").text
    assert "Be kind." in visitor.get("/terms?version=2").text
    stale = administrator.submit(form.fill(body="Mine"), 409)
    assert "Be kind." in stale.words(data_reason="stale")
    early = administrator.get(url).form(action=url).fill(holds_from_on="2027-02-01")
    assert administrator.submit(early, 409).all(data_reason="too_early")


def test_words_of_a_mail_hold_for_mails_made_later(app: Flask, manager: Visitor, visitor: Visitor) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    details = choose(visitor)
    visitor.submit(details.form(id="details").fill(**ANNA | {"name": "[Anna](https://evil.example)"}), press="act=owe")
    db.session.rollback()
    message = announced(db.session.query(Message.id).filter_by(kind="booked").scalar())
    assert message
    before = compose(message)
    url = f"{HOUSE}/mails/booked"
    form = (
        manager.get(url, reads=MAIL)
        .form(action=url)
        .fill(opening="Dear {name},\n\nbring **boots**.", closing="{reference}")
    )
    tried = manager.submit(form, press="act=preview")
    assert "bring boots." in tried.text
    html = manager.client.post(url, data={**form.data(), "act": "html"})
    assert "<strong" in html.text
    assert 'href="https://evil.example"' not in html.text
    assert "default-src 'none'" in html.headers["Content-Security-Policy"]
    manager.submit(form)
    db.session.rollback()
    assert compose(message) == before
    assert rows("SELECT count(*) FROM mail_words") == [(1,)]
    assert manager.submit(form.fill(opening="Other"), 409).all(data_reason="stale")
    wrong = manager.get(url, reads=MAIL).form(action=url).fill(opening="{password}")
    assert "no blank we can fill" in manager.submit(wrong, 422).text
