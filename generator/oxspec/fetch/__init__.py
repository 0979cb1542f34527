"""Where catalogs come from: hubs, files, the cache."""
