"""From models to files: views, templates, and a plan of what to write."""
