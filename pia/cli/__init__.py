"""The commands. The only room that prints and exits; each file is one group of commands."""
