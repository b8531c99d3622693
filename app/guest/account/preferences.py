"""What is remembered: said, corrected, forgotten."""

from __future__ import annotations

import re

from werkzeug.wrappers import Response

from app.booking.people.operations import let_go_of_allergies
from app.guest.account.forms import PreferenceForm, correction_form
from app.guest.account.shared import blueprint, group_zone, remembered_page, remembered_then
from app.guest.account.taste import RememberedRow, rows_of
from app.identity.operations import correct_preference, forget_preference, forget_seen, say_preference
from app.identity.queries import SignedIn, guests_of
from app.web.access import guest
from app.web.respond import form_page, not_found

ALLERGY = re.compile(r"allergy-([0-9]+)")
SEEN = re.compile(r"seen-([a-z]+)")


@blueprint.post("/account/preferences")
@guest
def say(who: SignedIn) -> Response:
    """Something more to remember."""
    form: PreferenceForm = PreferenceForm.typed()
    if not form.validate():
        return remembered_page(who, adding=form)
    say_preference(who.guest_id, form.kind.data, form.value.data)
    return remembered_then(who, "remembered")


@blueprint.get("/account/preferences/<slug:key>")
@guest
def ask_about(who: SignedIn, key: str) -> Response:
    """What it should say instead."""
    row = _row(who, key, to_correct=True)
    return form_page("guest/account/preference.html", correction_form(row.kind)(data={"value": row.what}), row=row)


@blueprint.post("/account/preferences/<slug:key>")
@guest
def say_instead(who: SignedIn, key: str) -> Response:
    """It says what the guest typed, and that the guest said so."""
    row = _row(who, key, to_correct=True)
    form = correction_form(row.kind).typed()
    if not form.validate():
        return form_page("guest/account/preference.html", form, row=row)
    if SEEN.fullmatch(key):
        say_preference(who.guest_id, row.kind, form.value.data)
    else:
        correct_preference(int(key), guests_of(who), form.value.data)
    return remembered_then(who, "remembered")


@blueprint.post("/account/preferences/<slug:key>/erasure")
@guest
def forget(who: SignedIn, key: str) -> Response:
    """It is gone, and what stays show is not concluded again."""
    row = _row(who, key)
    if SEEN.fullmatch(key):
        forget_seen(who.guest_id, row.kind)
    elif allergy := ALLERGY.fullmatch(key):
        let_go_of_allergies(guests_of(who), int(allergy[1]))
    else:
        forget_preference(int(key), guests_of(who))
    return remembered_then(who, "forgotten")


def _row(who: SignedIn, key: str, *, to_correct: bool = False) -> RememberedRow:
    """What the key names among this guest's own; 404 for anything else."""
    found = next((row for row in rows_of(guests_of(who), group_zone()) if row.key == key), None)
    if found is None or (to_correct and not found.may_be_corrected):
        raise not_found()
    return found
