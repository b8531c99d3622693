"""What tests of signing in do again and again."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from app.identity.models import Session, SignIn
from app.identity.operations import know_guest
from app.identity.rules import code_of
from app.kernel import clock
from app.store import transaction
from app.web.links import link_token
from app.worker.sign_ins import answer_asked
from tests.page import Page, Visitor
from tests.web.guest.desk import ANNA, fresh


def known() -> int:
    """Anna has booked once."""
    return transaction(lambda: know_guest(ANNA["name"], ANNA["email"], ANNA["phone"], "en", clock.now()))


def ask(visitor: Visitor, email: str = ANNA["email"]) -> Page:
    page = visitor.submit(visitor.get("/sign-in").form().fill(email=email))
    answer_asked()
    return page


def newest(app: Flask) -> tuple[str, str]:
    """Code and link of the newest request, as its mail says them."""
    row = fresh().execute(select(SignIn.id, SignIn.version).order_by(SignIn.id.desc()).limit(1)).one()
    secret = app.config["SETTINGS"].secrets[0]
    with app.test_request_context():
        return code_of(row.id, row.version, secret), f"/sign-in/{link_token('sign_in', row.id, row.version)}"


def sign_in(visitor: Visitor) -> Page:
    page = ask(visitor)
    code, _ = newest(visitor.app)
    return visitor.submit(page.form().fill(code=code))


def unlimited(page: Page) -> tuple[list[str], list[str]]:
    """What a request asked of the database, but for counting how often it was asked."""
    statements = page.statements
    return [read for read in statements.reads if "limit" not in read], [
        write for write in statements.writes if '"limit"' not in write
    ]


def sessions() -> int:
    return len(fresh().execute(select(Session.id).where(Session.ended_at.is_(None))).all())
