"""A booking, its stays and its checkout say the same."""

from app.insight.verify.check import Check

CHECKS = [
    Check(
        "spans",
        "A booking spans its stays, and has at least one.",
        """
        SELECT b.id AS booking, b.arrival_on, b.departure_on, s.first_on, s.until_on
        FROM booking b LEFT JOIN (
            SELECT s.booking_id, MIN(s.arrival_on) AS first_on, MAX(s.departure_on) AS until_on
            FROM stay s JOIN booking b ON b.id = s.booking_id
            WHERE s.cancelled_at IS NULL OR b.state = 'cancelled'
            GROUP BY s.booking_id
        ) s ON s.booking_id = b.id
        WHERE s.booking_id IS NULL OR s.first_on <> b.arrival_on OR s.until_on <> b.departure_on
        """,
    ),
    Check(
        "states",
        "A booking's state agrees with the instants at which it came about.",
        """
        SELECT id AS booking, state, cancelled_at, no_show_at, checked_in_at, checked_out_at
        FROM booking
        WHERE (state = 'cancelled') <> (cancelled_at IS NOT NULL)
           OR (state = 'no_show') <> (no_show_at IS NOT NULL)
           OR (state IN ('in_house', 'departed')) <> (checked_in_at IS NOT NULL)
           OR (state = 'departed') <> (checked_out_at IS NOT NULL)
        """,
    ),
    Check(
        "coming_and_going",
        "A booking is in the house once one of its rooms is, and has left when none is any more.",
        """
        SELECT b.id AS booking, b.state, s.came, s.gone
        FROM booking b JOIN (
            SELECT booking_id, COUNT(checked_in_at) AS came, COUNT(checked_out_at) AS gone
            FROM stay WHERE cancelled_at IS NULL GROUP BY booking_id
        ) s ON s.booking_id = b.id
        WHERE (b.state IN ('in_house', 'departed')) <> (s.came > 0) OR (b.state = 'departed' AND s.came <> s.gone)
        """,
    ),
    Check(
        "houses",
        "A booking, its quote, its room types and its rate plans belong to one house and its currency.",
        """
        SELECT b.id AS booking, b.location_id AS location, s.id AS stay
        FROM booking b
        JOIN location l ON l.id = b.location_id
        JOIN quote q ON q.id = b.quote_id
        LEFT JOIN stay s ON s.booking_id = b.id
        LEFT JOIN room_type t ON t.id = s.room_type_id
        LEFT JOIN rate_plan p ON p.id = s.rate_plan_id
        WHERE b.currency <> q.currency OR q.location_id <> b.location_id
           OR t.location_id <> b.location_id OR p.location_id <> b.location_id
           OR (b.source <> 'import' AND b.currency <> l.currency)
        """,
    ),
    Check(
        "checkouts",
        "A checkout is booked when it has become a booking, and only then; until that is changed it has its price.",
        """
        SELECT k.id AS checkout, k.state, b.id AS booking
        FROM checkout k LEFT JOIN booking b ON b.checkout_id = k.id
        WHERE (k.state = 'booked') <> (b.id IS NOT NULL)
           OR (k.quote_id <> b.quote_id AND b.revision = 0)
        """,
    ),
    Check(
        "references",
        "A reference has eight letters of the alphabet that is read out on the telephone.",
        """
        SELECT id AS booking, reference FROM booking
        WHERE LENGTH(reference) <> 8 OR reference <> UPPER(reference)
           OR reference LIKE '%I%' OR reference LIKE '%L%' OR reference LIKE '%O%' OR reference LIKE '%U%'
        """,
    ),
]
