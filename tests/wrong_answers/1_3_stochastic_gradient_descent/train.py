# %% loss after the update
# message: 更新したあとの誤差
def train(network, batches, lr):
    trained = {key: value.copy() for key, value in network.items()}
    losses = []
    for x, d in batches:
        grads = regression_gradient(trained, x, d)
        for key in trained:
            trained[key] -= lr * grads[key]
        losses.append(regression_loss(trained, x, d))
    return losses, trained


# %% divided by N twice
# message: 誤差が減っていません
# note: 勾配を、もう1度 N で割る
def train(network, batches, lr):
    trained = {key: value.copy() for key, value in network.items()}
    losses = []
    for x, d in batches:
        losses.append(regression_loss(trained, x, d))
        grads = regression_gradient(trained, x, d)
        for key in trained:
            trained[key] -= lr * grads[key] / len(x)
    return losses, trained


# %% given network changed
# message: 引数に渡した配列が書き換わっています
def train(network, batches, lr):
    trained = network
    losses = []
    for x, d in batches:
        losses.append(regression_loss(trained, x, d))
        grads = regression_gradient(trained, x, d)
        for key in trained:
            trained[key] -= lr * grads[key]
    return losses, trained


# %% shallow copy
# message: 引数に渡した配列が書き換わっています
# note: 辞書だけを写しても、中の配列は同じもの
def train(network, batches, lr):
    trained = dict(network)
    losses = []
    for x, d in batches:
        losses.append(regression_loss(trained, x, d))
        grads = regression_gradient(trained, x, d)
        for key in trained:
            trained[key] -= lr * grads[key]
    return losses, trained


# %% batches consumed twice
# message: batches を2回読んで
def train(network, batches, lr):
    trained = {key: value.copy() for key, value in network.items()}
    number = len([batch for batch in batches])
    losses = []
    for x, d in batches:
        losses.append(regression_loss(trained, x, d))
        grads = regression_gradient(trained, x, d)
        for key in trained:
            trained[key] -= lr * grads[key]
    return losses, trained


# %% length of the generator
# message: for で1回だけ
def train(network, batches, lr):
    trained = {key: value.copy() for key, value in network.items()}
    losses = []
    for i in range(len(batches)):
        x, d = batches[i]
        losses.append(regression_loss(trained, x, d))
        grads = regression_gradient(trained, x, d)
        for key in trained:
            trained[key] -= lr * grads[key]
    return losses, trained


# %% plus
# message: 誤差が減っていません
def train(network, batches, lr):
    trained = {key: value.copy() for key, value in network.items()}
    losses = []
    for x, d in batches:
        losses.append(regression_loss(trained, x, d))
        grads = regression_gradient(trained, x, d)
        for key in trained:
            trained[key] += lr * grads[key]
    return losses, trained


# %% gradient of the given network
# message: 誤差が減っていません
def train(network, batches, lr):
    trained = {key: value.copy() for key, value in network.items()}
    losses = []
    for x, d in batches:
        losses.append(regression_loss(trained, x, d))
        grads = regression_gradient(network, x, d)
        for key in trained:
            trained[key] -= lr * grads[key]
    return losses, trained


# %% loss of the given network
# message: 誤差が減っていません
def train(network, batches, lr):
    trained = {key: value.copy() for key, value in network.items()}
    losses = []
    for x, d in batches:
        losses.append(regression_loss(network, x, d))
        grads = regression_gradient(trained, x, d)
        for key in trained:
            trained[key] -= lr * grads[key]
    return losses, trained


# %% biases skipped
# message: バイアスも更新
def train(network, batches, lr):
    trained = {key: value.copy() for key, value in network.items()}
    losses = []
    for x, d in batches:
        losses.append(regression_loss(trained, x, d))
        grads = regression_gradient(trained, x, d)
        for key in ("W1", "W2"):
            trained[key] -= lr * grads[key]
    return losses, trained


# %% W1 frozen
# message: すべてのパラメータ
def train(network, batches, lr):
    trained = {key: value.copy() for key, value in network.items()}
    losses = []
    for x, d in batches:
        losses.append(regression_loss(trained, x, d))
        grads = regression_gradient(trained, x, d)
        for key in ("W2", "b2"):
            trained[key] -= lr * grads[key]
    return losses, trained


# %% learning rate fixed
# message: 値が違います
def train(network, batches, lr):
    trained = {key: value.copy() for key, value in network.items()}
    losses = []
    for x, d in batches:
        losses.append(regression_loss(trained, x, d))
        grads = regression_gradient(trained, x, d)
        for key in trained:
            trained[key] -= 0.1 * grads[key]
    return losses, trained


# %% last batch left out
# message: losses の長さ
def train(network, batches, lr):
    trained = {key: value.copy() for key, value in network.items()}
    losses = []
    batches = list(batches)
    for x, d in batches[:-1]:
        losses.append(regression_loss(trained, x, d))
        grads = regression_gradient(trained, x, d)
        for key in trained:
            trained[key] -= lr * grads[key]
    return losses, trained


# %% last update left out
# message: 最後のミニバッチまで
def train(network, batches, lr):
    trained = {key: value.copy() for key, value in network.items()}
    losses = []
    for x, d in batches:
        losses.append(regression_loss(trained, x, d))
        grads = regression_gradient(trained, x, d)
        previous = {key: value.copy() for key, value in trained.items()}
        for key in trained:
            trained[key] -= lr * grads[key]
    return losses, previous


# %% network only
# message: 2つの値の組ではありません
def train(network, batches, lr):
    trained = {key: value.copy() for key, value in network.items()}
    losses = []
    for x, d in batches:
        losses.append(regression_loss(trained, x, d))
        grads = regression_gradient(trained, x, d)
        for key in trained:
            trained[key] -= lr * grads[key]
    return trained


# %% order of the answer
# message: 数値の配列ではありません
def train(network, batches, lr):
    trained = {key: value.copy() for key, value in network.items()}
    losses = []
    for x, d in batches:
        losses.append(regression_loss(trained, x, d))
        grads = regression_gradient(trained, x, d)
        for key in trained:
            trained[key] -= lr * grads[key]
    return trained, losses


# %% sum of losses
# message: losses の長さ
def train(network, batches, lr):
    trained = {key: value.copy() for key, value in network.items()}
    losses = []
    for x, d in batches:
        losses.append(regression_loss(trained, x, d))
        grads = regression_gradient(trained, x, d)
        for key in trained:
            trained[key] -= lr * grads[key]
    return sum(losses), trained


# %% loss times the batch
# message: 件数をかけません
def train(network, batches, lr):
    trained = {key: value.copy() for key, value in network.items()}
    losses = []
    for x, d in batches:
        losses.append(len(x) * regression_loss(trained, x, d))
        grads = regression_gradient(trained, x, d)
        for key in trained:
            trained[key] -= lr * grads[key]
    return losses, trained


# %% batches taken out of the list
# message: 引数に渡した配列が書き換わっています
# note: pop で読むと、渡されたリストが空になる
def train(network, batches, lr):
    trained = {key: value.copy() for key, value in network.items()}
    batches = batches if isinstance(batches, list) else list(batches)
    losses = []
    while batches:
        x, d = batches.pop(0)
        losses.append(regression_loss(trained, x, d))
        grads = regression_gradient(trained, x, d)
        for key in trained:
            trained[key] -= lr * grads[key]
    return losses, trained


# %% losses kept between calls
# message: losses の長さ
# note: 引数の既定値のリストに足していく
def train(network, batches, lr, losses=[]):
    trained = {key: value.copy() for key, value in network.items()}
    for x, d in batches:
        losses.append(regression_loss(trained, x, d))
        grads = regression_gradient(trained, x, d)
        for key in trained:
            trained[key] -= lr * grads[key]
    return losses, trained


# %% learning goes on from the last call
# message: 値が違います
# note: 前に学習したネットワークから続ける
last = {}


def train(network, batches, lr):
    shapes = tuple(value.shape for value in network.values())
    trained = last.setdefault(shapes, {key: value.copy() for key, value in network.items()})
    losses = []
    for x, d in batches:
        losses.append(regression_loss(trained, x, d))
        grads = regression_gradient(trained, x, d)
        for key in trained:
            trained[key] -= lr * grads[key]
    return losses, trained
