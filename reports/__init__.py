"""Digests: gather from storage, select, arrange once, render as HTML, DOCX (Decree 30/2020), PDF and JSON.

``gather`` reads storage; ``select`` and ``arrange`` are pure; each renderer lays out the same arranged sheet, so that
all formats have the same words in the same order.
"""
