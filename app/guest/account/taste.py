"""What the page shows on which guests see everything that is remembered about them."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from app.booking.people.queries import KeptAllergy, allergies_kept_by
from app.catalogue.closed import house_of
from app.guest.own_order import popular_houses
from app.identity.queries import Remembered, SignedIn, guests_of, preferences_of
from app.identity.rules import EVERY_KIND
from app.kernel.words import counted, listed, number, short_day
from app.offers.history.naming import names
from app.offers.history.queries import held_about
from app.offers.history.rules.facts import History
from app.offers.history.rules.orders import house_order
from app.offers.history.rules.spelling import month_of
from app.web.history_words import Seen, called, seen_on

GROUPS = {
    "At the table": ("allergy", "table", "supper"),
    "In the room": ("room", "bed", "extras"),
    "How you travel": ("party", "dog", "house", "season", "when", "rhythm", "spend", "arrival", "cancelled", "other"),
    "What you thought": ("score",),
}


@dataclass(frozen=True, slots=True)
class RememberedRow:
    """One thing known: `key` names it in addresses. What cannot be eaten is put right with a stay, not here."""

    key: str
    kind: str
    what: str
    source: str
    used_for: str
    may_be_corrected: bool = True


@dataclass(frozen=True, slots=True)
class Taste:
    """The names that `guest/account/remembered.html` uses. `own` and `popular` are houses in both orders; `because` is
    the reason of the own one."""

    first_name: str
    sentence: str
    groups: list[tuple[str, list[RememberedRow]]]
    count: int
    on: bool
    own: list[str]
    popular: list[str]
    because: str | None

    @property
    def count_words(self) -> str:
        return number(self.count)


def taste_of(who: SignedIn, zone: ZoneInfo) -> Taste:
    """All that is remembered about a guest, whether it is used, and what that changes."""
    guest_ids = guests_of(who)
    history, on = held_about(*guest_ids)
    rows = remembered_rows(history, guest_ids, zone)
    popular = popular_houses()
    own = house_order(history, popular, names())
    titles = names().houses
    return Taste(
        first_name=who.first_name,
        sentence=_sentence(len(rows)),
        groups=[
            (title, mine)
            for title, kinds in GROUPS.items()
            if (mine := [row for kind in kinds for row in rows if row.kind == kind])
        ],
        count=len(rows),
        on=on,
        own=[titles[house] for house in own.ids],
        popular=[titles[house] for house in popular],
        because=own.because,
    )


def rows_of(guest_ids: list[int], zone: ZoneInfo) -> list[RememberedRow]:
    """Every single thing that is remembered about these guests."""
    return remembered_rows(held_about(*guest_ids)[0], guest_ids, zone)


def remembered_rows(history: History, guest_ids: list[int], zone: ZoneInfo) -> list[RememberedRow]:
    """What cannot be eaten, what was said or noted, and what stays show of the kinds that nothing was said about."""
    kept, preferences = allergies_kept_by(guest_ids), preferences_of(guest_ids)
    return (
        [_allergy_row(one) for one in kept]
        + [_known_row(one, zone) for one in preferences if one.value]
        + [_seen_row(one) for one in seen_on(history, called())]
    )


def _allergy_row(one: KeptAllergy) -> RememberedRow:
    own = one.cannot_eat
    parts = [f"No {listed(own.allergens)}" if own.allergens else "", own.words, own.severity]
    what = ", ".join(part for part in parts if part) + (f" ({own.person})" if own.person else "")
    source = f"You told us, for your stay of {month_of(one.arrival_on)}"
    return RememberedRow(
        f"allergy-{one.id}", "allergy", what, source, "The kitchen, every stay", may_be_corrected=False
    )


def _known_row(one: Remembered, zone: ZoneInfo) -> RememberedRow:
    day = one.known_at.astimezone(zone).date()
    when = f"{short_day(day)} {day.year}"
    source = f"{house_of(one.location_id).name} noted it, {when}" if one.location_id else f"You said so, {when}"
    return RememberedRow(str(one.id), one.kind, one.value or "", source, _used_for(one.kind))


def _seen_row(one: Seen) -> RememberedRow:
    return RememberedRow(f"seen-{one.kind}", one.kind, one.value, one.source, _used_for(one.kind))


def _used_for(kind: str) -> str:
    return EVERY_KIND.get(kind, EVERY_KIND["other"])[1]


def _sentence(count: int) -> str:
    if not count:
        return "Nothing so far. What your stays show will stand here, each with where it came from."
    things = counted(count, "thing").capitalize()
    return (
        f"{things}, {'each ' if count > 1 else ''}with where it came from. We use them to set a table, make a bed and"
        " put houses in order. Never to set a price."
    )
