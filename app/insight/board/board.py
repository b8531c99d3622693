"""The figures of the board, read at once: a dozen statements whatever the period."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.experience.reviews.queries.counted import reviewed
from app.insight.board import ambassadors, bookings, care, guests, offers, reviews, visits
from app.insight.board.books import Books, books_of
from app.insight.board.rules import MONEY, POINTS, SHARE, Days, Kpi, Point, months_to
from app.insight.period import Filters
from app.kernel.words import MONTHS, counted, money

MOST_IN_WORDS = 12
NOT_ENTERED = "spend not entered"
TOO_FEW_MONTHS = "fewer than 24 months of stays"


def board(filters: Filters, zone: str, currency: str) -> list[Kpi]:
    """Every figure for the period, with the twelve months that end with it.

    House filters every one of them but the lift of offers; source, device and new or returning filter visits alone.
    """
    months = months_to(filters.until_on)
    books = books_of(filters, months, zone, currency)
    return [
        _repeat(books),
        _cost(books, new=True),
        _cost(books, new=False),
        _value(books),
        _ambassadors(books),
        _look_to_book(books),
        care.cases(books, zone),
        care.requests(books, zone),
        _lift(books, zone),
        _given(books, currency),
        care.enquiries(books, zone),
        care.complaints(books),
        _reviews(books),
        _reviewed(books),
    ]


def _repeat(books: Books) -> Kpi:
    def make(days: Days) -> Point:
        return guests.repeat_share(books.own, days)

    return Kpi(
        "repeat",
        "Repeat share",
        "Of the bookings that arrive in the period and were not cancelled, those of a guest who had stayed in any of"
        " our houses before.",
        unit=SHARE,
        counted="bookings that arrive",
        now=make(books.days),
        trend=books.trend(make),
        note=_known_from(books, "whoever stayed only before counts as new, and the share rises as more is known"),
    )


def _known_from(books: Books, so: str) -> str:
    """What is to be known of a figure that looks back further than the books do."""
    first = books.short_of(books.days)
    return f"Stays are known from {MONTHS[first.month - 1]} {first.year} on: {so}." if first else ""


def _cost(books: Books, *, new: bool) -> Kpi:
    def cost(days: Days) -> guests.Cost:
        return guests.cost_of(
            books.every, days, new=new, taken_off=books.taken_off, spent=books.spent,
            location_ids=books.filters.location_ids,
        )  # fmt: skip

    def make(days: Days) -> Point:
        found = cost(days)
        if found.bookings and books.without_spend(days, new=new):
            return Point(days, found.bookings, lacks=NOT_ENTERED)
        return Point(days, found.bookings, found.each_minor)

    whose = ("a new guest", "first bookings of guests") if new else ("a guest who returns", "bookings of known guests")
    media = "media that look for new guests" if new else "letters and gifts to our guests"
    return Kpi(
        "cost_new" if new else "cost_kept",
        "Cost of acquiring a guest" if new else "Cost of keeping a guest",
        f"Commission, what offers and codes took off, and spend on {media}, divided by the {whose[1]} made in the"
        f" period: what it costs that {whose[0]} books. Media spend counts by days of its month; one house carries its"
        " share of these bookings. Without the spend of every month and channel there is no figure.",
        MONEY,
        whose[1],
        make(books.days),
        books.trend(make),
        _at_least(cost(books.days), books.without_spend(books.days, new=new), books.currency),
    )


def _at_least(cost: guests.Cost, lacking: list[date], currency: str) -> str:
    """What is known of a cost although some of its months lack media spend."""
    if not lacking or cost.each_minor is None:
        return ""
    first = lacking[0]
    months = f"{len(lacking)} of the months" if len(lacking) > 1 else f"{MONTHS[first.month - 1]} {first.year}"
    least = money(round(cost.each_minor), currency, pence=True)
    return f"At least {least}: the media spend of {months} is not entered in full."


def _value(books: Books) -> Kpi:
    def make(days: Days) -> Point:
        found = guests.guest_value(books.own, days[1])
        return replace(found, lacks=TOO_FEW_MONTHS) if found.n and books.short_of(days) else found

    return Kpi(
        "value",
        "Guest value over 24 months",
        "What a guest who stayed in the 24 months up to the last day was quoted for their stays in them, VAT included,"
        " in the mean over these guests.",
        MONEY,
        "guests who stayed",
        make(books.days),
        books.trend(make),
        _known_from(books, "earlier stays of the 24 months are not in it"),
    )


def _ambassadors(books: Books) -> Kpi:
    last_on = books.filters.until_on
    year = (months_to(last_on, 12)[0][0], last_on)
    scores = ambassadors.last_scores(year[0], last_on, books.filters.location_ids)
    known_as = bookings.who_they_are(sorted({one.referrer_id for one in books.every if one.referrer_id is not None}))
    doers = ambassadors.referrers_of(books.every, known_as) | ambassadors.reviewers(*year)

    def make(days: Days) -> Point:
        return ambassadors.ambassadors(scores, doers, days)

    came = ambassadors.brought(books.own, books.days)
    return Kpi(
        "ambassadors",
        "Ambassadors",
        "Of the guests who were promoters (9 or 10) when they last answered within twelve months, those whose own link"
        " brought a booking of somebody else, or who wrote a review of a stay of these months. By month: those who"
        " answered in it.",
        unit=SHARE,
        counted="promoters",
        now=make(year),
        trend=books.trend(make),
        note=f"{_counted(came)} of the period came by a guest’s link.",
    )


def _counted(bookings: int) -> str:
    words = counted(bookings, "booking") if bookings <= MOST_IN_WORDS else f"{bookings:,} bookings"
    return f"{words[:1].upper()}{words[1:]}"


def _look_to_book(books: Books) -> Kpi:
    rows = visits.looked(books.filters, books.reach[0])

    def make(days: Days) -> Point:
        return visits.look_to_book(rows, days)

    return Kpi(
        "look_to_book",
        "Look to book",
        "Of the visits in which a price was seen, those that ended in a booking. Robots are left out, and who objects"
        " to being counted is not counted.",
        unit=SHARE,
        counted="visits that saw prices",
        now=make(books.days),
        trend=books.trend(make),
    )


def _lift(books: Books, zone: str) -> Kpi:
    now, lift = offers.lift_until(books.days, zone)
    house = (
        " A guest is held out at every house: all houses together." if books.filters.location_ids is not None else ""
    )
    alarm = " The arms are too uneven for that to be believed." if lift.alarm else ""
    return Kpi(
        "offers",
        "Lift of personal offers",
        "Of the guests who were shown offers chosen for them up to the last day, those who booked within 28 days and"
        " came, less those of the guests held out, who saw the most popular ones. The interval is valid however often"
        " one looks. By month: guests who were shown any in it.",
        POINTS,
        "guests compared",
        now,
        offers.lift_by_month(books.months, zone),
        f"{lift.words[:1].upper()}{lift.words[1:]}.{alarm}{house}",
    )


def _given(books: Books, currency: str) -> Kpi:
    def make(days: Days) -> Point:
        return offers.cost_of_offers(books.own, books.taken_off, days)

    whole = offers.given_away(books.own, books.taken_off, books.days)
    return Kpi(
        "offers_cost",
        "Cost of offers",
        "What offers and codes took off a booking made in the period, VAT included, in the mean over the bookings that"
        " had one and were not cancelled.",
        MONEY,
        "bookings with an offer",
        make(books.days),
        books.trend(make),
        f"{money(whole, currency)} in all." if whole else "",
    )


def _reviews(books: Books) -> Kpi:
    invited = reviews.invitations(books.reach, books.filters.location_ids)

    def make(days: Days) -> Point:
        return reviews.share_who_wrote(invited, days)

    return Kpi(
        "reviews",
        "Reviews",
        "Of the guests who were asked about a stay that ended in the period, those who wrote a review for all to read."
        " Everybody is asked by the same mail.",
        unit=SHARE,
        counted="guests asked",
        now=make(books.days),
        trend=books.trend(make),
    )


def _reviewed(books: Books) -> Kpi:
    found = reviewed(books.reach, books.filters.location_ids)

    def make(days: Days) -> Point:
        return reviews.share_of_good(found, days)

    return Kpi(
        "review_scores",
        "Good reviews",
        "Of the reviews of stays that ended in the period, those that gave 4 of 5 or more in the mean of their moments."
        " Removed and forgotten ones are not in it.",
        unit=SHARE,
        counted="reviews",
        now=make(books.days),
        trend=books.trend(make),
    )
