"""Who is written to each week."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.store import Base
from app.store.types import BigId


class DigestReader(Base):
    """A member of staff who asked for the weekly digest."""

    __tablename__ = "digest_reader"

    staff_id: Mapped[int] = mapped_column(BigId, ForeignKey("staff.id"), primary_key=True, autoincrement=False)
    since_at: Mapped[datetime]
