"""How the dashboard travels: small files, safe headers, and a first view that waits for nothing."""
