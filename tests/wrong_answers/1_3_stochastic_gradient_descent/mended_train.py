# %% update order left
# message: いつの重みで計算
def mended_train(network, x, d, lr, batch_size, orders):
    network = {key: value.copy() for key, value in network.items()}
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    losses = []
    for order in orders:
        for start in range(0, len(x), batch_size):
            chosen = order[start : start + batch_size]
            u1 = x[chosen] @ network["W1"] + network["b1"]
            z1 = relu(u1)
            y = z1 @ network["W2"] + network["b2"]
            losses.append(mean_squared_error(d[chosen], y))
            delta2 = (y - d[chosen]) / len(chosen)
            network["W2"] -= lr * (z1.T @ delta2)
            network["b2"] -= lr * delta2.sum(axis=0)
            delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
            network["W1"] -= lr * (x[chosen].T @ delta1)
            network["b1"] -= lr * delta1.sum(axis=0)
    return losses, network


# %% batch size left
# message: batch_size 件とはかぎりません
def mended_train(network, x, d, lr, batch_size, orders):
    network = {key: value.copy() for key, value in network.items()}
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    losses = []
    for order in orders:
        for start in range(0, len(x), batch_size):
            chosen = order[start : start + batch_size]
            u1 = x[chosen] @ network["W1"] + network["b1"]
            z1 = relu(u1)
            y = z1 @ network["W2"] + network["b2"]
            losses.append(mean_squared_error(d[chosen], y))
            delta2 = (y - d[chosen]) / batch_size
            delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
            network["W2"] -= lr * (z1.T @ delta2)
            network["b2"] -= lr * delta2.sum(axis=0)
            network["W1"] -= lr * (x[chosen].T @ delta1)
            network["b1"] -= lr * delta1.sum(axis=0)
    return losses, network


# %% all left
# message: まったく違います
def mended_train(network, x, d, lr, batch_size, orders):
    network = {key: value.copy() for key, value in network.items()}
    x = (x - x.mean()) / x.std()
    losses = []
    for order in orders:
        for start in range(0, len(x), batch_size):
            chosen = order[start : start + batch_size]
            u1 = x[chosen] @ network["W1"] + network["b1"]
            z1 = relu(u1)
            y = z1 @ network["W2"] + network["b2"]
            losses.append(mean_squared_error(d[chosen], y))
            delta2 = (y - d[chosen]) / batch_size
            network["W2"] -= lr * (z1.T @ delta2)
            network["b2"] -= lr * delta2.sum(axis=0)
            delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
            network["W1"] -= lr * (x[chosen].T @ delta1)
            network["b1"] -= lr * delta1.sum(axis=0)
    return losses, network


# %% standardisation left
# message: まったく違います
def mended_train(network, x, d, lr, batch_size, orders):
    network = {key: value.copy() for key, value in network.items()}
    x = (x - x.mean()) / x.std()
    losses = []
    for order in orders:
        for start in range(0, len(x), batch_size):
            chosen = order[start : start + batch_size]
            u1 = x[chosen] @ network["W1"] + network["b1"]
            z1 = relu(u1)
            y = z1 @ network["W2"] + network["b2"]
            losses.append(mean_squared_error(d[chosen], y))
            delta2 = (y - d[chosen]) / len(chosen)
            delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
            network["W2"] -= lr * (z1.T @ delta2)
            network["b2"] -= lr * delta2.sum(axis=0)
            network["W1"] -= lr * (x[chosen].T @ delta1)
            network["b1"] -= lr * delta1.sum(axis=0)
    return losses, network


# %% only the standardisation mended
# message: batch_size 件とはかぎりません
def mended_train(network, x, d, lr, batch_size, orders):
    network = {key: value.copy() for key, value in network.items()}
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    losses = []
    for order in orders:
        for start in range(0, len(x), batch_size):
            chosen = order[start : start + batch_size]
            u1 = x[chosen] @ network["W1"] + network["b1"]
            z1 = relu(u1)
            y = z1 @ network["W2"] + network["b2"]
            losses.append(mean_squared_error(d[chosen], y))
            delta2 = (y - d[chosen]) / batch_size
            network["W2"] -= lr * (z1.T @ delta2)
            network["b2"] -= lr * delta2.sum(axis=0)
            delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
            network["W1"] -= lr * (x[chosen].T @ delta1)
            network["b1"] -= lr * delta1.sum(axis=0)
    return losses, network


# %% only the update order mended
# message: まったく違います
def mended_train(network, x, d, lr, batch_size, orders):
    network = {key: value.copy() for key, value in network.items()}
    x = (x - x.mean()) / x.std()
    losses = []
    for order in orders:
        for start in range(0, len(x), batch_size):
            chosen = order[start : start + batch_size]
            u1 = x[chosen] @ network["W1"] + network["b1"]
            z1 = relu(u1)
            y = z1 @ network["W2"] + network["b2"]
            losses.append(mean_squared_error(d[chosen], y))
            delta2 = (y - d[chosen]) / batch_size
            delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
            network["W2"] -= lr * (z1.T @ delta2)
            network["b2"] -= lr * delta2.sum(axis=0)
            network["W1"] -= lr * (x[chosen].T @ delta1)
            network["b1"] -= lr * delta1.sum(axis=0)
    return losses, network


# %% only the batch size mended
# message: いつの重みで計算
def mended_train(network, x, d, lr, batch_size, orders):
    network = {key: value.copy() for key, value in network.items()}
    x = (x - x.mean()) / x.std()
    losses = []
    for order in orders:
        for start in range(0, len(x), batch_size):
            chosen = order[start : start + batch_size]
            u1 = x[chosen] @ network["W1"] + network["b1"]
            z1 = relu(u1)
            y = z1 @ network["W2"] + network["b2"]
            losses.append(mean_squared_error(d[chosen], y))
            delta2 = (y - d[chosen]) / len(chosen)
            network["W2"] -= lr * (z1.T @ delta2)
            network["b2"] -= lr * delta2.sum(axis=0)
            delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
            network["W1"] -= lr * (x[chosen].T @ delta1)
            network["b1"] -= lr * delta1.sum(axis=0)
    return losses, network


# %% mean by columns, spread of all
# message: 紙の計算と
def mended_train(network, x, d, lr, batch_size, orders):
    network = {key: value.copy() for key, value in network.items()}
    x = (x - x.mean(axis=0)) / x.std()
    losses = []
    for order in orders:
        for start in range(0, len(x), batch_size):
            chosen = order[start : start + batch_size]
            u1 = x[chosen] @ network["W1"] + network["b1"]
            z1 = relu(u1)
            y = z1 @ network["W2"] + network["b2"]
            losses.append(mean_squared_error(d[chosen], y))
            delta2 = (y - d[chosen]) / len(chosen)
            delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
            network["W2"] -= lr * (z1.T @ delta2)
            network["b2"] -= lr * delta2.sum(axis=0)
            network["W1"] -= lr * (x[chosen].T @ delta1)
            network["b1"] -= lr * delta1.sum(axis=0)
    return losses, network


# %% by rows
# message: 紙の計算と
def mended_train(network, x, d, lr, batch_size, orders):
    network = {key: value.copy() for key, value in network.items()}
    x = (x - x.mean(axis=1, keepdims=True)) / x.std(axis=1, keepdims=True)
    losses = []
    for order in orders:
        for start in range(0, len(x), batch_size):
            chosen = order[start : start + batch_size]
            u1 = x[chosen] @ network["W1"] + network["b1"]
            z1 = relu(u1)
            y = z1 @ network["W2"] + network["b2"]
            losses.append(mean_squared_error(d[chosen], y))
            delta2 = (y - d[chosen]) / len(chosen)
            delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
            network["W2"] -= lr * (z1.T @ delta2)
            network["b2"] -= lr * delta2.sum(axis=0)
            network["W1"] -= lr * (x[chosen].T @ delta1)
            network["b1"] -= lr * delta1.sum(axis=0)
    return losses, network


# %% each batch standardised
# message: 元のプログラムと違います
# note: ミニバッチごとに標準化する
def mended_train(network, x, d, lr, batch_size, orders):
    network = {key: value.copy() for key, value in network.items()}
    x = x
    losses = []
    for order in orders:
        for start in range(0, len(x), batch_size):
            chosen = order[start : start + batch_size]
            part = (x[chosen] - x[chosen].mean(axis=0)) / (x[chosen].std(axis=0) + (len(chosen) == 1))
            u1 = part @ network["W1"] + network["b1"]
            z1 = relu(u1)
            y = z1 @ network["W2"] + network["b2"]
            losses.append(mean_squared_error(d[chosen], y))
            delta2 = (y - d[chosen]) / len(chosen)
            delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
            network["W2"] -= lr * (z1.T @ delta2)
            network["b2"] -= lr * delta2.sum(axis=0)
            network["W1"] -= lr * (part.T @ delta1)
            network["b1"] -= lr * delta1.sum(axis=0)
    return losses, network


# %% divided by all samples
# message: どのミニバッチでも
# note: 割る数を、全部の件数にする
def mended_train(network, x, d, lr, batch_size, orders):
    network = {key: value.copy() for key, value in network.items()}
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    losses = []
    for order in orders:
        for start in range(0, len(x), batch_size):
            chosen = order[start : start + batch_size]
            u1 = x[chosen] @ network["W1"] + network["b1"]
            z1 = relu(u1)
            y = z1 @ network["W2"] + network["b2"]
            losses.append(mean_squared_error(d[chosen], y))
            delta2 = (y - d[chosen]) / len(x)
            delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
            network["W2"] -= lr * (z1.T @ delta2)
            network["b2"] -= lr * delta2.sum(axis=0)
            network["W1"] -= lr * (x[chosen].T @ delta1)
            network["b1"] -= lr * delta1.sum(axis=0)
    return losses, network


# %% not divided
# message: 何で割っている
def mended_train(network, x, d, lr, batch_size, orders):
    network = {key: value.copy() for key, value in network.items()}
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    losses = []
    for order in orders:
        for start in range(0, len(x), batch_size):
            chosen = order[start : start + batch_size]
            u1 = x[chosen] @ network["W1"] + network["b1"]
            z1 = relu(u1)
            y = z1 @ network["W2"] + network["b2"]
            losses.append(mean_squared_error(d[chosen], y))
            delta2 = (y - d[chosen]) / 1
            delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
            network["W2"] -= lr * (z1.T @ delta2)
            network["b2"] -= lr * delta2.sum(axis=0)
            network["W1"] -= lr * (x[chosen].T @ delta1)
            network["b1"] -= lr * delta1.sum(axis=0)
    return losses, network


# %% W1 first but W2 in the old place
# message: 元のプログラムと違います
# note: W1 を先に更新し、新しい W1 で z1 を計算し直す
def mended_train(network, x, d, lr, batch_size, orders):
    network = {key: value.copy() for key, value in network.items()}
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    losses = []
    for order in orders:
        for start in range(0, len(x), batch_size):
            chosen = order[start : start + batch_size]
            u1 = x[chosen] @ network["W1"] + network["b1"]
            z1 = relu(u1)
            y = z1 @ network["W2"] + network["b2"]
            losses.append(mean_squared_error(d[chosen], y))
            delta2 = (y - d[chosen]) / len(chosen)
            delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
            network["W1"] -= lr * (x[chosen].T @ delta1)
            network["b1"] -= lr * delta1.sum(axis=0)
            z1 = relu(x[chosen] @ network["W1"] + network["b1"])
            network["W2"] -= lr * (z1.T @ delta2)
            network["b2"] -= lr * delta2.sum(axis=0)
    return losses, network


# %% remainder dropped
# message: 元のプログラムと違います
# note: 最後のミニバッチを捨てる
def mended_train(network, x, d, lr, batch_size, orders):
    network = {key: value.copy() for key, value in network.items()}
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    losses = []
    for order in orders:
        for start in range(0, max(len(x) - batch_size + 1, 1), batch_size):
            chosen = order[start : start + batch_size]
            u1 = x[chosen] @ network["W1"] + network["b1"]
            z1 = relu(u1)
            y = z1 @ network["W2"] + network["b2"]
            losses.append(mean_squared_error(d[chosen], y))
            delta2 = (y - d[chosen]) / len(chosen)
            delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
            network["W2"] -= lr * (z1.T @ delta2)
            network["b2"] -= lr * delta2.sum(axis=0)
            network["W1"] -= lr * (x[chosen].T @ delta1)
            network["b1"] -= lr * delta1.sum(axis=0)
    return losses, network


# %% orders ignored
# message: 元のプログラムと違います
def mended_train(network, x, d, lr, batch_size, orders):
    network = {key: value.copy() for key, value in network.items()}
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    losses = []
    for order in orders:
        for start in range(0, len(x), batch_size):
            chosen = np.arange(len(x))[start : start + batch_size]
            u1 = x[chosen] @ network["W1"] + network["b1"]
            z1 = relu(u1)
            y = z1 @ network["W2"] + network["b2"]
            losses.append(mean_squared_error(d[chosen], y))
            delta2 = (y - d[chosen]) / len(chosen)
            delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
            network["W2"] -= lr * (z1.T @ delta2)
            network["b2"] -= lr * delta2.sum(axis=0)
            network["W1"] -= lr * (x[chosen].T @ delta1)
            network["b1"] -= lr * delta1.sum(axis=0)
    return losses, network


# %% one epoch only
# message: 元のプログラムと違います
def mended_train(network, x, d, lr, batch_size, orders):
    network = {key: value.copy() for key, value in network.items()}
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    losses = []
    for order in orders[:1]:
        for start in range(0, len(x), batch_size):
            chosen = order[start : start + batch_size]
            u1 = x[chosen] @ network["W1"] + network["b1"]
            z1 = relu(u1)
            y = z1 @ network["W2"] + network["b2"]
            losses.append(mean_squared_error(d[chosen], y))
            delta2 = (y - d[chosen]) / len(chosen)
            delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
            network["W2"] -= lr * (z1.T @ delta2)
            network["b2"] -= lr * delta2.sum(axis=0)
            network["W1"] -= lr * (x[chosen].T @ delta1)
            network["b1"] -= lr * delta1.sum(axis=0)
    return losses, network


# %% loss of the network after the update
# message: はじめの誤差
def mended_train(network, x, d, lr, batch_size, orders):
    network = {key: value.copy() for key, value in network.items()}
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    losses = []
    for order in orders:
        for start in range(0, len(x), batch_size):
            chosen = order[start : start + batch_size]
            u1 = x[chosen] @ network["W1"] + network["b1"]
            z1 = relu(u1)
            y = z1 @ network["W2"] + network["b2"]
            delta2 = (y - d[chosen]) / len(chosen)
            delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
            network["W2"] -= lr * (z1.T @ delta2)
            network["b2"] -= lr * delta2.sum(axis=0)
            network["W1"] -= lr * (x[chosen].T @ delta1)
            network["b1"] -= lr * delta1.sum(axis=0)
            losses.append(mean_squared_error(d[chosen], relu(x[chosen] @ network["W1"] + network["b1"]) @ network["W2"] + network["b2"]))
    return losses, network


# %% given network changed
# message: 引数に渡した配列が書き換わっています
def mended_train(network, x, d, lr, batch_size, orders):
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    losses = []
    for order in orders:
        for start in range(0, len(x), batch_size):
            chosen = order[start : start + batch_size]
            u1 = x[chosen] @ network["W1"] + network["b1"]
            z1 = relu(u1)
            y = z1 @ network["W2"] + network["b2"]
            losses.append(mean_squared_error(d[chosen], y))
            delta2 = (y - d[chosen]) / len(chosen)
            delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
            network["W2"] -= lr * (z1.T @ delta2)
            network["b2"] -= lr * delta2.sum(axis=0)
            network["W1"] -= lr * (x[chosen].T @ delta1)
            network["b1"] -= lr * delta1.sum(axis=0)
    return losses, network


# %% given x changed
# message: 引数に渡した配列が書き換わっています
def mended_train(network, x, d, lr, batch_size, orders):
    network = {key: value.copy() for key, value in network.items()}
    x -= x.mean(axis=0)
    x /= x.std(axis=0)
    losses = []
    for order in orders:
        for start in range(0, len(x), batch_size):
            chosen = order[start : start + batch_size]
            u1 = x[chosen] @ network["W1"] + network["b1"]
            z1 = relu(u1)
            y = z1 @ network["W2"] + network["b2"]
            losses.append(mean_squared_error(d[chosen], y))
            delta2 = (y - d[chosen]) / len(chosen)
            delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
            network["W2"] -= lr * (z1.T @ delta2)
            network["b2"] -= lr * delta2.sum(axis=0)
            network["W1"] -= lr * (x[chosen].T @ delta1)
            network["b1"] -= lr * delta1.sum(axis=0)
    return losses, network


# %% network only
# message: 2つの値の組ではありません
def mended_train(network, x, d, lr, batch_size, orders):
    network = {key: value.copy() for key, value in network.items()}
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    losses = []
    for order in orders:
        for start in range(0, len(x), batch_size):
            chosen = order[start : start + batch_size]
            u1 = x[chosen] @ network["W1"] + network["b1"]
            z1 = relu(u1)
            y = z1 @ network["W2"] + network["b2"]
            losses.append(mean_squared_error(d[chosen], y))
            delta2 = (y - d[chosen]) / len(chosen)
            delta1 = (delta2 @ network["W2"].T) * d_relu(u1)
            network["W2"] -= lr * (z1.T @ delta2)
            network["b2"] -= lr * delta2.sum(axis=0)
            network["W1"] -= lr * (x[chosen].T @ delta1)
            network["b1"] -= lr * delta1.sum(axis=0)
    return network
