"""The auditors' page: the state of the change log's chain, and its entries in words."""

from .belonging import reached
from .entries import log_page

__all__ = ["log_page", "reached"]
