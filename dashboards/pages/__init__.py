"""One page, one file, named by what it shows."""
