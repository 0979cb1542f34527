"""The one place that talks to a hub's catalog, and its cache."""
