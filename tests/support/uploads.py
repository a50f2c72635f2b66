"""How tests upload a spreadsheet, and what they say about its columns."""

import io
from pathlib import Path

from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

FILE = Path(__file__).parents[1] / "data" / "school-instruments.csv"

COLUMNS = [
    "number",
    "notes",
    "code",
    "description",
    "make",
    "model",
    "serial",
    "state",
    "location",
    "issued",
    "notes",
]

SAID = {
    "column": COLUMNS,
    "location": "Music Office",
    "create_locations": "1",
    "is_borrowable": "1",
}


def upload(browser, data, name="list.csv", path="/items/import"):
    form = {
        "file": FileStorage(io.BytesIO(data), name)
    }  # encoded here: the client leaves big temporary files open
    boundary, body = encode_multipart(form)
    return browser.post(
        path, data=body, content_type=f"multipart/form-data; boundary={boundary}"
    )


def place(browser, data=None):
    return upload(browser, data or FILE.read_bytes()).headers["Location"]
