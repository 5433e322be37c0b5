"""How many sentences a second are held against an evidence library: 1,000 new ones, 10,000 passages.

    python -m bench.matching [--passages 10000] [--sentences 1000] [--processes 2]

Prints, for the light core: building the index, finding candidates alone, and matching whole (candidates and
comparison) on one core and on as many processes as the machine has cores; then with the transformer on the shortlist,
where its model is installed.
"""

from __future__ import annotations

import argparse
import os
import random
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime
from multiprocessing import get_context

from factcheck.matching import SHORTLIST, Matcher
from news.evidence import Evidence, EvidenceKind, Passage, StoredEvidence
from nlp import transformer
from nlp.nearest import Nearest
from search.passages import FoundPassage

DAY = date(2026, 11, 20)
_PLACES = "Hoa Lư|Tam Điệp|Kim Sơn|Gia Viễn|Nho Quan|Yên Khánh|Phủ Lý|Duy Tiên|Nam Trực|Hải Hậu|Ý Yên|Giao Thủy"
_BODIES = "Sở Xây dựng|Sở Y tế|Sở Giáo dục|UBND tỉnh|Chi cục Thủy lợi|Điện lực tỉnh|Sở Nông nghiệp|Ban quản lý dự án"
_MATTERS = [
    "khởi công cầu vượt dài {n} m ở {place} với vốn {m} tỷ đồng",
    "cho học sinh {place} nghỉ học {k} ngày từ {d}/{mo} do mưa lớn",
    "ghi nhận {n} ca sốt xuất huyết tại {place} trong {k} tuần qua",
    "phê duyệt quy hoạch khu dân cư {place} rộng {n} ha đến năm 2030",
    "thu ngân sách tháng {mo} của {place} đạt {m} tỷ đồng, tăng {k} phần trăm",
    "xả lũ hồ chứa ở {place} với lưu lượng {n} m3/s từ {k} giờ ngày {d}/{mo}",
    "cắt điện {k} giờ tại {place} ngày {d}/{mo} để nâng cấp trạm {n} kV",
    "hỗ trợ {m} triệu đồng cho {n} hộ nghèo ở {place} sửa nhà",
]


def made(count: int, seed: int) -> list[str]:
    """Fictional sentences of officialese, with figures, days and places."""
    dice = random.Random(seed)
    places, bodies = _PLACES.split("|"), _BODIES.split("|")
    found = []
    for _ in range(count):
        matter = dice.choice(_MATTERS).format(
            n=dice.randint(10, 990),
            m=dice.randint(2, 800),
            k=dice.randint(2, 9),
            d=dice.randint(1, 28),
            mo=dice.randint(1, 12),
            place=dice.choice(places),
        )
        verb = dice.choice(("thông báo", "cho biết", "xác nhận", "công bố"))
        found.append(f"{dice.choice(bodies)} {verb} {matter}; việc này do đơn vị {dice.randint(1, 60)} theo dõi.")
    return found


class _Index:
    """``search.passages.MemoryPassages`` without a store."""

    def __init__(self, texts: list[str]) -> None:
        self._passages = [Passage(place, 0, text) for place, text in enumerate(texts, start=1)]
        self._nearest = Nearest(texts)

    def find(self, text: str, limit: int = 10) -> list[FoundPassage]:
        return [FoundPassage(self._passages[place], score) for place, score in self._nearest.find(text, limit)]


def _documents(ids: object) -> dict[int, StoredEvidence]:
    day = datetime(2026, 11, 19, tzinfo=UTC)
    one = Evidence(EvidenceKind.DOCUMENT, "Cơ quan mẫu", "Văn bản", "", "0" * 64, published_on=date(2026, 11, 18))
    return {key: StoredEvidence(key, "ninh-binh", one, "p1", day) for key in ids}  # type: ignore[attr-defined]


_matcher: Matcher | None = None


def _start(texts: list[str]) -> None:
    global _matcher
    _matcher = Matcher(_Index(texts), _documents)


def _match(batch: list[str]) -> int:
    assert _matcher is not None
    return sum(any(match.speaks for match in _matcher.match(sentence, DAY)) for sentence in batch)


def _rates(count: int, begin: float, spent: float) -> str:
    """By the clock, and by the processor's time alone: what a machine with nothing else to do would reach."""
    by_clock, by_processor = count / (time.perf_counter() - begin), count / (time.process_time() - spent)
    return f"{by_clock:,.0f} sentences/s on one core ({by_processor:,.0f} by processor time)"


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--passages", type=int, default=10_000)
    options.add_argument("--sentences", type=int, default=1_000)
    options.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    chosen = options.parse_args()
    passages, sentences = made(chosen.passages, 1), made(chosen.sentences, 2)

    begin = time.perf_counter()
    index = _Index(passages)
    print(f"index of {len(passages):,} passages built in {time.perf_counter() - begin:.2f} s")
    index.find(sentences[0])
    begin, spent = time.perf_counter(), time.process_time()
    for sentence in sentences:
        index.find(sentence, SHORTLIST)
    print(f"candidates alone: {_rates(len(sentences), begin, spent)}")

    _start(passages)
    _match(sentences[:5])
    begin, spent = time.perf_counter(), time.process_time()
    speaking = _match(sentences)
    print(
        f"light core: {_rates(len(sentences), begin, spent)}; {speaking} of {len(sentences)} met evidence that speaks"
    )

    batches = [sentences[start : start + 50] for start in range(0, len(sentences), 50)]
    context = get_context("spawn")
    with ProcessPoolExecutor(chosen.processes, context, initializer=_start, initargs=(passages,)) as pool:
        list(pool.map(_match, [[sentence] for sentence in sentences[: chosen.processes * 2]]))
        begin = time.perf_counter()
        list(pool.map(_match, batches))
        rate = len(sentences) / (time.perf_counter() - begin)
    print(f"light core: {rate:,.0f} sentences/s on {chosen.processes} processes")

    sample = sentences[:100]
    if transformer.pairs(sample[:1], sample[:1]) is None:
        print("transformer: no model is installed")
        return
    assert _matcher is not None
    begin, spent = time.perf_counter(), time.process_time()
    for sentence in sample:
        _matcher.reconsidered(sentence, DAY, _matcher.match(sentence, DAY)[:1])
    rates = _rates(len(sample), begin, spent)
    print(f"light core, then the transformer on what speaks best: {rates}")


if __name__ == "__main__":
    main()
