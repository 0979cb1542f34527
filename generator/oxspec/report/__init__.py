"""Outcomes as text and as documents for programs."""
