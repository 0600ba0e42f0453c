# %% updates as they come
# message: 更新の回数
# note: 候補に書いてある回数のまま、学習する
def experiment(candidates, train, validate, test, updates, seeds):
    settings = [dict(candidate) for candidate in candidates]
    networks = [[train(setting, seed) for seed in seeds] for setting in settings]
    scores = [[validate(network) for network in trained] for trained in networks]
    means = [np.mean(row) for row in scores]
    best = int(np.argmax(means))
    score = np.mean([test(network) for network in networks[best]])
    return {"chosen": settings[best], "validation": means, "test": score}


# %% best seed
# message: 平均
# note: 種のいちばん運のよかったものを比べる
def experiment(candidates, train, validate, test, updates, seeds):
    settings = [{**candidate, "updates": updates} for candidate in candidates]
    networks = [[train(setting, seed) for seed in seeds] for setting in settings]
    scores = [[validate(network) for network in trained] for trained in networks]
    means = [max(row) for row in scores]
    best = int(np.argmax(means))
    score = np.mean([test(network) for network in networks[best]])
    return {"chosen": settings[best], "validation": means, "test": score}


# %% chosen on the test set
# message: test
def experiment(candidates, train, validate, test, updates, seeds):
    settings = [{**candidate, "updates": updates} for candidate in candidates]
    networks = [[train(setting, seed) for seed in seeds] for setting in settings]
    scores = [[validate(network) for network in trained] for trained in networks]
    means = [np.mean(row) for row in scores]
    tested = [np.mean([test(network) for network in trained]) for trained in networks]
    best = int(np.argmax(tested))
    score = tested[best]
    return {"chosen": settings[best], "validation": means, "test": score}


# %% all tested
# message: test
# note: 選んだあとで、選ばなかった設定も測る
def experiment(candidates, train, validate, test, updates, seeds):
    settings = [{**candidate, "updates": updates} for candidate in candidates]
    networks = [[train(setting, seed) for seed in seeds] for setting in settings]
    scores = [[validate(network) for network in trained] for trained in networks]
    means = [np.mean(row) for row in scores]
    best = int(np.argmax(means))
    tested = [np.mean([test(network) for network in trained]) for trained in networks]
    score = tested[best]
    return {"chosen": settings[best], "validation": means, "test": score}


# %% first seed only
# message: 種
def experiment(candidates, train, validate, test, updates, seeds):
    settings = [{**candidate, "updates": updates} for candidate in candidates]
    networks = [[train(setting, seed) for seed in seeds[:1]] for setting in settings]
    scores = [[validate(network) for network in trained] for trained in networks]
    means = [np.mean(row) for row in scores]
    best = int(np.argmax(means))
    score = np.mean([test(network) for network in networks[best]])
    return {"chosen": settings[best], "validation": means, "test": score}


# %% seeds counted on
# message: 種
# note: 設定ごとに、違う種を使う
def experiment(candidates, train, validate, test, updates, seeds):
    settings = [{**candidate, "updates": updates} for candidate in candidates]
    networks, number = [], 0
    for setting in settings:
        networks.append([])
        for _ in seeds:
            networks[-1].append(train(setting, seeds[0] + number))
            number += 1
    scores = [[validate(network) for network in trained] for trained in networks]
    means = [np.mean(row) for row in scores]
    best = int(np.argmax(means))
    score = np.mean([test(network) for network in networks[best]])
    return {"chosen": settings[best], "validation": means, "test": score}


# %% own seeds
# message: 種
def experiment(candidates, train, validate, test, updates, seeds):
    settings = [{**candidate, "updates": updates} for candidate in candidates]
    networks = [[train(setting, seed) for seed in range(len(seeds))] for setting in settings]
    scores = [[validate(network) for network in trained] for trained in networks]
    means = [np.mean(row) for row in scores]
    best = int(np.argmax(means))
    score = np.mean([test(network) for network in networks[best]])
    return {"chosen": settings[best], "validation": means, "test": score}


# %% tested while choosing
# message: test
# note: いちばんよいものが変わるたびに、テストデータで測る
def experiment(candidates, train, validate, test, updates, seeds):
    settings = [{**candidate, "updates": updates} for candidate in candidates]
    means, top, best, score = [], -1.0, 0, 0.0
    for k, setting in enumerate(settings):
        trained = [train(setting, seed) for seed in seeds]
        means.append(np.mean([validate(network) for network in trained]))
        if means[-1] > top:
            top, best = means[-1], k
            score = np.mean([test(network) for network in trained])
    return {"chosen": settings[best], "validation": means, "test": score}


# %% validation reported
# message: test
# note: 選ぶのに使った値を、実力として返す
def experiment(candidates, train, validate, test, updates, seeds):
    settings = [{**candidate, "updates": updates} for candidate in candidates]
    networks = [[train(setting, seed) for seed in seeds] for setting in settings]
    scores = [[validate(network) for network in trained] for trained in networks]
    means = [np.mean(row) for row in scores]
    best = int(np.argmax(means))
    score = means[best]
    return {"chosen": settings[best], "validation": means, "test": score}


# %% one network tested
# message: 平均
# note: 検証用データでいちばんよかった種だけを測る
def experiment(candidates, train, validate, test, updates, seeds):
    settings = [{**candidate, "updates": updates} for candidate in candidates]
    networks = [[train(setting, seed) for seed in seeds] for setting in settings]
    scores = [[validate(network) for network in trained] for trained in networks]
    means = [np.mean(row) for row in scores]
    best = int(np.argmax(means))
    score = test(networks[best][int(np.argmax(scores[best]))])
    return {"chosen": settings[best], "validation": means, "test": score}


# %% tested twice
# message: test
def experiment(candidates, train, validate, test, updates, seeds):
    settings = [{**candidate, "updates": updates} for candidate in candidates]
    networks = [[train(setting, seed) for seed in seeds] for setting in settings]
    scores = [[validate(network) for network in trained] for trained in networks]
    means = [np.mean(row) for row in scores]
    best = int(np.argmax(means))
    score = np.mean([test(network) for network in networks[best]])
    score = np.mean([test(network) for network in networks[best]])
    return {"chosen": settings[best], "validation": means, "test": score}


# %% candidates changed
# message: 書き換わっています
def experiment(candidates, train, validate, test, updates, seeds):
    settings = candidates
    for setting in settings:
        setting["updates"] = updates
    networks = [[train(setting, seed) for seed in seeds] for setting in settings]
    scores = [[validate(network) for network in trained] for trained in networks]
    means = [np.mean(row) for row in scores]
    best = int(np.argmax(means))
    score = np.mean([test(network) for network in networks[best]])
    return {"chosen": settings[best], "validation": means, "test": score}


# %% updates missing in what is chosen
# message: chosen
def experiment(candidates, train, validate, test, updates, seeds):
    settings = [{**candidate, "updates": updates} for candidate in candidates]
    networks = [[train(setting, seed) for seed in seeds] for setting in settings]
    scores = [[validate(network) for network in trained] for trained in networks]
    means = [np.mean(row) for row in scores]
    best = int(np.argmax(means))
    score = np.mean([test(network) for network in networks[best]])
    return {"chosen": candidates[best], "validation": means, "test": score}


# %% lowest chosen
# message: chosen
def experiment(candidates, train, validate, test, updates, seeds):
    settings = [{**candidate, "updates": updates} for candidate in candidates]
    networks = [[train(setting, seed) for seed in seeds] for setting in settings]
    scores = [[validate(network) for network in trained] for trained in networks]
    means = [np.mean(row) for row in scores]
    best = int(np.argmin(means))
    score = np.mean([test(network) for network in networks[best]])
    return {"chosen": settings[best], "validation": means, "test": score}


# %% trained again for the test
# message: train
def experiment(candidates, train, validate, test, updates, seeds):
    settings = [{**candidate, "updates": updates} for candidate in candidates]
    networks = [[train(setting, seed) for seed in seeds] for setting in settings]
    scores = [[validate(network) for network in trained] for trained in networks]
    means = [np.mean(row) for row in scores]
    best = int(np.argmax(means))
    score = np.mean([test(train(settings[best], seed)) for seed in seeds])
    return {"chosen": settings[best], "validation": means, "test": score}


# %% number of the candidate
# message: chosen
def experiment(candidates, train, validate, test, updates, seeds):
    settings = [{**candidate, "updates": updates} for candidate in candidates]
    networks = [[train(setting, seed) for seed in seeds] for setting in settings]
    scores = [[validate(network) for network in trained] for trained in networks]
    means = [np.mean(row) for row in scores]
    best = int(np.argmax(means))
    score = np.mean([test(network) for network in networks[best]])
    return {"chosen": best, "validation": means, "test": score}


# %% means in order of size
# message: validation
def experiment(candidates, train, validate, test, updates, seeds):
    settings = [{**candidate, "updates": updates} for candidate in candidates]
    networks = [[train(setting, seed) for seed in seeds] for setting in settings]
    scores = [[validate(network) for network in trained] for trained in networks]
    means = [np.mean(row) for row in scores]
    best = int(np.argmax(means))
    score = np.mean([test(network) for network in networks[best]])
    return {"chosen": settings[best], "validation": sorted(means, reverse=True), "test": score}


# %% all scores
# message: validation
def experiment(candidates, train, validate, test, updates, seeds):
    settings = [{**candidate, "updates": updates} for candidate in candidates]
    networks = [[train(setting, seed) for seed in seeds] for setting in settings]
    scores = [[validate(network) for network in trained] for trained in networks]
    means = [np.mean(row) for row in scores]
    best = int(np.argmax(means))
    score = np.mean([test(network) for network in networks[best]])
    return {"chosen": settings[best], "validation": scores, "test": score}


# %% spread not mean
# message: 平均
def experiment(candidates, train, validate, test, updates, seeds):
    settings = [{**candidate, "updates": updates} for candidate in candidates]
    networks = [[train(setting, seed) for seed in seeds] for setting in settings]
    scores = [[validate(network) for network in trained] for trained in networks]
    means = [np.median(row) for row in scores]
    best = int(np.argmax(means))
    score = np.mean([test(network) for network in networks[best]])
    return {"chosen": settings[best], "validation": means, "test": score}


# %% nothing returned
# message: 辞書ではありません
def experiment(candidates, train, validate, test, updates, seeds):
    settings = [{**candidate, "updates": updates} for candidate in candidates]
    networks = [[train(setting, seed) for seed in seeds] for setting in settings]
    scores = [[validate(network) for network in trained] for trained in networks]
    means = [np.mean(row) for row in scores]
    best = int(np.argmax(means))
    score = np.mean([test(network) for network in networks[best]])
    print({"chosen": settings[best], "validation": means, "test": score})
