"""``diembao``: one file per verb in ``jobs/commands``, loaded only when it is called.

Exit codes: 0 done, 1 failed, 2 wrong use or configuration.
"""

from __future__ import annotations

import importlib
import os
import sys

import click

from jobs.garbage import collect_rarely
from jobs.logs import FORM_VARIABLE, Form
from jobs.output import complain
from news.errors import ConfigErrors, NewsError, QueryError

VERBS: dict[str, str] = {
    "init": "Tạo thư mục cấu hình cho một tỉnh",
    "run": "Công việc chính: thu thập, phân tích, lập chỉ mục theo lịch (hoặc một lượt)",
    "work": "Công việc chính chia cho nhiều tiến trình, nhiều máy, nhiều tỉnh (PostgreSQL)",
    "serve": "Mở trang web trên máy này",
    "demo": "Chạy thử toàn bộ trên báo chí mẫu (hư cấu), không cần mạng",
    "import": "Nhập bài lưu trữ: JSONL, WARC, HTML đã lưu",
    "search": "Tìm bài",
    "digest": "Lập điểm báo ngày, tuần, tháng, năm",
    "sources": "Tình trạng các nguồn; kiểm tra, thêm nguồn",
    "stories": "Các sự kiện: mỗi dòng một sự kiện",
    "claims": "Nhận định cần kiểm chứng; đối chiếu một câu; ghi đính chính ra trang tĩnh",
    "evidence": "Thư viện căn cứ",
    "cases": "Vụ việc cần trả lời: đơn vị, thời hạn, trả lời, kết quả",
    "tips": "Xem trước tin hỏi sẽ được trả lời thế nào",
    "users": "Người được vào trang web: thêm, đổi vai trò, cho nghỉ",
    "watches": "Các chủ đề theo dõi",
    "alerts": "Cảnh báo: đã báo gì, cho ai; ghi nhận, tạm im, gửi thử",
    "doctor": "Khám máy: có đủ mọi thứ không, nếu không thì làm gì",
    "metrics": "Số liệu vận hành cho Prometheus",
    "index": "Chỉ mục tìm kiếm: tình trạng, lập lại từ kho",
    "backup": "Sao lưu vào một tệp mã hóa",
    "restore": "Khôi phục từ bản sao lưu và đối chiếu",
    "db": "Kho dữ liệu: chuyển giữa SQLite và PostgreSQL",
    "counters": "Đếm lượt xuất hiện của nhận định đã công bố trên các nền tảng",
    "audit": "Kiểm tra nhật ký",
    "models": "Các mô hình đang chạy, chất lượng của chúng",
    "inspect": "Xem bộ đọc và mô hình hiểu một nguồn tin, trang hay văn bản thế nào (JSON)",
}


class _Verbs(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(VERBS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002
        if name not in VERBS:
            return None
        command: click.Command = importlib.import_module(f"jobs.commands.{name}_").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Lệnh"):
            formatter.write_dl(list(VERBS.items()))


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="diembao", prog_name="diembao")
@click.option(
    "--log",
    "form",
    type=click.Choice([form.value for form in Form]),
    envvar=FORM_VARIABLE,
    default=Form.TEXT.value,
    show_default=True,
    help="Dạng nhật ký vận hành: dòng chữ, hoặc mỗi dòng một đối tượng JSON.",
)
def command(form: str) -> None:
    """diembao – theo dõi báo chí viết về tỉnh, lập điểm báo, đính chính thông tin sai bằng căn cứ.

    Mỗi lệnh nhận --config THƯ_MỤC (mặc định ./province).
    """
    if form != Form.TEXT:
        os.environ[FORM_VARIABLE] = form  # for the processes that this one starts, too


def main() -> None:
    """Run the command line; every error of ours becomes words and an exit code."""
    collect_rarely()
    try:
        # Not standalone, click returns the code of a verb's ``Exit`` instead of raising it.
        sys.exit(command.main(standalone_mode=False))
    except click.exceptions.Abort:
        complain("Đã dừng.")
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (ConfigErrors, QueryError) as error:
        complain(error.vi)
        sys.exit(2)
    except NewsError as error:
        complain(error.vi)
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output went away (`diembao search … | head`): not an error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


if __name__ == "__main__":
    main()
