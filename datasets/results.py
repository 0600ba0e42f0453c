"""測った結果：本物の MNIST での正解率と、CPU・GPU の速さ。

``course results`` が測って results.json に書く。章は、ここから読んだ数だけを表にする。
"""

import json
from pathlib import Path

FILE = Path(__file__).parent / "results.json"
NOT_MEASURED = "まだ測っていません"
ON = {
    "mnist_t10k": "MNISTのテスト用画像10,000枚を、訓練用8,000枚とテスト用2,000枚に分けたもの",
    "mnist": "MNIST（訓練用60,000枚、テスト用10,000枚）",
    "cpu": "CPU",
    "gpu": "GPU",
}


def load_results(experiment, on):
    """測った結果を読む。

    Parameters
    ----------
    experiment : {"training", "speed"}
        training は 784-40-10 の学習、speed は写す速さと計算の速さ。
    on : {"mnist_t10k", "mnist", "cpu", "gpu"}
        何の上で測ったものか。training はデータ、speed は装置。

    Returns
    -------
    dict
        "settings" と "values" に、設定と測った値。まだ測っていなければ None。

    Raises
    ------
    ValueError
        その名前の結果がない。

    Examples
    --------
    >>> load_results("training", "mnist_t10k")["settings"]["hidden"]
    40
    """
    stored = json.loads(FILE.read_text(encoding="utf-8"))
    names = [f"{name}/{place}" for name, places in stored.items() for place in places]
    if f"{experiment}/{on}" not in names:
        raise ValueError(f"結果は {names} のどれかです：{experiment}/{on}")
    return stored[experiment][on]


def measured_where(experiment, on):
    """いつ、何の上で、どの計算機で測ったかを、1 行で返す。

    引数と ValueError は load_results と同じ。

    Examples
    --------
    >>> measured_where("training", "mnist_t10k")[:5]
    'MNIST'
    """
    record = load_results(experiment, on)
    if record is None:
        return f"{ON[on]}：{NOT_MEASURED}"
    machine, versions = record["machine"], record["versions"]
    parts = [machine["gpu"]] if on == "gpu" else []
    parts += [f"{machine['cpu']}（{machine['cores']}コア）"]
    parts += [f"{name} {version}" for name, version in versions.items()]
    if experiment == "speed":
        parts += [f"使ったスレッド {machine['threads']}、測り始めの負荷 {machine['load']}"]
    return f"{ON[on]}：{record['date']} に測定（{'、'.join(parts)}）"
