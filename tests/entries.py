"""Rounds to store in tests, of any number of participants, without a file to read them from."""

from data.rounds.store.journal import Proposal, Rows

SOURCE = {
    "short": "Disperindag", "title": "Laporan", "publisher": "Disperindag Provinsi Maluku", "published": "2024-06-03",
    "url": None, "licence": None, "note_id": "Catatan: \"kutip\", koma\ndan baris baru", "note_en": "Note",
}  # fmt: skip


def content(code: str, participants: int = 130) -> Rows:
    """Return the rows of a round with so many participants in one regency and one training."""
    source = f"sumber-{code}"
    return {
        "rounds": [{
            "round": code, "year": int(code[:4]), "year_basis": "stated", "start_date": None, "days": 3,
            "participants": participants, "trainings": 1, "training_kind": "activity", "participants_per_class": None,
            "partners_id": "Disperindag", "partners_en": "Disperindag", "source": source, "second_source": None,
        }],
        "participation": [{"round": code, "regency": "81.72", "participants": participants, "source": source}],
        "trainings": [{
            "round": code, "regency": "81.72", "number": 1, "activity": "ikan-asap-cair",
            "participants": participants, "source": source,
        }],
        "sources": [{"source": source, **SOURCE}],
        "activities": [],
    }  # fmt: skip


def proposal(code: str, participants: int = 130, seen: int = 0) -> Proposal:
    """Return what stores a round; ``seen`` is the version that its editor saw."""
    return Proposal(code, "correct" if seen else "add", content(code, participants), seen, "Disperindag: Laporan")


# Two rounds at a time, as writers that are killed store them: both are there, or none.


def pair(number: int) -> list[Proposal]:
    """Return what stores two rounds at once."""
    return [proposal(f"2040-{number}", number), proposal(f"2041-{number}", number)]


def other(code: str) -> str:
    """Return the code of the round that was stored with another."""
    return f"{'2041' if code.startswith('2040') else '2040'}{code[4:]}"
