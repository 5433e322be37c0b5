"""What every request passes on its way out, redirects included; one behaviour a file, their order in ``settings``."""
