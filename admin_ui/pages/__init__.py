"""What the panel grammar cannot say, and the three pages that draw every panel."""
