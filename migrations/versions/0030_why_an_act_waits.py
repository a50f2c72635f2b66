"""why an act waits for a second person: a code with its facts instead of an English sentence, which old rows keep"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

PENDING = sa.table(
    "pending_operations",
    sa.column("id", sa.Integer),
    sa.column("why", sa.String),
    sa.column("because", sa.JSON),
)
IN_ENGLISH = {
    "write_off": "Write-offs always need a second person",
    "reason": "“{reason}” always needs a second person",
    "words": "{sentence}",
}


def upgrade():
    with op.batch_alter_table("pending_operations") as batch_op:
        batch_op.add_column(sa.Column("because", sa.JSON(), nullable=True))
    for id, why in rows(PENDING.c.why):
        write(id, because={"code": "words", "sentence": why})
    with op.batch_alter_table("pending_operations") as batch_op:
        batch_op.alter_column("because", existing_type=sa.JSON(), nullable=False)
        batch_op.drop_column("why")


def downgrade():
    with op.batch_alter_table("pending_operations") as batch_op:
        batch_op.add_column(sa.Column("why", sa.String(length=200), nullable=True))
    for id, because in rows(PENDING.c.because):
        words = IN_ENGLISH.get(because["code"], "Its worth needs a second person")
        write(id, why=words.format(**because)[:200])
    with op.batch_alter_table("pending_operations") as batch_op:
        batch_op.alter_column("why", existing_type=sa.String(length=200), nullable=False)
        batch_op.drop_column("because")


def rows(column):
    return op.get_bind().execute(sa.select(PENDING.c.id, column)).all()


def write(id, **values):
    op.get_bind().execute(sa.update(PENDING).where(PENDING.c.id == id).values(values))
