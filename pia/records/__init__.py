"""What is kept: answer files, drafts and records; the review they pass; the stores and archives that hold them."""
