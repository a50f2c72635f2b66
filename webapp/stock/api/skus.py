"""SKUs and their sequences for programs."""

from webapp.core import paging
from webapp.core.doors import actor, if_match, only, signed_in
from webapp.core.openapi import Answer, answer_list, answers

from .. import access
from ..schemas import PagedQuery
from ..schemas.skus import (
    SequenceInput,
    SequencePatch,
    SequencePreview,
    SequenceShown,
    SkuChecked,
    SkuQuery,
    SkuShown,
    SkusShown,
    SkusWish,
    SkuWish,
)
from ..skus import sequences, skus
from ..skus.sequences import Counter
from .blueprint import bp


@bp.get("/inventory/skus/")
@signed_in
@only(access.may_look)
@answers("skus", list[SequenceShown])
def list_sequences(query: PagedQuery) -> Answer:
    """List the SKU sequences, with what each would make next; for staff."""
    after = paging.id_in(query.after) or 0
    rows = sequences.listed(actor(), after=after, limit=query.limit + 1)
    return answer_list(
        SequenceShown, rows, query.limit, lambda counter: (counter.sequence.id,)
    )


@bp.post("/inventory/skus/")
@signed_in
@only(access.may_describe)
@answers("skus", SequenceShown, status=201)
def add_sequence(json: SequenceInput) -> Answer:
    """Add a SKU sequence for a category and a brand, either of which may be any."""
    return _shown(sequences.add(actor(), **dict(json)), 201)


@bp.get("/inventory/skus/<int:id>/")
@signed_in
@only(access.may_look)
@answers("skus", SequenceShown)
def show_sequence(id: int) -> Answer:
    """Show a SKU sequence; for staff."""
    return _shown(sequences.find(actor(), id))


@bp.patch("/inventory/skus/<int:id>/")
@signed_in
@only(access.may_describe)
@answers("skus", SequenceShown, 412)
def describe_sequence(id: int, json: SequencePatch) -> Answer:
    """Change a SKU sequence, or whether it is in use; its next number only grows."""
    return _shown(
        sequences.describe(
            actor(), id, version=if_match(), **json.model_dump(exclude_unset=True)
        )
    )


@bp.get("/inventory/skus/<int:id>/preview/")
@signed_in
@only(access.may_look)
@answers("skus", SkusShown)
def preview_sequence(id: int) -> Answer:
    """Show the next three SKUs of a sequence, without using them up; for staff."""
    return SkusShown(skus=sequences.preview_of(actor(), id))


@bp.post("/inventory/skus/preview/")
@signed_in
@only(access.may_look)
@answers("skus", SkusShown)
def preview_template(json: SequencePreview) -> Answer:
    """Show the first three SKUs that a sequence would make, without saving it; for staff."""
    return SkusShown(skus=sequences.preview(actor(), **dict(json)))


@bp.post("/inventory/skus/generate/")
@signed_in
@only(access.may_describe)
@answers("skus", SkuShown, status=201)
def generate_sku(json: SkuWish) -> Answer:
    """Make a SKU; its number is used up, whether an item gets it or not."""
    return SkuShown(sku=skus.generate(actor(), **dict(json))[0]), 201


@bp.post("/inventory/skus/generate-bulk/")
@signed_in
@only(access.may_describe)
@answers("skus", SkusShown, status=201)
def generate_skus(json: SkusWish) -> Answer:
    """Make up to 1,000 SKUs, all or none; their numbers are used up."""
    return SkusShown(skus=skus.generate(actor(), **dict(json))), 201


@bp.get("/inventory/skus/validate/")
@signed_in
@only(access.may_look)
@answers("skus", SkuChecked)
def check_sku(query: SkuQuery) -> Answer:
    """Say whether a SKU is free, and which sequence makes such ones; for staff."""
    return SkuChecked.model_validate(skus.validate(actor(), query.sku))


def _shown(counter: Counter, status: int = 200) -> Answer:
    version = counter.sequence.version
    return SequenceShown.model_validate(counter), status, {"ETag": f'"v{version}"'}
