"""Which fixtures does every test have? A real PostgreSQL and, where it can run, a real Kafka."""

pytest_plugins = ["chassis.testing.postgres", "chassis.testing.kafka"]
