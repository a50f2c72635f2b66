"""who cancelled a loan"""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None
LAST = (  # known of what was set aside, which went back on the shelf
    "(SELECT u.{column} FROM operations o JOIN users u ON u.id = o.actor_id"
    " WHERE o.checkout_id = checkouts.id AND o.kind = 'cancel' ORDER BY o.id DESC LIMIT 1)"
)
KNOWN = (
    f"UPDATE checkouts SET cancelled_by = {LAST.format(column='id')},"
    f" cancelled_by_name = COALESCE({LAST.format(column='name')}, '')"
    " WHERE status = 'cancelled'"
)


def upgrade():
    with op.batch_alter_table("checkouts") as batch_op:
        batch_op.add_column(sa.Column("cancelled_by", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("cancelled_by_name", sa.String(80), nullable=False, server_default="")
        )
        batch_op.create_foreign_key(
            op.f("fk_checkouts_cancelled_by"), "users", ["cancelled_by"], ["id"]
        )
    op.execute(KNOWN)


def downgrade():
    """Loans are as they are now; the older version would read these decisions as approvals, so they go."""
    ended = "SELECT id FROM checkout_events WHERE kind IN ('cancel', 'expired')"
    op.execute(f"DELETE FROM checkout_events WHERE undoes IN ({ended})")
    op.execute("DELETE FROM checkout_events WHERE kind IN ('cancel', 'expired')")
    with op.batch_alter_table("checkouts") as batch_op:
        batch_op.drop_constraint(op.f("fk_checkouts_cancelled_by"), type_="foreignkey")
        batch_op.drop_column("cancelled_by_name")
        batch_op.drop_column("cancelled_by")
