"""I1 and I6: claims are exactly what live stays hold, and what has expired is free."""

from app.insight.verify.check import Check

LASTING = """
    lasting AS (
        SELECT s.id AS stay_id, s.booking_id, s.part, s.room_type_id, s.arrival_on AS first_on,
            CASE WHEN b.state = 'no_show' THEN DAY_AFTER(s.arrival_on) ELSE s.departure_on END AS until_on
        FROM stay s JOIN booking b ON b.id = s.booking_id
        WHERE b.state <> 'cancelled' AND s.cancelled_at IS NULL
    )"""
"""The nights that each stay keeps: all of them; of a no-show the first; none once cancelled."""

CHECKS = [
    Check(
        "room_claims",
        "A booking claims its room type on every night that its stays keep, and on no other.",
        f"""
        WITH {LASTING}, held AS (
            SELECT c.owner_id, c.part, r.room_type_id, COUNT(*) AS nights, SUM(c.count) AS rooms,
                MIN(c.night) AS first_on, MAX(c.night) AS last_on
            FROM claim c JOIN resource r ON r.id = c.resource_id
            WHERE c.owner = 'booking' AND r.room_type_id IS NOT NULL
            GROUP BY c.owner_id, c.part, r.room_type_id
        )
        SELECT COALESCE(l.booking_id, h.owner_id) AS booking, COALESCE(l.part, h.part) AS part,
            l.first_on AS from_on, l.until_on, h.nights AS claimed, h.first_on, h.last_on
        FROM lasting l FULL JOIN held h
            ON h.owner_id = l.booking_id AND h.part = l.part AND h.room_type_id = l.room_type_id
        WHERE l.stay_id IS NULL OR h.owner_id IS NULL OR h.rooms <> h.nights
           OR h.nights <> NIGHTS(l.first_on, l.until_on) OR h.first_on <> l.first_on
           OR DAY_AFTER(h.last_on) <> l.until_on
        """,  # nosec B608
    ),
    Check(
        "supper_claims",
        "A booking claims the covers of each supper it holds, and no others.",
        f"""
        WITH {LASTING}, expected AS (
            SELECT l.booking_id, l.part, p.night, p.sitting_id, p.covers
            FROM supper p JOIN lasting l ON l.stay_id = p.stay_id
            WHERE p.night < l.until_on
        ), held AS (
            SELECT c.owner_id, c.part, c.night, r.sitting_id, c.count
            FROM claim c JOIN resource r ON r.id = c.resource_id
            WHERE c.owner = 'booking' AND r.sitting_id IS NOT NULL
        )
        SELECT COALESCE(e.booking_id, h.owner_id) AS booking, COALESCE(e.night, h.night) AS night,
            e.covers, h.count AS claimed
        FROM expected e FULL JOIN held h
            ON h.owner_id = e.booking_id AND h.part = e.part AND h.night = e.night AND h.sitting_id = e.sitting_id
        WHERE e.covers IS NULL OR h.count IS NULL OR e.covers <> h.count
        """,  # nosec B608
    ),
    Check(
        "extra_claims",
        "A booking claims each counted extra it holds on every night that its stay keeps.",
        f"""
        WITH {LASTING}, expected AS (
            SELECT l.booking_id, l.part, e.extra_id, NIGHTS(l.first_on, l.until_on) AS nights,
                e.count * NIGHTS(l.first_on, l.until_on) AS total
            FROM booked_extra e JOIN lasting l ON l.stay_id = e.stay_id JOIN resource r ON r.extra_id = e.extra_id
        ), held AS (
            SELECT c.owner_id, c.part, r.extra_id, COUNT(*) AS nights, SUM(c.count) AS total
            FROM claim c JOIN resource r ON r.id = c.resource_id
            WHERE c.owner = 'booking' AND r.extra_id IS NOT NULL
            GROUP BY c.owner_id, c.part, r.extra_id
        )
        SELECT COALESCE(e.booking_id, h.owner_id) AS booking, COALESCE(e.extra_id, h.extra_id) AS extra,
            e.total AS booked, h.total AS claimed
        FROM expected e FULL JOIN held h
            ON h.owner_id = e.booking_id AND h.part = e.part AND h.extra_id = e.extra_id
        WHERE e.total IS NULL OR h.total IS NULL OR e.nights <> h.nights OR e.total <> h.total
        """,  # nosec B608
    ),
    Check(
        "claim_owners",
        "A claim belongs to an open checkout until it expires, or to a booking for good.",
        """
        SELECT c.owner, c.owner_id, c.night, c.expires_at, k.state
        FROM claim c
        LEFT JOIN checkout k ON c.owner = 'checkout' AND k.id = c.owner_id
        LEFT JOIN booking b ON c.owner = 'booking' AND b.id = c.owner_id
        WHERE (c.owner = 'checkout' AND (k.id IS NULL OR k.state NOT IN ('open', 'paying') OR c.expires_at IS NULL))
           OR (c.owner = 'booking' AND (b.id IS NULL OR c.expires_at IS NOT NULL))
        """,
    ),
    Check(
        "expired_claims",
        "A claim that had expired when the worker last swept is gone.",
        """
        SELECT c.owner, c.owner_id, c.night, c.expires_at, h.shown_at AS swept_at
        FROM claim c JOIN heartbeat h ON h.name = 'sweep'
        WHERE c.expires_at < h.shown_at AND h.shown_at <= :now
        """,
    ),
]
