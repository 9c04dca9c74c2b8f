"""Small images with their labels over the whole width, page by page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from rich.text import Text

from tutor.events import Picture
from tutor.render import images
from tutor.render.markup import inline
from tutor.render.page import Lines, Page
from tutor.render.width import cut
from tutor.session.figures import save
from tutor.session.pictures import figure
from tutor.tui.drawing import Drawing


class ImagesView(Drawing):
    """One page of the newest images; `only_wrong` leaves out what was predicted right."""

    DEFAULT_CSS = "ImagesView { display: none; height: 1fr; padding: 1; }"

    can_focus = True
    only_wrong = False
    _start = 0
    _said: Callable[[], str] | None = None

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """What there is to page through."""
        if not self.only_wrong:
            return self._all
        return tuple(picture for picture in self._all if picture.prediction and not images.is_right(picture))

    @property
    def _all(self) -> tuple[Picture, ...]:
        event = self.tutor.board.images
        return event.pictures if event is not None else ()

    @property
    def more(self) -> bool:
        """Whether there is another page."""
        step = images.capacity(self.pictures, self._page, self._room) if self.pictures else 0
        return self._start + step < len(self.pictures)

    @property
    def earlier(self) -> bool:
        """Whether there is a page before this one."""
        return self._start > 0

    @property
    def wrong(self) -> bool:
        """Whether any image was predicted wrong, or only those are shown."""
        return self.only_wrong or any(each.prediction and not images.is_right(each) for each in self.pictures)

    def begin(self) -> None:
        """Back to the first page of all images."""
        self.only_wrong, self._start, self._said = False, 0, None
        self.redraw()

    def on_resize(self) -> None:
        """How many fit depends on the height, too, which is not known before it is shown."""
        self.redraw()

    def turn(self, pages: int) -> None:
        """Turns pages; the first and the last are the ends."""
        step = images.capacity(self.pictures, self._page, self._room)
        start = self._start + pages * step
        if 0 <= start < len(self.pictures):
            self._start = start
            self.redraw()

    def toggle_wrong(self) -> None:
        """Between all images and those that were predicted wrong."""
        self.only_wrong, self._start = not self.only_wrong, 0
        self.redraw()

    def save(self) -> None:
        """Saves the images that can be paged through as one PNG in the working directory, and says where."""
        texts = self.tutor.session.texts
        try:
            path = str(save(figure(self.pictures), str(Path.cwd())))
            self._said = lambda: texts("tui.images.saved", path=path)
        except ImportError:
            self._said = lambda: texts("tui.images.no_pillow")
        except (OSError, ValueError) as error:
            words = str(error)
            self._said = lambda: texts("tui.images.not_saved", error=words)
        self.redraw()

    def draw(self, page: Page) -> Lines:
        pictures = self.pictures
        if not pictures:
            return [Text(page.texts("tui.images.none_wrong"), page.palette.dim)]
        count = images.capacity(pictures, page, self._room)
        heading = images.heading(pictures, page, start=self._start, count=count, every=self._all)
        said = inline(self._said(), page.palette) if self._said is not None else Text()
        return [
            heading,
            cut(said, page.width),
            *images.grid(pictures, page, start=self._start, height=self._room),
        ]

    @property
    def _page(self) -> Page:
        return self.tutor.page(self.content_size.width)

    @property
    def _room(self) -> int:
        """Lines under the heading."""
        return max(1, self.content_size.height - 2)
