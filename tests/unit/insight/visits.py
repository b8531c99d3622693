"""Visits that say what their events do not."""

AT = "'2027-03-01 08:00:00+00:00'"
VISIT = (
    'INSERT INTO visit (visit, day_on, first_at, last_at, search_at, device, source, "returning", is_bot, refinements,'
    f" events) VALUES ('v', '2027-03-01', {AT}, {AT}, {AT}, 'phone', 'direct', FALSE, FALSE, 0, 1)"
)
EVENT = (
    'INSERT INTO event (version, visit, at, name, implied, location_id, device, source, "returning", is_bot)'
    f" VALUES (1, 'v', {AT}, '{{}}', FALSE, {{}}, 'phone', 'direct', FALSE, FALSE)"
)
SEARCH, BOOKED, ELSEWHERE = EVENT.format("search", 1), EVENT.format("booked", 1), EVENT.format("booked", 99)

BROKEN_VISITS = {
    "visit_steps": [VISIT, f"{VISIT}; {SEARCH}; UPDATE event SET at = '2027-03-01 08:00:01+00:00'"],
    "event_visits": [SEARCH, f"{VISIT}; {SEARCH}; {BOOKED}"],
    "booked_events": [
        f"{VISIT}; {SEARCH}; UPDATE visit SET booked_at = {AT}; {ELSEWHERE}",
        f"{VISIT}; {SEARCH}; UPDATE visit SET booked_at = {AT}; " + "; ".join([BOOKED] * 4),
    ],
    "effort_bookings": ["INSERT INTO booking_effort VALUES (4, 0, 0, 0, 0, 0, 0)"],
}
"""By the check that names it."""
