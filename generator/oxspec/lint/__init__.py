"""One catalog by itself: what in it contradicts itself, or is likely a mistake."""
