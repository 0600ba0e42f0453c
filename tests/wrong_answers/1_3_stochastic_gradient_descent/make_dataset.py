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
# message: 範囲の外
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
# message: x が範囲全体に
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
