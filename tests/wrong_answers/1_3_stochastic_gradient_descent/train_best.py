# %% best is another name
# message: 最後の重みになって
# note: best = trained は写しではなく、あとの更新で変わる
def train_best(network, batches, lr, validate):
    trained = {key: value.copy() for key, value in network.items()}
    best = trained
    lowest, losses = validate(network), []
    for x, d in batches:
        losses.append(regression_loss(trained, x, d))
        grads = regression_gradient(trained, x, d)
        for key in trained:
            trained[key] -= lr * grads[key]
        found = validate(trained)
        if found < lowest:
            lowest, best = found, trained
    return losses, best


# %% loss after the update
# message: 更新したあとの誤差
def train_best(network, batches, lr, validate):
    trained = best = network
    lowest, losses = validate(network), []
    for x, d in batches:
        grads = regression_gradient(trained, x, d)
        trained = {key: trained[key] - lr * grads[key] for key in trained}
        losses.append(regression_loss(trained, x, d))
        found = validate(trained)
        if found < lowest:
            lowest, best = found, trained
    return losses, best


# %% last network
# message: 最後の重みになって
def train_best(network, batches, lr, validate):
    trained = best = network
    lowest, losses = validate(network), []
    for x, d in batches:
        losses.append(regression_loss(trained, x, d))
        grads = regression_gradient(trained, x, d)
        trained = {key: trained[key] - lr * grads[key] for key in trained}
        found = validate(trained)
        if found < lowest:
            lowest, best = found, trained
    return losses, trained


# %% given network changed
# message: 引数に渡した配列が書き換わっています
def train_best(network, batches, lr, validate):
    trained = best = network
    lowest, losses = validate(network), []
    for x, d in batches:
        losses.append(regression_loss(trained, x, d))
        grads = regression_gradient(trained, x, d)
        for key in trained:
            trained[key] -= lr * grads[key]
        found = validate(trained)
        if found < lowest:
            lowest, best = found, trained
    return losses, best


# %% shallow copy
# message: 引数に渡した配列が書き換わっています
# note: 辞書だけを写しても、中の配列は同じもの
def train_best(network, batches, lr, validate):
    trained = best = dict(network)
    lowest, losses = validate(network), []
    for x, d in batches:
        losses.append(regression_loss(trained, x, d))
        grads = regression_gradient(trained, x, d)
        for key in trained:
            trained[key] -= lr * grads[key]
        found = validate(trained)
        if found < lowest:
            lowest, best = found, trained
    return losses, best


# %% chosen by the training loss
# message: ミニバッチの誤差ではありません
def train_best(network, batches, lr, validate):
    trained = best = network
    lowest, losses = float("inf"), []
    for x, d in batches:
        losses.append(regression_loss(trained, x, d))
        if losses[-1] < lowest:
            lowest, best = losses[-1], trained
        grads = regression_gradient(trained, x, d)
        trained = {key: trained[key] - lr * grads[key] for key in trained}
        validate(trained)
    return losses, best


# %% smallest training loss
# message: 最後の重みになって
def train_best(network, batches, lr, validate):
    losses, kept = [], []
    for x, d in batches:
        losses.append(regression_loss(network, x, d))
        grads = regression_gradient(network, x, d)
        network = {key: network[key] - lr * grads[key] for key in network}
        kept.append(network)
    return losses, kept[int(np.argmin(losses))]


# %% validated before the update
# message: best_network の W1
# note: 調べた重みではなく、その次の重みを残す
def train_best(network, batches, lr, validate):
    trained = best = network
    lowest, losses = float("inf"), []
    for x, d in batches:
        losses.append(regression_loss(trained, x, d))
        found = validate(trained)
        grads = regression_gradient(trained, x, d)
        trained = {key: trained[key] - lr * grads[key] for key in trained}
        if found < lowest:
            lowest, best = found, trained
    return losses, best


# %% last update is not validated
# message: validate は、更新するたびに
def train_best(network, batches, lr, validate):
    trained = best = network
    lowest, losses = float("inf"), []
    for x, d in batches:
        losses.append(regression_loss(trained, x, d))
        found = validate(trained)
        if found < lowest:
            lowest, best = found, trained
        grads = regression_gradient(trained, x, d)
        trained = {key: trained[key] - lr * grads[key] for key in trained}
    return losses, best


# %% first network is no candidate
# message: はじめの network も候補
def train_best(network, batches, lr, validate):
    trained = best = network
    lowest, losses = float("inf"), []
    for x, d in batches:
        losses.append(regression_loss(trained, x, d))
        grads = regression_gradient(trained, x, d)
        trained = {key: trained[key] - lr * grads[key] for key in trained}
        found = validate(trained)
        if found < lowest:
            lowest, best = found, trained
    return losses, best


# %% largest
# message: 最後の重みになって
def train_best(network, batches, lr, validate):
    trained = best = network
    lowest, losses = validate(network), []
    for x, d in batches:
        losses.append(regression_loss(trained, x, d))
        grads = regression_gradient(trained, x, d)
        trained = {key: trained[key] - lr * grads[key] for key in trained}
        found = validate(trained)
        if found > lowest:
            lowest, best = found, trained
    return losses, best


# %% lowest is not kept
# message: それまでで、いちばん小さい
# note: はじめの値とだけ比べる
def train_best(network, batches, lr, validate):
    trained = best = network
    lowest, losses = validate(network), []
    for x, d in batches:
        losses.append(regression_loss(trained, x, d))
        grads = regression_gradient(trained, x, d)
        trained = {key: trained[key] - lr * grads[key] for key in trained}
        found = validate(trained)
        if found < lowest:
            best = trained
    return losses, best


# %% stops when it gets worse
# message: losses の長さ
def train_best(network, batches, lr, validate):
    trained = best = network
    lowest, losses = validate(network), []
    for x, d in batches:
        losses.append(regression_loss(trained, x, d))
        grads = regression_gradient(trained, x, d)
        trained = {key: trained[key] - lr * grads[key] for key in trained}
        found = validate(trained)
        if found < lowest:
            lowest, best = found, trained
        else:
            break
    return losses, best


# %% validation losses
# message: ミニバッチの誤差です
def train_best(network, batches, lr, validate):
    trained = best = network
    lowest = validate(network)
    losses = []
    for x, d in batches:
        losses.append(lowest)
        grads = regression_gradient(trained, x, d)
        trained = {key: trained[key] - lr * grads[key] for key in trained}
        found = validate(trained)
        if found < lowest:
            lowest, best = found, trained
    return losses, best


# %% plus
# message: 勾配を足して
def train_best(network, batches, lr, validate):
    trained = best = network
    lowest, losses = validate(network), []
    for x, d in batches:
        losses.append(regression_loss(trained, x, d))
        grads = regression_gradient(trained, x, d)
        trained = {key: trained[key] + lr * grads[key] for key in trained}
        found = validate(trained)
        if found < lowest:
            lowest, best = found, trained
    return losses, best


# %% gradient of the given network
# message: 渡されたままの network
# note: いつまでも、はじめの場所の勾配で動く
def train_best(network, batches, lr, validate):
    trained = best = network
    lowest, losses = validate(network), []
    for x, d in batches:
        losses.append(regression_loss(trained, x, d))
        grads = regression_gradient(network, x, d)
        trained = {key: trained[key] - lr * grads[key] for key in trained}
        found = validate(trained)
        if found < lowest:
            lowest, best = found, trained
    return losses, best


# %% loss of the given network
# message: 渡されたままの network
def train_best(network, batches, lr, validate):
    trained = best = network
    lowest, losses = validate(network), []
    for x, d in batches:
        losses.append(regression_loss(network, x, d))
        grads = regression_gradient(trained, x, d)
        trained = {key: trained[key] - lr * grads[key] for key in trained}
        found = validate(trained)
        if found < lowest:
            lowest, best = found, trained
    return losses, best


# %% biases skipped
# message: バイアスも更新
def train_best(network, batches, lr, validate):
    trained = {key: value.copy() for key, value in network.items()}
    best = trained
    lowest, losses = validate(network), []
    for x, d in batches:
        losses.append(regression_loss(trained, x, d))
        grads = regression_gradient(trained, x, d)
        trained = {key: trained[key] - lr * grads[key] * (key[0] == "W") for key in trained}
        found = validate(trained)
        if found < lowest:
            lowest, best = found, trained
    return losses, best


# %% W1 frozen
# message: W1 と b1 も
def train_best(network, batches, lr, validate):
    trained = {key: value.copy() for key, value in network.items()}
    best = trained
    lowest, losses = validate(network), []
    for x, d in batches:
        losses.append(regression_loss(trained, x, d))
        grads = regression_gradient(trained, x, d)
        trained = {key: trained[key] - lr * grads[key] * (key[1] == "2") for key in trained}
        found = validate(trained)
        if found < lowest:
            lowest, best = found, trained
    return losses, best


# %% divided by N twice
# message: もう1度 N で割って
def train_best(network, batches, lr, validate):
    trained = best = network
    lowest, losses = validate(network), []
    for x, d in batches:
        losses.append(regression_loss(trained, x, d))
        grads = regression_gradient(trained, x, d)
        trained = {key: trained[key] - lr * grads[key] / len(x) for key in trained}
        found = validate(trained)
        if found < lowest:
            lowest, best = found, trained
    return losses, best


# %% learning rate fixed
# message: 引数の lr
def train_best(network, batches, lr, validate):
    trained = best = network
    lowest, losses = validate(network), []
    for x, d in batches:
        losses.append(regression_loss(trained, x, d))
        grads = regression_gradient(trained, x, d)
        trained = {key: trained[key] - 0.1 * grads[key] for key in trained}
        found = validate(trained)
        if found < lowest:
            lowest, best = found, trained
    return losses, best


# %% batches consumed twice
# message: batches を2回読んで
def train_best(network, batches, lr, validate):
    trained = best = network
    lowest, losses = validate(network), []
    number = len([batch for batch in batches])
    for x, d in batches:
        losses.append(regression_loss(trained, x, d))
        grads = regression_gradient(trained, x, d)
        trained = {key: trained[key] - lr * grads[key] for key in trained}
        found = validate(trained)
        if found < lowest:
            lowest, best = found, trained
    return losses, best


# %% length of the generator
# message: for で1回だけ
def train_best(network, batches, lr, validate):
    trained = best = network
    lowest, losses = validate(network), []
    for i in range(len(batches)):
        x, d = batches[i]
        losses.append(regression_loss(trained, x, d))
        grads = regression_gradient(trained, x, d)
        trained = {key: trained[key] - lr * grads[key] for key in trained}
        found = validate(trained)
        if found < lowest:
            lowest, best = found, trained
    return losses, best


# %% last batch left out
# message: losses の長さ
def train_best(network, batches, lr, validate):
    trained = best = network
    lowest, losses = validate(network), []
    for x, d in list(batches)[:-1]:
        losses.append(regression_loss(trained, x, d))
        grads = regression_gradient(trained, x, d)
        trained = {key: trained[key] - lr * grads[key] for key in trained}
        found = validate(trained)
        if found < lowest:
            lowest, best = found, trained
    return losses, best


# %% network only
# message: 2つの値の組ではありません
def train_best(network, batches, lr, validate):
    trained = best = network
    lowest, losses = validate(network), []
    for x, d in batches:
        losses.append(regression_loss(trained, x, d))
        grads = regression_gradient(trained, x, d)
        trained = {key: trained[key] - lr * grads[key] for key in trained}
        found = validate(trained)
        if found < lowest:
            lowest, best = found, trained
    return best


# %% order of the answer
# message: 数値の配列ではありません
def train_best(network, batches, lr, validate):
    trained = best = network
    lowest, losses = validate(network), []
    for x, d in batches:
        losses.append(regression_loss(trained, x, d))
        grads = regression_gradient(trained, x, d)
        trained = {key: trained[key] - lr * grads[key] for key in trained}
        found = validate(trained)
        if found < lowest:
            lowest, best = found, trained
    return best, losses


# %% sum of losses
# message: losses の長さ
def train_best(network, batches, lr, validate):
    trained = best = network
    lowest, losses = validate(network), []
    for x, d in batches:
        losses.append(regression_loss(trained, x, d))
        grads = regression_gradient(trained, x, d)
        trained = {key: trained[key] - lr * grads[key] for key in trained}
        found = validate(trained)
        if found < lowest:
            lowest, best = found, trained
    return sum(losses), best


# %% loss times the batch
# message: 件数をかけません
def train_best(network, batches, lr, validate):
    trained = best = network
    lowest, losses = validate(network), []
    for x, d in batches:
        losses.append(len(x) * regression_loss(trained, x, d))
        grads = regression_gradient(trained, x, d)
        trained = {key: trained[key] - lr * grads[key] for key in trained}
        found = validate(trained)
        if found < lowest:
            lowest, best = found, trained
    return losses, best


# %% batches taken out of the list
# message: 引数に渡した配列が書き換わっています
# note: pop で読むと、渡されたリストが空になる
def train_best(network, batches, lr, validate):
    trained = best = network
    batches = batches if isinstance(batches, list) else list(batches)
    lowest, losses = validate(network), []
    while batches:
        x, d = batches.pop(0)
        losses.append(regression_loss(trained, x, d))
        grads = regression_gradient(trained, x, d)
        trained = {key: trained[key] - lr * grads[key] for key in trained}
        found = validate(trained)
        if found < lowest:
            lowest, best = found, trained
    return losses, best


# %% losses kept between calls
# message: losses の長さ
# note: 引数の既定値のリストに足していく
def train_best(network, batches, lr, validate, losses=[]):
    trained = best = network
    lowest = validate(network)
    for x, d in batches:
        losses.append(regression_loss(trained, x, d))
        grads = regression_gradient(trained, x, d)
        trained = {key: trained[key] - lr * grads[key] for key in trained}
        found = validate(trained)
        if found < lowest:
            lowest, best = found, trained
    return losses, best


# %% learning goes on from the last call
# message: losses
# note: 前に学習したネットワークから続ける
last = {}


def train_best(network, batches, lr, validate):
    shapes = tuple(value.shape for value in network.values())
    trained = best = last.get(shapes, network)
    lowest, losses = validate(trained), []
    for x, d in batches:
        losses.append(regression_loss(trained, x, d))
        grads = regression_gradient(trained, x, d)
        trained = {key: trained[key] - lr * grads[key] for key in trained}
        found = validate(trained)
        if found < lowest:
            lowest, best = found, trained
        last[shapes] = trained
    return losses, best
