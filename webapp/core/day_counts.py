"""Days between two days, counted by the database; the two engines write it differently."""

from sqlalchemy import Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class days_after(FunctionElement[int]):  # noqa: N801  # written as a function in a query
    """How many days the first day is after the second; both are days, without a time."""

    inherit_cache = True
    type = Integer()


@compiles(days_after, "postgresql")
def _in_postgresql(element: days_after, compiler: SQLCompiler, **options: object) -> str:
    later, earlier = (compiler.process(each, **options) for each in element.clauses)
    return f"(CAST({later} AS DATE) - CAST({earlier} AS DATE))"


@compiles(days_after, "sqlite")
def _in_sqlite(element: days_after, compiler: SQLCompiler, **options: object) -> str:
    later, earlier = (compiler.process(each, **options) for each in element.clauses)
    return f"CAST(julianday({later}) - julianday({earlier}) AS INTEGER)"
