"""Reports in a browser: what is looked up, and what is printed."""

from . import lookups, my_students, papers, unit
from .blueprint import bp

__all__ = ["ROUTES", "bp"]

ROUTES = (
    lookups,
    my_students,
    papers,
    unit,
)  # read here, for the blueprint has its routes once these are
