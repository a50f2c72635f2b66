"""Stock's one blueprint for programs."""

from flask import Blueprint

bp = Blueprint("stock_api", __name__, url_prefix="/api")
