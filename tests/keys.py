"""What members of staff sign in with in tests, and how they do."""

from __future__ import annotations

import base64

import pyotp
from flask import Flask
from sqlalchemy import update

from app.identity.staff.models import Staff
from app.identity.staff.passwords import hashed
from app.kernel import clock
from app.store import transaction, write
from tests.page import Page, Visitor
from tests.staffing import hired

PASSWORD = "four quiet lanterns under glass"
PIN = "5170"
BEFORE, NOW, NEXT = -1, 0, 1


def secret_of(staff_id: int) -> str:
    return base64.b32encode(f"{staff_id:020}".encode()).decode()


def figures(staff_id: int, step: int = NOW) -> str:
    """What the person's app shows; three half minutes are good, and each works once."""
    totp = pyotp.TOTP(secret_of(staff_id))
    return totp.generate_otp(totp.timecode(clock.machine_now()) + step)


def with_keys(role: str = "reception", house: str = "combe-harrow") -> tuple[int, str]:
    """A new member of staff who can sign in with `PASSWORD`, the app and `PIN`; answers id and mail."""
    staff_id = hired(role, house)
    keys = {"password_hash": hashed(PASSWORD), "totp_secret": secret_of(staff_id), "pin_hash": hashed(PIN)}
    transaction(lambda: write(update(Staff.__table__).where(Staff.__table__.c.id == staff_id).values(keys)))
    return staff_id, f"{role}@{house}.example"


def show_password(
    visitor: Visitor, email: str, url: str = "/staff/sign-in", word: str = PASSWORD, status: int = 200
) -> Page:
    return visitor.submit(visitor.get(url).form().fill(email=email, password=word), status=status)


def signed_in(app: Flask, staff_id: int, email: str, *, trust: bool = False, step: int = NOW) -> Visitor:
    """A browser in which somebody signed in, all the way."""
    visitor = Visitor(app)
    come(visitor, staff_id, email, trust=trust, step=step)
    return visitor


def come(visitor: Visitor, staff_id: int, email: str, *, trust: bool = False, step: int = NOW) -> Page:
    """Somebody signs in at this browser with password and figures."""
    form = show_password(visitor, email).form().fill(second_factor=figures(staff_id, step))
    return visitor.submit(form.fill(trust="y") if trust else form)
