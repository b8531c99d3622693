"""The guest desk: pages on which guests find, book and look after their stays."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Every page of the desk has its address."""
    from app.guest import (
        account,
        bookings,
        checkouts,
        contact,
        documents,
        find,
        home,
        houses,
        lookups,
        objection,
        prices,
        put_right,
        reviews,
        sign_in,
        status,
        stays,
        stopping,
        surveys,
        waitlist,
    )
    from app.guest.offering import listed, refusing
    from app.guest.status import subscribing

    looking = (
        home,
        contact,
        stays,
        houses,
        documents,
        objection,
        prices,
        reviews,
        status,
        subscribing,
        listed,
        refusing,
    )
    booking = (checkouts, lookups, bookings, sign_in, account, surveys, put_right, waitlist, stopping)
    for page in (*looking, *booking):
        app.register_blueprint(page.blueprint)
    find.register(app)
    status.register(app)
