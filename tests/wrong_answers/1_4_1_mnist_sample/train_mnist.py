# %% one fixed batch
# message: いつも同じミニバッチ
def train_mnist(network, batches, lr, evaluate, every):
    history = {"loss": [], "accuracy": []}
    batches = list(batches)
    for step, (x, d) in enumerate([batches[0]] * len(batches), start=1):
        history["loss"].append(network_loss(network, x, d))
        grads = network_gradient(network, x, d)
        for key in network:
            network[key] -= lr * grads[key]
        if step % every == 0:
            history["accuracy"].append((step, evaluate(network)))
    return history


# %% evaluates before the update
# message: 更新が終わったあとの network
def train_mnist(network, batches, lr, evaluate, every):
    history = {"loss": [], "accuracy": []}
    for step, (x, d) in enumerate(batches, start=1):
        history["loss"].append(network_loss(network, x, d))
        if step % every == 0:
            history["accuracy"].append((step, evaluate(network)))
        grads = network_gradient(network, x, d)
        for key in network:
            network[key] -= lr * grads[key]
    return history


# %% trains inside evaluate
# message: 値が違います
# note: 評価のたびに、もう1度更新する
def train_mnist(network, batches, lr, evaluate, every):
    history = {"loss": [], "accuracy": []}
    for step, (x, d) in enumerate(batches, start=1):
        history["loss"].append(network_loss(network, x, d))
        grads = network_gradient(network, x, d)
        for key in network:
            network[key] -= lr * grads[key]
        if step % every == 0:
            history["accuracy"].append((step, evaluate(network)))
            for key in network:
                network[key] -= lr * grads[key]
    return history


# %% loss after the update
# message: 更新したあとの誤差
def train_mnist(network, batches, lr, evaluate, every):
    history = {"loss": [], "accuracy": []}
    for step, (x, d) in enumerate(batches, start=1):
        grads = network_gradient(network, x, d)
        for key in network:
            network[key] -= lr * grads[key]
        history["loss"].append(network_loss(network, x, d))
        if step % every == 0:
            history["accuracy"].append((step, evaluate(network)))
    return history


# %% steps from zero
# message: ステップは1から数え
def train_mnist(network, batches, lr, evaluate, every):
    history = {"loss": [], "accuracy": []}
    for step, (x, d) in enumerate(batches, start=0):
        history["loss"].append(network_loss(network, x, d))
        grads = network_gradient(network, x, d)
        for key in network:
            network[key] -= lr * grads[key]
        if step % every == 0:
            history["accuracy"].append((step, evaluate(network)))
    return history


# %% every step
# message: ステップは1から数え
def train_mnist(network, batches, lr, evaluate, every):
    history = {"loss": [], "accuracy": []}
    for step, (x, d) in enumerate(batches, start=1):
        history["loss"].append(network_loss(network, x, d))
        grads = network_gradient(network, x, d)
        for key in network:
            network[key] -= lr * grads[key]
        history["accuracy"].append((step, evaluate(network)))
    return history


# %% value only
# message: 形が違います
def train_mnist(network, batches, lr, evaluate, every):
    history = {"loss": [], "accuracy": []}
    for step, (x, d) in enumerate(batches, start=1):
        history["loss"].append(network_loss(network, x, d))
        grads = network_gradient(network, x, d)
        for key in network:
            network[key] -= lr * grads[key]
        if step % every == 0:
            history["accuracy"].append(evaluate(network))
    return history


# %% plus
# message: 勾配を足して
def train_mnist(network, batches, lr, evaluate, every):
    history = {"loss": [], "accuracy": []}
    for step, (x, d) in enumerate(batches, start=1):
        history["loss"].append(network_loss(network, x, d))
        grads = network_gradient(network, x, d)
        for key in network:
            network[key] += lr * grads[key]
        if step % every == 0:
            history["accuracy"].append((step, evaluate(network)))
    return history


# %% biases skipped
# message: バイアスも更新
def train_mnist(network, batches, lr, evaluate, every):
    history = {"loss": [], "accuracy": []}
    for step, (x, d) in enumerate(batches, start=1):
        history["loss"].append(network_loss(network, x, d))
        grads = network_gradient(network, x, d)
        for key in ("W1", "W2"):
            network[key] -= lr * grads[key]
        if step % every == 0:
            history["accuracy"].append((step, evaluate(network)))
    return history


# %% divided by N twice
# message: もう1度 N で割って
def train_mnist(network, batches, lr, evaluate, every):
    history = {"loss": [], "accuracy": []}
    for step, (x, d) in enumerate(batches, start=1):
        history["loss"].append(network_loss(network, x, d))
        grads = network_gradient(network, x, d)
        for key in network:
            network[key] -= lr * grads[key] / len(x)
        if step % every == 0:
            history["accuracy"].append((step, evaluate(network)))
    return history


# %% copy is trained
# message: 値が違います
# note: 写しを学習して、返さずに捨てる
def train_mnist(network, batches, lr, evaluate, every):
    network = {key: value.copy() for key, value in network.items()}
    history = {"loss": [], "accuracy": []}
    for step, (x, d) in enumerate(batches, start=1):
        history["loss"].append(network_loss(network, x, d))
        grads = network_gradient(network, x, d)
        for key in network:
            network[key] -= lr * grads[key]
        if step % every == 0:
            history["accuracy"].append((step, evaluate(network)))
    return history


# %% batches overwritten
# message: 引数に渡した配列が書き換わっています
def train_mnist(network, batches, lr, evaluate, every):
    history = {"loss": [], "accuracy": []}
    for step, (x, d) in enumerate(batches, start=1):
        history["loss"].append(network_loss(network, x, d))
        x *= 1.5
        grads = network_gradient(network, x, d)
        for key in network:
            network[key] -= lr * grads[key]
        if step % every == 0:
            history["accuracy"].append((step, evaluate(network)))
    return history


# %% evaluate called every step
# message: 1回だけ呼びます
def train_mnist(network, batches, lr, evaluate, every):
    history = {"loss": [], "accuracy": []}
    for step, (x, d) in enumerate(batches, start=1):
        history["loss"].append(network_loss(network, x, d))
        grads = network_gradient(network, x, d)
        for key in network:
            network[key] -= lr * grads[key]
        score = evaluate(network)
        if step % every == 0:
            history["accuracy"].append((step, score))
    return history


# %% start network evaluated
# message: 更新が終わったあとの network
def train_mnist(network, batches, lr, evaluate, every):
    start = {key: value.copy() for key, value in network.items()}
    history = {"loss": [], "accuracy": []}
    for step, (x, d) in enumerate(batches, start=1):
        history["loss"].append(network_loss(network, x, d))
        grads = network_gradient(network, x, d)
        for key in network:
            network[key] -= lr * grads[key]
        if step % every == 0:
            history["accuracy"].append((step, evaluate(start)))
    return history


# %% losses only
# message: 辞書ではありません
def train_mnist(network, batches, lr, evaluate, every):
    history = {"loss": [], "accuracy": []}
    for step, (x, d) in enumerate(batches, start=1):
        history["loss"].append(network_loss(network, x, d))
        grads = network_gradient(network, x, d)
        for key in network:
            network[key] -= lr * grads[key]
        if step % every == 0:
            history["accuracy"].append((step, evaluate(network)))
    return history["loss"]


# %% learning rate fixed
# message: 値が違います
def train_mnist(network, batches, lr, evaluate, every):
    history = {"loss": [], "accuracy": []}
    for step, (x, d) in enumerate(batches, start=1):
        history["loss"].append(network_loss(network, x, d))
        grads = network_gradient(network, x, d)
        for key in network:
            network[key] -= 0.1 * grads[key]
        if step % every == 0:
            history["accuracy"].append((step, evaluate(network)))
    return history


# %% batches consumed twice
# message: batches を2回読んで
def train_mnist(network, batches, lr, evaluate, every):
    history = {"loss": [], "accuracy": []}
    steps = sum(1 for _ in batches)
    for step, (x, d) in enumerate(batches, start=1):
        history["loss"].append(network_loss(network, x, d))
        grads = network_gradient(network, x, d)
        for key in network:
            network[key] -= lr * grads[key]
        if step % every == 0:
            history["accuracy"].append((step, evaluate(network)))
    return history


# %% length of the generator
# message: for で1回だけ
def train_mnist(network, batches, lr, evaluate, every):
    history = {"loss": [], "accuracy": []}
    steps = len(batches)
    for step, (x, d) in enumerate(batches, start=1):
        history["loss"].append(network_loss(network, x, d))
        grads = network_gradient(network, x, d)
        for key in network:
            network[key] -= lr * grads[key]
        if step % every == 0:
            history["accuracy"].append((step, evaluate(network)))
    return history


# %% last step evaluated too
# message: 形が違います
def train_mnist(network, batches, lr, evaluate, every):
    history = {"loss": [], "accuracy": []}
    for step, (x, d) in enumerate(batches, start=1):
        history["loss"].append(network_loss(network, x, d))
        grads = network_gradient(network, x, d)
        for key in network:
            network[key] -= lr * grads[key]
        if step % every == 0:
            history["accuracy"].append((step, evaluate(network)))
    history["accuracy"].append((step, evaluate(network)))
    return history


# %% never evaluates
# message: 更新が終わったあと
# note: evaluate を呼ばず、テストの値を予想して書く
def train_mnist(network, batches, lr, evaluate, every):
    history = {"loss": [], "accuracy": []}
    for step, (x, d) in enumerate(batches, start=1):
        history["loss"].append(network_loss(network, x, d))
        grads = network_gradient(network, x, d)
        for key in network:
            network[key] -= lr * grads[key]
        if step % every == 0:
            history["accuracy"].append((step, 0.5 if step > 1 and every == 2 else (len(history["accuracy"]) + 1) / 10))
    return history


# %% accuracy rounded
# message: 値が違います
def train_mnist(network, batches, lr, evaluate, every):
    history = {"loss": [], "accuracy": []}
    for step, (x, d) in enumerate(batches, start=1):
        history["loss"].append(network_loss(network, x, d))
        grads = network_gradient(network, x, d)
        for key in network:
            network[key] -= lr * grads[key]
        if step % every == 0:
            history["accuracy"].append((step, round(evaluate(network), 2)))
    return history


# %% evaluated twice
# message: evaluate を呼んだ回数
# note: 表示するときと、記録するときの2回呼び、はじめの値を記録する
def train_mnist(network, batches, lr, evaluate, every):
    history = {"loss": [], "accuracy": []}
    for step, (x, d) in enumerate(batches, start=1):
        history["loss"].append(network_loss(network, x, d))
        grads = network_gradient(network, x, d)
        for key in network:
            network[key] -= lr * grads[key]
        if step % every == 0:
            history["accuracy"].append((step, evaluate(network)))
    if history["accuracy"]:
        evaluate(network)
    return history


# %% batches taken out of the list
# message: 引数に渡した配列が書き換わっています
# note: pop で読むと、渡されたリストが空になる
def train_mnist(network, batches, lr, evaluate, every):
    history = {"loss": [], "accuracy": []}
    batches = batches if isinstance(batches, list) else list(batches)
    step = 0
    while batches:
        x, d = batches.pop(0)
        step += 1
        history["loss"].append(network_loss(network, x, d))
        grads = network_gradient(network, x, d)
        for key in network:
            network[key] -= lr * grads[key]
        if step % every == 0:
            history["accuracy"].append((step, evaluate(network)))
    return history


# %% history kept between calls
# message: 新しい記録
# note: 引数の既定値の辞書に足していく
def train_mnist(network, batches, lr, evaluate, every, history={"loss": [], "accuracy": []}):
    for step, (x, d) in enumerate(batches, start=1):
        history["loss"].append(network_loss(network, x, d))
        grads = network_gradient(network, x, d)
        for key in network:
            network[key] -= lr * grads[key]
        if step % every == 0:
            history["accuracy"].append((step, evaluate(network)))
    return history


# %% last step if none was evaluated
# message: 答えが違います
# note: 1度も評価しなかったら、最後に評価する
def train_mnist(network, batches, lr, evaluate, every):
    history = {"loss": [], "accuracy": []}
    for step, (x, d) in enumerate(batches, start=1):
        history["loss"].append(network_loss(network, x, d))
        grads = network_gradient(network, x, d)
        for key in network:
            network[key] -= lr * grads[key]
        if step % every == 0:
            history["accuracy"].append((step, evaluate(network)))
    if not history["accuracy"]:
        history["accuracy"].append((step, evaluate(network)))
    return history
