"""Let guests be reached at another mail"""

import sqlalchemy as sa
from alembic import op

revision = "0081_mail_changes"
down_revision = "0080_checkout_renewed"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "mail_change",
        sa.Column("id", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("guest_id", ID, nullable=False),
        sa.Column("session_id", ID, nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_lower", sa.String(length=254), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("asked_at", AT, nullable=False),
        sa.Column("used_at", AT, nullable=True),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_mail_change_tries")),
        sa.ForeignKeyConstraint(["guest_id"], ["guest.id"], name=op.f("fk_mail_change_guest_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_change")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_mail_change_guest_id"), "mail_change", ["guest_id"])
    op.create_index(op.f("ix_mail_change_session_id"), "mail_change", ["session_id"])


def downgrade() -> None:
    op.drop_table("mail_change")
