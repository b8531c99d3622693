"""Claims are exactly what live stays hold, and what has expired is free."""

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
        WITH {LASTING}, sides AS (
            SELECT booking_id, part, room_type_id, NIGHTS(first_on, until_on) AS kept, first_on AS kept_from,
                0 AS claimed, 0 AS rooms, CAST(NULL AS DATE) AS claimed_from, CAST(NULL AS DATE) AS claimed_last
            FROM lasting WHERE NOT EXISTS (SELECT 1 FROM moved_night v WHERE v.stay_id = lasting.stay_id)
            UNION ALL
            SELECT c.owner_id, c.part, r.room_type_id, 0, NULL, COUNT(*), SUM(c.count), MIN(c.night), MAX(c.night)
            FROM claim c JOIN resource r ON r.id = c.resource_id
            WHERE c.owner = 'booking' AND r.room_type_id IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM moved_night v JOIN stay s ON s.id = v.stay_id
                WHERE s.booking_id = c.owner_id AND s.part = c.part
            )
            GROUP BY c.owner_id, c.part, r.room_type_id
        ), compared AS (
            SELECT booking_id, part, room_type_id, SUM(kept) AS kept, SUM(claimed) AS claimed, SUM(rooms) AS rooms,
                MIN(kept_from) AS kept_from, MIN(claimed_from) AS claimed_from, MAX(claimed_last) AS claimed_last
            FROM sides GROUP BY booking_id, part, room_type_id
        )
        SELECT booking_id AS booking, part, kept, kept_from, claimed, claimed_from, claimed_last
        FROM compared
        WHERE kept <> claimed OR rooms <> claimed OR kept_from <> claimed_from
           OR NIGHTS(claimed_from, claimed_last) + 1 <> claimed
        """,  # nosec B608
    ),
    Check(
        "moved_claims",
        "A stay with nights in another room type claims each night in the room type in which it is slept.",
        f"""
        WITH {LASTING}, moving AS (SELECT DISTINCT stay_id FROM moved_night), claimed AS (
            SELECT l.stay_id, c.night, r.room_type_id, c.count
            FROM lasting l JOIN moving m ON m.stay_id = l.stay_id
            JOIN claim c ON c.owner = 'booking' AND c.owner_id = l.booking_id AND c.part = l.part
            JOIN resource r ON r.id = c.resource_id AND r.room_type_id IS NOT NULL
        )
        SELECT c.stay_id AS stay, c.night, c.room_type_id AS claimed
        FROM claimed c JOIN lasting l ON l.stay_id = c.stay_id
        LEFT JOIN moved_night v ON v.stay_id = c.stay_id AND v.night = c.night
        WHERE c.room_type_id <> COALESCE(v.room_type_id, l.room_type_id) OR c.count <> 1
           OR c.night < l.first_on OR c.night >= l.until_on
        UNION ALL
        SELECT l.stay_id, l.first_on, COUNT(c.night)
        FROM lasting l JOIN moving m ON m.stay_id = l.stay_id LEFT JOIN claimed c ON c.stay_id = l.stay_id
        GROUP BY l.stay_id, l.first_on, l.until_on HAVING COUNT(c.night) <> NIGHTS(l.first_on, l.until_on)
        """,  # nosec B608
    ),
    Check(
        "supper_claims",
        "A booking claims the covers of each supper it holds, and no others.",
        f"""
        WITH {LASTING}, sides AS (
            SELECT l.booking_id, l.part, p.night, p.sitting_id, p.covers, 0 AS claimed
            FROM supper p JOIN lasting l ON l.stay_id = p.stay_id
            WHERE p.night < l.until_on
            UNION ALL
            SELECT c.owner_id, c.part, c.night, r.sitting_id, 0, c.count
            FROM claim c JOIN resource r ON r.id = c.resource_id
            WHERE c.owner = 'booking' AND r.sitting_id IS NOT NULL
        )
        SELECT booking_id AS booking, part, night, SUM(covers) AS covers, SUM(claimed) AS claimed
        FROM sides GROUP BY booking_id, part, night, sitting_id HAVING SUM(covers) <> SUM(claimed)
        """,  # nosec B608
    ),
    Check(
        "extra_claims",
        "A booking claims each counted extra it holds on every night that its stay keeps.",
        f"""
        WITH {LASTING}, sides AS (
            SELECT l.booking_id, l.part, e.extra_id, NIGHTS(l.first_on, l.until_on) AS nights,
                e.count * NIGHTS(l.first_on, l.until_on) AS booked, 0 AS claimed_nights, 0 AS claimed
            FROM booked_extra e JOIN lasting l ON l.stay_id = e.stay_id JOIN resource r ON r.extra_id = e.extra_id
            UNION ALL
            SELECT c.owner_id, c.part, r.extra_id, 0, 0, COUNT(*), SUM(c.count)
            FROM claim c JOIN resource r ON r.id = c.resource_id
            WHERE c.owner = 'booking' AND r.extra_id IS NOT NULL
            GROUP BY c.owner_id, c.part, r.extra_id
        )
        SELECT booking_id AS booking, part, extra_id AS extra, SUM(booked) AS booked, SUM(claimed) AS claimed
        FROM sides GROUP BY booking_id, part, extra_id
        HAVING SUM(booked) <> SUM(claimed) OR SUM(nights) <> SUM(claimed_nights)
        """,  # nosec B608
    ),
    Check(
        "claim_owners",
        "A claim belongs to an open checkout or an entry of the waitlist until it expires, to a booking for good, "
        "or to a block until that is released.",
        """
        SELECT c.owner, c.owner_id, c.night, c.expires_at, k.state
        FROM claim c
        LEFT JOIN checkout k ON c.owner = 'checkout' AND k.id = c.owner_id
        LEFT JOIN booking b ON c.owner = 'booking' AND b.id = c.owner_id
        LEFT JOIN group_block g ON c.owner = 'block' AND g.id = c.owner_id
        WHERE (c.owner = 'block' AND (g.id IS NULL OR g.released_at IS NOT NULL OR c.expires_at IS NOT NULL))
           OR (c.owner = 'checkout' AND (k.id IS NULL OR k.state NOT IN ('open', 'paying') OR c.expires_at IS NULL))
           OR (c.owner = 'booking' AND (b.id IS NULL OR c.expires_at IS NOT NULL))
        """,
    ),
    Check(
        "expired_claims",
        "A claim that expired fifteen minutes ago and before the worker last swept is gone.",
        """
        SELECT c.owner, c.owner_id, c.night, c.expires_at, h.shown_at AS swept_at
        FROM claim c JOIN heartbeat h ON h.name = 'sweep'
        WHERE c.expires_at < h.shown_at AND c.expires_at < :grace_ago AND h.shown_at <= :now
        """,
    ),
]
