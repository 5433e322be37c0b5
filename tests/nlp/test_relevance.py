"""What an article has to do with a province, in sentences of our own."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from news.analysis import Relevance
from nlp import gazetteer, mentions, relevance

NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
ABOUT, SPORT, PASSING, NONE = Relevance.ABOUT, Relevance.SPORT, Relevance.PASSING, Relevance.NONE
LABELLED = Path("../shared/data/labelled/relevance.jsonl")


def judge(title: str, lead: str, body: str = "", *, province: str = "ninh-binh") -> Relevance:
    whole = "\n".join(part for part in (lead, body) if part)
    found = mentions.find(title, whole, language="vi", published_at=NOW, gazetteer=gazetteer.load())
    return relevance.judge(title, lead, body, found, provinces=[province])[province]


@pytest.mark.parametrize(
    ("title", "lead", "expected"),
    [
        ("Ninh Bình khởi công trường học mới", "UBND tỉnh Ninh Bình khởi công trường ở xã Hải Quang.", ABOUT),
        ("Cháy xưởng gỗ, một người bị thương", "Xưởng gỗ ở phường Nam Định (Ninh Bình) bốc cháy trong đêm.", ABOUT),
        ("Du khách chèo thuyền giữa mùa lúa chín", "Cánh đồng Tam Cốc vào mùa đẹp nhất trong năm.", ABOUT),
        ("CLB Nam Định thắng phút cuối", "Tiền đạo dự bị ghi bàn giúp Nam Định thắng ở V-League.", SPORT),
        ("HLV Ninh Bình khen học trò", "Ninh Bình giữ ngôi đầu bảng xếp hạng sau trận thắng.", SPORT),
        ("Đau lưng có nên tập tạ không?", "Tôi đau lưng, nên tập gì? (Thu Hòa, 41 tuổi, Ninh Bình)", PASSING),
        ("Chàng trai giao hàng trả lại ví tiền ở TP.HCM", "Anh Tú, quê Nam Định, nhặt được ví ở TP.HCM.", PASSING),
        ("Kim cương giá rẻ từ một huyện nhỏ", "Một huyện của tỉnh Hà Nam, Trung Quốc, chế tác kim cương.", NONE),
        ("Giá vàng tăng", "Giá vàng trong nước tăng thêm 500.000 đồng một lượng.", NONE),
    ],
)  # fmt: skip
def test_judges_headline_and_lead(title: str, lead: str, expected: Relevance) -> None:
    assert judge(title, lead) is expected


_FILLER = "Đoàn khảo sát tiếp tục làm việc với các bên về tiến độ và nguồn vốn của dự án. " * 4


def test_a_name_met_only_deep_in_the_body_is_passing() -> None:
    body = "\n".join([_FILLER] * 6 + ["Đơn vị từng thi công một cầu ở Ninh Bình.", _FILLER])
    assert judge("Hà Nội xây cầu mới", "Cầu bắc qua sông Hồng được khởi công sáng nay.", body) is PASSING


def test_a_club_met_only_in_the_body_is_sport() -> None:
    body = "\n".join([_FILLER, "Anh từng khoác áo CLB Nam Định.", _FILLER])
    assert judge("Cựu cầu thủ mở quán cà phê", "Quán nằm giữa trung tâm Hà Nội.", body) is SPORT


def test_a_province_spoken_of_throughout_is_what_the_article_is_about() -> None:
    body = "\n".join(f"{_FILLER}Tại xã Hải Quang, tỉnh Ninh Bình, người dân góp đất." for _ in range(6))
    assert judge("Chuyện làm đường ở một làng quê", "Nhiều hộ dân hiến đất làm đường.", body) is ABOUT


def test_judges_every_province_named_when_none_is_asked_for() -> None:
    title, lead = "Công an tỉnh Ninh Bình bắt nhóm trộm", "Nhóm trộm bị bắt tại Ninh Bình, có kẻ quê Nghệ An."
    found = mentions.find(title, lead, language="vi", published_at=NOW, gazetteer=gazetteer.load())
    judged = relevance.weigh(title, lead, "", found)
    assert set(judged) == {"ninh-binh", "nghe-an"}
    assert judged["ninh-binh"].relevance is ABOUT
    assert all(judgement.reasons and 0 < judgement.probability <= 1 for judgement in judged.values())


def test_what_is_learned_serves_every_province() -> None:
    for name, province in (("Cà Mau", "ca-mau"), ("Cao Bằng", "cao-bang"), ("Nghệ An", "nghe-an")):
        assert judge(f"{name} xây trường mới", f"UBND tỉnh {name} vừa phê duyệt dự án.", province=province) is ABOUT


def test_the_model_knows_no_feature_by_a_place_name() -> None:
    names = " ".join(relevance.model().weights).lower()
    assert not any(province.name.lower() in names for province in gazetteer.provinces())


@pytest.mark.shared_data
@pytest.mark.skipif(not LABELLED.exists(), reason="needs ../shared/data")
def test_keeps_its_figures_on_the_labelled_sample() -> None:
    rows = [json.loads(line) for line in LABELLED.read_text(encoding="utf-8").splitlines()]
    for province, least in (("ninh-binh", 0.8), ("quang-ngai", 0.94)):
        pairs = [(row["relevance"][province], judge(row["title"], row["summary"], province=province)) for row in rows]
        right = sum(label == found == ABOUT for label, found in pairs)
        wrong = sum((label == ABOUT) != (found == ABOUT) for label, found in pairs)
        assert 2 * right / (2 * right + wrong) >= least
