"""`/staff/documents/<document>`: the legal pages, in versions that are added and never edited."""

from __future__ import annotations

from flask import Blueprint, current_app, request
from werkzeug.wrappers import Response as BaseResponse
from wtforms import StringField

from app.catalogue.models import Document
from app.catalogue.operations import publish_document
from app.catalogue.wordings import document_versions
from app.identity.staff.rules import Actor
from app.kernel import clock
from app.staff.houses.editing import Sheet, keep, sent, show
from app.staff.houses.form import EditForm
from app.web.access import staff
from app.web.fields import Day, Lines
from app.web.forms import AsLongAs, Required
from app.web.respond import not_found
from app.web.sections import Section

blueprint = Blueprint("group_documents", __name__)
LEAD = "A new version takes over on its day. Who booked before agreed to the one before, and can still read it."


class DocumentForm(EditForm):
    """A new version of a legal page."""

    SECTIONS = (
        Section(
            "The new version",
            ("title", "body", "holds_from_on:third"),
            "“## ” begins a heading, “- ” an item of a list; an empty line ends a paragraph.",
        ),
    )

    title = StringField("Title", validators=[Required("Enter the title"), AsLongAs(Document.title)])
    body = Lines("Words", validators=[Required("Enter the words"), AsLongAs(Document.body)], render_kw={"rows": 24})
    holds_from_on = Day("Holds from")

    @property
    def version(self) -> int:
        """The version that the form saw; -1 for words that name none."""
        seen = self.seen.data or "0"
        return int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else -1


@blueprint.route("/staff/documents/<slug:document>", methods=["GET", "POST"])
@staff("edit_group")
def edit(actor: Actor, document: str) -> BaseResponse:
    """The newest version, to be changed into the next."""
    versions = document_versions(document)
    if not versions:
        raise not_found()
    newest = versions[-1]
    today = clock.today(current_app.config["SETTINGS"].group_timezone)
    stored = {"title": newest.title, "body": newest.body, "holds_from_on": today, "seen": str(newest.version)}
    form = DocumentForm.typed(stored)
    sheet = Sheet(
        actor, newest.title, "/staff/houses", lead=LEAD, act="Publish it", template="staff/houses/document.html"
    )
    good = not sent() or form.validate()
    sheet = sheet.saying(versions=versions, today=today, path=f"/{document}", body=form.body.data if good else "")
    if not sent() or request.form.get("act") == "preview":
        return show(sheet, form)

    def work() -> int:
        typed = (form.title.data, form.body.data, form.holds_from_on.data)
        return publish_document(document, *typed, seen=form.version, today=today, by=actor.staff_id)

    return keep(sheet, form, work)
