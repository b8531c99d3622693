"""When two guests may be one person. Pure; a hint and never a proof: a person decides."""

from __future__ import annotations

from dataclasses import dataclass

MAIL, PHONE, NAME, SIMILAR = "mail", "phone", "name", "similar"
SHORTEST = 5
"""Letters that a mail has before the @ at least, to be nearly the same as another."""


@dataclass(frozen=True, slots=True)
class Traits:
    """By what a guest is known: the keys by which names and telephones are found, and the mail in small letters."""

    name_key: str | None
    phone_key: str | None
    email_lower: str | None


def evidence_of(one: Traits, other: Traits) -> tuple[str, ...]:
    """What makes two guests look like one: `mail`, `phone`, `name`, `similar` (mails that are nearly the same).

    () unless their names begin with the same letter, and have a surname in common with the same telephone, any word of
    them with the same mail, or are the very same with nearly the same mail. So a name alone is none, and neither is a
    mail or a telephone that a couple or strangers share.
    """
    same = {
        MAIL: _equal(one.email_lower, other.email_lower),
        PHONE: _equal(one.phone_key, other.phone_key),
        NAME: _equal(one.name_key, other.name_key),
    }
    same[SIMILAR] = same[NAME] and not same[MAIL] and mails_alike(one.email_lower or "", other.email_lower or "")
    names, others = ((own.name_key or "").split() for own in (one, other))
    begin_alike = bool(names and others) and names[0][0] == others[0][0]
    by_mail = same[MAIL] and set(names) & set(others)
    by_phone = same[PHONE] and set(names[1:]) & set(others[1:])
    if not (begin_alike and (by_mail or by_phone)) and not same[SIMILAR]:
        return ()
    return tuple(word for word, is_so in same.items() if is_so)


def mails_alike(one: str, other: str) -> bool:
    """Whether two mails differ in the house behind the @ alone, in dots or what follows a plus, or in one letter."""
    if not one or not other:
        return False
    before, after = (mail.partition("@")[0].partition("+")[0].replace(".", "") for mail in (one, other))
    if min(len(before), len(after)) < SHORTEST:
        return False
    return before == after or _one_letter_apart(one, other)


def _equal(one: str | None, other: str | None) -> bool:
    return bool(one) and one == other


def _one_letter_apart(one: str, other: str) -> bool:
    """One letter more, less or instead, or two neighbours changed about."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[start:] == long[start + 1 :]
    swapped = long[:start] + long[start : start + 2][::-1] + long[start + 2 :]
    return short[start + 1 :] == long[start + 1 :] or short == swapped
