"""The leaders' reports of week, month and year: counted by the database, compared, arranged as a sheet.

``calendar``, ``figures``, ``draft``, ``compare`` and what arranges are pure; ``gather`` reads storage.
"""
