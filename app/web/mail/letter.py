"""What a mail consists of, before and after it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.catalogue.queries import House
from app.kernel.errors import QuinceError


class NoLongerApplies(QuinceError):
    """What the message announces is not so any more; `str()` says why. It is withdrawn."""


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    content_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """What a kind says: `view` are the names of its templates. Replies go to `house`, to the group where it is None.

    `unsubscribe_url` is for marketing alone: its POST unsubscribes at one click.
    """

    subject: str
    view: Mapping[str, Any]
    house: House | None = None
    attachments: tuple[Attachment, ...] = ()
    unsubscribe_url: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    """A letter that is written."""

    subject: str
    text: str
    html: str
    house: House | None
    attachments: tuple[Attachment, ...]
    unsubscribe_url: str
