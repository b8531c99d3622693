"""Under which spelling a guest is found: names without accents and case, telephones without blanks and country."""

from __future__ import annotations

import re
import unicodedata

_UNLIKE = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_APOSTROPHES = str.maketrans(dict.fromkeys("'’‘`´"))
NAME_LONGEST, PHONE_LONGEST = 220, 20


def folded(text: str) -> list[str]:
    """The words of a text in small plain letters and digits: `Zoë O’Hara-Łuk` are zoe, ohara and luk."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_APOSTROPHES)).translate(_UNLIKE)
    letters = "".join(letter if letter.isalnum() else " " for letter in plain if not unicodedata.combining(letter))
    return letters.split()


def name_key(name: str) -> str:
    """The words of a name, each after a blank, so that ` whit` finds the beginning of any of them."""
    return "".join(f" {word}" for word in folded(name))[:NAME_LONGEST]


def phone_key(phone: str | None) -> str | None:
    """The digits of a number as they are dialled within its country: +44 7700 900461 and 07700 900461 are one."""
    digits = re.sub(r"\D", "", (phone or "").replace("(0)", ""), flags=re.ASCII)
    return re.sub(r"^(00)?44|^00|^0", "", digits)[:PHONE_LONGEST] or None
