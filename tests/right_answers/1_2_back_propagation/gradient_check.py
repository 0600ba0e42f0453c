# %% copies of params
def gradient_check(loss, params, grads, h=1e-5, tol=1e-4):
    def moved(key, index, step):
        copies = {k: v.copy() for k, v in params.items()}
        copies[key][index] += step
        return loss(copies)

    def off(key, index):
        n = (moved(key, index, h) - moved(key, index, -h)) / (2 * h)
        g = grads[key][index]
        return abs(g - n) > tol * max(abs(g) + abs(n), 1e-6)

    return [k for k in params if any(off(k, i) for i in np.ndindex(params[k].shape))]


# %% arrays of numerical gradients
def gradient_check(loss, params, grads, h=1e-5, tol=1e-4):
    names = []
    for key in params:
        values = params[key].reshape(-1)
        numerical = np.zeros(values.size)
        for i in range(values.size):
            keep = values[i]
            values[i] = keep + h
            up = loss(params)
            values[i] = keep - h
            down = loss(params)
            values[i] = keep
            numerical[i] = (up - down) / (2 * h)
        g = grads[key].reshape(-1)
        error = np.abs(g - numerical) / np.maximum(np.abs(g) + np.abs(numerical), 1e-6)
        if np.any(error > tol):
            names.append(key)
    return names


# %% flags in a dict
def gradient_check(loss, params, grads, h=1e-5, tol=1e-4):
    worst = dict.fromkeys(params, 0.0)
    for key, param in params.items():
        for index, original in np.ndenumerate(param.copy()):
            losses = []
            for sign in (1, -1):
                param[index] = original + sign * h
                losses.append(loss(params))
            param[index] = original
            n = (losses[0] - losses[1]) / h / 2
            g = grads[key][index]
            worst[key] = max(worst[key], abs(g - n) / max(abs(g) + abs(n), 1e-6))
    return [key for key, error in worst.items() if error > tol]
