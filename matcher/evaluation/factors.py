"""The factor model that recommendations are usually compared with: implicit's ALS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matcher.affinity.batch import Matrix, Sparse

SIZES = (16, 32, 64)
"""Numbers of factors that are tried."""
INSTALL = "ALS is left out: install implicit, with the extra `evaluation` of this package"


def is_there() -> bool:
    """Say whether `implicit` is installed."""
    from importlib.util import find_spec  # noqa: PLC0415  (needed here alone)

    return find_spec("implicit") is not None


def factorise(ties: Sparse, *, factors: int, seed: int) -> tuple[Matrix, Matrix]:
    """Factorise who has worked with whom (Hu, Koren and Volinsky, ICDM (2008) 263-272).

    The penalty 1 and the weight 1 of a tie did best on earlier years.

    Returns
    -------
    tuple
        The factors of those who ask and of candidates, shape (N, `factors`) each.
    """
    from implicit.als import AlternatingLeastSquares  # noqa: PLC0415  (optional)
    from scipy import sparse  # noqa: PLC0415  (as implicit wants it)
    from threadpoolctl import threadpool_limits  # noqa: PLC0415  (comes with scikit-learn)

    with threadpool_limits(1, "blas"):  # it warns where a solver of its own has threads
        model: Any = AlternatingLeastSquares(
            factors=factors,
            regularization=1.0,
            alpha=1.0,
            iterations=15,
            random_state=seed,
            num_threads=1,
            use_gpu=False,
        )
        model.fit(sparse.csr_matrix(ties), show_progress=False)
    return model.user_factors, model.item_factors
