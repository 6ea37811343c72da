"""Where an editor puts a file."""

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from data.rounds.reading.sheet import MOST_BYTES
from locales import Words

MOST = MOST_BYTES // 1_000_000  # MB


def show(name: str, label: str, key: str, words: Words) -> UploadedFile | None:
    """Show the place for a file in a container of that name; ``label`` is a key of the catalogues, ``key`` Streamlit's.

    For files of any kind: Streamlit itself would turn others away with an English word that shows only under the mouse.
    """
    with st.container(key=name):
        return st.file_uploader(words(label, most=MOST), key=key, max_upload_size=MOST)
