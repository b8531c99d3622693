"""How soon guests are answered, and how often something goes wrong for them, as figures of the board."""

from __future__ import annotations

from app.insight.board import answering
from app.insight.board.books import Books
from app.insight.board.rules import HOURS, SHARE, Days, Kpi, Point


def cases(books: Books, zone: str) -> Kpi:
    waits = answering.case_waits(books.reach, zone, books.filters.location_ids)

    def make(days: Days) -> Point:
        return answering.typical_wait(waits, days)

    return Kpi(
        "cases",
        "Response time, cases",
        "Hours from the opening of a case to the first contact with the guest: half of them waited less. Cases nobody"
        " has answered yet are not in it.",
        HOURS,
        "cases answered",
        make(books.days),
        books.trend(make),
    )


def enquiries(books: Books, zone: str) -> Kpi:
    waits = answering.enquiry_waits(books.reach, zone, books.filters.location_ids)

    def make(days: Days) -> Point:
        return answering.typical_wait(waits, days)

    return Kpi(
        "enquiries",
        "Response time, enquiries",
        "Hours in which the desk of the house was open, from a question by form, thread or telephone to the first"
        " answer: half of them waited less. Those nobody has answered are not in it.",
        HOURS,
        "enquiries answered",
        make(books.days),
        books.trend(make),
    )


def complaints(books: Books) -> Kpi:
    with_case = answering.troubled(books.reach, books.filters.location_ids)

    def make(days: Days) -> Point:
        return answering.share_with_case(books.own, with_case, days)

    return Kpi(
        "complaints",
        "Stays with a case",
        "Of the bookings that arrive in the period and were not cancelled, those of which a case was opened: by a low"
        " score, a complaint, a note of our own, a notice or a promise that was not kept.",
        unit=SHARE,
        counted="bookings that arrive",
        now=make(books.days),
        trend=books.trend(make),
    )


def requests(books: Books, zone: str) -> Kpi:
    waits = answering.task_waits(books.reach, zone, books.filters.location_ids)

    def make(days: Days) -> Point:
        return answering.typical_wait(waits, days)

    return Kpi(
        "requests",
        "Response time, in the house",
        "Hours from what a guest in the house asked for, or said was not right, to its being done: half of them waited"
        " less.",
        HOURS,
        "requests done",
        make(books.days),
        books.trend(make),
    )
