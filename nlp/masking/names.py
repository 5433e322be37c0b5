"""Persons' names as far as they are recognised: full names by family name, given names after a form of address."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.masking.kinds import Kind
from nlp.masking.surface import Surface

_FAMILY = frozenset(
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh trịnh đoàn lương mai tô tạ hà cao "
    "lâm châu đào trương thái tăng quách phùng văn từ chu tống nghiêm kiều vương lưu mạc hứa thạch".split()
)
_WORD = re.compile(r"[^\W\d_]+")


def find(surface: Surface) -> Iterator[tuple[Kind, int, int]]:
    """Full names of three or four capitalised syllables that begin with a family name."""
    words = [match.span() for match in _WORD.finditer(surface.shown)]
    at = 0
    while at < len(words):
        start, end = words[at]
        run = [words[at]]
        if surface.low[start:end] in _FAMILY and surface.shown[start].isupper():
            for begin, stop in words[at + 1 : at + 4]:
                if begin != run[-1][1] + 1 or surface.shown[begin - 1] != " " or not surface.shown[begin].isupper():
                    break
                run.append((begin, stop))
            if len(run) >= 3:
                yield Kind.NAME, start, run[-1][1]
                at += len(run)
                continue
        at += 1
