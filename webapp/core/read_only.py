"""Read-only fields: a body may repeat what an answer says; what says otherwise is refused, with the way to go."""

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, cast, get_args

from flask import Request, current_app, g
from flask.typing import ResponseReturnValue
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from .errors import Invalid, WrongType
from .inputs import Input
from .patches import missing, usual, whole_of

Fields = dict[str, Any]  # of a body or an answer, as JSON has them
OWN = frozenset(
    {"id", "version", "seq", "created_at", "created_by"}
)  # a new thing has its own, whatever is sent
READ_ONLY = "It is read-only"


class Within(NamedTuple):
    """What a part of a body's list says: what is taken of it, and what it only repeats."""

    name: str
    number: int
    taken: Fields
    repeated: Fields


def read(request: Request, model: type[Input], answer: type[BaseModel] | None) -> Input:
    """A body by its model. What it repeats of the answer is left out, if that is so; ValidationError, Invalid.

    A PATCH is compared with what is there now, and what it leaves as it is does not count as changed; for a POST
    `compare` looks at the answer. A PUT is read as the PATCH that leads there: what it leaves out is as usual.
    WrongType for a body of another type than JSON.
    """
    text = _text(request)
    whole = whole_of(model) if request.method == "PUT" else None
    names: list[str] = []
    places: list[tuple[str, int, str]] = []
    try:
        body_read = model.model_validate_json(text)
        if whole is None:
            return body_read
    except ValidationError as error:
        names, places = _repeated(error, answer), _repeated_within(error, answer)
        if not names and not places:
            raise
    body = _left(request, json.loads(text), names, whole, answer)
    return _read_without(body, places, model, answer)


def _read_without(
    body: Fields,
    places: list[tuple[str, int, str]],
    model: type[Input],
    answer: type[BaseModel] | None,
) -> Input:
    """A body by its model, without what the parts of its lists repeat; `compare` looks at that."""
    g.within = (answer, _taken_out(body, places))
    return model.model_validate_json(json.dumps(body))


def _left(
    request: Request,
    body: Fields,
    names: list[str],
    whole: type[BaseModel] | None,
    answer: type[BaseModel] | None,
) -> Fields:
    """A body without what it repeats by these names, and whole where it has to be."""
    repeated = {name: body.pop(name) for name in names}
    if whole:
        body = _completed(body, whole)
    return _compared(request, body, repeated, answer)


def _text(request: Request) -> bytes:
    """A body as it came. Where there is none nothing is said, but a PUT says all: without a body it makes no sense."""
    comes = request.content_length or "Transfer-Encoding" in request.headers
    if comes and request.mimetype and not request.is_json:
        raise WrongType  # a form was read before, and seems to be no body at all
    return request.get_data() or (b"" if request.method == "PUT" else b"{}")


def _completed(body: Fields, whole: type[BaseModel]) -> Fields:
    """A body with what it leaves out. Invalid at what has no usual value."""
    if fields := missing(whole, body):
        raise Invalid(fields=fields)
    return usual(whole) | body


def _compared(
    request: Request, body: Fields, repeated: Fields, answer: type[BaseModel] | None
) -> Fields:
    """What of a body is to be changed; what it repeats is looked at now, or with the answer."""
    now = _now(request) if request.method in ("PATCH", "PUT") else None
    if now is None:
        g.repeated = (answer, _without_own(repeated))
        return body
    _check(repeated, now, answer)
    return _changed(body, now)


def _without_own(repeated: Fields) -> Fields:
    return {name: value for name, value in repeated.items() if name not in OWN}


def _changed(body: Fields, now: Fields) -> Fields:
    """What of a body is not so already."""
    return {
        name: value for name, value in body.items() if name not in now or now[name] != value
    }


def compare(response: Response) -> None:
    """Invalid, and so all is rolled back, if the body said otherwise than what came of it."""
    answer, repeated = g.pop("repeated", (None, {}))
    whose, within = g.pop("within", (None, []))
    if (repeated or within) and response.status_code in (200, 201):
        now = json.loads(response.get_data())
        _check(repeated, now, answer)
        _check_within(within, now, whose)


def _repeated(error: ValidationError, answer: type[BaseModel] | None) -> list[str]:
    """What the body itself, not something in it, holds too much, and the answer holds, too."""
    extra = [
        each["loc"][0]
        for each in error.errors(include_url=False)
        if each["type"] == "extra_forbidden" and len(each["loc"]) == 1
    ]
    return [str(name) for name in extra if answer and name in answer.model_fields]


def _repeated_within(
    error: ValidationError, answer: type[BaseModel] | None
) -> list[tuple[str, int, str]]:
    """What the parts of its lists hold too much, and the parts of the answer's hold, too."""
    extra = [
        each["loc"]
        for each in error.errors(include_url=False)
        if each["type"] == "extra_forbidden" and len(each["loc"]) == 3
    ]
    return [
        (str(name), int(number), str(field))
        for name, number, field in extra
        if field in _fields_within(answer, str(name))
    ]


def _fields_within(answer: type[BaseModel] | None, name: str) -> Mapping[str, FieldInfo]:
    """Those of each part of a list that an answer has; none where it is no list of things with fields."""
    field = answer.model_fields.get(name) if answer else None
    for part in get_args(field.annotation) if field else ():
        if isinstance(part, type) and issubclass(part, BaseModel):
            return part.model_fields
    return {}


def _taken_out(body: Fields, places: list[tuple[str, int, str]]) -> list[Within]:
    """Leave out of a body's lists what their parts repeat; those parts."""
    parts: dict[tuple[str, int], Within] = {}
    for name, number, field in places:
        if name in body:
            taken = body[name][number]
            part = parts.setdefault((name, number), Within(name, number, taken, {}))
            part.repeated[field] = taken.pop(field)
    return list(parts.values())


def _now(request: Request) -> Fields | None:
    """What a GET of the same address answers; None if there is none."""
    try:
        endpoint, args = current_app.url_map.bind_to_environ(request.environ).match(
            method="GET"
        )
    except HTTPException:
        return None
    view = cast(Callable[..., ResponseReturnValue], current_app.view_functions[endpoint])
    response = current_app.make_response(view(**args))
    fields: Fields = json.loads(response.get_data())
    return fields


def _check(repeated: Fields, now: Fields, answer: type[BaseModel] | None) -> None:
    fields = answer.model_fields if answer else {}
    refusals = {
        name: _refusal(now.get(name), fields[name].description)
        for name, value in repeated.items()
        if now.get(name) != value
    }
    if refusals:
        raise Invalid(fields=refusals)


def _check_within(parts: list[Within], now: Fields, answer: type[BaseModel] | None) -> None:
    """A list may have another order now: a part is the one that is like what was taken of it."""
    refusals = {}
    for part in parts:
        for field, words in _not_so(part, now, _fields_within(answer, part.name)).items():
            refusals[f"{part.name}.{part.number}.{field}"] = words
    if refusals:
        raise Invalid(fields=refusals)


def _not_so(part: Within, now: Fields, fields: Mapping[str, FieldInfo]) -> dict[str, str]:
    """What a part repeats and is not so, each with the words for it."""
    said = _without_own(part.repeated)
    like = [each for each in now[part.name] or () if part.taken.items() <= each.items()]
    if any(said.items() <= each.items() for each in like):
        return {}
    if not like:
        return {field: fields[field].description or READ_ONLY for field in said}
    return {
        field: _refusal(like[0].get(field), fields[field].description)
        for field, value in said.items()
        if value != like[0].get(field)
    }


def _refusal(now: object, how: str | None) -> str:
    return f"This is {json.dumps(now, ensure_ascii=False)}. {how or READ_ONLY}"
