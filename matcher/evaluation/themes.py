"""Themes of texts: groups of works that are told in like words, so that a text gives a topic.

A signal compares what works are about by few topics. Where a table tells in sentences what a work
does, the sentences are sorted into `THEMES` groups: words by TF-IDF, 100 dimensions of them by the
SVD (Deerwester et al., "Indexing by latent semantic analysis", JASIS 41 (1990) 391-407), groups by
k-means on the unit sphere (Dhillon and Modha, Machine Learning 42 (2001) 143-175).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

THEMES = 32
FEWEST = 20
"""Texts for each theme, so a short table has fewer themes."""
NAMED_BY = 3
_DIMENSIONS = 100
_RAREST, _COMMONEST = 3, 0.2
"""A word counts that is in so many texts at least, and in such a share of them at most."""
_MOST_WORDS = 20_000


def themes_of(texts: Mapping[str, str], *, known: Collection[str]) -> dict[str, str]:
    """Give each work with a text its theme, named by the words that set it apart.

    Parameters
    ----------
    texts : by work; blank ones are left out
    known : the works whose texts the themes are learnt from: later ones are only sorted into them

    Returns
    -------
    by work; nothing where too few texts are known for two themes, or they share no words
    """
    told = {work: text for work, text in texts.items() if text.strip()}
    learnt = sorted(told.keys() & set(known))
    count = min(THEMES, len(learnt) // FEWEST)
    if count < 2:  # noqa: PLR2004  (one theme tells nothing apart)
        return {}
    from sklearn.cluster import KMeans  # noqa: PLC0415  (heavy)
    from sklearn.decomposition import TruncatedSVD  # noqa: PLC0415
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415
    from sklearn.preprocessing import normalize  # noqa: PLC0415

    words = TfidfVectorizer(
        stop_words="english",
        min_df=_RAREST,
        max_df=_COMMONEST,
        sublinear_tf=True,
        max_features=_MOST_WORDS,
        dtype=np.float32,
    )
    try:
        counted = words.fit_transform(told[work] for work in learnt)
    except ValueError:  # no word is in some texts and not in too many
        return {}
    size = min(_DIMENSIONS, counted.shape[1] - 1, len(learnt) - 1)
    if size < count:
        return {}
    space = TruncatedSVD(size, random_state=0).fit(counted)
    groups = KMeans(count, n_init=3, random_state=0).fit(normalize(space.transform(counted)))
    middles = groups.cluster_centers_ @ space.components_
    listed = words.get_feature_names_out()
    names = [", ".join(listed[np.argsort(-middle)[:NAMED_BY]]) for middle in middles]
    found = groups.predict(normalize(space.transform(words.transform(told.values()))))
    return {work: names[theme] for work, theme in zip(told, found, strict=True)}
