"""The main job on several machines: roles that are woken, with storage as the one place that knows the work."""
