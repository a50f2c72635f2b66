"""A school whose photos lie in a folder of the test's own."""

import pytest
from sqlalchemy import select

from tests.support.loans import tagged
from webapp.core.db import db, transaction
from webapp.pictures.models import Picture
from webapp.stock.models import Item


@pytest.fixture(autouse=True)
def folder(app, tmp_path):
    app.config["DATA_DIR"] = str(tmp_path)
    return tmp_path / "pictures"


@pytest.fixture
def files(folder):
    """The names of all files there are."""
    return lambda: sorted(path.name for path in folder.glob("**/*") if path.is_file())


@pytest.fixture
def pictures(app):
    """Those that are not removed, in their order: the id, and whose."""

    def written(kind="item"):
        with app.app_context():
            query = select(Picture).filter_by(kind=kind, removed_at=None)
            rows = db.session.scalars(query.order_by(Picture.place, Picture.id))
            return [(row.id, row.thing_id) for row in rows]

    return written


@pytest.fixture
def face(app):
    """The id of the picture that lists show of an item; None without one."""

    def shown(id=1):
        with app.app_context():
            name = db.session.scalar(select(Item.face).where(Item.id == id))
            return int(name.partition("-")[0]) if name else None

    return shown


@pytest.fixture
def unit(app):
    """The id of a violin with a tag of its own."""
    with app.app_context(), transaction():
        return tagged("VLN-1")
