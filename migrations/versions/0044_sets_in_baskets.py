"""sets in baskets: a line is for an item, or for a set instead"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

ITEM_OR_SET = "(item_id IS NULL) <> (set_id IS NULL)"


def upgrade():
    with op.batch_alter_table("basket_lines") as batch_op:
        batch_op.alter_column("item_id", existing_type=sa.Integer(), nullable=True)
        batch_op.add_column(sa.Column("set_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_basket_lines_set_id_sets"), "sets", ["set_id"], ["id"]
        )
        batch_op.create_index(op.f("ix_basket_lines_set_id"), ["set_id"])
        batch_op.create_check_constraint(op.f("ck_basket_lines_item_or_set"), ITEM_OR_SET)


def downgrade():
    """Sets leave the baskets; whoever wants one puts its parts in."""
    op.execute("DELETE FROM basket_lines WHERE item_id IS NULL")
    with op.batch_alter_table("basket_lines") as batch_op:
        batch_op.drop_constraint(op.f("ck_basket_lines_item_or_set"), type_="check")
        batch_op.drop_index(op.f("ix_basket_lines_set_id"))
        batch_op.drop_constraint(op.f("fk_basket_lines_set_id_sets"), type_="foreignkey")
        batch_op.drop_column("set_id")
        batch_op.alter_column("item_id", existing_type=sa.Integer(), nullable=False)
