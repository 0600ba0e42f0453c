# %% setting of the chapter
# message: 学習率
# note: 章の基準の設定（gauss、0.1）では、この回数では足りない
def train_digits(x, d, gradient, updates, rng):
    hidden = 32
    network = {
        "W1": rng.standard_normal((x.shape[1], hidden)) * 0.01,
        "b1": np.zeros(hidden),
        "W2": rng.standard_normal((hidden, 10)) * 0.01,
        "b2": np.zeros(10),
    }
    for step in range(updates):
        chosen = rng.permutation(len(x))[:50]
        grads = gradient(network, x[chosen], d[chosen])
        for key in network:
            network[key] = network[key] - 0.1 * grads[key]
    return network


# %% first rows only
# message: いつも同じ
# note: いつも最初の50件で更新する
def train_digits(x, d, gradient, updates, rng):
    hidden = 32
    network = {
        "W1": rng.standard_normal((x.shape[1], hidden)) * np.sqrt(2 / x.shape[1]),
        "b1": np.zeros(hidden),
        "W2": rng.standard_normal((hidden, 10)) * np.sqrt(2 / hidden),
        "b2": np.zeros(10),
    }
    for step in range(updates):
        chosen = np.arange(min(50, len(x)))
        grads = gradient(network, x[chosen], d[chosen])
        for key in network:
            network[key] = network[key] - 0.5 * grads[key]
    return network


# %% more updates
# message: updates 回
def train_digits(x, d, gradient, updates, rng):
    hidden = 32
    network = {
        "W1": rng.standard_normal((x.shape[1], hidden)) * np.sqrt(2 / x.shape[1]),
        "b1": np.zeros(hidden),
        "W2": rng.standard_normal((hidden, 10)) * np.sqrt(2 / hidden),
        "b2": np.zeros(10),
    }
    for step in range(3 * updates):
        chosen = rng.permutation(len(x))[:50]
        grads = gradient(network, x[chosen], d[chosen])
        for key in network:
            network[key] = network[key] - 0.5 * grads[key]
    return network


# %% whole data at once
# message: 100件まで
def train_digits(x, d, gradient, updates, rng):
    hidden = 32
    network = {
        "W1": rng.standard_normal((x.shape[1], hidden)) * np.sqrt(2 / x.shape[1]),
        "b1": np.zeros(hidden),
        "W2": rng.standard_normal((hidden, 10)) * np.sqrt(2 / hidden),
        "b2": np.zeros(10),
    }
    for step in range(updates):
        chosen = rng.permutation(len(x))
        grads = gradient(network, x[chosen], d[chosen])
        for key in network:
            network[key] = network[key] - 0.5 * grads[key]
    return network


# %% in order
# message: 乱数で
# note: 並んでいる順に使う
def train_digits(x, d, gradient, updates, rng):
    hidden = 32
    network = {
        "W1": rng.standard_normal((x.shape[1], hidden)) * np.sqrt(2 / x.shape[1]),
        "b1": np.zeros(hidden),
        "W2": rng.standard_normal((hidden, 10)) * np.sqrt(2 / hidden),
        "b2": np.zeros(10),
    }
    for step in range(updates):
        chosen = (np.arange(50) + 50 * step) % len(x)
        grads = gradient(network, x[chosen], d[chosen])
        for key in network:
            network[key] = network[key] - 0.5 * grads[key]
    return network


# %% pictures and labels apart
# message: 組が崩れて
def train_digits(x, d, gradient, updates, rng):
    hidden = 32
    network = {
        "W1": rng.standard_normal((x.shape[1], hidden)) * np.sqrt(2 / x.shape[1]),
        "b1": np.zeros(hidden),
        "W2": rng.standard_normal((hidden, 10)) * np.sqrt(2 / hidden),
        "b2": np.zeros(10),
    }
    for step in range(updates):
        chosen = rng.permutation(len(x))[:50]
        grads = gradient(network, x[chosen], d[rng.permutation(len(x))[:50]])
        for key in network:
            network[key] = network[key] - 0.5 * grads[key]
    return network


# %% plus
# message: 逆の向き
def train_digits(x, d, gradient, updates, rng):
    hidden = 32
    network = {
        "W1": rng.standard_normal((x.shape[1], hidden)) * np.sqrt(2 / x.shape[1]),
        "b1": np.zeros(hidden),
        "W2": rng.standard_normal((hidden, 10)) * np.sqrt(2 / hidden),
        "b2": np.zeros(10),
    }
    for step in range(updates):
        chosen = rng.permutation(len(x))[:50]
        grads = gradient(network, x[chosen], d[chosen])
        for key in network:
            network[key] = network[key] + 0.5 * grads[key]
    return network


# %% zeros
# message: 同じ値
def train_digits(x, d, gradient, updates, rng):
    hidden = 32
    network = {
        "W1": np.zeros((x.shape[1], hidden)),
        "b1": np.zeros(hidden),
        "W2": np.zeros((hidden, 10)),
        "b2": np.zeros(10),
    }
    for step in range(updates):
        chosen = rng.permutation(len(x))[:50]
        grads = gradient(network, x[chosen], d[chosen])
        for key in network:
            network[key] = network[key] - 0.5 * grads[key]
    return network


# %% ones
# message: 同じ値
def train_digits(x, d, gradient, updates, rng):
    hidden = 32
    network = {
        "W1": 0.1 * np.ones((x.shape[1], hidden)),
        "b1": np.zeros(hidden),
        "W2": 0.1 * np.ones((hidden, 10)),
        "b2": np.zeros(10),
    }
    for step in range(updates):
        chosen = rng.permutation(len(x))[:50]
        grads = gradient(network, x[chosen], d[chosen])
        for key in network:
            network[key] = network[key] - 0.5 * grads[key]
    return network


# %% biases skipped
# message: すべての重みとバイアス
def train_digits(x, d, gradient, updates, rng):
    hidden = 32
    network = {
        "W1": rng.standard_normal((x.shape[1], hidden)) * np.sqrt(2 / x.shape[1]),
        "b1": np.zeros(hidden),
        "W2": rng.standard_normal((hidden, 10)) * np.sqrt(2 / hidden),
        "b2": np.zeros(10),
    }
    for step in range(updates):
        chosen = rng.permutation(len(x))[:50]
        grads = gradient(network, x[chosen], d[chosen])
        for key in ("W1", "W2"):
            network[key] = network[key] - 0.5 * grads[key]
    return network


# %% learning rate too large
# message: 学習率
def train_digits(x, d, gradient, updates, rng):
    hidden = 32
    network = {
        "W1": rng.standard_normal((x.shape[1], hidden)) * np.sqrt(2 / x.shape[1]),
        "b1": np.zeros(hidden),
        "W2": rng.standard_normal((hidden, 10)) * np.sqrt(2 / hidden),
        "b2": np.zeros(10),
    }
    for step in range(updates):
        chosen = rng.permutation(len(x))[:50]
        grads = gradient(network, x[chosen], d[chosen])
        for key in network:
            network[key] = network[key] - 4.0 * grads[key]
    return network


# %% learning rate too small
# message: 学習率
def train_digits(x, d, gradient, updates, rng):
    hidden = 32
    network = {
        "W1": rng.standard_normal((x.shape[1], hidden)) * np.sqrt(2 / x.shape[1]),
        "b1": np.zeros(hidden),
        "W2": rng.standard_normal((hidden, 10)) * np.sqrt(2 / hidden),
        "b2": np.zeros(10),
    }
    for step in range(updates):
        chosen = rng.permutation(len(x))[:50]
        grads = gradient(network, x[chosen], d[chosen])
        for key in network:
            network[key] = network[key] - 0.005 * grads[key]
    return network


# %% start returned
# message: 最後の更新
def train_digits(x, d, gradient, updates, rng):
    hidden = 32
    network = {
        "W1": rng.standard_normal((x.shape[1], hidden)) * np.sqrt(2 / x.shape[1]),
        "b1": np.zeros(hidden),
        "W2": rng.standard_normal((hidden, 10)) * np.sqrt(2 / hidden),
        "b2": np.zeros(10),
    }
    start = dict(network)
    for step in range(updates):
        chosen = rng.permutation(len(x))[:50]
        grads = gradient(network, x[chosen], d[chosen])
        for key in network:
            network[key] = network[key] - 0.5 * grads[key]
    return start


# %% last update forgotten
# message: 最後の更新
def train_digits(x, d, gradient, updates, rng):
    hidden = 32
    network = {
        "W1": rng.standard_normal((x.shape[1], hidden)) * np.sqrt(2 / x.shape[1]),
        "b1": np.zeros(hidden),
        "W2": rng.standard_normal((hidden, 10)) * np.sqrt(2 / hidden),
        "b2": np.zeros(10),
    }
    for step in range(updates):
        chosen = rng.permutation(len(x))[:50]
        before = dict(network)
        grads = gradient(network, x[chosen], d[chosen])
        for key in network:
            network[key] = network[key] - 0.5 * grads[key]
    return before


# %% gradients kept from the first step
# message: 勾配
def train_digits(x, d, gradient, updates, rng):
    hidden = 32
    network = {
        "W1": rng.standard_normal((x.shape[1], hidden)) * np.sqrt(2 / x.shape[1]),
        "b1": np.zeros(hidden),
        "W2": rng.standard_normal((hidden, 10)) * np.sqrt(2 / hidden),
        "b2": np.zeros(10),
    }
    for step in range(updates):
        chosen = rng.permutation(len(x))[:50]
        now = gradient(network, x[chosen], d[chosen])
        grads = now if step == 0 else grads
        for key in network:
            network[key] = network[key] - 0.5 * grads[key]
    return network


# %% large hidden layer
# message: 64個まで
def train_digits(x, d, gradient, updates, rng):
    hidden = 100
    network = {
        "W1": rng.standard_normal((x.shape[1], hidden)) * np.sqrt(2 / x.shape[1]),
        "b1": np.zeros(hidden),
        "W2": rng.standard_normal((hidden, 10)) * np.sqrt(2 / hidden),
        "b2": np.zeros(10),
    }
    for step in range(updates):
        chosen = rng.permutation(len(x))[:50]
        grads = gradient(network, x[chosen], d[chosen])
        for key in network:
            network[key] = network[key] - 0.5 * grads[key]
    return network


# %% generator of its own
# message: 引数の rng
def train_digits(x, d, gradient, updates, rng):
    rng = np.random.default_rng(0)
    hidden = 32
    network = {
        "W1": rng.standard_normal((x.shape[1], hidden)) * np.sqrt(2 / x.shape[1]),
        "b1": np.zeros(hidden),
        "W2": rng.standard_normal((hidden, 10)) * np.sqrt(2 / hidden),
        "b2": np.zeros(10),
    }
    for step in range(updates):
        chosen = rng.permutation(len(x))[:50]
        grads = gradient(network, x[chosen], d[chosen])
        for key in network:
            network[key] = network[key] - 0.5 * grads[key]
    return network


# %% global random numbers
# message: 乱数の状態が動いています
def train_digits(x, d, gradient, updates, rng):
    hidden = 32
    network = {
        "W1": rng.standard_normal((x.shape[1], hidden)) * np.sqrt(2 / x.shape[1]),
        "b1": np.zeros(hidden),
        "W2": rng.standard_normal((hidden, 10)) * np.sqrt(2 / hidden),
        "b2": np.zeros(10),
    }
    for step in range(updates):
        chosen = np.random.permutation(len(x))[:50]
        grads = gradient(network, x[chosen], d[chosen])
        for key in network:
            network[key] = network[key] - 0.5 * grads[key]
    return network


# %% pictures standardised in place
# message: 書き換わっています
def train_digits(x, d, gradient, updates, rng):
    x -= x.mean(axis=0)
    hidden = 32
    network = {
        "W1": rng.standard_normal((x.shape[1], hidden)) * np.sqrt(2 / x.shape[1]),
        "b1": np.zeros(hidden),
        "W2": rng.standard_normal((hidden, 10)) * np.sqrt(2 / hidden),
        "b2": np.zeros(10),
    }
    for step in range(updates):
        chosen = rng.permutation(len(x))[:50]
        grads = gradient(network, x[chosen], d[chosen])
        for key in network:
            network[key] = network[key] - 0.5 * grads[key]
    return network


# %% pictures changed
# message: そのまま
# note: 勾配だけ、ほかの画像で求める
def train_digits(x, d, gradient, updates, rng):
    hidden = 32
    network = {
        "W1": rng.standard_normal((x.shape[1], hidden)) * np.sqrt(2 / x.shape[1]),
        "b1": np.zeros(hidden),
        "W2": rng.standard_normal((hidden, 10)) * np.sqrt(2 / hidden),
        "b2": np.zeros(10),
    }
    for step in range(updates):
        chosen = rng.permutation(len(x))[:50]
        grads = gradient(network, x[chosen] - 0.5, d[chosen])
        for key in network:
            network[key] = network[key] - 0.5 * grads[key]
    return network


# %% key forgotten
# message: キー
def train_digits(x, d, gradient, updates, rng):
    hidden = 32
    network = {
        "W1": rng.standard_normal((x.shape[1], hidden)) * np.sqrt(2 / x.shape[1]),
        "b1": np.zeros(hidden),
        "W2": rng.standard_normal((hidden, 10)) * np.sqrt(2 / hidden),
        "b2": np.zeros(10),
    }
    for step in range(updates):
        chosen = rng.permutation(len(x))[:50]
        grads = gradient(network, x[chosen], d[chosen])
        for key in network:
            network[key] = network[key] - 0.5 * grads[key]
    return {"W1": network["W1"], "W2": network["W2"]}


# %% divided by the size of the batch again
# message: 学習率
# note: 勾配は、もう件数で割ってある
def train_digits(x, d, gradient, updates, rng):
    hidden = 32
    network = {
        "W1": rng.standard_normal((x.shape[1], hidden)) * np.sqrt(2 / x.shape[1]),
        "b1": np.zeros(hidden),
        "W2": rng.standard_normal((hidden, 10)) * np.sqrt(2 / hidden),
        "b2": np.zeros(10),
    }
    for step in range(updates):
        chosen = rng.permutation(len(x))[:50]
        grads = gradient(network, x[chosen], d[chosen])
        for key in network:
            network[key] = network[key] - 0.5 / 50 * grads[key]
    return network


# %% each row with its own label only once
# message: 100件まで
def train_digits(x, d, gradient, updates, rng):
    hidden = 32
    network = {
        "W1": rng.standard_normal((x.shape[1], hidden)) * np.sqrt(2 / x.shape[1]),
        "b1": np.zeros(hidden),
        "W2": rng.standard_normal((hidden, 10)) * np.sqrt(2 / hidden),
        "b2": np.zeros(10),
    }
    for step in range(updates):
        chosen = rng.integers(0, len(x), 200)
        grads = gradient(network, x[chosen], d[chosen])
        for key in network:
            network[key] = network[key] - 0.5 * grads[key]
    return network
