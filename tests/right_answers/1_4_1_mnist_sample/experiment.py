# %% negative key
def experiment(configs, run):
    wrong = [c for c in configs if (c["input_size"], c["output_size"]) != (784, 10)]
    if wrong:
        raise ValueError(f"input_size は 784、output_size は 10 にしてください：{wrong[0]}")
    results = []
    for config in configs:
        score = run(config.copy())["validation"]
        results.append({"config": config.copy(), "score": score})
    results.sort(key=lambda r: -r["score"])
    return results


# %% indices
import copy


def experiment(configs, run):
    for c in configs:
        for name, size in (("input_size", 784), ("output_size", 10)):
            if c[name] != size:
                raise ValueError(f"{name} は {size} です：{c[name]}")
    scores = [run(copy.deepcopy(c))["validation"] for c in configs]
    order = sorted(range(len(configs)), key=lambda i: (-scores[i], i))
    return [{"config": configs[i], "score": scores[i]} for i in order]


# %% insertion
def experiment(configs, run):
    if any(c["input_size"] != 784 or c["output_size"] != 10 for c in configs):
        raise ValueError(f"大きさが合いません：{[(c['input_size'], c['output_size']) for c in configs]}")
    ranking = []
    for c in configs:
        result = {"config": c, "score": run({**c})["validation"]}
        place = 0
        while place < len(ranking) and ranking[place]["score"] >= result["score"]:
            place += 1
        ranking.insert(place, result)
    return ranking
