const PROPERTIES = new Set(['value', 'checked', 'disabled', 'hidden']);

/** An element. `on…` are listeners; null, undefined and false attributes and children are left out. */
export const h = (tag, props = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (PROPERTIES.has(name)) node[name] = value;
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  node.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false));
  return node;
};

export const byId = (id) => document.getElementById(id);

/** Text with its web addresses as links; nothing in it is ever read as markup. */
export const linked = (text) =>
  text
    .split(/(https?:\/\/[\w\-.~:/?#@!$&*+,;=%]+)/)
    .map((part, index) =>
      index % 2 === 1 ? h('a', { href: part, target: '_blank', rel: 'noopener noreferrer' }, part) : part,
    );

/** Makes the children be `nodes`, moving and re-inserting nothing that already stands in its place. */
export const settle = (parent, nodes) => {
  let at = parent.firstChild;
  for (const node of nodes) {
    if (node === at) at = at.nextSibling;
    else parent.insertBefore(node, at);
  }
  while (at !== null) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
};

const drawn = new WeakMap();

/**
 * Builds the children anew only where what they are made of has changed, and gives the focus back to the
 * element of the same test id, so that a refresh never disturbs whoever is typing or tabbing.
 * @returns whether it was built.
 */
export const draw = (parent, made, build) => {
  const key = JSON.stringify(made);
  if (drawn.get(parent) === key) return false;
  drawn.set(parent, key);
  const focused = parent.contains(document.activeElement) ? document.activeElement.dataset.testid : undefined;
  parent.replaceChildren(...[build()].flat().filter(Boolean));
  if (focused !== undefined) parent.querySelector(`[data-testid="${CSS.escape(focused)}"]`)?.focus();
  return true;
};

let clearing;
/** A line at the foot of the page for a few seconds; also read out. */
export const toast = (text) => {
  const node = byId('toast');
  node.textContent = text;
  node.classList.add('shown');
  clearTimeout(clearing);
  clearing = setTimeout(() => node.classList.remove('shown'), 4000);
};

/** A picture (an <img> or a <canvas>) as large as the window allows; Esc or a click closes it. */
export const enlarge = (node, closeLabel) => {
  const dialog = byId('lightbox');
  const close = h('button', { type: 'button', class: 'close', 'aria-label': closeLabel }, '×');
  dialog.replaceChildren(node, close);
  dialog.onclick = () => dialog.close();
  dialog.showModal();
};
