"""What a visit says is what its events say, and no booking is counted twice."""

from app.experience.funnel.names import STEPS
from app.insight.verify.check import Check

_REACHED = " UNION ALL ".join(
    f"SELECT visit, '{step}' AS step, {step}_at AS at FROM visit WHERE {step}_at IS NOT NULL"  # nosec B608
    for step in STEPS
)
_MISSED = " OR ".join(f"(e.name = '{step}' AND v.{step}_at IS NULL)" for step in STEPS)

CHECKS = [
    Check(
        "visit_steps",
        "Each instant at which a visit reached a step is that of an event.",
        f"""
        SELECT r.visit, r.step, r.at
        FROM ({_REACHED}) r
        LEFT JOIN event e ON e.at = r.at AND e.visit = r.visit AND e.name = r.step
        WHERE e.id IS NULL
        """,  # nosec B608
    ),
    Check(
        "event_visits",
        "Each event has its visit, which has reached its step.",
        f"""
        SELECT e.id AS event, e.visit, e.name
        FROM event e LEFT JOIN visit v ON v.visit = e.visit
        WHERE v.visit IS NULL OR {_MISSED}
        """,  # nosec B608
    ),
    Check(
        "booked_events",
        "No house has more bookings counted in visits than were made on the site.",
        """
        SELECT e.location_id AS location, e.counted, COALESCE(b.made, 0) AS made
        FROM (SELECT location_id, COUNT(*) AS counted FROM event WHERE name = 'booked' GROUP BY location_id) e
        LEFT JOIN (SELECT location_id, COUNT(*) AS made FROM booking WHERE source = 'web' GROUP BY location_id) b
            ON b.location_id = e.location_id
        WHERE e.counted > COALESCE(b.made, 0)
        """,
    ),
    Check(
        "effort_bookings",
        "Only bookings that were made on the site have an effort.",
        """
        SELECT f.booking_id AS booking, b.source
        FROM booking_effort f JOIN booking b ON b.id = f.booking_id
        WHERE b.source <> 'web'
        """,
    ),
]
