"""The sandbox provider's own pages and webhook. They exist only where the sandbox is the provider."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.booking import paying
from app.kernel.words import money
from app.payments import Forged, UnknownSession
from app.payments.models import SandboxSession
from app.payments.sandbox import Sandbox, session
from app.web.access import public, signed
from app.web.csrf import protect
from app.web.provider import provider
from app.web.respond import not_found, page, see_other, see_provider

sandbox_pages = Blueprint("sandbox", __name__)
MOST_OF_EVENT = 16_000


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
    paying.receive(_sandbox(), *_sandbox().event_of(session_id))
    return see_provider(back)


@sandbox_pages.post("/webhooks/sandbox")
@signed
def webhook() -> tuple[str, int]:
    """What the sandbox tells the shop; 2xx however often and in whatever order it comes, 400 when it is forged."""
    request.max_content_length = MOST_OF_EVENT
    try:
        paying.receive(_sandbox(), request.get_data(), request.headers.get("Sandbox-Signature", ""))
    except Forged:
        return "forged", 400
    except UnknownSession:
        return "unknown", 404
    return "", 204


protect.exempt(webhook)


def _sandbox() -> Sandbox:
    found = provider()
    assert isinstance(found, Sandbox), "registered only beside the sandbox"
    return found


def _session(session_id: str) -> SandboxSession:
    try:
        return session(session_id)
    except UnknownSession:
        raise not_found() from None
