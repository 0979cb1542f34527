"""A model's request schema: well-formed or not, as people read it, as machines judge by it."""
