"""`/staff/<house>/house/mails` and `/staff/mails`: what a house, or the group, puts into its mails."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse
from wtforms import ValidationError

from app.booking.mailed import messages_of_kind
from app.catalogue.models import MailWords as Kept
from app.catalogue.operations import newest_words, word_mails
from app.catalogue.queries import House
from app.catalogue.wordings import worded_kinds
from app.identity.staff.rules import Actor
from app.staff.houses.editing import Sheet, keep, sent, show
from app.staff.houses.form import EditForm
from app.staff.houses.paths import house_path
from app.web.access import staff
from app.web.fields import Lines
from app.web.forms import AsLongAs
from app.web.mail import BLANKS, WORDED, Mail, MailWords, NoLongerApplies, compose, unknown_blanks
from app.web.respond import not_found, page
from app.web.sections import Section

blueprint = Blueprint("house_mails", __name__)
_KEY = re.compile(r"/bookings/[A-Za-z0-9_-]{8,}")
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'none'"
"""A mail carries its styles at its elements, and nothing in it may do more than be looked at."""


def _known(form: EditForm, field: Lines) -> None:
    if wrong := unknown_blanks(field.data or ""):
        known = ", ".join(f"{{{blank}}}" for blank in BLANKS)
        raise ValidationError(f"“{wrong[0]}” is no blank we can fill. There are {known}")


class MailForm(EditForm):
    """Words in front and behind."""

    SECTIONS = (
        Section(
            "Your words",
            ("opening", "closing"),
            "Plain words; an empty line begins a paragraph, **two stars** make it bold, [words](/address) a link.",
        ),
    )

    opening = Lines("Behind the heading", validators=[_known, AsLongAs(Kept.opening)])
    closing = Lines("At the end", validators=[_known, AsLongAs(Kept.closing)])

    @property
    def words(self) -> MailWords:
        return MailWords(self.opening.data or "", self.closing.data or "")

    @property
    def version(self) -> int:
        """The version that the form saw; -1 for words that name none."""
        seen = self.seen.data or "0"
        return int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 19 else -1


@dataclass(frozen=True, slots=True)
class Tried:
    """A mail with these words, to a guest of the house; without one, why there is none."""

    mail: Mail | None


@blueprint.get("/staff/<slug:house>/house/mails")
@staff("edit_house")
def of_house(actor: Actor, house: House) -> Response:
    """The kinds of mail into which a house puts words."""
    return _list(actor, house)


@blueprint.get("/staff/mails")
@staff("edit_group")
def of_group(actor: Actor) -> Response:
    """The kinds of mail into which the group puts words."""
    return _list(actor, None)


@blueprint.route("/staff/<slug:house>/house/mails/<slug:mail_kind>", methods=["GET", "POST"])
@staff("edit_house")
def edit(actor: Actor, house: House, mail_kind: str) -> BaseResponse:
    """The words of a house in one kind of mail, tried on a guest of its own."""
    return _edit(actor, house, mail_kind)


@blueprint.route("/staff/mails/<slug:mail_kind>", methods=["GET", "POST"])
@staff("edit_group")
def edit_group(actor: Actor, mail_kind: str) -> BaseResponse:
    """The words of every house that has none of its own."""
    return _edit(actor, None, mail_kind)


def _edit(actor: Actor, house: House | None, mail_kind: str) -> BaseResponse:
    kind = mail_kind.replace("-", "_")
    if kind not in WORDED:
        raise not_found()
    newest = newest_words(kind, house.id if house else None)
    form = MailForm.typed(
        {
            "opening": newest.opening if newest else "",
            "closing": newest.closing if newest else "",
            "seen": str(newest.id if newest else 0),
        }
    )
    back = _path(house)
    lead = (
        "Only mails that are announced from now on have them." if house else "For every house without words of its own."
    )
    back_to = f"Words of {'its' if house else 'the'} mails"
    sheet = Sheet(actor, f"Mail: {WORDED[kind]}", back, house, lead, back_to=back_to, template="staff/houses/mail.html")
    act = request.form.get("act", "")
    good = not sent() or form.validate()
    tried = _tried(kind, house, form.words) if good else None
    sheet = sheet.saying(tried=tried, blanks=BLANKS)
    if act == "html" and tried and tried.mail:
        return Response(
            tried.mail.html, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": POLICY}
        )
    if not sent() or act:
        return show(sheet, form)

    def work() -> None:
        words = form.words
        place = house.id if house else None
        word_mails(kind, place, words.opening, words.closing, seen=form.version, by=actor.staff_id)

    return keep(sheet, form, work)


def _tried(kind: str, house: House | None, words: MailWords) -> Tried:
    """The newest mail of that kind that still applies, with these words instead of its own."""
    for message in messages_of_kind(kind, house.id if house else None):
        try:
            return Tried(_without_key(compose(message, words)))
        except NoLongerApplies:
            continue
    return Tried(None)


def _without_key(mail: Mail) -> Mail:
    """The link in it opens nobody's booking: whoever tries words needs no guest's key."""
    return replace(mail, text=_KEY.sub("/bookings/find", mail.text), html=_KEY.sub("/bookings/find", mail.html))


def _path(house: House | None) -> str:
    return house_path(house, "mails") if house else "/staff/mails"


def _list(actor: Actor, house: House | None) -> Response:
    path = _path(house)
    own = worded_kinds(house.id if house else None)
    rows = [(f"{path}/{kind.replace('_', '-')}", words, kind in own) for kind, words in WORDED.items()]
    back = house_path(house) if house else "/staff/houses"
    here = "house" if house else "houses"
    return page("staff/houses/mails.html", actor=actor, house=house, here=here, rows=rows, back=back)
