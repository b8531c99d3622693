"""Keep views of the marketing desk, and who reads the weekly digest"""

import sqlalchemy as sa
from alembic import op

revision = "0053_saved_views"
down_revision = "0052_pulse"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", ID, nullable=False),
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("url", sa.String(length=400), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_saved_view_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("staff_id", "title", name=op.f("uq_saved_view_staff_id_title")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "digest_reader",
        sa.Column("staff_id", ID, autoincrement=False, nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_digest_reader_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_digest_reader")),
    )


def downgrade() -> None:
    op.drop_table("digest_reader")
    op.drop_table("saved_view")
