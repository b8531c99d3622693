"""The demo group: five made-up houses, their guests, the bar that moves their clock. Absent in production."""

from flask import Flask


def register(app: Flask) -> None:
    """The bar with its clock and persons, the mailbox, and the sandbox provider's pages."""
    from app.demo import bar
    from app.demo.mailbox import mailbox
    from app.demo.persons import persons
    from app.demo.sandbox import sandbox_pages

    app.register_blueprint(sandbox_pages)
    app.register_blueprint(mailbox)
    app.register_blueprint(persons)
    bar.register(app)
