"""The command line, the schedule, and the one place where all parts are put together (``wiring``)."""
