"""Pages as an old server sends them: GBK bytes, with and without a charset in the header."""

from pathlib import Path
from urllib.parse import parse_qsl, quote

from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request
from starlette.responses import Response

from simulator.web.look import AreaLook

TEMPLATES = Path(__file__).with_name("templates")
COOKIE = "JSESSIONID"
_pages = Environment(
    loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
)
_pages.policies["json.dumps_kwargs"] = {"ensure_ascii": False}


def page(
    look: AreaLook, template: str, *, status: int = 200, charset: bool | None = None, **values: object
) -> Response:
    """Render a template and encode it in GBK; characters that GBK lacks become numeric references."""
    text = _pages.get_template(template).render(look=look, **values)
    says = look.says_charset if charset is None else charset
    kind = "text/html; charset=GBK" if says else "text/html"
    return raw(text.encode("gbk", "xmlcharrefreplace"), kind, status=status)


def raw(body: bytes, content_type: str, *, status: int = 200) -> Response:
    """Send bytes with exactly this content type, and tell the browser not to keep them."""
    headers = {"Content-Type": content_type, "Cache-Control": "no-cache", "Server": "Apache-Coyote/1.1"}
    return Response(body, status_code=status, headers=headers)


async def typed(request: Request) -> dict[str, str]:
    """Return the request's query and form fields; browsers read and write GBK as its superset GB18030."""
    parts = [request.scope["query_string"]]
    if request.method == "POST":
        parts.append(await request.body())
    pairs = [
        pair
        for part in parts
        for pair in parse_qsl(part.decode("ascii", "replace"), keep_blank_values=True, encoding="gb18030")
    ]
    return {key: _without_references(value.strip()) for key, value in pairs}


def attachment_header(look: AreaLook, name: str) -> str:
    """Return the Content-Disposition of a download: raw GBK bytes or percent-encoded, as the area does it."""
    if look.file_names == "percent":
        return f'attachment; filename="{quote(name)}"'
    return f'attachment; filename="{name}"'.encode("gbk", "replace").decode("latin-1")


def _without_references(text: str) -> str:
    """Undo what a browser writes for characters that the page's charset lacks: &#40878;."""
    head, *rest = text.split("&#")
    return head + "".join(_one_reference(part) for part in rest)


def _one_reference(part: str) -> str:
    digits, mark, tail = part.partition(";")
    if mark and digits.isdigit() and int(digits) < 0x110000:
        return chr(int(digits)) + tail
    return "&#" + part
