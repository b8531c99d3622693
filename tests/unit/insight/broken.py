"""What `verify` must find: by check, statements that break one row each in the sound group."""

from tests.unit.insight.blocks import BROKEN_BLOCKS
from tests.unit.insight.days import BROKEN_DAYS
from tests.unit.insight.documents import BROKEN_DOCUMENTS
from tests.unit.insight.doors import BROKEN_DOORS
from tests.unit.insight.enquiries import BROKEN_ENQUIRIES
from tests.unit.insight.heard import BROKEN_ANSWERS
from tests.unit.insight.histories import BROKEN_HISTORIES
from tests.unit.insight.letters import BROKEN_LETTERS
from tests.unit.insight.line import BROKEN_LINE
from tests.unit.insight.notices import BROKEN_NOTICES
from tests.unit.insight.offers import BROKEN_OFFERS
from tests.unit.insight.promotions import BROKEN_PROMOTIONS
from tests.unit.insight.rates import BROKEN_RATES
from tests.unit.insight.reviews import BROKEN_REVIEWS
from tests.unit.insight.summed_days import BROKEN_SUMS
from tests.unit.insight.surveys import BROKEN_SURVEYS
from tests.unit.insight.visits import BROKEN_VISITS

FIRST = "2027-03-05"
SECOND = "2027-03-06"
SNUG = "(SELECT id FROM resource WHERE room_type_id = (SELECT id FROM room_type WHERE slug = 'snug'))"
GARDEN = "(SELECT id FROM room_type WHERE slug = 'garden')"

BROKEN = {
    "counters": [
        f"UPDATE allotment SET taken = taken - 1 WHERE night = '{FIRST}' AND resource_id = {SNUG}",
        f"INSERT INTO claim VALUES ('booking', 1, {SNUG}, '2031-01-01', 0, 1, NULL)",
    ],
    "oversold": [f"UPDATE allotment SET taken = 9 WHERE night = '{FIRST}' AND resource_id = {SNUG}"],
    "sellable": [
        f"UPDATE allotment SET sellable = 7 WHERE night = '{FIRST}' AND resource_id = {SNUG}",
        "DELETE FROM closure",
        "UPDATE room SET closed_at = '2027-03-06 12:00:00+00:00' WHERE name = 'snug 1'",
        "UPDATE sitting SET covers = covers + 1",
        "UPDATE extra SET stock = stock + 1 WHERE slug = 'bicycle'",
    ],
    "room_claims": [
        f"DELETE FROM claim WHERE owner_id = 1 AND night = '{SECOND}' AND resource_id = {SNUG}",
        f"INSERT INTO claim VALUES ('booking', 2, {SNUG}, '{FIRST}', 0, 1, NULL)",
        f"INSERT INTO claim VALUES ('booking', 3, {SNUG}, '{SECOND}', 0, 1, NULL)",
        "UPDATE stay SET departure_on = '2027-03-08' WHERE id = 1",
        f"UPDATE claim SET count = 2 WHERE owner_id = 4 AND night = '{SECOND}'",
        f"UPDATE stay SET room_type_id = {GARDEN} WHERE id = 1",
    ],
    "supper_claims": ["DELETE FROM supper", "UPDATE supper SET covers = 3"],
    "extra_claims": ["DELETE FROM booked_extra", "UPDATE booked_extra SET count = 1"],
    "claim_owners": [
        "UPDATE checkout SET state = 'lapsed' WHERE id = 3",
        "UPDATE claim SET expires_at = NULL WHERE owner = 'checkout'",
        "UPDATE claim SET expires_at = '2028-01-01 00:00:00+00:00' WHERE owner = 'booking' AND owner_id = 1",
        f"INSERT INTO claim VALUES ('booking', 99, {SNUG}, '{FIRST}', 0, 1, NULL)",
    ],
    "expired_claims": ["UPDATE claim SET expires_at = '2027-03-01 08:00:00+00:00' WHERE owner = 'checkout'"],
    "coming_and_going": ["UPDATE stay SET checked_in_at = '2027-03-05 15:00:00+00:00' WHERE id = 1"],
    "forgotten": ["UPDATE guest SET erased_at = '2027-03-01 09:00:00+00:00' WHERE id = 1"],
    **BROKEN_HISTORIES,
    **BROKEN_LETTERS,
    **BROKEN_NOTICES,
    **BROKEN_OFFERS,
    **BROKEN_LINE,
    **BROKEN_DOORS,
    **BROKEN_BLOCKS,
    **BROKEN_ANSWERS,
    "spans": [
        "UPDATE booking SET departure_on = '2027-03-09' WHERE id = 1",
        "UPDATE stay SET booking_id = 2, part = 1 WHERE id = 1",
    ],
    "states": [
        "UPDATE booking SET state = 'in_house' WHERE id = 1",
        "UPDATE booking SET cancelled_at = NULL WHERE id = 2",
        "UPDATE booking SET no_show_at = NULL WHERE id = 3",
        "UPDATE booking SET checked_out_at = NULL WHERE id = 4",
    ],
    "houses": [
        "UPDATE booking SET currency = 'EUR' WHERE id = 4",
        "INSERT INTO quote (id, location_id, currency, total_minor, due_now_minor, policy, terms_version, made_at)"
        " VALUES (90, 99, 'GBP', 0, 0, '', 1, '2027-02-01 10:00:00+00:00');"
        " UPDATE booking SET quote_id = 90 WHERE id = 1",
    ],
    "checkouts": [
        "UPDATE checkout SET state = 'lapsed' WHERE id = 1",
        "UPDATE checkout SET state = 'booked' WHERE id = 3",
        "UPDATE booking SET quote_id = 13 WHERE id = 1",
    ],
    "references": ["UPDATE booking SET reference = 'ABCDEFGO' WHERE id = 1"],
    "quote_totals": [
        "INSERT INTO quote_line (quote_id, position, part, kind, label, count, gross_minor, vat_bp, vat_minor)"
        " VALUES (1, 9, 0, 'extra', 'Flowers', 1, 100, 0, 0)"
    ],
    "quote_vat": [
        "INSERT INTO quote_line (quote_id, position, part, kind, label, count, gross_minor, vat_bp, vat_minor)"
        " VALUES (1, 9, 0, 'reduction', 'Less', 1, -99, 2000, -16)"
    ],
    "quote_nights": [
        "UPDATE stay SET arrival_on = '2027-03-04' WHERE id = 1",
        "UPDATE booking SET quote_id = 90 WHERE id = 1",
    ],
    "folio_charges": [
        "INSERT INTO folio_line (booking_id, kind, label, amount_minor, vat_bp, vat_minor, currency, written_at)"
        " VALUES (1, 'charge', 'Wine', 100, 0, 0, 'GBP', '2027-02-01 10:00:00+00:00')",
        "INSERT INTO folio_line (booking_id, kind, label, amount_minor, vat_bp, vat_minor, currency, written_at)"
        " VALUES (1, 'charge', 'Nothing', 0, 2000, 1, 'GBP', '2027-02-01 10:00:00+00:00')",
    ],
    "kept_charges": [
        "INSERT INTO folio_line (booking_id, kind, label, amount_minor, vat_bp, vat_minor, currency, written_at)"
        " VALUES (2, 'charge', 'Wine', 100, 0, 0, 'GBP', '2027-02-01 10:00:00+00:00')",
        "INSERT INTO folio_line (booking_id, kind, kept, label, amount_minor, vat_bp, vat_minor, currency, written_at)"
        " VALUES (3, 'charge', TRUE, 'Kept', 100, 0, 0, 'GBP', '2027-02-01 10:00:00+00:00')",
        "UPDATE booking SET state = 'cancelled' WHERE id = 1",
    ],
    "resales": [
        f"INSERT INTO resale (booking_id, part, room_type_id, night, paid_minor, fee_minor, kept_line_id, offered_at)"
        f" SELECT 2, 0, {GARDEN}, '{FIRST}', 15000, 2000, MIN(id), '2027-02-01 10:00:00+00:00'"
        " FROM folio_line WHERE booking_id = 2",
        "INSERT INTO folio_line (booking_id, kind, kept, label, night, amount_minor, vat_bp, vat_minor, currency,"
        f" written_at) VALUES (2, 'charge', TRUE, 'Kept', '{FIRST}', 100, 0, 0, 'GBP', '2027-02-01 10:00:00+00:00');"
        " INSERT INTO resale (booking_id, part, room_type_id, night, paid_minor, fee_minor, kept_line_id, offered_at,"
        f" resold_at, resold_by_id, fetched_minor, refunded_minor) SELECT 2, 0, {GARDEN}, '{FIRST}', 100, 20, MAX(id),"
        " '2027-02-01 10:00:00+00:00', '2027-02-02 10:00:00+00:00', 1, 100, 80 FROM folio_line WHERE kept",
    ],
    "folio_lines": [
        "INSERT INTO folio_line (booking_id, kind, label, amount_minor, vat_bp, vat_minor, currency, written_at)"
        " VALUES (1, 'charge', 'Wine', 0, 0, 0, 'EUR', '2027-02-01 10:00:00+00:00')",
        "INSERT INTO folio_line (booking_id, kind, label, amount_minor, vat_bp, vat_minor, currency, written_at)"
        " VALUES (1, 'refund', 'Cash', -600, 0, 0, 'GBP', '2027-02-01 10:00:00+00:00')",
        "INSERT INTO folio_line (booking_id, kind, label, amount_minor, vat_bp, vat_minor, currency, written_at)"
        " VALUES (1, 'payment', 'Cash', 600, 0, 0, 'GBP', '2027-02-01 10:00:00+00:00')",
        "INSERT INTO folio_line (booking_id, kind, label, amount_minor, vat_bp, vat_minor, currency, written_at,"
        " reverses_id) SELECT 1, 'charge', 'Back', 1, 0, 0, 'GBP', written_at, id FROM folio_line WHERE id = 1",
    ],
    "folio_payments": [
        "UPDATE payment SET amount_minor = 29999",
        "UPDATE refund SET state = 'failed'",
        "UPDATE payment SET state = 'expired'",
    ],
    "refunds": ["UPDATE refund SET amount_minor = 30001"],
    "stray_money": ["UPDATE payment SET owner_id = 3"],
    "provider_log": [
        "UPDATE sandbox_session SET amount_minor = 30001",
        "UPDATE sandbox_session SET refunded_minor = 0",
        "UPDATE sandbox_session SET state = 'declined'",
        "UPDATE payment SET provider_session = NULL",
        "UPDATE payment SET provider_session = 'lost'",
        "UPDATE payment SET state = 'open'",
    ],
    **BROKEN_DOCUMENTS,
    **BROKEN_DAYS,
    **BROKEN_SUMS,
    **BROKEN_VISITS,
    **BROKEN_PROMOTIONS,
    **BROKEN_RATES,
    **BROKEN_REVIEWS,
    **BROKEN_SURVEYS,
    **BROKEN_ENQUIRIES,
    "announcements": [
        "DELETE FROM message WHERE subject_id = 1",
        "UPDATE message SET subject_id = 4 WHERE subject_id = 3",
        "INSERT INTO message (kind, subject, subject_id, occasion, template_version, language, address, facts,"
        " message_id, state, attempts, made_at, due_at) SELECT kind, subject, subject_id, 'twice', 1, 'en', address,"
        " facts, '<twice>', state, 0, made_at, due_at FROM message WHERE subject_id = 1 AND kind = 'booked'",
        "UPDATE guest SET email = NULL",
    ],
    "changes_told": [
        "UPDATE message SET subject_id = 1 WHERE kind = 'cancelled'",
        "UPDATE message SET kind = 'changed', subject_id = 1 WHERE kind = 'cancelled'",
    ],
    "deliveries": [
        "UPDATE message SET state = 'sent'",
        "UPDATE message SET sent_at = made_at",
        "UPDATE message SET state = 'failed'",
    ],
    "refund_mails": [
        "DELETE FROM message WHERE kind = 'refunded'",
        "UPDATE refund SET state = 'failed'",
    ],
    "messages": ["UPDATE message SET subject_id = 99 WHERE subject_id = 1"],
    "journal": [
        "INSERT INTO journal (at, actor, action, subject, subject_id, facts)"
        " VALUES ('2027-02-01 10:00:00+00:00', 'guest', 'booked', 'booking', 1, '{}')"
    ],
    "room_resources": [
        "INSERT INTO sitting (location_id, begins, covers) SELECT id, '21:30', 4 FROM location",
        "UPDATE extra SET stock = 5 WHERE slug = 'flowers'",
    ],
    "nights_open": [f"DELETE FROM allotment WHERE night = '2027-04-20' AND resource_id = {SNUG}"],
    "versions": [
        "UPDATE version SET number = 0",
        "INSERT INTO version (scope, number) VALUES ('stock:99', 1)",
    ],
}
