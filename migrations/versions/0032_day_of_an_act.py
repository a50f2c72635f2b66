"""the day on which something was, where it was written down later"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

DATED = "SELECT COUNT(*) FROM operations WHERE happened_on IS NOT NULL"
GONE = "SELECT COUNT(*) FROM operations WHERE kind IN ('lost', 'used up')"


def upgrade():
    with op.batch_alter_table("operations") as batch_op:
        batch_op.add_column(sa.Column("happened_on", sa.Date(), nullable=True))


def downgrade():
    check_nothing_is_lost()
    with op.batch_alter_table("operations") as batch_op:
        batch_op.drop_column("happened_on")


def check_nothing_is_lost():
    """The older version cannot prove what is sealed with a day, and knows no loan of which something was lost."""
    connection = op.get_bind()
    for query, what in ((DATED, "back-dated returns"), (GONE, "lost or used up on loan")):
        if count := connection.scalar(sa.text(query)):
            raise RuntimeError(
                f"the older version cannot keep these acts ({what}: {count}): restore a backup"
                " from before them instead"
            )
