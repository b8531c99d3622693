"""How documents can be wrong, as SQL; `tests.unit.insight.test_verify` breaks a sound group with each."""

NUMBERED = "INSERT INTO document_number (location_id, kind, last) SELECT id, 'receipt', 1 FROM location"
RECEIPT = (
    "INSERT INTO folio_document (location_id, booking_id, kind, number, payment_id, currency, amount_minor, vat_minor,"
    " addressed_to, facts, issued_at) SELECT location_id, 1, 'receipt', {number}, 1, 'GBP', {amount}, 0, 'Anna',"
    " '{{}}', '2027-02-01 10:00:00+00:00' FROM booking WHERE id = 1"
)

BROKEN_DOCUMENTS = {
    "document_numbers": [
        "INSERT INTO document_number (location_id, kind, last) SELECT id, 'invoice', 1 FROM location",
        f"{NUMBERED}; {RECEIPT.format(number=2, amount=30000)}",
    ],
    "document_sums": [
        f"{NUMBERED}; {RECEIPT.format(number=1, amount=29999)}",
        f"{NUMBERED}; {RECEIPT.format(number=1, amount=30000)}; UPDATE payment SET state = 'expired'",
    ],
}
