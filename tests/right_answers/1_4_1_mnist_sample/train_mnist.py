# %% new arrays
def train_mnist(network, batches, lr, evaluate, every):
    losses, scores, step = [], [], 0
    for x, d in batches:
        step += 1
        losses.append(float(network_loss(network, x, d)))
        for key, grad in network_gradient(network, x, d).items():
            network[key] = network[key] - lr * grad
        if step % every == 0:
            scores.append((step, evaluate(network)))
    return {"loss": losses, "accuracy": scores}


# %% own loop counter
def train_mnist(network, batches, lr, evaluate, every):
    history = dict(loss=[], accuracy=[])
    for i, batch in enumerate(batches):
        history["loss"] += [network_loss(network, *batch)]
        g = network_gradient(network, *batch)
        network["W1"] -= lr * g["W1"]
        network["b1"] -= lr * g["b1"]
        network["W2"] -= lr * g["W2"]
        network["b2"] -= lr * g["b2"]
        if not (i + 1) % every:
            history["accuracy"] += [(i + 1, evaluate(network))]
    return history


# %% optimizer
from common.optimizer import SGD


def train_mnist(network, batches, lr, evaluate, every):
    optimizer = SGD(lr)
    history = {"accuracy": [], "loss": []}
    until_next = every
    for step, (x, d) in enumerate(batches, 1):
        history["loss"].append(network_loss(network, x, d))
        optimizer.update(network, network_gradient(network, x, d))
        until_next -= 1
        if until_next == 0:
            history["accuracy"].append([step, evaluate(network)])
            until_next = every
    return history
