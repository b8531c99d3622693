"""Receipts, invoices and credit notes: numbered without gaps, and printed the same for ever."""

from app.booking.documents.forgetting import forget_addressees
from app.booking.documents.issuing import issue_invoices, issue_receipt
from app.booking.documents.queries import Issued, document_of, documents_of, statement_of

__all__ = [
    "Issued",
    "document_of",
    "documents_of",
    "forget_addressees",
    "issue_invoices",
    "issue_receipt",
    "statement_of",
]
