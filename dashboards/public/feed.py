"""The corrections as RSS 2.0: each version is an item, so that who follows hears of revisions and withdrawals."""

from __future__ import annotations

from collections.abc import Iterable
from email.utils import format_datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from dashboards.public.services import PublicServices
from news.claims import VERDICT_VI, Correction, CorrectionState

_MOST_ITEMS = 100
#: What XML 1.0 cannot hold.
_NOT_IN_XML = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF))


def rss(services: PublicServices, corrections: Iterable[Correction]) -> bytes:
    """The feed; newest first as given."""
    root = Element("rss", {"version": "2.0"})
    channel = SubElement(root, "channel")
    _text(channel, "title", f"Đính chính – {services.province_name}")
    _text(channel, "link", f"{services.address}/")
    _text(channel, "description", f"Thông tin đã kiểm chứng của {services.office}")
    _text(channel, "language", "vi")
    for one in list(corrections)[:_MOST_ITEMS]:
        item = SubElement(channel, "item")
        _text(item, "title", f"[{_word(one)}] {one.statement}")
        _text(item, "link", f"{services.address}{one.path}")
        guid = _text(item, "guid", f"{one.province}/{one.number}/{one.version}")
        guid.set("isPermaLink", "false")
        _text(item, "pubDate", format_datetime(one.published_at, usegmt=True))
        _text(item, "description", one.explanation)
    packed: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return packed


def _word(one: Correction) -> str:
    if one.state is CorrectionState.WITHDRAWN:
        return "Đã rút"
    verdict = VERDICT_VI[one.verdict].capitalize()
    return f"{verdict}, đã sửa" if one.state is CorrectionState.REVISED else verdict


def _text(parent: Element, name: str, text: str) -> Element:
    made = SubElement(parent, name)
    made.text = text.translate(_NOT_IN_XML)
    return made
