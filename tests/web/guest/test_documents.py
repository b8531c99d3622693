"""Receipts, invoices and the statement of a booking as files, by its link."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from pypdf import PdfReader
from sqlalchemy import select

from app.booking import operations as booking
from app.booking.documents.models import FolioDocument
from app.booking.models import Booking
from tests import markup
from tests.page import MAY_BE_WRITTEN, Page, Visitor
from tests.statements import counted
from tests.web.guest.desk import ANNA, choose, count, fresh, pay


def words(visitor: Visitor, url: str) -> str:
    """What a file says; looking at it writes nothing."""
    with counted() as statements:
        answer = visitor.client.get(url)
    assert answer.status_code == 200
    assert answer.content_type == "application/pdf"
    assert [write for write in statements.writes if not MAY_BE_WRITTEN.match(write)] == []
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)


def paid(visitor: Visitor, name: str = ANNA["name"]) -> Page:
    paying = visitor.submit(choose(visitor, "saver").form(id="details").fill(**ANNA | {"name": name}), press="act=pay")
    return visitor.get(pay(visitor, paying, "works").link("See your booking"))


def test_before_there_is_an_invoice_the_file_is_plainly_none(visitor: Visitor) -> None:
    own = paid(visitor)
    said = words(visitor, f"{own.url}/invoice.pdf")
    assert "This is not a VAT invoice" in said
    assert "£270.00" in said
    assert "All square" in said
    assert count(FolioDocument) == 1, "the receipt"


def test_the_receipt_is_linked_from_the_booking_and_folded_on_the_page_of_the_stay(
    visitor: Visitor, set_clock: Callable[[str], None]
) -> None:
    own = paid(visitor)
    said = words(visitor, own.link("Receipt COMBE-HARROW-R-00001"))
    assert "Received with thanks" in said
    assert "£270.00" in said
    assert "This is not a VAT invoice" in said
    set_clock("2027-03-05T18:00+00:00")
    folded = visitor.get(own.url.split("/confirmed")[0], reads=16).one("details", id="documents")
    assert any("Receipt" in markup.words(link) for link in folded.iter("a"))


def test_the_invoice_says_what_the_law_wants(visitor: Visitor) -> None:
    own = paid(visitor, "Łucja Ñandú 漢")
    booking_id = fresh().scalars(select(Booking.id)).one()
    booking.check_in(booking_id)
    booking.check_out(booking_id)
    said = words(visitor, f"{own.url}/invoice.pdf")
    for word in (
        "VAT invoice", "COMBE-HARROW-INV-00001", "Tax point", "Monday 1 March 2027", "The Quince Houses Limited",
        "VAT number GB000000000", "20%", "£225.00", "£45.00", "£270.00", "Lucja Ñandú ?",
    ):  # fmt: skip
        assert word in said
    assert "not a VAT invoice" not in said


def test_another_bookings_documents_are_not_found(visitor: Visitor) -> None:
    first = paid(visitor)
    other = visitor.submit(choose(visitor, room_type="garden").form(id="details").fill(**ANNA), press="act=owe")
    other = visitor.get(other.link("See your booking"))
    for url in (f"{other.url}/receipt-1.pdf", f"{first.url}/receipt-2.pdf", f"{first.url}/invoice-1.pdf"):
        assert visitor.client.get(url).status_code == 404
    assert visitor.client.get(f"{first.url}/receipt-99999999999999999.pdf").status_code == 404
    assert visitor.client.get(f"{first.url}x/invoice.pdf").status_code == 404
