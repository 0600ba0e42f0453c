# %% n_out
# message: n_out ではなく
def init_weights(n_in, n_out, method, rng):
    std = {"gauss": 0.01, "xavier": np.sqrt(1 / n_out), "he": np.sqrt(2 / n_out)}[method]
    return std * rng.standard_normal((n_in, n_out)), np.zeros(n_out)


# %% no root
# message: 平方根を
def init_weights(n_in, n_out, method, rng):
    std = {"gauss": 0.01, "xavier": 1 / n_in, "he": 2 / n_in}[method]
    return std * rng.standard_normal((n_in, n_out)), np.zeros(n_out)


# %% uniform
# message: 一様乱数
def init_weights(n_in, n_out, method, rng):
    std = {"gauss": 0.01, "xavier": np.sqrt(1 / n_in), "he": np.sqrt(2 / n_in)}[method]
    return std * rng.uniform(-1, 1, size=(n_in, n_out)), np.zeros(n_out)


# %% uniform of the right width
# message: 正規分布ではありません
def init_weights(n_in, n_out, method, rng):
    std = {"gauss": 0.01, "xavier": np.sqrt(1 / n_in), "he": np.sqrt(2 / n_in)}[method]
    return std * rng.uniform(-(3**0.5), 3**0.5, size=(n_in, n_out)), np.zeros(n_out)


# %% root two on Xavier
# message: He の値
def init_weights(n_in, n_out, method, rng):
    std = {"gauss": 0.01, "xavier": np.sqrt(2 / n_in), "he": np.sqrt(2 / n_in)}[method]
    return std * rng.standard_normal((n_in, n_out)), np.zeros(n_out)


# %% he as Xavier
# message: Xavier の値
def init_weights(n_in, n_out, method, rng):
    std = {"gauss": 0.01, "xavier": np.sqrt(1 / n_in), "he": np.sqrt(1 / n_in)}[method]
    return std * rng.standard_normal((n_in, n_out)), np.zeros(n_out)


# %% mean of both sizes
# message: n_in だけ
def init_weights(n_in, n_out, method, rng):
    std = {"gauss": 0.01, "xavier": np.sqrt(2 / (n_in + n_out)), "he": np.sqrt(2 / n_in)}[method]
    return std * rng.standard_normal((n_in, n_out)), np.zeros(n_out)


# %% std forgotten
# message: 標準偏差をかけて
def init_weights(n_in, n_out, method, rng):
    std = {"gauss": 0.01, "xavier": np.sqrt(1 / n_in), "he": np.sqrt(2 / n_in)}[method]
    return rng.standard_normal((n_in, n_out)), np.zeros(n_out)


# %% root of the std
# message: 標準偏差
def init_weights(n_in, n_out, method, rng):
    std = {"gauss": 0.01, "xavier": np.sqrt(1 / n_in), "he": np.sqrt(2 / n_in)}[method]
    return np.sqrt(std) * rng.standard_normal((n_in, n_out)), np.zeros(n_out)


# %% transposed
# message: W の形
def init_weights(n_in, n_out, method, rng):
    std = {"gauss": 0.01, "xavier": np.sqrt(1 / n_in), "he": np.sqrt(2 / n_in)}[method]
    return std * rng.standard_normal((n_out, n_in)), np.zeros(n_out)


# %% bias of shape (1, n_out)
# message: b の形
def init_weights(n_in, n_out, method, rng):
    std = {"gauss": 0.01, "xavier": np.sqrt(1 / n_in), "he": np.sqrt(2 / n_in)}[method]
    return std * rng.standard_normal((n_in, n_out)), np.zeros((1, n_out))


# %% bias of the inputs
# message: b の形
def init_weights(n_in, n_out, method, rng):
    std = {"gauss": 0.01, "xavier": np.sqrt(1 / n_in), "he": np.sqrt(2 / n_in)}[method]
    return std * rng.standard_normal((n_in, n_out)), np.zeros(n_in)


# %% random bias
# message: バイアスは、すべて 0
def init_weights(n_in, n_out, method, rng):
    std = {"gauss": 0.01, "xavier": np.sqrt(1 / n_in), "he": np.sqrt(2 / n_in)}[method]
    return std * rng.standard_normal((n_in, n_out)), rng.standard_normal(n_out)


# %% global random numbers
# message: 乱数の状態が動いています
def init_weights(n_in, n_out, method, rng):
    std = {"gauss": 0.01, "xavier": np.sqrt(1 / n_in), "he": np.sqrt(2 / n_in)}[method]
    return std * np.random.randn(n_in, n_out), np.zeros(n_out)


# %% seed inside
# message: 引数の rng を使いましょう
def init_weights(n_in, n_out, method, rng):
    rng = np.random.default_rng(0)
    std = {"gauss": 0.01, "xavier": np.sqrt(1 / n_in), "he": np.sqrt(2 / n_in)}[method]
    return std * rng.standard_normal((n_in, n_out)), np.zeros(n_out)


# %% one row repeated
# message: 同じ値
# note: 同じ行を並べる
def init_weights(n_in, n_out, method, rng):
    std = {"gauss": 0.01, "xavier": np.sqrt(1 / n_in), "he": np.sqrt(2 / n_in)}[method]
    return std * np.tile(rng.standard_normal((1, n_out)), (n_in, 1)) / 1.0, np.zeros(n_out)


# %% positive only
# message: 平均が 0 から
def init_weights(n_in, n_out, method, rng):
    std = {"gauss": 0.01, "xavier": np.sqrt(1 / n_in), "he": np.sqrt(2 / n_in)}[method]
    return std * np.abs(rng.standard_normal((n_in, n_out))) / 0.6028, np.zeros(n_out)


# %% b first
# message: W の形
def init_weights(n_in, n_out, method, rng):
    std = {"gauss": 0.01, "xavier": np.sqrt(1 / n_in), "he": np.sqrt(2 / n_in)}[method]
    return np.zeros(n_out), std * rng.standard_normal((n_in, n_out))


# %% gauss only
# message: gauss の値
def init_weights(n_in, n_out, method, rng):
    std = {"gauss": 0.01, "xavier": np.sqrt(1 / n_in), "he": np.sqrt(2 / n_in)}["gauss"]
    return std * rng.standard_normal((n_in, n_out)), np.zeros(n_out)


# %% generator of its own
# message: 引数の rng を使いましょう
# note: 種のない生成器を、自分で作る
def init_weights(n_in, n_out, method, rng):
    std = {"gauss": 0.01, "xavier": np.sqrt(1 / n_in), "he": np.sqrt(2 / n_in)}[method]
    return std * np.random.default_rng().standard_normal((n_in, n_out)), np.zeros(n_out)


# %% first weights overwritten
# message: 引数の rng を使いましょう
# note: rng を使わず、前に返した配列を、あとから同じ値に書き換える
calls = {}


def init_weights(n_in, n_out, method, rng):
    std = {"gauss": 0.01, "xavier": np.sqrt(1 / n_in), "he": np.sqrt(2 / n_in)}[method]
    W = std * np.random.default_rng().standard_normal((n_in, n_out))
    seen = calls.setdefault((n_in, n_out, method), [])
    if len(seen) == 1:
        seen[0][...] = W
    seen.append(W)
    return W.copy() if len(seen) == 2 else W, np.zeros(n_out)


# %% copy of the generator
# message: rng が進んでいません
# note: 写しを使うので、どの層も同じ重みで始まる
import copy


def init_weights(n_in, n_out, method, rng):
    std = {"gauss": 0.01, "xavier": np.sqrt(1 / n_in), "he": np.sqrt(2 / n_in)}[method]
    return std * copy.deepcopy(rng).standard_normal((n_in, n_out)), np.zeros(n_out)


# %% Laplace
# message: 正規分布ではありません
# note: 平均と標準偏差だけが同じ
def init_weights(n_in, n_out, method, rng):
    std = {"gauss": 0.01, "xavier": np.sqrt(1 / n_in), "he": np.sqrt(2 / n_in)}[method]
    return rng.laplace(0, std / np.sqrt(2), (n_in, n_out)), np.zeros(n_out)


# %% cut off at two standard deviations
# message: 正規分布ではありません
# note: はみ出した値を端にそろえ、標準偏差を合わせ直す
def init_weights(n_in, n_out, method, rng):
    std = {"gauss": 0.01, "xavier": np.sqrt(1 / n_in), "he": np.sqrt(2 / n_in)}[method]
    W = np.clip(rng.standard_normal((n_in, n_out)), -2, 2)
    return std * W / W.std(), np.zeros(n_out)


# %% bias counted as an input
# message: 標準偏差
# note: n_in + 1 で割る
def init_weights(n_in, n_out, method, rng):
    n = n_in + 1
    std = {"gauss": 0.01, "xavier": np.sqrt(1 / n), "he": np.sqrt(2 / n)}[method]
    return std * rng.standard_normal((n_in, n_out)), np.zeros(n_out)


# %% few values again and again
# message: 同じ値が並んで
def init_weights(n_in, n_out, method, rng):
    std = {"gauss": 0.01, "xavier": np.sqrt(1 / n_in), "he": np.sqrt(2 / n_in)}[method]
    return rng.choice(std * rng.standard_normal(50_000), (n_in, n_out)), np.zeros(n_out)
