"""Panels: screens declared in one closed grammar, checked against the schema. See docs/PANELS.md."""
