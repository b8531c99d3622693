"""The staff desk: pages on which a house's day is run."""

from __future__ import annotations

from flask import Flask

from app.care.themes import THEMES
from app.identity.staff.rules import can


def register(app: Flask) -> None:
    """Every page of the desk has its address."""
    from app.staff import (
        agents,
        arrivals,
        blocks,
        bookings,
        cases,
        closures,
        covers,
        day_close,
        desk,
        enquiries,
        friction,
        guests,
        houses,
        invitation,
        journal,
        lost_calls,
        nav,
        notices,
        own_account,
        pack,
        people,
        phone,
        proof,
        pulse,
        rates,
        reports,
        reviews,
        rooms,
        sign_in,
        status,
        switching,
        tape_chart,
        tasks,
        today,
    )
    from app.staff.own_houses import own_houses

    pages = [
        agents,
        arrivals,
        blocks,
        bookings,
        cases,
        closures,
        covers,
        day_close,
        desk,
        enquiries,
        guests,
        friction,
        invitation,
        journal,
        lost_calls,
        notices,
        own_account,
        pack,
        people,
        phone,
        proof,
        pulse,
        rates,
        reports,
        reviews,
        rooms,
        sign_in,
        status,
        switching,
        tape_chart,
        tasks,
        today,
    ]
    for page in pages:
        app.register_blueprint(page.blueprint)
    for blueprint in houses.BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.jinja_env.globals.update(
        desk_nav=nav.desk_nav,
        desk_houses=own_houses,
        friction_themes=THEMES,
        desk_may=can,
        pulse_house=pulse.pulse_house,
        pulse_words=pulse.WORDS,
    )
