"""The pieces of a Word file: runs and paragraphs, tables, styles, the package. ``reports.docx`` puts them together.

Everything is written as XML text and parsed once: a table of 600 rows through an object for each cell takes many times
as long. Each text passes ``reports.cell_text.said`` and is escaped here; nothing else of a plan enters the XML.
"""
