"""The parts of a digest in words, one module each; `arrange` puts them in order. Pure."""
