// 数字を書くパッド。書いた画素を Python に送り、届いた画像と確率を示す（writing_pad.py の _reply）。
const PAPER = 112; // 送る画像の一辺（画素）。writing_pad.py の PAPER と同じ
const SHOWN = 560; // 画面に書く画像の一辺（画素）。細かく書いて、送るときに縮める
const PEN = 45;
const SEEN = 28;
const BEGIN = "数字を1つ、大きく書きましょう。";
const SLOW = 1000; // ミリ秒。これより答えが遅ければ、待っていると知らせる

function add(parent, tag, properties = {}, attributes = {}) {
  const element = Object.assign(document.createElement(tag), properties);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return parent.appendChild(element);
}

function addCanvas(parent, title, className, side, label) {
  const place = add(parent, "div");
  add(place, "span", { textContent: title }, { "aria-hidden": "true" });
  const size = { className, width: side, height: side };
  return add(place, "canvas", size, { role: "img", "aria-label": label });
}

// 10 個の確率の表。show(確率のリスト) で書きかえる
function addTable(parent) {
  const table = add(parent, "table");
  add(table, "caption", { textContent: "ネットワークの答え（確率）" });
  const body = add(table, "tbody");
  const rows = Array.from({ length: 10 }, (_, digit) => {
    const row = add(body, "tr");
    add(row, "th", { textContent: digit }, { scope: "row" });
    const bar = add(add(row, "td", { className: "bar" }, { "aria-hidden": "true" }), "i");
    return { row, bar, text: add(row, "td") };
  });
  return (probabilities) => {
    const most = Math.max(...probabilities);
    rows.forEach(({ row, bar, text }, digit) => {
      const share = probabilities[digit];
      row.className = share > 0 && share === most ? "best" : "";
      bar.style.width = `${100 * share}%`;
      text.textContent = most > 0 ? percent(share) : "–";
    });
  };
}

function percent(share) {
  return `${(100 * share).toFixed(1)} %`;
}

// マウス、指、ペンで紙に書けるようにする。書くたびに onInk()、線を書き終えると onEnd()
function letWrite(paper, onInk, onEnd) {
  const pen = paper.getContext("2d");
  Object.assign(pen, { lineWidth: PEN, lineCap: "round", lineJoin: "round" });
  let last = null;
  const place = (event) => {
    const box = paper.getBoundingClientRect();
    const scale = SHOWN / box.width;
    return [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
  };
  const lineTo = (point) => {
    pen.beginPath();
    pen.moveTo(...last);
    pen.lineTo(point[0] + 0.01, point[1]); // 長さが 0 の線は書かれないので、押しただけでも点になるように
    pen.stroke();
    last = point;
    onInk();
  };
  paper.onpointerdown = (event) => {
    if (event.button !== 0 || !event.isPrimary) return;
    event.preventDefault();
    paper.setPointerCapture(event.pointerId);
    last = place(event);
    lineTo(last);
  };
  paper.onpointermove = (event) => {
    if (!last || !event.isPrimary) return;
    const between = event.getCoalescedEvents?.() ?? [];
    for (const point of between.length ? between : [event]) lineTo(place(point));
  };
  paper.onpointerup = paper.onpointercancel = (event) => {
    if (!last || !event.isPrimary) return;
    last = null;
    onEnd();
  };
  return () => {
    last = null;
    pen.clearRect(0, 0, SHOWN, SHOWN);
  };
}

// 紙の濃さ（0〜255）を、PAPER×PAPER のバイト列にする
function inkOf(paper) {
  const small = Object.assign(document.createElement("canvas"), { width: PAPER, height: PAPER });
  const context = small.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(paper, 0, 0, PAPER, PAPER);
  const { data } = context.getImageData(0, 0, PAPER, PAPER);
  return Uint8Array.from({ length: PAPER * PAPER }, (_, k) => data[4 * k + 3]); // 不透明さ
}

function paint(seen, ink) {
  const context = seen.getContext("2d");
  const image = context.createImageData(SEEN, SEEN);
  ink.forEach((value, k) => image.data.set([255 - value, 255 - value, 255 - value, 255], 4 * k));
  context.putImageData(image, 0, 0);
}

// 一度に送るのは 1 枚だけ。返事を待つあいだに書かれた分は、返事が来てから、まとめて送る
function makeCorrespondence(model, paper, onReply, onSlow) {
  let sheet = 0, waiting = false, changed = false, timer = 0;
  const send = () => {
    if (waiting) return void (changed = true);
    [waiting, changed] = [true, false];
    model.send({ sheet }, undefined, [inkOf(paper).buffer]);
    timer = setTimeout(onSlow, SLOW);
  };
  const receive = (reply, buffers) => {
    clearTimeout(timer);
    waiting = false;
    if (reply.sheet === sheet) onReply(reply, buffers); // 消した紙への返事は捨てる
    if (changed) send();
  };
  model.on("msg:custom", receive);
  const stop = () => {
    clearTimeout(timer);
    model.off("msg:custom", receive);
  };
  const newSheet = () => {
    sheet += 1;
    changed = false;
  };
  return { send, newSheet, stop };
}

function render({ model, el }) {
  const names = { role: "group", "aria-label": "数字を書くパッド", lang: "ja" };
  const root = add(el, "div", { className: "digit-pad" }, names);
  // キーの操作を、JupyterLab の「次のセルへ」などに取られないようにする
  root.onkeydown = (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
  };
  const paper = addCanvas(root, "ここに書く", "paper", SHOWN, "マウスか指で、数字を書くところ");
  const button = add(paper.parentNode, "button", { type: "button", textContent: "消す" });
  const status = add(paper.parentNode, "output", {}, { "aria-live": "polite" });
  const seenLabel = "ネットワークが見る、28×28 の画像";
  const seen = addCanvas(root, "ネットワークが見る画像", "seen", SEEN, seenLabel);
  const showProbabilities = addTable(root);

  let writing = false;
  const say = (text) => {
    status.setAttribute("aria-live", writing ? "off" : "polite"); // 書くあいだは読み上げない
    status.textContent = text;
  };
  const answer = ({ probabilities, problem }, [ink]) => {
    if (problem) return say(problem);
    paint(seen, new Uint8Array(ink.buffer, ink.byteOffset, ink.byteLength));
    showProbabilities(probabilities);
    const best = probabilities.indexOf(Math.max(...probabilities));
    say(`答え：${best}（${percent(probabilities[best])}）`);
  };
  const post = makeCorrespondence(model, paper, answer, () => say("カーネルの答えを待っています…"));
  const erase = letWrite(
    paper,
    () => {
      writing = true;
      post.send();
    },
    () => {
      writing = false;
      post.send();
    },
  );
  const begin = () => {
    writing = false;
    erase();
    post.newSheet();
    paint(seen, new Uint8Array(SEEN * SEEN));
    showProbabilities(Array(10).fill(0));
    say(BEGIN);
  };
  button.onclick = begin;
  begin();
  return post.stop;
}

export default { render };
