"""CPU と GPU のあいだで配列を移す。CuPy（GPU で計算する NumPy）を import するのは、ここだけ。"""

import builtins
import sys
import warnings

import numpy as np


# どちらでも 1 行だけになる：IPython は _render_traceback_ を、Python は SystemExit の文を表示する
class GpuNotFoundError(RuntimeError if hasattr(builtins, "__IPYTHON__") else SystemExit):
    """GPU が使えないことを、traceback なしの 1 行で伝える例外。"""

    def _render_traceback_(self):
        return [str(self)]


def gpu_available():
    """GPU で計算できるなら True。"""
    return _find_cupy()[0] is not None


def require_gpu():
    """GPU が使えることを確かめ、モジュール cupy を返す。``import cupy as np`` の前に書く。

    Raises
    ------
    GpuNotFoundError
        CuPy か GPU がない。何が足りず、どうすればよいかを、1 行で伝える。
    """
    cupy, missing = _find_cupy()
    if cupy is None:
        raise GpuNotFoundError(
            f"GPU を使えません：{missing}。このセルを import numpy as np に戻せば、"
            "NumPy で続けられます。GPU は、Google Colab の［ランタイムのタイプを変更］で選べます。"
        )
    return cupy


def to_gpu(a):
    """a（形は自由）を、同じ形のまま GPU に写して返す。GPU の配列は、そのまま返す。

    a は、NumPy の配列や数のリスト、またはそれらの辞書（辞書を返す）。
    乱数は NumPy で作ってから写すと、CPU と GPU で同じ数から始められる。
    重みなら ``MultiLayerNet.from_params(to_gpu(network.params))``。

    Raises
    ------
    GpuNotFoundError
        GPU が使えない。

    Examples
    --------
    >>> from common.gpu.stand_in import to_device
    >>> to_gpu({"W": to_device([1.0, 2.0])})
    {'W': DeviceArray(array([1., 2.]))}
    """
    if isinstance(a, dict):
        return {key: to_gpu(value) for key, value in a.items()}
    return a if hasattr(a, "get") else require_gpu().asarray(a)


def to_cpu(a):
    """a（形は自由）を、同じ形の NumPy の配列に写して返す。NumPy の配列は、そのまま返す。

    a は、GPU や NumPy の配列、そのリスト（1 つの配列にする）、それらの辞書（辞書を返す）。

    Examples
    --------
    >>> to_cpu([1.0, np.float64(2.0)])
    array([1., 2.])
    """
    if isinstance(a, dict):
        return {key: to_cpu(value) for key, value in a.items()}
    if isinstance(a, (list, tuple)):
        a = [to_cpu(item) if hasattr(item, "get") else item for item in a]
    return a.get() if hasattr(a, "get") else np.asarray(a)


def get_array_module(*arrays):
    """arrays（形は自由）のどれかが CuPy の配列なら cupy を、そうでなければ numpy を返す。

    Examples
    --------
    >>> get_array_module(np.zeros(2)).__name__
    'numpy'
    """
    cupy = sys.modules.get("cupy")  # CuPy の配列があるなら、もう import されている
    return np if cupy is None else cupy.get_array_module(*arrays)


def _find_cupy():
    """(cupy, "")。GPU で計算できなければ (None, 足りないもの)。"""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # CUDA が見つからないという警告。下で確かめる
            import cupy
    except ImportError:
        return None, "CuPy がありません（pip install cupy-cuda12x）"
    try:
        (cupy.zeros(1) + 1).item()  # CuPy は GPU がなくても import でき、最初の計算で失敗する
    except Exception as error:  # ドライバーの種類だけ、例外の種類がある
        return None, f"CUDA の GPU が見つかりません（{type(error).__name__}）"
    return cupy, ""
