"""Backline as it is, each answer naming the process it came from."""

import os

from webapp import create_app
from webapp.core.doors import public


def named(app):
    """So that a race can make sure that it runs across processes."""

    @app.after_request
    @public
    def name(response):
        response.headers["X-Process"] = str(os.getpid())
        return response

    return app


app = named(create_app())
