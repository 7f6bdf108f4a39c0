"""Decides; awaits nothing. Pure vocabulary, arithmetic, refusals, permissions and the filter language."""
