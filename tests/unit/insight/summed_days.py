"""How summed days can be wrong, as SQL; `tests.unit.insight.test_verify` breaks a sound group with each."""

DAY = (
    "INSERT INTO funnel_day (slice, day_on, search, results, room, details, payment, booked, figures)"
    " VALUES ('{}', '2027-02-0{}', {}, 0, 0, 0, 0, 0, '{{}}')"
)
CELL = (
    'INSERT INTO funnel_cell (day_on, location, device, source, "returning", heads, "lead", search, results, room,'
    " details, payment, booked) VALUES ('2027-02-0{}', '', 'desk', 'direct', 'new', '', '', {}, 0, 0, 0, 0, 0)"
)
VISIT = (
    'INSERT INTO visit (visit, day_on, first_at, last_at, device, source, "returning", is_bot, refinements, events)'
    " VALUES ('{0}', '2027-02-0{0}', '2027-02-0{0} 10:00:00+00:00', '2027-02-0{0} 10:00:00+00:00', 'desk', 'direct',"
    " false, false, 0, 0)"
)

BROKEN_SUMS = {
    "funnel_days": [f"{DAY.format('', 1, 1)}; {DAY.format('device=desk', 1, 1)}"],
    "funnel_day_slices": [f"{DAY.format('', 1, 0)}; {DAY.format('device=desk', 1, 1)}"],
    "funnel_day_cells": [f"{DAY.format('', 1, 0)}; {DAY.format('device=desk', 1, 0)}; {CELL.format(1, 1)}"],
    "funnel_day_gaps": [
        f"{VISIT.format(1)}; {VISIT.format(2)}; {DAY.format('', 2, 0)}; {DAY.format('device=desk', 2, 0)}"
    ],
}
"""By the check that names it."""
