"""The staff desk: pages on which a house's day is run."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Every page of the desk has its address."""
    from app.staff import arrivals, desk, nav, phone, proof, rates, rooms

    pages = [
        arrivals,
        desk,
        phone,
        proof,
        rates,
        rooms,
    ]
    for page in pages:
        app.register_blueprint(page.blueprint)
    app.jinja_env.globals["desk_nav"] = nav.desk_nav
