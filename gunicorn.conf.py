"""Any gunicorn started here refuses to serve a database that is not ready, and stays alive when one hangs."""

from webapp.core import health

limit_request_line = 8190  # characters: a full tray is said in its address


def post_worker_init(worker):
    health.refuse_unready(worker.wsgi)
    worker.wsgi.extensions["admission"].limit(worker.cfg.threads)
