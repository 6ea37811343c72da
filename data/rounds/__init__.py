"""New rounds: read from a spreadsheet, checked, and kept in a journal that nothing is ever deleted from.

A file becomes a draft (``reading``), a draft becomes rows of the tables or problems with proposed fixes (``checking``),
rows become an entry of the journal, and the entries together with the packaged tables are what every page and file is
made from (``store``), which also carries the journal to another place and back. What editors do with it is ``changes``.
"""
