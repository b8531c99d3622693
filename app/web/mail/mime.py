"""A mail as it travels."""

from __future__ import annotations

import hashlib
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from flask import current_app

from app.config import Config
from app.outbox import Announced
from app.web.mail.composing import compose
from app.web.mail.letter import Mail
from app.web.trader import trader


def mail_of(message: Announced) -> bytes:
    """The whole mail of a message, ready to send; the same bytes each time. Raises as `compose`."""
    settings: Config = current_app.config["SETTINGS"]
    mail, sender = compose(message), sender_of(settings)
    whole = EmailMessage(policy=SMTP if message.address.isascii() else SMTP.clone(utf8=True))
    whole["From"] = _named(_from_name(mail), sender)
    whole["To"] = message.address
    whole["Subject"] = mail.subject
    whole["Date"] = format_datetime(_dated(message))
    whole["Message-ID"] = message.message_id.replace("@quince>", f"@{domain_of(sender)}>")
    whole["Reply-To"] = _named(mail.house.name, mail.house.email) if mail.house else _named("", trader().email)
    whole["Auto-Submitted"] = "auto-generated"
    whole["Content-Language"] = message.language
    if mail.unsubscribe_url:
        whole["List-Unsubscribe"] = f"<{mail.unsubscribe_url}>"
        whole["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    _fill(whole, mail)
    _fix_boundaries(whole, message.message_id)
    return whole.as_bytes()


def sender_of(settings: Config) -> str:
    """The address that mails come from and come back to."""
    return settings.smtp_from or trader().email or "quince@localhost"


def domain_of(address: str) -> str:
    return address.rpartition("@")[2]


def _from_name(mail: Mail) -> str:
    group = trader().group_name
    return f"{mail.house.name}, {group}" if mail.house else group


def _named(name: str, address: str) -> Address | str:
    return Address(name, addr_spec=address) if address.isascii() and "@" in address else address


def _dated(message: Announced) -> datetime:
    return max(message.made_at, message.due_at)


def _fill(whole: EmailMessage, mail: Mail) -> None:
    whole.set_content(mail.text, cte="quoted-printable")
    whole.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    for attachment in mail.attachments:
        kind, _, options = attachment.content_type.partition(";")
        maintype, _, subtype = kind.partition("/")
        whole.add_attachment(attachment.body, maintype=maintype, subtype=subtype, filename=attachment.name)
        for option in filter(None, options.split(";")):
            name, _, value = option.strip().partition("=")
            whole.get_payload()[-1].set_param(name, value)  # type: ignore[index, union-attr]


def _fix_boundaries(whole: EmailMessage, message_id: str) -> None:
    """A repeat is the same to the byte, so boundaries follow from the Message-ID instead of from chance."""
    for number, part in enumerate(part for part in whole.walk() if part.is_multipart()):
        part.set_boundary(f"={hashlib.sha256(f'{number}{message_id}'.encode()).hexdigest()[:32]}=")
