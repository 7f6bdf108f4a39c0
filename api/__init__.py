"""How requests come in: who is asking, how much may be asked, the lanes of the API, and how the process is doing."""
