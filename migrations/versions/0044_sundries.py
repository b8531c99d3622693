"""Let the house charge what no quote has"""

from alembic import op

revision = "0044_sundries"
down_revision = "0043_rate_import"


def upgrade() -> None:
    op.execute(
        "ALTER TABLE folio_line ADD COLUMN sundry VARCHAR(10) CONSTRAINT ck_folio_line_sundry"
        " CHECK (sundry IN ('extra', 'supper', 'bar', 'other', 'goodwill'))"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE folio_line DROP COLUMN sundry")
