"""同じ計算を CPU と GPU で動かして、かかった時間を比べる。"""

import time
from copy import deepcopy

from common.device import gpu_available, to_cpu, to_gpu

NO_GPU = (
    "GPU がないので、GPU の時間は測れません"
    "（Google Colab の［ランタイムのタイプを変更］で、GPU を選べます）。"
)


def seconds(function, *data):
    """function(*data) の結果が CPU に届くまでの秒数。

    GPU は、計算を頼まれるとすぐに返事をして、あとから計算する。結果を CPU に写してから時計を
    止めないと、頼むのにかかった時間しか測れない。

    Examples
    --------
    >>> seconds(sum, [1, 2]) < 1
    True
    """
    start = time.perf_counter()
    to_cpu(function(*data))
    return time.perf_counter() - start


def compare_devices(function, *data, repeat=3):
    """function(*data) を CPU の配列と GPU の配列で動かし、それぞれのミリ秒と、その比を表示する。

    GPU は、初めての計算の準備に時間がかかるので、repeat 回のうち、いちばん速かった時間を使う。
    データを GPU に写す時間は含まない。GPU がなければ、そのことを表示する。

    Parameters
    ----------
    function : 配列か、配列の辞書を返す関数
    data : function に渡す配列（形は自由）や、配列の辞書。毎回、写しを渡す
    repeat : int

    Examples
    --------
    >>> compare_devices(sum, [1, 2])  # doctest: +ELLIPSIS
    CPU　... ミリ秒
    ...GPU...
    """
    on_cpu = _fastest(function, data, to_cpu, repeat)
    print(f"CPU　{1000 * on_cpu:,.1f} ミリ秒")
    if not gpu_available():
        print(NO_GPU)
        return
    on_gpu = _fastest(function, data, to_gpu, repeat)
    print(f"GPU　{1000 * on_gpu:,.1f} ミリ秒（CPU の {on_cpu / on_gpu:.1f} 倍の速さ）")


def _fastest(function, data, place, repeat):
    copies = ([place(deepcopy(to_cpu(a))) for a in data] for _ in range(repeat))
    return min(seconds(function, *arguments) for arguments in copies)
