"""when the last piece of a loan was back, where that is known: what is lent by the hour may be late by hours"""

import sqlalchemy as sa
from alembic import op

from webapp.core.db import Instant

revision = "0075"
down_revision = "0074"
branch_labels = None
depends_on = None

FILL = """
    UPDATE checkouts SET returned_at = (
        SELECT came.created_at FROM operations AS came
        WHERE came.happened_on IS NULL AND came.id = (
            SELECT max(act.id) FROM operations AS act
            WHERE act.checkout_id = checkouts.id
            AND act.kind IN ('return', 'return damaged', 'used up')
            AND act.reverses_id IS NULL
            AND NOT EXISTS (SELECT 1 FROM operations AS back WHERE back.reverses_id = act.id)
        )
    )
    WHERE status = 'returned' AND returned_on IS NOT NULL
"""


def upgrade():
    """Of what was written down on another day than it came back only that day is known: it stays late by days."""
    op.add_column("checkouts", sa.Column("returned_at", Instant(), nullable=True))
    op.execute(FILL)


def downgrade():
    op.drop_column("checkouts", "returned_at")
