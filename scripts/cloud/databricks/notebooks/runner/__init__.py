"""Runs one Databricks notebook in source format, cell by cell, on a Spark engine of its own.

notebook-runner.ts starts it as `python -m runner request.json`. For the notebook it behaves as the service does
(source: the vendor's documentation of dbutils, widgets, secrets and job runs). What is not simulated raises an error
that names it.
"""
