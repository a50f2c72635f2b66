"""Suppliers for programs."""

from webapp.core import paging
from webapp.core.derived import place_of
from webapp.core.doors import actor, if_match, only, signed_in
from webapp.core.openapi import Answer, Problem, answer_list, answer_one, answers, spec

from .. import access
from ..items import suppliers
from ..models import Supplier
from ..schemas import PagedQuery
from ..schemas.lists import SupplierInput, SupplierPatch, SupplierShown
from .blueprint import bp


@bp.get("/inventory/suppliers/")
@signed_in
@only(access.may_look)
@spec.validate(resp=answers(HTTP_200=list[SupplierShown]), tags=["suppliers"])
def list_suppliers(query: PagedQuery) -> Answer:
    """List the suppliers, by name, with how many units came from each; for staff."""
    rows = suppliers.listed(
        actor(), after=paging.place(query.after, str, int), limit=query.limit + 1
    )
    return answer_list(SupplierShown, rows, query.limit, place_of)


@bp.post("/inventory/suppliers/")
@signed_in
@only(access.may_describe)
@spec.validate(resp=answers(HTTP_201=SupplierShown), tags=["suppliers"])
def add_supplier(json: SupplierInput) -> Answer:
    """Add a supplier."""
    return _shown(suppliers.add(actor(), **dict(json)), 201)


@bp.get("/inventory/suppliers/<int:id>/")
@signed_in
@only(access.may_look)
@spec.validate(resp=answers(HTTP_200=SupplierShown), tags=["suppliers"])
def show_supplier(id: int) -> Answer:
    """Show a supplier; for staff."""
    return _shown(suppliers.find(actor(), id))


@bp.patch("/inventory/suppliers/<int:id>/")
@signed_in
@only(access.may_describe)
@spec.validate(resp=answers(HTTP_200=SupplierShown, HTTP_412=Problem), tags=["suppliers"])
def describe_supplier(id: int, json: SupplierPatch) -> Answer:
    """Change a supplier, or take it out of use."""
    return _shown(
        suppliers.describe(
            actor(), id, version=if_match(), **json.model_dump(exclude_unset=True)
        )
    )


def _shown(supplier: Supplier, status: int = 200) -> Answer:
    return answer_one(SupplierShown, supplier, status)
