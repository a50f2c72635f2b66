"""free days: what is taken from day to day is added up by indexes, by first days and by due days"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

TO_COME = "status IN ('pending', 'approved')"
INDEXES = {
    "ix_checkouts_to_come_starts_on": (
        ["item_id", "starts_on", "status", "expires_at", "quantity"],
        TO_COME,
    ),
    "ix_checkouts_to_come_due_on": (
        ["item_id", "due_on", "starts_on", "status", "expires_at", "quantity"],
        TO_COME,
    ),
}


def upgrade():
    for name, (columns, condition) in INDEXES.items():
        where = {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}
        op.create_index(name, "checkouts", columns, **where)


def downgrade():
    for name in INDEXES:
        op.drop_index(name, table_name="checkouts")
