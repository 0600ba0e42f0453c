"""CPU と GPU のあいだで配列を移す。CuPy（GPU で計算する NumPy）を import するのは、ここだけ。"""

import builtins
import re
import sys
import warnings
from importlib.metadata import distributions

import numpy as np

AGAIN = "CuPy を pip uninstall で消し、pip install -r requirements-gpu.txt で入れ直してください"
PACKAGES = re.compile(r"cupy(-cuda[\dx]+|-rocm[-\w]*)?")
TOO_OLD = re.compile("insufficient.?driver|driver version is insufficient|unsupported.?ptx", re.I)
REASONS = {  # エラーの文の中の言葉から、GPU を使えないわけへ
    "out.?of.?memory|memory.?allocation": (
        "GPU のメモリが足りません（GPU を使うほかのノートブックを終わらせてください）"
    ),
    "no.?kernel.?image": "この GPU は、この版の CuPy では使えません（GPU が古いか、新しすぎます）",
}
BROKEN = {
    r"nvrtc|cannot open shared object|DLL load failed|lib(cuda|cu\w+)\.so": (
        "CUDA のライブラリが見つかりません（pip install -r requirements-gpu.txt で入ります）"
    ),
    "failed to import|not correctly installed": f"CuPy を読み込めません。{AGAIN}",
}


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
        nested = (list, tuple)
        a = [to_cpu(i) if hasattr(i, "get") or isinstance(i, nested) else i for i in a]
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
    except Exception as error:
        if isinstance(error, ModuleNotFoundError) and error.name == "cupy":
            return None, "CuPy がありません（pip install cupy-cuda12x）"
        return None, _why(error) or f"CuPy を読み込めません。{AGAIN}"
    try:
        (cupy.zeros(1) + 1).item()  # CuPy は GPU がなくても import でき、最初の計算で失敗する
    except AttributeError as error:  # 消し残りか、学習者のフォルダ
        another = f"cupy という名前の、CuPy ではないものがあります。{AGAIN}"
        return None, _why(error) or another
    except Exception as error:  # ドライバーの種類だけ、例外の種類がある
        unknown = f"CUDA の GPU が見つかりません（{type(error).__name__}）"
        return None, _too_old(cupy, error) or _why(error) or unknown
    return cupy, ""


def _too_old(cupy, error):
    """ドライバーが古すぎることを表すエラーなら、その版と、どうすればよいか。"""
    if not TOO_OLD.search(f"{type(error).__name__} {error}"):
        return ""
    try:
        version = cupy.cuda.runtime.driverGetVersion()
    except Exception:
        version = 0
    if not version:  # ドライバーがないときも、同じエラーになる
        return "CUDA の GPU が見つかりません（NVIDIA のドライバーがないか、古すぎます）"
    cuda = f"CUDA {version // 1000}.{version % 1000 // 10} まで"
    return f"GPU のドライバーが古すぎます（{cuda}）。NVIDIA のドライバーを新しくしてください"


def _why(error):
    """エラーの文と、入っているパッケージから分かる、GPU を使えないわけ。分からなければ空。"""
    text = f"{type(error).__name__} {error}"
    for signs in (REASONS, BROKEN):
        if found := next((signs[sign] for sign in signs if re.search(sign, text, re.I)), ""):
            return found
        if signs is REASONS and (twice := _installed_twice()):
            return twice
    return ""


def _installed_twice():
    """CuPy のパッケージがいくつも入っていれば、その名前と、直し方。"""
    names = {str(package.metadata["Name"]).lower() for package in distributions()}
    found = sorted(filter(PACKAGES.fullmatch, names))
    if len(found) < 2:
        return ""
    return f"CuPy のパッケージがいくつも入っています（{'、'.join(found)}）。すべての {AGAIN}"
