"""sets that were asked for: which loans of a request are parts of one"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "request_sets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_request_sets_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.id"], name=op.f("fk_request_sets_request_id")
        ),
        sa.ForeignKeyConstraint(
            ["set_id"], ["sets.id"], name=op.f("fk_request_sets_set_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_sets")),
    )
    for column in ("request_id", "set_id"):
        op.create_index(op.f(f"ix_request_sets_{column}"), "request_sets", [column])
    with op.batch_alter_table("checkouts") as batch_op:
        batch_op.add_column(sa.Column("request_set_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_checkouts_request_set_id"), "request_sets", ["request_set_id"], ["id"]
        )
        batch_op.create_index(op.f("ix_checkouts_request_set_id"), ["request_set_id"])


def downgrade():
    """The loans stay, each by itself."""
    with op.batch_alter_table("checkouts") as batch_op:
        batch_op.drop_index(op.f("ix_checkouts_request_set_id"))
        batch_op.drop_constraint(op.f("fk_checkouts_request_set_id"), type_="foreignkey")
        batch_op.drop_column("request_set_id")
    op.drop_table("request_sets")
