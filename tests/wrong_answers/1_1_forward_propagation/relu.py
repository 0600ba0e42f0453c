# %% step formula
# message: ステップ関数
# note: 正のときに 1 を返す
def relu(x):
    return np.where(x > 0, 1.0, 0.0)


# %% abs
# message: 絶対値
def relu(x):
    return np.abs(x)


# %% in place
# message: 引数に渡した配列が書き換わっています
def relu(x):
    x[x < 0] = 0
    return x


# %% largest of axis
# message: np.max は
# note: np.max(x, 0) の 0 は軸の番号になる
def relu(x):
    return np.max(x, 0)


# %% built-in max
# message: 配列をそのまま
def relu(x):
    return max(0, x)


# %% identity
# message: 入力をそのまま返しています
# note: 恒等関数を ReLU という名前で書く
def relu(x):
    return x


# %% minimum
# message: np.minimum
def relu(x):
    return np.minimum(x, 0)


# %% leaky
# message: 値が違います
def relu(x):
    return np.where(x > 0, x, 0.01 * x)


# %% negative values dropped
# message: 形が違います
# note: 負の要素を取り除いてしまい、要素の数が変わる
def relu(x):
    return x[x > 0]


# %% clipped at one
# message: 値が違います
def relu(x):
    return np.clip(x, 0, 1)


# %% fires only above one
# message: 値が違います
def relu(x):
    return np.where(x >= 1, x, 0)


# %% common by alias
# message: common の relu を呼んでいます
import common.functions

relu = common.functions.relu


# %% common layer
# message: common の Relu を呼んでいます
from common.layers import Relu


def relu(x):
    return Relu().forward(x)


# %% small values are zero
# message: 小さな値
# note: 0 に近い値を 0 とみなす
def relu(x):
    return np.where(x > 1e-5, x, 0)


# %% clipped at a hundred
# message: 大きな値
# note: 上も切り取る
def relu(x):
    return np.clip(x, 0, 100)


# %% slightly leaky
# message: 値が違います
# note: 負のところにも、ごくわずかな傾きをつける
def relu(x):
    return np.where(x > 0, x, 1e-12 * x)


# %% one and two dimensions only
# message: 3次元の入力
# note: 行ごとの繰り返しを、2次元までしか考えない
def relu(x):
    if x.ndim == 1:
        return np.array([max(value, 0) for value in x])
    return np.array([[max(value, 0) for value in row] for row in x.reshape(len(x), -1)])
