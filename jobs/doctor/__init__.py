"""``diembao doctor``: is everything there that the office needs, and if not, what is to be done."""
