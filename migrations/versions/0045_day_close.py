"""Close days"""

import sqlalchemy as sa
from alembic import op

revision = "0045_day_close"
down_revision = "0044_sundries"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
GROWING = ("day_close", "day_close_line")


def upgrade() -> None:
    op.create_table(
        "day_close",
        sa.Column("id", ID, nullable=False),
        sa.Column("location_id", ID, nullable=False),
        sa.Column("day_on", sa.Date(), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("closed_by", ID, nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("from_at < until_at AND until_at <= closed_at", name=op.f("ck_day_close_over")),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_day_close_location_id")),
        sa.ForeignKeyConstraint(["closed_by"], ["staff.id"], name=op.f("fk_day_close_closed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_close")),
        sa.UniqueConstraint("location_id", "day_on", name=op.f("uq_day_close_location_id_day_on")),
    )
    op.create_table(
        "day_close_line",
        sa.Column("day_close_id", ID, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=14), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column("vat_minor", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('taken', 'refunded', 'invoiced', 'held', 'counted')", name=op.f("ck_day_close_line_kind")
        ),
        sa.ForeignKeyConstraint(["day_close_id"], ["day_close.id"], name=op.f("fk_day_close_line_day_close_id")),
        sa.PrimaryKeyConstraint("day_close_id", "kind", "key", name=op.f("pk_day_close_line")),
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
    for table in reversed(GROWING):
        op.drop_table(table)
