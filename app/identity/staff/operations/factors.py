"""The second factor: figures of an app on the person's phone, or a recovery code."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets

import pyotp
from sqlalchemy import delete, insert, or_, select, update

from app.identity.staff.models import RecoveryCode, Staff
from app.kernel import clock
from app.kernel.reference import CROCKFORD
from app.store import db, transaction, write

_staff, _recovery = Staff.__table__, RecoveryCode.__table__
RECOVERY_CODES = 10
RECOVERY_LETTERS = 12
"""Sixty bits: nobody guesses one, and few people can be made to type more."""

_NOISE = re.compile(r"[\W_]+")


def show_factor(staff_id: int, typed: str) -> bool:
    """Whether that person's second factor was shown, which uses it up: no figures and no recovery code work twice.

    Figures are good for their half minute and for the one before and after. The phone knows nothing of a clock that the
    demo has moved, so the machine's counts. Of two who type the same at once, one is let in.
    """
    letters = _NOISE.sub("", typed).upper()[:40]
    if re.fullmatch(r"[0-9]{6}", letters):
        return transaction(lambda: _figures(staff_id, letters))
    return transaction(lambda: _recovered(staff_id, letters))


def new_secret() -> str:
    """160 random bits in the letters that apps for second factors read."""
    return pyotp.random_base32()


def is_figure(secret: str, typed: str) -> bool:
    """Whether these are the figures of a secret at this moment; uses nothing up."""
    return _step(secret, _NOISE.sub("", typed)) is not None


def figures_now(staff_id: int) -> str:
    """The figures that the person's app shows, the next ones where these were used; empty without an app.

    For the demo alone, whose phone is the page.
    """
    row = db.session.execute(select(_staff.c.totp_secret, _staff.c.totp_step).where(_staff.c.id == staff_id)).one()
    if row.totp_secret is None:
        return ""
    totp = pyotp.TOTP(row.totp_secret)
    now = totp.timecode(clock.machine_now())
    return totp.generate_otp(min(now + 1, max(now, (row.totp_step or 0) + 1)))


def new_recovery_codes(staff_id: int) -> list[str]:
    """Ten codes in place of all earlier ones, in words that are kept nowhere."""
    codes = ["".join(secrets.choice(CROCKFORD) for _ in range(RECOVERY_LETTERS)) for _ in range(RECOVERY_CODES)]

    def work() -> None:
        write(delete(_recovery).where(_recovery.c.staff_id == staff_id))
        write(insert(_recovery), [{"staff_id": staff_id, "digest": _digest(staff_id, code)} for code in codes])

    transaction(work)
    return ["-".join(code[start : start + 4] for start in range(0, RECOVERY_LETTERS, 4)) for code in codes]


def _figures(staff_id: int, digits: str) -> bool:
    secret = db.session.execute(select(_staff.c.totp_secret).where(_staff.c.id == staff_id)).scalar()
    step = _step(secret, digits) if secret else None
    if step is None:
        return False
    fresh = or_(_staff.c.totp_step.is_(None), _staff.c.totp_step < step)
    return bool(write(update(_staff).where(_staff.c.id == staff_id, fresh).values(totp_step=step)).rowcount == 1)


def _step(secret: str, digits: str) -> int | None:
    """The half minute whose figures these are."""
    totp, typed = pyotp.TOTP(secret), digits.encode()
    now = totp.timecode(clock.machine_now())
    good = [step for step in (now - 1, now, now + 1) if hmac.compare_digest(totp.generate_otp(step).encode(), typed)]
    return good[-1] if good else None


def _recovered(staff_id: int, letters: str) -> bool:
    readable = letters.replace("O", "0").replace("I", "1").replace("L", "1")
    spent = update(_recovery).where(
        _recovery.c.staff_id == staff_id,
        _recovery.c.digest == _digest(staff_id, readable),
        _recovery.c.used_at.is_(None),
    )
    return bool(write(spent.values(used_at=clock.now())).rowcount == 1)


def _digest(staff_id: int, code: str) -> str:
    return hashlib.sha256(f"recovery:{staff_id}:{code}".encode()).hexdigest()
