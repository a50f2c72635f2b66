"""Any gunicorn started here refuses to serve a database that is not ready, and stays alive when one hangs."""

from webapp.core import health


def post_worker_init(worker):
    health.refuse_unready(worker.wsgi)
    worker.wsgi.extensions["admission"].limit(worker.cfg.threads)
