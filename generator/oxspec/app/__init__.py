"""The use-cases, one module each: no printing, no argument parsing."""
