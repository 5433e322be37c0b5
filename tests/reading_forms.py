"""Fill in the forms of a page as a browser does: with the hidden fields that the page has."""

from __future__ import annotations

from httpx2 import Response
from lxml import html
from starlette.testclient import TestClient


def form_in(page: str, action: str | None = None) -> dict[str, str]:
    """The hidden fields of the form with this action; without one, of the page's first form that posts."""
    for form in html.fromstring(page).forms:
        if form.method == "POST" and (action is None or (form.action or "").endswith(action)):
            return {one.name: one.value for one in form.inputs if one.get("type") == "hidden" and one.name}
    raise AssertionError(f"no form {action} on the page")


def fill(client: TestClient, path: str, **fields: str) -> Response:
    """Ask for the page, fill in its form, send it; the answer."""
    hidden = {"csrf": form_in(client.get(path).text)["csrf"]}
    return client.post(path, data=hidden | fields, headers={"origin": "http://127.0.0.1"})
