"""A receipt, an invoice, a credit note or the statement of a booking, as it is printed."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from app.booking.documents import Issued
from app.booking.documents.queries import name_of
from app.kernel.words import dated, money, short_day, span
from app.web.documents.paper import Paper

TITLES = {"receipt": "Receipt", "invoice": "VAT invoice", "credit_note": "Credit note", "statement": "Statement"}
NOT_AN_INVOICE = "This is not a VAT invoice."


def printed(document: Issued) -> bytes:
    """The PDF file. The same document gives the same bytes; only its facts are read, never a house as it is now."""
    facts, house = document.facts, document.facts["house"]
    seller = facts["seller"]
    paper = Paper(
        f"{TITLES[document.kind]} {document.name or facts['reference']}",
        [
            f"{seller['name']}, {seller['address']}",
            f"Company number {seller['company_number']}. VAT number {seller['vat_number']}.",
            f"{house['telephone']}. {facts['mail']}",
        ],
        document.issued_at,
    )
    paper.head(seller["group_name"], house["name"], [house["address"]])
    paper.title_line(TITLES[document.kind], _below(document))
    paper.terms(_terms(document))
    if document.kind == "receipt":
        received = [(facts.get("received", "Paid by card"), _sum(document, document.amount_minor))]
        paper.sums(("Received with thanks", ""), received, None, (70, 30))
        paper.note(f"{NOT_AN_INVOICE} The invoice follows when the stay is over.")
    else:
        _print_charges(paper, document)
    return bytes(paper.output())


def _below(document: Issued) -> str:
    if document.kind == "statement":
        return f"How the booking stands. {NOT_AN_INVOICE}"
    if document.kind == "credit_note":
        return f"Corrects invoice {name_of('invoice', document.facts['corrects'], document.facts['house']['slug'])}."
    return ""


def _terms(document: Issued) -> list[tuple[str, str]]:
    facts = document.facts
    arrival, departure = date.fromisoformat(facts["arrival_on"]), date.fromisoformat(facts["departure_on"])
    issued_on = document.issued_at.astimezone(ZoneInfo(facts["timezone"])).date()
    rows = [("Number", document.name)] if document.name else []
    rows += [("To", document.addressed_to or "forgotten, as its time was over"), ("Date", dated(issued_on))]
    if document.tax_point_on:
        rows.append(("Tax point", dated(document.tax_point_on)))
    return [*rows, ("Booking", facts["reference"]), ("Stay", f"{span(arrival, departure)} {departure.year}")]


def _print_charges(paper: Paper, document: Issued) -> None:
    facts = document.facts
    rows = [
        (_label(line), _rate(line["vat_bp"]), _sum(document, line["gross_minor"])) for line in facts["lines"]
    ]  # fmt: skip
    word = "Credited" if document.kind == "credit_note" else "Total"
    total = (f"{word}, with VAT", "", _sum(document, document.amount_minor))
    paper.sums(("For", "VAT", "With VAT"), rows, total, (62, 14, 24))
    if facts["vat"]:
        heading = ("VAT rate", "Net", "VAT", "With VAT")
        sums = [
            (_rate(row["vat_bp"]), *(_sum(document, row[f"{part}_minor"]) for part in ("net", "vat", "gross")))
            for row in facts["vat"]
        ]
        paper.sums(heading, sums, None, (40, 20, 20, 20))
    if document.kind == "statement":
        money_rows = [(line["label"], _sum(document, line["gross_minor"])) for line in facts["money"]]
        balance = facts["balance_minor"]
        words = "Due from you" if balance > 0 else "Due to you" if balance < 0 else "All square"
        paper.sums(("Payments", ""), money_rows, (words, _sum(document, abs(balance))), (76, 24))


def _label(line: dict[str, object]) -> str:
    """The line's words, with its night where they do not name it."""
    night = short_day(date.fromisoformat(str(line["night"]))) if line["night"] else ""
    label = str(line["label"])
    return label if not night or night in label else f"{label}, {night}"


def _rate(vat_bp: int) -> str:
    return f"{vat_bp / 100:g}%"


def _sum(document: Issued, minor: int) -> str:
    return money(minor, document.currency, pence=True)
