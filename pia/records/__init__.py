"""What is kept on disk: answer files, drafts, and the durable writer beneath them."""
