"""Receipts, invoices and credit notes are issued with what they are about, once, and stay as they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError

from app.booking import operations as booking
from app.booking.documents import Issued, documents_of, forget_addressees, issue_invoices, statement_of
from app.catalogue.models import Location
from app.insight import verify
from app.kernel import clock
from app.kernel.stay import Stay
from app.store import db, transaction, write
from app.web.documents import printed
from tests import cast
from tests.baskets import basket
from tests.builders import FRIDAY
from tests.cards import placed

pytestmark = pytest.mark.houses(1)
NIGHT = timedelta(days=1)


def saver(nights: int = 2) -> int:
    """The hut, paid: 135 pounds a night."""
    return placed(basket(cast.found(), plan="saver", stay=Stay.of(FRIDAY, nights))).booking_id


def owed() -> int:
    return placed(basket(cast.found(), plan="flexible")).booking_id


def issued(booking_id: int) -> list[tuple[str, int, int, int]]:
    db.session.rollback()
    return [(one.kind, one.number, one.amount_minor, one.vat_minor) for one in documents_of(booking_id)]


def newest(booking_id: int) -> Issued:
    return documents_of(booking_id)[-1]


def stay_over(booking_id: int) -> None:
    booking.check_in(booking_id)
    booking.check_out(booking_id)


def test_a_payment_has_its_receipt_and_a_departure_its_invoice(app: Flask) -> None:
    paid = saver()
    assert issued(paid) == [("receipt", 1, 27000, 0)]
    stay_over(paid)
    assert issued(paid) == [("receipt", 1, 27000, 0), ("invoice", 1, 27000, 4500)]
    invoice = newest(paid)
    assert invoice.name == "COMBE-HARROW-INV-00001"
    assert invoice.tax_point_on == date(2027, 3, 1)
    assert invoice.facts["vat"] == [{"vat_bp": 2000, "net_minor": 22500, "vat_minor": 4500, "gross_minor": 27000}]
    assert invoice.facts["seller"]["vat_number"] == "GB000000000"
    assert sum(line["gross_minor"] for line in invoice.facts["lines"]) == 27000


def test_a_charge_stands_on_one_invoice(app: Flask) -> None:
    stay = owed()
    stay_over(stay)
    transaction(lambda: issue_invoices(stay, clock.now()))
    assert issued(stay) == [("invoice", 1, 30000, 5000)]


def test_what_is_kept_of_a_cancelled_stay_keeps_its_vat(app: Flask, set_clock) -> None:  # type: ignore[no-untyped-def]
    paid = saver()
    booking.cancel_booking(paid)
    assert issued(paid)[1:] == [("invoice", 1, 27000, 4500)]
    assert [line["label"] for line in newest(paid).facts["lines"]] == [
        "Fri 5 March, kept until resold",
        "Sat 6 March, kept until resold",
    ]


def test_what_is_taken_back_of_an_invoice_is_credited(app: Flask) -> None:
    paid = saver()
    booking.cancel_booking(paid)
    placed(basket(cast.found(), stay=Stay.of(FRIDAY, 1)))
    kinds = issued(paid)[2:]
    assert kinds == [("invoice", 2, 2000, 333), ("credit_note", 1, 13500, 2250)], "the fee of 20 stays kept"
    assert newest(paid).facts["corrects"] == 1
    assert b"%PDF" in printed(newest(paid))
    net = sum(amount if kind == "invoice" else -amount for kind, _, amount, _ in issued(paid) if kind != "receipt")
    assert net == 27000 - 11500


def test_a_no_show_that_paid_is_invoiced_and_one_that_did_not_is_not(app: Flask) -> None:
    paid = saver()
    booking.mark_no_show(paid)
    assert issued(paid)[1:] == [("invoice", 1, 27000, 4500)]
    free = placed(basket(cast.found(), "garden")).booking_id
    booking.mark_no_show(free)
    assert issued(free) == []


def test_what_is_cancelled_in_time_needs_no_invoice(app: Flask) -> None:
    stay = owed()
    booking.cancel_booking(stay)
    assert issued(stay) == []


def test_numbers_that_were_undone_are_given_again(app: Flask) -> None:
    def undone() -> None:
        stay_over(first)
        raise ZeroDivisionError

    first, second = owed(), placed(basket(cast.found(), "garden")).booking_id
    with pytest.raises(ZeroDivisionError):
        transaction(undone)
    stay_over(second)
    stay_over(first)
    assert (newest(second).number, newest(first).number) == (1, 2)


def test_a_document_prints_the_same_whatever_becomes_of_the_house(app: Flask) -> None:
    paid = saver()
    stay_over(paid)
    before = [printed(one) for one in documents_of(paid)]
    renamed = {"name": "Another Name", "address": "Elsewhere", "slug": "another-name", "email": "new@quince.example"}
    transaction(lambda: write(update(Location).values(**renamed)))
    assert [printed(one) for one in documents_of(paid)] == before


def test_to_whom_they_went_is_forgotten_when_the_law_asks_no_more(app: Flask) -> None:
    """Six years after the stay, and nothing else of them changes."""
    paid = saver()
    stay_over(paid)
    before = documents_of(paid)
    assert forget_addressees(FRIDAY + 2 * NIGHT) == 0
    assert forget_addressees(FRIDAY + 3 * NIGHT) == 2
    assert forget_addressees(FRIDAY + 3 * NIGHT) == 0
    assert [one.addressed_to for one in before] == ["Anna Whitlock"] * 2
    assert documents_of(paid) == [replace(one, addressed_to="") for one in before]
    assert b"%PDF" in printed(newest(paid))


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE folio_document SET amount_minor = 1",
        "UPDATE folio_document SET addressed_to = '', amount_minor = 1",
        "UPDATE folio_document SET addressed_to = 'Somebody else'",
        "DELETE FROM documented_line",
    ],
)
def test_what_was_issued_stays(app: Flask, deed: str) -> None:
    stay_over(saver())
    with pytest.raises(DBAPIError, match="append-only"):
        transaction(lambda: write(text(deed)))


def test_the_statement_is_no_document(app: Flask) -> None:
    stay = owed()
    statement = statement_of(stay, clock.now())
    assert (statement.name, statement.amount_minor, statement.facts["balance_minor"]) == ("", 30000, 30000)
    assert issued(stay) == []


def test_verify_counts_the_documents(app: Flask) -> None:
    def faults() -> list[str]:
        db.session.rollback()
        return [check.name for check in verify.run() if not check.ok]

    stay_over(saver())
    assert faults() == []
    transaction(lambda: write(text("UPDATE document_number SET last = 7 WHERE kind = 'invoice'")))
    assert faults() == ["document_numbers"]
