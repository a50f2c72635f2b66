"""Suppliers for programs."""

from webapp.core import paging
from webapp.core.derived import place_of
from webapp.core.doors import actor, if_match, only, signed_in
from webapp.core.openapi import Answer, answer_list, answer_one, answers

from .. import access
from ..items import suppliers
from ..schemas import PagedQuery
from ..schemas.lists import SupplierInput, SupplierPatch, SupplierShown
from .blueprint import bp


@bp.get("/inventory/suppliers/")
@signed_in
@only(access.may_look)
@answers("suppliers", list[SupplierShown])
def list_suppliers(query: PagedQuery) -> Answer:
    """List the suppliers, by name, with how many units came from each; for staff."""
    rows = suppliers.listed(
        actor(), after=paging.place(query.after, str, int), limit=query.limit + 1
    )
    return answer_list(SupplierShown, rows, query.limit, place_of)


@bp.post("/inventory/suppliers/")
@signed_in
@only(access.may_describe)
@answers("suppliers", SupplierShown, status=201)
def add_supplier(json: SupplierInput) -> Answer:
    """Add a supplier."""
    return answer_one(SupplierShown, suppliers.add(actor(), **dict(json)), 201)


@bp.get("/inventory/suppliers/<int:id>/")
@signed_in
@only(access.may_look)
@answers("suppliers", SupplierShown)
def show_supplier(id: int) -> Answer:
    """Show a supplier; for staff."""
    return answer_one(SupplierShown, suppliers.find(actor(), id))


@bp.patch("/inventory/suppliers/<int:id>/")
@signed_in
@only(access.may_describe)
@answers("suppliers", SupplierShown, 412)
def describe_supplier(id: int, json: SupplierPatch) -> Answer:
    """Change a supplier, or take it out of use."""
    return answer_one(
        SupplierShown,
        suppliers.describe(
            actor(), id, version=if_match(), **json.model_dump(exclude_unset=True)
        ),
    )
