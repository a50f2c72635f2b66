"""pictures"""

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None

KINDS = "kind IN ('item', 'unit', 'repair', 'hand_out', 'return', 'fault')"


def upgrade():
    op.create_table(
        "picture_files",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "width > 0 AND height > 0", name=op.f("ck_picture_files_has_pixels")
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_picture_files")),
    )
    op.create_table(
        "pictures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_by", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(KINDS, name=op.f("ck_pictures_kind_known")),
        sa.ForeignKeyConstraint(
            ["hash"], ["picture_files.hash"], name=op.f("fk_pictures_hash_picture_files")
        ),
        sa.ForeignKeyConstraint(
            ["added_by"], ["users.id"], name=op.f("fk_pictures_added_by_users")
        ),
        sa.ForeignKeyConstraint(
            ["removed_by"], ["users.id"], name=op.f("fk_pictures_removed_by_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pictures")),
    )
    of_thing = ["kind", "thing_id", "place", "id"]
    op.create_index("ix_pictures_kind_thing_id", "pictures", of_thing)
    op.create_index(op.f("ix_pictures_hash"), "pictures", ["hash"])
    op.create_index("ix_pictures_removed_at", "pictures", ["removed_at"])
    for name in ("items", "units"):
        with op.batch_alter_table(name) as batch_op:
            batch_op.add_column(face())


def face():
    return sa.Column("face", sa.String(24), server_default="", nullable=False)


def downgrade():
    """What nobody shows any more is no loss in the database; the files stay in the data folder."""
    for name in ("units", "items"):
        with op.batch_alter_table(name) as batch_op:
            batch_op.drop_column("face")
    op.drop_table("pictures")
    op.drop_table("picture_files")
