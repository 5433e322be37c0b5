"""The pages: what they show, that they escape, and that they answer on this machine only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from dashboards.services import SearchHit, SearchPage, SourceLine
from dashboards.services.desk import SignedLine
from dashboards.services.search import Exported, FacetList, FacetValue, SavedQuery, Spread
from news.analysis import Tone, Topic
from news.digest import Coverage, Digest, DigestEntry, Outlet, Period, SourceFailure
from news.errors import QueryError, StorageError
from news.people import Person, Role
from news.source import Health
from news.times import UNKNOWN_TIME, Precision, Published, Window, at_local
from tests.dashboards.office import services, signed_in

DAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 21, 5, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script>"


def outlet(**changes: object) -> Outlet:
    base = Outlet(
        1, "song-mau", "Báo Sông Mẫu", "Cầu mới", "https://a.vn/1",
        Published(NOON, Precision.MINUTE), NOON, "vi", is_foreign=False, is_reprint=False,
    )  # fmt: skip
    return replace(base, **changes)  # type: ignore[arg-type]


def entry(**changes: object) -> DigestEntry:
    base = DigestEntry(
        "s1", "Cầu mới qua sông", ("Cầu thông xe sáng nay.",), (outlet(),), Tone.POSITIVE, False,
        (Topic.TRANSPORT,), ("Ninh Bình",), 1.0, ("tên tỉnh ở tiêu đề",),
    )  # fmt: skip
    return replace(base, **changes)  # type: ignore[arg-type]


def digest(**changes: object) -> Digest:
    base = Digest(
        "ninh-binh", "Ninh Bình", "VĂN PHÒNG", Period.DAY, DAY,
        Window(at_local(DAY - timedelta(days=1), 6, 30), at_local(DAY, 6, 30)),
        (entry(),), (), (), Coverage(3, (), 20, 1, 0), NOON,
    )  # fmt: skip
    return replace(base, **changes)  # type: ignore[arg-type]


class FakeDigest:
    """The digest as the pages see it; tests change its attributes."""

    formats: tuple[str, ...] = ("docx", "pdf")

    def __init__(self) -> None:
        self.one = digest()
        self.failure: Exception | None = None

    def today(self) -> date:
        return DAY

    def get(self, day: date) -> Digest:
        if self.failure:
            raise self.failure
        return replace(self.one, day=day)

    def line(self, day: date) -> SignedLine | None:
        return None

    def document(self, day: date, format: str) -> bytes:
        return f"{day} {format}".encode()


class FakeSearch:
    page = SearchPage((), None, 0)

    def find(self, query: str, *, ranked: bool, after: str | None, limit: int) -> SearchPage:
        if query == '"':
            raise QueryError(query, 0, "thiếu dấu ngoặc kép đóng")
        return self.page

    def spread(self, query: str) -> Spread:
        return Spread(3, (FacetList("Sắc thái", (FacetValue("tiêu cực", 2, "tone:neg"),)),))

    def saved(self, person: Person) -> Sequence[SavedQuery]:
        return [SavedQuery(7, HOSTILE, "cháy -rừng")]


class FakeExports:
    """``is_slow``: the first list is not ready while its reader waits."""

    is_slow = False

    def begin(self, person: Person, query: str, form: str) -> str:
        self.made = Exported(form, f"{query} {form}".encode())
        return "viec"

    def get(self, person: Person, id: str) -> Exported | None:
        return None if self.is_slow or id != "viec" else self.made


class FakeSources:
    def __init__(self) -> None:
        self.lines: list[SourceLine] = []

    def list(self) -> Sequence[SourceLine]:
        return self.lines


@dataclass
class Fakes:
    digest: FakeDigest
    search: FakeSearch
    sources: FakeSources
    exports: FakeExports


@pytest.fixture
def fakes() -> Fakes:
    return Fakes(FakeDigest(), FakeSearch(), FakeSources(), FakeExports())


@pytest.fixture
def client(fakes: Fakes) -> TestClient:
    return signed_in(services(**vars(fakes)), Role.PRESS_OFFICER)


def test_shows_the_newest_digest(client: TestClient) -> None:
    page = client.get("/").text
    assert "Điểm báo ngày 22/11/2026" in page
    assert "Cầu mới qua sông" in page
    assert "12:00 21/11/2026" in page


def test_shows_a_quiet_day_in_words(client: TestClient, fakes: Fakes) -> None:
    fakes.digest.one = digest(stories=())
    assert "Không có vấn đề nổi bật." in client.get("/").text


def test_never_calls_a_day_quiet_on_which_nothing_was_read(client: TestClient, fakes: Fakes) -> None:
    fakes.digest.one = digest(stories=(), coverage=Coverage(0, (), 0, 0, 0))
    page = client.get("/").text
    assert "Không có vấn đề nổi bật." not in page
    assert "không đọc được nguồn nào" in page


def test_names_the_sources_that_failed(client: TestClient, fakes: Fakes) -> None:
    failure = SourceFailure("x", "Báo X", Health.REFUSED, None, "mã 403")
    fakes.digest.one = digest(coverage=Coverage(2, (failure,), 20, 1, 0))
    page = client.get("/").text
    assert "Báo X" in page
    assert "từ chối" in page


def test_has_no_page_for_a_day_to_come(client: TestClient) -> None:
    assert client.get("/digest/2026-11-23").status_code == 404
    assert client.get("/digest/2026-11-23/pdf").status_code == 404


@pytest.mark.parametrize("path", ["/digest/gestern", "/digest/2026-11-22/exe", "/nowhere", "/static/../app.py"])
def test_says_in_words_that_a_page_is_not_there(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_offers_the_documents_of_a_day(client: TestClient) -> None:
    answer = client.get("/digest/2026-11-20/docx")
    assert answer.content == b"2026-11-20 docx"
    assert answer.headers["content-disposition"] == 'attachment; filename="diem-bao-2026-11-20.docx"'


def test_escapes_everything_from_outside(client: TestClient, fakes: Fakes) -> None:
    hostile = outlet(title=HOSTILE, name=HOSTILE, url="javascript:alert(1)")
    fakes.digest.one = digest(stories=(entry(title=HOSTILE, sentences=(HOSTILE,), outlets=(hostile, hostile)),))
    page = client.get("/").text
    assert "<script>" not in page
    assert "javascript:" not in page
    assert "&lt;script&gt;" in page


def test_escapes_the_query(client: TestClient) -> None:
    assert "<script>" not in client.get("/search", params={"q": f'"{HOSTILE}'}).text


def test_shows_hits_with_marks(client: TestClient, fakes: Fakes) -> None:
    hit = SearchHit(
        1, "https://a.vn/1", "Báo A", (("Cầu ", False), ("mới", True)), ((HOSTILE, False),),
        UNKNOWN_TIME, NOON, Tone.NEUTRAL, (Topic.TRANSPORT,),
    )  # fmt: skip
    fakes.search.page = SearchPage((hit,), "next-page", 4, NOON, 1000)
    page = client.get("/search?q=mới").text
    assert "<mark>mới</mark>" in page
    assert "không rõ giờ đăng" in page
    assert "Tìm kiếm chậm 4 bài từ 12:00 21/11/2026" in page
    assert "chỉ tìm được trong 1000 bài mới nhất" in page
    assert "after=next-page" in page
    assert "<script>" not in page


def test_explains_a_faulty_query(client: TestClient) -> None:
    answer = client.get("/search", params={"q": '"'})
    assert answer.status_code == 400
    assert "thiếu dấu ngoặc kép đóng" in answer.text


def test_lists_troubled_sources_first(client: TestClient, fakes: Fakes) -> None:
    fakes.sources.lines = [
        SourceLine("a", "Báo Tốt", "https://a.vn/rss", True, Health.OK, "", NOON, NOON),
        SourceLine("b", "Báo Hỏng", "https://b.vn/rss", True, Health.BROKEN, "dòng 3", None, None),
        SourceLine("c", "Báo Tắt", "https://c.vn/rss", False, Health.NEVER_READ, "", None, None),
    ]
    page = client.get("/sources").text
    assert page.index("Báo Hỏng") < page.index("Báo Tốt") < page.index("Báo Tắt")
    assert "nguồn cấp tin bị hỏng" in page


def test_says_on_every_page_that_a_sample_is_fictional(fakes: Fakes) -> None:
    client = signed_in(services(is_sample=True, **vars(fakes)), Role.PRESS_OFFICER)
    for path in ("/", "/search", "/sources", "/nowhere"):
        assert "hư cấu" in client.get(path).text


def test_tells_a_storage_failure_in_words(client: TestClient, fakes: Fakes) -> None:
    fakes.digest.failure = StorageError("locked")
    assert client.get("/").status_code == 503


def test_hides_the_inside_of_an_unknown_failure(client: TestClient, fakes: Fakes) -> None:
    fakes.digest.failure = RuntimeError("secret path")
    answer = client.get("/")
    assert answer.status_code == 500
    assert "secret path" not in answer.text
    assert "content-security-policy" in answer.headers


@pytest.mark.parametrize("path", ["/", "/search?q=a", "/sources", "/nowhere", "/static/style.css"])
def test_every_answer_forbids_scripts_frames_and_foreign_resources(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_answers_to_no_other_host_name(client: TestClient) -> None:
    client.base_url = "http://evil.example"
    assert client.get("/").status_code == 400


def test_narrows_a_search_by_what_the_hits_are(client: TestClient) -> None:
    page = client.get("/search?q=cháy&since=2026-11-01&tone=neg").text
    assert 'value="cháy since:2026-11-01 tone:neg"' in page
    assert 'href="/search?q=ch%C3%A1y+since%3A2026-11-01+tone%3Aneg+tone%3Aneg"' in page
    assert "&lt;script&gt;" in page


def test_gives_lists_to_take_away(client: TestClient) -> None:
    answer = client.get("/search/export/csv", params={"q": "cháy"})
    assert answer.content == "cháy csv".encode()
    assert 'filename="danh-sach-bai.csv"' in answer.headers["content-disposition"]
    assert client.get("/search/export/exe", params={"q": "cháy"}).status_code == 404
    assert client.get("/search/export/csv").status_code == 400
    assert client.get("/search/exports/khac").status_code == 404


def test_a_long_list_is_made_while_its_page_says_so(
    client: TestClient, fakes: Fakes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboards.pages.search._BETWEEN", 0)
    fakes.exports.is_slow = True
    assert client.get("/search/export/xlsx", params={"q": "cháy"}).headers["location"] == "/tasks/viec"
    fakes.exports.is_slow = False
    assert 'href="/search/exports/viec/file"' in client.get("/search/exports/viec").text
    assert client.get("/search/exports/viec/file").content == "cháy xlsx".encode()
