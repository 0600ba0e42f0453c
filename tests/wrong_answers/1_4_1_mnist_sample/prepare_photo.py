# %% dark on light
# message: 紙のところ
# note: 白い紙に黒い字のまま
def prepare_photo(photo):
    ink = photo.max() - photo.astype(float)
    ink = ink / ink.max()
    rows, columns = np.nonzero(ink > 0)
    ink = ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    height, width = (max(1, round(20 * side / max(ink.shape))) for side in ink.shape)
    r = ((np.arange(height) + 0.5) * ink.shape[0] / height).astype(int)
    c = ((np.arange(width) + 0.5) * ink.shape[1] / width).astype(int)
    small = ink[np.ix_(r, c)]
    top = round(14 - np.arange(height) @ small.sum(axis=1) / small.sum())
    left = round(14 - np.arange(width) @ small.sum(axis=0) / small.sum())
    image = np.zeros((28, 28), dtype=np.float32)
    image[top : top + height, left : left + width] = small
    return 1 - image


# %% whole photo shrunk
# message: 20画素
# note: 余白ごと縮める
def prepare_photo(photo):
    ink = photo.max() - photo.astype(float)
    ink = ink / ink.max()
    height, width = (max(1, round(20 * side / max(ink.shape))) for side in ink.shape)
    r = ((np.arange(height) + 0.5) * ink.shape[0] / height).astype(int)
    c = ((np.arange(width) + 0.5) * ink.shape[1] / width).astype(int)
    small = ink[np.ix_(r, c)]
    top = 4
    left = (28 - width) // 2
    image = np.zeros((28, 28), dtype=np.float32)
    image[top : top + height, left : left + width] = small
    return image


# %% centre of the box
# message: 重心
# note: 数字を囲む四角形の真ん中を、画像の真ん中に置く
def prepare_photo(photo):
    ink = photo.max() - photo.astype(float)
    ink = ink / ink.max()
    rows, columns = np.nonzero(ink > 0)
    ink = ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    height, width = (max(1, round(20 * side / max(ink.shape))) for side in ink.shape)
    r = ((np.arange(height) + 0.5) * ink.shape[0] / height).astype(int)
    c = ((np.arange(width) + 0.5) * ink.shape[1] / width).astype(int)
    small = ink[np.ix_(r, c)]
    top = (28 - height) // 2
    left = (28 - width) // 2
    image = np.zeros((28, 28), dtype=np.float32)
    image[top : top + height, left : left + width] = small
    return image


# %% stretched to a square
# message: 縦横の比
def prepare_photo(photo):
    ink = photo.max() - photo.astype(float)
    ink = ink / ink.max()
    rows, columns = np.nonzero(ink > 0)
    ink = ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    height, width = 20, 20
    r = ((np.arange(height) + 0.5) * ink.shape[0] / height).astype(int)
    c = ((np.arange(width) + 0.5) * ink.shape[1] / width).astype(int)
    small = ink[np.ix_(r, c)]
    top = round(14 - np.arange(height) @ small.sum(axis=1) / small.sum())
    left = round(14 - np.arange(width) @ small.sum(axis=0) / small.sum())
    image = np.zeros((28, 28), dtype=np.float32)
    image[top : top + height, left : left + width] = small
    return image


# %% 255 minus the photo
# message: 紙のところ
# note: 紙が真っ白だと決めている
def prepare_photo(photo):
    ink = (255 - photo.astype(float)) / 255 if photo.dtype == np.uint8 else 1 - photo
    rows, columns = np.nonzero(ink > 0.2)
    ink = ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    height, width = (max(1, round(20 * side / max(ink.shape))) for side in ink.shape)
    r = ((np.arange(height) + 0.5) * ink.shape[0] / height).astype(int)
    c = ((np.arange(width) + 0.5) * ink.shape[1] / width).astype(int)
    small = ink[np.ix_(r, c)]
    top = round(14 - np.arange(height) @ small.sum(axis=1) / small.sum())
    left = round(14 - np.arange(width) @ small.sum(axis=0) / small.sum())
    image = np.zeros((28, 28), dtype=np.float32)
    image[top : top + height, left : left + width] = small
    return image


# %% box of 28
# message: 20画素
def prepare_photo(photo):
    ink = photo.max() - photo.astype(float)
    ink = ink / ink.max()
    rows, columns = np.nonzero(ink > 0)
    ink = ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    height, width = (max(1, round(28 * side / max(ink.shape))) for side in ink.shape)
    r = ((np.arange(height) + 0.5) * ink.shape[0] / height).astype(int)
    c = ((np.arange(width) + 0.5) * ink.shape[1] / width).astype(int)
    small = ink[np.ix_(r, c)]
    top = 0
    left = (28 - width) // 2
    image = np.zeros((28, 28), dtype=np.float32)
    image[top : top + height, left : left + width] = small
    return image


# %% divided by 255 again
# message: 1 になっていません
# note: もう0〜1なのに、255で割る
def prepare_photo(photo):
    ink = photo.max() - photo.astype(float)
    ink = ink / ink.max()
    rows, columns = np.nonzero(ink > 0)
    ink = ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    height, width = (max(1, round(20 * side / max(ink.shape))) for side in ink.shape)
    r = ((np.arange(height) + 0.5) * ink.shape[0] / height).astype(int)
    c = ((np.arange(width) + 0.5) * ink.shape[1] / width).astype(int)
    small = ink[np.ix_(r, c)]
    top = round(14 - np.arange(height) @ small.sum(axis=1) / small.sum())
    left = round(14 - np.arange(width) @ small.sum(axis=0) / small.sum())
    image = np.zeros((28, 28), dtype=np.float32)
    image[top : top + height, left : left + width] = small
    return image / 255


# %% not divided
# message: 0〜1
def prepare_photo(photo):
    ink = photo.max() - photo.astype(float)
    rows, columns = np.nonzero(ink > 0)
    ink = ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    height, width = (max(1, round(20 * side / max(ink.shape))) for side in ink.shape)
    r = ((np.arange(height) + 0.5) * ink.shape[0] / height).astype(int)
    c = ((np.arange(width) + 0.5) * ink.shape[1] / width).astype(int)
    small = ink[np.ix_(r, c)]
    top = round(14 - np.arange(height) @ small.sum(axis=1) / small.sum())
    left = round(14 - np.arange(width) @ small.sum(axis=0) / small.sum())
    image = np.zeros((28, 28), dtype=np.float32)
    image[top : top + height, left : left + width] = small
    return image


# %% float64
# message: float32
def prepare_photo(photo):
    ink = photo.max() - photo.astype(float)
    ink = ink / ink.max()
    rows, columns = np.nonzero(ink > 0)
    ink = ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    height, width = (max(1, round(20 * side / max(ink.shape))) for side in ink.shape)
    r = ((np.arange(height) + 0.5) * ink.shape[0] / height).astype(int)
    c = ((np.arange(width) + 0.5) * ink.shape[1] / width).astype(int)
    small = ink[np.ix_(r, c)]
    top = round(14 - np.arange(height) @ small.sum(axis=1) / small.sum())
    left = round(14 - np.arange(width) @ small.sum(axis=0) / small.sum())
    image = np.zeros((28, 28))
    image[top : top + height, left : left + width] = small
    return image


# %% bytes
# message: float32
def prepare_photo(photo):
    ink = photo.max() - photo.astype(float)
    ink = ink / ink.max()
    rows, columns = np.nonzero(ink > 0)
    ink = ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    height, width = (max(1, round(20 * side / max(ink.shape))) for side in ink.shape)
    r = ((np.arange(height) + 0.5) * ink.shape[0] / height).astype(int)
    c = ((np.arange(width) + 0.5) * ink.shape[1] / width).astype(int)
    small = ink[np.ix_(r, c)]
    top = round(14 - np.arange(height) @ small.sum(axis=1) / small.sum())
    left = round(14 - np.arange(width) @ small.sum(axis=0) / small.sum())
    image = np.zeros((28, 28), dtype=np.float32)
    image[top : top + height, left : left + width] = small
    return (255 * image).astype(np.uint8)


# %% flattened
# message: 形が違います
def prepare_photo(photo):
    ink = photo.max() - photo.astype(float)
    ink = ink / ink.max()
    rows, columns = np.nonzero(ink > 0)
    ink = ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    height, width = (max(1, round(20 * side / max(ink.shape))) for side in ink.shape)
    r = ((np.arange(height) + 0.5) * ink.shape[0] / height).astype(int)
    c = ((np.arange(width) + 0.5) * ink.shape[1] / width).astype(int)
    small = ink[np.ix_(r, c)]
    top = round(14 - np.arange(height) @ small.sum(axis=1) / small.sum())
    left = round(14 - np.arange(width) @ small.sum(axis=0) / small.sum())
    image = np.zeros((28, 28), dtype=np.float32)
    image[top : top + height, left : left + width] = small
    return image.reshape(1, 784)


# %% in place
# message: 書き換わっています
def prepare_photo(photo):
    photo[...] = photo.max() - photo
    ink = photo.astype(float)
    ink = ink / ink.max()
    rows, columns = np.nonzero(ink > 0)
    ink = ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    height, width = (max(1, round(20 * side / max(ink.shape))) for side in ink.shape)
    r = ((np.arange(height) + 0.5) * ink.shape[0] / height).astype(int)
    c = ((np.arange(width) + 0.5) * ink.shape[1] / width).astype(int)
    small = ink[np.ix_(r, c)]
    top = round(14 - np.arange(height) @ small.sum(axis=1) / small.sum())
    left = round(14 - np.arange(width) @ small.sum(axis=0) / small.sum())
    image = np.zeros((28, 28), dtype=np.float32)
    image[top : top + height, left : left + width] = small
    return image


# %% black and white only
# message: 濃さ
# note: 薄い線も、濃い線と同じにする
def prepare_photo(photo):
    ink = photo.max() - photo.astype(float)
    ink = ink / ink.max()
    rows, columns = np.nonzero(ink > 0)
    ink = ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    height, width = (max(1, round(20 * side / max(ink.shape))) for side in ink.shape)
    r = ((np.arange(height) + 0.5) * ink.shape[0] / height).astype(int)
    c = ((np.arange(width) + 0.5) * ink.shape[1] / width).astype(int)
    small = (ink[np.ix_(r, c)] > 0.3).astype(float)
    top = round(14 - np.arange(height) @ small.sum(axis=1) / small.sum())
    left = round(14 - np.arange(width) @ small.sum(axis=0) / small.sum())
    image = np.zeros((28, 28), dtype=np.float32)
    image[top : top + height, left : left + width] = small
    return image


# %% rows and columns exchanged
# message: 向き
def prepare_photo(photo):
    ink = photo.max() - photo.astype(float)
    ink = ink / ink.max()
    rows, columns = np.nonzero(ink > 0)
    ink = ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    height, width = (max(1, round(20 * side / max(ink.shape))) for side in ink.shape)
    r = ((np.arange(height) + 0.5) * ink.shape[0] / height).astype(int)
    c = ((np.arange(width) + 0.5) * ink.shape[1] / width).astype(int)
    small = ink[np.ix_(r, c)]
    top = round(14 - np.arange(height) @ small.sum(axis=1) / small.sum())
    left = round(14 - np.arange(width) @ small.sum(axis=0) / small.sum())
    image = np.zeros((28, 28), dtype=np.float32)
    image[top : top + height, left : left + width] = small
    return image.T.copy()


# %% upside down
# message: 向き
def prepare_photo(photo):
    ink = photo.max() - photo.astype(float)
    ink = ink / ink.max()
    rows, columns = np.nonzero(ink > 0)
    ink = ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    height, width = (max(1, round(20 * side / max(ink.shape))) for side in ink.shape)
    r = ((np.arange(height) + 0.5) * ink.shape[0] / height).astype(int)
    c = ((np.arange(width) + 0.5) * ink.shape[1] / width).astype(int)
    small = ink[np.ix_(r, c)]
    top = round(14 - np.arange(height) @ small.sum(axis=1) / small.sum())
    left = round(14 - np.arange(width) @ small.sum(axis=0) / small.sum())
    image = np.zeros((28, 28), dtype=np.float32)
    image[top : top + height, left : left + width] = small
    return image[::-1].copy() if False else np.roll(image[::-1], 1, axis=0)


# %% shifted the other way
# message: 重心
def prepare_photo(photo):
    ink = photo.max() - photo.astype(float)
    ink = ink / ink.max()
    rows, columns = np.nonzero(ink > 0)
    ink = ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    height, width = (max(1, round(20 * side / max(ink.shape))) for side in ink.shape)
    r = ((np.arange(height) + 0.5) * ink.shape[0] / height).astype(int)
    c = ((np.arange(width) + 0.5) * ink.shape[1] / width).astype(int)
    small = ink[np.ix_(r, c)]
    top = (28 - height) // 2 - round(14 - (28 - height) // 2 - np.arange(height) @ small.sum(axis=1) / small.sum())
    left = (28 - width) // 2 - round(14 - (28 - width) // 2 - np.arange(width) @ small.sum(axis=0) / small.sum())
    image = np.zeros((28, 28), dtype=np.float32)
    image[top : top + height, left : left + width] = small
    return image


# %% rows centred only
# message: 重心
def prepare_photo(photo):
    ink = photo.max() - photo.astype(float)
    ink = ink / ink.max()
    rows, columns = np.nonzero(ink > 0)
    ink = ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    height, width = (max(1, round(20 * side / max(ink.shape))) for side in ink.shape)
    r = ((np.arange(height) + 0.5) * ink.shape[0] / height).astype(int)
    c = ((np.arange(width) + 0.5) * ink.shape[1] / width).astype(int)
    small = ink[np.ix_(r, c)]
    top = round(14 - np.arange(height) @ small.sum(axis=1) / small.sum())
    left = (28 - width) // 2
    image = np.zeros((28, 28), dtype=np.float32)
    image[top : top + height, left : left + width] = small
    return image


# %% centres exchanged
# message: 重心
def prepare_photo(photo):
    ink = photo.max() - photo.astype(float)
    ink = ink / ink.max()
    rows, columns = np.nonzero(ink > 0)
    ink = ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    height, width = (max(1, round(20 * side / max(ink.shape))) for side in ink.shape)
    r = ((np.arange(height) + 0.5) * ink.shape[0] / height).astype(int)
    c = ((np.arange(width) + 0.5) * ink.shape[1] / width).astype(int)
    small = ink[np.ix_(r, c)]
    top = round(14 - np.arange(width) @ small.sum(axis=0) / small.sum())
    left = round(14 - np.arange(height) @ small.sum(axis=1) / small.sum())
    image = np.zeros((28, 28), dtype=np.float32)
    image = np.roll(np.pad(small, ((0, 28 - height), (0, 28 - width))), (top, left), axis=(0, 1)).astype(np.float32)
    return image


# %% height always 20
# message: 20画素
# note: 横に長い数字を考えていない
def prepare_photo(photo):
    ink = photo.max() - photo.astype(float)
    ink = ink / ink.max()
    rows, columns = np.nonzero(ink > 0)
    ink = ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    height, width = 20, max(1, round(20 * ink.shape[1] / ink.shape[0]))
    r = ((np.arange(height) + 0.5) * ink.shape[0] / height).astype(int)
    c = ((np.arange(width) + 0.5) * ink.shape[1] / width).astype(int)
    small = ink[np.ix_(r, c)]
    top = round(14 - np.arange(height) @ small.sum(axis=1) / small.sum())
    left = round(14 - np.arange(width) @ small.sum(axis=0) / small.sum())
    image = np.zeros((28, 28), dtype=np.float32)
    for i in range(height):
        for j in range(width):
            if 0 <= top + i < 28 and 0 <= left + j < 28:
                image[top + i, left + j] = small[i, j]
    return image


# %% every second pixel
# message: 20画素
# note: 整数の倍率でしか縮めない
def prepare_photo(photo):
    ink = photo.max() - photo.astype(float)
    ink = ink / ink.max()
    rows, columns = np.nonzero(ink > 0)
    ink = ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    height, width = (max(1, round(20 * side / max(ink.shape))) for side in ink.shape)
    step = -(-max(ink.shape) // 20)
    small = ink[::step, ::step]
    height, width = small.shape
    top = round(14 - np.arange(height) @ small.sum(axis=1) / small.sum())
    left = round(14 - np.arange(width) @ small.sum(axis=0) / small.sum())
    image = np.zeros((28, 28), dtype=np.float32)
    image[top : top + height, left : left + width] = small
    return image


# %% darkest not one
# message: 1 になっていません
# note: 紙の明るさで割る
def prepare_photo(photo):
    ink = photo.max() - photo.astype(float)
    ink = ink / photo.max()
    rows, columns = np.nonzero(ink > 0)
    ink = ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    height, width = (max(1, round(20 * side / max(ink.shape))) for side in ink.shape)
    r = ((np.arange(height) + 0.5) * ink.shape[0] / height).astype(int)
    c = ((np.arange(width) + 0.5) * ink.shape[1] / width).astype(int)
    small = ink[np.ix_(r, c)]
    top = round(14 - np.arange(height) @ small.sum(axis=1) / small.sum())
    left = round(14 - np.arange(width) @ small.sum(axis=0) / small.sum())
    image = np.zeros((28, 28), dtype=np.float32)
    image[top : top + height, left : left + width] = small
    return image


# %% like_mnist of common
# message: common の like_mnist を呼んでいます
from common.handwritten_digit import like_mnist


def prepare_photo(photo):
    return like_mnist(photo)
