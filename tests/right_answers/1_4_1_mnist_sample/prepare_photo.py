# %% nearest pixel
def prepare_photo(photo):
    ink = photo.max() - photo.astype(float)
    rows, columns = np.nonzero(ink > 0.2 * ink.max())
    ink = ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1] / ink.max()
    height, width = (max(1, round(20 * side / max(ink.shape))) for side in ink.shape)
    r = ((np.arange(height) + 0.5) * ink.shape[0] / height).astype(int)
    c = ((np.arange(width) + 0.5) * ink.shape[1] / width).astype(int)
    small = ink[np.ix_(r, c)]
    top = round(14 - np.arange(height) @ small.sum(axis=1) / small.sum())
    left = round(14 - np.arange(width) @ small.sum(axis=0) / small.sum())
    image = np.zeros((28, 28), dtype=np.float32)
    image[top : top + height, left : left + width] = small
    return image


# %% means of areas
def prepare_photo(photo):
    def shrinking(size, old):
        edges = np.arange(size + 1)[:, np.newaxis] * (old / size)
        return np.diff(np.clip(edges - np.arange(old), 0, 1), axis=0) * (size / old)

    paper = float(photo.max())
    ink = paper - np.asarray(photo, dtype=np.float64)
    where = np.argwhere(ink > 0)
    (top, left), (bottom, right) = where.min(axis=0), where.max(axis=0) + 1
    ink = ink[top:bottom, left:right]
    scale = 20 / max(ink.shape)
    height, width = (max(1, int(round(side * scale))) for side in ink.shape)
    small = shrinking(height, ink.shape[0]) @ ink @ shrinking(width, ink.shape[1]).T
    small = small / small.max()
    total = small.sum()
    i = int(round(14 - (small.sum(axis=1) * np.arange(height)).sum() / total))
    j = int(round(14 - (small.sum(axis=0) * np.arange(width)).sum() / total))
    return np.pad(small, ((i, 28 - i - height), (j, 28 - j - width))).astype(np.float32)


# %% loop over the pixels of the result
def prepare_photo(photo):
    darkness = (photo.max() - photo.astype(np.float32)) / float(np.ptp(photo))
    rows, columns = np.where(darkness > 0)
    top, left = int(rows.min()), int(columns.min())
    high, wide = int(rows.max()) - top + 1, int(columns.max()) - left + 1
    step = max(high, wide) / 20
    box = np.zeros((20, 20), dtype=np.float32)
    for i in range(20):
        for j in range(20):
            row, column = int((i + 0.5) * step), int((j + 0.5) * step)
            if row < high and column < wide:
                box[i, j] = darkness[top + row, left + column]
    i, j = np.indices(box.shape)
    centre_row, centre_column = (i * box).sum() / box.sum(), (j * box).sum() / box.sum()
    image = np.zeros((60, 60), dtype=np.float32)
    image[20:40, 20:40] = box
    first_row, first_column = int(np.rint(20 + centre_row - 14)), int(np.rint(20 + centre_column - 14))
    return image[first_row : first_row + 28, first_column : first_column + 28].copy()
