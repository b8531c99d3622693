"""Money that was told: totals, VAT and nights of every quote, recounted from its lines."""

from app.insight.verify.check import Check

VAT = """
    CASE WHEN {gross} < 0 THEN -1 ELSE 1 END
    * ((2 * ABS(CAST({gross} AS BIGINT) * {rate}) + 10000 + {rate}) / (2 * (10000 + {rate})))"""
"""gross x r / (1 + r), half up, in whole numbers: `app.kernel.money.vat_within`, written again in SQL."""

CHECKS = [
    Check(
        "quote_totals",
        "A quote's total is the sum of its lines.",
        """
        SELECT q.id AS quote, q.total_minor AS total, COALESCE(l.total, 0) AS lines
        FROM quote q
        LEFT JOIN (SELECT quote_id, SUM(gross_minor) AS total FROM quote_line GROUP BY quote_id) l ON l.quote_id = q.id
        WHERE q.total_minor <> COALESCE(l.total, 0) OR q.due_now_minor < 0 OR q.due_now_minor > q.total_minor
        """,
    ),
    Check(
        "quote_vat",
        "The VAT of a line is gross x r / (1 + r), half up.",
        f"""
        SELECT quote_id AS quote, position, gross_minor AS gross, vat_bp, vat_minor AS vat
        FROM quote_line WHERE vat_minor <> {VAT.format(gross="gross_minor", rate="vat_bp")}
        """,  # nosec B608
    ),
    Check(
        "quote_nights",
        "A booking's quote prices the room of each stay on each of its nights.",
        """
        SELECT s.booking_id AS booking, s.part, s.arrival_on, s.departure_on, q.nights, q.first_on, q.last_on
        FROM stay s
        JOIN booking b ON b.id = s.booking_id
        LEFT JOIN (
            SELECT quote_id, part, COUNT(DISTINCT night) AS nights, MIN(night) AS first_on, MAX(night) AS last_on
            FROM quote_line WHERE kind = 'room' GROUP BY quote_id, part
        ) q ON q.quote_id = b.quote_id AND q.part = s.part
        WHERE s.cancelled_at IS NULL AND b.state <> 'cancelled'
          AND (q.nights IS NULL OR q.nights <> NIGHTS(s.arrival_on, s.departure_on) OR q.first_on <> s.arrival_on
               OR DAY_AFTER(q.last_on) <> s.departure_on)
        """,
    ),
]
