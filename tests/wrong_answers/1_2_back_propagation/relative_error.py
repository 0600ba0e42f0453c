# %% signed denominator
# message: 負の数の分母
def relative_error(a, b):
    return np.max(np.abs(a - b) / np.maximum(a + b, 1e-6))


# %% mean
# message: 平均ではなく
def relative_error(a, b):
    return np.mean(np.abs(a - b) / np.maximum(np.abs(a) + np.abs(b), 1e-6))


# %% absolute only
# message: 差をそのまま返して
def relative_error(a, b):
    return np.max(np.abs(a - b))


# %% calls common
# message: common の relative_error を呼んでいます
from common.gradient import relative_error as _r


def relative_error(a, b):
    return _r(a, b)


# %% 0/0
# message: 分母に下限
def relative_error(a, b):
    return np.max(np.abs(a - b) / (np.abs(a) + np.abs(b)))


# %% elementwise
# message: いちばん大きいものを1つの数で
def relative_error(a, b):
    return np.abs(a - b) / np.maximum(np.abs(a) + np.abs(b), 1e-6)


# %% norms
# message: 要素ごとに割合を
def relative_error(a, b):
    return np.linalg.norm(a - b) / max(np.linalg.norm(a) + np.linalg.norm(b), 1e-6)


# %% mean difference over mean sum
# message: 要素ごと
# note: 1要素なら合う
def relative_error(a, b):
    return np.abs(a - b).sum() / max((np.abs(a) + np.abs(b)).sum(), 1e-6)


# %% signed difference
# message: 差の絶対値
def relative_error(a, b):
    return np.max((a - b) / np.maximum(np.abs(a) + np.abs(b), 1e-6))


# %% larger one as the denominator
# message: 分母は、大きいほうではなく
def relative_error(a, b):
    return np.max(np.abs(a - b) / np.maximum(np.maximum(np.abs(a), np.abs(b)), 1e-6))


# %% only one as the denominator
# message: 片方の大きさではなく
def relative_error(a, b):
    return np.max(np.abs(a - b) / np.maximum(np.abs(a), 1e-6))


# %% floor added
# message: 値が違います
# note: 下限ではなく、足してしまう
def relative_error(a, b):
    return np.max(np.abs(a - b) / (np.abs(a) + np.abs(b) + 1e-6))


# %% floor too large
# message: 下限は 1e-6
def relative_error(a, b):
    return np.max(np.abs(a - b) / np.maximum(np.abs(a) + np.abs(b), 1e-2))


# %% last row only
# message: 値が違います
# note: 3次元の配列で、はじめのほうの要素を見ない
def relative_error(a, b):
    while a.ndim > 2:
        a, b = a[-1], b[-1]
    return np.max(np.abs(a - b) / np.maximum(np.abs(a) + np.abs(b), 1e-6))


# %% floor of each
# message: 下限は 1e-6
# note: |a| と |b| に、別々に下限をつける
def relative_error(a, b):
    scale = np.maximum(np.abs(a), 5e-7) + np.maximum(np.abs(b), 5e-7)
    return np.max(np.abs(a - b) / scale)


# %% rounded
# message: 値が違います
# note: 表示される桁数に丸める
def relative_error(a, b):
    return np.round(np.max(np.abs(a - b) / np.maximum(np.abs(a) + np.abs(b), 1e-6)), 6)


# %% max of Python
# message: 配列に max や if は使えません
def relative_error(a, b):
    return max(abs(a - b) / max(abs(a) + abs(b), 1e-6))
