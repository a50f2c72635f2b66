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
        form = self.form_of(given)
        if form and tag in ("button", "input"):
            self.press_or_type(form, tag, given)
        elif form:
            self.choose_or_write(form, tag, given)

    def choose_or_write(self, form, tag, given):
        if tag == "select":
            self.select, form.kinds[given["name"]] = given["name"], tag
        elif tag == "option" and self.select:
            if "selected" in given or not form.values.get(self.select):
                form.values[self.select] = given.get("value", "")
        elif tag == "textarea":
            self.area = given["name"]
            form.values[self.area], form.kinds[self.area] = "", tag

    def form_of(self, given):
        """The form a field is in, or names."""
        named = (f for f in self.forms if f.attributes.get("id") == given.get("form", 0))
        return next(named, self.open)

    def press_or_type(self, form, tag, given):
        kind = given.get("type", "submit" if tag == "button" else "text")
        is_sent = kind not in ("checkbox", "radio") or "checked" in given
        if tag == "button" and kind == "submit":
            form.buttons.append(given)
        elif tag == "input" and given.get("name") and is_sent:
            form.values[given["name"]] = given.get("value", "on")
            form.kinds[given["name"]] = kind

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
