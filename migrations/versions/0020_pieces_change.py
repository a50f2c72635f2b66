"""pieces of closures change"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

MADE = """UPDATE occupancy SET changed_at = (
    SELECT coalesce(CASE WHEN occupancy.live THEN NULL ELSE c.lifted_at END, c.created_at)
    FROM closures c WHERE c.id = occupancy.closure_id
) WHERE closure_id IS NOT NULL"""
ENDED = "UPDATE occupancy SET version = 2 WHERE closure_id IS NOT NULL AND NOT live"


def upgrade():
    op.add_column(
        "occupancy", sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "occupancy", sa.Column("version", sa.Integer(), server_default="1", nullable=False)
    )
    op.execute(MADE)
    op.execute(ENDED)


def downgrade():
    with op.batch_alter_table("occupancy") as batch_op:
        batch_op.drop_column("version")
        batch_op.drop_column("changed_at")
