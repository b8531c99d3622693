"""The marketing desk: what booking and staying feel like, how sure that is, and what to do next."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Every page of the desk has its address."""
    from app.marketing import nav, views

    for page in (views,):
        app.register_blueprint(page.blueprint)
    app.jinja_env.globals.update(marketing_nav=nav.marketing_nav)
