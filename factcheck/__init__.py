"""From a doubtful claim to a public correction: evidence, matching, tips, review, publication (SCOPE §2-6)."""
