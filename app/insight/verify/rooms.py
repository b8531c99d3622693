"""No room is given twice, and only to those who sleep in it."""

from app.insight.verify.check import Check

CHECKS = [
    Check(
        "room_nights",
        "A door is given to a live stay, of its own room type, on its own nights.",
        """
        SELECT n.room_id AS room, n.night, n.stay_id AS stay
        FROM room_night n
        JOIN room m ON m.id = n.room_id
        LEFT JOIN stay s ON s.id = n.stay_id
        LEFT JOIN booking b ON b.id = s.booking_id
        WHERE b.id IS NULL OR b.state IN ('cancelled', 'no_show') OR s.cancelled_at IS NOT NULL
           OR n.night < s.arrival_on OR n.night >= s.departure_on OR m.room_type_id <> s.room_type_id
        """,
    ),
    Check(
        "one_door",
        "A stay sleeps behind one door a night.",
        """
        SELECT stay_id AS stay, night, COUNT(*) AS rooms
        FROM room_night GROUP BY stay_id, night HAVING COUNT(*) > 1
        """,
    ),
]
