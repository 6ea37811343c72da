"""Personal data in free texts (UU 27/2022): numbers of identity cards and telephones, addresses of e-mail, names.

What is stored stays in a history that everybody reads, so texts are looked through before anything is stored.
"""

import re
from functools import lru_cache

from data.province import PROVINCE
from data.rounds.reading.labels import mentions

NUMBER = (  # NIK and family cards have 16 digits, NIP 18; both are written in groups, too
    r"(?<!\d)(?:\d{16}|\d{18}|(?!20\d\d)\d{4}(?:S\d{4}){3}|\d{6}S\d{6}S\d{4}"
    r"|\d{2}\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3}"  # NPWP
    r"|\d{2}(?:S\d{2}){2}S\d{6}S\d{4}|\d{2}(?:S\d{2}){5}S\d{4}|\d{8} ?\d{6} ?\d ?\d{3})(?!\d)"
).replace("S", r"[ ._:·’‐-―-]")  # any one sign that parts groups
PHONE = r"(?<![\d/])\(?(?:\+?62|0)[ .-]?\(?8\d{1,3}\)?(?:[ .-]?\d{2,5}){2,3}(?!\d)"
CALLED = (
    r"\b(?:hp|wa|whatsapp|no\.? ?hp|te?lp\.?|tele?pon|ponsel|phone|mobile)\b[ .:/]*(?:wa[ .:]*)?[+(]?\d[\d ()+-]{5,}\d"
)
MAIL = r"[\w.+-]+ ?(?:@|[\[(]at[\])]) ?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}"
CHAT = r"(?:https?://)?(?:wa\.me/|(?:api\.)?whatsapp\.com/send/?\?phone=|tel:)\+?\d{8,}"
OFFICE = (
    r"kepala|kadis|plt|plh|dinas|gubernur|wakil|menteri|bupati|wali\s?kota|sekretaris|direktur|direktorat|ditjen|dirjen|"
    r"kementerian|pemerintah|pimpinan|ketua|badan|rektor|head|minister|governor"
)
PERSON = (
    rf"\b(?:a\.\s?n\.?|a/n|an\.|atas nama|cp|kontak(?= ?:)|contact person|narahubung)[ :]+"
    rf"(?!(?:{OFFICE})\b)(?=[a-z])[^,;()\n]{{2,60}}"
)
NAME = r"(?-i:[A-Z])[\w.'’-]+"
NAMES = rf"{NAME}(?: {NAME}){{0,4}}"
COURTESY = (  # a name behind how somebody is addressed
    rf"\b(?:bapak|bpk|ibu|bu|pak|sdri?|saudar[ai])\b\.? +"
    rf"(?!(?:{OFFICE}|rumah|kota|hamil|menyusui|pkk|pertiwi|bhayangkari|dharma|persit|peserta|pengrajin|perajin)\b){NAMES}"
)
DEGREE = r"(?-i:S\.[EHTP]|S\.(?:Sos|Pd|Kom|IP|Si|Ag|Pi|Hut|STP?)|M\.(?:Si|M|T|AP|Pd|Sc|Hum|Kes|Ec))\b\.?"
TITLED = (  # a name with an academic title, but no street that is called so
    rf"(?<!jl\. )(?<!jln\. )(?<!jalan )(?-i:\b(?:Drs|Dra|Ir)\.) ?{NAMES}(?:, ?{DEGREE})*"
    rf"|(?!(?:laporan|rekap\w*|data|daftar)\b){NAMES}(?:, ?{DEGREE})+"
)
WRITER = (  # a name of whoever wrote something
    rf"\b(?:dibuat|disusun|dilaporkan|diketik|ditandatangani) oleh[ :]+(?!(?:{OFFICE}|disper\w+|bidang|seksi|bagian|"
    rf"tim|pp[kt]\w*|ka(?:bid|si|sub)\w*|panitia|upt\w*|balai|universitas|politeknik|unit|kelompok|pt|cv|lembaga|"
    rf"konsultan|pendamping|petugas)\b){NAMES}"
)
FOUND = re.compile("|".join((CHAT, NUMBER, PHONE, CALLED, MAIL, PERSON, COURTESY, TITLED, WRITER)), re.IGNORECASE)
FOUND_IN_ADDRESS = re.compile(f"{CHAT}|{MAIL}", re.IGNORECASE)  # numbers of a page look like those of people
LABEL = re.compile(
    r"\b(?:nik|no\.? ?ktp|nip|npwp|hp|wa|te?lp?\.?|tele?pon|no\.? ?hp|e-?mail|surel|cp)\b[\s.:/-]*(?=$|[,;)(])",
    re.IGNORECASE,
)
OF_OFFICE = re.compile(  # what stands in the names of offices, firms, houses and documents, and in none of a person
    rf"\b(?:{OFFICE}|disper\w+|perindustrian|perdagangan|industri|koperasi|ukm|umkm|ikm|wub|upt\w*|blk|bbpvp|bpsdm|balai|"
    r"bidang|seksi|bagian|unit|universitas|politeknik|institut|akademi|sekolah|smk|bank|pt|cv|ud|tbk|yayasan|lembaga|"
    r"asosiasi|forum|kantor|dekranasda|tim|panitia|kelompok|hotel|aula|gedung|ruang|negeri|kota|kab\w*|kec\w*|desa|"
    r"kelurahan|provinsi|prov|program|proyek|laporan|rekap\w*|data|daftar|surat|berita|nota|dokumen|bimtek|pelatihan|"
    r"bimbingan|kegiatan|hasil|realisasi|apbd|apbn|dak|dana|office|ministry|report|list|university|agency)\b",
    re.IGNORECASE,
)
BARE = re.compile(rf"{NAME}(?: {NAME}){{1,3}}(?:, (?:[A-Z]\w*\.)+[\w. ,]*)?")
BRACKETS = re.compile(r"\s*\([^()]*\)")


@lru_cache(maxsize=2048)  # one text may stand in thousands of cells
def is_in(text: str) -> bool:
    """Whether a text has personal data, as far as their form tells."""
    return FOUND.search(text) is not None


def is_in_address(text: str) -> bool:
    """Whether a page's address has personal data: that of a person's mail or chat."""
    return FOUND_IN_ADDRESS.search(text) is not None


def names_office(text: str) -> bool:
    """Whether a text has a word that stands in the names of offices, firms, houses or documents."""
    return OF_OFFICE.search(text) is not None or PROVINCE.name.casefold() in text.casefold()


def may_be_person(text: str) -> bool:
    """Whether a text may be nothing but somebody's name: two to four words, and none of an office or a place."""
    return BARE.fullmatch(text.strip()) is not None and not names_office(text) and not mentions(text)


def without(text: str) -> str:
    """Return a text without its personal data, and without brackets that hold some."""
    text = BRACKETS.sub(lambda match: "" if is_in(match[0]) else match[0], text)
    text = LABEL.sub("", FOUND.sub("", text))
    text = re.sub(r"([,;])(\s*[,;])+", r"\1", re.sub(r"\s+(?=[,;])", "", text))
    return re.sub(r"\s*([,;:/–-]\s*)+$", "", re.sub(r"\s+", " ", text)).strip(" ,;:")
