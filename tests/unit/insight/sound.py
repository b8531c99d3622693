"""A small group whose every number agrees, written as rows: what `verify` must find nothing in."""

from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import text

from app.store import db, transaction
from tests.builders import House
from tests.cast import group
from tests.unit.insight.rates import published

ARRIVAL = date(2027, 3, 5)
DEPARTURE = date(2027, 3, 7)
NIGHTS = [ARRIVAL, ARRIVAL + timedelta(days=1)]
PRICE = 15000
VAT = int((Decimal(PRICE) * 20 / 120).quantize(Decimal(1)))
AT = "2027-02-01 10:00:00+00:00"
LIVE, CANCELLED, NO_SHOW, IMPORTED = 1, 2, 3, 4
HOLD = 3


def sound() -> None:
    """Bookings 1 to 4: one paid with supper and bicycles, one cancelled, one no-show, one imported; checkout 3 open."""
    house = group(1)[0]
    transaction(lambda: _write(house))


def run(statement: str, **values: object) -> None:
    """One SQL statement; instants are written without offset on SQLite, as the product does."""
    if db.engine.dialect.name == "sqlite":
        statement = statement.replace("+00:00'", ".000000'")
        values = {k: v.replace("+00:00", ".000000") if isinstance(v, str) else v for k, v in values.items()}
    db.session.execute(text(statement), values)


def _write(house: House) -> None:
    for checkout, state in ((1, "booked"), (2, "booked"), (HOLD, "open")):
        _quote(house, checkout)
        run(
            "INSERT INTO checkout (id, version, state, location_id, quote_id, choice, details, attempts, held_until_at,"
            " source, language, created_at) VALUES (:id, 1, :state, :house, :id, '{}', '{}', 0,"
            " '2027-03-01 09:10:00+00:00', 'web', 'en', :at)",
            id=checkout, state=state, house=house.id, at=AT,
        )  # fmt: skip
    run("INSERT INTO guest (id, name, email, language, created_at) VALUES (1, 'Anna', 'a@b.example', 'en', :at)", at=AT)
    _quote(house, NO_SHOW + 10)
    _quote(house, IMPORTED + 10)
    _booking(house, LIVE, "confirmed", quote=1, checkout=1)
    _booking(house, CANCELLED, "cancelled", quote=2, checkout=2, cancelled_at=AT)
    _booking(house, NO_SHOW, "no_show", quote=13, no_show_at=AT)
    _booking(house, IMPORTED, "departed", quote=14, source="import", checked_in_at=AT, checked_out_at=AT)
    run("UPDATE stay SET checked_in_at = :at, checked_out_at = :at WHERE booking_id = :id", at=AT, id=IMPORTED)
    snug = house.resources["snug"]
    for owner, count_of in ((LIVE, NIGHTS), (NO_SHOW, NIGHTS[:1]), (IMPORTED, NIGHTS)):
        _claim("booking", owner, snug, count_of)
    _claim("checkout", HOLD, house.resources["garden"], NIGHTS, expires="2027-03-01 09:10:00+00:00")
    _claim("booking", LIVE, house.resources["18:30"], NIGHTS[:1], count=2)
    run("INSERT INTO supper (stay_id, night, sitting_id, covers) VALUES (1, :night, :sitting, 2)",
        night=str(ARRIVAL), sitting=house.sittings["18:30"])  # fmt: skip
    _claim("booking", LIVE, house.resources["bicycle"], NIGHTS, count=2)
    run(
        "INSERT INTO booked_extra (stay_id, extra_id, count) VALUES (1, :extra, 2)",
        extra=house.extras["bicycle"],
    )
    run("INSERT INTO room_night (room_id, night, stay_id) SELECT MIN(id), :night, 1 FROM room WHERE room_type_id = :t",
        night=str(ARRIVAL), t=house.room_types["snug"])  # fmt: skip
    _paid(LIVE)
    run("INSERT INTO closure (resource_id, from_on, until_on, count, reason) VALUES (:r, '2027-04-01', '2027-04-03',"
        " 1, 'paint')", r=snug)  # fmt: skip
    run("UPDATE allotment SET sellable = sellable - 1 WHERE resource_id = :r AND night IN ('2027-04-01', '2027-04-02')",
        r=snug)  # fmt: skip
    run(
        "INSERT INTO heartbeat (name, beat_at, shown_at) VALUES ('sweep', :at, :at)",
        at="2027-03-01 08:59:00+00:00",
    )
    run("INSERT INTO version (scope, number) VALUES ('catalogue', 3)")
    for statement in published():
        run(statement)
    _line(house)


def _line(house: House) -> None:
    """Entry 11 waits for a snug, entry 12 was offered a garden room until ten to ten."""
    until = "2027-03-01 09:50:00+00:00"
    for entry, state, offer in (
        (11, "waiting", dict.fromkeys(("arrival", "until"))),
        (12, "offered", {"arrival": str(ARRIVAL), "until": until}),
    ):
        run(
            "INSERT INTO waitlist_entry (id, version, state, earliest_on, latest_on, nights, room_types, adults,"
            " children, cots, dogs, needs, name, email, email_lower, language, created_at, rooms, arrival_on,"
            " stands_from_at, held_until_at) VALUES (:id, 1, :state, :a, :d, 2, '[]', 2, '', 0, 0, '', 'Bea',"
            " 'b@c.example', 'b@c.example', 'en', :at, 1, :arrival, :until, :until)",
            id=entry, state=state, a=str(ARRIVAL), d=str(DEPARTURE), at=AT, **offer,
        )  # fmt: skip
        for kind in ("waitlisted", "place_free")[: entry - 10]:
            run(
                "INSERT INTO message (kind, subject, subject_id, occasion, template_version, language, address, facts,"
                " message_id, state, attempts, made_at, due_at) VALUES (:kind, 'waitlist', :id, '', 1, 'en',"
                " 'b@c.example', '{}', :message, 'waiting', 0, :at, :at)",
                kind=kind, id=entry, message=f"<{kind}-waitlist-{entry}>", at=AT,
            )  # fmt: skip
    run("INSERT INTO waitlist_room (entry_id, position, room_type_id, adults, children, cots, dogs)"
        " VALUES (12, 0, :type, 2, '', 0, 0)", type=house.room_types["garden"])  # fmt: skip
    run("INSERT INTO watch (watcher_id, resource_id, first_on, until_on) VALUES (11, :r, :a, :d)",
        r=house.resources["snug"], a=str(ARRIVAL), d=str(DEPARTURE))  # fmt: skip
    _claim("waitlist", 12, house.resources["garden"], NIGHTS, expires=until)


def _quote(house: House, quote: int) -> None:
    run(
        "INSERT INTO quote (id, location_id, currency, total_minor, due_now_minor, policy, terms_version, made_at)"
        " VALUES (:id, :house, 'GBP', :total, 0, '', 1, :at)",
        id=quote, house=house.id, total=2 * PRICE, at=AT,
    )  # fmt: skip
    for position, night in enumerate(NIGHTS):
        run(
            "INSERT INTO quote_line (quote_id, position, part, kind, night, label, count, gross_minor, vat_bp,"
            " vat_minor) VALUES (:q, :p, 0, 'room', :night, 'Snug', 1, :gross, 2000, :vat)",
            q=quote, p=position, night=str(night), gross=PRICE, vat=VAT,
        )  # fmt: skip


def _booking(
    house: House,
    number: int,
    state: str,
    quote: int,
    checkout: int | None = None,
    source: str = "web",
    **instants: str,
) -> None:
    columns = "".join(f", {name}" for name in instants)
    values = "".join(f", :{name}" for name in instants)
    run(
        "INSERT INTO booking (id, reference, version, location_id, checkout_id, guest_id, quote_id, state, arrival_on,"
        f" departure_on, currency, source, commission_bp, language, terms_version, booked_at{columns}) VALUES (:id,"
        f" :reference, 1, :house, :checkout, :guest, :quote, :state, :a, :d, 'GBP', :source, 0, 'en', 1, :at{values})",
        id=number, reference=f"ABCDEFG{number}", house=house.id, checkout=checkout, quote=quote, state=state,
        guest=None if source == "import" else 1,
        a=str(ARRIVAL), d=str(DEPARTURE), source=source, at=AT, **instants,
    )  # fmt: skip
    run(
        "INSERT INTO stay (id, booking_id, part, room_type_id, rate_plan_id, arrival_on, departure_on, adults,"
        " children, cots, dogs, assistance_dogs, needs) VALUES (:id, :id, 0, :type, :plan, :a, :d, 2, '', 0, 0, 0, '')",
        id=number, type=house.room_types["snug"], plan=house.plans["flexible"], a=str(ARRIVAL), d=str(DEPARTURE),
    )  # fmt: skip
    for night in NIGHTS:
        run(
            "INSERT INTO folio_line (booking_id, kind, label, night, amount_minor, vat_bp, vat_minor, currency,"
            " written_at) VALUES (:b, 'charge', 'Snug', :night, :gross, 2000, :vat, 'GBP', :at)",
            b=number, night=str(night), gross=PRICE, vat=VAT, at=AT,
        )  # fmt: skip
    if state in ("cancelled", "no_show"):
        run(
            "INSERT INTO folio_line (booking_id, kind, label, amount_minor, vat_bp, vat_minor, currency, written_at,"
            " reverses_id) SELECT booking_id, kind, 'Back', -amount_minor, vat_bp, -vat_minor, currency, written_at, id"
            " FROM folio_line WHERE booking_id = :id",
            id=number,
        )
    kinds = {"import": []}.get(source, ["booked", *(["cancelled"] if state == "cancelled" else [])])
    for kind in kinds:
        run(
            "INSERT INTO message (kind, subject, subject_id, occasion, template_version, language, address, facts,"
            " message_id, state, attempts, made_at, due_at) VALUES (:kind, 'booking', :id, '', 1, 'en', 'a@b.example',"
            " '{}', :message, 'waiting', 0, :at, :at)",
            kind=kind, id=number, message=f"<{kind}-{number}>", at=AT,
        )  # fmt: skip
    run(
        "INSERT INTO journal (at, actor, action, subject, subject_id, facts)"
        " VALUES (:at, 'guest', 'booked', 'booking', :id, '{}')",
        id=number, at=AT,
    )  # fmt: skip
    if state == "cancelled":
        run(
            "INSERT INTO journal (at, actor, action, subject, subject_id, facts)"
            " VALUES (:at, 'guest', 'cancelled', 'booking', :id, '{}')",
            id=number, at=AT,
        )  # fmt: skip


def _claim(
    owner: str, number: int, resource: int, nights: list[date], count: int = 1, expires: str | None = None
) -> None:
    for night in nights:
        run(
            "INSERT INTO claim (owner, owner_id, resource_id, night, part, count, expires_at)"
            " VALUES (:owner, :id, :r, :night, 0, :count, :expires)",
            owner=owner, id=number, r=resource, night=str(night), count=count, expires=expires,
        )  # fmt: skip
        run("UPDATE allotment SET taken = taken + :n WHERE resource_id = :r AND night = :night",
            n=count, r=resource, night=str(night))  # fmt: skip


def _paid(booking: int) -> None:
    run(
        "INSERT INTO sandbox_session (id, idempotency_key, amount_minor, currency, description, return_url, cancel_url,"
        " state, refunded_minor, opened_at, expires_at, settled_at) VALUES ('s1', 'k1', 30000, 'GBP', '', '', '',"
        " 'captured', 5000, :at, :at, :at)", at=AT,
    )  # fmt: skip
    run(
        "INSERT INTO payment (id, idempotency_key, provider, provider_session, owner, owner_id, purpose, attempt,"
        " amount_minor, currency, state, asked_at, settled_at) VALUES (1, 'k1', 'sandbox', 's1', 'checkout', 1, 'stay',"
        " 1, 30000, 'GBP', 'captured', :at, :at)", at=AT,
    )  # fmt: skip
    run(
        "INSERT INTO refund (id, payment_id, idempotency_key, amount_minor, reason, state, asked_at, settled_at)"
        " VALUES (1, 1, 'r1', 5000, 'kindness', 'done', :at, :at)", at=AT,
    )  # fmt: skip
    for kind, amount, column in (("payment", -30000, "payment_id"), ("refund", 5000, "refund_id")):
        run(
            "INSERT INTO folio_line (booking_id, kind, label, amount_minor, vat_bp, vat_minor, currency, written_at,"
            f" {column}) VALUES (:b, :kind, :kind, :amount, 0, 0, 'GBP', :at, 1)",
            b=booking, kind=kind, amount=amount, at=AT,
        )  # fmt: skip
    run(
        "INSERT INTO message (kind, subject, subject_id, occasion, template_version, language, address, facts,"
        " message_id, state, attempts, made_at, due_at, sent_at) VALUES ('refunded', 'booking', :id, '1', 1, 'en',"
        " 'a@b.example', '{}', '<refunded>', 'sent', 1, :at, :at, :at)", id=booking, at=AT,
    )  # fmt: skip
