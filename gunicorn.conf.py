"""Any gunicorn started here refuses to serve a database that is not ready, and stays alive when one hangs."""

import gc

from webapp.core import health

gc.freeze()  # what is loaded stays: to look for garbage in it is most of what a stop takes

limit_request_line = 8190  # characters: a full tray is said in its address


def post_worker_init(worker):
    health.refuse_unready(worker.wsgi)
    worker.wsgi.extensions["admission"].limit(worker.cfg.threads)
