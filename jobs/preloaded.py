"""What the server of processes loads once for all of them, by reading one article with the light models.

No province is named in it, so the transformer is left: its run time has threads, and threads do not survive a fork.
"""

from __future__ import annotations

import gc

from jobs.garbage import collect_rarely
from jobs.reading import Reader
from news.article import Article, StoredArticle
from news.times import UNKNOWN_TIME, utc_now

_ARTICLE = Article(
    url="https://bao.example/thi-du.htm",
    source="thi-du",
    title="Họp bàn về mùa mưa năm nay",
    lead="Cuộc họp bàn cách phòng, chống mưa lớn.",
    text="",
    published=UNKNOWN_TIME,
)

collect_rarely()
Reader((), {}).read([StoredArticle(0, 0, _ARTICLE, utc_now(), utc_now())])
# What is loaded stays: a collector that looks at it again and again would also write to memory that all share.
gc.collect()
gc.freeze()
