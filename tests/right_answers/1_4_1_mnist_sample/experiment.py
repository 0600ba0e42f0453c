# %% lists of networks
def experiment(candidates, train, validate, test, updates, seeds):
    settings = [{**candidate, "updates": updates} for candidate in candidates]
    networks = [[train(setting, seed) for seed in seeds] for setting in settings]
    means = [sum(validate(n) for n in trained) / len(seeds) for trained in networks]
    best = means.index(max(means))
    score = sum(test(n) for n in networks[best]) / len(seeds)
    return {"chosen": settings[best], "validation": means, "test": score}


# %% best so far
def experiment(candidates, train, validate, test, updates, seeds):
    means, best = [], None
    for candidate in candidates:
        setting = dict(candidate)
        setting["updates"] = updates
        trained = []
        scores = np.zeros(len(seeds))
        for k, seed in enumerate(seeds):
            trained.append(train(setting, seed))
            scores[k] = validate(trained[-1])
        means.append(scores.mean())
        if best is None or means[-1] > best[0]:
            best = (means[-1], setting, trained)
    return {"test": np.mean([test(n) for n in best[2]]), "chosen": best[1], "validation": means}


# %% seeds outside
import copy


def experiment(candidates, train, validate, test, updates, seeds):
    settings = copy.deepcopy(candidates)
    for setting in settings:
        setting.update(updates=updates)
    table = np.empty((len(settings), len(seeds)))
    networks = {}
    for j, seed in enumerate(seeds):
        for i, setting in enumerate(settings):
            networks[i, j] = train(dict(setting), seed)
            table[i, j] = validate(networks[i, j])
    means = table.mean(axis=1)
    best = int(means.argmax())
    scores = [test(networks[best, j]) for j in range(len(seeds))]
    return {"chosen": settings[best], "validation": means.tolist(), "test": float(np.mean(scores))}
