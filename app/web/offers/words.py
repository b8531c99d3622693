"""Why an offer does not hold, in sentences that say what to do."""

from __future__ import annotations

from collections.abc import Sequence

from app.catalogue.closed import room_type_of
from app.catalogue.queries import catalogue
from app.kernel.words import counted, listed, short_day
from app.promotions.rules import Promotion

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_PLAIN = {
    "not_running": "It is over",
    "audience": "It is not one that you can take",
    "open_case": "It waits until what went wrong on your stay is put right",
    "few_left": "Too little is left on one of these nights",
    "used_up": "The last one has gone",
    "each_used": "You have used it as often as one guest can",
    "budget": "What was set aside for it is spent",
    "floor": "These nights are priced as low as they go",
    "nothing": "There is nothing in this stay for it to take off",
    "left_behind": "It does not come along to another house",
    "stacked": "It does not go with another offer. Take one of the two off",
}


def refusal_words(promotion: Promotion, reasons: Sequence[str]) -> str:
    """One sentence for the first of the reasons, without its full stop."""
    reason = reasons[0]
    return _PLAIN.get(reason) or _SAYS[reason](promotion)


def _nights(own: Promotion) -> str:
    if own.nights_from_on and own.nights_until_on:
        return f"It is for nights from {short_day(own.nights_from_on)} to {short_day(own.nights_until_on)}"
    if own.nights_from_on:
        return f"It is for nights from {short_day(own.nights_from_on)} on"
    return f"It is for nights until {short_day(own.nights_until_on)}" if own.nights_until_on else "Not on these nights"


def _length(own: Promotion) -> str:
    least, most = own.least_nights, own.most_nights
    if least and most:
        return f"It is for {counted(least, 'night')} to {counted(most, 'night')}"
    if least:
        return f"It is for {counted(least, 'night')} or more"
    return f"It is for {counted(most or 1, 'night')} or fewer"


def _houses(own: Promotion) -> str:
    names = [house.name for house in catalogue().houses if own.holds_at(house.id)]
    return f"It is for {listed(names)}" if names else "It is for another house"


_SAYS = {
    "too_early": lambda own: f"It can be booked from {short_day(own.book_from_on)} on",
    "too_late": lambda own: f"It could be booked until {short_day(own.book_until_on)}",
    "house": _houses,
    "nights": _nights,
    "weekday": lambda own: f"It is for {listed([f'{DAYS[int(day)]} nights' for day in sorted(own.weekdays)])}",
    "length": _length,
    "party": lambda own: f"It is for at most {counted(own.most_heads, 'person', 'people')}",
    "room": lambda own: f"It is for the {room_type_of(own.room_type_id).name}",
}
