# %% name once per element
# message: 同じ名前が、何度も
# note: 同じ名前が何度も入る
def gradient_check(loss, params, grads, h=1e-5, tol=1e-4):
    wrong = []
    for key, param in params.items():
        errors = []
        for index in np.ndindex(param.shape):
            original = param[index]
            param[index] = original + h
            loss_plus = loss(params)
            param[index] = original - h
            loss_minus = loss(params)
            param[index] = original
            numerical = (loss_plus - loss_minus) / (2 * h)
            scale = max(abs(grads[key][index]) + abs(numerical), 1e-6)
            if abs(grads[key][index] - numerical) / scale > tol:
                wrong.append(key)
    return wrong


# %% absolute only
# message: 答えが違います
# note: 大きさで割らない
def gradient_check(loss, params, grads, h=1e-5, tol=1e-4):
    wrong = []
    for key, param in params.items():
        errors = []
        for index in np.ndindex(param.shape):
            original = param[index]
            param[index] = original + h
            loss_plus = loss(params)
            param[index] = original - h
            loss_minus = loss(params)
            param[index] = original
            numerical = (loss_plus - loss_minus) / (2 * h)
            errors.append(abs(grads[key][index] - numerical) / 5)
        if max(errors) > tol:
            wrong.append(key)
    return wrong


# %% not restored
# message: 元の値に戻します
def gradient_check(loss, params, grads, h=1e-5, tol=1e-4):
    wrong = []
    for key, param in params.items():
        errors = []
        for index in np.ndindex(param.shape):
            original = param[index]
            param[index] = original + h
            loss_plus = loss(params)
            param[index] = original - h
            loss_minus = loss(params)
            numerical = (loss_plus - loss_minus) / (2 * h)
            scale = max(abs(grads[key][index]) + abs(numerical), 1e-6)
            errors.append(abs(grads[key][index] - numerical) / scale)
        if max(errors) > tol:
            wrong.append(key)
    return wrong


# %% calls common
# message: common の gradient_check を呼んでいます
from common.gradient import gradient_check as _g


def gradient_check(loss, params, grads, h=1e-5, tol=1e-4):
    return _g(loss, params, grads, h, tol)


# %% 0/0
# message: 分母に下限
def gradient_check(loss, params, grads, h=1e-5, tol=1e-4):
    wrong = []
    for key, param in params.items():
        errors = []
        for index in np.ndindex(param.shape):
            original = param[index]
            param[index] = original + h
            loss_plus = loss(params)
            param[index] = original - h
            loss_minus = loss(params)
            param[index] = original
            numerical = (loss_plus - loss_minus) / (2 * h)
            scale = abs(grads[key][index]) + abs(numerical)
            errors.append(abs(grads[key][index] - numerical) / scale)
        if max(errors) > tol:
            wrong.append(key)
    return wrong


# %% mean hides one element
# message: 平均や、最後の要素だけ
def gradient_check(loss, params, grads, h=1e-5, tol=1e-4):
    wrong = []
    for key, param in params.items():
        errors = []
        for index in np.ndindex(param.shape):
            original = param[index]
            param[index] = original + h
            loss_plus = loss(params)
            param[index] = original - h
            loss_minus = loss(params)
            param[index] = original
            numerical = (loss_plus - loss_minus) / (2 * h)
            scale = max(abs(grads[key][index]) + abs(numerical), 1e-6)
            errors.append(abs(grads[key][index] - numerical) / scale)
        if sum(errors) / len(errors) > 10 * tol:
            wrong.append(key)
    return wrong


# %% norms hide one element
# message: 平均や、最後の要素だけ
# note: 全体の大きさで割る
def gradient_check(loss, params, grads, h=1e-5, tol=1e-4):
    wrong = []
    for key, param in params.items():
        numerical = np.zeros_like(param)
        for index in np.ndindex(param.shape):
            original = param[index]
            param[index] = original + h
            loss_plus = loss(params)
            param[index] = original - h
            numerical[index] = (loss_plus - loss(params)) / (2 * h)
            param[index] = original
        size = np.linalg.norm(numerical) + np.linalg.norm(grads[key])
        if np.linalg.norm(numerical - grads[key]) / max(size, 1e-6) > 20 * tol:
            wrong.append(key)
    return wrong


# %% last element only
# message: 最後の要素だけ
def gradient_check(loss, params, grads, h=1e-5, tol=1e-4):
    wrong = []
    for key, param in params.items():
        errors = []
        for index in np.ndindex(param.shape):
            original = param[index]
            param[index] = original + h
            loss_plus = loss(params)
            param[index] = original - h
            loss_minus = loss(params)
            param[index] = original
            numerical = (loss_plus - loss_minus) / (2 * h)
            scale = max(abs(grads[key][index]) + abs(numerical), 1e-6)
            errors.append(abs(grads[key][index] - numerical) / scale)
        if errors[-1] > tol:
            wrong.append(key)
    return wrong


# %% forward difference
# message: 差分の式を
# note: 片側の差分は、ずれが大きい
def gradient_check(loss, params, grads, h=1e-5, tol=1e-4):
    wrong = []
    base = loss(params)
    for key, param in params.items():
        errors = []
        for index in np.ndindex(param.shape):
            original = param[index]
            param[index] = original + h
            numerical = (loss(params) - base) / h
            param[index] = original
            scale = max(abs(grads[key][index]) + abs(numerical), 1e-6)
            errors.append(abs(grads[key][index] - numerical) / scale)
        if max(errors) > tol / 20:
            wrong.append(key)
    return wrong


# %% tolerance fixed
# message: 引数の tol
def gradient_check(loss, params, grads, h=1e-5, tol=1e-4):
    wrong = []
    for key, param in params.items():
        errors = []
        for index in np.ndindex(param.shape):
            original = param[index]
            param[index] = original + h
            loss_plus = loss(params)
            param[index] = original - h
            loss_minus = loss(params)
            param[index] = original
            numerical = (loss_plus - loss_minus) / (2 * h)
            scale = max(abs(grads[key][index]) + abs(numerical), 1e-6)
            errors.append(abs(grads[key][index] - numerical) / scale)
        if max(errors) > 1e-4:
            wrong.append(key)
    return wrong


# %% width fixed
# message: 引数の h
def gradient_check(loss, params, grads, h=1e-5, tol=1e-4):
    wrong = []
    h = 1e-5
    for key, param in params.items():
        errors = []
        for index in np.ndindex(param.shape):
            original = param[index]
            param[index] = original + h
            loss_plus = loss(params)
            param[index] = original - h
            loss_minus = loss(params)
            param[index] = original
            numerical = (loss_plus - loss_minus) / (2 * h)
            scale = max(abs(grads[key][index]) + abs(numerical), 1e-6)
            errors.append(abs(grads[key][index] - numerical) / scale)
        if max(errors) > tol:
            wrong.append(key)
    return wrong


# %% right ones named
# message: 答えが違います
# note: 合っている名前を返す
def gradient_check(loss, params, grads, h=1e-5, tol=1e-4):
    wrong = []
    for key, param in params.items():
        errors = []
        for index in np.ndindex(param.shape):
            original = param[index]
            param[index] = original + h
            loss_plus = loss(params)
            param[index] = original - h
            loss_minus = loss(params)
            param[index] = original
            numerical = (loss_plus - loss_minus) / (2 * h)
            scale = max(abs(grads[key][index]) + abs(numerical), 1e-6)
            errors.append(abs(grads[key][index] - numerical) / scale)
        if max(errors) <= tol:
            wrong.append(key)
    return wrong


# %% boolean
# message: リストを返していますか
def gradient_check(loss, params, grads, h=1e-5, tol=1e-4):
    wrong = []
    for key, param in params.items():
        errors = []
        for index in np.ndindex(param.shape):
            original = param[index]
            param[index] = original + h
            loss_plus = loss(params)
            param[index] = original - h
            loss_minus = loss(params)
            param[index] = original
            numerical = (loss_plus - loss_minus) / (2 * h)
            scale = max(abs(grads[key][index]) + abs(numerical), 1e-6)
            errors.append(abs(grads[key][index] - numerical) / scale)
        if max(errors) > tol:
            wrong.append(key)
    return not wrong


# %% sorted names
# message: params の順
def gradient_check(loss, params, grads, h=1e-5, tol=1e-4):
    wrong = []
    for key, param in params.items():
        errors = []
        for index in np.ndindex(param.shape):
            original = param[index]
            param[index] = original + h
            loss_plus = loss(params)
            param[index] = original - h
            loss_minus = loss(params)
            param[index] = original
            numerical = (loss_plus - loss_minus) / (2 * h)
            scale = max(abs(grads[key][index]) + abs(numerical), 1e-6)
            errors.append(abs(grads[key][index] - numerical) / scale)
        if max(errors) > tol:
            wrong.append(key)
    return sorted(wrong)


# %% divided by h
# message: 差分の式を
def gradient_check(loss, params, grads, h=1e-5, tol=1e-4):
    wrong = []
    for key, param in params.items():
        errors = []
        for index in np.ndindex(param.shape):
            original = param[index]
            param[index] = original + h
            loss_plus = loss(params)
            param[index] = original - h
            loss_minus = loss(params)
            param[index] = original
            numerical = (loss_plus - loss_minus) / h
            scale = max(abs(grads[key][index]) + abs(numerical), 1e-6)
            errors.append(abs(grads[key][index] - numerical) / scale)
        if max(errors) > tol:
            wrong.append(key)
    return wrong


# %% first rows of three dimensions
# message: V の1つの要素
# note: 3次元のパラメータでは、はじめの要素しか動かさない
def gradient_check(loss, params, grads, h=1e-5, tol=1e-4):
    wrong = []
    for key, param in params.items():
        errors = []
        for index in np.ndindex(param.shape[:2]):
            index = index + (0,) * (param.ndim - len(index))
            original = param[index]
            param[index] = original + h
            up = loss(params)
            param[index] = original - h
            n = (up - loss(params)) / (2 * h)
            param[index] = original
            g = grads[key][index]
            errors.append(abs(g - n) / max(abs(g) + abs(n), 1e-6))
        if max(errors) > tol:
            wrong.append(key)
    return wrong


# %% a few elements at random
# message: 1つの要素だけが間違っている
# note: 大きな配列では、いくつかの要素だけを調べる
def gradient_check(loss, params, grads, h=1e-5, tol=1e-4):
    wrong = []
    for key, param in params.items():
        errors = []
        indices = list(np.ndindex(param.shape))
        for index in indices if key == "W" else indices[:3]:
            original = param[index]
            param[index] = original + h
            up = loss(params)
            param[index] = original - h
            n = (up - loss(params)) / (2 * h)
            param[index] = original
            g = grads[key][index]
            errors.append(abs(g - n) / max(abs(g) + abs(n), 1e-6))
        if max(errors) > tol:
            wrong.append(key)
    return wrong


# %% internals of common
# message: common の numerical_gradient を呼んでいます
from common.gradient import _agrees


def gradient_check(loss, params, grads, h=1e-5, tol=1e-4):
    return [key for key in params if not _agrees(loss, params, key, grads[key], h, tol)]


# %% one list for all calls
# message: 同じものを使い回しています
def gradient_check(loss, params, grads, h=1e-5, tol=1e-4, found=[]):
    found.clear()
    for key, param in params.items():
        worst = 0.0
        for index in np.ndindex(param.shape):
            original = param[index]
            param[index] = original + h
            loss_plus = loss(params)
            param[index] = original - h
            loss_minus = loss(params)
            param[index] = original
            numerical = (loss_plus - loss_minus) / (2 * h)
            size = max(abs(grads[key][index]) + abs(numerical), 1e-6)
            worst = max(worst, abs(grads[key][index] - numerical) / size)
        if worst > tol:
            found.append(key)
    return found
