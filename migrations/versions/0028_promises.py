"""promises: approving sets nothing aside, loans begin on a day of their own, and what moves nothing is kept as events"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

ASIDE = "SELECT COUNT(*) FROM checkouts WHERE status = 'approved' AND aside_at IS NULL"


def upgrade():
    with op.batch_alter_table("checkouts") as batch_op:
        batch_op.add_column(sa.Column("asked_from", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column("aside_at", sa.DateTime(timezone=True), nullable=True)
        )
    op.execute("UPDATE checkouts SET asked_from = starts_on")
    op.execute(  # until now approving set aside
        "UPDATE checkouts SET aside_at = COALESCE(ready_at, decided_at) WHERE status = 'approved'"
    )
    with op.batch_alter_table("checkouts") as batch_op:
        batch_op.alter_column("asked_from", existing_type=sa.Date(), nullable=False)
    op.create_table(
        "checkout_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("checkout_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by"], ["users.id"], name=op.f("fk_checkout_events_by_users")
        ),
        sa.ForeignKeyConstraint(
            ["checkout_id"],
            ["checkouts.id"],
            name=op.f("fk_checkout_events_checkout_id_checkouts"),
        ),
        sa.ForeignKeyConstraint(
            ["undoes"],
            ["checkout_events.id"],
            name=op.f("fk_checkout_events_undoes_checkout_events"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkout_events")),
        sa.UniqueConstraint("undoes", name=op.f("uq_checkout_events_undoes")),
    )
    with op.batch_alter_table("checkout_events") as batch_op:
        batch_op.create_index(batch_op.f("ix_checkout_events_checkout_id"), ["checkout_id"])


def downgrade():
    promised = op.get_bind().scalar(sa.text(ASIDE))
    if promised:
        raise RuntimeError(
            f"{promised} approved loans are not set aside, which the older version cannot keep:"
            " set them aside, hand them out or cancel them first"
        )
    op.drop_table("checkout_events")
    with op.batch_alter_table("checkouts") as batch_op:
        batch_op.drop_column("aside_at")
        batch_op.drop_column("asked_from")
