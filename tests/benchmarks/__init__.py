"""Benchmarks on a real PostgreSQL and RabbitMQ: the hub beside the floor, and what bulk work costs.

`python -m tests.benchmarks` runs them; `pipeline.py` says what is compared, `runs.py` how.
"""
