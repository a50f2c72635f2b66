"""what borrowers say is broken, and who opens the codes on things that are not theirs"""

import sqlalchemy as sa
from alembic import op

from webapp.core.db import Instant

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None
KNOWN = "ck_sign_in_failures_kind_known"


def upgrade():
    op.create_table(
        "fault_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("checkout_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(1000), nullable=False),
        sa.Column("is_playable", sa.Boolean(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("withdrawn_at", Instant(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{table}.id"],
                name=op.f(f"fk_fault_reports_{column}_{table}"),
            )
            for column, table in (
                ("checkout_id", "checkouts"),
                ("unit_id", "units"),
                ("by", "users"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fault_reports")),
    )
    for column in ("checkout_id", "unit_id", "by"):
        op.create_index(op.f(f"ix_fault_reports_{column}"), "fault_reports", [column])
    _know("kind IN ('password', 'door', 'thing')")


def downgrade():
    op.execute("DELETE FROM sign_in_failures WHERE kind = 'thing'")
    _know("kind IN ('password', 'door')")
    op.drop_table("fault_reports")


def _know(kinds):
    with op.batch_alter_table("sign_in_failures") as batch_op:
        batch_op.drop_constraint(batch_op.f(KNOWN), type_="check")
        batch_op.create_check_constraint(batch_op.f(KNOWN), kinds)
