"""A long text in parts that a chat takes, cut where a reader would pause. Pure."""

from __future__ import annotations

from news.letter import Letter


def chat_text(letter: Letter) -> str:
    """Subject and text; attachments are only named."""
    names = ", ".join(one.name for one in letter.attachments)
    more = f"\n\nTệp kèm theo (gửi bằng thư điện tử): {names}" if names else ""
    return f"{letter.subject}\n\n{letter.text.strip()}{more}"


def split(text: str, most: int) -> list[str]:
    """Parts of at most ``most`` UTF-16 units (how Telegram counts), at paragraphs, lines or spaces where there are."""
    parts = []
    while units(text) > most:
        cut = _cut(text, most)
        parts.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [part for part in (*parts, text) if part]


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _cut(text: str, most: int) -> int:
    """Where the first part ends: never inside a character that takes two units."""
    end = len(text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore"))
    for pause in ("\n\n", "\n", " "):
        place = text.rfind(pause, end // 2, end)
        if place > 0:
            return place
    return end
