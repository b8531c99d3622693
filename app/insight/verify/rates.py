"""Guests see the rates that were published last, within what the house has set."""

from app.insight.verify.check import Check

CHECKS = [
    Check(
        "rate_history",
        "A night has the rate that was published for it last, and none where that was withdrawn.",
        """
        WITH told AS (
            SELECT room_type_id, rate_plan_id, night, amount_minor, ROW_NUMBER() OVER (
                PARTITION BY room_type_id, rate_plan_id, night ORDER BY published_at DESC, id DESC
            ) AS place FROM price_history
        )
        SELECT t.room_type_id AS room_type, t.rate_plan_id AS rate_plan, t.night, r.amount_minor AS rate,
            t.amount_minor AS published
        FROM told t
        LEFT JOIN rate r ON r.night = t.night AND r.room_type_id = t.room_type_id AND r.rate_plan_id = t.rate_plan_id
        WHERE t.place = 1 AND COALESCE(r.amount_minor, 0) <> COALESCE(t.amount_minor, 0)
        """,
    ),
    Check(
        "rate_bounds",
        "No rate of a night to come lies below the floor or above the ceiling of its room type.",
        """
        SELECT r.room_type_id AS room_type, r.rate_plan_id AS rate_plan, r.night, r.amount_minor AS rate,
            b.floor_minor AS floor, b.ceiling_minor AS ceiling
        FROM rate_bound b JOIN rate r ON r.room_type_id = b.room_type_id
        WHERE r.night > DAY_OF(:now) AND (r.amount_minor < b.floor_minor OR r.amount_minor > b.ceiling_minor)
        """,
    ),
]
