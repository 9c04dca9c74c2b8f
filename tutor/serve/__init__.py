"""The session in a browser: a small web server, and for each visitor a process of its own with a kernel.

textual-serve (the extra `serve`) carries the screen to the browser; what it lacks stands here: an
address with a token, a limit on visitors, a page that loads nothing from elsewhere, and processes that
end when a tab closes or the server stops. Whoever has the address runs Python as this user: the server
listens on the loopback interface unless it is told otherwise.
"""
