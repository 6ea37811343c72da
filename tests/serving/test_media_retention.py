"""Files that were made for readers: there until they have been fetched, and not for ever."""

import httpx
import pytest
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from serving.streamlit_patches import media_retention
from tests.conftest import awaited
from tests.harness.client import Visit, opened

VIEW = ("", "round=2022&lang=id")


def test_a_file_is_sent_though_others_came_meanwhile(dashboard: str) -> None:
    async def fetched() -> int:
        async with httpx.AsyncClient(base_url=dashboard, trust_env=False) as web:
            async with opened(dashboard) as socket:
                reader = Visit(socket)
                files = await reader.unfold(VIEW, (await reader.open(VIEW)).menus[0])
                address = await reader.make(files[-1])
            for _ in range(3):
                async with opened(dashboard) as socket:
                    await Visit(socket).open(VIEW)
            return (await web.get(address)).status_code

    assert awaited(fetched()) == 200


class Made:
    """Streamlit's own manager of files, with a clock that is set by hand."""

    def __init__(self) -> None:
        self.clock = 0.0
        self.storage = MemoryMediaFileStorage("/media")
        self.manager = MediaFileManager(self.storage)
        self.storage.delete_file = media_retention.DelayedDelete(  # type: ignore[method-assign]
            self.manager, self.storage.delete_file, lambda: self.clock
        )

    def make(self, content: bytes) -> str:
        button = self.manager.add_deferred(lambda: content, "text/csv", "1")
        return self.manager.execute_deferred(button).removeprefix("/media/")

    def runs_end(self) -> None:
        self.manager.clear_session_refs()
        for _ in range(3):
            self.manager.remove_orphaned_files()

    def has(self, file: str) -> bool:
        return self.manager.read_file(file) is not None


@pytest.fixture
def made() -> Made:
    return Made()


def test_a_file_goes_when_its_time_is_over(made: Made) -> None:
    file = made.make(b"a")
    made.runs_end()
    assert made.has(file)
    made.clock = media_retention.STAY + 1
    other = made.make(b"b")
    made.runs_end()
    assert (made.has(file), made.has(other)) == (False, True)


def test_a_file_that_was_made_again_stays_again(made: Made) -> None:
    file = made.make(b"a")
    made.runs_end()
    made.clock = media_retention.STAY + 1
    assert made.make(b"a") == file
    made.make(b"b")
    made.runs_end()
    assert made.has(file)
    made.clock = 2 * media_retention.STAY + 3
    made.make(b"c")
    made.runs_end()
    assert not made.has(file)


def test_files_that_wait_take_no_more_than_their_memory(made: Made) -> None:
    files = []
    for n in range(6):
        files.append(made.make(bytes([n]) * (media_retention.MOST // 4)))
        made.runs_end()
    assert [made.has(file) for file in files] == [False, False, True, True, True, True]
    large = made.make(b"x" * (media_retention.MOST + 1))
    made.runs_end()
    assert not made.has(large)
