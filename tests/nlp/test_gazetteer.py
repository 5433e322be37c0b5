"""The shipped lists: complete, dated, quick to open."""

from __future__ import annotations

import csv

from nlp import gazetteer
from nlp.forms import Level
from nlp.spelling import spellings


def test_knows_34_provinces_with_all_their_units() -> None:
    found = {province.id: province for province in gazetteer.provinces()}
    assert len(found) == 34
    assert sum(len(province.units) for province in found.values()) == 3321
    ninh_binh, quang_ngai = found["ninh-binh"], found["quang-ngai"]
    assert (ninh_binh.code, len(ninh_binh.units), set(ninh_binh.former_names)) == ("37", 129, {"Nam Định", "Hà Nam"})
    assert (quang_ngai.code, len(quang_ngai.units), quang_ngai.former_names) == ("51", 96, ("Kon Tum",))
    assert found["dong-nai"].full_name == "Thành phố Đồng Nai"
    assert all(province.full_name.endswith(province.name) and province.name_en.isascii() for province in found.values())


def test_every_province_named_in_a_file_exists() -> None:
    known = {province.id for province in gazetteer.provinces()}
    places = {place for form in gazetteer.load().forms for place in form.places + form.folded}
    assert {province for place in places for province in place.provinces} == known


def test_every_former_province_points_to_a_present_one() -> None:
    merged = {
        place.name
        for form in gazetteer.load().forms
        for place in form.places
        if place.level is Level.PROVINCE and place.until
    }
    assert len(merged) == 29
    assert {"Nam Định", "Hà Nam", "Kon Tum"} <= merged


def test_dates_are_half_open() -> None:
    units = [place for form in gazetteer.load().forms for place in form.places if place.level is Level.COMMUNE]
    new = next(place for place in units if place.name == "Măng Đen" and not place.until)
    assert (new.existed("2025-06-30"), new.existed("2025-07-01")) == (False, True)
    old = next(place for place in units if place.until)
    assert (old.existed("2025-06-30"), old.existed("2025-07-01")) == (True, False)


def test_each_clue_is_about_a_name_of_the_lists() -> None:
    names = {place.name for form in gazetteer.load().forms for place in form.places}
    with (gazetteer.FOLDER / "contexts.csv").open(encoding="utf-8", newline="") as file:
        assert not {row["name"] for row in csv.DictReader(file)} - names


def test_spells_a_name_in_every_printed_way() -> None:
    assert set(spellings("Khánh Hòa")) == {"khánh hòa", "khánh hoà"}
    assert set(spellings("Lý Sơn")) == {"lý sơn", "lí sơn"}
    assert {"đắk tô", "đăk tô"} <= set(spellings("Đăk Tô"))
    assert "tam cốc-bích động" in spellings("Tam Cốc - Bích Động")
