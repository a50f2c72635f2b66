"""how often items may be kept longer, and asking for it"""

import sqlalchemy as sa
from alembic import op

from webapp.core.db import Instant

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None
WAITS = sa.text("status = 'pending'")


def upgrade():
    with op.batch_alter_table("items") as batch_op:
        batch_op.add_column(sa.Column("max_renewals", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "renews_itself", sa.Boolean(), nullable=False, server_default=sa.false()
            )
        )
        batch_op.create_check_constraint(
            op.f("ck_items_max_renewals_not_negative"), "max_renewals >= 0"
        )
    op.create_table(
        "renewal_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("checkout_id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("asked_until", sa.Date(), nullable=False),
        sa.Column("due_before", sa.Date(), nullable=False),
        sa.Column("notes", sa.String(500), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("requested_at", Instant(), nullable=False),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("due_date", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('pending', 'approved', 'rejected', 'withdrawn')",
            name=op.f("ck_renewal_requests_status_known"),
        ),
        sa.ForeignKeyConstraint(
            ["checkout_id"],
            ["checkouts.id"],
            name=op.f("fk_renewal_requests_checkout_id"),
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["users.id"], name=op.f("fk_renewal_requests_student_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["users.id"], name=op.f("fk_renewal_requests_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["checkout_events.id"],
            name=op.f("fk_renewal_requests_event_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renewal_requests")),
    )
    for column in ("checkout_id", "student_id"):
        op.create_index(op.f(f"ix_renewal_requests_{column}"), "renewal_requests", [column])
    op.create_index(
        "uq_renewal_requests_checkout_id_pending",
        "renewal_requests",
        ["checkout_id"],
        unique=True,
        sqlite_where=WAITS,
        postgresql_where=WAITS,
    )


def downgrade():
    """Loans stay due when they are by now; the older version does not know these events, so they go."""
    op.drop_table("renewal_requests")
    longer = "SELECT id FROM checkout_events WHERE kind IN ('extend', 'renew')"
    op.execute(f"DELETE FROM checkout_events WHERE undoes IN ({longer})")
    op.execute("DELETE FROM checkout_events WHERE kind IN ('extend', 'renew')")
    with op.batch_alter_table("items") as batch_op:
        batch_op.drop_constraint(op.f("ck_items_max_renewals_not_negative"), type_="check")
        batch_op.drop_column("renews_itself")
        batch_op.drop_column("max_renewals")
