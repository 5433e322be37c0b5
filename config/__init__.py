"""A province's folder: read and checked as a whole, written anew by ``init``."""

from config.environment import setting
from config.init import FolderInUse, write_folder
from config.reading import read
from config.settings import Configuration
from config.sources import read_sources, write_sources
from config.tables import Faults, Table

__all__ = [
    "Configuration",
    "Faults",
    "FolderInUse",
    "Table",
    "read",
    "read_sources",
    "setting",
    "write_folder",
    "write_sources",
]
