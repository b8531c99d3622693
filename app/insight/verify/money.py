"""The folio, the payments and the provider's log agree to the penny."""

from app.insight.verify.check import Check

PAID_FOR = """
    paid_for AS (
        SELECT p.id, p.state, p.amount_minor, p.currency, p.settled_at, p.provider, COALESCE(b.id, k.id) AS booking_id,
            COALESCE(r.given, 0) AS given, COALESCE(r.asked, 0) AS asked
        FROM payment p
        LEFT JOIN booking b ON p.owner = 'booking' AND b.id = p.owner_id
        LEFT JOIN booking k ON p.owner = 'checkout' AND k.checkout_id = p.owner_id
        LEFT JOIN (
            SELECT payment_id, SUM(CASE WHEN state = 'done' THEN amount_minor ELSE 0 END) AS given,
                SUM(CASE WHEN state <> 'failed' THEN amount_minor ELSE 0 END) AS asked
            FROM refund GROUP BY payment_id
        ) r ON r.payment_id = p.id
    )"""

CHECKS = [
    Check(
        "folio_charges",
        "The charges of a live booking and their VAT are its quote's, to the penny.",
        """
        SELECT b.id AS booking, q.total_minor AS quoted, COALESCE(f.charged, 0) AS charged, l.vat AS vat_quoted,
            f.vat AS vat_charged
        FROM booking b
        JOIN quote q ON q.id = b.quote_id
        LEFT JOIN (SELECT quote_id, SUM(vat_minor) AS vat FROM quote_line GROUP BY quote_id) l ON l.quote_id = q.id
        LEFT JOIN (
            SELECT booking_id, SUM(amount_minor) AS charged, SUM(vat_minor) AS vat
            FROM folio_line WHERE kind = 'charge' AND NOT kept AND sundry IS NULL GROUP BY booking_id
        ) f ON f.booking_id = b.id
        WHERE b.state IN ('confirmed', 'in_house', 'departed')
          AND (COALESCE(f.charged, 0) <> q.total_minor OR COALESCE(f.vat, 0) <> COALESCE(l.vat, 0))
        """,
    ),
    Check(
        "kept_charges",
        "A booking that was cancelled, or to which nobody came, costs what was paid and is not refunded, and no more.",
        """
        SELECT b.id AS booking, b.state, f.charged, f.balance, COALESCE(r.asked, 0) AS refund_asked
        FROM booking b
        JOIN (
            SELECT l.booking_id, SUM(l.amount_minor) AS balance,
                SUM(CASE WHEN l.kind = 'charge' AND NOT l.kept THEN l.amount_minor ELSE 0 END) AS charged,
                SUM(CASE WHEN l.kind = 'payment' AND COALESCE(p.provider, 'house') = 'house' THEN 1 ELSE 0 END)
                    AS by_hand
            FROM folio_line l LEFT JOIN payment p ON p.id = l.payment_id GROUP BY l.booking_id
        ) f ON f.booking_id = b.id
        LEFT JOIN (
            SELECT l.booking_id, SUM(CASE WHEN r.state = 'asked' THEN r.amount_minor ELSE 0 END) AS asked,
                SUM(CASE WHEN r.state = 'failed' THEN r.amount_minor ELSE 0 END) AS failed
            FROM refund r JOIN folio_line l ON l.payment_id = r.payment_id AND l.kind = 'payment'
            WHERE r.state <> 'done' GROUP BY l.booking_id
        ) r ON r.booking_id = b.id
        WHERE b.state IN ('cancelled', 'no_show')
          AND (f.charged <> 0 OR (f.by_hand = 0 AND (f.balance + COALESCE(r.asked, 0) > 0
               OR f.balance + COALESCE(r.asked, 0) + COALESCE(r.failed, 0) < 0)))
        """,
    ),
    Check(
        "resales",
        "A night that waits to be resold is kept on its folio; what a resale refunds is no more than what was paid and "
        "what the night fetched, less the fee once a stay.",
        """
        SELECT r.booking_id AS booking, r.part, MIN(r.fee_minor) AS fee, SUM(r.paid_minor) AS paid,
            SUM(r.refunded_minor) AS refunded
        FROM resale r
        LEFT JOIN folio_line k ON k.id = r.kept_line_id
        LEFT JOIN folio_line v ON v.booking_id = r.booking_id AND v.reverses_id = r.kept_line_id
        GROUP BY r.booking_id, r.part
        HAVING SUM(CASE WHEN k.kept AND k.booking_id = r.booking_id AND k.amount_minor = r.paid_minor
                AND k.night = r.night THEN 0 ELSE 1 END) > 0
            OR SUM(CASE WHEN (v.id IS NOT NULL) = (COALESCE(r.refunded_minor, 0) > 0) THEN 0 ELSE 1 END) > 0
            OR SUM(CASE WHEN r.paid_minor < r.fetched_minor THEN r.paid_minor ELSE r.fetched_minor END
                - r.refunded_minor) > MIN(r.fee_minor)
        """,
    ),
    Check(
        "folio_lines",
        "A folio line has its booking's currency, and the sign of its kind or of what it reverses; what the house "
        "charges beside the quote is a charge, and only goodwill takes off.",
        """
        SELECT f.id AS line, f.booking_id AS booking, f.kind, f.amount_minor AS amount, w.amount_minor AS reversed
        FROM folio_line f JOIN booking b ON b.id = f.booking_id
        LEFT JOIN folio_line w ON w.id = f.reverses_id
        WHERE f.currency <> b.currency
           OR (f.kind = 'payment' AND f.reverses_id IS NULL AND f.amount_minor >= 0)
           OR (f.kind = 'refund' AND f.reverses_id IS NULL AND f.amount_minor <= 0)
           OR (f.sundry IS NOT NULL AND (f.kind <> 'charge'
               OR (f.reverses_id IS NULL AND (f.sundry = 'goodwill') <> (f.amount_minor < 0))))
           OR (f.reverses_id IS NOT NULL AND (
               COALESCE(w.sundry, '') <> COALESCE(f.sundry, '')
               OR w.booking_id <> f.booking_id OR w.amount_minor <> -f.amount_minor OR w.vat_minor <> -f.vat_minor))
        """,
    ),
    Check(
        "folio_payments",
        "Every captured payment of a booking is one line of its folio, and so is every refund that was given; "
        "money that came too late or twice goes back whole and is on no folio.",
        f"""
        WITH {PAID_FOR}, sides AS (
            SELECT booking_id, CASE WHEN state = 'captured' THEN amount_minor ELSE 0 END AS captured, given,
                0 AS written_captured, 0 AS written_given
            FROM paid_for
            WHERE booking_id IS NOT NULL
              AND (asked <> amount_minor OR EXISTS (SELECT 1 FROM folio_line f WHERE f.payment_id = paid_for.id))
            UNION ALL
            SELECT booking_id, 0, 0, CASE WHEN kind = 'payment' THEN -amount_minor ELSE 0 END,
                CASE WHEN kind = 'refund' THEN amount_minor ELSE 0 END
            FROM folio_line WHERE payment_id IS NOT NULL OR refund_id IS NOT NULL
        )
        SELECT booking_id AS booking, SUM(captured) AS captured, SUM(written_captured) AS captured_on_folio,
            SUM(given) AS refunded, SUM(written_given) AS refunded_on_folio
        FROM sides GROUP BY booking_id
        HAVING SUM(captured) <> SUM(written_captured) OR SUM(given) <> SUM(written_given)
        """,  # nosec B608
    ),
    Check(
        "refunds",
        "No payment is refunded beyond what it captured.",
        f"""
        WITH {PAID_FOR}
        SELECT id AS payment, state, amount_minor AS captured, asked AS refunded
        FROM paid_for WHERE asked > CASE WHEN state = 'captured' THEN amount_minor ELSE 0 END
        """,  # nosec B608
    ),
    Check(
        "stray_money",
        "Fifteen minutes after it came, no money is kept without a booking.",
        f"""
        WITH {PAID_FOR}
        SELECT id AS payment, amount_minor AS captured, asked AS refunded, settled_at
        FROM paid_for
        WHERE state = 'captured' AND booking_id IS NULL AND asked < amount_minor AND settled_at < :grace_ago
        """,  # nosec B608
    ),
    Check(
        "provider_log",
        "What the provider captured and gave back is what the payments say.",
        """
        SELECT p.id AS payment, p.state, p.amount_minor AS amount, COALESCE(r.given, 0) AS given,
            s.id AS session, s.state AS provider_state, s.amount_minor AS provider_amount, s.refunded_minor
        FROM payment p
        LEFT JOIN (
            SELECT payment_id, SUM(amount_minor) AS given FROM refund WHERE state = 'done' GROUP BY payment_id
        ) r ON r.payment_id = p.id
        FULL JOIN sandbox_session s ON s.id = p.provider_session
        WHERE (p.id IS NULL AND s.state = 'captured' AND s.refunded_minor < s.amount_minor
               AND s.settled_at < :grace_ago)
           OR (p.provider = 'sandbox' AND p.provider_session IS NOT NULL AND (
               s.id IS NULL
               OR p.amount_minor <> s.amount_minor
               OR p.currency <> s.currency
               OR (p.state = 'captured' AND s.state <> 'captured')
               OR (p.state <> 'captured' AND s.state = 'captured' AND s.settled_at < :grace_ago)
               OR COALESCE(r.given, 0) <> s.refunded_minor))
        """,
    ),
]
