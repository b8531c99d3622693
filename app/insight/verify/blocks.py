"""What groups hold is what was agreed, less what they have picked up."""

from app.insight.verify.check import Check

CHECKS = [
    Check(
        "block_claims",
        "A block holds no more rooms than were agreed, of its room types and on its nights.",
        """
        SELECT c.owner_id AS block, c.night, c.count, n.count AS agreed, g.arrival_on, g.departure_on
        FROM claim c
        JOIN group_block g ON g.id = c.owner_id
        JOIN resource r ON r.id = c.resource_id
        LEFT JOIN block_rooms n ON n.block_id = g.id AND n.room_type_id = r.room_type_id
        WHERE c.owner = 'block' AND (
            n.block_id IS NULL OR c.count > n.count OR c.night < g.arrival_on OR c.night >= g.departure_on)
        """,
    ),
    Check(
        "block_pick_ups",
        "What is picked up of a block and what it still holds is no more than was agreed, on any night.",
        """
        SELECT b.block_id AS block, s.room_type_id AS room_type, c.night, COUNT(*) AS picked_up, c.count AS held,
            n.count AS agreed
        FROM booking b
        JOIN stay s ON s.booking_id = b.id AND s.cancelled_at IS NULL
        JOIN resource r ON r.room_type_id = s.room_type_id
        JOIN claim c ON c.owner = 'block' AND c.owner_id = b.block_id AND c.resource_id = r.id
            AND s.arrival_on <= c.night AND c.night < s.departure_on
        JOIN block_rooms n ON n.block_id = b.block_id AND n.room_type_id = s.room_type_id
        WHERE b.state NOT IN ('cancelled', 'no_show') AND b.revision = 0
        GROUP BY b.block_id, s.room_type_id, c.night, c.count, n.count
        HAVING COUNT(*) + c.count > n.count
        """,
    ),
    Check(
        "block_bookings",
        "A booking out of a block says so, and is in its house.",
        """
        SELECT b.id AS booking, b.block_id AS block, b.source
        FROM booking b LEFT JOIN group_block g ON g.id = b.block_id
        WHERE (b.source = 'block') <> (b.block_id IS NOT NULL)
           OR (b.block_id IS NOT NULL AND (g.id IS NULL OR g.location_id <> b.location_id))
        """,
    ),
]
