"""``diembao models``: which models run here, and how good they are."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from jobs.lines import records
from jobs.options import config_option, json_option
from jobs.output import complain, emit, say, show_table
from jobs.wiring import read_configuration
from news.errors import InputError
from nlp import adopted, shipped


@click.group()
def command() -> None:
    """Các mô hình đang chạy và chất lượng của chúng."""


@command.command("list")
@config_option
@json_option
def list_(folder: Path, as_json: bool) -> None:
    """Mô hình nào đang chạy: phiên bản, dung lượng, giấy phép, chất lượng đã đo (khoảng tin cậy 95 %)."""
    taken = adopted.read(read_configuration(folder).data_folder) if folder.is_dir() else ()
    if as_json:
        for model in shipped.models():
            emit({"shipped": True, **asdict(model)})
        for one in taken:
            emit({"shipped": False, **asdict(one)})
        return
    rows = [
        (
            model.name,
            model.version,
            f"{model.bytes / 1e6:.1f} MB",
            model.licence,
            "\n".join(
                f"{one.task}: {one.value:.3f} [{one.low:.3f}–{one.high:.3f}] {one.measure}" for one in model.figures
            ),
            model.does,
        )
        for model in shipped.models()
    ]
    rows += [(one.name, one.sha256[:10], "", one.licence, "", f"thay cho {one.task}") for one in taken]
    show_table(("Mô hình", "Phiên bản", "Dung lượng", "Giấy phép", "Chất lượng", "Việc"), rows)


@command.command()
@click.argument("task", type=click.Choice(tuple(adopted.LABELS)), metavar="|".join(adopted.LABELS))
@click.argument("model", type=click.Path(path_type=Path, file_okay=False, exists=True), metavar="THƯ_MỤC_MÔ_HÌNH")
@click.option("--labelled", required=True, metavar="TỆP", help="JSONL có nhãn để đo cả hai mô hình.")
@config_option
@json_option
def add(task: str, model: Path, labelled: str, folder: Path, as_json: bool) -> None:
    """Thử một mô hình có sẵn trên máy này; chỉ dùng nếu nó tốt hơn mô hình đang chạy."""
    from jobs.adopting import attempt, enable
    from nlp import transformer

    place = read_configuration(folder).data_folder
    transformer.adopt(adopted.read(place))
    rows = []
    for number, record in records(labelled):
        if isinstance(record, InputError):
            complain(f"dòng {number}: {record.vi}")
        else:
            rows.append(record)
    trial = attempt(task, model, rows)
    if trial.is_better:
        enable(trial, place)
    if as_json:
        figures = {"present": asdict(trial.present), "candidate": asdict(trial.candidate)}
        emit({"task": task, "measure": trial.measure, "items": trial.items, "enabled": trial.is_better, **figures})
        return
    say(f"{task}, {trial.measure}, {trial.items} mục:")
    say(f"  đang chạy  {trial.present}")
    say(f"  {trial.model.name}  {trial.candidate}")
    say("Đã dùng mô hình mới; các bài sẽ được đọc lại." if trial.is_better else "Không tốt hơn: giữ mô hình đang chạy.")


@command.command()
@click.option("--undo", is_flag=True, help="Trở lại như trước lần học gần nhất.")
@config_option
@json_option
def train(undo: bool, folder: Path, as_json: bool) -> None:
    """Học từ chỉnh sửa của cán bộ: sắc thái, lĩnh vực, liên quan, gộp, tách. Chỉ dùng nếu tốt hơn; quay lại được."""
    from jobs import learning
    from jobs.wiring import open_office
    from nlp.learning import LEAST

    with open_office(folder) as office:
        if undo:
            was_learnt = learning.undo(office)
            say("Đã trở lại như trước; các bài sẽ được đọc lại." if was_learnt else "Chưa học gì để quay lại.")
            return
        outcome = learning.train(office)
    if as_json:
        for trial in outcome.trials:
            emit({**asdict(trial), "enabled": trial.task in outcome.kept})
        return
    names = {"tone": "Sắc thái", "topics": "Lĩnh vực", "relevance": "Mức liên quan", "stories": "Gộp, tách sự kiện"}
    tried = {trial.task: trial for trial in outcome.trials}
    for task, count in outcome.counts.items():
        if task not in tried:
            say(f"{names[task]}: {count} chỉnh sửa, cần ít nhất {LEAST} để học.")
            continue
        trial, others = tried[task], "cặp bài" if task == "stories" else "bài"
        say(
            f"{names[task]}: {count} chỉnh sửa; trên các chỉnh sửa để riêng đúng {trial.right_before} trước khi học, "
            f"{trial.right_after} sau khi học; {trial.others_changed}/{trial.others} {others} khác đổi kết quả."
        )
        say("  Đã dùng; các bài sẽ được đọc lại." if task in outcome.kept else "  Không tốt hơn: giữ nguyên.")
