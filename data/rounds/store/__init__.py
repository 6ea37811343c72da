"""The journal of rounds, which forgets nothing: where it lies, its entries, what is erased, its backup."""
