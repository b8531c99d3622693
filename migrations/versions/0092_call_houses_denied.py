"""Keep what the board of each house said of a call that was lost"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0092_call_houses_denied"
down_revision = "0091_waitlist_rooms"

DOCUMENT = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
CALL = sa.table("lost_call", sa.column("id"), sa.column("denied", DOCUMENT))
ABOUT = sa.table("lost_call_house", sa.column("lost_call_id"), sa.column("location_id"), sa.column("denied", DOCUMENT))
HOUSE = sa.table("location", sa.column("id"), sa.column("slug"))


def upgrade() -> None:
    op.add_column("lost_call_house", sa.Column("denied", DOCUMENT, nullable=True))
    houses = {slug: own for own, slug in op.get_bind().execute(sa.select(HOUSE.c.id, HOUSE.c.slug))}
    told = op.get_bind().execute(sa.select(CALL.c.id, CALL.c.denied).where(CALL.c.denied.is_not(None))).all()
    for call_id, denied in told:
        of = (ABOUT.c.lost_call_id == call_id, ABOUT.c.location_id == houses.get(denied["location"]))
        op.execute(ABOUT.update().where(*of).values(denied=denied))
    op.drop_column("lost_call", "denied")


def downgrade() -> None:
    op.add_column("lost_call", sa.Column("denied", DOCUMENT, nullable=True))
    told = op.get_bind().execute(sa.select(ABOUT.c.lost_call_id, ABOUT.c.denied).where(ABOUT.c.denied.is_not(None)))
    for call_id, denied in told.all():
        op.execute(CALL.update().where(CALL.c.id == call_id).values(denied=denied))
    op.drop_column("lost_call_house", "denied")
