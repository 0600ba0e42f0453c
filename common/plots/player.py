"""動く図を見せる HTML：1 枚目の画像と、画像が読まれたときに動くプログラム。

プログラムは画像の onload に書く。JupyterLab、Colab、VS Code、ふつうのページのどれでも動き、
番号（id）が要らないので、1 つのページに同じ図がいくつあってもよい。スライダーとボタンは
プログラムが作るので、プログラムの動かないところには、押しても動かないボタンは出ない。
"""

import html
import json

# 矢印キーで値を動かすとき、JupyterLab の「次のセルへ」などに取られないようにする
PROGRAM = """
const first = this, root = first.closest('figure');
const frames = JSON.parse(root.dataset.frames), last = frames.length - 1;
const add = (parent, tag, style, more) => {
  const element = Object.assign(document.createElement(tag), more);
  element.style.cssText = style;
  return parent.appendChild(element);
};
first.onload = null;
root.onkeydown = event => {
  if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
};
const changes = frames.map(([, png]) => Object.assign(new Image(), {
  src: png && 'data:image/png;base64,' + png, onload: () => paint()}));
const canvas = add(first.parentNode, 'canvas', 'position:absolute;inset:0;width:100%;height:100%',
  {width: first.naturalWidth, height: first.naturalHeight, ariaHidden: 'true'});
const row = add(root, 'div',
  'display:flex;flex-wrap:wrap;align-items:center;gap:.25em 1em;max-width:' + canvas.width + 'px');
const button = add(row, 'button', 'font:inherit;min-height:44px;min-width:7em', {type: 'button'});
const name = add(row, 'label', 'display:flex;align-items:center;gap:.5em;flex:1 1 12em',
  {textContent: root.dataset.label});
const slider = add(name, 'input', 'flex:1;min-width:6em;min-height:44px;margin:0',
  {type: 'range', min: 0, max: last, step: 1, value: 0});
const shown = add(row, 'output', 'flex-basis:100%;font-variant-numeric:tabular-nums');
const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
let timer = 0;
const paint = () => {
  const paper = canvas.getContext('2d'), change = changes[slider.value];
  paper.drawImage(first, 0, 0);
  if (change.naturalWidth) paper.drawImage(change, 0, 0);
};
const show = (at, live) => {
  slider.value = at;
  const value = frames[at][0] + '（' + (+at + 1) + ' / ' + frames.length + '）';
  slider.setAttribute('aria-valuetext', value);
  shown.setAttribute('aria-live', live);
  shown.textContent = timer ? value + ' 再生中' : value;
  button.textContent = timer ? '⏸ 止める' : calm ? '次の図へ' : '▶ 再生';
  paint();
};
const stop = live => {
  clearInterval(timer);
  timer = 0;
  show(slider.value, live);
};
const step = () => {
  if (!root.isConnected || +slider.value === last) return stop('polite');
  show(+slider.value + 1, 'off');
  if (+slider.value === last) stop('polite');
};
const play = () => {
  if (timer) return stop('polite');
  const next = +slider.value === last ? 0 : +slider.value + 1;
  if (calm) return show(next, 'polite');
  timer = setInterval(step, 500);
  show(next, 'off');
};
slider.oninput = () => stop('off');
button.onclick = play;
show(0, 'off');
"""
PICTURE = (
    '<figure data-label="{label}" data-frames="{frames}" role="group" aria-label="動く図：{label}" '
    'lang="ja" style="margin:0 0 1em">'
    '<div style="position:relative;display:inline-block;max-width:100%;line-height:0">'
    '<img src="data:image/png;base64,{first}" width="{width}" height="{height}" alt="{alt}" '
    'style="display:block;max-width:100%;height:auto;margin:0" onload="{program}"></div></figure>'
)


def player(pictures, size, texts, label, alt):
    """動く図の HTML を返す。

    Parameters
    ----------
    pictures : PNG を base64 で書いた文字列のリスト。2 つ目からは、1 つ目と違う画素だけのもの
    size : 画像の大きさ（幅と高さ、画素）
    texts : 画像ごとの値の文字列のリスト
    label : 値の名前
    alt : 代替テキスト

    Examples
    --------
    >>> player(["AAAA", "BBBB"], (2, 1), ["0.1", "1"], "学習率", "点が動く。")[:34]
    '<figure data-label="学習率" data-fram'
    """
    first, *changes = pictures
    frames = json.dumps(list(zip(texts, ["", *changes], strict=True)), ensure_ascii=False)
    program = " ".join(line.strip() for line in PROGRAM.strip().splitlines())
    parts = {"label": label, "alt": alt, "frames": frames, "program": program}
    written = {name: html.escape(text) for name, text in parts.items()}
    return PICTURE.format(first=first, width=size[0], height=size[1], **written)
