"""Where a guest is signed in, and ending it."""

from __future__ import annotations

from werkzeug.wrappers import Response

from app.guest.account.shared import blueprint
from app.identity.operations import end_other_sessions, end_session
from app.identity.queries import SignedIn, guests_of
from app.web import session
from app.web.access import guest
from app.web.respond import not_found, see_other


@blueprint.post("/account/sessions/<id:session_id>/end")
@guest
def end(who: SignedIn, session_id: int) -> Response:
    """That browser is signed out; this one too, if it is this one's."""
    if not end_session(session_id, guests_of(who)):
        raise not_found()
    if session_id != who.session_id:
        return see_other("/account?done=ended")
    session.sign_out()
    return see_other("/")


@blueprint.post("/account/sessions/end")
@guest
def end_others(who: SignedIn) -> Response:
    """Every other browser is signed out."""
    end_other_sessions(who.session_id, guests_of(who))
    return see_other("/account?done=ended")
