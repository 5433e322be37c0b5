"""What stands within an article and is none of it: captions, related articles, tools, advertising. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from crawlers.markup import Element

_INLINE_TAGS = frozenset({"a", "b", "strong", "em", "i", "u", "font", "mark", "abbr"})
#: Names that publishers' systems give to such boxes, matched at the beginning of a word of ``class``, ``id``, ``type``.
_BOX = re.compile(
    r"(?:^|[\s_-])(?:relat(?!ive(?:$|\s))|lienquan|lien-quan|tin-?lien|same-?cat|samecat|cung-?chuyen|tin-?khac|other-?news|more-?(?:news|stories)|"
    r"read-?more|readmore|xem-?them|doc-?them|recommend|suggest|most-?read|popular|trending|box-?(?:news|tin|related|recom)|"
    r"inner-?(?:related|article)-?box|share|sharing|social|tool|action-?bar|comment|binh-?luan|cmt|disqus|tags?(?:$|[\s_-])|"
    r"tag-?(?:list|detail|box)|keyword|ads?(?:$|[\s_-])|advert|adm?zone|qc(?:$|[\s_-])|banner|sponsor|promo|author|tac-?gia|byline|"
    r"signature|writer|caption|fig-?cap|media-?cap|img-?desc|desc-?img|photo-?(?:note|desc)|newsletter|subscri|breadcrumb|rating|"
    r"vote|poll(?:$|[\s_-])|survey|copyright|source(?:$|[\s_-])|link-?source|nguon(?:$|[\s_-])|content_source|credit|player|"
    r"audio|video-?(?:box|wrap|list)|podcast|nav(?:$|[\s_-])|menu|pagination|paging|sidebar|footer|cookie|popup|modal|"
    r"(?<!overflow-)(?<!overflow-[xy]-)hidden(?:$|\s)|"
    r"screen-?reader|sr-only|visually-hidden|skip-?link|no-?print|print-?(?:btn|button|link|only)|donat|"
    r"paywall|event-?box|su-?kien|chu-?de|topic(?:$|[\s_-])|notebox-?rel)"
    r"|caption(?:$|\s)|RelatedNews|relatedbox",
    re.IGNORECASE,
)
_SKIPPED_TAGS = frozenset(
    {"figure", "figcaption", "nav", "aside", "footer", "form", "address", "time", "h1", "picture", "img"}
)


_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
#: The page itself, whatever its names say ("paywall"), and a post with all its categories as names (WordPress).
_WHOLE_TAGS = frozenset({"html", "body", "main"})
_POST = re.compile(r"(?:^|\s)(?:hentry|post-\d+|type-post)(?:$|\s)")
#: An identifier of so many words is a headline's, not a role's: ``sharing-with-a-single-developer``.
_HEADLINE_WORDS = 4


def is_box(element: Element) -> bool:
    """Whether the element by its own tag or name is no part of the running text."""
    if element.tag in _SKIPPED_TAGS:
        return True
    if element.tag in _WHOLE_TAGS:
        return False
    mark = element.get("id") or ""
    if mark.count("-") >= _HEADLINE_WORDS - 1:
        mark = ""
    name = f"{element.get('class') or ''} {mark} {element.get('type') or ''}"
    if element.get("hidden") is not None or _UNSEEN.search(element.get("style") or ""):
        return True
    return name != "  " and _is_box_name(name[:300]) and not _is_within_a_sentence(element)


def _is_within_a_sentence(element: Element) -> bool:
    """A marked word with text beside it is part of the text, whatever its name: ``<a class="keyword">``."""
    if element.tag not in _INLINE_TAGS:
        return False
    previous, parent = element.getprevious(), element.getparent()
    before = previous.tail if previous is not None else parent.text if parent is not None else None
    if any(letter.isalpha() for side in (before, element.tail) for letter in side or ""):
        return True
    return parent is not None and _is_within_a_sentence(parent)


@lru_cache(maxsize=20_000)
def _is_box_name(name: str) -> bool:
    return bool(_BOX.search(name)) and not _POST.search(name)
