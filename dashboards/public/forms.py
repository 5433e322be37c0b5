"""Forms of the public pages: plain fields only, no files, and what bounds scripts."""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.requests import Request

from factcheck.limits import Buckets

#: A field that people do not see and scripts fill.
TRAP = "website"
_FIELDS = 8


async def read_form(request: Request) -> dict[str, str]:
    """The fields of an urlencoded form; of anything else none, so no file ever arrives (``bounds`` limits the size)."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        return {}
    body = await request.body()
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=_FIELDS, errors="replace")
    except ValueError:
        return {}
    return dict(pairs)


def refusal(request: Request, form: dict[str, str], limits: Buckets) -> str | None:
    """Why a message is not taken now, in words; ``None`` when it is."""
    if form.get(TRAP) or not request.app.state.stamps.accepts(form.get("stamp", "")):
        return "Biểu mẫu đã cũ hoặc gửi quá nhanh. Nội dung vẫn còn bên dưới; hãy đợi vài giây rồi gửi lại."
    if not limits.allows(request.client.host if request.client else ""):
        return "Đang có quá nhiều tin gửi đến; hãy thử lại sau ít phút."
    return None
