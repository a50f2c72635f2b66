"""missed pick-ups, and Backline itself as the one who acts where no person does"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0036"
branch_labels = None
depends_on = None

BEFORE = (
    "'pending', 'approved', 'out', 'returned', 'rejected', 'cancelled', 'expired', 'lost'"
)
NOW = BEFORE.replace("'approved'", "'approved', 'missed'")
NAMED_BY = (  # columns in which Backline may stand
    ("operations", "actor_id"),
    ("checkout_events", "by"),
    ("checkouts", "decided_by"),
)


BACKLINE = {
    "id": 0,
    "email": "",
    "name": "Backline",
    "folded": "backline",
    "sort_key": "backline",
    "role": "desk",
    "password_hash": "",
    "is_active": False,
    "epoch": 0,
    "version": 1,
}
TYPES = {"created_at": sa.DateTime(timezone=True), "is_active": sa.Boolean()}
USERS = sa.table(
    "users", *(sa.column(name, TYPES.get(name)) for name in (*BACKLINE, "created_at"))
)


def upgrade():
    allow(NOW)
    if op.get_bind().scalar(sa.text("SELECT COUNT(*) FROM users WHERE id = 0")) == 0:
        op.bulk_insert(USERS, [BACKLINE | {"created_at": datetime.now(UTC)}])


def downgrade():
    op.execute("UPDATE checkouts SET status = 'cancelled' WHERE status = 'missed'")
    allow(BEFORE)
    unnamed = " AND ".join(
        f'NOT EXISTS (SELECT 1 FROM {table} WHERE "{column}" = 0)'
        for table, column in NAMED_BY
    )
    op.execute(f"DELETE FROM users WHERE id = 0 AND {unnamed}")  # else it stays, disabled


def allow(statuses):
    with op.batch_alter_table("checkouts") as batch_op:
        batch_op.drop_constraint(op.f("ck_checkouts_status_known"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_checkouts_status_known"), f"status IN ({statuses})"
        )
