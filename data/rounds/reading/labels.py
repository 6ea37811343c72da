"""What heads, labels and remarks mean: the template's words, those of ``labels.csv``, and those of ``words.csv``."""

import csv
import difflib
import re
from collections.abc import Iterable, Sequence, Set
from functools import lru_cache
from itertools import pairwise, product
from pathlib import Path

from data.province import PROVINCE
from data.rounds.reading.grid import clean, folded
from data.rounds.reading.words import either, words_of
from data.tables import BESIDE, packaged
from locales import LANGUAGES, Words

HERE = Path(__file__).parent

FACTS = (
    "year", "round", "start_date", "days", "training_kind", "known", "total", "trainings", "participants_per_class",
    "partners_id", "partners_en", "venue", "budget", "budget_source",
    "source_title", "source_publisher", "source_date", "source_url",
)  # fmt: skip
COLUMNS = (
    "regency", "regency_participants", "activity", "participants", "group", "division", "activity_en",
    *BESIDE,
)  # fmt: skip
OF_PLACE = r"(sub ?)?(jumlah|jml|total)( (kab|kabupaten|kota|daerah|peserta|per)\b|$)"
LONGEST_LABEL = 200  # letters
ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]
NUMBERED = re.compile(  # what stands before a name in a list; "P. Buru" is an island
    r"^(?:[ivx]{1,5}|[a-oq-z]|\d{1,2})[.)]\s+", re.IGNORECASE
)
BULLET = re.compile(r"^\s*[-–—•·▪➢✅☑*](?:\s+|(?=[^\W\d]))")
SHORTEST_NAME = 3  # letters; what is not longer may be any word
UNSURE = 10_000  # the rank of a name that is taken from words of it
MOST_WORDS = 6  # of the head of a column of places
COUNTS = ("participants", "regency_participants")
NEAR = 0.85  # how much alike a word has to be to be the misspelt one
IN_FULL = {  # what offices shorten
    "jml": "jumlah", "jlh": "jumlah", "org": "orang", "kls": "kelas", "keg": "kegiatan", "pst": "peserta",
    "psrt": "peserta", "pesrta": "peserta", "angk": "angkatan", "thn": "tahun",
}  # fmt: skip
MEN, WOMEN = (
    {" ".join(parts).strip() for parts in product(("", "peserta", "jumlah", "jumlah peserta"), names)}
    for names in (words_of("men"), words_of("women"))
)
BOTH = words_of("both")
SHARES = words_of("shares") | {""}  # heads of shares, as they are compared
# A part of the men and women that is counted beside them, between them and their sum.
SOME = words_of("some")
# Which regency the column of a place names, by words of its head: where people come from, where they were trained, or
# one of the two. The first that fits; none of them stands in the head of a count, a date or a birthplace.
PLACES = (
    ("", words_of("no_place")),
    ("origin", words_of("place_of_origin")),
    ("venue", words_of("place_of_venue")),
    ("place", words_of("place_of_either")),
)
OF_PLACES = words_of("of_places")
OF_ACTIVITY = words_of("of_activity")
AROUND_ACTIVITY = words_of("around_activity")
PLANNED = words_of("planned")
ITEMS = words_of("items")
TARGET = words_of("target")  # not who applied for it
SHORT = {"t": "target", "tgt": "target", "r": "realisasi", "real": "realisasi"}  # below the head of a month
ASKING = words_of("asking")  # by which a head is the question of a form: "Dari kabupaten mana Bapak/Ibu berasal?"
SEX = words_of("sex")
NOT = words_of("not")
PASSED = words_of("passed")  # or not: both took part
REALISED = PASSED | words_of("realised")
MONEY = words_of("money")
PLANS = words_of("plans")  # a title with one of these is of a plan, or of what came of it
NO_COUNT = MONEY | words_of("no_count")
OF_DAYS = words_of("of_days")
OF_PERSON = words_of("of_person")  # of whom a column with the head "Nama …" may say the name
AROUND_PERSON = OF_PERSON | words_of("around_person")
PARTS = words_of("parts")
_NAME = PROVINCE.name.lower()
NAMES_OF_PROVINCE = {
    _NAME, *(f"{word} {_NAME}" for word in ("provinsi", "prov", "propinsi")), f"{_NAME} province",
    f"{PROVINCE.code}00", PROVINCE.code,
}  # fmt: skip
OUTSIDE = re.compile(rf"(?:dari )?luar (?:{_NAME}|provinsi|propinsi|prov)(?: {_NAME})?")
NOTHING = words_of("nothing") | {""}
TICKS = words_of("ticks") | {"✓", "✔", "√", "☑", "ü"}
MONTH = r"(?:jan|[fp]eb|mar|mrt|maart|apr|mei|may|jun|jul|ags|agt|agu|aug|sep|okt|oct|nop|nov|des|dec)"
PERIOD = re.compile(
    rf"{MONTH}[a-z]{{0,6}}(?: 20\d\d)?"
    r"|(?:bulan|bln|tw|triwulan|trw|q|quarter|kuartal|sem|smt|semester|catur wulan"
    r"|tahap|angkatan|gelombang|termin|batch|stage)(?: ke)? ?(?:[ivx]{1,4}|\d{1,2})"
    r"(?: 20\d\d)?"
)
UNTIL = r"(?:s d|sd|sampai(?: dengan)?|hingga|until|up to|through|to)"
REPORTED = r"(?:bulan|periode|triwulan|minggu|tahun) (?:ini|lalu|sebelumnya|berjalan)"
CARRIED_OVER = words_of("carried_over")  # of a year before
OF_YEAR = CARRIED_OVER | words_of("of_year")
UP_TO = re.compile(
    rf"\b{UNTIL}(?: (?:bulan|bln|akhir|tgl|tanggal))*(?: \d{{1,2}})?"
    rf" (?:{PERIOD.pattern}|{REPORTED}|ini|lalu|saat ini|sekarang)\b"
)
UP_TO_IN = re.compile(r"\((?:s\.?d\.?|s/d|sampai|hingga|per|until)\b[^()]{0,40}\)", re.IGNORECASE)  # "(s.d. Juni)"
SPAN = re.compile(rf"({PERIOD.pattern})(?: {UNTIL})? (?:{PERIOD.pattern})")  # Januari s.d. Juni
YEARS = re.compile(
    r"\b20\d\d\s*(?:[-–—/&,]|dan|and|s\.?\s?/?\s?d\.?|sampai(?:\s+dengan)?|hingga|to|until)\s*(?:tahun\s*)?20\d\d\b",
    re.IGNORECASE | re.ASCII,
)
OF_YEARS = re.compile(
    rf"\b(?:{UNTIL}|sejak|mulai|since)(?: (?:akhir|tahun|ta))* 20\d\d\b|\b(?:\d+|beberapa|lima|tiga) tahun terakhir\b"
)
CALLED_OFF = re.compile(
    rf"\b({either(words_of('called_off'))}|dijadwal(kan)? ulang|reschedul\w+|(?:di)?relokasi(?:kan)?|diundur(?:kan)?"
    r"|ke (?:tahun anggaran |tahun |ta )?(?:20\d\d|depan|berikutnya)|dipindah(?:kan)? ke|pindah ke"
    r"|(?:tidak|belum) disetujui"
    r"|(?:di|ber)?gabung(?:kan|an)? (?:dengan|dgn|dg|ke|bersama|dari|antara|kab|kabupaten|kota)"
    r"|(?:merged|combined) with"
    r"|(tidak|tdk|belum|blm|tak) (jadi|terlaksana|dilaksanakan|diselenggarakan|terealisasi|selesai|ada peserta))\b"
    r"|^(?:akan|menyusul|dijadwalkan|tentatif|tentative)\b.*"
    r"|^(?:belum|blm|(?:dalam |masih |sedang )?proses|(?:sedang |masih )?berjalan|rencana|direncanakan"
    r"|(?:di)?usul(?:an|kan).*|menunggu.*|proposed|waiting.*)$"
)
DONE = words_of("done")
CODES = words_of("codes")
SYSTEMS = {"bps": words_of("codes_of_bps"), "kemendagri": words_of("codes_of_kemendagri")}
# What may stand in brackets behind the head of a count, or the label of a number, without changing what it counts.
UNITS = words_of("units")
UNITS_OF = {"days": words_of("days"), "total": UNITS, "participants_per_class": UNITS} | dict.fromkeys(COUNTS, UNITS)


@lru_cache(maxsize=1)
def _known() -> dict[str, dict[str, tuple[str, int]]]:
    """Return what each label names and how surely, 0 for the most so, by kind of label."""
    named = [(f, Words(language)(f"sheet.{f}")) for language in LANGUAGES for f in (*FACTS, *COLUMNS)]
    with (HERE / "labels.csv").open(encoding="utf-8") as file:
        named += [(row["field"], row["label"]) for row in csv.DictReader(file)]
    known: dict[str, dict[str, tuple[str, int]]] = {}
    for rank, (name, label) in enumerate(named):
        kind = "facts" if name in FACTS else "columns" if name in COLUMNS else name
        known.setdefault(kind, {}).setdefault(bare(label), (name, rank))
    return known


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """Return a label as it is compared: what stands in brackets is its unit, and no part of it; "" if it is none."""
    words = folded(re.sub(r"\([^()]*\)|^\d{1,2}[.)]\s", " ", text)).split() if len(text) <= LONGEST_LABEL else []
    if len(words) > 2 and {*words} & ASKING:
        words = [word for word in words if word not in ASKING | words_of("asked")]
    return " ".join(_in_full(word) for word in words)


def _in_full(word: str) -> str:
    """Return a word of a label as it is spelled: "jml" is "jumlah", "kabupten" is "kabupaten"."""
    near = [name for name in ("kabupaten", "peserta") if word.startswith(name[:2])]
    return next(iter(difflib.get_close_matches(word, near, 1, NEAR)), IN_FULL.get(word, word))


def fact(text: str) -> str:
    """Return the fact that a label names; "" if none."""
    name = _known()["facts"].get(bare(text), ("", 0))[0]
    return name if _counts_the_same(text, name) else ""


@lru_cache(maxsize=4096)
def column(text: str) -> tuple[str, int]:
    """Return the column that a head names, and how surely (0 for the most so); "" if none."""
    known = _known()["columns"]
    text = PIVOTED.sub("", text)
    name, rank = known.get(bare(text), ("", UNSURE))
    parts = [part for part in re.split(r"[\n/|]", text) if bare(part)]  # the same in two languages, or in two words
    names = {known.get(bare(part), ("",))[0] for part in parts if not is_of_sex(part)}  # "Kegiatan / Jenis kelamin"
    if not name and len(parts) > 1 and len(names) == 1:
        name = names.pop()
    if not name and OF_REGENCY.fullmatch(bare(text)):
        name = "regency_participants"
    name = name or _in_two_languages(bare(text).split())
    if not name and (place(text) or is_code(text)):
        return "regency", UNSURE
    if not name and is_per_class(text) and set(bare(text).split()) & PEOPLE:
        return "participants", UNSURE
    if not name and _names_activity(text):
        return "activity", UNSURE
    return (name, rank) if name and _counts_the_same(text, name) else ("", 0)


def _in_two_languages(words: Sequence[str]) -> str:
    """Return the column that both halves of a head name: "Kegiatan Activity"; "" if there are no such halves."""
    known = _known()["columns"]
    halves = ((" ".join(words[:i]), " ".join(words[i:])) for i in range(1, min(len(words), MOST_WORDS)))
    names = ({known.get(half, ("",))[0] for half in both} for both in halves)
    return next((both.pop() for both in names if len(both) == 1 and "" not in both), "")


OF_REGENCY = re.compile(  # "Total Kab/Kota"; "Jumlah Kota" sums up cities
    r"(?!(?:jumlah|total) (?:kab|kabupaten|kota)$)(?:(?:sub ?)?(?:jumlah|total)|peserta)(?: (?:peserta|orang|total))*"
    r"(?: (?:per|tiap|setiap|se))?(?: (?:kab|kabupaten|kota|daerah|wilayah))+"
)
PIVOTED = re.compile(r"^(?:sum of|jumlah dari) ", re.IGNORECASE)  # how pivot tables name their values


def _names_activity(text: str) -> bool:
    """Whether a head names trainings in some order of the usual words: "Jenis bimtek yang diikuti"."""
    words = set(bare(text).split())
    if words & {"dan", "beserta", "and"}:  # "Jenis bimtek dan jumlah peserta"
        words -= PEOPLE | words_of("and_number")
    return bool(words & OF_ACTIVITY) and words <= OF_ACTIVITY | AROUND_ACTIVITY


def has_digit(row: Sequence[str]) -> bool:
    """Whether a cell has a digit; a long text is no count, and to look through all of them takes long."""
    return any(map(str.isdigit, "".join(text[:LONGEST_LABEL] for text in row)))


def names_activities_of_year(text: str) -> bool:
    """Whether a head names trainings of a year, or how many there were: "Bimtek 2024"."""
    return bool(year(text)) and column(re.sub(r"\b20\d\d\b", "", text))[0] == "activity"


@lru_cache(maxsize=4096)
def place(text: str) -> str:
    """Return what regency a column with this head names: "origin", "venue", "place" (one of the two); "" if none."""
    parts = folded(text).split()
    parts = parts if len(parts) <= MOST_WORDS else bare(text).split()  # of the question of a form
    if not 0 < len(parts) <= MOST_WORDS or not set(parts) & OF_PLACES or folded(text) in _known()["columns"]:
        return ""
    if parts[0] in OF_PLACES and parts[-1] in ("peserta", "participants"):
        return "origin"
    return next((kind for kind, words in PLACES if set(parts) & words), "")


def says_origin(text: str) -> bool:
    """Whether a head says by itself that its column is where people come from, and not their street or business."""
    return place(text) == "origin" and _has(text, "origin")


def is_venue(text: str) -> bool:
    """Whether a cell names a house in which people meet."""
    return _has(text[:LONGEST_LABEL], "venues")


def is_of_time(text: str) -> bool:
    """Whether a column with this head says when something took place."""
    is_day = fact(text) == "start_date" or _has(text, "of_days") or _has(text, "of_time")
    return is_day and not is_of_birth(text)


def names_province(text: str) -> bool:
    """Whether a column with this head names provinces."""
    words = folded(text[:LONGEST_LABEL]).split()
    return bool({*words} & words_of("province")) and not {*words} & CODES and len(words) < 4


@lru_cache(maxsize=1)
def _provinces() -> set[str]:
    rows = packaged()["areas"]
    return {folded(str(name)) for column in ("name_id", "name_en") for name in rows[column][rows.kind == "province"]}


def is_other_province(text: str) -> bool:
    """Whether a cell that should name a regency names another province, or says that it is outside the province."""
    name = re.sub(r"^(?:provinsi|propinsi|prov) ", "", folded(text[:LONGEST_LABEL]))
    return bool(OUTSIDE.fullmatch(name)) or name in _provinces() - NAMES_OF_PROVINCE


def is_of_birth(text: str) -> bool:
    """Whether a column with this head names where people were born."""
    return _has(text, "of_birth")


@lru_cache(maxsize=4096)
def is_sub_head(text: str) -> bool:
    """Whether a text can be the lower half of a head that is split: of a place, or of men and women."""
    own = set(folded(text).split())
    words = OF_PLACES | words_of("splits") | {word for _, kinds in PLACES for word in kinds}
    return bool(own) and (own <= words or folded(text) in MEN | WOMEN | BOTH or bool(column(text)[0]))


def splits_otherwise(head: str, below: str) -> bool:
    """Whether the lower row of a head says of a time, a place or an activity, and not of a count, what is below it."""
    is_count = counts(head) or folded(below) in MEN | WOMEN | BOTH or year(below) or is_period(below)
    if is_count or is_activity(below) or is_regency(below):
        return False
    is_of_activity = column(head)[0] == "activity" and bool(column(f"{head} {below}")[0] or may_count_classes(below))
    return is_of_activity or bool(is_of_time(head) or is_of_time(below) or fact(head) or fact(below) or place(below))


@lru_cache(maxsize=4096)
def is_code(text: str) -> bool:
    """Whether a column with this head holds codes of regencies."""
    words = folded(text).split()
    return bool(set(words) & CODES) and set(words) - CODES <= words_of("of_codes")


def system(text: str) -> str:
    """Return whose codes the head of a column names, "bps" or "kemendagri"; "" if neither, or both."""
    names = [name for name, words in SYSTEMS.items() if set(folded(text).split()) & words]
    return names[0] if len(names) == 1 else ""


@lru_cache(maxsize=4096)
def counts(text: str) -> str:
    """Return what a column with this head may count; "" if nothing.

    It is "count" (participants), "planned", "realised", or "cumulative" up to some month. A year in a head says of
    which year the count is.
    """
    words = {SHORT.get(folded(text), ""), *folded(text).split()}
    if "fisik" in words and words & PEOPLE:  # beside the money: "Fisik (orang)"
        return counts(re.sub(r"\bfisik\b", "", text, flags=re.IGNORECASE))
    is_up_to = is_cumulative(text)
    if re.fullmatch(REPORTED, " ".join(word for word in folded(text).split() if word not in CARRIED_OVER)):
        return "count"
    if words & (NO_COUNT - OF_DAYS if is_up_to else NO_COUNT):
        return ""
    if "%" in text or not _counts_the_same(UP_TO_IN.sub("", text), "participants"):
        return ""
    full = {*bare(text).split()}
    if full & ITEMS and full <= ITEMS | PLANNED | REALISED | {"jumlah"}:
        return ""  # "Rencana keg": activities are no people
    if words & PLANNED:
        return "planned"
    if words & REALISED:
        return "realised"
    if is_up_to:
        return "cumulative"
    rest = " ".join(word for word in folded(text).split() if word not in OF_YEAR and not is_year(word))
    is_count = not rest or "participants" in (column(rest)[0], column(text)[0]) or may_count(rest)
    return "count" if is_count else ""


def is_of_money(text: str) -> bool:
    """Whether a column with this head holds money that there was for something."""
    return _has(text[:LONGEST_LABEL], "money") and not _has(text, "source")


def is_target(text: str) -> bool:
    """Whether a head, or a cell, says that its count is a target, and not who applied or was invited."""
    return bool({SHORT.get(word, word) for word in folded(text).split()} & TARGET)


def is_wish(text: str) -> bool:
    """Whether a head says what people would like to attend, which they may not have done."""
    return _has(text[:LONGEST_LABEL], "wished")


def is_of_groups(text: str) -> bool:
    """Whether the cells of a column with this head take the people of a training apart: by age, by schooling."""
    return _has(text, "of_groups")


def is_of_sex(text: str) -> bool:
    """Whether the cells of a column with this head say whether somebody is a man or a woman."""
    return bool(by_sex(text)) or {*folded(text).split()} == {"bapak", "ibu"} or _has(text, "sex")


NUMBERED_SEX = re.compile(r"\b([012])\s?[=:.)-]?\s?(laki|pria|perempuan|wanita|[lp]\b)")
AMONG = re.compile(r"^(?:di ?antaranya|termasuk|antara lain|terdiri dari|of (?:which|whom|them)|including|among them) ")


@lru_cache(maxsize=4096)
def among(text: str) -> str:
    """Return whom of the people a head or row counts once more: "di antaranya: Perempuan"; "" if nobody."""
    label = folded(text[:LONGEST_LABEL])
    name = re.sub(" dari (?:jumlah )?(?:peserta|total)$", "", AMONG.sub("", label))
    is_said = name != label or re.match(r"\s*[-–—•]\s*\w{3}", text) is not None
    sex = "men" if name in MEN else "women" if name in WOMEN else ""
    return sex if is_said and "%" not in text else ""


def by_sex(text: str) -> tuple[str, ...]:
    """Return the sexes of two numbers in one cell, in their order, where a head says so ("L/P"); () if it does not."""
    words = re.sub(r"^(peserta|jumlah|jumlah peserta) ", "", folded(text))
    if words in words_of("men_and_women"):
        return "men", "women"
    return ("women", "men") if words in words_of("women_and_men") else ()


def of_target(text: str) -> tuple[str, ...]:
    """Return what two numbers in one cell are, in their order, where a head says so ("Realisasi/Target"); () if not."""
    words = [SHORT.get(word, word) for word in folded(text).split() if word not in PEOPLE | words_of("around_target")]
    kinds = tuple("target" if word in TARGET else "participants" for word in words if word in TARGET | REALISED)
    return kinds if len(words) == len(kinds) == len({*kinds}) == 2 else ()


def numbered_sexes(texts: Iterable[str]) -> dict[str, str]:
    """Return the sexes by the numbers that stand for them, where some texts say so: "1 = Laki-laki, 2 = Perempuan"."""
    pairs = {pair for text in texts for pair in NUMBERED_SEX.findall(text[:LONGEST_LABEL].lower())}
    key = {number: sex[0] for number, sex in pairs}
    return key if len(key) == len(pairs) == len({*key.values()}) else {}


def without_not(text: str) -> str:
    """Return a head that counts whoever did not do something as the one of those who did; "" of any other."""
    words = folded(text).split()
    return " ".join(word for word in words if word not in NOT) if {*words} & NOT else ""


def may_be_of_people(text: str) -> bool:
    """Whether a head that nobody knows may count people: it is no number of rows, money, date, phone or class."""
    words = set(re.sub(r"\bnaik kelas\b", "", folded(text)).split())  # what an enterprise does
    is_days = words & {"oh", "oj"} or {"orang", "hari"} <= words  # people × days
    is_other = words & (NO_COUNT | words_of("no_people") | CODES) or is_number(text) or counts_no_people(text)
    is_other = is_other and not (words & PEOPLE and words & CLASSES)  # "Jumlah kelas x peserta"
    return not (is_days or is_other or column(text)[0])


def may_be_of_more(text: str) -> bool:
    """Whether a head that nobody knows may count more, or other, people than the count that it stands beside."""
    is_part = {*folded(text).split()} & (SOME | {"hari"}) or folded(text) in MEN | WOMEN | BOTH or among(text)
    is_known = is_part or may_count_classes(text) or is_activity(text) or is_note(text)
    return may_be_of_people(text) and not is_known


def counts_no_people(text: str) -> bool:
    """Whether a head over several columns says that they count something else than people: classes, money, shares."""
    words = set(folded(text).split())
    is_of_trainings = words & {"kelas", "kegiatan", "hari"} and words & words_of("number_of")
    return counts_classes(text) or bool(words & NO_COUNT or is_of_trainings) or "%" in text


AROUND_TABLE = words_of("around_table")  # by which a title begins that says then what is counted
COUNTING = words_of("counting")  # whatever is counted
RATE = re.compile(r"tingkat (?:kelulusan|kehadiran|kepuasan|partisipasi)\b")
SCALES = words_of("scales")
NOT_ALL = re.compile(  # what is asked for, meant for later, or only a part of what is to be said
    r"\b(?:mengusulkan|mengajukan|(?:permohonan|permintaan|pengajuan)(?! data\b)"
    r"|mohon (?:dapat|dilaksanakan|diadakan|persetujuan)"
    r"|perlu dilatih|siap ikut|(?:jadwal|agenda|program) (?:kerja|bimtek|pelatihan|kegiatan)"
    r"|(?:laporan|data|rekap) sementara|(?:peserta|kehadiran|hadir) hari pertama|penetapan peserta|orang hari|draft?"
    r"|penerima (?:bantuan|sertifikat)|(?:usia|umur) (?:di )?(?:bawah|atas)|mengundurkan diri|hasil seleksi|penjaringan"
    r"|pagu indikatif|kerangka acuan|proposal|kak (?:bimtek|pelatihan)|tor|alat bantuan"
    r"|alokasi (?:bimtek|pelatihan|peserta))\b"
)
FUTURE = re.compile(  # what is still to come
    r"\b(?:akan|(?:minggu|pekan|bulan|tahun) depan|besok|lusa|mendatang|next (?:week|month|year)|will be)\b",
    re.IGNORECASE,
)
OF_PEOPLE = either(name for name in MEN | WOMEN | SOME if len(name) > 2)
OF_PART = f"{OF_PEOPLE}|{either(PASSED)}"
PART_OF_PEOPLE = re.compile(
    rf"\bpeserta(?: (?:yang|yg|telah|sudah|dapat|dpt|menerima|memperoleh))* (?:{OF_PART}|sertifikat)\b"
    rf"|\bpeserta (?:{either(OF_ACTIVITY)}) (?:{OF_PEOPLE})\b"
    rf"|^(?:{OF_PART})(?: (?:{either(OF_ACTIVITY)}))?(?: tahun)?(?: 20\d\d)?$"
)


@lru_cache(maxsize=4096)
def titles_others(text: str, is_clear: bool = False) -> bool:
    """Whether a title says that its table counts anything else than everybody who took part.

    It may count who was planned, a part of the people, what was called off, trainings, money. Where a head
    ``is_clear`` that it counts people, money and trainings may be counted beside them.
    """
    text = re.sub(r"^(?:peri)?hal\s*:", "", text[:LONGEST_LABEL].rstrip(" :"), flags=re.IGNORECASE)
    label, colon, value = text.partition(":")
    if colon and (fact(label) or has_digit([value])) and not names_scale(value):  # it states one number
        return False
    words = {*folded(text).split()}
    parts = [_behind_table(part) for part in re.split(r"[():]|\s[-–—|]\s", text)]
    is_label = bool(colon and parts[0])
    is_plan = says_planned(value) or words & PLANS if is_label else titles_plan(text)
    of_staff = not is_label and any(is_absent(" ".join(part)) for part in parts)
    of_others = bool(words & words_of("other_events") and words & (PEOPLE | AROUND_TABLE))
    of_others = of_others and not words & (OF_ACTIVITY - {"kegiatan", "activity"})
    is_asked_for = "realisasi" not in words and NOT_ALL.search(folded(value if is_label else text)) is not None
    is_plan = is_plan or of_staff or of_others or is_asked_for
    if is_plan or FUTURE.search(text) or is_called_off(text) or _names_part_of_people(words, parts[is_label:]):
        return True
    if names_scale(text):
        return not is_clear or "%" in text or bool(words & {"persen", "percent"})
    return not is_label and any(_measures_others(part, is_clear) for part in parts)


def names_scale(text: str) -> bool:
    """Whether a title or a note says in what its numbers are, and that is no people: "(juta rupiah)", "(%)"."""
    parts = [{*folded(part).split()} for part in re.split(r"[():]", text[:LONGEST_LABEL])]
    is_share = "(%)" in text or re.search(r"\bdalam (?:persen|%)", text[:LONGEST_LABEL], re.IGNORECASE) is not None
    return is_share or any(part & SCALES and part <= SCALES | words_of("around_scale") for part in parts)


def _behind_table(text: str) -> list[str]:
    """Return the words of a part of a title behind those that only say that a table follows: "Tabel 2. Rekap"."""
    words = [_in_full(word) for word in folded(text).split()]
    is_around = (word in AROUND_TABLE or word.isdigit() or word in ("i", "ii", "iii", "iv") for word in words)
    return words[next((i for i, around in enumerate(is_around) if not around), len(words)) :]


def _names_part_of_people(words: set[str], parts: Sequence[Sequence[str]]) -> bool:
    """Whether a title is of one sex, of who passed, or of who did not."""
    if words & NOT and words & (REALISED | TAKEN | PEOPLE):
        return True
    of_both = words & words_of("of_men") and words & words_of("of_women")
    names = [" ".join(part) for part in parts]
    return not of_both and any(name in MEN | WOMEN or PART_OF_PEOPLE.search(name) for name in names)


def _measures_others(words: Sequence[str], is_clear: bool) -> bool:
    """Whether what a title counts or measures first is no number of people: "Jumlah kelas", "Anggaran"."""
    people = PEOPLE | words_of("of_people")
    if not words or any(one in words_of("and") and of in people for one, of in pairwise(words)):
        return False
    if words[0] in words_of("measures") or RATE.match(" ".join(words)):
        return not is_clear or bool({*words} & people)
    counted = [word for word in words if word not in COUNTING | AROUND_TABLE | REALISED and not word.isdigit()]
    return words[0] in COUNTING and not is_clear and bool(counted) and counted[0] not in people


def heads_others(text: str, is_alone: bool) -> bool:
    """Whether a head over others says that they count anything else than everybody who took part.

    One that stands over all of them ``is_alone``: what it may name besides is people, or what the others name.
    """
    words = _words(text)
    is_of_no_people = counts_no_people(text) and not is_of_time(text)
    if titles_others(text) or folded(text) in MEN | WOMEN | SOME or words & PASSED or is_of_no_people:
        return True
    is_named = bool(column(text)[0] or fact(text) in ("year", "total") or is_of_time(text) or is_period(text))
    is_named = is_named or is_regency(text) or folded(text) in NAMES_OF_PROVINCE | BOTH or is_activity(text)
    of_people = bool(counts(text)) or words & (PEOPLE | SEX) or words <= AROUND_NAME | SECTORS | {"jumlah"}
    return is_alone and not (is_named or of_people)


SECTORS = words_of("sectors")


def counts_classes(text: str) -> bool:
    """Whether a column with this head says how many classes a row has."""
    first, *rest = bare(text).split() or [""]
    return _is(text, "classes") or (first in COUNTING and len(rest) == 1 and rest[0] in OF_ACTIVITY)


CLASSES = words_of("classes")


def may_count_classes(text: str) -> bool:
    """Whether numbers in a column with this head may say how many classes a row has, or which one it is."""
    words = set(bare(text).split())
    is_other = is_of_groups(text) or words & (PEOPLE | NO_COUNT | words_of("name_or_type"))
    return bool(words & CLASSES) and not is_other


def is_per_class(text: str) -> bool:
    """Whether a head counts the people of each class."""
    words = bare(text.replace("/", " per ").replace("@", " per ")).split()
    return len(words) > 1 and words[-1] in CLASSES and words[-2] in words_of("per")


def is_unclear_total(text: str) -> bool:
    """Whether a head totals participants without saying whether of a row or of a regency."""
    is_of_regency = OF_REGENCY.fullmatch(bare(text)) is not None  # but each row may have it
    return is_of_regency or bare(text) in words_of("unclear_total")


def is_of_each_or_planned(text: str) -> bool:
    """Whether a head that names classes counts what each has, in hours or days, or those that were planned."""
    words, units = _words(text), re.findall(r"\(([^()]*)\)", text)
    is_of_each = is_per_class(text) or bool(words & {"ruang", "ruangan"})
    return is_of_each or bool(words & PLANNED) or any(folded(unit) in words_of("units_of_class") for unit in units)


PEOPLE = words_of("people")
SCALED = re.compile(
    r"\((?:dalam |in )?(?:ribu|ribuan|ratus|ratusan|thousands?|hundreds?|000)\b[^)]*\)"
    r"|\bdalam (?:ribu|ribuan|ratus|ratusan)\b|\bin (?:thousands|hundreds)\b"
)


@lru_cache(maxsize=4096)
def is_scaled(text: str) -> bool:
    """Whether a head or a title says that people are counted in hundreds or thousands."""
    words = _words(text)
    return bool(words & PEOPLE) and not words & NO_COUNT and SCALED.search(text.lower()) is not None


def names_people(text: str) -> bool:
    """Whether a head names people, whatever it says of them."""
    words = _words(text)
    return bool(words & PEOPLE) and not words & (NO_COUNT | PLANNED | {"nama", "name", "asal"}) and not place(text)


OF_TRAINERS = words_of("of_trainers")
DAY_OF = re.compile(r"(?:20\d\d-(\d\d)-)?(?<!\d)([0-3]?\d)(?!\d)")


def tells_apart(text: str, cells: Sequence[str]) -> bool:
    """Whether each cell of a column with this head, of rows of one training, says that its row is a class of its own.

    It may be of another class, place or fund, under another trainer, of another time: but not of the next day, or up
    to some month.
    """
    words = _words(text)
    if len({*cells} - {""}) < len(cells) or words & words_of("of_report") or any(map(is_cumulative, cells)):
        return False
    if all(map(is_regency, cells)) or column(text)[0] == "regency":
        return True
    if is_of_time(text):
        days = [DAY_OF.findall(cell) for cell in cells]
        first = [(month, int(day)) for (month, day), *_ in days] if all(days) else []
        is_span = any(len(both) > 1 and not year(cell) for both, cell in zip(days, cells, strict=True))
        return is_span or not first or any(a[0] != b[0] or abs(a[1] - b[1]) != 1 for a, b in pairwise(first))
    of_class = words & CLASSES and not words & {"sesi", "sessions"}
    return bool(of_class or words & (OF_TRAINERS | words_of("of_subject") | {"dana", "anggaran"})) or _is_of_place(text)


def _is_of_place(text: str) -> bool:
    return bool(place(text)) or names_district(text) or fact(text) in ("venue", "budget_source", "partners_id")


REVISED = re.compile(  # what is said of a row that takes the place of another, or of that other, as it is compared
    r"(?:(?:hasil|setelah|sesudah|sebelum|data|angka|jumlah|peserta) )*"
    r"(?:semula|(?:di)?revisi|(?:di)?koreksi|(?:di)?ralat|(?:di)?perbaik(?:i|an)|menjadi|perubahan|(?:di)?ganti|pengganti"
    r"|(?:di)?verifikasi|lama|baru|awal|akhir|before|after|old|new|revised|corrected|superseded|original)"
    r"(?: (?:data|angka|jumlah|peserta|final|akhir|ke|[ivx\d]+))*"
)


def is_revision(text: str) -> bool:
    """Whether a remark says of a row that it takes the place of another, or that another takes its own."""
    return REVISED.fullmatch(folded(text[:LONGEST_LABEL])) is not None


def may_tell(text: str, cells: Sequence[str]) -> bool:
    """Whether a column may tell rows of one training apart: by words, or by numbers from 1 on."""
    is_stage = {*folded(" ".join(cells)[:LONGEST_LABEL]).split()} & (PASSED | TAKEN | PLANNED | {"daftar"})
    is_aside = any(is_one(text) for is_one in (is_number, is_note, is_of_money, is_of_groups, is_of_sex, is_contact))
    is_aside = is_aside or (is_status(text) and not is_stage) or fact(text) == "days"
    are_words = any(any(map(str.isalpha, cell)) for cell in cells)
    return not is_aside and (are_words or [*cells] == [str(n) for n in range(1, len(cells) + 1)] or is_of_time(text))


def counts_everybody(text: str) -> bool:
    """Whether a head says that people are counted, and no more of them than of what, for whom or in which year."""
    words = {word for word in bare(text).split() if not is_year(word)}
    is_same = _counts_the_same(text, "participants")
    return is_same and bool(words & PEOPLE) and words <= PEOPLE | OF_ACTIVITY | words_of("around_people")


def is_of_units(text: str) -> bool:
    """Whether a column with this head says of each row in which unit it is counted."""
    return folded(text) in words_of("unit")


@lru_cache(maxsize=4096)
def is_called_off(text: str) -> bool:
    """Whether a cell says that something did not take place, or not yet."""
    return CALLED_OFF.search(folded(text[:LONGEST_LABEL])) is not None


def is_moved(text: str) -> bool:
    """Whether what says that something was called off says that it took place elsewhere, with something else, or later.

    Or that only some people did not come.
    """
    label = folded(text[:LONGEST_LABEL])
    if re.search(r"\b(?:sudah|telah) (?:di)?(?:laksanakan|terlaksana|selenggarakan|selesai)\b", label):
        return True
    if re.search(r"\b\d+ (?:calon )?(?:orang|org|peserta)\b(?: \w+){0,2} (?:batal|gagal|dibatalkan)\b", label):
        return True
    is_later = re.search(r"20\d\d|tahun|\bta\b|depan|berikut", label)
    return not is_later and re.search(r"pindah|alih|relokasi|gabung|merged|combined", label) is not None


def is_status(text: str) -> bool:
    """Whether a column with this head says of each row how far it has come."""
    return _has(text, "status")


def is_planned_then(head: str, text: str) -> bool:
    """Whether what a column says of when something took place is only a plan: "Rencana Desember", "TBA"."""
    words = _words(text)
    is_when = is_of_time(head) or bool({*folded(head).split()} & {"pelaksanaan", "jadwal"})
    return is_when and bool(words & (PLANNED | words_of("open"))) and not words & (REALISED | DONE)


UNTICKED = NOT | words_of("unticked") | {"-", "–"}


def says_held(text: str) -> bool:
    """Whether ticks in a column with this head say which trainings took place."""
    return bool({*folded(text).split()} & (REALISED - PASSED | words_of("held")))


def is_done(text: str) -> bool:
    """Whether a cell of a status says that something took place."""
    return bool(_words(text) & DONE) and not is_called_off(text)


def counts_part(text: str) -> bool:
    """Whether a title that counts people says of how many of them: of each class, of a plan."""
    words = set(folded(text).split())
    return bool(words & (PLANNED | words_of("per") | {"dari", "from"}))


def says_planned(text: str) -> bool:
    """Whether a cell says of its row that it was planned, and nothing else: "target tercapai" does not."""
    words = _words(text)
    return bool(words & PLANNED) and words <= PLANNED | words_of("of_plan")


def titles_plan(text: str) -> bool:
    """Whether a title, or a file's name, says that its table is of a plan, and not of what came of it."""
    words = _words(text)
    return bool(words & (PLANNED | PLANS)) and not words & REALISED


def is_year(text: str) -> bool:
    """Whether a text is a year and nothing else, but maybe the letter of numbers that are revised, or not final."""
    return re.fullmatch(r"20\d\d[rpe]?", text, re.ASCII) is not None


@lru_cache(maxsize=4096)
def names_person(text: str) -> bool:
    """Whether a column with this head names people."""
    words = bare(text).split()
    is_name = words[:1] in (["nama"], ["nm"]) and {*words} & OF_PERSON and {*words[1:]} <= AROUND_PERSON
    if bare(text) in words_of("persons") or is_name or "nik" in folded(text[:LONGEST_LABEL]).split():
        return True
    first, between, _ = re.split(r"([\n/|])", text, maxsplit=1) if re.search(r"[\n/|]", text) else (text, "", "")
    return bool(between) and names_person(first) and not column(text)[0]  # "Nama / Jabatan", or in two languages


BEHIND_PLACE = "…,"  # stands for what is before the name of a regency, and not kept


def without_address(text: str) -> str:
    """Return the regency of a person's place: the one that an address names by its kind; "" where it names none.

    One that is only named behind a part of it ("Leihitu, Malteng") may be another place of that name: "…, Malteng".
    """
    label = folded(text[:LONGEST_LABEL])
    if is_regency(text) or not (_has(label, "address") or "," in text or any(c.isdigit() for c in text)):
        return text
    if len(names := regencies_in(label)) == 1:
        return names.pop()
    parts = [part.strip() for part in text[:LONGEST_LABEL].split(",") if folded(part) not in NAMES_OF_PROVINCE]
    named = {} if names else {regency(part): part for part in parts if is_regency(part)}
    return "" if len(named) != 1 else parts[0] if len(parts) == 1 else f"{BEHIND_PLACE} {named.popitem()[1]}"


def heads_place(title: str) -> bool:
    """Whether a row of its own names where the people below it are from, be it a regency that nobody knows."""
    name = without_address(title)
    return is_regency(name) or is_other_province(name) or folded(name).startswith(("kota ", "kab ", "kabupaten "))


def regencies_in(label: str) -> set[str]:
    """Return the regencies that a text names with their kind: "kab. Buru"."""
    names = set()
    for match in re.finditer(r"\b(kota|kab|kabupaten) (?=((?:\w+ ?){1,4}))", label):  # "kab. Buru dan kota Tual": both
        words = match[2].split()
        for n in range(len(words), 0, -1):
            if is_regency(name := " ".join(words[:n])):
                is_named = words[0] in ("kota", "kab", "kabupaten")  # "Kab/Kota: Kota …"
                names.add(name if is_named else f"{match[1]} {name}")
                break
    return names


OFFICE = words_of("office")
STREET = words_of("street")
VENUE = STREET | words_of("venue")


def hinted(title: str, aside: Set[str]) -> set[str]:
    """Return the regencies that a title names with their kind, unless it has a word of those that are left aside."""
    label = folded(title[:LONGEST_LABEL])
    return set() if set(label.split()) & aside else regencies_in(label)


def mentions(text: str) -> set[str]:
    """Return the codes of the regencies that a text names anywhere, by names of more than three letters."""
    label, codes = f" {folded(text[:LONGEST_LABEL])} ", set()
    for name in sorted(_regencies(), key=len, reverse=True):
        if len(name) > SHORTEST_NAME and f" {name} " in label:
            label = label.replace(f" {name} ", "  ")
            codes.add(_regencies()[name])
    return codes


def only_regency(titles: Iterable[str]) -> str:
    """Return the regency that a title by itself names; "" if none does, or several."""
    names = [name for text in titles if text and is_regency(name := NUMBERED.sub("", text))]
    return names[0] if len(names) == 1 else ""


def regency_behind(activity: str) -> str:
    """Return the regency that stands with its kind behind an activity: "Anyaman, Kab. Buru"; "" if none, or several."""
    names = regencies_in(folded(activity[:LONGEST_LABEL]))
    return names.pop() if len(names) == 1 else ""


def labelled(rows: Iterable[Sequence[str]], name: str) -> list[str]:
    """Return what stands behind or beside a label of a column ("Kabupaten/Kota : Tual"), venues aside."""
    values = []
    for row in rows:
        for i, text in enumerate(row):
            label, colon, value = text.partition(":")
            if column(label if colon else text)[0] == name and place(label) not in ("venue", "place"):
                beside = next((other for other in row[i + 1 :] if other.strip(" :")), "")
                values.append(value.strip() or beside.lstrip(": "))
    return values


TRAINERS = either(words_of("trainers"))
OTHERS = f"{TRAINERS}|asisten|staf"  # who is at a training besides those who are trained
STAFF = re.compile(rf"(?:jumlah )?(?:{OTHERS})")
NO_TRAINEES = (  # what else a title of a list says of whom it lists, or of what they came to
    f"{either(words_of('no_trainees'))}|(?<!peserta )ikm binaan"
    "|(?:data|daftar|profil|direktori) (?:pelaku )?(?:ikm|umkm|ukm|industri|usaha)"
    "(?!.* (?:peserta|mengikuti|ikut|dilatih))"
)
IN_PASSING = re.compile(  # said of somebody where something else is told of them: their work, or what they own
    rf"(?:{TRAINERS})(?: (?:bimtek|pelatihan|kegiatan))?|.*\b(?:tidak|tdk|tak|belum|blm) (?:hadir|ikut|datang)\b.*"
)
ABSENT = re.compile(
    r"(?:(?:daftar|peserta|nama) )*(?:"
    r"(?:tidak|tdk|tak|belum|blm) (?:(?:dapat|dpt|bisa|jadi|sempat) )?"
    r"(?:hadir|hdr|dtg|masuk|lulus|lolos|ikut|diterima|mengikuti|datang|terpilih|memenuhi|bersedia|melanjutkan|jadi).*"
    r"|berhalangan.*|tanpa (?:keterangan|kabar).*|drop ?out|diganti(?:kan)?(?: oleh.*)?|meninggal(?: dunia)?"
    rf"|{either(words_of('absent'))}|(?:{OTHERS})\b.*"
    r"|(?:mengundurkan diri|undur diri|batal (?:ikut|hadir)|ditolak|gugur|diskualifikasi)\b.*)"
)
ABSENCE = re.compile(rf"\b(?:{ABSENT.pattern.replace('.*', '')})\b")
BEARING = re.compile(  # on whether somebody took part, or as what
    r"^(?:(?:tidak|tdk|tak|belum|blm)(?: (?:aktif|bisa|dapat|tahu|pasti|siap))?|x)$"
    r"|^(?:mungkin|ragu)\b|\b(?:tahun|bulan|angkatan|gelombang) depan\b"
    r"|^(?:sudah|sdh) pernah ikut\b|^anak peserta$"
    r"|\bkepala (?:bidang|seksi)\b(?! (?:usaha|produksi|pemasaran))"
    r"|\b(?:sama|terdaftar|tercatat) (?:dengan |dgn |di )?(?:no|nomor)\b"
    rf"|\b(?:{either(words_of('bearing'))}|(?:di|me|per)?wakil\w*"
    r"|(?:tidak|tdk|tak|belum|blm) (?:ada |di)?(?:konfirmasi|sesuai|verifikasi|kabar|respon|jawaban))\b"
)
OWNED = words_of("owned")  # what is ticked or told of somebody in a list of people, and does not say that they came
ROLL = {"absen"}  # what a column is headed in which people are ticked who were there, or who were not
BEFORE_NAMES = words_of("before_names")
USUAL = words_of("usual")  # what is remarked of whoever took part
HARMLESS = OWNED | USUAL | words_of("harmless")  # in a remark on few, who took part none the less
MOST_SHORT = 4  # words of a remark that may say that somebody took no part
ARRIVED = words_of("arrived")
NOT_YET = words_of("not_yet")
DAY = re.compile(
    rf"h|[hd] ?\d{{1,2}}|check in|(?:senin|selasa|rabu|kamis|jumat|jum at|sabtu|minggu|ahad)(?: \d.*)?"
    rf"|ikut(?: \w \w)?|keikutsertaan|pagi|siang|sore|malam"
    rf"|(?:hari|hr|tgl|tanggal|day|sesi|session|pertemuan)(?: ke)? ?(?:\d{{1,2}}|[ivx]{{1,3}}|"
    rf"pertama|kedua|ketiga|keempat|kelima|terakhir)\b.*|\d{{1,2}} (?:\d{{1,2}}|{MONTH}[a-z]{{0,6}})(?: \d{{2,4}})?"
)


def is_of_attendance(text: str) -> bool:
    """Whether a column with this head marks who was there, or on which days."""
    words = {*folded(text).split()}
    is_said = bool(words & words_of("attended")) and not words & (PLANNED | NOT_YET)
    is_time = bool(words & ARRIVED) and words <= ARRIVED | words_of("of_hour")
    is_roll = is_said and (not is_absent(text) or folded(text) in ROLL)
    return is_time or is_roll or DAY.fullmatch(folded(text)) is not None


def counts_absence(text: str) -> bool:
    """Whether a column with this head may say on how many days people were away: "Absen (hari)"."""
    label = folded(text).split()
    return bool(absence(text) and {*label} & words_of("of_absence")) and label.count("hadir") < 2


def is_of_signatures(text: str) -> bool:
    """Whether people sign in a column with this head."""
    label = folded(text)
    return _has(label, "signature") or "tanda tangan" in label


def is_of_remarks(text: str) -> bool:
    """Whether a column with this head remarks something of people, or says as what they came."""
    words = {*folded(text).split()}
    is_of_role = words & words_of("roles") or ("jabatan" in words and words & words_of("of_role"))
    return is_note(text) or bool(is_of_role) or {"status", "kehadiran"} <= words


def is_of_results(text: str) -> bool:
    """Whether a column with this head says of people whether they were chosen, passed or will come, or their office."""
    return _has(text, "of_results") or _has(text, "not_yet")


def is_stamp(text: str) -> bool:
    """Whether a column with this head says when a form was filled in."""
    return _has(text, "stamp")


def says_nothing(text: str) -> bool:
    """Whether a cell that should name somebody says that nobody is named."""
    return is_nothing(text) or folded(text[:LONGEST_LABEL]) in words_of("nobody")


def is_usual_remark(text: str) -> bool:
    """Whether a remark says of somebody what does not tell them from others who took part."""
    words = [word for word in folded(text[:LONGEST_LABEL]).split() if word.isalpha()]
    is_known = is_nothing(text) or is_regency(text) or is_activity(text) or folded(text) in MEN | WOMEN | SOME
    is_known = is_known or (takes_part(text) and not bearing(text))
    return not words or is_known or {*words} <= USUAL or words[0] in ("pengganti", "menggantikan")


def is_harmless(text: str) -> bool:
    """Whether a remark that few people have surely says nothing of whether they took part."""
    words = folded(text[:LONGEST_LABEL]).split()
    is_known = len(words) > MOST_SHORT or bool({*words} & HARMLESS) or is_usual_remark(text)
    is_known |= words[:1] == ["pulang"] and "kampung" not in words  # early
    return is_known and folded(text) not in UNTICKED and not bearing(text)


def titles_people(text: str) -> bool:
    """Whether what stands above some rows says who they are: men, participants, instructors."""
    title = folded(text[:LONGEST_LABEL])
    return title in MEN | WOMEN or title.startswith("peserta") or is_absent(title)


def titles_class(text: str) -> bool:
    """Whether what stands above some people says of which class or part of a regency they are."""
    words = _words(text)
    return bool(words & (CLASSES | PARTS)) or names_district(text)


def titles_group(text: str) -> bool:
    """Whether what stands above some people says that they took part, or of which group, place or day they are."""
    words = _words(text)
    is_of_group = words & (CLASSES | PARTS | OF_DAYS | PEOPLE | OF_ACTIVITY | words_of("of_group"))
    is_dated = bool(year(text)) or is_period(text) or names_part(text) or names_district(text)
    return folded(text) in MEN | WOMEN or bool(is_of_group) or is_dated


def is_of_owned(text: str) -> bool:
    """Whether ticks in a column of a list of people say something of them besides that they came."""
    return folded(text) in MEN | WOMEN | SOME or _has(text, "owned")


TAKEN = words_of("taken")


@lru_cache(maxsize=4096)
def is_absent(text: str) -> bool:
    """Whether a cell of a list of people says that somebody did not take part, was not taken, or was no participant."""
    return ABSENT.fullmatch(folded(text[:LONGEST_LABEL])) is not None


@lru_cache(maxsize=4096)
def absence(text: str) -> str:
    """Return the words by which a remark, or a title, says so of somebody; "" if it does not."""
    label = folded(text[:LONGEST_LABEL])
    match = None if label.startswith(("pengganti", "menggantikan")) else ABSENCE.search(label)
    return match[0] if match else ""


def has_failed(text: str) -> bool:
    """Whether what is said of somebody is that they did not pass, though they may have been there."""
    words = _words(text)
    return bool(words & NOT and words & PASSED)


def lists_others(title: str) -> bool:
    """Whether a title, or a sheet's name, says that its list is of others than those who were trained."""
    before = re.split(r"\b(?:bimtek|bimbingan|pelatihan|diklat|workshop|training)\b", folded(title[:LONGEST_LABEL]))[0]
    words = before.split()
    is_title = ":" not in title and (len(words) < SHORTEST_NAME or bool({*words} & words_of("listing")))
    return is_title and re.search(rf"\b(?:{OTHERS}|{NO_TRAINEES})\b", before) is not None


@lru_cache(maxsize=4096)
def bearing(text: str) -> str:
    """Return the words of a remark, or a title, that may say that somebody took no part; "" if it has none."""
    match = BEARING.search(folded(text[:LONGEST_LABEL]))
    return absence(text) or (match[0] if match else "?" if text.rstrip().endswith("?") else "")


def in_passing(text: str) -> str:
    """Return the words by which a cell on somebody's work, or on what they own, says that they took no part, or ""."""
    return absence(text) if IN_PASSING.fullmatch(folded(text[:LONGEST_LABEL])) else ""


def of_person(label: str) -> str:
    """Return what a label says of a single person ("Nama", "NIK", "Jenis kelamin" …); "" if nothing."""
    words = {*folded(label[:LONGEST_LABEL]).split()}
    kinds = {
        "identity": is_identity(label), "name": names_person(label), "sex": bool(words & SEX),
        "birth": is_of_birth(label), "phone": bool(words & words_of("phone")),
    }  # fmt: skip
    return next((kind for kind, is_said in kinds.items() if is_said), "")


def takes_part(text: str) -> bool:
    """Whether a status in a list of people says of somebody that they took part, or were to."""
    words = _words(text)
    return bool(words & (DONE | PASSED | TAKEN)) and not is_absent(text) and not words & (NOT | words_of("married"))


def was_here(text: str) -> bool:
    """Whether a remark in a list of people says of somebody that they came."""
    return takes_part(text) and _has(text, "came")


CONTACT = re.compile(
    r"(?:no |nomor )?(?:hp|wa|whatsapp|te?lp|telepon|telephone|phone|mobile|fax|e ?mail|surel|website)\b"
)


def is_contact(text: str) -> bool:
    """Whether a row that begins so says how to reach whoever signed, and nothing of a training."""
    return CONTACT.fullmatch(folded(text.partition(":")[0])) is not None


def is_identity(text: str) -> bool:
    """Whether a column with this head holds the numbers of identity cards."""
    return _has(text, "identity")


def names_district(text: str) -> bool:
    """Whether a column with this head names parts of a regency."""
    return _has(text, "district")


def is_number(text: str) -> bool:
    """Whether a column with this head only numbers the rows."""
    return folded(text) in words_of("row_number") or text.strip() == "#"


NUMERALS = words_of("numerals")
IN_WORDS = re.compile(rf"(?:{either(NUMERALS)})+")
DIGITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")


def number_in_words(text: str) -> int:
    """Return the number below a thousand that a text writes in words: "dua puluh lima"."""
    total = n = 0
    for word in re.findall("|".join(DIGITS) + "|belas|puluh|ratus", re.sub(r"\bse(?=[bpr])", "satu", text.lower())):
        if word in DIGITS:
            n = DIGITS.index(word)
        else:
            total, n = total + (n + 10 if word == "belas" else n * (10 if word == "puluh" else 100)), 0
    return total + n


def counts_in_words(text: str) -> bool:
    """Whether a text counts people in words: "dua puluh orang", "duapuluh peserta"."""
    words = folded(text[:LONGEST_LABEL]).split()
    return any(of in PEOPLE and IN_WORDS.fullmatch(n) for n, of in pairwise(words))


def may_be_name(text: str, fewest: int = 2) -> bool:
    """Whether a cell that should count people may be somebody's name, of so many words at least."""
    words = folded(text).split() if len(text) <= LONGEST_LABEL else []
    is_count = any(c.isdigit() for c in text) or {*words} & (NUMERALS | PEOPLE | {"ada", "data"})
    return fewest <= len(words) <= MOST_WORDS and not is_count


def names_law(text: str) -> bool:
    """Whether a title names a law, regulation or decree: its year is not that of the round."""
    return _has(text[:LONGEST_LABEL], "laws")


def names_part(text: str) -> bool:
    """Whether a row with this text begins a part of a table: a year, a stage, a quarter."""
    label = folded(text[:LONGEST_LABEL])
    return bool(year(label)) or re.match(rf"({either(PARTS)}) ([ivx]{{1,4}}|\d{{1,2}}|[a-d])\b", label) is not None


def names_section(text: str) -> bool:
    """Whether a row by itself says of those below it that they are planned, held or called off, or men or women."""
    label = folded(NUMBERED.sub("", text[:LONGEST_LABEL]))
    is_held = bool({*label.split()} & REALISED) and {*label.split()} <= REALISED | words_of("of_section")
    return label in MEN | WOMEN or says_planned(label) or is_held or is_called_off(label)


def year(text: str) -> str:
    """Return the year that a head names; "" if none, or several."""
    years = {word[:4] for word in folded(text).split() if is_year(word)}
    return years.pop() if len(years) == 1 else ""


DATED = re.compile(  # 12/11/23, 3-Feb-24, Nov '23
    rf"(?<!\d)(?:[0-3]?\d([/.-])[01]?\d\1|{MONTH}[a-z]{{0,6}}[ /.'’-]+)(\d\d)(?![\d.,])", re.IGNORECASE | re.ASCII
)


@lru_cache(maxsize=4096)
def year_of(text: str) -> str:
    """Return the year of a cell of dates, which may be written in two digits; "" if none, or several."""
    text = text[:LONGEST_LABEL]
    if in_full := year(text):
        return in_full
    parts = re.split(r"\s+-\s+|\s*(?:–|s/d|s\.d\.?|sd)\s*", text)
    years = {match[2] for part in parts if (match := DATED.search(part))}
    return f"20{years.pop()}" if len(years) == 1 else ""


def may_count(text: str) -> bool:
    """Whether a column with this head may count participants, or anything else."""
    return _is(text, "unclear") and _counts_the_same(text, "participants")


def is_total(text: str) -> bool:
    """Whether a row that begins so holds a total."""
    return _is(OF_PARTS.sub("", bare(text)), "total_row") or OF_EVERYTHING.fullmatch(bare(text)) is not None


def is_of_all(text: str) -> bool:
    """Whether a cell among those of some groups, ages or months stands for all of them: "Jumlah", "Semua umur"."""
    label = folded(text[:LONGEST_LABEL])
    is_all = re.fullmatch(r"(?:semua|seluruh|all)(?: \w+)?|tahunan|annual", label) is not None
    parts = re.split(r"[+&]|\bdan\b", text[:LONGEST_LABEL].lower())
    is_all = is_all or (len(parts) > 1 and all(is_period(p) or CLASS.fullmatch(p) for p in parts))  # "A + B"
    return label in BOTH or is_total(text) or is_all


CLASS = re.compile(r"\s*(?:[a-h]|[ivx]{1,4}|\d)\s*")
OF_EVERYTHING = re.compile(rf"(?:semua|seluruh|all) (?:jenis )?(?:{either(OF_ACTIVITY | OF_PLACES)})(?: kota)?")
OF_PARTS = re.compile(r"(?: [ivx]{1,4}| [a-h]){2,}$")  # Jumlah I + II
TOTAL_IN = re.compile(
    r"(?:grand |sub ?)?(?:jumlah|jml|total)(?: (?:seluruh|total|keseluruhan))?(?: (?:peserta|orang|participants))?"
    r"(?: (?:yang )?(?:hadir|mengikuti|ikut))?(?: (?:seluruhnya|keseluruhan|semua|in all))?"
    r"\s*(?:[:=]|adalah|sebanyak)?\s*(\d{1,3}(?:\.\d{3})+|\d{1,6})"
    r"(?:\s*\([a-z ]+\))?(?:\s*(?:orang|org|peserta|people|participants))?"
    r"(?:\s*\([^()]{0,40}\))?\.?",
    re.ASCII | re.IGNORECASE,
)


def total_in(text: str) -> str:
    """Return the number of a total that a cell states by itself ("Jumlah peserta: 40 orang"); "" if none."""
    match = TOTAL_IN.fullmatch(text.strip()) if len(text) <= LONGEST_LABEL else None
    return match[1] if match else ""


def is_statistic(text: str) -> bool:
    """Whether a row that begins so says something about the rows above, which is no sum of them."""
    return bool({bare(text), folded(text)} & words_of("statistics"))


def names_total(activity: str) -> bool:
    """Whether what stands where an activity should is a total: "Total quality management" is an activity."""
    label = folded(activity)
    is_of_place = re.match(OF_PLACE, label) is not None and not activity_in(activity)  # "Jumlah peserta anyaman"
    return OF_PARTS.sub("", label) in _known()["total_row"] or is_of_place or OF_EVERYTHING.fullmatch(label) is not None


SUBTOTALS = ("jumlah ", "subtotal", "sub total", "sub jumlah", "total ", "jml ")
CARRIED = re.compile(  # a sum that goes on on the next page
    r"(?:(?:sub ?)?(?:jumlah|total) |saldo |sisa )?"
    r"(?:(?:di)?pindah(?:an|kan)|carried (?:over|forward)|brought forward)\b"
    r"|(?:sub ?)?(?:jumlah|total)(?: dari| s d| sampai| sd)? (?:halaman|hal|lembar) (?:lalu|sebelumnya|terdahulu)\b"
)


def is_subtotal(text: str) -> bool:
    """Whether a row that begins so holds the total of a part."""
    label = bare(text)
    is_part = label.startswith(SUBTOTALS) or (label.endswith(" total") and is_regency(label.removesuffix(" total")))
    return (is_part and not is_total(text)) or is_carried(text)


def is_carried(text: str) -> bool:
    """Whether a row that begins so carries a sum over to the next page, or from the one before."""
    return CARRIED.match(bare(text)) is not None


# What an office writes before or behind the name of an activity without changing it.
BEFORE = re.compile(
    r"^(?:(?:(?:jumlah )?peserta|kegiatan|bimtek|bimbingan teknis|pelatihan|diklat|workshop|kelas|training|wub|ikm)"
    r"\s+)+"
)
BEHIND = re.compile(
    r"\s+(?:(?:tahun |ta )?20\d\d"
    r"|(?:angkatan|angk|gelombang|batch|kelas|tahap|class|kelompok)(?:\s+ke)?\s+(?:[ivx]{1,4}|\d{1,2}|[a-h]))$"
)
CODE = re.compile(rf"({PROVINCE.code})[. ]?(\d{{2}})", re.ASCII)  # of a regency of the province


@lru_cache(maxsize=1)
def _regencies() -> dict[str, str]:
    """Return the code of a regency by every name that it may go by, without its kind."""
    rows = packaged()["regencies"]
    names = (re.sub(r"^(kota|kabupaten) ", "", folded(str(name))) for name in rows["name"])
    return PROVINCE.called() | dict(zip(names, map(str, rows.code), strict=True))


DIRECTIONS = {
    "north": "utara", "south": "selatan", "west": "barat", "east": "timur", "central": "tengah",
    "southeast": "tenggara", "south east": "tenggara", "southwest": "barat daya", "south west": "barat daya",
    "western": "bagian barat", "eastern": "bagian timur",
}  # fmt: skip
_DIRECTION = "|".join(sorted(DIRECTIONS, key=len, reverse=True))
IN_ENGLISH = re.compile(
    rf"(?:the )?(?:(?:regency|district|city|municipality) of )?(?:({_DIRECTION}) )?(?:part of )?(.+?)( islands?)?"
    r"(?: (?:regency|district|city|municipality))?"
)


def from_english(name: str) -> str:
    """Return the name of a regency whose English one is given, both as they are compared; any other as it is."""
    match = IN_ENGLISH.fullmatch(name)
    if name in _regencies() or not match:
        return name
    isles, where = "kepulauan " * bool(match[3]), DIRECTIONS.get(match[1] or "", "")
    forms = (f"{isles}{match[2]} {part}{where}".strip() for part in ("", "bagian "))
    return next((form for form in forms if form in _regencies()), name)


INITIALS = re.compile(r"\b(\w) (?=\w\b)")  # "M.B.D.", as it is compared


@lru_cache(maxsize=4096)
def bare_regency(text: str) -> str:
    """Return the name of a regency as it is compared: without a number before it, or what kind it is."""
    name = folded(re.sub(r"^(?:\d{2}[. ]?\d{2}|\d{1,2}[.)]?)\s+", "", text))
    name = re.sub(r"\bkep\b", "kepulauan", INITIALS.sub(r"\1", name))
    return from_english(re.sub(r"^(kotamadya|kodya|kota|kabupaten|kab) ", "", name))


def regency(text: str) -> str:
    """Return what tells the regency of a cell from others: its code, or the name as it is compared."""
    return _regencies().get(bare_regency(text), bare_regency(text))


def is_regency(text: str) -> bool:
    """Whether a cell names a regency, by name or code, whatever column it stands in."""
    return bool(CODE.fullmatch(text)) or bare_regency(text) in _regencies()


@lru_cache(maxsize=4096)
def origin(text: str) -> str:
    """Return what tells the regency that a cell names, alone or in a remark ("peserta dari Kab. Buru"); "" if none."""
    if code := CODE.fullmatch(text):
        return text if f"{code[1]}.{code[2]}" in _regencies().values() else ""  # others are money, or shares
    if is_regency(text):
        return regency(text)
    match = re.search(r"\b(?:dari|asal|from)\b(.*)", folded(text[:LONGEST_LABEL]))
    names = [name for name in _regencies() if match and f" {name} " in f"{match[1]} "]
    return _regencies()[max(names, key=len)] if names else ""


@lru_cache(maxsize=4096)
def ends(text: str) -> bool:
    """Whether a cell begins what stands below a table: a signature, a note."""
    label = f"{folded(text[:LONGEST_LABEL])} "
    return any(label.startswith(f"{word} ") for word in _known()["end"])


def is_note(text: str) -> bool:
    """Whether a cell begins a note, which may stand between rows as well as below them."""
    return folded(text[:LONGEST_LABEL]).split(" ")[0] in words_of("notes")


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is nothing: "nihil", "–", 0, or nothing at all."""
    return folded(text[:LONGEST_LABEL]) in NOTHING and text not in TICKS


@lru_cache(maxsize=4096)
def is_period(text: str) -> bool:
    """Whether a head names a month, a quarter or another part of a year, or several months from one to another."""
    parts = [part for part in map(folded, re.split(r"[()\n]", text[:LONGEST_LABEL])) if part]  # "Angkatan I (Maret)"
    return bool(parts) and (all(map(PERIOD.fullmatch, parts)) or SPAN.fullmatch(" ".join(parts)) is not None)


QUARTER = re.compile(r"(?:tw|triwulan|trw|q|quarter|kuartal)\b|q\d|tw\d")
HALF = re.compile(r"(?:sem|smt|semester|catur wulan)\b")


def months_in(text: str) -> int:
    """Return how many months a period has that a head names; 0 where nobody knows."""
    label = folded(text[:LONGEST_LABEL])
    return 6 if HALF.match(label) else 3 if QUARTER.match(label) else 1 if re.match(MONTH, label) else 0


@lru_cache(maxsize=4096)
def is_cumulative(text: str) -> bool:
    """Whether a head counts up to some month: "s.d. Juni", "Januari s.d. Juni"."""
    label = folded(text[:LONGEST_LABEL])
    return bool(UP_TO.search(label) or SPAN.fullmatch(bare(text))) or says_cumulative(text)


@lru_cache(maxsize=4096)
def says_cumulative(text: str) -> bool:
    """Whether a title or a head says that counts go on from one to the next."""
    return _has(text[:LONGEST_LABEL], "cumulative")


def spans_years(text: str) -> bool:
    """Whether a title says that its table is of several years together: "2020–2024", "sejak 2020"."""
    is_said = len(text) <= LONGEST_LABEL and (YEARS.search(text) or OF_YEARS.search(folded(text)))
    return bool(is_said) and not names_law(text)


def begins_with(text: str) -> str:
    """Return the first of the months that a head names from one to another; "" if it names one alone."""
    span = SPAN.fullmatch(bare(text))
    return span[1][:3] if span else ""


@lru_cache(maxsize=1)
def _activities() -> dict[str, str]:
    rows = packaged()["activities"]
    return {folded(str(name)): str(name) for column in ("name_en", "name_id") for name in rows[column]}


def names() -> tuple[Sequence[str], Sequence[str]]:
    """Return all names of activities, and of regencies without their kind, as they are compared."""
    return [*_activities()], [*_regencies()]


@lru_cache(maxsize=4096)
def bare_activity(text: str) -> str:
    """Return the name of an activity as it is compared: without "Bimtek" before it or "Angkatan I" behind it."""
    return BEHIND.sub("", BEFORE.sub("", folded(text[:LONGEST_LABEL])))


@lru_cache(maxsize=512)
def activity_in(title: str) -> str:
    """Return the name of the activity that a title names; "" if none, or several."""
    label = f" {folded(title[:LONGEST_LABEL])} "
    names = {name for name in _activities() if f" {name} " in label}
    longest = {name for name in names if not any(name != other and name in other for other in names)}
    return _activities()[longest.pop()] if len(longest) == 1 else ""


AROUND_NAME = OF_ACTIVITY | AROUND_ACTIVITY | words_of("around_name")


def named_among(label: str) -> str:
    """Return the activity that a label names among words that do not say what is taught, as it is compared."""
    name = folded(activity_in(label))
    around = f" {label} ".replace(f" {name} ", " ", 1).split()
    return name if name and {*around} <= AROUND_NAME else ""


WHAT_FOLLOWS = (
    r"(?:tahun|ta|di|bagi|untuk|oleh|pada|menurut|per|kab|kabupaten|kota|provinsi|prov|angkatan|tahap|20\d\d)\b"
)
BEHIND_BIMTEK = re.compile(
    rf"\b(?:bimtek|bimbingan teknis|pelatihan|diklat|workshop)\s+(?!{WHAT_FOLLOWS})(.+?)"
    rf"(?=\s*(?:[,(:]|\b{WHAT_FOLLOWS}|$))",
    re.IGNORECASE,
)
NO_ACTIVITY = words_of("no_activity") | {_NAME}


def activity_behind(title: str) -> str:
    """Return what a title names as taught behind "Bimtek" or "Pelatihan"; "" if nothing but for whom."""
    match = BEHIND_BIMTEK.search(clean(title[:LONGEST_LABEL]))
    return match[1].capitalize() if match and set(folded(match[1]).split()) - NO_ACTIVITY - {year(match[1])} else ""


def is_activity(text: str) -> bool:
    """Whether a cell names an activity that is packaged, whatever column it stands in."""
    return bare_activity(text) in _activities()


@lru_cache(maxsize=4096)
def heads_activity(text: str) -> str:
    """Return the activity that a row by itself names for those below it: by its name, or as the title of a list."""
    if is_activity(text):
        return text
    words = _words(text)
    return activity_in(text) if words & (OF_ACTIVITY | words_of("of_list")) and not ends(text) else ""


GROUPED_BY = AROUND_NAME | SECTORS | OF_PLACES | PEOPLE | MONEY | NAMES_OF_PROVINCE | words_of("grouped_by")


def may_name_section(text: str) -> bool:
    """Whether nobody knows what a row by itself says of those below it: no place, activity, time or kind of goods."""
    label = folded(NUMBERED.sub("", text[:LONGEST_LABEL]))
    words = {word for word in label.split() if word.isalpha()}
    is_known = words <= GROUPED_BY or bool(words & words_of("of_isles")) or len(label) <= SHORTEST_NAME
    is_known = is_known or heads_place(text) or bool(mentions(text)) or names_district(text) or is_period(label)
    is_known = is_known or bool(activity_in(text)) or is_activity(text) or is_note(text) or is_nothing(text)
    return not (is_known or column(text)[0] or fact(text) or names_law(text))


def is_free(text: str) -> bool:
    """Whether a head names nothing that is known, but may be a name."""
    words = _words(text)
    is_known = words & (NO_COUNT | PLANNED | REALISED) or folded(text) in MEN | WOMEN | BOTH
    return bool(words) and not is_known


def is_reference(title: str) -> bool:
    """Whether a sheet is one of the template's own that only help to fill it in."""
    names = (Words(language)(f"sheet.{name}") for language in LANGUAGES for name in ("example", "codes", "help"))
    return folded(title) in {folded(name) for name in names}


def _is(text: str, kind: str) -> bool:
    return bare(text) in _known()[kind]


def _words(text: str) -> set[str]:
    """Return the words of a text as they are compared; of a long one those that it begins with."""
    return {*folded(text[:LONGEST_LABEL]).split()}


def _has(text: str, kind: str) -> bool:
    """Whether a text has a word of a kind (``words.csv``)."""
    return not words_of(kind).isdisjoint(folded(text).split())


def _counts_the_same(text: str, name: str) -> bool:
    """Whether the units behind a label, if there are any, are those of what it names: "Jumlah (Rp)" is no count."""
    if name not in UNITS_OF:
        return True
    return "%" not in text and {folded(unit) for unit in re.findall(r"\(([^()]*)\)", text)} <= UNITS_OF[name]
