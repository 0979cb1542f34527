"""From a body, or its text, and a catalog to an outcome with findings."""
