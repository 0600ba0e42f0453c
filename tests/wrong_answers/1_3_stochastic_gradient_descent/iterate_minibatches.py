# %% choice with replacement
# message: 重複ありで
def iterate_minibatches(x, d, batch_size, rng):
    for start in range(0, len(x), batch_size):
        chosen = rng.choice(len(x), min(batch_size, len(x) - start))
        yield x[chosen], d[chosen]


# %% remainder dropped
# message: 余った件数も
def iterate_minibatches(x, d, batch_size, rng):
    order = rng.permutation(len(x))
    for start in range(0, len(x) - batch_size + 1, batch_size):
        chosen = order[start : start + batch_size]
        yield x[chosen], d[chosen]


# %% no shuffle
# message: 元の順番のまま
def iterate_minibatches(x, d, batch_size, rng):
    order = np.arange(len(x))
    for start in range(0, len(x), batch_size):
        chosen = order[start : start + batch_size]
        yield x[chosen], d[chosen]


# %% shuffled apart
# message: べつべつに混ぜて
def iterate_minibatches(x, d, batch_size, rng):
    x, d = rng.permutation(x), rng.permutation(d)
    for start in range(0, len(x), batch_size):
        yield x[start : start + batch_size], d[start : start + batch_size]


# %% one buffer reused
# message: 同じものを使い回しています
# note: 渡した配列の中身が、あとから変わる
def iterate_minibatches(x, d, batch_size, rng):
    order = rng.permutation(len(x))
    x_buffer, d_buffer = np.empty_like(x[:batch_size]), np.empty_like(d[:batch_size])
    for start in range(0, len(x), batch_size):
        chosen = order[start : start + batch_size]
        x_buffer[: len(chosen)], d_buffer[: len(chosen)] = x[chosen], d[chosen]
        yield x_buffer[: len(chosen)], d_buffer[: len(chosen)]


# %% shuffles in place
# message: 引数に渡した配列が書き換わっています
def iterate_minibatches(x, d, batch_size, rng):
    state = rng.bit_generator.state
    rng.shuffle(x)
    rng.bit_generator.state = state
    rng.shuffle(d)
    for start in range(0, len(x), batch_size):
        yield x[start : start + batch_size], d[start : start + batch_size]


# %% return instead of yield
# message: 2つの組
def iterate_minibatches(x, d, batch_size, rng):
    order = rng.permutation(len(x))
    for start in range(0, len(x), batch_size):
        chosen = order[start : start + batch_size]
        return x[chosen], d[chosen]


# %% same order every epoch
# message: 2回目も同じ順番
def iterate_minibatches(x, d, batch_size, rng):
    rng = np.random.default_rng(0)
    order = rng.permutation(len(x))
    for start in range(0, len(x), batch_size):
        chosen = order[start : start + batch_size]
        yield x[chosen], d[chosen]


# %% global random numbers
# message: 乱数の状態が動いています
def iterate_minibatches(x, d, batch_size, rng):
    order = np.random.permutation(len(x))
    for start in range(0, len(x), batch_size):
        chosen = order[start : start + batch_size]
        yield x[chosen], d[chosen]


# %% blocks shuffled
# message: データの順番を混ぜます
# note: 小さな塊のまま、塊の順番だけを混ぜる
def iterate_minibatches(x, d, batch_size, rng):
    starts = list(range(0, len(x), batch_size))
    for start in [*rng.permutation(starts[:-1]), starts[-1]]:
        yield x[start : start + batch_size], d[start : start + batch_size]


# %% x only
# message: 2つの組
def iterate_minibatches(x, d, batch_size, rng):
    order = rng.permutation(len(x))
    for start in range(0, len(x), batch_size):
        chosen = order[start : start + batch_size]
        yield x[chosen]


# %% d first
# message: 形
def iterate_minibatches(x, d, batch_size, rng):
    order = rng.permutation(len(x))
    for start in range(0, len(x), batch_size):
        chosen = order[start : start + batch_size]
        yield d[chosen], x[chosen]


# %% random start
# message: ちょうど1回
# note: ミニバッチごとに混ぜ直す
def iterate_minibatches(x, d, batch_size, rng):
    for start in range(0, len(x), batch_size):
        size = min(batch_size, len(x) - start)
        chosen = rng.permutation(len(x))[:size]
        yield x[chosen], d[chosen]


# %% fixed batch size
# message: ミニバッチの大きさ
def iterate_minibatches(x, d, batch_size, rng):
    order = rng.permutation(len(x))
    for start in range(0, len(x), batch_size):
        chosen = order[start : start + 5]
        yield x[chosen], d[chosen]


# %% batch too large refused
# message: ミニバッチの大きさ
def iterate_minibatches(x, d, batch_size, rng):
    if batch_size > len(x):
        return
    order = rng.permutation(len(x))
    for start in range(0, len(x), batch_size):
        chosen = order[start : start + batch_size]
        yield x[chosen], d[chosen]


# %% overlap
# message: ミニバッチの大きさ
def iterate_minibatches(x, d, batch_size, rng):
    order = rng.permutation(len(x))
    for start in range(0, len(x), batch_size):
        chosen = order[start : start + batch_size + 1]
        yield x[chosen], d[chosen]


# %% generator of its own
# message: 同じ状態の rng
# note: 種のない生成器を、自分で作る
def iterate_minibatches(x, d, batch_size, rng):
    order = np.random.default_rng().permutation(len(x))
    for start in range(0, len(x), batch_size):
        chosen = order[start : start + batch_size]
        yield x[chosen], d[chosen]


# %% rolled
# message: どの組み合わせも
# note: 始まる場所だけが変わり、順番はいつも同じ
def iterate_minibatches(x, d, batch_size, rng):
    order = np.roll(np.arange(len(x)), rng.integers(len(x)))
    for start in range(0, len(x), batch_size):
        chosen = order[start : start + batch_size]
        yield x[chosen], d[chosen]


# %% first sample stays first
# message: どの組み合わせも
def iterate_minibatches(x, d, batch_size, rng):
    order = np.concatenate([[0], 1 + rng.permutation(len(x) - 1)])
    for start in range(0, len(x), batch_size):
        chosen = order[start : start + batch_size]
        yield x[chosen], d[chosen]


# %% labels as floats
# message: 型が、渡したものと違います
# note: 1つの配列にまとめて混ぜると、整数の番号が小数になる
def iterate_minibatches(x, d, batch_size, rng):
    both = rng.permutation(np.column_stack([x, d]))
    for start in range(0, len(x), batch_size):
        part = both[start : start + batch_size]
        yield part[:, : x.shape[1]], part[:, x.shape[1] :].reshape(len(part), *d.shape[1:])


# %% inputs as float64
# message: x の型
def iterate_minibatches(x, d, batch_size, rng):
    order = rng.permutation(len(x))
    rows = [[float(v) for v in row] for row in x]
    for start in range(0, len(x), batch_size):
        chosen = order[start : start + batch_size]
        yield np.array([rows[i] for i in chosen]), d[chosen]


# %% internals of common
# message: common の _endless_batches を呼んでいます
from common import trainer as _trainer


def iterate_minibatches(x, d, batch_size, rng):
    batches = _trainer._endless_batches(x, d, batch_size, rng)
    for _ in range(-(-len(x) // batch_size)):
        yield next(batches)
