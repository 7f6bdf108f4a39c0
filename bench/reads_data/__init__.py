"""Databases of many members, made from the real households, baskets and coupons of Complete Journey."""
