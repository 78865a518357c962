"""Who gets a page, and who JSON?"""

import pytest
from audit.api.negotiation import prefers_html
from starlette.requests import Request


@pytest.mark.parametrize(
    ("accept", "html"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", True),
        ("text/html", True),
        ("application/json, text/html", True),
        ("application/json, text/html;q=0.5", False),
        ("application/json", False),
        ("*/*", False),
        ("text/html;q=0", False),
        ("text/html;q=nonsense", False),
        (",", False),
        ("", False),
    ],
)
def test_a_browser_names_html(accept, html) -> None:
    request = Request({"type": "http", "headers": [(b"accept", accept.encode())]})
    assert prefers_html(request) is html
