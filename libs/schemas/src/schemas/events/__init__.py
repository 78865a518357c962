"""The published facts, one module for each service that publishes them."""
