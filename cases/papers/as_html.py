"""A paper as one HTML file that needs nothing else: every text escaped, no script, crops inside."""

import base64

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from cases.papers.paper import Paper
from cases.papers.templates import TEMPLATES


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


_ENVIRONMENT = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.filters["base64"] = _base64


def as_html(paper: Paper) -> bytes:
    """Write the paper as HTML."""
    return _ENVIRONMENT.get_template("paper.html").render(paper=paper).encode("utf-8", "replace")
