# %% copies updated in place
def train_step(network, x, d, lr):
    loss_before = network_loss(network, x, d)
    new_network = {key: value.copy() for key, value in network.items()}
    for key, grad in network_gradient(network, x, d).items():
        new_network[key] -= lr * grad
    return new_network, loss_before, network_loss(new_network, x, d)


# %% network object
def train_step(network, x, d, lr):
    grads = network_gradient(network, x, d)
    before = float(network_loss(network, x, d))
    new = dict(zip(network, [w - lr * grads[k] for k, w in network.items()]))
    return [new, before, float(network_loss(new, x, d))]


# %% own gradient
def train_step(network, x, d, lr):
    import copy

    new_network = copy.deepcopy(network)
    grads = network_gradient(new_network, x, d)
    for key in grads:
        new_network[key] = np.subtract(network[key], np.multiply(lr, grads[key]))
    return new_network, network_loss(network, x, d), network_loss(new_network, x, d)
