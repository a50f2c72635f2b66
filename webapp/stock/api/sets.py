"""Sets for programs."""

from webapp.core import paging
from webapp.core.derived import place_of
from webapp.core.doors import actor, if_match, only, signed_in
from webapp.core.openapi import Answer, answer_list, answer_one, answers

from .. import access
from ..schemas.sets import SetInput, SetPatch, SetQuery, SetShown
from ..sets import sets
from ..sets.contents import NewPart
from .blueprint import bp


@bp.get("/inventory/sets/")
@signed_in
@answers("sets", list[SetShown])
def list_sets(query: SetQuery) -> Answer:
    """List the sets with what is in them, by name."""
    rows = sets.listed(
        actor(),
        words=query.search,
        archived=query.archived,
        after=paging.place(query.after, str, int),
        limit=query.limit + 1,
    )
    return answer_list(SetShown, rows, query.limit, place_of)


@bp.post("/inventory/sets/")
@signed_in
@only(access.may_describe)
@answers("sets", SetShown, status=201)
def add_set(json: SetInput) -> Answer:
    """Add a set: each part is an item or one of its units, no item twice."""
    parts = [NewPart(**dict(part)) for part in json.parts]
    row = sets.add(actor(), name=json.name, notes=json.notes, parts=parts)
    return answer_one(SetShown, row, 201)


@bp.get("/inventory/sets/<int:id>/")
@signed_in
@answers("sets", SetShown)
def show_set(id: int) -> Answer:
    """Show a set with what is in it."""
    return answer_one(SetShown, sets.find(actor(), id))


@bp.patch("/inventory/sets/<int:id>/")
@signed_in
@only(access.may_describe)
@answers("sets", SetShown, 412)
def describe_set(id: int, json: SetPatch) -> Answer:
    """Rename a set, or change what is in it; `parts` replace those it has. Its loans stay as they are."""
    changes = json.model_dump(exclude_unset=True)
    if "parts" in changes:
        changes["parts"] = [NewPart(**part) for part in changes["parts"]]
    return answer_one(SetShown, sets.describe(actor(), id, version=if_match(), **changes))


@bp.post("/inventory/sets/<int:id>/archive/")
@signed_in
@only(access.may_describe)
@answers("sets", SetShown)
def archive_set(id: int) -> Answer:
    """Archive a set: it is no longer lent as one; its parts and its loans stay as they are."""
    return answer_one(SetShown, sets.archive(actor(), id))


@bp.post("/inventory/sets/<int:id>/restore/")
@signed_in
@only(access.may_describe)
@answers("sets", SetShown)
def restore_set(id: int) -> Answer:
    """Restore an archived set."""
    return answer_one(SetShown, sets.restore(actor(), id))
