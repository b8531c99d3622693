"""The sandbox provider's own pages. They exist only where the sandbox is the provider."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.booking import paying
from app.kernel.words import money
from app.payments import UnknownSession
from app.payments.models import SandboxSession
from app.payments.sandbox import Sandbox, session
from app.web.access import public
from app.web.funnel import with_booking
from app.web.provider import sandbox
from app.web.respond import not_found, page, see_other, see_provider

sandbox_pages = Blueprint("sandbox", __name__)


@dataclass(frozen=True, slots=True)
class PaymentView:
    """What the payment page says."""

    url: str
    amount_text: str
    what: str
    back_url: str


@sandbox_pages.get("/sandbox/<token:session_id>")
@public
def show(session_id: str) -> Response | BaseResponse:
    """The payment page: named buttons, no number. A settled session leads back at once."""
    row = _session(session_id)
    if row.state not in ("open", "challenged"):
        return see_provider(row.return_url)
    template = "demo/sandbox/second_step.html" if row.state == "challenged" else "demo/sandbox/pay.html"
    view = PaymentView(
        f"/sandbox/{row.id}", money(row.amount_minor, row.currency, pence=True), row.description, row.cancel_url
    )
    return page(template, payment=view)


@sandbox_pages.post("/sandbox/<token:session_id>")
@public
def press(session_id: str) -> BaseResponse:
    """A button was pressed: the session moves, its webhook is sent, and the guest goes back to the shop."""
    _session(session_id)
    row = _sandbox().press(session_id, request.form.get("card", ""))
    if row.state == "challenged":
        return see_other(f"/sandbox/{row.id}")
    back = row.return_url
    paying.receive(_sandbox(), *_sandbox().event_of(session_id), with_booking)
    return see_provider(back)


def _sandbox() -> Sandbox:
    found = sandbox()
    if found is None:
        raise not_found()
    return found


def _session(session_id: str) -> SandboxSession:
    _sandbox()
    try:
        return session(session_id)
    except UnknownSession:
        raise not_found() from None
