# %% in place
# message: 引数に渡した配列が書き換わっています
# note: -= は、渡された配列を書き換える
def train_step(network, x, d, lr):
    loss_before = network_loss(network, x, d)
    grads = network_gradient(network, x, d)
    for key in network:
        network[key] -= lr * grads[key]
    return network, loss_before, network_loss(network, x, d)


# %% shallow copy
# message: 引数に渡した配列が書き換わっています
# note: 辞書だけを写しても、中の配列は同じもの
def train_step(network, x, d, lr):
    new_network = network.copy()
    grads = network_gradient(network, x, d)
    loss_before = network_loss(network, x, d)
    for key in new_network:
        new_network[key] -= lr * grads[key]
    return new_network, loss_before, network_loss(new_network, x, d)


# %% learning rate fixed
# message: 学習率が 0.01 に固定
def train_step(network, x, d, lr):
    grads = network_gradient(network, x, d)
    new_network = {key: network[key] - 0.01 * grads[key] for key in network}
    return new_network, network_loss(network, x, d), network_loss(new_network, x, d)


# %% biases skipped
# message: 正しい答え
# note: 誤差の値が、わずかに違ってくる
def train_step(network, x, d, lr):
    grads = network_gradient(network, x, d)
    new_network = {key: network[key] - lr * grads[key] if key[0] == "W" else network[key] for key in network}
    return new_network, network_loss(network, x, d), network_loss(new_network, x, d)


# %% plus
# message: 誤差が増えています
def train_step(network, x, d, lr):
    grads = network_gradient(network, x, d)
    new_network = {key: network[key] + lr * grads[key] for key in network}
    return new_network, network_loss(network, x, d), network_loss(new_network, x, d)


# %% loss after with old weights
# message: 新しいネットワークで計算
def train_step(network, x, d, lr):
    grads = network_gradient(network, x, d)
    new_network = {key: network[key] - lr * grads[key] for key in network}
    return new_network, network_loss(network, x, d), network_loss(network, x, d)


# %% loss before after the update
# message: 更新する前に計算
def train_step(network, x, d, lr):
    grads = network_gradient(network, x, d)
    new_network = {key: network[key] - lr * grads[key] for key in network}
    return new_network, network_loss(new_network, x, d), network_loss(new_network, x, d)


# %% one layer after the other
# message: 値が違います
# note: W2 を更新してから W1 の勾配を求める
def train_step(network, x, d, lr):
    new_network = {key: value.copy() for key, value in network.items()}
    for key in sorted(network, reverse=True):
        grads = network_gradient(new_network, x, d)
        new_network[key] = new_network[key] - lr * grads[key]
    return new_network, network_loss(network, x, d), network_loss(new_network, x, d)


# %% divided again
# message: 正しい答え
# note: 勾配を、もう1度 N で割る
def train_step(network, x, d, lr):
    grads = network_gradient(network, x, d)
    new_network = {key: network[key] - lr * grads[key] / (2 * len(x)) for key in network}
    return new_network, network_loss(network, x, d), network_loss(new_network, x, d)


# %% losses only
# message: 3つの値の組ではありません
def train_step(network, x, d, lr):
    grads = network_gradient(network, x, d)
    new_network = {key: network[key] - lr * grads[key] for key in network}
    return network_loss(network, x, d), network_loss(new_network, x, d)


# %% two layers only
# message: エラーが起きました
def train_step(network, x, d, lr):
    grads = network_gradient(network, x, d)
    new_network = {key: network[key] - lr * grads[key] for key in ("W1", "W2")}
    return new_network, network_loss(network, x, d), network_loss(new_network, x, d)


# %% four keys only
# message: 層の数を決めずに
# note: 層の数を決めつける
def train_step(network, x, d, lr):
    grads = network_gradient(network, x, d)
    new_network = {}
    for key in ("W1", "b1", "W2", "b2"):
        new_network[key] = network[key] - lr * grads[key]
    return new_network, network_loss(network, x, d), network_loss(new_network, x, d)


# %% learning rate times the dictionary
# message: 辞書のままでは、かけ算も引き算もできません
def train_step(network, x, d, lr):
    loss_before = network_loss(network, x, d)
    new_network = network - lr * network_gradient(network, x, d)
    return new_network, loss_before, network_loss(new_network, x, d)
