"""Verbs of orders: record, return, cancel, and the cases after a sale."""
