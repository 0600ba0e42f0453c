# %% math
import math


def classify_learning_rate(losses):
    if any(math.isnan(loss) or math.isinf(loss) for loss in losses):
        return "diverged"
    tail = losses[-5:]
    average = sum(tail) / len(tail)
    if average > losses[0]:
        return "diverged"
    if average * 10 <= losses[0] * (1 + 1e-12):
        return "converged"
    return "slow"


# %% array
def classify_learning_rate(losses):
    losses = np.array(losses, dtype=float)
    if np.isnan(losses).any() or np.isinf(losses).any():
        return "diverged"
    ratio = losses[-5:].mean() / losses[0]
    return "diverged" if ratio > 1 else "slow" if ratio > 0.1 else "converged"


# %% loop
def classify_learning_rate(losses):
    for loss in losses:
        if not np.isfinite(loss):
            return "diverged"
    total, count = 0.0, 0
    for loss in losses[::-1][:5]:
        total += loss
        count += 1
    if total / count > losses[0]:
        return "diverged"
    elif total / count <= 0.1 * losses[0]:
        return "converged"
    else:
        return "slow"
