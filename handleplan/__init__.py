"""Handleplan: action plans with deadlines, monthly status and printed reports."""

VERSION = "0.1.0"  # as in pyproject.toml
