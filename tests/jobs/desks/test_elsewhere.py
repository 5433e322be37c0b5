"""An article shows what the press of other languages may have published on the same matter."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from config import write_folder
from jobs.desks.articles import ArticlesDesk
from jobs.wiring import open_office
from news.analysis import Analysis, Relevance, Tone
from news.article import Article
from nlp import meaning

NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


def test_other_languages_near_in_meaning_and_in_time_are_shown(tmp_path: Path) -> None:
    write_folder(tmp_path / "province", "ninh-binh", "Ninh Bình", "Tỉnh Ninh Bình")
    vectors = np.eye(3, 384, dtype=np.float32)
    told = [("vi", 0, 0), ("en", 0, 1), ("zh", 1, 2), ("vi", 0, 3), ("fr", 0, 20)]
    with open_office(tmp_path / "province") as office:
        with office.storage.begin() as work:
            ids = []
            for number, (language, axis, days) in enumerate(told):
                article = Article(f"https://bao.example/{number}", "bao", f"Tin {number}")
                ids.append(work.articles.add(article, first_seen_at=NOW + timedelta(days)).id)
                (kept,) = meaning.packed(vectors[axis : axis + 1])
                read = Analysis(
                    "m", language, Tone.NEUTRAL, 0.5, relevance={"ninh-binh": Relevance.ABOUT}, meaning=kept
                )
                work.analyses.add_many([(ids[-1], 1, read)])
        desk = ArticlesDesk(office)
        assert [one.article_id for one in desk.get(ids[0]).elsewhere] == [ids[1]]
        assert [one.language for one in desk.get(ids[1]).elsewhere] == ["vi", "vi"]
        assert desk.get(ids[4]).elsewhere == ()
