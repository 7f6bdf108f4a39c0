"""What a demo has beside the imported data: invented people, a company, tickets. Nothing here is needed in earnest."""
