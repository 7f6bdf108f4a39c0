"""Approvals: calls that wait for another person, and what becomes of them."""
