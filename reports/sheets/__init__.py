"""The pieces of an Excel file: what a sheet is, and how one is written. ``reports.xlsx`` says which there are."""
