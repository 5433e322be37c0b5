"""The verbs of ``diembao``: each module ``<verb>_.py`` offers ``command``."""
