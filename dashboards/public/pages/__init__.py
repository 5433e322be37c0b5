"""The public pages, one file per matter."""
