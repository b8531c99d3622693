"""What tests of signing in do again and again."""

from __future__ import annotations

from sqlalchemy import func, select

from app.identity import operations as identity
from app.identity.models import Session, SignIn
from app.identity.rules import code_of
from app.kernel import clock
from app.store import db, transaction

SECRETS = ("a word that signs codes", "an older word")
HERE, ELSEWHERE = "b" * 64, "c" * 64


def guest(name: str = "Anna Whitlock", email: str = "Anna@Example.com") -> int:
    return transaction(lambda: identity.know_guest(name, email, None, "en", clock.now()))


def asked(email: str = "anna@example.com", browser: str = HERE) -> tuple[int, int]:
    """Id and version of a request that the worker has decided."""
    identity.ask_to_sign_in(email, browser)
    identity.decide_sign_ins()
    row = db.session.execute(select(SignIn.id, SignIn.version).order_by(SignIn.id.desc()).limit(1)).one()
    return row.id, row.version


def wrong(request: tuple[int, int]) -> str:
    """Six figures that are no code of that request."""
    good = {code_of(*request, secret) for secret in SECRETS}
    return next(code for code in ("000000", "111111", "222222") if code not in good)


def typed(request: tuple[int, int], browser: str = HERE) -> str | None:
    return identity.sign_in_by_code(browser, code_of(*request, SECRETS[0]), SECRETS, "Firefox on a Mac")


def sessions() -> int:
    return db.session.execute(select(func.count()).select_from(Session)).scalar_one()
