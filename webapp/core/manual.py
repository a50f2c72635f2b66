"""The API's document as people read it: chapters of calls, each with what it takes, what it answers, and an example."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from .openapi import Document

LIMITS = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "maxLength": "up to {} characters",
}
SAMPLES = {
    "integer": 1,
    "boolean": True,
    "number": 1,
    "array": [],
    "string": "…",
    "date": "2026-12-31",
}


@dataclass(frozen=True)
class Input:
    """One parameter or body field; `limits` in words."""

    name: str
    where: str
    is_needed: bool
    limits: str
    words: str = ""


@dataclass(frozen=True)
class Call:
    id: str
    method: str
    path: str
    summary: str
    inputs: list[Input]
    answers: list[tuple[str, str, str]]
    example: str


def chapters(document: Document, root: str) -> dict[str, list[Call]]:
    """Calls by their tag, in the document's order; `root` is the school's address, for the examples."""
    calls: dict[str, list[Call]] = {tag["name"]: [] for tag in document["tags"]}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            calls[operation["tags"][0]].append(
                _call(document, root, path, method.upper(), operation)
            )
    return calls


def _call(
    document: Document, root: str, path: str, method: str, operation: Document
) -> Call:
    body = _body(document, operation)
    is_public = operation.get("security") == []
    example = _curl(
        root + path.replace("{id}", "1"), method, _body_sample(body), is_public=is_public
    )
    return Call(
        operation["operationId"],
        method,
        path,
        operation["summary"],
        _inputs(document, operation, body or {}),
        _answers(operation["responses"]),
        example,
    )


def _body_sample(body: Document | None) -> dict[str, object] | None:
    """A body with what is needed, or with any one field if nothing is; None where nothing is sent."""
    if body is None:
        return None
    fields = body.get("properties", {})
    names = body.get("required", ()) or [*fields][:1]
    return {name: _sample(fields[name]) for name in names}


def _answers(responses: Document) -> list[tuple[str, str, str]]:
    return [
        (status, response["description"], _shown(response))
        for status, response in sorted(responses.items())
    ]


def _body(document: Document, operation: Document) -> Document | None:
    """The schema of what a call sends; None if it sends nothing."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    return _resolved(document, content.get("schema", {})) if content else None


def _inputs(document: Document, operation: Document, body: Document) -> list[Input]:
    """The parameters, then the fields of the body."""
    needed = body.get("required", ())
    return [
        *(_parameter(_resolved(document, each)) for each in operation["parameters"]),
        *(
            Input(name, "body", name in needed, _limits(rule))
            for name, rule in body.get("properties", {}).items()
        ),
    ]


def _parameter(parameter: Document) -> Input:
    return Input(
        parameter["name"],
        parameter["in"],
        parameter["required"],
        _limits(parameter["schema"]),
        parameter.get("description", ""),
    )


def _resolved(document: Document, part: Document) -> Document:
    """What a part of the document refers to; itself if it is no reference."""
    if "$ref" not in part:
        return part
    _, _, kind, name = part["$ref"].split("/")
    resolved: Document = document["components"][kind][name]
    return resolved


def _limits(rule: Document) -> str:
    """The type of a value and its limits, in words."""
    rule = rule | next(
        (each for each in rule.get("anyOf", ()) if each.get("type") != "null"), {}
    )
    limits = [words.format(rule[name]) for name, words in LIMITS.items() if name in rule]
    if rule.get("default") not in (None, ""):
        limits.append(f"{json.dumps(rule['default'])} if not given")
    return "; ".join([_type(rule), *limits])


def _type(rule: Document) -> str:
    if "enum" in rule:
        return ", ".join(map(str, rule["enum"]))
    name: str = rule.get("format") or rule.get("type", "anything")
    return "integer" if name == "int32" else name


def _sample(rule: Document) -> object:
    rule = rule | next(iter(rule.get("anyOf", ())), {})
    if "enum" in rule:
        return rule["enum"][0]
    return SAMPLES.get(rule.get("format", ""), SAMPLES[rule.get("type", "string")])


def _shown(response: Document) -> str:
    """What an answer's body is called; a Problem needs no saying."""
    reference = (
        response.get("content", {})
        .get("application/json", {})
        .get("schema", {})
        .get("$ref", "")
    )
    name = reference.rpartition("/")[2].removesuffix("List")
    return "" if name == "Problem" else name.removesuffix("Shown")


def _curl(
    address: str, method: str, sample: Mapping[str, object] | None, *, is_public: bool
) -> str:
    lines = [f"curl {address}" if method == "GET" else f"curl -X {method} {address}"]
    if not is_public:
        lines.append('-H "Authorization: Bearer $TOKEN"')
    if sample is not None:
        lines += [
            '-H "Content-Type: application/json"',
            f"-d '{json.dumps(sample, ensure_ascii=False)}'",
        ]
    return " \\\n  ".join(lines)
