"""The words a domain may use. Standard library only."""
