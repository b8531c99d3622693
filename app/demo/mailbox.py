"""Every mail of the demo, which sends none: what guests would have in their hands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email import message_from_string
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, current_app, jsonify, request

from app.kernel import clock
from app.kernel.words import at_hour, short_day
from app.outbox import Kept, kept_heads, kept_mail, kept_mails
from app.web.access import public
from app.web.respond import not_found, page

mailbox = Blueprint("mailbox", __name__)

SHOWN = 100
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self';"
    " sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
)
"""For the body of a mail alone: its styles stand at its elements. No script, no form, no cookie, nothing loaded."""


@dataclass(frozen=True, slots=True)
class AttachmentView:
    name: str
    kind: str
    url: str


@dataclass(frozen=True, slots=True)
class MailView:
    """One mail; the list knows it by its headers only."""

    id: int
    kind: str
    address: str
    sender: str
    subject: str
    sent_at: datetime
    sent_words: str
    text: str = ""
    links: tuple[str, ...] = ()
    attachments: tuple[AttachmentView, ...] = ()

    @property
    def url(self) -> str:
        return f"/demo/mailbox/{self.id}"


@mailbox.get("/demo/mailbox")
@public
def show_mails() -> Response:
    """All of them, the newest first."""
    mails = [_headed(kept, message_from_string(kept.raw, policy=default)) for kept in kept_heads(SHOWN)]
    return page("demo/mailbox.html", mails=mails)


@mailbox.get("/demo/mailbox.json")
@public
def tell_mails() -> Response:
    """The same for programs, whole; `?to=` names one address."""
    mails = [_view(kept) for kept in kept_mails(SHOWN, request.args.get("to", ""))]
    told: list[dict[str, Any]] = [
        {
            "address": mail.address,
            "subject": mail.subject,
            "kind": mail.kind,
            "sent_at": mail.sent_at.isoformat(),
            "text": mail.text,
            "links": mail.links,
            "attachments": [{"name": own.name, "type": own.kind, "url": own.url} for own in mail.attachments],
            "url": mail.url,
        }
        for mail in mails
    ]
    response = jsonify(told)
    response.headers["Cache-Control"] = "no-store"
    return response


@mailbox.get("/demo/mailbox/<id:message_id>")
@public
def show_mail(message_id: int) -> Response:
    """One mail as its reader sees it, and in plain text."""
    return page("demo/mail.html", mail=_view(_kept(message_id)))


@mailbox.get("/demo/mailbox/<id:message_id>/body")
@public
def show_body(message_id: int) -> Response:
    """The HTML of a mail by itself, for the frame in which it is shown. Its links lead out of the frame."""
    body = _read(_kept(message_id)).get_body(("html",))
    html = body.get_content() if body else ""
    out_of_frame = html.replace("<a ", '<a target="_top" ')
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "private, no-cache"}
    return Response(out_of_frame, content_type="text/html; charset=utf-8", headers=headers)


@mailbox.get("/demo/mailbox/<id:message_id>/attachments/<id:number>")
@public
def show_attachment(message_id: int, number: int) -> Response:
    """An attachment by its place in the mail, to be saved."""
    found = list(_read(_kept(message_id)).iter_attachments())[number - 1 : number]
    if not found:
        raise not_found()
    response = Response(found[0].get_content(), content_type=found[0].get_content_type())
    response.headers.set("Content-Disposition", "attachment", filename=found[0].get_filename() or "attachment")
    return response


def _kept(message_id: int) -> Kept:
    kept = kept_mail(message_id)
    if kept is None:
        raise not_found()
    return kept


def _read(kept: Kept) -> EmailMessage:
    return message_from_string(kept.raw, policy=default)


def _headed(kept: Kept, mail: EmailMessage, **more: Any) -> MailView:
    (sender,) = mail["From"].addresses
    named = f"{sender.display_name} <{sender.addr_spec}>"
    return MailView(kept.id, kept.kind, kept.address, named, str(mail["Subject"]), kept.sent_at, _when(kept), **more)


def _view(kept: Kept) -> MailView:
    mail = _read(kept)
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    attachments = tuple(
        AttachmentView(
            own.get_filename() or "attachment",
            own.get_content_type(),
            f"/demo/mailbox/{kept.id}/attachments/{number}",
        )
        for number, own in enumerate(mail.iter_attachments(), start=1)
    )
    return _headed(
        kept,
        mail,
        text=text.get_content() if text else "",
        links=_links(html.get_content()) if html else (),
        attachments=attachments,
    )


def _when(kept: Kept) -> str:
    zone = current_app.config["SETTINGS"].group_timezone
    sent, today = kept.sent_at.astimezone(ZoneInfo(zone)).date(), clock.today(zone)
    hour = at_hour(kept.sent_at, zone)
    return f"today, {hour}" if sent == today else f"{short_day(sent)}, {hour}"


def _links(html: str) -> tuple[str, ...]:
    """Every web address that the mail leads to, once, in order."""
    reader = _Links()
    reader.feed(html)
    return tuple(dict.fromkeys(reader.found))


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = dict(attrs).get("href") or ""
        if tag == "a" and address.startswith("http"):
            self.found.append(address)
