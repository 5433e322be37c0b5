"""The guarded way to the web: what may be asked, where it may lead, how much may come back."""
