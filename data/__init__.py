"""The tables, their checking, what a reader selects of them, and the indicators computed from them."""
