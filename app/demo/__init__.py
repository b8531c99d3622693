"""The demo group: five made-up houses, their guests, the bar that moves their clock. Absent in production."""

from flask import Flask


def register(app: Flask) -> None:
    """The sandbox provider's pages."""
    from app.demo.sandbox import sandbox_pages

    app.register_blueprint(sandbox_pages)
