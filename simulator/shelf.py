"""Where drawn papers lie: each is drawn once, when asked for or ahead in the background, and kept."""

from collections import OrderedDict
from collections.abc import Iterable
from os import replace
from pathlib import Path
from threading import Condition, Thread

from simulator.drawn import FilePlan

KEPT_IN_MEMORY = 64


class Shelf:
    """A cache of drawn files: the newest in memory, all of them in a folder when one is given.

    One paper is drawn at a time; whoever asks for one goes before the drawing ahead.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Use the folder, made when it is missing; without one, files are drawn anew when memory is full."""
        self._folder = folder
        self._memory: OrderedDict[str, bytes] = OrderedDict()
        self._turn = Condition()
        self._asking = 0
        self._drawing = False
        self._stopped = False
        self._thread: Thread | None = None
        if folder:
            folder.mkdir(parents=True, exist_ok=True)

    def data(self, plan: FilePlan) -> bytes:
        """Return the file's bytes; two who ask at once wait for one drawing."""
        with self._turn:
            self._asking += 1
            self._turn.wait_for(lambda: not self._drawing)
            self._asking -= 1
            self._drawing = True
        return self._drawn(plan)

    def draw_ahead(self, plans: Iterable[FilePlan]) -> None:
        """Draw files in the background, in order, until all are drawn or the shelf is stopped."""
        if self._folder and self._thread is None:
            self._thread = Thread(target=self._draw_all, args=(tuple(plans),), daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End the drawing in the background, after the file that is being drawn."""
        with self._turn:
            self._stopped = True
            self._turn.notify_all()
        if self._thread:
            self._thread.join()

    def _draw_all(self, plans: tuple[FilePlan, ...]) -> None:
        for plan in plans:
            with self._turn:
                self._turn.wait_for(lambda: self._stopped or not (self._drawing or self._asking))
                if self._stopped:
                    return
                self._drawing = True
            self._drawn(plan)

    def _drawn(self, plan: FilePlan) -> bytes:
        """Draw the file unless it is there; to be called by the one whose turn it is."""
        try:
            found = self._kept(plan.key)
            if found is None:
                found = plan.data()
                self._keep(plan.key, found)
            return found
        finally:
            with self._turn:
                self._drawing = False
                self._turn.notify_all()

    def _kept(self, key: str) -> bytes | None:
        if key in self._memory:
            self._memory.move_to_end(key)
            return self._memory[key]
        path = self._folder / key if self._folder else None
        return path.read_bytes() if path and path.is_file() else None

    def _keep(self, key: str, data: bytes) -> None:
        if self._folder:
            part = self._folder / f"{key}.part"
            part.write_bytes(data)
            replace(part, self._folder / key)
        self._memory[key] = data
        while len(self._memory) > KEPT_IN_MEMORY:
            self._memory.popitem(last=False)
