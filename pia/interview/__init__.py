"""The interview: one pure state machine (``core``) and two faces over it, arrow keys and plain lines."""
