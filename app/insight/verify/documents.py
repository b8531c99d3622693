"""Receipts, invoices and credit notes agree with the folio and are numbered without gaps."""

from app.insight.verify.check import Check

CHECKS = [
    Check(
        "document_numbers",
        "The numbers of a house's receipts, invoices and credit notes count from one without a gap.",
        """
        SELECT n.location_id AS location, n.kind, n.last, COUNT(d.id) AS issued, MAX(d.number) AS highest
        FROM document_number n
        LEFT JOIN folio_document d ON d.location_id = n.location_id AND d.kind = n.kind
        GROUP BY n.location_id, n.kind, n.last
        HAVING COUNT(d.id) <> n.last OR COALESCE(MAX(d.number), 0) <> n.last
        """,
    ),
    Check(
        "document_sums",
        "What a document comes to is what its folio lines or its payment come to, with the same VAT.",
        """
        SELECT d.id AS document, d.kind, d.amount_minor AS says, d.vat_minor AS vat, l.gross, l.vat AS vat_on_folio
        FROM folio_document d
        LEFT JOIN (
            SELECT o.document_id, SUM(f.amount_minor) AS gross, SUM(f.vat_minor) AS vat
            FROM documented_line o JOIN folio_line f ON f.id = o.folio_line_id GROUP BY o.document_id
        ) l ON l.document_id = d.id
        LEFT JOIN payment p ON p.id = d.payment_id
        WHERE (d.kind = 'invoice' AND (l.gross <> d.amount_minor OR l.vat <> d.vat_minor OR l.gross IS NULL))
           OR (d.kind = 'credit_note' AND (l.gross <> -d.amount_minor OR l.vat <> -d.vat_minor OR l.gross IS NULL))
           OR (d.kind = 'receipt' AND (p.amount_minor <> d.amount_minor OR p.state <> 'captured'))
        """,
    ),
]
