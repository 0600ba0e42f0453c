# %% best on the test set
# message: score の並び
# note: テストデータの正解率で選ぶ
def experiment(configs, run):
    for config in configs:
        if config["input_size"] != 784 or config["output_size"] != 10:
            raise ValueError(
                f"入力は784個、出力は10個です：{config['input_size']}、{config['output_size']}"
            )
    results = [{"config": dict(c), "score": run(dict(c))["test"]} for c in configs]
    return sorted(results, key=lambda result: result["score"], reverse=True)


# %% configs changed
# message: 写し（dict(config) など）
def experiment(configs, run):
    for config in configs:
        if config["input_size"] != 784 or config["output_size"] != 10:
            raise ValueError(
                f"入力は784個、出力は10個です：{config['input_size']}、{config['output_size']}"
            )
    results = [{"config": c, "score": run(c)["validation"]} for c in configs]
    return sorted(results, key=lambda result: result["score"], reverse=True)


# %% ties reordered
# message: configs での順のまま
# note: 逆順にすると、同じ score の順も逆になる
def experiment(configs, run):
    for config in configs:
        if config["input_size"] != 784 or config["output_size"] != 10:
            raise ValueError(
                f"入力は784個、出力は10個です：{config['input_size']}、{config['output_size']}"
            )
    results = [{"config": dict(c), "score": run(dict(c))["validation"]} for c in configs]
    return sorted(results, key=lambda result: result["score"])[::-1]


# %% ascending
# message: 大きい順
def experiment(configs, run):
    for config in configs:
        if config["input_size"] != 784 or config["output_size"] != 10:
            raise ValueError(
                f"入力は784個、出力は10個です：{config['input_size']}、{config['output_size']}"
            )
    results = [{"config": dict(c), "score": run(dict(c))["validation"]} for c in configs]
    return sorted(results, key=lambda result: result["score"])


# %% not sorted
# message: 大きい順
def experiment(configs, run):
    for config in configs:
        if config["input_size"] != 784 or config["output_size"] != 10:
            raise ValueError(
                f"入力は784個、出力は10個です：{config['input_size']}、{config['output_size']}"
            )
    results = [{"config": dict(c), "score": run(dict(c))["validation"]} for c in configs]
    return results


# %% sizes not checked
# message: ValueError になりません
def experiment(configs, run):
    for config in configs:
        if False:
            raise ValueError(
                f"入力は784個、出力は10個です：{config['input_size']}、{config['output_size']}"
            )
    results = [{"config": dict(c), "score": run(dict(c))["validation"]} for c in configs]
    return sorted(results, key=lambda result: result["score"], reverse=True)


# %% input only checked
# message: output_size が 26
def experiment(configs, run):
    for config in configs:
        if config["input_size"] != 784:
            raise ValueError(
                f"入力は784個、出力は10個です：{config['input_size']}、{config['output_size']}"
            )
    results = [{"config": dict(c), "score": run(dict(c))["validation"]} for c in configs]
    return sorted(results, key=lambda result: result["score"], reverse=True)


# %% both must be wrong
# message: ValueError になりません
def experiment(configs, run):
    for config in configs:
        if config["input_size"] != 784 and config["output_size"] != 10:
            raise ValueError(
                f"入力は784個、出力は10個です：{config['input_size']}、{config['output_size']}"
            )
    results = [{"config": dict(c), "score": run(dict(c))["validation"]} for c in configs]
    return sorted(results, key=lambda result: result["score"], reverse=True)


# %% checked while running
# message: ValueError の前に run
def experiment(configs, run):
    results = []
    for config in configs:
        if config["input_size"] != 784 or config["output_size"] != 10:
            raise ValueError(f"大きさが違います：{config['input_size']}、{config['output_size']}")
        results.append({"config": dict(config), "score": run(dict(config))["validation"]})
    return sorted(results, key=lambda result: result["score"], reverse=True)


# %% message without the value
# message: その値がありません
def experiment(configs, run):
    for config in configs:
        if config["input_size"] != 784 or config["output_size"] != 10:
            raise ValueError(
                "入力と出力の大きさが違います"
            )
    results = [{"config": dict(c), "score": run(dict(c))["validation"]} for c in configs]
    return sorted(results, key=lambda result: result["score"], reverse=True)


# %% wrong sizes skipped
# message: ValueError になりません
# note: 合わない設定を、黙って捨てる
def experiment(configs, run):
    good = [c for c in configs if c["input_size"] == 784 and c["output_size"] == 10]
    results = [{"config": dict(c), "score": run(dict(c))["validation"]} for c in good]
    return sorted(results, key=lambda result: result["score"], reverse=True)


# %% scores only
# message: キー
def experiment(configs, run):
    for config in configs:
        if config["input_size"] != 784 or config["output_size"] != 10:
            raise ValueError(
                f"入力は784個、出力は10個です：{config['input_size']}、{config['output_size']}"
            )
    results = [{"score": run(dict(c))["validation"]} for c in configs]
    return sorted(results, key=lambda result: result["score"], reverse=True)


# %% best only
# message: 設定と同じ個数
def experiment(configs, run):
    for config in configs:
        if config["input_size"] != 784 or config["output_size"] != 10:
            raise ValueError(
                f"入力は784個、出力は10個です：{config['input_size']}、{config['output_size']}"
            )
    results = [{"config": dict(c), "score": run(dict(c))["validation"]} for c in configs]
    return sorted(results, key=lambda result: result["score"], reverse=True)[0]


# %% changed config recorded
# message: config の並び
# note: run が書き換えた写しを、結果に入れる
def experiment(configs, run):
    for config in configs:
        if config["input_size"] != 784 or config["output_size"] != 10:
            raise ValueError(f"大きさが違います：{config['input_size']}、{config['output_size']}")
    results = []
    for config in configs:
        copy = dict(config)
        results.append({"score": run(copy)["validation"], "config": copy})
    return sorted(results, key=lambda result: result["score"], reverse=True)


# %% mean of both scores
# message: score の並び
def experiment(configs, run):
    for config in configs:
        if config["input_size"] != 784 or config["output_size"] != 10:
            raise ValueError(
                f"入力は784個、出力は10個です：{config['input_size']}、{config['output_size']}"
            )
    results = [{"config": dict(c), "score": sum(run(dict(c)).values()) / 2} for c in configs]
    return sorted(results, key=lambda result: result["score"], reverse=True)


# %% run twice
# message: 1回ずつ
# note: 並べるときと、記録するときの2回学習する
def experiment(configs, run):
    for config in configs:
        if config["input_size"] != 784 or config["output_size"] != 10:
            raise ValueError(f"大きさが違います：{config['input_size']}、{config['output_size']}")
    ordered = sorted(configs, key=lambda c: -run(dict(c))["validation"])
    return [{"config": dict(c), "score": run(dict(c))["validation"]} for c in ordered]


# %% last config checked only
# message: ValueError になりません
# note: 繰り返しのたびに、前の結果を上書きする
def experiment(configs, run):
    wrong = False
    for config in configs:
        wrong = config["input_size"] != 784 or config["output_size"] != 10
    if wrong:
        raise ValueError(f"大きさが違います：{config['input_size']}、{config['output_size']}")
    results = [{"config": dict(c), "score": run(dict(c))["validation"]} for c in configs]
    return sorted(results, key=lambda result: result["score"], reverse=True)


# %% first config checked only
# message: ValueError になりません
def experiment(configs, run):
    for config in configs[:1]:
        if config["input_size"] != 784 or config["output_size"] != 10:
            raise ValueError(f"大きさが違います：{config['input_size']}、{config['output_size']}")
    results = [{"config": dict(c), "score": run(dict(c))["validation"]} for c in configs]
    return sorted(results, key=lambda result: result["score"], reverse=True)


# %% scores rounded
# message: score の並び
def experiment(configs, run):
    for config in configs:
        if config["input_size"] != 784 or config["output_size"] != 10:
            raise ValueError(f"大きさが違います：{config['input_size']}、{config['output_size']}")
    results = [{"config": dict(c), "score": round(run(dict(c))["validation"], 2)} for c in configs]
    return sorted(results, key=lambda result: result["score"], reverse=True)


# %% configs sorted in place
# message: 引数に渡した配列が書き換わっています
# note: 渡されたリストそのものを並べ替える
def experiment(configs, run):
    for config in configs:
        if config["input_size"] != 784 or config["output_size"] != 10:
            raise ValueError(f"大きさが違います：{config['input_size']}、{config['output_size']}")
    scores = {id(c): run(dict(c))["validation"] for c in configs}
    configs.sort(key=lambda c: -scores[id(c)])
    return [{"config": c, "score": scores[id(c)]} for c in configs]
