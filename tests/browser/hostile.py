"""An article that wants to do harm wherever it is shown: script in its title, text and address, SVG, a formula."""

from __future__ import annotations

from jobs.wiring import Office
from news.analysis import Analysis, Relevance, Tone
from news.article import Article
from news.times import Precision, Published
from search.follower import catch_up

MARK = "thuonghai"
TITLE = f'=HYPERLINK("http://evil.example","{MARK}")<script>window.harmed=1</script>'
LEAD = "<svg onload=window.harmed=1><img src=x onerror=window.harmed=1>"
TEXT = f"{{{{ 7*7 }}}} </textarea></title></script><script>window.harmed=1</script> {MARK} Ninh Bình \u202egnốhc\x07"
ADDRESS = 'https://song-mau.example/"><script>window.harmed=1</script>'


def plant(office: Office) -> int:
    """Put it into the office, a minute before now and about the province; its id."""
    at = office.clock()
    article = Article(
        url=ADDRESS, source="song-mau", title=TITLE, lead=LEAD, text=TEXT, published=Published(at, Precision.MINUTE)
    )
    reading = Analysis("test", "vi", Tone.NEGATIVE, 0.9, (), (), {office.province: Relevance.ABOUT})
    with office.storage.begin() as work:
        stored = work.articles.add(article, first_seen_at=at)
        work.analyses.add_many([(stored.id, 1, reading)])
    catch_up(office.storage, office.engine)
    return stored.id
