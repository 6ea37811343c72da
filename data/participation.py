"""How many took part, as the tables of rounds state it: of a regency or of its classes, exactly or about."""

import pandas as pd


def only_totals(rounds: pd.DataFrame) -> set[str]:
    """Return the codes of the rounds of which the totals and the regencies are known, and not how they are split."""
    return set(rounds[rounds.known == "total"]["round"]) if "known" in rounds else set()


def regency_participants(participation: pd.DataFrame, trainings: pd.DataFrame) -> pd.Series:
    """Return the participants of each row of ``participation`` (people; same index).

    Stated where the source states them; else the sum over the regency's classes, if every class has a count.
    """
    keys = ["round", "regency"]
    classes = trainings.groupby(keys).participants
    sums = classes.sum().where(classes.count() == classes.size())
    summed = participation[keys].merge(
        sums.rename("summed"), left_on=keys, right_index=True, how="left", validate="1:1"
    )
    return participation.participants.fillna(summed.summed.astype("Int64"))


def approximate(rows: pd.DataFrame) -> pd.Series:
    """Return which rows state their participants as approximate (whether, same index)."""
    if "participants_basis" not in rows:
        return pd.Series(data=False, index=rows.index)
    return rows["participants_basis"].eq("approximate").fillna(value=False).astype(bool)


def is_among(rows: pd.DataFrame, others: pd.DataFrame) -> pd.Series:
    """Return which rows have the round and the regency of any of the others (whether, same index)."""
    named = {*zip(others["round"], others.regency, strict=True)}
    return pd.Series([pair in named for pair in zip(rows["round"], rows.regency, strict=True)], rows.index, dtype=bool)


def approximate_regencies(participation: pd.DataFrame, trainings: pd.DataFrame) -> pd.Series:
    """Return of which rows ``regency_participants`` is approximate: as stated, or by a class of it (same index)."""
    by_class = participation.participants.isna() & is_among(participation, trainings[approximate(trainings)])
    return approximate(participation) | by_class
