from crawlers.belonging import Outlets
from news.article import FeedEntry
from news.source import Source, SourceClass


def _source(id_: str, homepage: str, class_: SourceClass = SourceClass.CENTRAL) -> Source:
    return Source(id_, id_, class_, "VN", ("vi",), homepage, (f"{homepage}/rss",))


VNE = _source("vne", "https://bao.example")
VNE_EN = _source("vne-en", "https://e.bao.example")
CAND = _source("cand", "https://congan.example")
FINDER = _source("finder", "https://tim.example", SourceClass.DISCOVERY)
OUTLETS = Outlets([VNE, VNE_EN, CAND, FINDER])


def _sorted(source: Source, *links: str) -> dict[str, list[str]]:
    belonging = OUTLETS.belonging(source, [FeedEntry(link, "Tin") for link in links])
    return {owner.id: [entry.link for entry in entries] for owner, entries in belonging.entries}


def test_a_section_on_a_subdomain_is_the_outlets_own() -> None:
    assert _sorted(VNE, "https://dulich.bao.example/1") == {"vne": ["https://dulich.bao.example/1"]}


def test_an_article_of_another_accepted_outlet_goes_under_its_name() -> None:
    links = ["https://congan.example/1", "https://bao.example/2"]
    assert _sorted(CAND, *links) == {"cand": [links[0]], "vne": [links[1]]}


def test_the_most_specific_host_owns() -> None:
    owner = OUTLETS.owner_of("https://e.bao.example/news")
    assert owner is VNE_EN


def test_an_outlet_that_moved_keeps_its_articles() -> None:
    links = [f"https://moi.example/{n}" for n in range(3)]
    assert _sorted(CAND, *links) == {"cand": links}


def test_a_pointer_is_no_new_home() -> None:
    belonging = OUTLETS.belonging(CAND, [FeedEntry("https://news.google.com/rss/articles/1", "Tin")])
    assert belonging.entries == ()
    assert belonging.elsewhere == 1


def test_counts_what_it_leaves_out() -> None:
    entries = [
        FeedEntry("https://congan.example/1", "Tin"),
        FeedEntry("https://la.example/2", "Tin"),
        FeedEntry("https://x.com/3", "Tin"),
        FeedEntry("", "Tin"),
        FeedEntry("javascript:alert(1)", "Tin"),
    ]
    belonging = OUTLETS.belonging(CAND, entries)
    assert (belonging.elsewhere, belonging.refused, belonging.without_link) == (1, 1, 2)
    assert belonging.note.startswith("bỏ qua 1 tin dẫn ra ngoài")


def test_a_finder_owns_nothing() -> None:
    assert OUTLETS.owner_of("https://tim.example/1") is None
