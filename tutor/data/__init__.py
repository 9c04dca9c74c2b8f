"""The data sets that the engine reads: what they are, where they lie, and how they get there.

`sets.py` knows them, `fetch.py` brings one over HTTP. Nothing here is needed for the course, which
works with the images that are bundled; no front end imports this room.
"""
