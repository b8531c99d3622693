"""Reading the reports that mail servers send about mail that did not arrive (RFC 3464)."""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message as Part
from email.policy import compat32


@dataclass(frozen=True, slots=True)
class Bounce:
    """The Message-ID of a mail that came back for good, and why, in the server's words."""

    mail_id: str
    reason: str


def read_bounce(raw: bytes) -> Bounce | None:
    """What a report says. None for anything else: an answer of a person, a delay, a delivery, a report without the
    headers of the mail that it is about."""
    report = message_from_bytes(raw, policy=compat32)
    if report.get_content_type() != "multipart/report":
        return None
    failed = [part for part in report.walk() if str(part.get("Action", "")).strip().lower() == "failed"]
    mail_id = next((found for part in report.walk() if part is not report and (found := _mail_id(part))), None)
    if not failed or mail_id is None:
        return None
    status, said = failed[0].get("Status", ""), failed[0].get("Diagnostic-Code", "")
    return Bounce(mail_id, " ".join(f"{status} {said}".split()) or "no reason given")


def _mail_id(part: Part) -> str | None:
    """The Message-ID of a mail that was sent back whole, or of its headers alone."""
    if part.get_content_type() == "text/rfc822-headers":
        body = part.get_payload(decode=True)
        part = message_from_bytes(body if isinstance(body, bytes) else b"", policy=compat32)
    found = part.get("Message-ID")
    return str(found).strip() if found else None
