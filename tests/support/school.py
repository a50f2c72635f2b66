"""A school that has settings and no database, for what is worked out from them alone."""

from contextlib import contextmanager

from flask import Flask

from webapp.core.db import db
from webapp.school import settings


@contextmanager
def school(**decided):
    """`with school(zone="Europe/London"):` inside, a look at the database fails."""
    app = Flask("school")
    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
    db.init_app(app)
    with app.app_context():
        db.session().info["settings"] = settings.DEFAULTS | decided
        yield
