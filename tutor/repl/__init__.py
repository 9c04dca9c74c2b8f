"""The session as plain text: for any terminal, for screen readers, and for a pipe."""
