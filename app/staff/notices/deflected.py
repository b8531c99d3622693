"""What a notice's message did to the telephone, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.care.enquiries.queries import enquiries_about
from app.care.themes import THEMES
from app.insight.deflection import Deflection, deflection_of
from app.kernel.words import counted

NOTHING = "no data"


@dataclass(frozen=True, slots=True)
class Deflected:
    """Contacts per hundred bookings before and after, of those told and of others alike, and what that comes to."""

    heading: str
    sentence: str
    rows: tuple[tuple[str, int, str, str], ...]
    thin: bool
    about: str = ""


def deflected(notice_id: int, location_id: int) -> Deflected | None:
    """As the page of a notice shows it, `about` says how many enquiries name it; None while nobody was told. Four
    statements."""
    found = deflection_of(notice_id, location_id)
    return None if found is None else replace(words_of(found), about=about_words(enquiries_about(notice_id)))


def about_words(themes: Mapping[str, int]) -> str:
    """Three enquiries are about it: things that do not work (2), price (1). Empty where none is."""
    total = sum(themes.values())
    if not total:
        return ""
    are = "is" if total == 1 else "are"
    listed = ", ".join(f"{THEMES.get(theme, theme).lower()} ({count})" for theme, count in themes.items())
    return f"{counted(total, 'enquiry', 'enquiries').capitalize()} {are} about it: {listed}."


def words_of(found: Deflection) -> Deflected:
    rows = (
        ("Told", found.told, _hundred(found.told_before), _hundred(found.told_after)),
        ("Same house and lead, not told", found.others, _hundred(found.others_before), _hundred(found.others_after)),
    )
    heading = {
        "fewer": "Fewer ask since they were told",
        "more": "More ask since they were told",
        "no change": "As many ask as before",
        "too early": "Too early to tell who asks",
        "cannot tell yet": "Who asks: cannot tell yet",
    }[found.verdict]
    return Deflected(heading, _sentence(found), rows if found.days else (), found.verdict == "cannot tell yet")


def _sentence(found: Deflection) -> str:
    if found.verdict == "too early":
        return "Contacts are counted from a day after the message on."
    days = f"{found.days:.0f} days" if found.days >= 1.5 else "a day"
    parts = [f"Contacts per 100 bookings in the {days} before the message and after it."]
    if found.difference is not None and found.low is not None and found.high is not None:
        span = f"{_signed(found.low)} to {_signed(found.high)}"
        parts.append(f"Against the others that is {_signed(found.difference)} per 100, 95 % interval {span}.")
    elif found.told:
        parts.append("Nobody on either side asked anything.")
    if found.verdict == "cannot tell yet":
        more = f", needs about {found.needed} more" if found.needed else ""
        parts.append(f"Cannot tell yet{more}.")
    if found.left_out:
        parts.append(f"{found.left_out} told have nobody of their lead to compare with, and are left out.")
    return " ".join(parts)


def _hundred(rate: float | None) -> str:
    return NOTHING if rate is None else f"{100 * rate:.1f}"


def _signed(rate: float) -> str:
    text = f"{abs(100 * rate):.1f}"
    return text if float(text) == 0 else f"{'+' if rate > 0 else '−'}{text}"
