// What is wider than the page scrolls sideways; then the keyboard must be able to reach it.
const WIDE = "pre, .formula, .table-wrapper, .cell_output";

function reachable(box) {
  if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  else box.removeAttribute("tabindex");
}

const boxes = new ResizeObserver((entries) => entries.forEach(({ target }) => reachable(target)));
document.querySelectorAll(WIDE).forEach((box) => boxes.observe(box));

// On a phone, the list of headings covers the page: choosing one closes it.
document.querySelector(".toc-tree")?.addEventListener("click", () => {
  document.getElementById("__toc").checked = false;
});
