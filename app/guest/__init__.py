"""The guest desk: pages on which guests find, book and look after their stays."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Every page of the desk has its address."""
    from app.guest import (
        account,
        bookings,
        checkouts,
        documents,
        find,
        home,
        houses,
        lookups,
        objection,
        sign_in,
        stays,
        surveys,
        waitlist,
    )

    desk = (home, stays, houses, checkouts, lookups, bookings, sign_in, account, documents, objection, surveys, waitlist)
    for page in desk:
        app.register_blueprint(page.blueprint)
    find.register(app)
