"""Sameness: what is written on things is one code, whatever its case and spaces."""

from typing import Any

from sqlalchemy import func

from webapp.core import text


def same(code: str) -> str:
    """Tags, serial numbers and batch numbers with the same of this are one."""
    return "".join(text.words(code)).lower()


def squeezed(column: Any) -> Any:
    """The same of a column."""
    return func.replace(func.lower(column), " ", "")
