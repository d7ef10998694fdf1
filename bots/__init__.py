"""Robots: the browser, the system-file language, delivery, the schedule, the durable engine."""
