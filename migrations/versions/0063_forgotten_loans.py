"""loans that forget who had them, and the person who stands for all of these"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from webapp.core.db import Instant

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None

REMEMBERED = sa.text("forgotten_at IS NULL")
INDEX = "ix_checkouts_remembered"
NAMED_BY = (  # columns in which the forgotten may stand
    ("requests", "student_id"),
    ("requests", "asked_by"),
    ("checkouts", "student_id"),
    ("checkouts", "decided_by"),
    ("checkouts", "cancelled_by"),
    ("checkout_events", "by"),
    ("renewal_requests", "student_id"),
    ("renewal_requests", "decided_by"),
    ("item_waits", "student_id"),
    ("item_wait_events", "by"),
    ("piles", "person_id"),
)
FORGOTTEN = {
    "id": -1,
    "email": "forgotten",
    "name": "Forgotten",
    "folded": "forgotten forgotten",
    "sort_key": "forgotten",
    "role": "student",
    "password_hash": "",
    "is_active": False,
    "epoch": 0,
    "version": 1,
}
TYPES = {"created_at": sa.DateTime(timezone=True), "is_active": sa.Boolean()}
USERS = sa.table(
    "users", *(sa.column(name, TYPES.get(name)) for name in (*FORGOTTEN, "created_at"))
)


def upgrade():
    for table in ("checkouts", "item_waits"):
        op.add_column(table, sa.Column("forgotten_at", Instant(), nullable=True))
    where = {"sqlite_where": REMEMBERED, "postgresql_where": REMEMBERED}
    op.create_index(INDEX, "checkouts", ["closed_at"], **where)
    if op.get_bind().scalar(sa.text("SELECT COUNT(*) FROM users WHERE id = -1")) == 0:
        op.bulk_insert(USERS, [FORGOTTEN | {"created_at": datetime.now(UTC)}])


def downgrade():
    """Who was forgotten stays so."""
    op.drop_index(INDEX, table_name="checkouts")
    for table in ("checkouts", "item_waits"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column("forgotten_at")
    unnamed = " AND ".join(
        f'NOT EXISTS (SELECT 1 FROM {table} WHERE "{column}" = -1)'
        for table, column in NAMED_BY
    )
    op.execute(f"DELETE FROM users WHERE id = -1 AND {unnamed}")  # else it stays, disabled
