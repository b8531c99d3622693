"""Keep who did what"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
revision = '0002_journal'
down_revision = '0001_version'


def upgrade() -> None:
    op.create_table('journal',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor', sa.String(length=12), nullable=False),
    sa.Column('actor_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('action', sa.String(length=40), nullable=False),
    sa.Column('subject', sa.String(length=20), nullable=False),
    sa.Column('subject_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
    sa.Column('location_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
    sa.Column('facts', sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql"), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_journal')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_journal_subject', 'journal', ['subject', 'subject_id', 'id'], unique=False)
    op.create_table('journal_personal',
    sa.Column('entry_id', sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
    sa.Column('field', sa.String(length=40), nullable=False),
    sa.Column('before', sa.String(length=2000), nullable=True),
    sa.Column('after', sa.String(length=2000), nullable=True),
    sa.ForeignKeyConstraint(['entry_id'], ['journal.id'], name=op.f('fk_journal_personal_entry_id')),
    sa.PrimaryKeyConstraint('entry_id', 'field', name=op.f('pk_journal_personal'))
    )


def downgrade() -> None:
    op.drop_table('journal_personal')
    op.drop_index('ix_journal_subject', table_name='journal')
    op.drop_table('journal')
