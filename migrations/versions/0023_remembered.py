"""Remember what guests like and agreed to, and whom to forget"""

import sqlalchemy as sa
from alembic import op

revision = "0023_remembered"
down_revision = "0022_folio_documents"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
GROWING = ("consent", "erasure")


def upgrade() -> None:
    op.create_table(
        "consent",
        sa.Column("id", ID, nullable=False),
        sa.Column("guest_id", ID, nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["guest_id"], ["guest.id"], name=op.f("fk_consent_guest_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_consent_guest_id"), "consent", ["guest_id"])
    op.create_table(
        "preference",
        sa.Column("id", ID, nullable=False),
        sa.Column("guest_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=True),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("location_id", ID, nullable=True),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("source IN ('said', 'seen', 'noted')", name=op.f("ck_preference_source")),
        sa.CheckConstraint("(source = 'seen') = (value IS NULL)", name=op.f("ck_preference_value")),
        sa.ForeignKeyConstraint(["guest_id"], ["guest.id"], name=op.f("fk_preference_guest_id")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_preference_location_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preference")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_preference_guest_id"), "preference", ["guest_id"])
    op.create_table(
        "erasure",
        sa.Column("id", ID, nullable=False),
        sa.Column("guest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guest_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        sa.UniqueConstraint("guest_id", name=op.f("uq_erasure_guest_id")),
        sqlite_autoincrement=True,
    )
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in GROWING:
        for deed in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {table}_append_only_{deed} BEFORE {deed.upper()} ON {table}"
                + (
                    f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                    if sqlite
                    else " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
                )
            )


def downgrade() -> None:
    for table in ("erasure", "preference", "consent"):
        op.drop_table(table)
