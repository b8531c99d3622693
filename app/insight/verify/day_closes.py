"""Days that are closed say what the folios say."""

from app.insight.verify.check import Check

CHECKS = [
    Check(
        "day_close_money",
        "What was taken and given back on a closed day is what the folios have of it.",
        """
        SELECT d.location_id AS location, d.day_on AS day, s.says, COALESCE(f.has, 0) AS folios_have
        FROM day_close d
        JOIN (
            SELECT c.id, SUM(CASE l.kind WHEN 'taken' THEN l.amount_minor WHEN 'refunded' THEN -l.amount_minor
                ELSE 0 END) AS says
            FROM day_close c JOIN day_close_line l ON l.day_close_id = c.id GROUP BY c.id
        ) s ON s.id = d.id
        LEFT JOIN (
            SELECT c.id, -SUM(f.amount_minor) AS has
            FROM day_close c
            JOIN booking b ON b.location_id = c.location_id
            JOIN folio_line f ON f.booking_id = b.id AND f.kind <> 'charge'
                AND f.written_at >= c.from_at AND f.written_at < c.until_at
            GROUP BY c.id
        ) f ON f.id = d.id
        WHERE s.says <> COALESCE(f.has, 0)
        """,
    ),
    Check(
        "day_close_vat",
        "The VAT of a closed day is that of the invoices and credit notes that were issued on it.",
        """
        SELECT d.location_id AS location, d.day_on AS day, s.says, i.has AS invoices_have
        FROM day_close d
        LEFT JOIN (
            SELECT day_close_id, SUM(vat_minor) AS says FROM day_close_line
            WHERE kind = 'invoiced' GROUP BY day_close_id
        ) s ON s.day_close_id = d.id
        LEFT JOIN (
            SELECT c.id, SUM(f.vat_minor) AS has
            FROM day_close c
            JOIN folio_document o ON o.location_id = c.location_id
                AND o.issued_at >= c.from_at AND o.issued_at < c.until_at
            JOIN documented_line l ON l.document_id = o.id
            JOIN folio_line f ON f.id = l.folio_line_id
            GROUP BY c.id
        ) i ON i.id = d.id
        WHERE COALESCE(s.says, 0) <> COALESCE(i.has, 0)
        """,
    ),
    Check(
        "day_close_gaps",
        "A house's closed days follow one another without a gap.",
        """
        SELECT * FROM (
            SELECT location_id AS location, MIN(day_on) AS first_on, MAX(day_on) AS last_on, COUNT(*) AS closed
            FROM day_close GROUP BY location_id
        ) d WHERE NIGHTS(first_on, last_on) + 1 <> closed
        """,
    ),
]
