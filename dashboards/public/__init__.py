"""The public pages: corrections, the tip line, objections. An application of its own, with rights to nothing else.

No sign-in, no cookie, no log of who reads; the office's store is not opened here (``services``).
"""
