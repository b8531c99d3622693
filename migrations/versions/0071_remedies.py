"""Let a case end with a remedy, and with its guest's word that it is put right"""

import sqlalchemy as sa
from alembic import op

revision = "0071_remedies"
down_revision = "0070_enquiries"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("care_case", sa.Column("put_right_at", AT, nullable=True))
    op.create_table(
        "case_remedy",
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("amount_minor", ID, nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("staff_id", ID, nullable=True),
        sa.Column("given_at", AT, nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_case_remedy_amount")),
        sa.ForeignKeyConstraint(["case_id"], ["care_case.id"], name=op.f("fk_case_remedy_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_remedy")),
    )
    op.create_index(op.f("ix_case_remedy_case_id"), "case_remedy", ["case_id"])


def downgrade() -> None:
    op.drop_table("case_remedy")
    op.drop_column("care_case", "put_right_at")
