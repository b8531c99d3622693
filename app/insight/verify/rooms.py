"""No room is given twice, and only to those who sleep in it."""

from app.insight.verify.check import Check

CHECKS = [
    Check(
        "room_nights",
        "A door is given to a live stay, on its own nights, of its own room type or the one it was moved to.",
        """
        SELECT n.room_id AS room, n.night, n.stay_id AS stay
        FROM room_night n
        JOIN room m ON m.id = n.room_id
        LEFT JOIN stay s ON s.id = n.stay_id
        LEFT JOIN booking b ON b.id = s.booking_id
        LEFT JOIN moved_night v ON v.stay_id = n.stay_id AND v.night = n.night
        WHERE b.id IS NULL OR b.state IN ('cancelled', 'no_show') OR s.cancelled_at IS NOT NULL
           OR n.night < s.arrival_on OR n.night >= s.departure_on
           OR m.room_type_id <> COALESCE(v.room_type_id, s.room_type_id)
        """,
    ),
    Check(
        "closed_doors",
        "Nobody sleeps behind a closed door.",
        """
        SELECT n.room_id AS room, n.night, n.stay_id AS stay, c.id AS closure
        FROM room_night n JOIN closure c ON c.room_id = n.room_id AND n.night >= c.from_on AND n.night < c.until_on
        """,
    ),
    Check(
        "moved_nights",
        "A night in another room type is one of a live stay, in its own house.",
        """
        SELECT v.stay_id AS stay, v.night, v.room_type_id AS room_type
        FROM moved_night v
        LEFT JOIN stay s ON s.id = v.stay_id
        LEFT JOIN booking b ON b.id = s.booking_id
        LEFT JOIN room_type t ON t.id = v.room_type_id
        WHERE b.id IS NULL OR b.state IN ('cancelled', 'no_show') OR s.cancelled_at IS NOT NULL
           OR v.night < s.arrival_on OR v.night >= s.departure_on OR t.location_id <> b.location_id
           OR v.room_type_id = s.room_type_id
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
