"""Keep a file of rates while somebody looks it over"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0043_rate_import"
down_revision = "0042_mail_words"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "rate_import",
        sa.Column("location_id", ID, autoincrement=False, nullable=False),
        sa.Column("staff_id", ID, autoincrement=False, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("cells", DOCUMENT, nullable=False),
        sa.Column("bad", DOCUMENT, nullable=False),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"], name=op.f("fk_rate_import_location_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_rate_import_staff_id")),
        sa.PrimaryKeyConstraint("location_id", "staff_id", name=op.f("pk_rate_import")),
    )


def downgrade() -> None:
    op.drop_table("rate_import")
