from hypothesis import given
from hypothesis import strategies as st

from news.article import Article
from nlp.sentences import split
from reports.extract import MAX_SENTENCES, sentences_of
from reports.plain import plain
from tests.reports.samples import candidate

LEAD = "Sáng 21/11, cầu tạm bị nước cuốn trôi hoàn toàn. Không có ai bị thương trong vụ việc này."
TEXT = "Người dân đã được báo trước.\nỦy ban nhân dân tỉnh Ninh Bình hỗ trợ 3,2 tỷ đồng. Trời đã tạnh mưa từ sáng."


def _sentences(
    lead: str = "", text: str = "", names: tuple[str, ...] = ("Ninh Bình",), **more: bool
) -> tuple[str, ...]:
    one = candidate(1, "thoi-luan", "Một tiêu đề", lead, text, names=names)
    return sentences_of(one.stored.article, one.places_in("ninh-binh"), **more)


def test_takes_the_lead_and_the_sentence_that_names_the_province() -> None:
    assert _sentences(LEAD, TEXT) == (
        "Sáng 21/11, cầu tạm bị nước cuốn trôi hoàn toàn.",
        "Không có ai bị thương trong vụ việc này.",
        "Ủy ban nhân dân tỉnh Ninh Bình hỗ trợ 3,2 tỷ đồng.",
    )


def test_prefers_a_figure_where_nothing_names_the_province() -> None:
    text = "Câu thứ nhất không có gì. Câu thứ hai cũng không có gì. Câu thứ ba có 12.345 hộ dân."
    assert "Câu thứ ba có 12.345 hộ dân." in _sentences("", text, ())


def test_takes_the_passage_of_the_foreign_press() -> None:
    text = "The weather was bad all week long. In Ninh Bình two bridges were closed. Ferries ran instead."
    assert _sentences("A long opening of another matter.", text, abroad=True) == (
        "In Ninh Bình two bridges were closed.",
        "Ferries ran instead.",
    )


def test_leaves_out_what_the_publisher_cut_off() -> None:
    assert _sentences("Câu đầu tiên đầy đủ ý nghĩa. Câu thứ hai bị cắt giữa chừng...") == (
        "Câu đầu tiên đầy đủ ý nghĩa.",
    )


def test_shows_a_cut_summary_rather_than_nothing() -> None:
    assert _sentences("Chỉ có một câu tóm tắt bị cắt…") == ("Chỉ có một câu tóm tắt bị cắt…",)


def test_does_not_repeat_the_headline() -> None:
    one = Article(
        "https://a.example/1", "a", "Cầu tạm bị nước cuốn trôi", "Cầu tạm bị nước cuốn trôi. Chưa rõ thiệt hại ra sao."
    )
    assert sentences_of(one, ()) == ("Chưa rõ thiệt hại ra sao.",)


def test_says_nothing_where_there_is_no_text() -> None:
    assert _sentences() == ()


@given(st.text(max_size=400), st.text(max_size=1500))
def test_every_sentence_is_a_whole_sentence_of_the_article(lead: str, text: str) -> None:
    article = Article("https://a.example/1", "a", "t", lead, text)
    chosen = sentences_of(article, ())
    whole = [plain(sentence.text) for sentence in split(article.body)]
    assert len(chosen) <= MAX_SENTENCES
    assert all(one in whole for one in chosen)
