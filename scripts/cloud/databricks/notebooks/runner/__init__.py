"""Runs one Databricks notebook in source format, cell by cell, on a Spark engine of its own.

Started by notebook-runner.ts as `python -m runner request.json`. What the notebook sees behaves as on the service
(facts: vendor's documentation of dbutils, widgets, secrets and job runs); what is not there says so by name.
"""
