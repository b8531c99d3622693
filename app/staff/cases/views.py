"""Seeing a case, being in touch with its guest, handing it over, resolving it and opening it again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import wtforms
from flask import Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.booking.operations.sundries import MOST_MINOR
from app.care.cases import (
    add_note,
    contact_guest,
    give_remedy,
    hand_over_case,
    reopen_case,
    resolve_case,
)
from app.care.cases.models import CaseNote, CaseRemedy
from app.care.cases.queries import HouseCase, case_of
from app.care.cases.rules import WAYS
from app.care.themes import THEMES
from app.catalogue.queries import House
from app.identity.staff.queries import who_may
from app.identity.staff.rules import Actor
from app.kernel.errors import Refused
from app.staff.bookings.folio import limit_of
from app.staff.cases.shared import blueprint
from app.staff.cases.shown import SHOWN, cards_of, case_page, open_words
from app.web.access import staff
from app.web.fields import Pounds
from app.web.forms import AsLongAs, ChoiceOf, Form, Required
from app.web.respond import form_page, not_found, page, see_other

UNSEEN = -1
"""Of a form that does not say what it saw."""


class CaseForm(Form):
    """What the forms of a case have in common: the revision that they saw."""

    seen = wtforms.StringField()

    @property
    def revision(self) -> int:
        typed = self.seen.data or ""
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else UNSEEN


class ContactForm(CaseForm):
    way = ChoiceOf(
        "How", choices=[("", "Choose how"), *WAYS.items()], sentence="Choose how you were in touch",
        validators=[Required("Choose how you were in touch")],
    )  # fmt: skip
    contact_words = wtforms.TextAreaField(
        "What you write, or what was said",
        [Required("Write what you say to the guest, or what was said"), AsLongAs(CaseNote.words)],
    )


class ResolveForm(CaseForm):
    theme = ChoiceOf(
        "Root cause", choices=[("", "Choose the cause"), *THEMES.items()], sentence="Choose the cause from the list",
        validators=[Required("Choose the cause from the list")],
    )  # fmt: skip
    end_words = wtforms.TextAreaField(
        "How it ended", [Required("Say in a few words how it ended"), AsLongAs(CaseNote.words)]
    )


class NoteForm(CaseForm):
    note_words = wtforms.TextAreaField("A note", [Required("Write the note first"), AsLongAs(CaseNote.words)])


class RemedyForm(CaseForm):
    remedy = Pounds("Take off the bill", least=1, most=MOST_MINOR)
    remedy_words = wtforms.StringField("What for", [Required("Say what for"), AsLongAs(CaseRemedy.words)])

    def validate(self, extra_validators: Any = None) -> bool:
        """A sum that was not sent at all is as good as none."""
        super().validate(extra_validators)
        if self.remedy.data is None and not self.remedy.errors:
            self.refuse("remedy", self.remedy.sentence)
        return not self.errors


class OwnerForm(CaseForm):
    owner = wtforms.StringField()


@blueprint.get("/staff/<slug:house>/cases")
@staff("run_cases")
def show(actor: Actor, house: House) -> Response:
    """The cases that are to be resolved, what is due first stands first; of them those that you have; or those that are
    resolved."""
    show = request.args.get("show", "open")
    show = show if show in SHOWN else "open"
    cards = cards_of(house, show, actor.staff_id)
    words = open_words(cards) if show != "resolved" and cards else ""
    return page(
        "staff/cases/cases.html",
        actor=actor,
        house=house,
        here="cases",
        cards=cards,
        show=show,
        shown=SHOWN,
        words=words,
    )


@blueprint.get("/staff/<slug:house>/cases/<id:case_id>")
@staff("run_cases")
def show_case(actor: Actor, house: House, case_id: int) -> Response:
    """One case with what the guest said, what was done, and what can be done."""
    return _page(actor, house, _found(house, case_id))


@blueprint.post("/staff/<slug:house>/cases/<id:case_id>/contact")
@staff("run_cases")
def contact(actor: Actor, house: House, case_id: int) -> BaseResponse:
    """Somebody was in touch with the guest; a mail goes with these words."""
    form: ContactForm = ContactForm.typed()
    case = _found(house, case_id)
    if form.way.data == "mail" and not case.guest_email:
        form.way.errors = ["We have no address of this guest. Ring them."]
        return _page(actor, house, case, contact=form, status=422)
    return _done(
        actor, house, case, "contact", form,
        lambda: contact_guest(
            case_id, form.way.data or "", form.contact_words.data or "", seen_revision=form.revision, by=actor.staff_id
        ),
    )  # fmt: skip


@blueprint.post("/staff/<slug:house>/cases/<id:case_id>/remedies")
@staff("run_cases", proven=True)
def remedy(actor: Actor, house: House, case_id: int) -> BaseResponse:
    """That much is taken off the bill of the booking, and the case says so; within what this person may give."""
    form: RemedyForm = RemedyForm.typed()
    return _done(
        actor, house, _found(house, case_id), "remedy", form,
        lambda: give_remedy(
            case_id, form.remedy.data, form.remedy_words.data or "", limit_minor=limit_of(actor, house),
            seen_revision=form.revision, by=actor.staff_id,
        ),
    )  # fmt: skip


@blueprint.post("/staff/<slug:house>/cases/<id:case_id>/owner")
@staff("run_cases")
def hand_over(actor: Actor, house: House, case_id: int) -> BaseResponse:
    """Somebody who runs cases here has it."""
    form: OwnerForm = OwnerForm.typed()
    case = _found(house, case_id)
    people = {str(staff_id): staff_id for staff_id, _ in who_may("run_cases", house.id)}
    typed = form.owner.data or ""
    if typed not in people:
        form.refuse("owner", "Choose somebody of the list")
        return _page(actor, house, case, owner=form, status=422)
    return _done(
        actor, house, case, "owner", form,
        lambda: hand_over_case(case_id, people[typed], seen_revision=form.revision, by=actor.staff_id),
    )  # fmt: skip


@blueprint.post("/staff/<slug:house>/cases/<id:case_id>/taking")
@staff("run_cases")
def take(actor: Actor, house: House, case_id: int) -> BaseResponse:
    """You have it."""
    form: CaseForm = CaseForm.typed()
    return _done(
        actor, house, _found(house, case_id), "owner", form,
        lambda: hand_over_case(case_id, actor.staff_id, seen_revision=form.revision, by=actor.staff_id),
    )  # fmt: skip


@blueprint.post("/staff/<slug:house>/cases/<id:case_id>/resolution")
@staff("run_cases")
def resolve(actor: Actor, house: House, case_id: int) -> BaseResponse:
    """It is put right, for a cause; the guest is asked tomorrow whether it is."""
    form: ResolveForm = ResolveForm.typed()
    return _done(
        actor, house, _found(house, case_id), "resolve", form,
        lambda: resolve_case(
            case_id, form.theme.data or "", form.end_words.data or "", seen_revision=form.revision, by=actor.staff_id
        ),
    )  # fmt: skip


@blueprint.post("/staff/<slug:house>/cases/<id:case_id>/reopening")
@staff("run_cases")
def reopen(actor: Actor, house: House, case_id: int) -> BaseResponse:
    """It is open again, with a day to be in touch."""
    form: CaseForm = CaseForm.typed()
    return _done(
        actor, house, _found(house, case_id), "owner", form,
        lambda: reopen_case(case_id, seen_revision=form.revision, by=actor.staff_id),
    )  # fmt: skip


@blueprint.post("/staff/<slug:house>/cases/<id:case_id>/notes")
@staff("run_cases")
def note(actor: Actor, house: House, case_id: int) -> BaseResponse:
    """A note for those who look after the case."""
    form: NoteForm = NoteForm.typed()
    case = _found(house, case_id)
    return _done(
        actor, house, case, "note", form, lambda: add_note(case_id, form.note_words.data or "", by=actor.staff_id)
    )  # fmt: skip


def _found(house: House, case_id: int) -> HouseCase:
    case = case_of(house.id, case_id)
    if case is None:
        raise not_found()
    return case


def _done(
    actor: Actor, house: House, case: HouseCase, name: str, form: CaseForm, deed: Callable[[], object]
) -> BaseResponse:
    """The deed is done and the case says so; or its page again, with what was typed and why it was not."""
    if not form.validate():
        return _page(actor, house, case, **{name: form}, status=422)
    try:
        deed()
    except Refused as refused:
        return _page(actor, house, _found(house, case.id), **{name: form}, status=409, refused=str(refused))
    return see_other(f"/staff/{house.slug}/cases/{case.id}")


def _page(actor: Actor, house: House, case: HouseCase, status: int = 200, refused: str = "", **forms: Any) -> Response:
    """The page of a case; forms that were not sent see it as it is now, one that was keeps what was typed."""
    seen = {"seen": str(case.revision)}
    kinds = {"contact": ContactForm, "resolve": ResolveForm, "note": NoteForm, "owner": OwnerForm}
    kinds["remedy"] = RemedyForm
    shown = {name: forms.get(name) or kind(data=seen) for name, kind in kinds.items()}
    sent = next(iter(forms.values()), shown["note"])
    return form_page(
        "staff/cases/case.html",
        sent,
        status,
        actor=actor,
        house=house,
        here="cases",
        case=case_page(house, case),
        forms=shown,
        refused=refused,
    )
