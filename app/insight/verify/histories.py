"""What is known of guests is what their bookings say."""

from app.insight.verify.check import Check

_READ = "COALESCE((SELECT journal_id FROM history_cursor), 0)"
_UNREAD = f"""
    EXISTS (
        SELECT 1 FROM booking o
        WHERE o.guest_id = g.id AND EXISTS (
            SELECT 1 FROM journal j WHERE j.subject = 'booking' AND j.subject_id = o.id AND j.id > {_READ}
        )
    ) OR EXISTS (SELECT 1 FROM journal j WHERE j.subject = 'guest' AND j.subject_id = g.id AND j.id > {_READ})
"""  # nosec B608
"""Something about the guest stands in the journal that the worker has not read yet."""

CHECKS = [
    Check(
        "histories",
        "A history counts the stays, nights and bookings that there are, but for what its guest forgot or put right.",
        f"""
        SELECT g.id AS guest, h.stays, b.stays AS slept, h.nights, b.nights AS slept_nights, h.coming, b.coming AS due
        FROM guest g
        JOIN (
            SELECT guest_id,
                SUM(CASE WHEN state IN ('in_house', 'departed') THEN 1 ELSE 0 END) AS stays,
                SUM(CASE WHEN state IN ('in_house', 'departed') THEN NIGHTS(arrival_on, departure_on) ELSE 0 END)
                    AS nights,
                SUM(CASE WHEN state = 'cancelled' THEN 1 ELSE 0 END) AS cancellations,
                SUM(CASE WHEN state = 'confirmed' THEN 1 ELSE 0 END) AS coming,
                MAX(CASE WHEN state IN ('in_house', 'departed') THEN departure_on END) AS last_on
            FROM booking WHERE guest_id IS NOT NULL GROUP BY guest_id
        ) b ON b.guest_id = g.id
        LEFT JOIN guest_history h ON h.guest_id = g.id
        WHERE g.erased_at IS NULL AND g.merged_into_id IS NULL AND g.history_off_at IS NULL
            AND EXISTS (SELECT 1 FROM history_cursor)
            AND (
                h.guest_id IS NULL OR h.stays <> b.stays OR h.nights <> b.nights OR h.coming <> b.coming
                OR h.cancellations <> b.cancellations OR COALESCE(h.last_departure_on, '0001-01-01')
                    <> COALESCE(b.last_on, '0001-01-01')
            )
            AND NOT EXISTS (SELECT 1 FROM preference p WHERE p.guest_id = g.id AND p.source IN ('seen', 'said'))
            AND NOT ({_UNREAD})
        """,  # nosec B608
    ),
    Check(
        "histories_unused",
        "Nobody has a history who is forgotten, was merged into another, or wants it not to be used.",
        f"""
        SELECT g.id AS guest FROM guest_history h JOIN guest g ON g.id = h.guest_id
        WHERE (g.erased_at IS NOT NULL OR g.merged_into_id IS NOT NULL OR g.history_off_at IS NOT NULL)
            AND NOT ({_UNREAD})
        """,  # nosec B608
    ),
]
