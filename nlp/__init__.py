"""Text in, annotations out: language, normal form, words, places, tone, topics, stories; the query language. Pure."""
