"""What staff put into a mail: words of their own behind its heading and at its end, with a few blanks to fill."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from flask import current_app
from markupsafe import Markup, escape

from app.booking.queries import booking_of
from app.catalogue.queries import House
from app.catalogue.wordings import mail_words
from app.kernel.words import hour, short_day
from app.outbox import Announced
from app.web.prose import prose

BLANKS = {
    "name": "the guest’s name",
    "house": "the house",
    "reference": "the booking’s reference",
    "arrival": "the day they come",
    "departure": "the day they leave",
    "rooms_from": "the hour from which rooms are ready",
    "telephone": "the house’s telephone",
}
"""What may stand in braces, and what it becomes."""

WORDED = {
    "booked": "Booked",
    "changed": "Changed",
    "cancelled": "Cancelled",
    "paid": "Paid",
    "refunded": "Refunded",
    "balance": "Something to pay",
    "before_arrival": "Three days before",
    "arrival_day": "On the day",
}
"""The kinds of mail about a booking, which alone have blanks to fill."""

_BLANK = re.compile(r"\{([^{}\s]{0,40})\}")
_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")


@dataclass(frozen=True, slots=True)
class MailWords:
    """Words of staff, as they typed them."""

    opening: str = ""
    closing: str = ""


EMPTY = Markup()


@dataclass(frozen=True, slots=True)
class Said:
    """Both of them filled, as HTML and as plain text; empty where nothing was put in."""

    opening: Markup = EMPTY
    closing: Markup = EMPTY
    opening_text: str = ""
    closing_text: str = ""


NOTHING = Said()


def unknown_blanks(words: str, known: Collection[str] = BLANKS) -> list[str]:
    """What stands in braces and is no blank that could be filled, in its order; a lone brace too."""
    found = [blank for blank in _BLANK.findall(words) if blank not in known]
    rest = _BLANK.sub("", words)
    return found + [brace for brace in "{}" if brace in rest]


def said(message: Announced, house: House | None, words: MailWords | None = None) -> Said:
    """What staff put into the mail of a message: what stood when it was made, or `words` that are only tried out."""
    if message.kind not in WORDED or house is None:
        return NOTHING
    if words is None:
        stood = mail_words(message.kind, house.id, message.made_at)
        words = MailWords(stood.opening, stood.closing) if stood else MailWords()
    if not (words.opening or words.closing):
        return NOTHING
    filled = _blanks(message, house)
    return Said(
        _html(words.opening, filled),
        _html(words.closing, filled),
        _text(words.opening, filled),
        _text(words.closing, filled),
    )


def filled(words: str, blanks: Mapping[str, str]) -> tuple[Markup, str]:
    """Words of staff as HTML and as plain text; both empty where one of their blanks has nothing to fill it."""
    return _html(words, blanks), _text(words, blanks)


def _blanks(message: Announced, house: House) -> dict[str, str]:
    found = {"house": house.name, "rooms_from": hour(house.check_in_time), "telephone": house.telephone}
    booking = booking_of(message.subject_id) if message.subject == "booking" else None
    if booking is None:
        return found
    return found | {
        "name": booking.guest_name,
        "reference": booking.reference,
        "arrival": short_day(booking.basket.arrival),
        "departure": short_day(booking.basket.departure),
    }


def _html(words: str, blanks: Mapping[str, str]) -> Markup:
    """Paragraphs as HTML. Blanks are filled last and escaped, so that nobody's name becomes a link."""
    if not _fillable(words, blanks):
        return Markup()
    base = current_app.config["SETTINGS"].address
    marked = str(prose(words)).replace('<a href="/', f'<a href="{base}/')
    return Markup(_BLANK.sub(lambda blank: str(escape(blanks.get(blank[1], ""))), marked))  # nosec B704


def _text(words: str, blanks: Mapping[str, str]) -> str:
    if not _fillable(words, blanks):
        return ""
    base = current_app.config["SETTINGS"].address
    plain = _LINK.sub(r"\1: \2", words.replace("](/", f"]({base}/")).replace("**", "")
    return _BLANK.sub(lambda blank: blanks.get(blank[1], ""), plain)


def _fillable(words: str, blanks: Mapping[str, str]) -> bool:
    """Whether each blank has something to fill it: a mail to nobody in particular says less rather than nonsense."""
    return bool(words) and all(blanks.get(blank) for blank in _BLANK.findall(words))
