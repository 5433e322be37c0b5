"""How often a published claim occurs on platforms: counted, never kept (SCOPE §2). ``border`` is the only way out."""
