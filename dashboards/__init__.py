"""The web application: server-side rendered pages, no build step, nothing from elsewhere."""
