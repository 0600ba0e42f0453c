# %% nan compared
# message: np.isfinite で
def classify_learning_rate(losses):
    last = np.mean(losses[-5:])
    if last > losses[0]:
        return "diverged"
    return "converged" if last <= losses[0] / 10 else "slow"


# %% last value only
# message: 最後の5個の平均
def classify_learning_rate(losses):
    if not np.all(np.isfinite(losses)):
        return "diverged"
    last = losses[-1]
    if last > losses[0]:
        return "diverged"
    return "converged" if last <= losses[0] / 10 else "slow"


# %% last value checked for nan
# message: 1つでもあれば
def classify_learning_rate(losses):
    if not np.isfinite(losses[-1]):
        return "diverged"
    last = np.mean(losses[-5:])
    if last > losses[0]:
        return "diverged"
    return "converged" if last <= losses[0] / 10 else "slow"


# %% nan but not inf
# message: inf は
def classify_learning_rate(losses):
    if np.any(np.isnan(losses)):
        return "diverged"
    last = np.mean(losses[-5:])
    if last > losses[0]:
        return "diverged"
    return "converged" if last <= losses[0] / 10 else "slow"


# %% inf but not nan
# message: np.isfinite で
def classify_learning_rate(losses):
    if np.any(np.isinf(losses)):
        return "diverged"
    last = np.mean(losses[-5:])
    if last > losses[0]:
        return "diverged"
    return "converged" if last <= losses[0] / 10 else "slow"


# %% equal to nan
# message: np.isfinite で
# note: nan は、自分自身とも等しくない
def classify_learning_rate(losses):
    if float('nan') in losses:
        return "diverged"
    last = np.mean(losses[-5:])
    if last > losses[0]:
        return "diverged"
    return "converged" if last <= losses[0] / 10 else "slow"


# %% all of them
# message: 最後の5個の平均
def classify_learning_rate(losses):
    if not np.all(np.isfinite(losses)):
        return "diverged"
    last = np.mean(losses)
    if last > losses[0]:
        return "diverged"
    return "converged" if last <= losses[0] / 10 else "slow"


# %% last ten
# message: 最後の5個の平均
def classify_learning_rate(losses):
    if not np.all(np.isfinite(losses)):
        return "diverged"
    last = np.mean(losses[-10:])
    if last > losses[0]:
        return "diverged"
    return "converged" if last <= losses[0] / 10 else "slow"


# %% absolute threshold
# message: 決まった数と比べません
def classify_learning_rate(losses):
    if not np.all(np.isfinite(losses)):
        return "diverged"
    last = np.mean(losses[-5:])
    if last > losses[0]:
        return "diverged"
    return "converged" if last <= 0.1 else "slow"


# %% strictly less
# message: ちょうど 1/10
def classify_learning_rate(losses):
    if not np.all(np.isfinite(losses)):
        return "diverged"
    last = np.mean(losses[-5:])
    if last > losses[0]:
        return "diverged"
    return "converged" if last < losses[0] / 10 else "slow"


# %% equal is diverged
# message: 誤差が 1.0 のまま
def classify_learning_rate(losses):
    if not np.all(np.isfinite(losses)):
        return "diverged"
    last = np.mean(losses[-5:])
    if last >= losses[0]:
        return "diverged"
    return "converged" if last <= losses[0] / 10 else "slow"


# %% converged and slow swapped
# message: 呼び名の綴り
def classify_learning_rate(losses):
    if not np.all(np.isfinite(losses)):
        return "diverged"
    last = np.mean(losses[-5:])
    if last > losses[0]:
        return "diverged"
    return "slow" if last <= losses[0] / 10 else "converged"


# %% largest value
# message: 最後の5個
def classify_learning_rate(losses):
    if not np.all(np.isfinite(losses)):
        return "diverged"
    last = np.mean(losses[-5:])
    if max(losses) > losses[0]:
        return "diverged"
    return "converged" if last <= losses[0] / 10 else "slow"


# %% half is enough
# message: 1/10
def classify_learning_rate(losses):
    if not np.all(np.isfinite(losses)):
        return "diverged"
    last = np.mean(losses[-5:])
    if last > losses[0]:
        return "diverged"
    return "converged" if last <= losses[0] / 5 else "slow"


# %% median of five
# message: 最後の5個の平均
# note: 平均ではなく、真ん中の値
def classify_learning_rate(losses):
    if not np.all(np.isfinite(losses)):
        return "diverged"
    last = np.median(losses[-5:])
    if last > losses[0]:
        return "diverged"
    return "converged" if last <= losses[0] / 10 else "slow"


# %% four values
# message: 平均がちょうど 1/10
def classify_learning_rate(losses):
    if not np.all(np.isfinite(losses)):
        return "diverged"
    last = np.mean(losses[-4:])
    if last > losses[0]:
        return "diverged"
    return "converged" if last <= losses[0] / 10 else "slow"


# %% six values
# message: 5個
def classify_learning_rate(losses):
    if not np.all(np.isfinite(losses)):
        return "diverged"
    last = np.mean(losses[-6:])
    if last > losses[0]:
        return "diverged"
    return "converged" if last <= losses[0] / 10 else "slow"


# %% largest instead of first
# message: 最初の値
# note: 最初の値ではなく、いちばん大きい値と比べる
def classify_learning_rate(losses):
    if not np.all(np.isfinite(losses)):
        return "diverged"
    last = np.mean(losses[-5:])
    if last > losses[0]:
        return "diverged"
    return "converged" if last <= max(losses) / 10 else "slow"
