"""Read-only fields: a body may repeat what an answer says; what says otherwise is refused, with the way to go."""

import json
from typing import Any

from flask import Request, current_app, g
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from .errors import Invalid
from .inputs import Input

OWN = frozenset(
    {"id", "version", "seq", "created_at", "created_by"}
)  # a new thing has its own, whatever is sent


def read(request: Request, model: type[Input], answer: type[BaseModel] | None) -> Input:
    """A body by its model. What it repeats of the answer is left out, if that is so; ValidationError, Invalid.

    A PATCH is compared with what is there now, and what it leaves as it is does not count as changed; for a POST
    `compare` looks at the answer.
    """
    text = request.get_data() or b"{}"
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        names = _repeated(error, answer)
        if not names:
            raise
    body = json.loads(text)
    said = {name: body.pop(name) for name in names}
    now = _now(request) if request.method == "PATCH" else None
    if now is None:
        g.repeated = (
            answer,
            {name: value for name, value in said.items() if name not in OWN},
        )
    else:
        _check(said, now, answer)
        body = {
            name: value
            for name, value in body.items()
            if name not in now or now[name] != value
        }
    return model.model_validate_json(json.dumps(body))


def compare(response: Response) -> None:
    """Invalid, and so all is rolled back, if the body said otherwise than what came of it."""
    answer, said = g.pop("repeated", (None, {}))
    if said and response.status_code in (200, 201):
        _check(said, json.loads(response.get_data()), answer)


def _repeated(error: ValidationError, answer: type[BaseModel] | None) -> list[str]:
    """What the body holds too much, and the answer holds, too."""
    extra = [
        each["loc"][0]
        for each in error.errors(include_url=False)
        if each["type"] == "extra_forbidden"
    ]
    return [str(name) for name in extra if answer and name in answer.model_fields]


def _now(request: Request) -> dict[str, Any] | None:
    """What a GET of the same address answers; None if there is none."""
    try:
        endpoint, args = current_app.url_map.bind_to_environ(request.environ).match(
            method="GET"
        )
    except HTTPException:
        return None
    view: Any = current_app.view_functions[endpoint]
    told: dict[str, Any] = json.loads(current_app.make_response(view(**args)).data)
    return told


def _check(
    said: dict[str, Any], now: dict[str, Any], answer: type[BaseModel] | None
) -> None:
    fields = answer.model_fields if answer else {}
    wrong = {name for name, value in said.items() if now.get(name) != value}
    if wrong:
        raise Invalid(
            fields={
                name: _refusal(now.get(name), fields[name].description) for name in wrong
            }
        )


def _refusal(now: Any, how: str | None) -> str:
    return f"This is {json.dumps(now, ensure_ascii=False)}. {how or 'It is read-only'}"
