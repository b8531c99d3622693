"""A mail as it travels."""

from __future__ import annotations

import base64
import hashlib
import quopri
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage, Message
from email.policy import SMTP, compat32
from email.utils import format_datetime
from functools import lru_cache

from flask import current_app

from app.config import Config
from app.outbox import Announced
from app.web.mail.composing import compose
from app.web.mail.letter import Attachment, Mail
from app.web.trader import trader

EOL = b"\r\n"
HEADERS = SMTP.clone(max_line_length=998)
"""As long as a line may be: folded at less, an address among the headers would be taken apart."""
PLAIN = compat32.clone(linesep="\r\n")


def mail_of(message: Announced) -> bytes:
    """The whole mail of a message, ready to send; the same bytes each time. Raises as `compose`."""
    settings: Config = current_app.config["SETTINGS"]
    mail, sender = compose(message), sender_of(settings)
    whole = EmailMessage(policy=HEADERS if message.address.isascii() else HEADERS.clone(utf8=True))
    whole["From"] = _header("From", _from_name(mail), sender)
    whole["To"] = message.address
    whole["Subject"] = mail.subject
    whole["Date"] = format_datetime(_dated(message))
    whole["Message-ID"] = message.message_id.replace("@quince>", f"@{domain_of(sender)}>")
    whole["Reply-To"] = _header("Reply-To", *_answered_by(mail))
    whole["Auto-Submitted"] = "auto-generated"
    whole["Content-Language"] = message.language
    whole["MIME-Version"] = "1.0"
    if mail.unsubscribe_url:
        whole["List-Unsubscribe"] = f"<{mail.unsubscribe_url}>"
        whole["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return whole.as_bytes().removesuffix(EOL) + _body(mail, message.message_id).as_bytes(policy=PLAIN)


def sender_of(settings: Config) -> str:
    """The address that mails come from and come back to."""
    return settings.smtp_from or trader().email or "quince@localhost"


def domain_of(address: str) -> str:
    return address.rpartition("@")[2]


def _from_name(mail: Mail) -> str:
    group = trader().group_name
    return f"{mail.house.name}, {group}" if mail.house else group


def _answered_by(mail: Mail) -> tuple[str, str]:
    return (mail.house.name, mail.house.email) if mail.house else ("", trader().email)


@lru_cache(maxsize=64)
def _header(header: str, name: str, address: str) -> str:
    """A header of ours as the library keeps it: there are few, and each takes as long to parse as a mail to write."""
    named = Address(name, addr_spec=address) if address.isascii() and "@" in address else address
    kept: str = HEADERS.header_store_parse(header, named)[1]
    return kept


def _dated(message: Announced) -> datetime:
    return max(message.made_at, message.due_at)


def _body(mail: Mail, message_id: str) -> Message:
    """Text and HTML as alternatives, and what is attached.

    It is put together by hand: the library parses every header of a part that it makes, which takes a third of the time
    of a mail. A repeat is the same to the byte, so boundaries follow from the Message-ID and not from chance.
    """
    mark = hashlib.sha256(message_id.encode()).hexdigest()[:32]
    words = _multipart("alternative", f"={mark}-words=", [_text("plain", mail.text), _text("html", mail.html)])
    if not mail.attachments:
        return words
    return _multipart("mixed", f"={mark}=", [words, *(_attached(own) for own in mail.attachments)])


def _multipart(kind: str, boundary: str, parts: list[Message | str]) -> Message:
    part = Message()
    part["Content-Type"] = f'multipart/{kind}; boundary="{boundary}"'
    part.set_payload(parts)
    return part


def _text(kind: str, words: str) -> Message:
    part = Message()
    part["Content-Type"] = f'text/{kind}; charset="utf-8"'
    part["Content-Transfer-Encoding"] = "quoted-printable"
    part.set_payload(quopri.encodestring(words.encode()).decode("ascii"))
    return part


def _attached(attachment: Attachment) -> Message:
    part = Message()
    part["Content-Type"] = attachment.content_type
    part["Content-Transfer-Encoding"] = "base64"
    part.add_header("Content-Disposition", "attachment", filename=attachment.name)
    part.set_payload(base64.encodebytes(attachment.body).decode("ascii"))
    return part
