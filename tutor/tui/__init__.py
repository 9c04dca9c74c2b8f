"""The Textual session: draws the session's events and sends it commands. No logic of its own."""
