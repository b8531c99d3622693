"""The line: what is held for whom, and who waits for what."""

from app.insight.verify.check import Check

CHECKS = [
    Check(
        "waitlist_claims",
        "What the waitlist holds belongs to an entry that was offered just that, until just then.",
        """
        SELECT c.owner_id AS entry, c.night, c.count, c.expires_at, e.state, e.held_until_at
        FROM claim c
        LEFT JOIN resource r ON r.id = c.resource_id
        LEFT JOIN waitlist_entry e ON e.id = c.owner_id
        LEFT JOIN (
            SELECT entry_id, room_type_id, COUNT(*) AS rooms FROM waitlist_room GROUP BY entry_id, room_type_id
        ) w ON w.entry_id = c.owner_id AND w.room_type_id = r.room_type_id
        WHERE c.owner = 'waitlist' AND (
            e.id IS NULL OR e.state <> 'offered' OR w.rooms IS NULL OR c.count <> w.rooms OR c.expires_at IS NULL
            OR c.expires_at <> e.held_until_at OR c.night < e.arrival_on OR NIGHTS(e.arrival_on, c.night) >= e.nights)
        """,
    ),
    Check(
        "waitlist_offers",
        "An entry that was offered a place has all nights of its rooms held until its hour ends, and nothing after it.",
        """
        SELECT e.id AS entry, e.nights, w.rooms, e.held_until_at, COALESCE(h.held, 0) AS held
        FROM waitlist_entry e
        LEFT JOIN (SELECT entry_id, COUNT(*) AS rooms FROM waitlist_room GROUP BY entry_id) w ON w.entry_id = e.id
        LEFT JOIN (
            SELECT owner_id, SUM(count) AS held FROM claim WHERE owner = 'waitlist' GROUP BY owner_id
        ) h ON h.owner_id = e.id
        WHERE e.state = 'offered' AND (w.rooms IS NULL
            OR (e.held_until_at > :now AND COALESCE(h.held, 0) <> e.nights * w.rooms)
            OR (e.held_until_at <= :now AND COALESCE(h.held, 0) NOT IN (0, e.nights * w.rooms)))
        """,
    ),
    Check(
        "waitlist_hours",
        "An hour that ended fifteen minutes ago and before the worker last swept is over.",
        """
        SELECT e.id AS entry, e.held_until_at, h.shown_at AS swept_at
        FROM waitlist_entry e JOIN heartbeat h ON h.name = 'sweep'
        WHERE e.state = 'offered' AND e.held_until_at < h.shown_at AND e.held_until_at < :grace_ago
            AND h.shown_at <= :now
        """,
    ),
    Check(
        "waitlist_watches",
        "Who waits watches something between their days, and nobody else does.",
        """
        SELECT e.id AS entry, e.state, w.resource_id
        FROM waitlist_entry e LEFT JOIN watch w ON w.watcher_id = e.id
        WHERE (e.state = 'waiting') <> (w.watcher_id IS NOT NULL)
            OR (w.watcher_id IS NOT NULL AND (w.first_on <> e.earliest_on OR w.until_on <> e.latest_on))
        UNION ALL
        SELECT w.watcher_id, NULL, w.resource_id
        FROM watch w WHERE NOT EXISTS (SELECT 1 FROM waitlist_entry e WHERE e.id = w.watcher_id)
        """,
    ),
    Check(
        "waitlist_mails",
        "Joining is confirmed by one mail, and a place that was offered is told by one, and no other.",
        """
        SELECT e.id AS entry, e.state, COALESCE(m.joined, 0) AS joined, COALESCE(m.free, 0) AS free
        FROM waitlist_entry e LEFT JOIN (
            SELECT subject_id, SUM(CASE WHEN kind = 'waitlisted' THEN 1 ELSE 0 END) AS joined,
                SUM(CASE WHEN kind = 'place_free' THEN 1 ELSE 0 END) AS free
            FROM message WHERE subject = 'waitlist' GROUP BY subject_id
        ) m ON m.subject_id = e.id
        WHERE e.email IS NOT NULL AND (COALESCE(m.joined, 0) <> 1
            OR COALESCE(m.free, 0) <> CASE WHEN e.arrival_on IS NULL THEN 0 ELSE 1 END)
        """,
    ),
]
