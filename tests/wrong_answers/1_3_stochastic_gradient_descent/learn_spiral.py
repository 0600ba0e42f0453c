# %% not divided
# message: 件数 N で割って
def predict(network, x):
    z1 = relu(x @ network["W1"] + network["b1"])
    return softmax(z1 @ network["W2"] + network["b2"])


def one_update(network, x, d, lr):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    delta2 = (predict(network, x) - np.eye(3)[d])
    delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
    grads = {"W1": x.T @ delta1, "b1": delta1.sum(axis=0), "W2": z1.T @ delta2, "b2": delta2.sum(axis=0)}
    return {key: network[key] - lr * grads[key] for key in network}


def learn_spiral(x, d, rng, updates, lr=0.02):
    network = {
        "W1": rng.standard_normal((2, 40)), "b1": np.zeros(40),
        "W2": 0.5 * rng.standard_normal((40, 3)), "b2": np.zeros(3),
    }
    for _ in range(updates):
        chosen = rng.integers(0, len(x), size=50)
        network = one_update(network, x[chosen], d[chosen], lr)
    return network


# %% output without softmax
# message: 足して1
def predict(network, x):
    z1 = relu(x @ network["W1"] + network["b1"])
    return z1 @ network["W2"] + network["b2"]


def one_update(network, x, d, lr):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    delta2 = (softmax(predict(network, x)) - np.eye(3)[d]) / len(x)
    delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
    grads = {"W1": x.T @ delta1, "b1": delta1.sum(axis=0), "W2": z1.T @ delta2, "b2": delta2.sum(axis=0)}
    return {key: network[key] - lr * grads[key] for key in network}


def learn_spiral(x, d, rng, updates, lr=0.5):
    network = {
        "W1": rng.standard_normal((2, 40)), "b1": np.zeros(40),
        "W2": 0.5 * rng.standard_normal((40, 3)), "b2": np.zeros(3),
    }
    for _ in range(updates):
        chosen = rng.integers(0, len(x), size=50)
        network = one_update(network, x[chosen], d[chosen], lr)
    return network


# %% epochs for updates
# message: ちょうど updates 回
# note: updates をエポックの回数と読む
def predict(network, x):
    z1 = relu(x @ network["W1"] + network["b1"])
    return softmax(z1 @ network["W2"] + network["b2"])


def one_update(network, x, d, lr):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    delta2 = (predict(network, x) - np.eye(3)[d]) / len(x)
    delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
    grads = {"W1": x.T @ delta1, "b1": delta1.sum(axis=0), "W2": z1.T @ delta2, "b2": delta2.sum(axis=0)}
    return {key: network[key] - lr * grads[key] for key in network}


def learn_spiral(x, d, rng, updates, lr=0.5):
    network = {
        "W1": rng.standard_normal((2, 40)), "b1": np.zeros(40),
        "W2": 0.5 * rng.standard_normal((40, 3)), "b2": np.zeros(3),
    }
    for _ in range(updates // 10 + (updates > 0)):
        order = rng.permutation(len(x))
        for first in range(0, len(x), 50):
            chosen = order[first : first + 50]
            network = one_update(network, x[chosen], d[chosen], lr)
    return network


# %% no activation
# message: 0.95 に届きません
# note: 境目が直線のまま
def predict(network, x):
    z1 = x @ network["W1"] + network["b1"]
    return softmax(z1 @ network["W2"] + network["b2"])


def one_update(network, x, d, lr):
    u1 = x @ network["W1"] + network["b1"]
    z1 = u1
    delta2 = (predict(network, x) - np.eye(3)[d]) / len(x)
    delta1 = (delta2 @ network["W2"].T)
    grads = {"W1": x.T @ delta1, "b1": delta1.sum(axis=0), "W2": z1.T @ delta2, "b2": delta2.sum(axis=0)}
    return {key: network[key] - lr * grads[key] for key in network}


def learn_spiral(x, d, rng, updates, lr=0.5):
    network = {
        "W1": rng.standard_normal((2, 40)), "b1": np.zeros(40),
        "W2": 0.5 * rng.standard_normal((40, 3)), "b2": np.zeros(3),
    }
    for _ in range(updates):
        chosen = rng.integers(0, len(x), size=50)
        network = one_update(network, x[chosen], d[chosen], lr)
    return network


# %% few units
# message: 0.95 に届きません
def predict(network, x):
    z1 = relu(x @ network["W1"] + network["b1"])
    return softmax(z1 @ network["W2"] + network["b2"])


def one_update(network, x, d, lr):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    delta2 = (predict(network, x) - np.eye(3)[d]) / len(x)
    delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
    grads = {"W1": x.T @ delta1, "b1": delta1.sum(axis=0), "W2": z1.T @ delta2, "b2": delta2.sum(axis=0)}
    return {key: network[key] - lr * grads[key] for key in network}


def learn_spiral(x, d, rng, updates, lr=0.5):
    network = {
        "W1": rng.standard_normal((2, 4)), "b1": np.zeros(4),
        "W2": 0.5 * rng.standard_normal((4, 3)), "b2": np.zeros(3),
    }
    for _ in range(updates):
        chosen = rng.integers(0, len(x), size=50)
        network = one_update(network, x[chosen], d[chosen], lr)
    return network


# %% small learning rate
# message: 0.95 に届きません
def predict(network, x):
    z1 = relu(x @ network["W1"] + network["b1"])
    return softmax(z1 @ network["W2"] + network["b2"])


def one_update(network, x, d, lr):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    delta2 = (predict(network, x) - np.eye(3)[d]) / len(x)
    delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
    grads = {"W1": x.T @ delta1, "b1": delta1.sum(axis=0), "W2": z1.T @ delta2, "b2": delta2.sum(axis=0)}
    return {key: network[key] - lr * grads[key] for key in network}


def learn_spiral(x, d, rng, updates, lr=0.003):
    network = {
        "W1": rng.standard_normal((2, 40)), "b1": np.zeros(40),
        "W2": 0.5 * rng.standard_normal((40, 3)), "b2": np.zeros(3),
    }
    for _ in range(updates):
        chosen = rng.integers(0, len(x), size=50)
        network = one_update(network, x[chosen], d[chosen], lr)
    return network


# %% zero weights
# message: 0.95 に届きません
# note: どのユニットも同じで、動かない
def predict(network, x):
    z1 = relu(x @ network["W1"] + network["b1"])
    return softmax(z1 @ network["W2"] + network["b2"])


def one_update(network, x, d, lr):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    delta2 = (predict(network, x) - np.eye(3)[d]) / len(x)
    delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
    grads = {"W1": x.T @ delta1, "b1": delta1.sum(axis=0), "W2": z1.T @ delta2, "b2": delta2.sum(axis=0)}
    return {key: network[key] - lr * grads[key] for key in network}


def learn_spiral(x, d, rng, updates, lr=0.5):
    network = {
        "W1": np.zeros((2, 40)), "b1": np.zeros(40),
        "W2": np.zeros((40, 3)), "b2": np.zeros(3),
    }
    for _ in range(updates):
        chosen = rng.integers(0, len(x), size=50)
        network = one_update(network, x[chosen], d[chosen], lr)
    return network


# %% biases are not updated
# message: 動いていないパラメータ
def predict(network, x):
    z1 = relu(x @ network["W1"] + network["b1"])
    return softmax(z1 @ network["W2"] + network["b2"])


def one_update(network, x, d, lr):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    delta2 = (predict(network, x) - np.eye(3)[d]) / len(x)
    delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
    grads = {"W1": x.T @ delta1, "b1": delta1.sum(axis=0), "W2": z1.T @ delta2, "b2": delta2.sum(axis=0)}
    return {key: network[key] - lr * grads[key] * (key[0] == "W") for key in network}


def learn_spiral(x, d, rng, updates, lr=0.5):
    network = {
        "W1": rng.standard_normal((2, 40)), "b1": np.zeros(40),
        "W2": 0.5 * rng.standard_normal((40, 3)), "b2": np.zeros(3),
    }
    for _ in range(updates):
        chosen = rng.integers(0, len(x), size=50)
        network = one_update(network, x[chosen], d[chosen], lr)
    return network


# %% plus
# message: 勾配を足して
def predict(network, x):
    z1 = relu(x @ network["W1"] + network["b1"])
    return softmax(z1 @ network["W2"] + network["b2"])


def one_update(network, x, d, lr):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    delta2 = (predict(network, x) - np.eye(3)[d]) / len(x)
    delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
    grads = {"W1": x.T @ delta1, "b1": delta1.sum(axis=0), "W2": z1.T @ delta2, "b2": delta2.sum(axis=0)}
    return {key: network[key] + lr * grads[key] for key in network}


def learn_spiral(x, d, rng, updates, lr=0.5):
    network = {
        "W1": rng.standard_normal((2, 40)), "b1": np.zeros(40),
        "W2": 0.5 * rng.standard_normal((40, 3)), "b2": np.zeros(3),
    }
    for _ in range(updates):
        chosen = rng.integers(0, len(x), size=50)
        network = one_update(network, x[chosen], d[chosen], lr)
    return network


# %% learning rate missing
# message: 学習率 lr を
def predict(network, x):
    z1 = relu(x @ network["W1"] + network["b1"])
    return softmax(z1 @ network["W2"] + network["b2"])


def one_update(network, x, d, lr):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    delta2 = (predict(network, x) - np.eye(3)[d]) / len(x)
    delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
    grads = {"W1": x.T @ delta1, "b1": delta1.sum(axis=0), "W2": z1.T @ delta2, "b2": delta2.sum(axis=0)}
    return {key: network[key] - grads[key] for key in network}


def learn_spiral(x, d, rng, updates, lr=0.5):
    network = {
        "W1": rng.standard_normal((2, 40)), "b1": np.zeros(40),
        "W2": 0.5 * rng.standard_normal((40, 3)), "b2": np.zeros(3),
    }
    for _ in range(updates):
        chosen = rng.integers(0, len(x), size=50)
        network = one_update(network, x[chosen], d[chosen], lr)
    return network


# %% divided by all elements
# message: 要素の総数
def predict(network, x):
    z1 = relu(x @ network["W1"] + network["b1"])
    return softmax(z1 @ network["W2"] + network["b2"])


def one_update(network, x, d, lr):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    delta2 = (predict(network, x) - np.eye(3)[d]) / (3 * len(x))
    delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
    grads = {"W1": x.T @ delta1, "b1": delta1.sum(axis=0), "W2": z1.T @ delta2, "b2": delta2.sum(axis=0)}
    return {key: network[key] - lr * grads[key] for key in network}


def learn_spiral(x, d, rng, updates, lr=0.5):
    network = {
        "W1": rng.standard_normal((2, 40)), "b1": np.zeros(40),
        "W2": 0.5 * rng.standard_normal((40, 3)), "b2": np.zeros(3),
    }
    for _ in range(updates):
        chosen = rng.integers(0, len(x), size=50)
        network = one_update(network, x[chosen], d[chosen], lr)
    return network


# %% no derivative of the hidden layer
# message: predict と同じ順伝播から
def predict(network, x):
    z1 = relu(x @ network["W1"] + network["b1"])
    return softmax(z1 @ network["W2"] + network["b2"])


def one_update(network, x, d, lr):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    delta2 = (predict(network, x) - np.eye(3)[d]) / len(x)
    delta1 = (delta2 @ network["W2"].T)
    grads = {"W1": x.T @ delta1, "b1": delta1.sum(axis=0), "W2": z1.T @ delta2, "b2": delta2.sum(axis=0)}
    return {key: network[key] - lr * grads[key] for key in network}


def learn_spiral(x, d, rng, updates, lr=0.5):
    network = {
        "W1": rng.standard_normal((2, 40)), "b1": np.zeros(40),
        "W2": 0.5 * rng.standard_normal((40, 3)), "b2": np.zeros(3),
    }
    for _ in range(updates):
        chosen = rng.integers(0, len(x), size=50)
        network = one_update(network, x[chosen], d[chosen], lr)
    return network


# %% sigmoid in the forward, relu in the backward
# message: predict と同じ順伝播から
def predict(network, x):
    z1 = 1 / (1 + np.exp(-(x @ network["W1"] + network["b1"])))
    return softmax(z1 @ network["W2"] + network["b2"])


def one_update(network, x, d, lr):
    u1 = x @ network["W1"] + network["b1"]
    z1 = 1 / (1 + np.exp(-u1))
    delta2 = (predict(network, x) - np.eye(3)[d]) / len(x)
    delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
    grads = {"W1": x.T @ delta1, "b1": delta1.sum(axis=0), "W2": z1.T @ delta2, "b2": delta2.sum(axis=0)}
    return {key: network[key] - lr * grads[key] for key in network}


def learn_spiral(x, d, rng, updates, lr=0.5):
    network = {
        "W1": rng.standard_normal((2, 40)), "b1": np.zeros(40),
        "W2": 0.5 * rng.standard_normal((40, 3)), "b2": np.zeros(3),
    }
    for _ in range(updates):
        chosen = rng.integers(0, len(x), size=50)
        network = one_update(network, x[chosen], d[chosen], lr)
    return network


# %% new W2 for the hidden layer
# message: predict と同じ順伝播から
def predict(network, x):
    z1 = relu(x @ network["W1"] + network["b1"])
    return softmax(z1 @ network["W2"] + network["b2"])


def one_update(network, x, d, lr):
    new = {key: value.copy() for key, value in network.items()}
    u1 = x @ new["W1"] + new["b1"]
    z1 = relu(u1)
    delta2 = (predict(new, x) - np.eye(3)[d]) / len(x)
    new["W2"] -= lr * (z1.T @ delta2)
    new["b2"] -= lr * delta2.sum(axis=0)
    delta1 = (delta2 @ new["W2"].T) * d_relu(u1)
    new["W1"] -= lr * (x.T @ delta1)
    new["b1"] -= lr * delta1.sum(axis=0)
    return new


def learn_spiral(x, d, rng, updates, lr=0.5):
    network = {
        "W1": rng.standard_normal((2, 40)), "b1": np.zeros(40),
        "W2": 0.5 * rng.standard_normal((40, 3)), "b2": np.zeros(3),
    }
    for _ in range(updates):
        chosen = rng.integers(0, len(x), size=50)
        network = one_update(network, x[chosen], d[chosen], lr)
    return network


# %% given network changed
# message: 引数に渡した配列が書き換わっています
def predict(network, x):
    z1 = relu(x @ network["W1"] + network["b1"])
    return softmax(z1 @ network["W2"] + network["b2"])


def one_update(network, x, d, lr):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    delta2 = (predict(network, x) - np.eye(3)[d]) / len(x)
    delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
    grads = {"W1": x.T @ delta1, "b1": delta1.sum(axis=0), "W2": z1.T @ delta2, "b2": delta2.sum(axis=0)}
    for key in network:
        network[key] -= lr * grads[key]
    return network


def learn_spiral(x, d, rng, updates, lr=0.5):
    network = {
        "W1": rng.standard_normal((2, 40)), "b1": np.zeros(40),
        "W2": 0.5 * rng.standard_normal((40, 3)), "b2": np.zeros(3),
    }
    for _ in range(updates):
        chosen = rng.integers(0, len(x), size=50)
        network = one_update(network, x[chosen], d[chosen], lr)
    return network


# %% softmax over the batch
# message: 足して1
def predict(network, x):
    z1 = relu(x @ network["W1"] + network["b1"])
    u2 = z1 @ network["W2"] + network["b2"]
    return np.exp(u2 - u2.max()) / np.exp(u2 - u2.max()).sum()


def one_update(network, x, d, lr):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    delta2 = (predict(network, x) - np.eye(3)[d]) / len(x)
    delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
    grads = {"W1": x.T @ delta1, "b1": delta1.sum(axis=0), "W2": z1.T @ delta2, "b2": delta2.sum(axis=0)}
    return {key: network[key] - lr * grads[key] for key in network}


def learn_spiral(x, d, rng, updates, lr=0.5):
    network = {
        "W1": rng.standard_normal((2, 40)), "b1": np.zeros(40),
        "W2": 0.5 * rng.standard_normal((40, 3)), "b2": np.zeros(3),
    }
    for _ in range(updates):
        chosen = rng.integers(0, len(x), size=50)
        network = one_update(network, x[chosen], d[chosen], lr)
    return network


# %% points standardised together
# message: ほかの点によって
def predict(network, x):
    x = x - x.mean(axis=0)
    z1 = relu(x @ network["W1"] + network["b1"])
    return softmax(z1 @ network["W2"] + network["b2"])


def one_update(network, x, d, lr):
    x = x - x.mean(axis=0)
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    delta2 = (predict(network, x) - np.eye(3)[d]) / len(x)
    delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
    grads = {"W1": x.T @ delta1, "b1": delta1.sum(axis=0), "W2": z1.T @ delta2, "b2": delta2.sum(axis=0)}
    return {key: network[key] - lr * grads[key] for key in network}


def learn_spiral(x, d, rng, updates, lr=0.5):
    network = {
        "W1": rng.standard_normal((2, 40)), "b1": np.zeros(40),
        "W2": 0.5 * rng.standard_normal((40, 3)), "b2": np.zeros(3),
    }
    for _ in range(updates):
        chosen = rng.integers(0, len(x), size=50)
        network = one_update(network, x[chosen], d[chosen], lr)
    return network


# %% naive softmax
# message: オーバーフロー
def predict(network, x):
    z1 = relu(x @ network["W1"] + network["b1"])
    u2 = np.exp(z1 @ network["W2"] + network["b2"])
    return u2 / u2.sum(axis=1, keepdims=True)


def one_update(network, x, d, lr):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    delta2 = (predict(network, x) - np.eye(3)[d]) / len(x)
    delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
    grads = {"W1": x.T @ delta1, "b1": delta1.sum(axis=0), "W2": z1.T @ delta2, "b2": delta2.sum(axis=0)}
    return {key: network[key] - lr * grads[key] for key in network}


def learn_spiral(x, d, rng, updates, lr=0.5):
    network = {
        "W1": rng.standard_normal((2, 40)), "b1": np.zeros(40),
        "W2": 0.5 * rng.standard_normal((40, 3)), "b2": np.zeros(3),
    }
    for _ in range(updates):
        chosen = rng.integers(0, len(x), size=50)
        network = one_update(network, x[chosen], d[chosen], lr)
    return network


# %% network of zero updates is None
# message: 配列の辞書ではありません
def predict(network, x):
    z1 = relu(x @ network["W1"] + network["b1"])
    return softmax(z1 @ network["W2"] + network["b2"])


def one_update(network, x, d, lr):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    delta2 = (predict(network, x) - np.eye(3)[d]) / len(x)
    delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
    grads = {"W1": x.T @ delta1, "b1": delta1.sum(axis=0), "W2": z1.T @ delta2, "b2": delta2.sum(axis=0)}
    return {key: network[key] - lr * grads[key] for key in network}


def learn_spiral(x, d, rng, updates, lr=0.5):
    network = {
        "W1": rng.standard_normal((2, 40)), "b1": np.zeros(40),
        "W2": 0.5 * rng.standard_normal((40, 3)), "b2": np.zeros(3),
    }
    for _ in range(updates):
        chosen = rng.integers(0, len(x), size=50)
        network = one_update(network, x[chosen], d[chosen], lr)
        if _ == updates - 1:
            return network


# %% generator of its own
# message: 同じ rng なら
def predict(network, x):
    z1 = relu(x @ network["W1"] + network["b1"])
    return softmax(z1 @ network["W2"] + network["b2"])


def one_update(network, x, d, lr):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    delta2 = (predict(network, x) - np.eye(3)[d]) / len(x)
    delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
    grads = {"W1": x.T @ delta1, "b1": delta1.sum(axis=0), "W2": z1.T @ delta2, "b2": delta2.sum(axis=0)}
    return {key: network[key] - lr * grads[key] for key in network}


def learn_spiral(x, d, rng, updates, lr=0.5):
    rng = np.random.default_rng()
    network = {
        "W1": rng.standard_normal((2, 40)), "b1": np.zeros(40),
        "W2": 0.5 * rng.standard_normal((40, 3)), "b2": np.zeros(3),
    }
    for _ in range(updates):
        chosen = rng.integers(0, len(x), size=50)
        network = one_update(network, x[chosen], d[chosen], lr)
    return network


# %% seed inside
# message: 違う rng なのに
def predict(network, x):
    z1 = relu(x @ network["W1"] + network["b1"])
    return softmax(z1 @ network["W2"] + network["b2"])


def one_update(network, x, d, lr):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    delta2 = (predict(network, x) - np.eye(3)[d]) / len(x)
    delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
    grads = {"W1": x.T @ delta1, "b1": delta1.sum(axis=0), "W2": z1.T @ delta2, "b2": delta2.sum(axis=0)}
    return {key: network[key] - lr * grads[key] for key in network}


def learn_spiral(x, d, rng, updates, lr=0.5):
    rng = np.random.default_rng(0)
    network = {
        "W1": rng.standard_normal((2, 40)), "b1": np.zeros(40),
        "W2": 0.5 * rng.standard_normal((40, 3)), "b2": np.zeros(3),
    }
    for _ in range(updates):
        chosen = rng.integers(0, len(x), size=50)
        network = one_update(network, x[chosen], d[chosen], lr)
    return network


# %% global random numbers
# message: 乱数の状態が動いています
def predict(network, x):
    z1 = relu(x @ network["W1"] + network["b1"])
    return softmax(z1 @ network["W2"] + network["b2"])


def one_update(network, x, d, lr):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    delta2 = (predict(network, x) - np.eye(3)[d]) / len(x)
    delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
    grads = {"W1": x.T @ delta1, "b1": delta1.sum(axis=0), "W2": z1.T @ delta2, "b2": delta2.sum(axis=0)}
    return {key: network[key] - lr * grads[key] for key in network}


def learn_spiral(x, d, rng, updates, lr=0.5):
    network = {
        "W1": rng.standard_normal((2, 40)), "b1": np.zeros(40),
        "W2": 0.5 * rng.standard_normal((40, 3)), "b2": np.zeros(3),
    }
    for _ in range(updates):
        chosen = np.random.randint(0, len(x), size=50)
        network = one_update(network, x[chosen], d[chosen], lr)
    return network


# %% learning rate of its own
# message: 引数の lr
def predict(network, x):
    z1 = relu(x @ network["W1"] + network["b1"])
    return softmax(z1 @ network["W2"] + network["b2"])


def one_update(network, x, d, lr):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    delta2 = (predict(network, x) - np.eye(3)[d]) / len(x)
    delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
    grads = {"W1": x.T @ delta1, "b1": delta1.sum(axis=0), "W2": z1.T @ delta2, "b2": delta2.sum(axis=0)}
    return {key: network[key] - lr * grads[key] for key in network}


def learn_spiral(x, d, rng, updates, lr=0.5):
    network = {
        "W1": rng.standard_normal((2, 40)), "b1": np.zeros(40),
        "W2": 0.5 * rng.standard_normal((40, 3)), "b2": np.zeros(3),
    }
    for _ in range(updates):
        chosen = rng.integers(0, len(x), size=50)
        network = one_update(network, x[chosen], d[chosen], 0.5)
    return network


# %% one update too many
# message: ちょうど updates 回
def predict(network, x):
    z1 = relu(x @ network["W1"] + network["b1"])
    return softmax(z1 @ network["W2"] + network["b2"])


def one_update(network, x, d, lr):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    delta2 = (predict(network, x) - np.eye(3)[d]) / len(x)
    delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
    grads = {"W1": x.T @ delta1, "b1": delta1.sum(axis=0), "W2": z1.T @ delta2, "b2": delta2.sum(axis=0)}
    return {key: network[key] - lr * grads[key] for key in network}


def learn_spiral(x, d, rng, updates, lr=0.5):
    network = {
        "W1": rng.standard_normal((2, 40)), "b1": np.zeros(40),
        "W2": 0.5 * rng.standard_normal((40, 3)), "b2": np.zeros(3),
    }
    for _ in range(updates + (updates > 0)):
        chosen = rng.integers(0, len(x), size=50)
        network = one_update(network, x[chosen], d[chosen], lr)
    return network


# %% x and d chosen apart
# message: 0.95 に届きません
def predict(network, x):
    z1 = relu(x @ network["W1"] + network["b1"])
    return softmax(z1 @ network["W2"] + network["b2"])


def one_update(network, x, d, lr):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    delta2 = (predict(network, x) - np.eye(3)[d]) / len(x)
    delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
    grads = {"W1": x.T @ delta1, "b1": delta1.sum(axis=0), "W2": z1.T @ delta2, "b2": delta2.sum(axis=0)}
    return {key: network[key] - lr * grads[key] for key in network}


def learn_spiral(x, d, rng, updates, lr=0.5):
    network = {
        "W1": rng.standard_normal((2, 40)), "b1": np.zeros(40),
        "W2": 0.5 * rng.standard_normal((40, 3)), "b2": np.zeros(3),
    }
    for _ in range(updates):
        chosen = rng.integers(0, len(x), size=50)
        network = one_update(network, x[chosen], d[rng.integers(0, len(x), size=50)], lr)
    return network


# %% calls common
# message: common の MultiLayerNet を呼んでいます
from common.multi_layer_net import TwoLayerNet


def predict(network, x):
    return softmax(relu(x @ network["W1"] + network["b1"]) @ network["W2"] + network["b2"])


def one_update(network, x, d, lr):
    net = TwoLayerNet(2, 40, 3, dtype=np.float64)
    net.params.update({key: value.copy() for key, value in network.items()})
    grads = net.gradient(x, d)
    return {key: network[key] - lr * grads[key] for key in network}


def learn_spiral(x, d, rng, updates, lr=0.5):
    network = TwoLayerNet(2, 40, 3, weight_init_std=0.5, rng=rng, dtype=np.float64).params
    for _ in range(updates):
        chosen = rng.integers(0, len(x), size=50)
        network = one_update(network, x[chosen], d[chosen], lr)
    return network
