"""The interface for programs: JSON under ``/api/v1`` and feeds, with the roles and the log of the pages. Reads only."""
