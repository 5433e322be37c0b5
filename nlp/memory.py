"""A memory for pure functions of words: a language has few of them and a text has many."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from itertools import islice
from typing import TypeVar

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")


class Memory(dict[_Key, _Value]):
    """Answers once and remembers; when full, the older half is forgotten.

    A plain dictionary on the way to the answer: three times as fast as ``lru_cache``, which keeps its order at each
    look. ``memory.__getitem__`` is the function.
    """

    def __init__(self, answer: Callable[[_Key], _Value], size: int) -> None:
        super().__init__()
        self._answer, self._size = answer, size

    def __missing__(self, key: _Key) -> _Value:
        if len(self) >= self._size:
            for old in list(islice(self, self._size // 2)):
                # Another thread may have been quicker.
                self.pop(old, None)
        value = self[key] = self._answer(key)
        return value
