"""Ingest: files, archives and web pages → readouts; whatever cannot be used becomes a rejection with its reason."""
