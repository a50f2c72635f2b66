"""loans that came back and are not settled yet"""

import sqlalchemy as sa
from alembic import op

from webapp.core.db import Instant

revision = "0046"
down_revision = "0044"
branch_labels = None
depends_on = None
INDEX = "ix_checkouts_unsettled"
UNSETTLED = sa.text("unsettled_at IS NOT NULL")


def upgrade():
    with op.batch_alter_table("checkouts") as batch_op:
        batch_op.add_column(sa.Column("unsettled_at", Instant(), nullable=True))
        batch_op.create_index(
            INDEX, ["id"], sqlite_where=UNSETTLED, postgresql_where=UNSETTLED
        )


def downgrade():
    """What stood on the list is over, as any other return; the notes stay."""
    with op.batch_alter_table("checkouts") as batch_op:
        batch_op.drop_index(INDEX)
        batch_op.drop_column("unsettled_at")
