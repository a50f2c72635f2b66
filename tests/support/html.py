"""The forms of a page, as a browser would read them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    method: str
    action: str
    attributes: dict[str, str]
    values: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)  # name to input's type
    buttons: list[dict[str, str]] = field(
        default_factory=list
    )  # that submit, in the page's order


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms, self.open, self.select, self.area = [], None, None, None

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            assert self.open is None, "a form in a form"
            self.open = Form(given.get("method", "get"), given.get("action", ""), given)
            self.forms.append(self.open)
        form = next(
            (f for f in self.forms if f.attributes.get("id") == given.get("form", 0)),
            self.open,
        )
        if form is None:
            return
        kind = given.get("type", "submit" if tag == "button" else "text")
        if tag == "button" and kind == "submit":
            form.buttons.append(given)
        elif (
            tag == "input"
            and given.get("name")
            and (kind not in ("checkbox", "radio") or "checked" in given)
        ):
            form.values[given["name"]], form.kinds[given["name"]] = (
                given.get("value", "on"),
                kind,
            )
        elif tag == "select":
            self.select, form.kinds[given["name"]] = given["name"], tag
        elif tag == "option" and self.select:
            if "selected" in given or not form.values.get(self.select):
                form.values[self.select] = given.get("value", "")
        elif tag == "textarea":
            self.area, form.values[given["name"]], form.kinds[given["name"]] = (
                given["name"],
                "",
                tag,
            )

    def handle_data(self, data):
        if self.area and self.open:
            self.open.values[self.area] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.open = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.area = None


def forms(text):
    reader = _Reader()
    reader.feed(text)
    return reader.forms
