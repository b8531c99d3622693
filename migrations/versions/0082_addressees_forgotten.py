"""Let whom a document is addressed to be forgotten, and nothing else of it be changed"""

import sqlalchemy as sa
from alembic import op

revision = "0082_addressees_forgotten"
down_revision = "0081_mail_changes"

TRIGGER = "folio_document_append_only_update"
KEPT = (
    "id", "location_id", "booking_id", "kind", "number", "payment_id", "corrects_id", "currency", "amount_minor",
    "vat_minor", "tax_point_on", "facts", "issued_at",
)  # fmt: skip


def upgrade() -> None:
    changes = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in KEPT)
    _replace(f"(NEW.addressed_to <> '' OR {changes})")


def downgrade() -> None:
    _replace("")


def _replace(condition: str) -> None:
    """The trigger refuses what meets the condition; every change where it is empty."""
    connection = op.get_bind()
    when = f"WHEN {condition}" if condition else ""
    if connection.dialect.name == "sqlite":
        connection.execute(sa.text(f"DROP TRIGGER {TRIGGER}"))
        refuse = f"{when} BEGIN SELECT RAISE(ABORT, 'folio_document is append-only'); END"
    else:
        connection.execute(sa.text(f"DROP TRIGGER {TRIGGER} ON folio_document"))
        refuse = f"FOR EACH ROW {when} EXECUTE FUNCTION refuse_change()"
    connection.execute(sa.text(f"CREATE TRIGGER {TRIGGER} BEFORE UPDATE ON folio_document {refuse}"))
