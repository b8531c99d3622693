"""The words of the funnel's log. None is ever renamed: rows of years ago carry them."""

from __future__ import annotations

STEPS = ("search", "results", "room", "details", "payment", "booked")
"""On the way to a booking, in order."""

STEP_NAMES = {
    "search": "Search", "results": "Results", "room": "Room", "details": "Details", "payment": "Payment",
    "booked": "Booked",
}  # fmt: skip
"""What staff read."""

SIGNALS = (
    "field_error",
    "correction",
    "left_at_field",
    "back",
    "many_refinements",
    "denied",
    "price_changed",
    "claim_expired",
    "payment_declined",
    "rage_click",
    "slow_answer",
    "lcp",
    "inp",
    "cls",
)
"""What got in a guest's way, and how quick a page was. The `code` of an event says more:

`field_error` form.field.error · `correction`, `left_at_field` the field's name, never its value · `back` from>to ·
`denied` the binding reason · `price_changed` up or down · `payment_declined` declined or expired · `rage_click` the
element's `data-name` or tag · `slow_answer`, `lcp`, `inp`, `cls` the step of the page, with `duration_ms` (cls x 1000).
"""

BY_BROWSER = frozenset({"correction", "left_at_field", "rage_click", "lcp", "inp", "cls"})
"""The signals that only the browser can tell."""

VITALS = frozenset({"lcp", "inp", "cls"})

DENIED = ("arrival", "nights", "heads", "location", "room_type", "rate_plan", "rule", "value_minor", "currency")
"""The properties of a `denied` event: slugs for the places, an ISO date for the arrival. `rule` is the smallest change
of one rule that would have served the stay, as `reason:value` (`min_stay:1`, `closed_to_arrival:open`); None where no
change of a rule would have, as where every room is taken. `value_minor` is what the stay would then have cost."""

DEVICES = ("phone", "tablet", "desk")

SOURCES = ("direct", "search", "mail", "social", "agent", "referral", "link")
"""Where a visit first came from: typed, a search engine, a mail, a network, another seller of rooms, somebody's
referral, another site."""
