"""What went out as which unit."""

from .conftest import API


def handed_out(as_, id):
    loan = as_("tess").get(f"{API}{id}/").json
    return [unit["tag"] for unit in loan["units"]]
