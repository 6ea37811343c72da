"""The tables, their checking, what a reader selects of them, and the indicators computed from them."""

import csv

csv.field_size_limit(200_000_000)  # of the whole process: whoever reads a file bounds the file
