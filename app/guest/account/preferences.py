"""What is remembered: said, corrected, forgotten."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from flask import current_app
from werkzeug.wrappers import Response

from app.booking.history import stays_of_guests
from app.guest.account.forms import CorrectionForm, PreferenceForm
from app.guest.account.page import RememberedRow, remembered_rows
from app.guest.account.shared import blueprint, shown
from app.identity.operations import correct_preference, forget_preference, forget_seen, say_preference
from app.identity.queries import SignedIn, guests_of, preferences_of
from app.web.access import guest
from app.web.respond import form_page, not_found, see_other

SEEN = re.compile(r"seen-([a-z]+)")


@blueprint.post("/account/preferences")
@guest
def say(who: SignedIn) -> Response:
    """Something more to remember."""
    form: PreferenceForm = PreferenceForm.typed()
    if not form.validate():
        return shown(who, adding=form)
    say_preference(who.guest_id, form.kind.data, form.value.data)
    return see_other("/account?done=remembered")


@blueprint.get("/account/preferences/<slug:key>")
@guest
def ask_about(who: SignedIn, key: str) -> Response:
    """What it should say instead."""
    row = _row(who, key)
    return form_page("guest/account/preference.html", CorrectionForm(data={"value": row.what}), row=row)


@blueprint.post("/account/preferences/<slug:key>")
@guest
def say_instead(who: SignedIn, key: str) -> Response:
    """It says what the guest typed, and that the guest said so."""
    row = _row(who, key)
    form: CorrectionForm = CorrectionForm.typed()
    if not form.validate():
        return form_page("guest/account/preference.html", form, row=row)
    if SEEN.fullmatch(key):
        say_preference(who.guest_id, row.kind, form.value.data)
    else:
        correct_preference(int(key), guests_of(who), form.value.data)
    return see_other("/account?done=remembered")


@blueprint.post("/account/preferences/<slug:key>/erasure")
@guest
def forget(who: SignedIn, key: str) -> Response:
    """It is gone, and what stays show is not concluded again."""
    row = _row(who, key)
    if SEEN.fullmatch(key):
        forget_seen(who.guest_id, row.kind)
    else:
        forget_preference(int(key), guests_of(who))
    return see_other("/account?done=forgotten")


def _row(who: SignedIn, key: str) -> RememberedRow:
    """What the key names among this guest's own; 404 for anything else."""
    guest_ids = guests_of(who)
    zone = ZoneInfo(current_app.config["SETTINGS"].group_timezone)
    rows = remembered_rows(stays_of_guests(guest_ids), preferences_of(guest_ids), zone)
    found = next((row for row in rows if row.key == key), None)
    if found is None:
        raise not_found()
    return found
