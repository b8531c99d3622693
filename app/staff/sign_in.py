"""Signing in to the desk: mail and password, then the second factor, unless this desk was trusted with it today."""

from __future__ import annotations

import wtforms
from flask import Blueprint, request
from flask import session as cookie
from werkzeug.wrappers import Response

from app.identity.operations import end_session
from app.identity.rules import STAFF
from app.identity.staff.models import Staff
from app.identity.staff.operations import (
    Half,
    begin_staff_session,
    check_password,
    end_staff_session,
    forgive_tries,
    is_half,
    show_factor,
    trust_desk,
)
from app.identity.staff.queries import AtDesk
from app.journal import record
from app.kernel import clock
from app.staff.way_back import next_page, with_next
from app.store import transaction
from app.web import session
from app.web.access import public
from app.web.desk_cookie import desk_token, keep_desk, people_here
from app.web.devices import device_words
from app.web.forms import AsLongAs, Form, Required
from app.web.limits import codes, count_try
from app.web.proof import FIELD, TRIES, WITHIN_S, WRONG, FactorForm
from app.web.respond import form_page, see_other

blueprint = Blueprint("staff_sign_in", __name__)
HALF, HALF_LASTS_S = "half", 600
WRONG_PASSWORD = "Mail and password do not belong together, or the invitation was not taken up"


class SignInForm(Form):
    email = wtforms.EmailField("Email", [Required("Enter your mail at the house"), AsLongAs(Staff.email)])
    password = wtforms.PasswordField("Password", [Required("Enter your password")])


class SecondFactorForm(FactorForm):
    trust = wtforms.BooleanField("Trust this desk until midnight")


@blueprint.get("/staff/sign-in")
@public
def ask() -> Response:
    """Who is it? Whoever is signed in goes on."""
    return see_other(next_page()) if session.actor() else _ask_page(SignInForm())


@blueprint.post("/staff/sign-in")
@public
@codes
def enter() -> Response:
    """Mail and password were typed: on to the second factor, or to the desk where it was shown here today.

    One answer, after the same time, for whatever is wrong with them.
    """
    form = SignInForm.typed()
    if not form.validate():
        return _ask_page(form)
    email = form.email.data.lower()
    known = next((one for one in people_here() if one.email.lower() == email), None)
    _count(email, known)
    half = check_password(email, form.password.data)
    if half is None:
        form.refuse("password", WRONG_PASSWORD)
        return _ask_page(form)
    if known and known.staff_id == half.staff_id:
        forgive_tries(half.staff_id, desk_token())
        return into_desk(half.staff_id, begin_staff_session(half.staff_id, _device(), proven_at=known.proven_at))
    _leave()
    cookie[HALF] = {"id": half.staff_id, "stamp": half.stamp, "at": clock.machine_now().timestamp()}
    return see_other(with_next("/staff/second-factor"))


@blueprint.get("/staff/second-factor")
@public
def ask_factor() -> Response:
    """Where the figures of the app are typed, within ten minutes of the password."""
    half = _half()
    return _factor_page(SecondFactorForm(), half) if half else see_other(with_next("/staff/sign-in"))


@blueprint.post("/staff/second-factor")
@public
@codes
def enter_factor() -> Response:
    """The figures were typed: signed in, and the desk trusted for the day where that was ticked."""
    half = _half()
    if half is None:
        return see_other(with_next("/staff/sign-in"))
    form = SecondFactorForm.typed()
    if not form.validate():
        return _factor_page(form, half)
    count_try(f"factor:{half.staff_id}", TRIES, WITHIN_S)
    if not show_factor(half.staff_id, form.second_factor.data):
        form.refuse(FIELD, WRONG)
        return _factor_page(form, half)
    answer = into_desk(half.staff_id, begin_staff_session(half.staff_id, _device(), proven=True))
    return keep_desk(answer, trust_desk(half.staff_id, desk_token())) if form.trust.data else answer


def into_desk(staff_id: int, token: str) -> Response:
    """On with this session; whoever was signed in here before is not any more."""
    _leave()
    transaction(lambda: record("signed_in", "staff", staff_id, actor="staff", actor_id=staff_id))
    session.sign_in(token, STAFF)
    return see_other(next_page())


def _leave() -> None:
    """One cookie names one session: one that this browser had before is ended."""
    actor, guest = session.actor(), session.who()
    if actor:
        end_staff_session(actor.session_id)
    if guest:
        end_session(guest.session_id, [guest.guest_id])
    session.sign_out()


def _half() -> Half | None:
    """Who typed their password in this browser less than ten minutes ago."""
    kept = cookie.get(HALF)
    if not kept or not 0 <= clock.machine_now().timestamp() - kept["at"] < HALF_LASTS_S:
        return None
    half = Half(kept["id"], kept["stamp"])
    return half if is_half(half) else None


def _count(email: str, known: AtDesk | None) -> None:
    """Ten tries in a quarter of an hour for a mail; somebody's own desk counts apart, so that no stranger who tries
    keeps them out."""
    count_try(f"password:{email}" if known is None else f"password:{email}:{desk_token()}", TRIES, WITHIN_S)


def _device() -> str:
    return device_words(request.headers.get("User-Agent", ""))


def _ask_page(form: SignInForm) -> Response:
    people = [one for one in people_here() if one.open]
    return form_page("staff/sign_in/ask.html", form, people=people, url=with_next("/staff/sign-in"))


def _factor_page(form: SecondFactorForm, half: Half) -> Response:
    return form_page("staff/sign_in/factor.html", form, url=with_next("/staff/second-factor"), factor_of=half.staff_id)
