"""Backline as it is, each answer naming the process it came from, and with a door to what the worker does by itself."""

import os

from webapp import create_app
from webapp.core.db import db
from webapp.core.doors import public
from webapp.core.errors import Conflict
from webapp.lending.models import ItemWait
from webapp.lending.today import daily_run
from webapp.lending.waits import wait_offers
from webapp.stock.ledger import ledger


def named(app):
    """So that a race can make sure that it runs across processes."""

    @app.after_request
    @public
    def name(response):
        response.headers["X-Process"] = str(os.getpid())
        return response

    @app.post("/api/inventory/daily-run/<int:id>/")
    @public
    def set_aside(id):
        if not daily_run.set_aside(id):
            raise Conflict("Nothing to set aside", facts={"checkout": id})
        return {}

    @app.post("/api/inventory/queue-run/<int:id>/")
    @public
    def see_to_queue(id):
        ledger.lock()
        wait = db.session.get(ItemWait, id)
        before = wait.status
        wait_offers.hear([wait.item_id])
        if wait.status == before:
            raise Conflict("Nothing to offer", facts={"wait": id})
        return {}

    return app


app = named(create_app())
