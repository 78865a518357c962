"""The demo county: units with obviously fake names, two people for each role, and one case."""
