"""The API's document as people read it: chapters of calls, each with what it takes, what it answers, and an example."""

import json
from dataclasses import dataclass
from typing import Any

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


def chapters(document: dict[str, Any], root: str) -> dict[str, list[Call]]:
    """Calls by their tag, in the document's order; `root` is the school's address, for the examples."""
    found: dict[str, list[Call]] = {tag["name"]: [] for tag in document["tags"]}
    for path, calls in document["paths"].items():
        for method, operation in calls.items():
            found[operation["tags"][0]].append(
                _call(document, root, path, method.upper(), operation)
            )
    return found


def _call(
    document: dict[str, Any], root: str, path: str, method: str, operation: dict[str, Any]
) -> Call:
    inputs = [_parameter(_resolved(document, each)) for each in operation["parameters"]]
    content = (
        operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    )
    body = _resolved(document, content.get("schema", {}))
    needed, fields = body.get("required", ()), body.get("properties", {})
    inputs += [
        Input(name, "body", name in needed, _limits(rule)) for name, rule in fields.items()
    ]
    sample = (
        {name: _sample(fields[name]) for name in (needed or [*fields][:1])}
        if content
        else None
    )
    answers = [
        (code, told["description"], _shown(told))
        for code, told in sorted(operation["responses"].items())
    ]
    is_public = operation.get("security") == []
    example = _curl(root + path.replace("{id}", "1"), method, sample, is_public=is_public)
    return Call(
        operation["operationId"],
        method,
        path,
        operation["summary"],
        inputs,
        answers,
        example,
    )


def _parameter(told: dict[str, Any]) -> Input:
    return Input(
        told["name"],
        told["in"],
        told["required"],
        _limits(told["schema"]),
        told.get("description", ""),
    )


def _resolved(document: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in told:
        return told
    _, _, kind, name = told["$ref"].split("/")
    found: dict[str, Any] = document["components"][kind][name]
    return found


def _limits(rule: dict[str, Any]) -> str:
    rule = rule | next(
        (each for each in rule.get("anyOf", ()) if each.get("type") != "null"), {}
    )
    kind = (
        ", ".join(map(str, rule["enum"]))
        if "enum" in rule
        else rule.get("format") or rule.get("type", "anything")
    )
    told = [words.format(rule[name]) for name, words in LIMITS.items() if name in rule]
    if rule.get("default") not in (None, ""):
        told.append(f"{json.dumps(rule['default'])} if not given")
    return "; ".join([{"int32": "integer"}.get(kind, kind), *told])


def _sample(rule: dict[str, Any]) -> Any:
    rule = rule | next(iter(rule.get("anyOf", ())), {})
    return (
        rule["enum"][0]
        if "enum" in rule
        else SAMPLES.get(rule.get("format", ""), SAMPLES[rule.get("type", "string")])
    )


def _shown(told: dict[str, Any]) -> str:
    """What an answer's body is called; a Problem needs no saying."""
    reference = (
        told.get("content", {})
        .get("application/json", {})
        .get("schema", {})
        .get("$ref", "")
    )
    name = reference.rpartition("/")[2].removesuffix("List")
    return "" if name == "Problem" else name.removesuffix("Shown")


def _curl(address: str, method: str, sample: Any, *, is_public: bool) -> str:
    lines = [f"curl {address}" if method == "GET" else f"curl -X {method} {address}"]
    if not is_public:
        lines.append('-H "Authorization: Bearer $TOKEN"')
    if sample is not None:
        lines += [
            '-H "Content-Type: application/json"',
            f"-d '{json.dumps(sample, ensure_ascii=False)}'",
        ]
    return " \\\n  ".join(lines)
