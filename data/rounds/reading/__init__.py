"""Recaps as their senders made them: files read into drafts, and what is unclear in them asked."""
