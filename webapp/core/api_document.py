"""The API's description: an OpenAPI document, with what spectree does not know of it."""

from copy import deepcopy

from . import error_codes
from .openapi import Document, spec
from .patches import wholes

PROBLEM = "application/problem+json"
WAITS = {
    "Retry-After": "In how many seconds it may be tried again, where that is known",
    "RateLimit": 'The same as `t`, with no more tries until then: `"tries";r=0;t=30`',
}
REFUSED = {  # what any operation may answer instead
    "description": "Any other refusal: unreadable, not this way, too big, not JSON, too many attempts, busy",
    "headers": {
        name: {"description": words, "schema": {"type": "string"}}
        for name, words in WAITS.items()
    },
    "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
HEADERS = {
    "Idempotency-Key": "Any text of yours, at most 100 characters: the same request sent twice with it is done once",
    "If-Match": "The ETag you last saw: only if nobody changed it since",
    "If-None-Match": "The ETag you last saw: 304 and no body if it is still the same",
}


REPLACED = "Say all of it anew, what is left out being as usual."


def document() -> Document:
    """The OpenAPI document, with the headers that the models do not show, and what every refusal is."""
    document: Document = deepcopy(spec.spec)
    schemas = document["components"]["schemas"]
    # what describes all the rest comes first
    document["tags"].sort(key=lambda tag: tag["name"] != "about")
    _codes(schemas["Problem"]["properties"]["code"])
    document["components"]["parameters"] = {
        name: _header(name, words) for name, words in HEADERS.items()
    }
    for path in document["paths"].values():
        for method, operation in path.items():
            if method == "put":
                _replaces(operation)
            operation["parameters"] += _headers_read(method, operation)
            _refusals(operation["responses"])
            _body(method, operation, schemas)
        _read_only(path, schemas)
    return document


def _codes(field: Document) -> None:
    """List the codes of refusals, and what each of them means."""
    field["enum"] = list(error_codes.CODES)
    field["description"] = error_codes.in_markdown()


def _replaces(operation: Document) -> None:
    """Say of a PUT how it differs from the PATCH, which the same view answers."""
    patches = {patch.__name__: whole.__name__ for patch, whole in wholes().items()}
    content = operation["requestBody"]["content"]["application/json"]
    name = patches[_schema_name(operation["requestBody"])]
    content["schema"] = {"$ref": f"#/components/schemas/{name}"}
    operation["summary"] = f"{REPLACED} {operation['summary']}"


def _header(name: str, words: str) -> Document:
    return {
        "name": name,
        "in": "header",
        "required": False,
        "description": words,
        "schema": {"type": "string"},
    }


def _headers_read(method: str, operation: Document) -> list[dict[str, str]]:
    """References to the headers that an operation looks at."""
    is_read = {
        "Idempotency-Key": method != "get",
        "If-Match": "412" in operation["responses"],
        "If-None-Match": "304" in operation["responses"],
    }
    return [
        {"$ref": f"#/components/parameters/{name}"} for name in HEADERS if is_read[name]
    ]


def _read_only(path: Document, schemas: Document) -> None:
    """What a PATCH answers and does not take."""
    if "requestBody" in (operation := path.get("patch", {})):
        taken, shown = (
            schemas[_schema_name(part)]
            for part in (operation["requestBody"], operation["responses"]["200"])
        )
        for name in shown["properties"].keys() - taken["properties"].keys():
            shown["properties"][name]["readOnly"] = True


def _schema_name(part: Document) -> str:
    """Of what is sent as JSON or as a form, or answered as JSON."""
    (content,) = part["content"].values()
    reference: str = content["schema"]["$ref"]
    return reference.rpartition("/")[2]


def _refusals(responses: Document) -> None:
    for status, response in responses.items():
        if status >= "400" and "content" in response:
            response["content"] = {PROBLEM: response["content"].pop("application/json")}
    responses["default"] = REFUSED


def _body(method: str, operation: Document, schemas: Document) -> None:
    """A body may be left out where nothing in it is required; but a PUT says all."""
    if body := operation.get("requestBody"):
        required = schemas[_schema_name(body)].get("required")
        body["required"] = method == "put" or bool(required)
