"""SCOPE §1 in code: social networks, forums, comment sections and feeds made from them are never read. Pure.

Refused by host and by shape, so that a mirror under another name is refused too. Config, import and collection
all ask here, and no setting changes the answer.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from news.errors import ForbiddenSource
from news.urls import host_of

_SOCIAL = "mạng xã hội"
_FORUM = "diễn đàn"
_COMMENTS = "bình luận của bạn đọc"
_MADE_FROM = "nguồn tin tạo từ mạng xã hội"

#: Sites by the end of their host name.
_SITES: dict[str, str] = {
    **dict.fromkeys(
        (
            "facebook.com", "fb.com", "fb.me", "fb.watch", "messenger.com", "m.me", "instagram.com", "instagr.am",
            "threads.net", "threads.com", "x.com", "twitter.com", "t.co", "twimg.com", "tiktok.com", "douyin.com",
            "youtube.com", "youtu.be", "youtube-nocookie.com", "reddit.com", "redd.it", "zalo.me", "zaloapp.com",
            "t.me", "telegram.org", "telegram.me", "telegram.dog", "telesco.pe", "whatsapp.com", "wa.me", "viber.com",
            "line.me", "discord.com", "discord.gg", "weibo.com", "weibo.cn", "weixin.qq.com", "xiaohongshu.com",
            "bilibili.com", "zhihu.com", "vk.com", "vk.ru", "ok.ru", "snapchat.com", "pinterest.com", "linkedin.com",
            "lnkd.in", "tumblr.com", "bsky.app", "bsky.social", "mastodon.social", "mastodon.online", "mstdn.social",
            "truthsocial.com", "gettr.com", "parler.com", "rumble.com", "odysee.com", "minds.com", "mewe.com",
            "medium.com", "substack.com", "spiderum.com", "gapo.vn", "lotus.vn", "hahalolo.com", "mocha.com.vn",
            "likee.video", "bigo.tv", "kakao.com", "band.us", "locket.camera",
        ),
        _SOCIAL,
    ),
    **dict.fromkeys(
        (
            "voz.vn", "vozforums.com", "otofun.net", "otosaigon.com", "webtretho.com", "lamchame.com", "lamchame.vn",
            "tinhte.vn", "f319.com", "ttvnol.com", "5giay.vn", "kenhsinhvien.vn", "gamevn.com", "vn-zoom.com",
            "vn-z.vn", "linkhay.com", "quora.com", "4chan.org", "8kun.top", "stackexchange.com", "vforum.vn",
            "diendan.vn", "xamvn.us", "xamvn.com", "theanh28.vn", "cmavn.org", "phuot.vn", "nairaland.com",
        ),
        _FORUM,
    ),
    **dict.fromkeys(("disqus.com", "hyvor.com", "graphcomment.com"), _COMMENTS),
    **dict.fromkeys(
        (
            "rsshub.app", "nitter.net", "xcancel.com", "twiiit.com", "twitrss.me", "rss.app", "fetchrss.com",
            "queryfeed.net", "fbrss.com", "bird.makeup", "brid.gy",
        ),
        _MADE_FROM,
    ),
}  # fmt: skip

#: Self-hosted mirrors and boards give themselves away in a label of their name.
_LABELS = re.compile(
    r"^(?:(?P<made>nitter|rsshub|rss-?bridge|invidious|piped|yewtu|teddit|libreddit|redlib|proxitok|bibliogram|picuki|"
    r"twitrss|fraidycat|tgstat|tginfo)(?:[-\d].*)?|(?P<social>mastodon|pleroma|misskey|lemmy|fediverse)|"
    r"(?P<forum>forums?|diendan|dien-dan|community|congdong|bbs|boards?|discourse)|(?P<comments>comments?|disqus))$"
)
_PLATFORM = (
    r"facebook|fb|twitter|x|instagram|threads|tiktok|douyin|youtube|telegram|zalo|reddit|weibo|vk|discord|mastodon|bluesky|"
    r"bsky|bilibili|zhihu|pinterest|linkedin|tumblr|whatsapp|snapchat|quora|medium|voz|otofun|webtretho|tinhte"
)
#: RSSHub's routes: ``/twitter/user/x``, ``/telegram/channel/x``, ``/youtube/user/@x`` ...
_ROUTE = re.compile(
    rf"^/(?:rsshub/)?(?:{_PLATFORM})/(?:user|users|u|channel|c|page|pages|group|groups|profile|timeline|home|list|keyword|"
    r"hashtag|tag|subreddit|r|community|playlist|media|likes|search|live|subscriptions|shorts|post|posts)(?:/|$)",
    re.IGNORECASE,
)
#: RSS-Bridge: ``?action=display&bridge=FacebookBridge``.
_BRIDGE = re.compile(
    rf"(?:^|&)bridge=[^&]*(?:{_PLATFORM.replace('|x|', '|')}|comment|forum|phpbb|vbulletin|xenforo|discourse)",
    re.IGNORECASE,
)
_SEGMENTS: dict[str, str] = {
    **dict.fromkeys(("forum", "forums", "diendan", "dien-dan", "bbs", "phpbb", "vbulletin", "xenforo"), _FORUM),
    **dict.fromkeys(
        ("showthread.php", "forumdisplay.php", "viewtopic.php", "viewforum.php", "memberlist.php", "newreply.php"),
        _FORUM,
    ),
    **dict.fromkeys(("comments", "disqus", "fbcomments", "comment-page-1"), _COMMENTS),
}
_COMMENT_PATH = re.compile(
    r"/(?:comment|comments)[-_/.]?(?:feed|rss|atom|xml)\b|/(?:feeds?|rss|atom)[-_/](?:comment|comments)\b|"
    r"/wp-comments|/comments?\.(?:rss|xml|atom|json)$",
    re.IGNORECASE,
)
_COMMENT_QUERY = re.compile(
    r"(?:^|&)(?:feed=comments|withcomments=|type=comments?(?:&|$)|feed=rss2?-comments|view=comments)", re.IGNORECASE
)
_THREAD = re.compile(r"^/threads?/[^/]+\.\d+(?:/|$)", re.IGNORECASE)
_PROFILE = re.compile(r"^/(?:rss/|feed/|feeds/)?@[^/]+", re.IGNORECASE)
_NESTED = re.compile(r"https?:/{1,2}[^\s]+", re.IGNORECASE)
_COMMENT_TITLE = re.compile(
    r"^\s*(?:comments\s+(?:on|for)|(?:các\s+)?(?:bình luận|phản hồi)\s+(?:cho|về|của)|commentaires\s+(?:sur|pour))\b",
    re.IGNORECASE,
)
_MOST_NESTING = 2


def refuse(url: str) -> ForbiddenSource | None:
    """Return the refusal of an address that is no publication, or ``None``. Never raises."""
    reason = _reason(url, 0)
    return None if reason is None else ForbiddenSource(url, reason)


def is_comment_feed(title: str) -> bool:
    """Whether a feed says in its title that it carries comments: WordPress serves them under innocent addresses."""
    return _COMMENT_TITLE.match(title) is not None


def _reason(url: str, depth: int) -> str | None:
    try:
        parts = urlsplit(url)
        host = host_of(url)
    except ValueError:
        return None
    path, query = unquote(parts.path), unquote(parts.query)
    return _reason_of_host(host) or _reason_of_shape(path, query) or _reason_of_nested(path, query, depth)


def _reason_of_host(host: str) -> str | None:
    labels = host.split(".")
    for start in range(len(labels) - 1):
        if reason := _SITES.get(".".join(labels[start:])):
            return reason
    for depth, label in enumerate(labels[:-1]):
        found = _LABELS.match(label)
        if found is None:
            continue
        if found["made"]:
            return _MADE_FROM
        # The site's own name may hold the word (``community.vn``); a sub-domain that is nothing else may not.
        if depth > 0 or len(labels) < 3:
            continue
        return _SOCIAL if found["social"] else _FORUM if found["forum"] else _COMMENTS
    return None


def _reason_of_shape(path: str, query: str) -> str | None:
    lowered = path.lower()
    for segment in lowered.split("/"):
        if reason := _SEGMENTS.get(segment):
            return reason
    if _COMMENT_PATH.search(path) or _COMMENT_QUERY.search(query):
        return _COMMENTS
    if _THREAD.match(path):
        return _FORUM
    if _PROFILE.match(path):
        return _SOCIAL
    if _ROUTE.match(path) or _BRIDGE.search(query):
        return _MADE_FROM
    return None


def _reason_of_nested(path: str, query: str, depth: int) -> str | None:
    """An address inside the address: a proxy's or an archive's copy of what is refused itself."""
    if depth >= _MOST_NESTING:
        return None
    for found in _NESTED.finditer(f"{path} {query.replace('&', ' ')}"):
        inner = re.sub(r"^(https?:)/{1,2}", r"\1//", found[0], flags=re.IGNORECASE)
        if _reason(inner, depth + 1):
            return _MADE_FROM
    return None
