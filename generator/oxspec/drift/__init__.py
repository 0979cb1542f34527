"""Two catalogs: what changed between them, and whom that breaks."""
