"""Find guests by name and telephone however they are spelt, and bookings by what they come to"""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0036_found_by"
down_revision = "0035_journal_day"

UNLIKE = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
APOSTROPHES = str.maketrans(dict.fromkeys("'’‘`´"))


def upgrade() -> None:
    op.add_column("guest", sa.Column("name_key", sa.String(length=220), nullable=True))
    op.add_column("guest", sa.Column("phone_key", sa.String(length=20), nullable=True))
    fill(op.get_bind())
    op.create_index(op.f("ix_guest_name_key"), "guest", ["name_key"])
    op.create_index(op.f("ix_guest_phone_key"), "guest", ["phone_key"])
    op.create_index(op.f("ix_quote_total_minor"), "quote", ["total_minor"])


def downgrade() -> None:
    op.drop_index("ix_quote_total_minor", "quote")
    op.drop_index("ix_guest_phone_key", "guest")
    op.drop_index("ix_guest_name_key", "guest")
    op.drop_column("guest", "phone_key")
    op.drop_column("guest", "name_key")


def fill(connection: sa.Connection) -> None:
    """Every guest who is known has the keys that a new one gets."""
    rows = connection.execute(sa.text("SELECT id, name, phone FROM guest WHERE erased_at IS NULL")).all()
    keys = [{"id": row.id, "name": name_key(row.name), "phone": phone_key(row.phone)} for row in rows]
    if keys:
        connection.execute(sa.text("UPDATE guest SET name_key = :name, phone_key = :phone WHERE id = :id"), keys)


def name_key(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold().translate(APOSTROPHES)).translate(UNLIKE)
    letters = "".join(letter if letter.isalnum() else " " for letter in plain if not unicodedata.combining(letter))
    return "".join(f" {word}" for word in letters.split())[:220]


def phone_key(phone: str | None) -> str | None:
    digits = re.sub(r"\D", "", (phone or "").replace("(0)", ""), flags=re.ASCII)
    return re.sub(r"^(00)?44|^00|^0", "", digits)[:20] or None
