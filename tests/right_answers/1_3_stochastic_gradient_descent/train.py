# %% new dicts
def train(network, batches, lr):
    losses = []
    for x, d in batches:
        losses.append(regression_loss(network, x, d))
        grads = regression_gradient(network, x, d)
        network = {key: network[key] - lr * grads[key] for key in network}
    return losses, network


# %% deepcopy
import copy


def train(network, batches, lr):
    trained = copy.deepcopy(network)
    losses = np.array([])
    for batch in list(batches):
        losses = np.append(losses, regression_loss(trained, *batch))
        for key, grad in regression_gradient(trained, *batch).items():
            trained[key] = trained[key] - lr * grad
    return losses, trained


# %% iterator
def train(network, batches, lr):
    new = {"W1": network["W1"] + 0, "b1": network["b1"] + 0, "W2": network["W2"] + 0, "b2": network["b2"] + 0}
    losses, iterator = [], iter(batches)
    while True:
        try:
            x, d = next(iterator)
        except StopIteration:
            return losses, new
        losses += [float(regression_loss(new, x, d))]
        g = regression_gradient(new, x, d)
        for name in ("W1", "b1", "W2", "b2"):
            new[name] = new[name] - g[name] * lr
