"""Collection: feeds, sitemaps, listings, pages. Parsers are pure; fetching stands apart from them."""
