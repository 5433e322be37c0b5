"""Whose work diembao stands on is written down as the lock has it, and no licence slips in unread."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
#: Refuses the core to everybody, as if it were not installed.
WITHOUT = """
import sys
class Refusing:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "underthesea_core":
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Refusing())
from nlp.words import segment
print(segment("Uỷ ban nhân dân tỉnh Ninh Bình họp báo"))
"""


def test_the_notices_are_those_of_the_lock() -> None:
    ran = subprocess.run([sys.executable, "scripts/notices.py", "--check"], cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, f"run scripts/notices.py\n{ran.stdout}{ran.stderr}"


def test_words_do_without_the_core_whose_licence_is_in_doubt() -> None:
    ran = subprocess.run([sys.executable, "-c", WITHOUT], cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert "ninh bình" in ran.stdout.lower()


def test_the_image_carries_no_code_of_it() -> None:
    text = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
    assert "uninstall" in text
    assert "underthesea-core" in text
