"""room approvals"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("room_rules") as batch_op:
        batch_op.add_column(sa.Column("needs_approval", sa.Boolean(), nullable=True))
    with op.batch_alter_table("reservations") as batch_op:
        batch_op.add_column(
            sa.Column("answer_by", sa.DateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(
            sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(sa.Column("decided_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "decision_note", sa.String(length=500), nullable=False, server_default=""
            )
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_reservations_decided_by_id"), "users", ["decided_by_id"], ["id"]
        )
    op.execute("UPDATE reservations SET answer_by = starts_at WHERE status = 'pending'")
    with op.batch_alter_table("reservations") as batch_op:
        batch_op.alter_column("decision_note", server_default=None)
        batch_op.create_check_constraint(
            batch_op.f("ck_reservations_pending_until"),
            "status != 'pending' OR answer_by IS NOT NULL",
        )
    pending = sa.text("status = 'pending'")
    op.create_index(
        "ix_reservations_pending",
        "reservations",
        ["answer_by"],
        postgresql_where=pending,
        sqlite_where=pending,
    )


def downgrade():
    """What waits for an answer keeps its time."""
    op.drop_index("ix_reservations_pending", "reservations")
    with op.batch_alter_table("reservations") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_reservations_pending_until"), type_="check")
        batch_op.drop_constraint(
            batch_op.f("fk_reservations_decided_by_id"), type_="foreignkey"
        )
        for name in ("decision_note", "decided_by_id", "decided_at", "answer_by"):
            batch_op.drop_column(name)
    with op.batch_alter_table("room_rules") as batch_op:
        batch_op.drop_column("needs_approval")
