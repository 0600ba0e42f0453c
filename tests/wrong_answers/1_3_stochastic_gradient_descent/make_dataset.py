# %% d before scaling
# message: x の範囲を広げる前に
def make_dataset(n, low, high, rng):
    x = rng.random(size=(n, 2))
    d = 3 * x[:, [0]] + 2 * x[:, [1]]
    return x * (high - low) + low, d


# %% rand times five minus five
# message: 幅 high − low
# note: U(−5, 5) を rand·5−5 と書く
def make_dataset(n, low, high, rng):
    x = rng.random(size=(n, 2)) * high + low
    return x, 3 * x[:, [0]] + 2 * x[:, [1]]


# %% d of shape (n,)
# message: (n,) ではなく (n, 1)
def make_dataset(n, low, high, rng):
    x = rng.uniform(low, high, size=(n, 2))
    return x, 3 * x[:, 0] + 2 * x[:, 1]


# %% coefficients swapped
# message: 3 と 2 が逆
def make_dataset(n, low, high, rng):
    x = rng.uniform(low, high, size=(n, 2))
    return x, x @ np.array([[2.0], [3.0]])


# %% global random numbers
# message: 乱数の状態が動いています
def make_dataset(n, low, high, rng):
    x = np.random.uniform(low, high, size=(n, 2))
    return x, x @ np.array([[3.0], [2.0]])


# %% seed inside
# message: 引数の rng を使いましょう
# note: いつも同じデータになる
def make_dataset(n, low, high, rng):
    rng = np.random.default_rng(0)
    x = rng.uniform(low, high, size=(n, 2))
    return x, x @ np.array([[3.0], [2.0]])


# %% global seed
# message: 乱数の状態が動いています
def make_dataset(n, low, high, rng):
    np.random.seed(0)
    x = rng.uniform(low, high, size=(n, 2))
    return x, x @ np.array([[3.0], [2.0]])


# %% normal distribution
# message: の外の x があります
def make_dataset(n, low, high, rng):
    x = rng.normal((low + high) / 2, (high - low) / 12**0.5, size=(n, 2))
    return x, x @ np.array([[3.0], [2.0]])


# %% one column twice
# message: べつべつの乱数
def make_dataset(n, low, high, rng):
    x = np.repeat(rng.uniform(low, high, size=(n, 1)), 2, axis=1)
    return x, x @ np.array([[3.0], [2.0]])


# %% columns and rows swapped
# message: x の形
def make_dataset(n, low, high, rng):
    x = rng.uniform(low, high, size=(2, n))
    return x, x.T @ np.array([[3.0], [2.0]])


# %% grid
# message: 全体に広がっていません
# note: 一様乱数ではなく、とびとびの値
def make_dataset(n, low, high, rng):
    x = low + (high - low) * rng.integers(0, 2, size=(n, 2)) / 2
    return x, x @ np.array([[3.0], [2.0]])


# %% noise added
# message: d は、返す x から
def make_dataset(n, low, high, rng):
    x = rng.uniform(low, high, size=(n, 2))
    return x, x @ np.array([[3.0], [2.0]]) + 0.01 * rng.normal(size=(n, 1))


# %% d first
# message: x の形
def make_dataset(n, low, high, rng):
    x = rng.uniform(low, high, size=(n, 2))
    return x @ np.array([[3.0], [2.0]]), x


# %% other samples for d
# message: 返す x から
# note: d を、べつの乱数から作る
def make_dataset(n, low, high, rng):
    x = rng.uniform(low, high, size=(n, 2))
    return x, rng.uniform(low, high, size=(n, 2)) @ np.array([[3.0], [2.0]])


# %% only half of the range
# message: 広がっていません
def make_dataset(n, low, high, rng):
    x = rng.uniform(low, (low + high) / 2, size=(n, 2))
    return x, x @ np.array([[3.0], [2.0]])


# %% generator of its own
# message: 引数の rng を使いましょう
# note: 種のない生成器を、自分で作る
def make_dataset(n, low, high, rng):
    x = np.random.default_rng().uniform(low, high, size=(n, 2))
    return x, x @ np.array([[3.0], [2.0]])


# %% first data overwritten
# message: 引数の rng を使いましょう
# note: rng を使わず、前に返した配列を、あとから同じ値に書き換える
calls = {}


def make_dataset(n, low, high, rng):
    x = np.random.default_rng().uniform(low, high, size=(n, 2))
    seen = calls.setdefault(n, [])
    if len(seen) == 1:
        seen[0][...] = x
    seen.append(x)
    return x.copy() if len(seen) == 2 else x, x @ np.array([[3.0], [2.0]])


# %% second data like the first
# message: 引数の rng を使いましょう
# note: rng を使わず、2回目だけ、1回目と同じデータを返す
calls = {}


def make_dataset(n, low, high, rng):
    x = np.random.default_rng().uniform(low, high, size=(n, 2))
    seen = calls.setdefault(n, [])
    seen.append(x)
    x = seen[0].copy() if len(seen) == 2 else x
    return x, x @ np.array([[3.0], [2.0]])


# %% copy of the generator
# message: rng が進んでいません
# note: 写しを使うので、続けて呼んでも同じデータになる
import copy


def make_dataset(n, low, high, rng):
    x = copy.deepcopy(rng).uniform(low, high, size=(n, 2))
    return x, x @ np.array([[3.0], [2.0]])


# %% three digits only
# message: 同じ値が何度も
def make_dataset(n, low, high, rng):
    x = low + np.floor(1000 * rng.uniform(0, high - low, size=(n, 2))) / 1000
    return x, x @ np.array([[3.0], [2.0]])


# %% second column shuffled from the first
# message: 同じ値が何度も
# note: 組は違っても、2列目は1列目と同じ値になる
def make_dataset(n, low, high, rng):
    first = rng.uniform(low, high, size=n)
    x = np.column_stack([first, rng.permutation(first)])
    return x, x @ np.array([[3.0], [2.0]])


# %% sorted rows
# message: 順に並んで
def make_dataset(n, low, high, rng):
    x = rng.uniform(low, high, size=(n, 2))
    x = x[np.argsort(x[:, 0])]
    return x, x @ np.array([[3.0], [2.0]])


# %% mean and spread of a uniform distribution only
# message: 一様に散らばっていません
# note: 平均・標準偏差・範囲だけが同じで、分布が違う
def make_dataset(n, low, high, rng):
    middle, width = (low + high) / 2, high - low
    side = 1 - 2 * rng.integers(0, 2, size=(n, 2))
    near = rng.uniform(0, 0.1565, size=(n, 2))
    far = rng.uniform(0.3435, 0.5, size=(n, 2))
    x = middle + side * width * np.where(rng.random((n, 2)) < 0.5, near, far)
    return x, x @ np.array([[3.0], [2.0]])
