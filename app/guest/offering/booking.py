"""Offers on the page of a booking before arrival: each with a page of its own that shows both totals first."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.wrappers import Response

from app.booking.amendment import price_amendment
from app.booking.errors import CannotBeSold, PriceChanged, Stale, WrongState
from app.booking.queries import PlacedBooking
from app.catalogue.closed import house_of
from app.guest.bookings.amendment.views import after, amended, moved_words, nothing_to_change
from app.guest.bookings.settled import Moved
from app.guest.bookings.shared import blueprint, found
from app.guest.offering.rows import cards_of
from app.inventory import SoldOut
from app.kernel import clock
from app.kernel.party import together
from app.kernel.stay import Stay
from app.offers.decisions.adding import for_basket, with_offer
from app.offers.decisions.context import Context, page_key
from app.offers.decisions.deciding import refusals_to
from app.offers.decisions.operations import refuse_offer
from app.offers.decisions.queries import people_of_booking
from app.promotions.errors import OfferGone
from app.promotions.queries import by_slug
from app.promotions.rules import Promotion
from app.web.access import by_token
from app.web.amendment import may_amend, pressed_before
from app.web.amendment.lacking import sold_out
from app.web.comparison import Comparison, comparison
from app.web.links import Link
from app.web.offers import refusal_words, taken_at
from app.web.offers.cards import OfferCard
from app.web.offers.terms import terms_of
from app.web.respond import htmx, not_found, page, part, see_other
from app.web.search import Search

TEMPLATE = "guest/offers/take.html"


@dataclass(frozen=True, slots=True)
class TakePage:
    """The names that `guest/offers/take.html` uses. `comparison` is None where it cannot be had, and `reason` says
    why."""

    url: str
    booking_url: str
    reference: str
    house_slug: str
    title: str
    line: str
    terms: tuple[str, ...]
    comparison: Comparison | None
    reason: str


def booking_offers(booking: PlacedBooking, token: str) -> list[OfferCard]:
    """What may still be added to a booking that is to come; nothing where nothing can be."""
    if booking.state != "confirmed" or not may_amend(booking):
        return []
    candidates = for_basket(booking.basket, "booking", clock.now())
    if not any(not one.refusals for one in candidates):
        return []
    basket = booking.basket
    context = Context(
        "booking",
        page_key(booking.id),
        clock.today(house_of(basket.location_id).timezone),
        candidates,
        Stay(basket.arrival, basket.departure),
        together(own.party for own in basket.stays),
        basket.location_id,
        frozenset(basket.promotions),
    )
    url = f"/bookings/{token}"
    cards = cards_of(people_of_booking(booking.id), context, Search(), lambda _: None)
    return [
        card._replace(
            take_url=f"{url}/offers/{card.slug}",
            take_words="See both totals",
            terms_url=f"{url}/offers/{card.slug}#terms-title",
            refuse_url=f"{url}/offers/{card.slug}/refusal" if card.refuse_url else "",
        )
        for card in cards
    ]


@blueprint.get("/bookings/<token:token>/offers/<slug:offer>")
@by_token("booking")
def look(link: Link, offer: str) -> Response:
    """What the booking comes to with the offer, beside what it comes to now. Nothing is changed."""
    booking = found(link)
    if not may_amend(booking):
        return page("guest/bookings/settled.html", settled=nothing_to_change(booking, link.token))
    return _page(booking, _named(offer), link.token)


@blueprint.post("/bookings/<token:token>/offers/<slug:offer>")
@by_token("booking")
def take(link: Link, offer: str) -> Response:
    """The booking has the offer, at the total that was shown; else 409 with what is different."""
    booking, own = found(link), _named(offer)
    if not may_amend(booking):
        return page("guest/bookings/settled.html", 409, settled=nothing_to_change(booking, link.token))
    if own.id not in booking.basket.promotions and (why := _refused(booking, own)):
        return _page(booking, own, link.token, Moved("refused", why))
    try:
        done = amended(booking, with_offer(booking.basket, own))
    except (PriceChanged, Stale, SoldOut, CannotBeSold, WrongState) as refused:
        booking = found(link)
        if (pressed_before(refused) and own.id in booking.basket.promotions) or not may_amend(booking):
            return see_other(f"/bookings/{link.token}?done=1")
        return _page(booking, own, link.token, moved_words(booking, refused))
    except OfferGone as gone:
        return _page(found(link), own, link.token, Moved(gone.code, f"{refusal_words(own, gone.reasons)}."))
    return see_other(after(link.token, done))


@blueprint.post("/bookings/<token:token>/offers/<slug:offer>/refusal")
@by_token("booking")
def refuse(link: Link, offer: str) -> Response:
    """Not this one: it is not shown to this guest for 30 days, on no page and in no mail."""
    booking, own = found(link), _named(offer)
    if guest_ids := people_of_booking(booking.id):
        refuse_offer(min(guest_ids), own.id)
    if htmx:
        return part("guest/offers/_refused.html", offer=own, back="", undo=False)
    return see_other(f"/bookings/{link.token}")


def _named(slug: str) -> Promotion:
    own = by_slug(slug)
    if own is None or own.state == "draft" or own.by_code_only:
        raise not_found()
    return own


def _refused(booking: PlacedBooking, own: Promotion) -> str:
    """Why whoever booked may not have the offer, whatever it would come to; empty where they may."""
    if not taken_at("booking", own):
        return "It is for new bookings. Yours stays as it is."
    today = clock.today(house_of(booking.basket.location_id).timezone)
    reasons = refusals_to(people_of_booking(booking.id), own, clock.now(), today)
    return f"{refusal_words(own, reasons)}." if reasons else ""


def _page(booking: PlacedBooking, own: Promotion, token: str, moved: Moved | None = None) -> Response:
    house = house_of(booking.basket.location_id)
    compared, reason = None, ""
    if own.id in booking.basket.promotions:
        reason = "It is in your booking already."
    elif not (reason := _refused(booking, own)):
        try:
            priced = price_amendment(booking.id, with_offer(booking.basket, own))
            compared = comparison(booking, priced)
        except SoldOut as refused:
            reason = sold_out(refused, house).sentence
        except OfferGone as gone:
            reason = f"{refusal_words(own, gone.reasons)}."
        except CannotBeSold:
            reason = "Ring the house, and we see what can be done."
    url = f"/bookings/{token}"
    view = TakePage(
        f"{url}/offers/{own.slug}", url, booking.reference, house.slug, own.title, own.line, terms_of(own), compared,
        reason,
    )  # fmt: skip
    return page(TEMPLATE, 409 if moved else 200, take=view, moved=moved)
